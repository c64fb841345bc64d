"""Delimited text -> rows of cells, one broken line never taking the next ones with it.

A line in which a quotation mark opens and never closes is handed on as damaged, and reading resumes at the
next line. Cells with line breaks inside quotation marks are joined, as long as what is swallowed does not
look like rows.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

DELIMITERS = (";", ",", "\t", "|")
UNCLOSED_QUOTE = "a quotation mark is opened and never closed"
_LONGEST_CELL = 60  # lines that one cell may span; a longer one is a quotation mark that never closes
_SENTINEL = "\x00end"

csv.field_size_limit(1 << 28)


class Record(NamedTuple):
    """One row of the file: its cells, or why they cannot be told; `unknown` are the places of cells that are "" because
    nobody has calculated their formula."""

    cells: tuple[str, ...]
    damage: str = ""
    unknown: tuple[int, ...] = ()


def _parse(lines: Sequence[str], delimiter: str, *, strict: bool = False) -> list[str] | None:
    """The cells of lines that form one record; None when a quotation mark is still open at their end, or when it is `strict`
    and one closes in front of something else than a delimiter.

    The sentinel behind them is a record of its own exactly when no quotation mark is open.
    """
    broken = [f"{line}\n" for line in lines[:-1]]
    try:
        rows = list(csv.reader([*broken, lines[-1], _SENTINEL], delimiter=delimiter, strict=strict))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 2 and rows[1] == [_SENTINEL] else None


def _stands_alone(line: str, delimiter: str, width: int) -> bool:
    """Whether a line looks like a whole row of `width` cells by itself."""
    if width < 2:
        return not line.rstrip().endswith('"') or line.lstrip().startswith('"')
    cells = _parse([line], delimiter)
    return cells is not None and len(cells) >= width and line.count('"') % 2 == 0


def _plain_cells(line: str, delimiter: str) -> list[str]:
    return line.split(delimiter)


class _Lines:
    """Lines without their ends, with a place to put back those that were read ahead."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._ahead: list[str] = []

    def next(self) -> str | None:
        if self._ahead:
            return self._ahead.pop()
        line = next(self._lines, None)
        return None if line is None else line.rstrip("\r\n")

    def put_back(self, lines: Sequence[str]) -> None:
        self._ahead.extend(reversed(lines))


def _join_cell(first: str, source: _Lines, delimiter: str, width: int) -> list[str] | None:
    """The record that begins at `first` with an open quotation mark; None (lines put back) when it never closes, or where
    one opens that belongs to a later line: two rows with an open mark each are no row, or the second firm would be gone."""
    taken: list[str] = []
    while len(taken) < _LONGEST_CELL:
        line = source.next()
        if line is None:
            break
        taken.append(line)
        if _stands_alone(line, delimiter, width):
            break
        if '"' in line:
            cells = _parse([first, *taken], delimiter, strict=True)
            if cells is not None and (len(cells) == width or width == 0):
                return cells
            if cells is None and _parse([first, *taken], delimiter) is not None:
                break
    source.put_back(taken)
    return None


def read_records(lines: Iterable[str], delimiter: str, width: int) -> Iterator[Record]:
    """The records of a text. `width` is the usual number of cells, by which damaged lines are known.

    Blank lines give a record with one empty cell; blank lines at the end of the text give none.
    """
    source = _Lines(lines)
    blank = 0
    while (line := source.next()) is not None:
        if not line or line.isspace():
            blank += 1
            continue
        for _ in range(blank):
            yield Record(("",))
        blank = 0
        yield _record(line, source, delimiter, width)


def _record(line: str, source: _Lines, delimiter: str, width: int) -> Record:
    if '"' not in line:
        return Record(tuple(_plain_cells(line, delimiter)))
    cells = _parse([line], delimiter)
    if cells is None:
        cells = _join_cell(line, source, delimiter, width)
    if cells is None:
        return Record(tuple(_plain_cells(line, delimiter)), UNCLOSED_QUOTE)
    return Record(tuple(cells))


def usual_width(lines: Sequence[str], delimiter: str) -> tuple[int, float]:
    """The most frequent number of cells among the lines that hold text, and the share of lines that have
    it."""
    widths = Counter(
        len(_parse([line], delimiter) or line.split(delimiter)) for line in lines if line.strip()
    )
    if not widths:
        return 0, 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return width, count / widths.total()
