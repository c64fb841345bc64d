# mypy: disable-error-code="untyped-decorator"
"""The nearest rows of one sparse matrix to those of another, by the cosine of their angle. Compiled; `nearest_rows.py_func`
is the plain twin.

Enters: rows of unit length over the same columns, all values that are held above 0. Leaves: for each left row at most so
many right rows, the nearest ones beyond a cosine. Which of equally near ones take the last places is settled as
sparse_dot_topn does (`settled_rows`, which a test holds against it); the library takes four times as long and lets no other
thread run meanwhile.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy import sparse

from resolver.matching.compiled import in_parts

Indices = npt.NDArray[np.int64]

BLOCK = 64  # sums that are looked at together


def nearest(
    left: sparse.csr_matrix, right_transposed: sparse.csr_matrix, most: int, cosine: float
) -> tuple[Indices, Indices]:
    """(left row, right row) of the `most` nearest right rows of each left row with more than this cosine, nearest first."""
    asked = (*_arrays(left), *_arrays(right_transposed), right_transposed.shape[1], most, np.float32(cosine))
    rows = left.shape[0]
    found, many = np.empty((rows, most), dtype=np.uint32), np.zeros(rows, dtype=np.int64)
    tied = np.zeros(rows, dtype=np.bool_)
    in_parts(nearest_rows, rows, *asked, found, many, tied)
    unsettled = np.flatnonzero(tied)
    in_parts(settled_rows, len(unsettled), unsettled, *asked, found)
    held = np.arange(most) < many[:, None]
    return np.repeat(np.arange(len(many)), many), found[held].astype(np.int64)


def _arrays(matrix: sparse.csr_matrix) -> tuple[Any, Any, Any]:
    """Where rows begin, columns and values; unsigned, since compiled code asks of a signed place whether it counts from the
    end."""
    return matrix.indptr.astype(np.uint64), matrix.indices.astype(np.uint32), matrix.data


@njit(cache=True, nogil=True)
def nearest_rows(
    start: int,
    stop: int,
    starts: Any,
    columns: Any,
    values: Any,
    other_starts: Any,
    other_rows: Any,
    other_values: Any,
    others: int,
    most: int,
    cosine: Any,
    found: Any,
    many: Any,
    tied: Any,
) -> None:
    """For rows `start` to `stop` the numbers of the nearest others, a row of `found`, how many there are, and whether one
    that is as near as the last of them had no room."""
    sums = np.zeros((others + BLOCK - 1) // BLOCK * BLOCK, dtype=np.float32)
    best = np.empty(most, dtype=np.float32)
    for row in range(start, stop):
        for at in range(starts[row], starts[row + 1]):
            column, value = columns[at], values[at]
            for other in range(other_starts[column], other_starts[column + np.uint64(1)]):
                sums[other_rows[other]] += value * other_values[other]
        many[row], tied[row] = _take(sums, cosine, best, found[row])


@njit(cache=True)
def _take(sums: Any, least: Any, best: Any, found: Any) -> tuple[int, bool]:
    """Write the numbers of the largest sums above `least` into `found`, largest first; how many, and whether one that equals
    the last was left out. Leaves all sums at 0.

    Floats that are not negative are in the order of their bits: the largest of a block is found among whole numbers, of
    which a processor compares many at a time."""
    bits = sums.view(np.int32)
    count, left_out = 0, np.float32(-1.0)
    for start in range(0, len(sums), BLOCK):
        highest = np.int32(0)
        for at in range(start, start + BLOCK):
            highest = max(highest, bits[at])
        if np.int32(highest).view(np.float32) >= least:
            for at in range(start, start + BLOCK):
                if sums[at] > least:
                    if count == len(best):
                        left_out = least
                    count = _insert(at, sums[at], best, found, count)
                    if count == len(best):
                        least = best[count - 1]
                elif sums[at] == least:
                    left_out = least
        if highest > 0:
            for at in range(start, start + BLOCK):
                sums[at] = 0.0
    return count, count == len(best) and left_out == best[count - 1]


@njit(cache=True)
def _insert(number: int, value: Any, best: Any, found: Any, count: int) -> int:
    """Put a value in its place, behind its equals; the last one falls out where there is no room. How many there are."""
    place = min(count, len(best) - 1)
    while place > 0 and best[place - 1] < value:
        best[place], found[place] = best[place - 1], found[place - 1]
        place -= 1
    best[place], found[place] = value, number
    return min(count + 1, len(best))


@njit(cache=True, nogil=True)
def settled_rows(
    start: int,
    stop: int,
    rows: Any,
    starts: Any,
    columns: Any,
    values: Any,
    other_starts: Any,
    other_rows: Any,
    other_values: Any,
    others: int,
    most: int,
    cosine: Any,
    found: Any,
) -> None:
    """Write the nearest others of rows[start:stop] into `found`, of equally near ones those that a heap keeps which is
    filled in the order, backwards, in which the others are first met."""
    sums, met = np.zeros(others, dtype=np.float32), np.empty(others, dtype=np.uint32)
    heap = np.empty(most, dtype=np.float32)
    for k in range(start, stop):
        row, many = rows[k], 0
        for at in range(starts[row], starts[row + 1]):
            column, value = columns[at], values[at]
            for other in range(other_starts[column], other_starts[column + np.uint64(1)]):
                place = other_rows[other]
                if sums[place] == 0.0 and many < others:
                    met[many] = place
                    many += 1
                sums[place] += value * other_values[other]
        heap[:] = cosine
        for back in range(many - 1, -1, -1):
            place = met[back]
            if sums[place] > heap[0]:
                _replace_least(heap, found[row], sums[place], place)
            sums[place] = 0.0


@njit(cache=True)
def _replace_least(heap: Any, numbers: Any, value: Any, number: Any) -> None:
    """Put a value in the place of the least one of a heap, the first: the last one moves there and sinks to where no smaller
    one is below it, as deep as it goes and up again, then the new one rises from the end."""
    last = len(heap) - 1
    moved, its_number = heap[last], numbers[last]
    hole, child = 0, 2
    while child < last:
        if heap[child] > heap[child - 1]:
            child -= 1
        heap[hole], numbers[hole] = heap[child], numbers[child]
        hole, child = child, 2 * child + 2
    if child == last:
        heap[hole], numbers[hole] = heap[child - 1], numbers[child - 1]
        hole = child - 1
    if last > 0:
        _rise(heap, numbers, hole, moved, its_number)
    _rise(heap, numbers, last, value, number)


@njit(cache=True)
def _rise(heap: Any, numbers: Any, hole: int, value: Any, number: Any) -> None:
    """Put a value in a free place of a heap, or above it as long as a larger one stands there."""
    while hole > 0 and heap[(hole - 1) // 2] > value:
        above = (hole - 1) // 2
        heap[hole], numbers[hole] = heap[above], numbers[above]
        hole = above
    heap[hole], numbers[hole] = value, number
