"""A file of any readable kind -> a grid: the layout of its columns and the stream of its data rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import pyarrow as pa

from resolver.errors import UnreadableInput
from resolver.intake.columns import Layout, find_heading, one_column_of_names, places_read, plan_layout
from resolver.intake.delimited import DELIMITERS, Record, read_records, usual_width
from resolver.intake.encodings import byte_order, detect_encoding
from resolver.intake.files import RawFile
from resolver.intake.headings import meaning_of
from resolver.intake.workbooks import Sheet, read_parquet, read_sheets, require_plain, table_rows
from resolver.names.countries import country_code

_SAMPLE_ROWS = 200  # rows by which delimiter and heading are found
# Control characters in the sample of a file beyond which it is no text. Measured: real lists and manifests in six
# encodings hold none, 40 binary files (programs, fonts, archives, sound, random bytes) 4.9 % or more; a few stray ones
# are a clerk's slip.
_MOST_CONTROLS, _STRAY_CONTROLS = 0.01, 8
_TEXT_SAMPLE = 1 << 16  # bytes of the start by which a text is told
# White space, the end-of-file mark of DOS (OFAC's CSV ends in it), and NUL, which pads fields and is left out.
_CONTROLS_OF_TEXT = frozenset("\t\n\v\f\r\x1a\x00")
_CONSISTENT = 0.7  # share of lines with the usual number of cells below which a character is no delimiter


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What the user said of a text file; "" and None mean that it is to be found."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None  # 1 = the first line; 0 = the file has no heading


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it was understood. `header_row` is 1-based, 0 when there is none; `records` the rows
    below it."""

    layout: Layout
    records: Iterator[Record]
    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    warnings: list[str] = field(default_factory=list)


_NO_GRID = Grid(one_column_of_names(""), iter(()))


def _find_delimiter(lines: Sequence[str], wanted: Mapping[str, str]) -> str:
    """The delimiter under which a heading is best understood and the rows are most alike; "" for one
    column."""
    best, best_score = "", (0.0, 0.0)
    for delimiter in DELIMITERS:
        width, share = usual_width(lines, delimiter)
        if width < 2:
            continue
        rows = [record.cells for record in read_records(lines, delimiter, width)]
        place = find_heading(rows, wanted)
        understood = float(len([cell for cell in rows[place] if cell.strip()])) if place is not None else 0.0
        score = (understood if understood > 1 else 0.0, share if share >= _CONSISTENT else 0.0)
        best, best_score = (delimiter, score) if score > best_score else (best, best_score)
    return best


def _with_heading(
    rows: Sequence[Record],
    rest: Iterator[Record],
    source: str,
    wanted: Mapping[str, str],
    header_row: int | None,
) -> tuple[Layout, Iterator[Record], int, list[str]]:
    """Split the heading from the rows: layout, data records, place of the heading (1-based, 0 = none),
    warnings."""
    cells = [row.cells for row in rows]
    place = header_row - 1 if header_row else find_heading(cells, wanted) if header_row is None else None
    if place is not None and place < len(rows):
        layout = plan_layout(cells[place], wanted, source)
        return layout, chain(rows[place + 1 :], rest), place + 1, _left_out(layout, source)
    if max((len([c for c in row.cells if c.strip()]) + len(row.unknown) for row in rows), default=0) <= 1:
        warning = f"{source}: no heading was found; every line is taken as a name"
        return one_column_of_names(source), chain(rows, rest), 0, [warning]
    first = next((row for row in cells if any(cell.strip() for cell in row)), ())
    plan_layout(first, wanted, source)
    raise UnreadableInput(
        f"{source}: no heading was found in the first rows; name the columns: --columns name=COLUMN"
    )


def _left_out(layout: Layout, source: str) -> list[str]:
    """That columns of names go unread because the user named another: parties in them would be missed silently."""
    if not layout.left_out:
        return []
    shown = ", ".join(repr(heading) for heading in layout.left_out)
    return [f"{source}: --columns says where the names stand; names in {shown} are not read"]


def _clean_lines(lines: Iterable[str], warnings: list[str], source: str) -> Iterator[str]:
    """Lines without NUL characters and stray BOMs."""
    warned = False
    for line in lines:
        if "\x00" in line:
            if not warned:
                warnings.append(f"{source}: holds NUL characters, which were left out")
                warned = True
            line = line.replace("\x00", "")
        yield line


def _open_lines(raw: RawFile, encoding: str) -> Iterator[str]:
    try:
        with raw.path.open("r", encoding=encoding, errors="replace", newline=None) as stream:
            yield from stream
    except LookupError as error:
        raise UnreadableInput(
            f"{raw.name}: unknown encoding {encoding!r}; try utf-8, cp1251 or utf-16"
        ) from error
    except UnicodeError as error:  # codecs that replace nothing (idna), and UTF-16 that is none
        raise UnreadableInput(f"{raw.name}: cannot be read as {encoding} ({error})") from error
    except OSError as error:
        raise UnreadableInput(f"{raw.name}: cannot be read ({error.strerror or error})") from error


def _require_text(raw: RawFile, encoding: str) -> None:
    """UnreadableInput for a file of other bytes than text, whatever its name: it would be screened as gibberish."""
    sample = raw.sample[:_TEXT_SAMPLE].decode(encoding, errors="replace")
    controls = sum(char < " " and char not in _CONTROLS_OF_TEXT for char in sample)
    if controls > max(_STRAY_CONTROLS, _MOST_CONTROLS * len(sample)):
        raise UnreadableInput(
            f"{raw.name}: is no text (read as {encoding}, {controls / len(sample):.0%} of it are control characters); "
            "export the table as CSV, XLSX or Parquet, or name its --encoding"
        )


def _is_list_of_names(lines: Sequence[str], wanted: Mapping[str, str]) -> bool:
    """Whether commas only stand inside names ("ROMASHKA, LLC"): no heading, and no cell that is a number
    or a code."""
    rows = [line.split(",") for line in lines if line.strip()]
    cells = [cell.strip() for row in rows for cell in row]
    titled = any(len(row) > 2 and any(_means_name(cell) for cell in row) for row in rows[:1])
    return (
        not titled
        and find_heading(rows, wanted) is None
        and not any(cell.isdigit() or (len(cell) == 2 and country_code(cell)) for cell in cells)
    )


def _means_name(cell: str) -> bool:
    meaning = meaning_of(cell.strip())
    return meaning is not None and meaning.field == "name"


def _separator_line(line: str) -> str:
    """The delimiter of a first line "sep=;", as spreadsheets write it; "" otherwise."""
    text = line.strip().lstrip("\ufeff")
    return text[4:].strip('"') or "\t" if text.lower().startswith("sep=") and len(text) <= 7 else ""


def read_text(raw: RawFile, wanted: Mapping[str, str], options: TextOptions) -> Grid:
    """The grid of a CSV or TSV file, or of a plain list of names."""
    warnings: list[str] = []
    encoding = byte_order(options.encoding, raw.sample)
    encoding = encoding or detect_encoding(raw.sample, is_utf8=raw.is_utf8)
    lines = _clean_lines(_open_lines(raw, encoding), warnings, raw.name)
    start = list(islice(lines, _SAMPLE_ROWS))
    _require_text(raw, encoding)
    declared = _separator_line(start[0]) if start else ""
    start = start[1:] if declared else start
    delimiter = options.delimiter or declared or _find_delimiter(start, wanted)
    if delimiter == "," and not options.delimiter and _is_list_of_names(start, wanted):
        delimiter = ""
    if not delimiter:
        records = _one_column(chain(start, lines))
    else:
        width, _ = usual_width(start, delimiter)
        records = read_records(chain(start, lines), delimiter, width)
    sample = list(islice(records, _SAMPLE_ROWS))
    if not sample:
        raise UnreadableInput(f"{raw.name}: is empty")
    layout, data, place, found = _with_heading(sample, records, raw.name, wanted, options.header_row)
    warnings.extend(found)
    return Grid(layout, data, encoding, delimiter, place, warnings)


def _one_column(lines: Iterable[str]) -> Iterator[Record]:
    """A record of one cell a line: no delimiter, so no quotation mark can swallow anything."""
    blank = 0
    for line in lines:
        text = line.rstrip("\r\n")
        if not text.strip():
            blank += 1
            continue
        for _ in range(blank):
            yield Record(("",))
        blank = 0
        quoted = len(text) > 1 and text[0] == text[-1] == '"'
        yield Record((text[1:-1].replace('""', '"') if quoted else text,))


def _read_sheet(source: str, sheet: Sheet, wanted: Mapping[str, str], options: TextOptions) -> Grid:
    rows = _records_of(sheet)
    sample = list(islice(rows, _SAMPLE_ROWS))
    layout, data, place, warnings = _with_heading(sample, rows, source, wanted, options.header_row)
    return Grid(layout, _without_blank_end(data), header_row=place, warnings=warnings)


def _records_of(sheet: Sheet) -> Iterator[Record]:
    unknown = sheet.cells.uncalculated
    for place, row in enumerate(sheet.rows):
        if gone := unknown.get(place):
            row = tuple("" if column in gone else text for column, text in enumerate(row))
        yield Record(row, unknown=tuple(gone or ()))


def read_workbook(raw: RawFile, wanted: Mapping[str, str], options: TextOptions) -> dict[str, Grid]:
    """The grids of all sheets with a heading that names a column of names, by what reports call them.

    A sheet of one column without a heading is a list of names only when no sheet has a heading. Sheets that are not
    read are named in a warning.
    """
    grids: dict[str, Grid] = {}
    refusal: UnreadableInput | None = None
    uncalculated: list[str] = []
    for sheet in read_sheets(raw):
        source = f"{raw.name} (sheet {sheet.name!r})"
        if said := sheet.cells.told():
            uncalculated.append(f"{source}: {said}")
        try:
            grids[sheet.name] = _read_sheet(source, sheet, wanted, options)
        except UnreadableInput as error:
            grids.setdefault(sheet.name, _NO_GRID)
            refusal = refusal or (UnreadableInput(f"{error}. {said}") if said else error)
    usable = [name for name, grid in grids.items() if grid is not _NO_GRID]
    if not usable:
        raise refusal or UnreadableInput(f"{raw.name}: is a workbook without rows")
    chosen = [name for name in usable if grids[name].header_row] or usable[:1]
    if skipped := [name for name in grids if name not in chosen]:
        grids[chosen[0]].warnings.append(f"{raw.name}: sheets not read: {', '.join(skipped)}")
    grids[chosen[0]].warnings.extend(uncalculated)
    return {f"{raw.name} [{name}]" if len(chosen) > 1 else raw.name: grids[name] for name in chosen}


def _without_blank_end(records: Iterable[Record]) -> Iterator[Record]:
    """Empty rows at the end of a sheet are formatting, not rows."""
    blank: list[Record] = []
    for record in records:
        if record.unknown or any(cell.strip() for cell in record.cells):
            yield from blank
            blank.clear()
            yield record
        else:
            blank.append(record)


def read_columns(raw: RawFile, wanted: Mapping[str, str]) -> Grid:
    """The grid of a Parquet file."""
    schema, rows = read_parquet(raw)
    layout = plan_layout(schema.names, wanted, raw.name)
    require_plain(schema, places_read(layout), raw.name)
    return Grid(layout, (Record(row) for row in rows), warnings=_left_out(layout, raw.name))


def grid_of_table(table: pa.Table, wanted: Mapping[str, str], source: str) -> Grid:
    """The grid of an Arrow table."""
    layout = plan_layout(table.column_names, wanted, source)
    require_plain(table.schema, places_read(layout), source)
    return Grid(layout, (Record(row) for row in table_rows(table)), warnings=_left_out(layout, source))


def read_grids(raw: RawFile, wanted: Mapping[str, str], options: TextOptions) -> dict[str, Grid]:
    """The grids of any readable file, by what reports call them: one, or one for each sheet of a workbook."""
    if raw.kind == "parquet":
        return {raw.name: read_columns(raw, wanted)}
    if raw.kind == "workbook":
        return read_workbook(raw, wanted, options)
    return {raw.name: read_text(raw, wanted, options)}
