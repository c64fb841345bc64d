"""The emulation of OFAC's own search."""

from __future__ import annotations

import unicodedata

import jellyfish
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.matching.reference_score import SOUNDEX_AGREEMENT, ofac_reference_score, reference_scores


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


def plain_score(party_name: str, listed_name: str) -> float:
    """The plain twin: nothing remembered, nothing left out."""
    party, listed = plain_folded(party_name), plain_folded(listed_name)
    if not party or not listed:
        return 0.0
    scores = [max(plain_word_score(word, other) for other in listed.split()) for word in party.split()]
    whole = jellyfish.jaro_winkler_similarity(party, listed)
    return round(100.0 * max(whole, sum(scores) / len(scores)), 1)


def plain_folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).upper()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def plain_word_score(word: str, other: str) -> float:
    score = jellyfish.jaro_winkler_similarity(word, other)
    same_sound = word.isascii() and other.isascii() and jellyfish.soundex(word) == jellyfish.soundex(other)
    return max(score, SOUNDEX_AGREEMENT) if same_sound and word.isalpha() and other.isalpha() else score


WORDS = st.sampled_from(
    ["KALASHNIKOV", "KALASNIKOFF", "CONCERN", "KONZERN", "ЗАВОД", "5", "ﬁrm", "O'NEIL", "A_B"]
)
TEXTS = st.one_of(
    st.text(max_size=30), st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=5).map(" ".join)
)


@given(TEXTS, TEXTS)
def test_equals_the_plain_twin(party: str, listed: str) -> None:
    assert ofac_reference_score(party, listed) == plain_score(party, listed)
    assert ofac_reference_score(party, party) == plain_score(party, party)


def test_pairs_in_chunks_and_repeated_are_scored_in_their_order() -> None:
    parties = pa.chunked_array([["LUKOIL", "DIXON"], ["LUKOIL", ""]])
    listed = pa.chunked_array([["lukoil"], ["DICKSONX", "lukoil", "LUKOIL"]])
    pairs = zip(parties.to_pylist(), listed.to_pylist(), strict=True)
    assert reference_scores(parties, listed).to_pylist() == [ofac_reference_score(a, b) for a, b in pairs]
