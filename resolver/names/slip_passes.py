# mypy: disable-error-code="untyped-decorator,misc,no-any-return"
"""Compiled: a glance by which `resolver.names.mending` has few words left to ask whether they are a slip of a known one.

In: words of ASCII letters and digits. Out: a flag for each, never false where `mending._is_slip` says yes of a known word;
true too where a known beginning is met with one slip, whatever follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


class Known(NamedTuple):
    """Known words in the order of their letters: `letters[begins[i]:begins[i + 1]]` is one; whether it is a beginning."""

    letters: Bytes
    begins: Ints
    are_beginnings: npt.NDArray[np.bool_]


def known_words(words: Sequence[str], beginnings: Sequence[str]) -> Known:
    """Whole words and beginnings, as the passes read them."""
    every = sorted([(word, False) for word in words] + [(word, True) for word in beginnings])
    return Known(
        *_columns([word for word, _ in every]), np.array([flag for _, flag in every], dtype=np.bool_)
    )


def may_be(words: Sequence[str], known: Known, agreed: int, longest_ending: int) -> npt.NDArray[np.bool_]:
    """Whether each word may be one slip behind its first `agreed` letters from a known one."""
    found: npt.NDArray[np.bool_] = _may_be(*_columns(words), *known, agreed, longest_ending)
    return found


def _columns(words: Sequence[str]) -> tuple[Bytes, Ints]:
    """The letters of all words, and where each begins, and the end."""
    begins = np.cumsum([0, *map(len, words)], dtype=np.int64)
    letters = np.frombuffer("".join(words).encode("ascii"), dtype=np.uint8)
    return letters, begins


@njit(cache=True)
def _may_be(
    letters: Any, begins: Any, known: Any, first: Any, are_beginnings: Any, agreed: int, longest_ending: int
) -> Any:
    found = np.zeros(len(begins) - 1, np.bool_)
    for word in range(len(found)):
        seen, stop = begins[word], begins[word + 1]
        if stop - seen < agreed:
            continue
        low, high = 0, len(first) - 1
        while low < high:  # to the first known word that does not come before these letters
            middle = (low + high) // 2
            if _order(known, first[middle], first[middle + 1], letters, seen, agreed) < 0:
                low = middle + 1
            else:
                high = middle
        while low < len(first) - 1 and not found[word]:
            begin, end = first[low], first[low + 1]
            if _order(known, begin, end, letters, seen, agreed) > 0:
                break
            more = (stop - seen) - (end - begin)
            if -1 <= more <= (longest_ending if are_beginnings[low] else 1):
                found[word] = _is_near(
                    letters, seen + agreed, stop, known, begin + agreed, end, are_beginnings[low]
                )
            low += 1
    return found


@njit(cache=True)
def _order(known: Any, begin: int, end: int, letters: Any, seen: int, agreed: int) -> int:
    """Whether a known word comes before all words of these first letters (-1), has them (0), or comes behind (1)."""
    for at in range(min(agreed, end - begin)):
        if known[begin + at] != letters[seen + at]:
            return -1 if known[begin + at] < letters[seen + at] else 1
    return 0 if end - begin >= agreed else -1


@njit(cache=True)
def _is_near(
    letters: Any, seen: int, stop: int, known: Any, begin: int, end: int, is_beginning: bool
) -> bool:
    """`mending._is_slip` of what stands behind the letters that agree, whatever follows a beginning."""
    while seen < stop and begin < end and letters[seen] == known[begin]:
        seen += 1
        begin += 1
    if begin == end:
        return not is_beginning
    if (
        seen + 1 < stop
        and begin + 1 < end
        and letters[seen] == known[begin + 1]
        and letters[seen + 1] == known[begin]
        and _goes_on(letters, seen + 2, stop, known, begin + 2, end, is_beginning)
    ):
        return True  # two letters exchanged; else another one, one more, or one lost
    return (
        _goes_on(letters, seen + 1, stop, known, begin + 1, end, is_beginning)
        or _goes_on(letters, seen + 1, stop, known, begin, end, is_beginning)
        or _goes_on(letters, seen, stop, known, begin + 1, end, is_beginning)
    )


@njit(cache=True)
def _goes_on(
    letters: Any, seen: int, stop: int, known: Any, begin: int, end: int, is_beginning: bool
) -> bool:
    """Whether the rest of a known word stands there, and nothing behind it where it is whole."""
    if stop - seen < end - begin or (stop - seen > end - begin and not is_beginning):
        return False
    while begin < end and letters[seen] == known[begin]:
        seen += 1
        begin += 1
    return begin == end
