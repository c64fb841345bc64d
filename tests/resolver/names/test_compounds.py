"""Compounds of known words."""

from __future__ import annotations

import pytest

from resolver.names.compounds import meaning
from resolver.names.skeleton import skeleton
from resolver.names.vocabulary import know


@pytest.mark.parametrize(
    ("left", "right"), [("гиперспейс", "hyperspace"), ("турбинпроект", "turbineproject")]
)
def test_one_key_in_two_languages(left: str, right: str) -> None:
    assert know(left).key == know(right).key


@pytest.mark.parametrize("word", ["кратин", "vestorproject", "project", "a1", ""])
def test_words_of_no_known_parts_have_no_meaning(word: str) -> None:
    assert meaning(skeleton(word)) == ""
