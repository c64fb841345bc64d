"""Words of look-alike letters by columns: what is meant, what is said of it, and that no name of them goes singly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names import columns
from resolver.names.batch import plain_table_of, table_of

CYRILLIC, LATIN = "АВСЕНІЈКМОРЅТХ", "ABCEHIJKMOPSTX"
"""Letters that look alike, in one order."""

MIXED = [
    "АО Крат Vador",  # АО and all its letters have twins, Vador is surely Latin
    "АО ВЕК Lumigo",
    "ОАО OPTIMA ВЕСТОР",
    "KPAT ООО Лумиго",
    "МОСТ GROUP",
    "KРАТИН",
    "ВЕСТOР и KРАТИН АО ЛИТ",
    "TOВ КРАТИН CO LTD",
    "BOCTOK ЛИТ",
]
LETTERS = st.text(alphabet=f"{CYRILLIC}{LATIN}{CYRILLIC.lower()}bhЛИлиVv", min_size=1, max_size=6)
WORDS = st.one_of(LETTERS, st.sampled_from(["ООО", "OOO", "LTD", "АО", "AO", "Кратин", "Vador", "-", "№ 5"]))


@settings(max_examples=300)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), max_size=10))
def test_columns_equal_the_plain_twin(texts: list[str]) -> None:
    assert table_of(texts).to_pylist() == plain_table_of(texts).to_pylist()


def test_names_of_two_scripts_go_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = plain_table_of(MIXED)
    assert any(whole["repairs"].to_pylist())
    monkeypatch.setattr(columns, "canonical_name", None)
    assert table_of(MIXED).equals(whole)


def test_a_twin_that_nobody_has_met_is_learned_with_the_rest() -> None:
    """Its number must be its own: further words are numbered behind it."""
    for at in range(3):
        texts = [f"CHET{chr(65 + at)}BEK Лумиго", f"КРАТИН{at} ЛИТ", f"OPT{chr(72 + at)}KA ЛИТ", "HTBXPT Лит"]
        assert table_of(texts).equals(plain_table_of(texts))
