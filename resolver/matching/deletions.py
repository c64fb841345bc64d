# mypy: disable-error-code="untyped-decorator"
"""Texts one letter apart: those that are equal once at most one letter of each is left out. Compiled.

Enters: texts as bytes. Leaves: a key for each text as it stands and without any one of its letters, 64 bits of a hash
instead of the shorter text (two of a million share one by chance once in ten million runs; a pair more is compared then),
and the pairs that meet under a key. `shortened` is the plain twin of what the keys stand for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Bytes = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_BASE, _FIRST, _SECOND = (
    np.uint64(1099511628211),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)
KEY_BITS = 64


@dataclass(frozen=True, slots=True)
class Deletions:
    """Key k is made of the text whose number is `row[k]`."""

    row: Indices
    key: Keys


@dataclass(frozen=True, slots=True)
class DeletionIndex:
    """The same in the order of the keys; those that begin with the bits b stand from `start[b]` on."""

    row: Indices
    key: Keys
    start: Indices
    shift: int  # bits of a key behind those it begins with


def deletions(rows: Indices, letters: Bytes, start: Indices, stop: Indices) -> Deletions:
    """The keys of texts `letters[start[i] : stop[i]]`, each under the number that is given for it."""
    place, key = _keys(letters, start, stop)
    return Deletions(rows[place], key)


def index_of(made: Deletions) -> DeletionIndex:
    """Deletions as other ones are looked up in them."""
    order = np.argsort(made.key, kind="stable")
    bits = max(1, len(order).bit_length())
    key = made.key[order]
    first = (key >> np.uint64(KEY_BITS - bits)).astype(np.int64)
    return DeletionIndex(
        made.row[order], key, np.searchsorted(first, np.arange((1 << bits) + 1)), KEY_BITS - bits
    )


def meet(left: Deletions, right: DeletionIndex) -> tuple[Indices, Indices]:
    """Rows of texts that are equal, or become equal when at most one letter is left out of each; once for each key."""
    i, j = _met(left.key, right.key, right.start, right.shift)
    return left.row[i], right.row[j]


def shortened(word: str) -> Iterator[str]:
    """A word as it stands and without any one of its letters."""
    yield word
    for k in range(len(word)):
        if k == 0 or word[k] != word[k - 1]:  # deleting either of two equal letters gives the same string
            yield word[:k] + word[k + 1 :]


@njit(cache=True, nogil=True)
def _keys(letters: Any, start: Any, stop: Any) -> Any:
    """The place of the text of each key, and the key."""
    most = 0
    for i in range(len(start)):
        most += stop[i] - start[i] + 1
    place, keys = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.uint64)
    many = 0
    for i in range(len(start)):
        first, end = start[i], stop[i]
        place[many], keys[many] = i, _key(letters, first, end, end, end)
        many += 1
        before, at = first, first
        while at < end:
            behind = _behind(letters, at, end)
            if not _same(letters, before, at, behind):
                place[many], keys[many] = i, _key(letters, first, end, at, behind)
                many += 1
            before, at = at, behind
    return place[:many].copy(), keys[:many].copy()


@njit(cache=True)
def _behind(letters: Any, at: int, end: int) -> int:
    """Where the letter that begins at `at` ends: letters of other scripts have several bytes."""
    at += 1
    while at < end and letters[at] & 0xC0 == 0x80:
        at += 1
    return at


@njit(cache=True)
def _same(letters: Any, before: int, at: int, behind: int) -> bool:
    """Whether the letter at `at` is the one before it."""
    if at == before or behind - at != at - before:
        return False
    k = 0
    while k < behind - at and letters[before + k] == letters[at + k]:
        k += 1
    return k == behind - at


@njit(cache=True)
def _key(letters: Any, first: int, end: int, gone: int, behind: int) -> Any:
    """The key of the bytes from `first` to `end` without those from `gone` to `behind`."""
    value = np.uint64(0)
    for at in range(first, gone):
        value = value * _BASE + np.uint64(letters[at] + 1)
    for at in range(behind, end):
        value = value * _BASE + np.uint64(letters[at] + 1)
    value = (value ^ (value >> np.uint64(30))) * _FIRST
    value = (value ^ (value >> np.uint64(27))) * _SECOND
    return value ^ (value >> np.uint64(31))


@njit(cache=True, nogil=True)
def _met(keys: Any, others: Any, start: Any, shift: Any) -> Any:
    """(i, j) of every keys[i] == others[j]: counted first, then written."""
    i, j = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    for written in (False, True):
        many = 0
        for at in range(len(keys)):
            bits = np.int64(keys[at] >> np.uint64(shift))
            for other in range(start[bits], start[bits + 1]):
                if others[other] == keys[at]:
                    if written:
                        i[many], j[many] = at, other
                    many += 1
        if not written:
            i, j = np.empty(many, dtype=np.int64), np.empty(many, dtype=np.int64)
    return i, j
