"""Words of a text with their places, and phrases of a table found among them, longest first.

Segmentation works on words and gives back slices of the text as it stood, so that nothing is respelled. Tables are asked by
the keys of the words alone; where the words stand matters to few questions, and is found out when one is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import Generic, TypeVar

from resolver.names.word_keys import key_words, word_key

_WORD = re.compile(r"[^\W_]+(?:['’‘`ʼʻ][^\W_]+)*|[/№#]")

_MAY_PART_OTHERWISE = re.compile(r"""[^\w\s.,;:()"«»&+@|\-–—*!?%“”„\[\]{}=\\]|[ʼʻʹ]""")
"""What is a word here and none in a key (№), or parts words here and not in a key (apostrophes, accents written apart)."""

Value = TypeVar("Value")


class Words:
    """The words (and strokes, №, #) of a text in order: their keys, and where they stand."""

    __slots__ = ("_spans", "keys", "text")

    def __init__(self, text: str, words: list[str] | None = None) -> None:
        """`words`: those of the text's key (`key_words`), where they are known."""
        self.text = text
        self.keys = keys_of(text, words)
        self._spans: list[tuple[int, int]] | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word begins and ends."""
        if self._spans is None:
            self._spans = [found.span() for found in _WORD.finditer(self.text)]
        return self._spans


def keys_of(text: str, words: list[str] | None = None) -> list[str]:
    """The keys of the words of `text` in order; `words`: those of its own key, where they are known."""
    if _MAY_PART_OTHERWISE.search(text) is None:
        return key_words(text) if words is None else words
    return list(map(key_of_word, _WORD.findall(text)))


@lru_cache(maxsize=1 << 16)
def key_of_word(word: str) -> str:
    """The key of one word, never ""."""
    return word_key(word) or word


def telling_word(phrase: str, common: frozenset[str]) -> str:
    """The word of a phrase by which a text that may hold it is known: the longest that is not common."""
    return max(keys_of(phrase), key=lambda key: (key not in common, len(key), key))


class PhraseTable(Generic[Value]):
    """Phrases -> values; finds the longest phrase that begins at a word, and all that a text holds."""

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._phrases: dict[tuple[str, ...], Value] = {}
        for phrase, value in phrases:
            self._phrases.setdefault(tuple(keys_of(phrase)), value)
        self._longer = self._longer_by_first_word()

    def _longer_by_first_word(self) -> dict[str, list[int]]:
        """Words with which phrases begin -> how many words those of two and more have, the most first."""
        lengths: dict[str, set[int]] = {}
        for phrase in self._phrases:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        return {first: sorted(values - {1}, reverse=True) for first, values in lengths.items()}

    @property
    def first_words(self) -> Set[str]:
        """The keys of the words with which phrases begin."""
        return self._longer.keys()

    def at(self, keys: Sequence[str], place: int) -> tuple[Value, int] | None:
        """The value of the longest phrase that begins at `place`, and how many words it has."""
        longer = self._longer.get(keys[place])
        if longer is None:
            return None
        for length in longer:
            value = self._phrases.get(tuple(keys[place : place + length]))
            if value is not None and place + length <= len(keys):
                return value, length
        value = self._phrases.get((keys[place],))
        return None if value is None else (value, 1)

    def find(self, keys: Sequence[str]) -> list[tuple[int, int, Value]]:
        """All phrases as (first word, word behind the last, value), left to right, not overlapping."""
        found: list[tuple[int, int, Value]] = []
        first_words = self._longer.keys()
        if first_words.isdisjoint(keys):
            return found  # most texts
        behind = 0
        for place, key in enumerate(keys):
            if place < behind or key not in first_words:
                continue
            hit = self.at(keys, place)
            if hit is not None:
                behind = place + hit[1]
                found.append((place, behind, hit[0]))
        return found
