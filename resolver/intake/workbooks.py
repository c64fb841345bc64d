"""Workbooks (XLSX, XLS, ODS) and Parquet -> rows of cells as text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, WorksheetNotFound, load_workbook

from resolver.errors import UnreadableInput
from resolver.intake.files import RawFile
from watchlists.parquet_texts import TooMuchText, open_parquet, written_out
from watchlists.sheet_cells import SheetCells
from watchlists.workbook_cells import sheet_cells

_BATCH = 20_000  # rows of Parquet in memory at a time
_MOST_TEXT = 1 << 30  # bytes of these; 50 kB a row


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, each a tuple of texts, and which cells of it read as "" because their formula was never
    calculated: the rows go on to the last of these."""

    name: str
    rows: Iterator[tuple[str, ...]]
    cells: SheetCells = field(default_factory=SheetCells)


def cell_text(value: Any) -> str:
    """A cell as text: 7704734000.0 is "7704734000", a midnight is a date, nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)


def _rows_of(rows: list[list[Any]], cells: SheetCells) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(cell_text(value) for value in row)
    yield from repeat((), max(cells.uncalculated, default=-1) + 1 - len(rows))


def read_sheets(raw: RawFile) -> Iterator[Sheet]:
    """The sheets of a workbook that hold anything, in their order. UnreadableInput for a damaged one, and for one with cells
    so far out that its grid would fill the memory."""
    try:
        cells_of = sheet_cells(raw.path)
        workbook = load_workbook(str(raw.path))
        if len(set(workbook.sheet_names)) < len(workbook.sheet_names):
            raise UnreadableInput(f"{raw.name}: two sheets of it have one name; rename one of them")
        for name in workbook.sheet_names:
            cells = cells_of(name)
            if cells.far_out:
                raise UnreadableInput(
                    f"{raw.name}: has cells as far out as {cells.far_out}; delete what stands outside the table, "
                    "or export it as CSV"
                )
            rows = _rows_of(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), cells)
            first = list(islice(rows, 1))
            if first:
                yield Sheet(name, chain(first, rows), cells)
    except WorksheetNotFound as error:
        raise UnreadableInput(f"{raw.name}: is a damaged workbook (sheet {error} is not in it)") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableInput(f"{raw.name}: is a damaged workbook or not one ({error})") from error


def table_rows(table: pa.Table) -> Iterator[tuple[str, ...]]:
    """The rows of an Arrow table as texts, a batch at a time."""
    for batch in table.to_batches(max_chunksize=_BATCH):
        columns = [[cell_text(value) for value in _values(column)] for column in batch.columns]
        yield from zip(*columns, strict=True)


def _values(column: pa.Array) -> list[Any]:
    """The values of a column; days beyond the years that Python knows as Arrow writes them."""
    try:
        values: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        values = column.cast(pa.string()).to_pylist()
    return values


def require_plain(schema: pa.Schema, columns: Iterable[int], name: str) -> None:
    """UnreadableInput for a column that holds several values a row: which of them is meant is not for us to say."""
    for column in columns:
        if pa.types.is_nested(schema.field(column).type):
            heading, kind = schema.field(column).name, schema.field(column).type
            what = "records" if pa.types.is_struct(kind) else "lists"
            raise UnreadableInput(
                f"{name}: column {heading!r} holds {what} ({str(kind)[:80]}), not single values; "
                "give it one text a row (a row for each name), or call it otherwise if it is not to be read"
            )


def read_parquet(raw: RawFile) -> tuple[pa.Schema, Iterator[tuple[str, ...]]]:
    """The columns of a Parquet file and its rows."""
    try:
        file = open_parquet(raw.path)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableInput(f"{raw.name}: is a damaged Parquet file ({error})") from error
    return file.schema_arrow, _parquet_rows(raw, file)


def _parquet_rows(raw: RawFile, file: pq.ParquetFile) -> Iterator[tuple[str, ...]]:
    """Damage inside shows only when it is come to."""
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            yield from table_rows(written_out(pa.Table.from_batches([batch]), most=_MOST_TEXT))
    except TooMuchText as error:
        raise UnreadableInput(f"{raw.name}: a part of {_BATCH:,} rows: {error}") from error
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise UnreadableInput(f"{raw.name}: is a damaged Parquet file ({error})") from error
