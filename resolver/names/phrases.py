"""Words of a text with their places, and phrases of a table found among them, longest first.

Segmentation works on words and gives back slices of the text as it stood, so that nothing is respelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from resolver.names.word_keys import word_key

_WORD = re.compile(r"[^\W_]+(?:['’‘`ʼʻ][^\W_]+)*|[/№#]")

Value = TypeVar("Value")


class Word(NamedTuple):
    """One word (or a stroke, №, #) of a text: its key and where it stands."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of `text` in order."""
    return [Word(key_of_word(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=1 << 16)
def key_of_word(word: str) -> str:
    """The key of one word, never ""."""
    return word_key(word) or word


def telling_word(phrase: str, common: frozenset[str]) -> str:
    """The word of a phrase by which a text that may hold it is known: the longest that is not common."""
    return max((word.key for word in words_of(phrase)), key=lambda key: (key not in common, len(key), key))


class PhraseTable(Generic[Value]):
    """Phrases -> values; finds the longest phrase that begins at a word, and all that a text holds."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._phrases: dict[tuple[str, ...], Value] = {}
        for phrase, value in phrases:
            self._phrases.setdefault(tuple(word.key for word in words_of(phrase)), value)
        self._lengths: Mapping[str, list[int]] = self._lengths_by_first_word()

    def _lengths_by_first_word(self) -> dict[str, list[int]]:
        lengths: dict[str, set[int]] = {}
        for phrase in self._phrases:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        return {first: sorted(values, reverse=True) for first, values in lengths.items()}

    def at(self, words: Sequence[Word], place: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that begins at `place`, and how many words it has."""
        for length in self._lengths.get(words[place].key, ()):
            if place + length > len(words):
                continue
            value = self._phrases.get(tuple(word.key for word in words[place : place + length]))
            if value is not None:
                return value, length
        return None

    def find(self, words: Sequence[Word]) -> list[tuple[int, int, Value]]:
        """All phrases as (first word, word behind the last, value), left to right, not overlapping."""
        found: list[tuple[int, int, Value]] = []
        place = 0
        while place < len(words):
            hit = self.at(words, place) if words[place].key in self._lengths else None
            if hit is not None:
                found.append((place, place + hit[1], hit[0]))
            place += hit[1] if hit is not None else 1
        return found
