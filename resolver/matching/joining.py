"""Plain inner joins of columns: on integers, and on strings by shared numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Indices = npt.NDArray[np.int64]


def join(left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """Positions (i, j) of every left[i] == right[j]; negative keys join nothing. Plain inner join on integers."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    start = np.searchsorted(ordered, left, side="left")
    stop = np.where(left >= 0, np.searchsorted(ordered, left, side="right"), start)
    many = stop - start
    i = np.repeat(np.arange(len(left)), many)
    within = np.arange(len(i)) - np.repeat(np.cumsum(many) - many, many)
    return i, order[np.repeat(start, many) + within]


def number_strings(left: pa.ChunkedArray, right: pa.ChunkedArray) -> tuple[Indices, Indices]:
    """The strings of two columns as shared numbers; -1 for empty ones."""
    both = pa.chunked_array([*left.chunks, *right.chunks], type=pa.string())
    encoded = both.combine_chunks().dictionary_encode()
    ids = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    empty = pc.equal(both, "").to_numpy().astype(np.bool_)
    ids[empty] = -1
    return ids[: len(left)], ids[len(left) :]
