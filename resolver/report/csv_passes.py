# mypy: disable-error-code="untyped-decorator"
"""Cells as lines of CSV, compiled.

In: the bytes of all cells, a column behind the other, and where each begins. Out: lines, as the database writes them: a
cell is quoted where it holds a comma, a quote, the end of a line or `#`. Places are unsigned, since compiled code asks of a
signed one whether it counts from the end.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

QUOTE, COMMA, LINE, RETURN, HASH = (np.uint8(ord(sign)) for sign in '",\n\r#')
ONE = np.uint64(1)


def lines(cells: npt.NDArray[np.uint8], begins: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
    """The lines of rows of cells: that of column c and row r is `cells[begins[c, r]:begins[c, r + 1]]`."""
    quotes, ends = _measured(cells, begins)
    written = np.empty(int(ends[-1]), dtype=np.uint8)
    _write(cells, begins, quotes, ends, written)
    return written


@njit(cache=True, nogil=True)
def _measured(cells: Any, begins: Any) -> tuple[Any, Any]:
    """Of each cell the quotes in it, -1 where it is not quoted; and where each line ends, behind a first 0."""
    columns, rows = begins.shape[0], begins.shape[1] - 1
    quotes = np.empty((rows, columns), dtype=np.int32)
    ends = np.zeros(rows + 1, dtype=np.uint64)
    for row in range(rows):
        length = np.uint64(columns)  # commas, and the end of the line
        for column in range(columns):
            start, stop = begins[column, row], begins[column, row + 1]
            inside, others = 0, 0
            for letter in cells[start:stop]:
                inside += letter == QUOTE
                others += (letter == COMMA) | (letter == LINE) | (letter == RETURN) | (letter == HASH)
            is_quoted = inside + others > 0
            quotes[row, column] = inside if is_quoted else -1
            length += stop - start + np.uint64(inside + 2 if is_quoted else 0)
        ends[row + 1] = ends[row] + length
    return quotes, ends


@njit(cache=True, nogil=True)
def _write(cells: Any, begins: Any, quotes: Any, ends: Any, written: Any) -> None:
    """Write each line where it begins."""
    columns, rows = begins.shape[0], begins.shape[1] - 1
    for row in range(rows):
        to = ends[row]
        for column in range(columns):
            cell = cells[begins[column, row] : begins[column, row + 1]]
            to = _plain(cell, written, to) if quotes[row, column] < 0 else _quoted(cell, written, to)
            written[to] = COMMA
            to += ONE
        written[to - ONE] = LINE


@njit(cache=True)
def _plain(cell: Any, written: Any, to: Any) -> Any:
    """Write a cell as it is; where it ends."""
    for letter in cell:
        written[to] = letter
        to += ONE
    return to


@njit(cache=True)
def _quoted(cell: Any, written: Any, to: Any) -> Any:
    """Write a cell in quotes, those in it twice; where it ends."""
    written[to] = QUOTE
    to += ONE
    for letter in cell:
        written[to] = letter
        to += ONE
        if letter == QUOTE:
            written[to] = QUOTE
            to += ONE
    written[to] = QUOTE
    return to + ONE
