"""Words of a text with their places, and phrases of a table found among them, longest first.

Segmentation works on words and gives back slices of the text as it stood, so that nothing is respelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from resolver.names.word_keys import word_key

_WORD = re.compile(r"[^\W_]+(?:['’‘`ʼʻ][^\W_]+)*|[/№#]")

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Word:
    """One word (or a stroke, №, #) of a text: its key and where it stands."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of `text` in order."""
    return [Word(word_key(m[0]) or m[0], m.start(), m.end()) for m in _WORD.finditer(text)]


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

    @property
    def first_words(self) -> frozenset[str]:
        """The words that a phrase may begin with."""
        return frozenset(self._lengths)

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
            hit = self.at(words, place)
            if hit is not None:
                found.append((place, place + hit[1], hit[0]))
            place += hit[1] if hit is not None else 1
        return found
