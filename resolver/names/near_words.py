"""A glance at many words: which may be those of a table when one letter is left out of them.

In: words of ASCII letters and digits. Out: a flag for each, never false where the answer is yes, and seldom true where it
is no: who asks looks at the flagged ones themselves. By numpy, since most words are near nothing and a question for each
of them costs more than all the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from resolver.names import rewriting

Numbers = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

BITS = 20
"""Of a number of a word: a megabyte of flags, of which a table of ten thousand words sets one in a hundred."""

_BASE = 0x9E3779B97F4A7C15  # odd, so that it can be divided by modulo 2**64
_INVERSE = np.uint64(pow(_BASE, -1, 1 << 64))


class NearWords:
    """`texts`, of which the first `letters` letters matter, to be met by words without one letter from place `first` on."""

    def __init__(self, texts: Iterable[str], *, letters: int, first: int = 0) -> None:
        self._letters, self._first = letters, first
        self._numbers = np.unique(_sums(list(texts), letters)[:, -1])
        self._held = np.zeros(1 << BITS, dtype=np.bool_)
        self._held[_place(self._numbers)] = True

    def may_be(self, words: Sequence[str]) -> Flags:
        """Whether a word, whole or without one letter, may be among the texts."""
        if rewriting.are_passes_loaded():
            from resolver.names import near_passes

            powers = _powers(self._letters)
            return near_passes.may_be(words, self._numbers, self._held, powers, _INVERSE, self._first)
        return self.may_be_by_columns(words)

    def may_be_by_columns(self, words: Sequence[str]) -> Flags:
        """The same without what is compiled."""
        sums = _sums(words, self._letters)
        whole = sums[:, -1:]
        left_out = sums[:, self._first : -1] + (whole - sums[:, self._first + 1 :]) * _INVERSE
        held: Flags = self._held[_place(left_out)].any(axis=1) | self._held[_place(whole[:, 0])]
        asked = np.flatnonzero(held)  # most of them share no more than their flag with a text
        numbers = np.hstack([left_out[asked], whole[asked]])
        place = np.minimum(np.searchsorted(self._numbers, numbers), len(self._numbers) - 1)
        held[asked] = (self._numbers[place] == numbers).any(axis=1)
        return held


def _sums(words: Sequence[str], letters: int) -> Numbers:
    """The number of each beginning of each word, from none of its letters to `letters` of them: sums of letters times
    powers, so that the number of a word without one letter is had from two of them."""
    codes = np.array(words, dtype=f"S{letters}").view(np.uint8).reshape(len(words), letters).astype(np.uint64)
    sums = np.zeros((len(words), letters + 1), dtype=np.uint64)
    np.cumsum(codes * _powers(letters), axis=1, out=sums[:, 1:])
    return sums


def _powers(letters: int) -> Numbers:
    return np.array([pow(_BASE, at + 1, 1 << 64) for at in range(letters)], dtype=np.uint64)


def _place(numbers: Numbers) -> npt.NDArray[np.int64]:
    return (numbers >> np.uint64(64 - BITS)).astype(np.int64)
