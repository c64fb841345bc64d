"""Initialisms that are written as they are spoken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.letter_names import FEWEST_LETTERS, initials_of
from resolver.names.tables import read_table
from resolver.names.vocabulary import know

LETTERS = {row["name"]: row["letter"] for row in read_table("letter_names")}


@pytest.mark.parametrize(
    ("word", "initials"), [("эйбиси", "abc"), ("вэтэбэ", "vtb"), ("диэйчэл", "dhl"), ("кейпиэмджи", "kpmg")]
)
def test_initials_of_spoken_letters(word: str, initials: str) -> None:
    assert initials_of(word) == initials


@pytest.mark.parametrize("word", ["экспо", "энергия", "элси", "дизайн", "винити", "эдем", "энди", "", "abc"])
def test_words_of_a_few_such_syllables_are_words(word: str) -> None:
    assert initials_of(word) == ""


def test_the_key_is_that_of_the_letters() -> None:
    assert know("эйбидиси").key == know("abdc").key


@given(st.lists(st.sampled_from(sorted(LETTERS)), max_size=6))
def test_never_more_letters_than_names(names: list[str]) -> None:
    found = initials_of("".join(names))
    assert found == "" or FEWEST_LETTERS <= len(found) <= len(names)
