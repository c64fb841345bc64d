"""Initialisms that are written as they are spoken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import readings
from resolver.names.fold import fold_text, split_words
from resolver.names.letter_names import FEWEST_LETTERS, initials_of
from resolver.names.parting import part_texts
from resolver.names.readings import alternates
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Джи Ти Эм Технолоджи", ["джитиэм", "технолоджи"]),
        ("ООО «Эйч-Ти-Эм»", ["ооо", "эйчтиэм"]),
        ("Ай Джет", ["ай", "джет"]),
        ("Эль и Эм", ["эль", "и", "эм"]),
        ("Ай-Ти Сервис", ["ай", "ти", "сервис"]),
    ],
)
def test_names_of_letters_that_stand_apart_are_one_word(text: str, words: list[str]) -> None:
    assert split_words(fold_text(text)) == words
    assert part_texts([text, "Ромашка", text]).words.count(words[0]) == 2 * words.count(words[0])


def test_the_letters_are_a_reading() -> None:
    assert alternates("эйчтиэм")[0] == "htm"
    readings.learn(["вэтэбэ"])
    assert alternates("вэтэбэ")[0] == "vtb"


@given(st.lists(st.sampled_from(sorted(LETTERS)), max_size=6))
def test_never_more_letters_than_names(names: list[str]) -> None:
    found = initials_of("".join(names))
    assert found == "" or FEWEST_LETTERS <= len(found) <= len(names)
