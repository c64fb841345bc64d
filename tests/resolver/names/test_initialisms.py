"""What words spell, and what they bring to an initialism."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.initialisms import (
    LONGEST,
    LONGEST_SHARE,
    SHARES,
    in_russian,
    russian_shares,
    shares,
    spelt_by,
)
from resolver.names.skeleton import skeleton

with (Path(__file__).with_name("initialisms_cases.csv")).open(encoding="utf-8", newline="") as file:
    CASES = [tuple(row.values()) for row in csv.DictReader(file)]


def can_spell(letters: str, words: list[tuple[str, str]]) -> bool:
    """Whether words, each with its concept, spell some letters, one share each: the plain twin of the compiled search."""
    if not words:
        return not letters
    word, concept = words[0]
    return any(
        letters.startswith(share) and can_spell(letters[len(share) :], words[1:])
        for share in shares(word, concept, skeleton(word))
    )


@pytest.mark.parametrize(("short", "words", "expected"), CASES)
def test_words_that_spell_an_initialism(short: str, words: str, expected: str) -> None:
    pairs = [(word, concept) for word, _, concept in (one.partition("=") for one in words.split())]
    assert any(can_spell(letters, pairs) for letters in spelt_by(short)) == (expected == "yes")


@pytest.mark.parametrize("word", ["", "а", "b", "а1б", "трансэнергоснаб", "中国工", "x" * 20, "@kb"])
def test_other_words_spell_nothing(word: str) -> None:
    assert spelt_by(word) == ()


@given(st.text(max_size=12).map(str.casefold), st.sampled_from(["", "plant", "kb"]))
def test_codes_are_ascii_and_have_room(word: str, concept: str) -> None:
    if not word:
        return
    brought = shares(word, concept, skeleton(word))
    assert len(brought) <= SHARES
    for code in (*spelt_by(word), *brought):
        assert code.isascii()
        assert 0 < len(code) <= LONGEST
    assert all(len(one) <= LONGEST_SHARE for one in brought)
    assert set(in_russian(brought, concept)) <= {"", *brought, *russian_shares().get(concept, ())}


def test_a_concept_brings_what_its_russian_words_do() -> None:
    known = russian_shares()
    assert known["plant"][0] == "z"
    assert known["kb"][0] == "kb"
    assert known["electromechanical"] == ("e", "em")
    assert known["nii"][0] == "nii"  # no cut word, although one begins so (нииканд)
    assert {"g", "gd", "gr"} <= set(known["mining"])
    assert {"i", "ni"} <= set(known["research"])
    assert in_russian(("p", "z"), "plant") == ("z", "z")
    assert in_russian(("t", "c"), "") == ("c", "c")
    assert in_russian((), "") == ("", "")
