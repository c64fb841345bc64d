"""Folding and the rule of correspondence that truth sets are built with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.folding import core, fold, is_cyrillic, is_latin, romanise
from benchmarks.quality.romanisable import correspondence, near_names


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ООО «Вектор»", "вектор"),
        ("Vector Trading Co., Ltd.", "vector trading"),
        ("OOO VEKTOR LLC", "vektor"),
        ("LLC", "llc"),
        ("Общество с ограниченной ответственностью Ёлка", "ёлка"),
        ("MÜLLER GmbH", "muller"),
    ],
)
def test_core_takes_forms_off_the_ends_and_never_empties(text: str, left: str) -> None:
    assert core(text) == left


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert core(core(text)) == core(text)


def test_scripts() -> None:
    assert is_latin("Société Générale") and not is_latin("Вектор A") and not is_latin("123")
    assert is_cyrillic("ООО Vektor Приборы") and not is_cyrillic("Vektor Ж")
    assert romanise("Щукин") == "shchukin"


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    [
        ("ООО Щукинский завод", ["Schukinskiy Zavod LLC"], "spelling"),
        ("АО Вулкан Электроника", ["Volcano Electronics", "Wulkan Plant"], "word"),
        ("Восточный ветер", ["East Wind LLC"], "other"),
        ("VEKTOR PRIBORY OOO", ["Vector-Pribory"], "spelling"),
    ],
)
def test_correspondence_by_sound(text: str, names: list[str], kind: str) -> None:
    assert correspondence(text, names) == kind


def test_near_names_are_alike_in_every_word_and_number() -> None:
    names = ["imensazan engineers", "imensazen engineers", "sb international", "spi international"]
    names += ["plant karnatov 61", "plant karnatov 81", "engineers imensazan"]
    assert set(near_names(names)) == {
        ("imensazan engineers", "imensazen engineers"),
        ("imensazan engineers", "engineers imensazan"),
        ("imensazen engineers", "engineers imensazan"),
    }
