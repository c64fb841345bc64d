"""Words of which every letter looks like one of the other script: what is known of them tells which they are."""

from __future__ import annotations

import pytest

from resolver.names import script
from resolver.names.canonical import canonical_name
from resolver.names.readings import alternates
from resolver.names.skeleton import skeleton


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("BOCTOK", ["восток"]),  # known in Cyrillic, nothing in Latin
        ("ВОСТОК GROUP", ["восток", "group"]),  # known as it stands
        ("КРАТОН COMPACT", ["кратон", "compact"]),  # beside a Cyrillic word, but known in Latin
        ("ТОВАССО", ["tobacco"]),
        ("METPO ТОРГ", ["метро", "торг"]),  # known in both: as the others are
        ("САМСОН TRADE", ["самсон", "trade"]),  # known in neither: as it was typed
        ("TOP", ["top"]),
        ("ATOM", ["atom"]),
    ],
)
def test_the_known_word_is_meant(text: str, tokens: list[str]) -> None:
    assert canonical_name(text).tokens == tokens


def test_what_was_mended_is_reported() -> None:
    assert canonical_name("OOO BOCTOK").repairs == ["homoglyph:boctok"]
    assert canonical_name("ВОСТОК GROUP").repairs == []


@pytest.mark.parametrize(("word", "other"), [("camcoh", "самсон"), ("самсон", "camcoh")])
def test_what_nobody_knows_may_be_either(word: str, other: str) -> None:
    assert skeleton(other) in alternates(word)


@pytest.mark.parametrize("word", ["cat", "htc", "asia", "kraton", "mxt5"])
def test_no_other_word(word: str) -> None:
    assert script.other_word(word) == ""


def test_many_words_as_each() -> None:
    words = ["boctok", "восток", "cat", "kraton", "кратон", "asia", "ккк", "вектоr"]
    assert script.other_words(words) == [script.other_word(word) for word in words]
