# mypy: disable-error-code="untyped-decorator"
"""Texts as the bytes of their letters: as Arrow holds them, and as rows of one width."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]


def buffers(column: pa.ChunkedArray | pa.Array) -> tuple[Bytes, Offsets]:
    """The UTF-8 bytes of a column of texts, one behind the other, and where each text begins (and the last ends)."""
    text = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    text = text.cast(pa.large_binary())
    if isinstance(text, pa.ChunkedArray):
        text = pa.concat_arrays(text.chunks)
    _, offsets, data = text.buffers()
    if not len(text):
        return np.empty(0, np.uint8), np.zeros(1, np.int64)
    offset = np.frombuffer(offsets, dtype=np.int64)[text.offset : text.offset + len(text) + 1]
    return np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, np.uint8), offset


def letter_rows(column: pa.ChunkedArray | pa.Array, width: int) -> tuple[Bytes, Offsets]:
    """The first bytes of each text, shape (texts, width), zeros behind, and how many bytes each text has."""
    letters, offset = buffers(column)
    return _in_rows(letters, offset, width), np.diff(offset)


@njit(cache=True)
def _in_rows(letters: Any, offset: Any, width: Any) -> Any:
    rows = np.zeros((len(offset) - 1, width), dtype=np.uint8)
    for i in range(len(rows)):
        for k in range(min(offset[i + 1] - offset[i], width)):
            rows[i, k] = letters[offset[i] + k]
    return rows


@njit(cache=True, nogil=True)
def letter_bags(letters: Any) -> Any:
    """The letters of each row as bits: that of the low five bits of each (a and A: 1, b: 2)."""
    bags = np.zeros(len(letters), dtype=np.int64)
    for i in range(len(letters)):
        for letter in letters[i]:
            if letter > 0:
                bags[i] |= np.int64(1) << np.int64(letter & 31)
    return bags
