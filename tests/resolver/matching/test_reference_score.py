"""The emulation of OFAC's own search."""

from __future__ import annotations

import jellyfish
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.matching.reference_score import SOUNDEX_AGREEMENT, ofac_reference_score


@pytest.mark.parametrize(
    ("party", "listed", "score"),
    [
        ("MARTHA", "MARHTA", 96.1),  # Winkler 1990, table of examples
        ("DIXON", "DICKSONX", 81.3),  # the same
        ("Sis d.o.o.", "SIS D O O", 100.0),
        ("LUKOIL", "lukoil", 100.0),
        ("", "LUKOIL", 0.0),
        ("...", "LUKOIL", 0.0),
        ("LUKOIL", "ЛУКОЙЛ", 0.0),
    ],
)
def test_known_values(party: str, listed: str, score: float) -> None:
    assert ofac_reference_score(party, listed) == score


def test_words_in_another_order_agree_word_by_word() -> None:
    assert ofac_reference_score("Kalashnikov Concern", "CONCERN KALASHNIKOV") == 100.0


def test_soundex_agreement_has_a_floor() -> None:
    assert jellyfish.soundex("ASHCRAFT") == jellyfish.soundex("ASHCROFT")
    assert ofac_reference_score("Robert", "Rupert") >= 100 * SOUNDEX_AGREEMENT


@given(st.text(max_size=30), st.text(max_size=30))
def test_always_a_percentage(party: str, listed: str) -> None:
    assert 0 <= ofac_reference_score(party, listed) <= 100


@given(st.text(alphabet="ABCDEFG ", min_size=1, max_size=20).filter(str.strip))
def test_a_name_against_itself_is_the_maximum(name: str) -> None:
    assert ofac_reference_score(name, name) == 100
