"""Files and frames of name pairs -> a table of texts with the columns left and right.

Enters: CSV, TSV, XLSX or Parquet with a heading, or a pandas frame. Leaves: a frame whose cells are all
texts, in the order of the file. A row that does not fit the heading is refused, not guessed: its names
would be the wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resolver.errors import UnreadableInput, UsageError
from resolver.intake.delimited import DELIMITERS, read_records
from resolver.intake.encodings import detect_encoding
from resolver.intake.files import RawFile, open_raw, temporary_folder
from resolver.intake.workbooks import Sheet, read_parquet, read_sheets, require_plain

if TYPE_CHECKING:
    import pandas as pd

NEEDED = ("left", "right")
Row = Sequence[str]


def pairs_frame(left: str | Sequence[str] | pd.DataFrame, right: str | Sequence[str] | None) -> pd.DataFrame:
    """The pairs as a frame of texts. UsageError for names of unequal number, UnreadableInput for missing
    columns.
    """
    import pandas as pd

    if isinstance(left, pd.DataFrame):
        _require_columns(list(map(str, left.columns)), "the table of pairs")
        texts = left.reset_index(drop=True).astype(object)
        return texts.where(texts.notna(), "").astype(str)
    lefts = [left] if isinstance(left, str) else list(left)
    rights = [right] if isinstance(right, str) else list(right or [])
    if len(lefts) != len(rights):
        raise UsageError(
            f"{len(lefts)} left names and {len(rights)} right names; give a right name for each left one"
        )
    return pd.DataFrame({"left": lefts, "right": rights}).astype(str)


def read_pairs(path: Path) -> pd.DataFrame:
    """A file of pairs, kind, encoding and delimiter found by its content. UnreadableInput names the row
    that is bad.
    """
    import pandas as pd

    with temporary_folder() as spool:
        raw = open_raw(path, Path(spool))
        rows = iter(_rows(raw))
        heading = [_column_name(cell) for cell in next(rows, ())]
        _require_columns(heading, raw.name)
        checked = [_fitting(row, len(heading), place, raw.name) for place, row in enumerate(rows, start=1)]
    if not checked:
        raise UnreadableInput(f"{raw.name}: holds a heading and no pairs")
    return pd.DataFrame(checked, columns=heading, dtype=str)


def _column_name(heading: str) -> str:
    """Known columns in small letters; others as they stand."""
    text = heading.strip().removeprefix("\ufeff")
    known = text.lower().startswith(NEEDED) or text.lower() == "label"
    return text.lower() if known else text


def _require_columns(found: list[str], where: str) -> None:
    missing = [name for name in NEEDED if name not in found]
    if missing:
        shown = ", ".join(found) or "none"
        raise UnreadableInput(f"{where}: no column called {' or '.join(missing)}; columns found: {shown}")
    if twice := sorted({name for name in found if found.count(name) > 1}):
        raise UnreadableInput(f"{where}: more than one column is called {', '.join(twice)}")


def _fitting(row: Row, width: int, place: int, where: str) -> Row:
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        raise UnreadableInput(
            f"{where}: row {place} has {len(row)} cells, the heading {width}; "
            "put names that hold the delimiter in quotation marks"
        )
    return [*row[:width], *[""] * (width - len(row))]


def _rows(raw: RawFile) -> Iterable[Row]:
    if raw.kind == "parquet":
        schema, rows = read_parquet(raw)
        require_plain(schema, range(len(schema)), raw.name)
        return [schema.names, *rows]
    if raw.kind == "workbook":
        return next((_sheet_rows(sheet, raw.name) for sheet in read_sheets(raw)), [])
    return _text_rows(raw)


def _sheet_rows(sheet: Sheet, name: str) -> list[Row]:
    """Its rows; a cell whose formula nobody has calculated would stand for a name that is not there."""
    if said := sheet.cells.told(became=""):
        raise UnreadableInput(f"{name} (sheet {sheet.name!r}): {said}")
    return list(sheet.rows)


def _text_rows(raw: RawFile) -> Iterator[Row]:
    encoding = detect_encoding(raw.sample, is_utf8=raw.is_utf8)
    with raw.path.open(encoding=encoding, errors="replace", newline=None) as lines:
        heading = next(lines, "")
        delimiter = max(DELIMITERS, key=heading.count)
        yield [cell.strip().strip('"') for cell in heading.split(delimiter)]
        width = heading.count(delimiter) + 1
        for place, record in enumerate(read_records(lines, delimiter, width), start=1):
            if record.damage:
                raise UnreadableInput(f"{raw.name}: row {place}: {record.damage}")
            if not raw.is_utf8 and any("\ufffd" in cell for cell in record.cells):
                raise UnreadableInput(
                    f"{raw.name}: row {place}: holds bytes that are no text in {encoding}; save it as UTF-8"
                )
            if any(cell.strip() for cell in record.cells):
                yield record.cells
