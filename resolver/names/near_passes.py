# mypy: disable-error-code="untyped-decorator,misc,no-any-return"
"""Compiled: the glance of `resolver.names.near_words`, word by word instead of in columns as long as the longest word.

In: words of ASCII letters and digits, and the numbers of the texts that they may be near. Out: a flag for each word.
`near_words` says what the numbers are and is the plain twin; it asks this only where compiled passes are loaded already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

_END = ord("\n")


def may_be(
    words: Sequence[str],
    numbers: npt.NDArray[np.uint64],
    held: npt.NDArray[np.bool_],
    powers: npt.NDArray[np.uint64],
    inverse: np.uint64,
    first: int,
) -> npt.NDArray[np.bool_]:
    """Whether each word, whole or without one letter from place `first` on, may have one of the numbers, which are in order;
    `held` says so of their first bits, and as many letters matter as there are powers."""
    letters = np.frombuffer("\n".join([*words, ""]).encode("ascii"), dtype=np.uint8)
    found: npt.NDArray[np.bool_] = _may_be(letters, len(words), numbers, held, powers, inverse, first)
    return found


@njit(cache=True)
def _is_among(number: Any, numbers: Any, held: Any, shift: Any) -> bool:
    if not held[np.int64(number >> shift)]:
        return False
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low < len(numbers) and numbers[low] == number


@njit(cache=True)
def _may_be(letters: Any, words: int, numbers: Any, held: Any, powers: Any, inverse: Any, first: int) -> Any:
    found = np.zeros(words, np.bool_)
    sums = np.zeros(len(powers) + 1, np.uint64)
    shift = np.uint64(64)
    size = len(held)
    while size > 1:
        size //= 2
        shift -= np.uint64(1)
    at = 0
    for word in range(words):
        length = 0
        while letters[at] != _END:
            if length < len(powers):
                sums[length + 1] = sums[length] + np.uint64(letters[at]) * powers[length]
                length += 1
            at += 1
        at += 1
        whole = sums[length]
        found[word] = _is_among(whole, numbers, held, shift)
        place = first
        while place < length and not found[word]:
            rest = (whole - sums[place + 1]) * inverse
            found[word] = _is_among(sums[place] + rest, numbers, held, shift)
            place += 1
    return found
