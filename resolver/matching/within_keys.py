# mypy: disable-error-code="untyped-decorator,misc"
"""Keys under which two names of one file may meet, and the pairs of names that share a key.

Enters: names as arrays. Leaves: `Keys` (rows of key, name, word) and, from them, pairs. Names that share a key form a
*block*. A block up to the cap is paired in full; a larger one pairs each name with its nearest neighbours in the
order of skeletons only, and is counted, so that the cost grows with the names and not with their square.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from resolver.matching.letter_rows import buffers

Indices = npt.NDArray[np.int64]

# Multipliers of the mixing function of SplitMix64 (Steele, Lea, Flood 2014): equal input, equal key; unequal
# inputs meet with a chance of 2^-64, and a chance meeting only proposes a pair.
_FIRST, _SECOND, _GOLDEN = (
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
    np.uint64(0x9E3779B97F4A7C15),
)
_LETTER_BASE = np.uint64(0x100000001B3)
NO_WORD = -1


@dataclass(frozen=True, slots=True)
class Keys:
    """Row i: name `name[i]` stands under `key[i]`, through its word `word[i]` (NO_WORD: through the whole name)."""

    key: Indices
    name: Indices
    word: Indices


@dataclass(frozen=True, slots=True)
class Blocks:
    """What became of the blocks of one channel: pairs proposed, and blocks over the cap with their pairs left out."""

    channel: str
    pairs: int
    over_cap: int
    largest: int
    left_out: int


def mixed(values: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """Well-spread 64-bit keys of integers."""
    x = values.astype(np.uint64) + _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _FIRST
    x = (x ^ (x >> np.uint64(27))) * _SECOND
    spread: npt.NDArray[np.uint64] = x ^ (x >> np.uint64(31))
    return spread


def whole_name(key: npt.NDArray[Any], name: Indices) -> Keys:
    """Keys of whole names."""
    return Keys(key.astype(np.uint64).view(np.int64), name, np.full(len(name), NO_WORD, dtype=np.int64))


def string_keys(column: pa.ChunkedArray, least: int, most: int = 1 << 30) -> Keys:
    """One key per string of `least` letters or more; only the first `most` letters count."""
    letters, offset = buffers(column)
    length = np.diff(offset)
    name = np.flatnonzero(length >= least)
    return whole_name(_string_hashes(letters, offset, name, most), name)


def deletion_keys(column: pa.ChunkedArray, least: int, most: int) -> Keys:
    """Keys of each string of `least` to `most` letters, as it stands and with any one letter deleted."""
    letters, offset = buffers(column)
    length = np.diff(offset)
    name = np.flatnonzero((length >= least) & (length <= most))
    count = length[name] + 1
    return whole_name(_deletion_hashes(letters, offset, name, int(count.sum())), np.repeat(name, count))


@njit(cache=True)
def _string_hashes(letters: Any, offset: Any, name: Any, most: int) -> Any:
    out = np.zeros(len(name), dtype=np.uint64)
    for i in range(len(name)):
        start, stop = offset[name[i]], offset[name[i] + 1]
        value = np.uint64(0)
        for k in range(start, min(stop, start + most)):
            value = value * _LETTER_BASE + np.uint64(letters[k] + 1)
        out[i] = _mix(value)
    return out


@njit(cache=True)
def _mix(value: Any) -> Any:
    x = value + _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _FIRST
    x = (x ^ (x >> np.uint64(27))) * _SECOND
    return x ^ (x >> np.uint64(31))


@njit(cache=True)
def _deletion_hashes(letters: Any, offset: Any, name: Any, total: int) -> Any:
    """As-is first, then without the first letter, without the second, ..."""
    out = np.zeros(total, dtype=np.uint64)
    at = 0
    for i in range(len(name)):
        start, stop = offset[name[i]], offset[name[i] + 1]
        for gone in range(start - 1, stop):
            value = np.uint64(0)
            for k in range(start, stop):
                if k != gone:
                    value = value * _LETTER_BASE + np.uint64(letters[k] + 1)
            out[at] = _mix(value)
            at += 1
    return out


def pairs_of(
    channel: str,
    keys: Keys,
    names: int,
    *,
    cap: int,
    window: int,
    fresh: npt.NDArray[np.bool_] | None = None,
) -> tuple[Indices, Blocks]:
    """Codes (smaller name * names + larger name) of the pairs that meet under a key, sorted and distinct.

    Rows of one word meet rows of other words only: equal words have keys of their own. `window`: neighbours that
    each name of a block over `cap` is paired with. `fresh`: only pairs with a name that is; None: all.
    """
    fresh = np.ones(names, dtype=np.bool_) if fresh is None else fresh
    keys = _held_by(keys, fresh)
    order = np.argsort(keys.key, kind="stable")
    key, name, word = keys.key[order], keys.name[order], keys.word[order]
    start = (
        np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.empty(0, np.int64)
    )
    size = np.diff(np.append(start, len(key)))
    shared = size > 1
    start, size = start[shared], size[shared]
    codes = _block_pairs(start, size, name, word, fresh, cap, window)
    over = size > cap
    wide = size[over].astype(np.float64)
    left_out = int((wide * (wide - 1) / 2 - wide * window).clip(min=0).sum())
    codes = np.unique(codes)
    return codes, Blocks(channel, len(codes), int(over.sum()), int(size.max(initial=0)), left_out)


def _held_by(keys: Keys, fresh: npt.NDArray[np.bool_]) -> Keys:
    """The rows of the keys under which a fresh name stands: whole blocks, so that caps and neighbours stay the same."""
    own = fresh[keys.name]
    if own.all():
        return keys
    rows = np.flatnonzero(_are_among(keys.key, np.unique(keys.key[own])))
    return Keys(keys.key[rows], keys.name[rows], keys.word[rows])


def _are_among(key: Indices, known: Indices) -> npt.NDArray[np.bool_]:
    """Which keys are in the sorted `known`. A table of their lowest bits answers most at once: most keys are not."""
    if not len(known):
        return np.zeros(len(key), dtype=np.bool_)
    size = 1 << max(10, len(known).bit_length() + 4)
    table = np.zeros(size, dtype=np.bool_)
    table[known & (size - 1)] = True
    found: npt.NDArray[np.bool_] = table[key & (size - 1)]
    maybe = np.flatnonzero(found)
    at = np.minimum(np.searchsorted(known, key[maybe]), len(known) - 1)
    found[maybe] = known[at] == key[maybe]
    return found


@njit(cache=True)
def _block_pairs(start: Any, size: Any, name: Any, word: Any, fresh: Any, cap: int, window: int) -> Any:
    out = np.empty(0, dtype=np.int64)
    names = len(fresh)
    for filling in range(2):
        count = 0
        for b in range(len(start)):
            reach = size[b] if size[b] <= cap else window
            stop = start[b] + size[b]
            for i in range(start[b], stop):
                for j in range(i + 1, min(stop, i + 1 + reach)):
                    if name[i] == name[j] or (word[i] >= 0 and word[i] == word[j]):
                        continue
                    if not (fresh[name[i]] or fresh[name[j]]):
                        continue
                    if filling:
                        out[count] = min(name[i], name[j]) * names + max(name[i], name[j])
                    count += 1
        if not filling:
            out = np.empty(count, dtype=np.int64)
    return out
