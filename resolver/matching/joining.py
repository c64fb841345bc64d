# mypy: disable-error-code="untyped-decorator"
"""Plain inner joins of columns: on integers, and on strings by shared numbers. Compiled where the integers lie close
together, as numbers of words and names do; `sorted_join` is the plain twin."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

Indices = npt.NDArray[np.int64]

ROOM = 8
"""Keys that may lie between two that are there: room for counting them all costs less than sorting."""


def join(left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """Positions (i, j) of every left[i] == right[j]; negative keys join nothing. Plain inner join on integers."""
    top = int(right.max(initial=-1)) + 1
    if top > ROOM * (len(left) + len(right)):
        return sorted_join(left, right)
    order, start = counted_order(np.asarray(right, np.int64), top)
    i, j = _joined(np.asarray(left, np.int64), order, start)
    return i, j


def sorted_join(left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """`join`, whatever the keys are."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    start = np.searchsorted(ordered, left, side="left")
    stop = np.where(left >= 0, np.searchsorted(ordered, left, side="right"), start)
    many = stop - start
    i = np.repeat(np.arange(len(left)), many)
    within = np.arange(len(i)) - np.repeat(np.cumsum(many) - many, many)
    return i, order[np.repeat(start, many) + within]


@njit(cache=True, nogil=True)
def counted_order(keys: Any, top: int) -> Any:
    """The positions of keys from 0 to `top` - 1 in the order of the keys, equal ones as they stand; and where each key
    begins. Negative ones are left out."""
    start = np.zeros(top + 1, dtype=np.int64)
    for key in keys:
        if key >= 0:
            start[key + 1] += 1
    for key in range(top):
        start[key + 1] += start[key]
    order = np.empty(start[top], dtype=np.int64)
    place = start[:-1].copy()
    for at in range(len(keys)):
        if keys[at] >= 0:
            order[place[keys[at]]] = at
            place[keys[at]] += 1
    return order, start


@njit(cache=True, nogil=True)
def _joined(left: Any, order: Any, start: Any) -> Any:
    many = 0
    for key in left:
        if 0 <= key < len(start) - 1:
            many += start[key + 1] - start[key]
    i, j = np.empty(many, dtype=np.int64), np.empty(many, dtype=np.int64)
    at = 0
    for row in range(len(left)):
        key = left[row]
        if 0 <= key < len(start) - 1:
            for place in range(start[key], start[key + 1]):
                i[at], j[at] = row, order[place]
                at += 1
    return i, j


def number_strings(left: pa.ChunkedArray, right: pa.ChunkedArray) -> tuple[Indices, Indices]:
    """The strings of two columns as shared numbers; -1 for empty ones."""
    both = pa.chunked_array([*left.chunks, *right.chunks], type=pa.string())
    encoded = both.combine_chunks().dictionary_encode()
    ids = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    empty = pc.equal(both, "").to_numpy().astype(np.bool_)
    ids[empty] = -1
    return ids[: len(left)], ids[len(left) :]
