"""Words of a text: the short way to them is the long one, and tables are searched from left to right."""

from __future__ import annotations

from hypothesis import given

from resolver.names.phrases import _WORD, PhraseTable, Words, key_of_word, keys_of
from resolver.names.word_keys import key_words
from tests.resolver.names.hostile import TEXTS


@given(TEXTS)
def test_keys_are_those_of_the_words_one_by_one(text: str) -> None:
    one_by_one = [key_of_word(word) for word in _WORD.findall(text)]
    assert keys_of(text) == one_by_one
    assert keys_of(text, key_words(text)) == one_by_one
    words = Words(text)
    assert [key_of_word(text[start:end]) for start, end in words.spans] == words.keys


def test_the_longest_phrase_is_found_and_none_overlaps() -> None:
    table = PhraseTable([("A B C", 3), ("A B", 2), ("A", 1), ("B C", 4), ("D E", 5)])
    assert table.find(keys_of("A B C A B A B C D")) == [(0, 3, 3), (3, 5, 2), (5, 8, 3)]
    assert table.find(keys_of("X D D E A")) == [(2, 4, 5), (4, 5, 1)]
    assert table.at(keys_of("B C"), 0) == (4, 2)
    assert table.at(keys_of("B"), 0) is None
    assert set(table.first_words) == {"A", "B", "D"}
