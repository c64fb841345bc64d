"""A user's own list as a table (CSV, TSV, XLSX, Parquet) -> listings.

Columns: `name` (needed), `listing_id`, `alias_quality`, `type` or `kind`, `country`, `address`, `program`,
`tax_id`, `registration_id`, `lei`, `imo` and the like, `source_url`. Rows with one `listing_id` are names of
one listing; rows without get an ID from their content. Other columns become facts. Several values in a cell
are joined by ";" or "|".
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from watchlists.errors import UnreadableList
from watchlists.identifiers import identifier
from watchlists.model import Address, AliasQuality, Identifier, ListedName, Listing, ListingType, NameKind
from watchlists.readers.names import primary_first
from watchlists.readers.reading import Reading
from watchlists.readers.text import csv_rows, decode_head, first_row, guess_encoding
from watchlists.sheet_cells import SheetCells, UnsafeWorkbook
from watchlists.workbook_cells import sheet_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from watchlists.readers.content import Content

_TYPES: dict[str, ListingType] = {
    **dict.fromkeys(
        ("", "entity", "company", "organisation", "organization", "legalentity", "firm"), "entity"
    ),
    **dict.fromkeys(("individual", "person", "natural person"), "individual"),
    **dict.fromkeys(("vessel", "ship"), "vessel"),
    **dict.fromkeys(("aircraft", "airplane"), "aircraft"),
    "unknown": "unknown",
}
_QUALITIES: dict[str, AliasQuality] = {"primary": "primary", "strong": "strong", "weak": "weak", "": "strong"}
_NAME_KINDS: dict[str, NameKind] = {"name": "name", "aka": "aka", "fka": "fka", "nka": "nka"}
# Column -> the kind of identifier that it holds.
_IDENTIFIERS = {
    "tax_id": "tax_id",
    "inn": "tax_id",
    "registration_id": "registration_id",
    "ogrn": "registration_id",
    "lei": "lei",
    "imo": "imo",
    "swift": "swift",
    "mmsi": "mmsi",
    "duns": "duns",
}
_KNOWN = {
    *(
        "listing_id",
        "name",
        "alias_quality",
        "name_kind",
        "type",
        "kind",
        "country",
        "address",
        "city",
        "program",
    ),
    *("source_url", "listed_on", "remarks", "script", "language", *_IDENTIFIERS),
}
_ONE_VALUE = {"listing_id", "name", "alias_quality", "name_kind", "type", "kind", "script", "language"}
_SINGLE = ("remarks", "source_url", "listed_on")  # columns whose cell is one value
_SEVERAL = re.compile(r"\s*[;|]\s*")
_ID_DIGITS = 12  # hex digits of a content-based ID: 48 bits, no collision expected below a million rows

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table with their places, and those that few tables have."""

    positions: tuple[tuple[str, int], ...]
    singles: tuple[str, ...]
    identifiers: tuple[str, ...]
    others: tuple[str, ...]
    details: bool  # whether there is any but names, kinds, countries and programs

    @classmethod
    def of(cls, header: list[str]) -> _Columns:
        held = dict.fromkeys(filter(None, header))
        singles, identifiers = (tuple(filter(held.__contains__, all_)) for all_ in (_SINGLE, _IDENTIFIERS))
        others = tuple(column for column in held if column not in _KNOWN)
        details = bool(singles or identifiers or others or "address" in held or "city" in held)
        positions = tuple((column, position) for position, column in enumerate(header) if column)
        return cls(positions, singles, identifiers, others, details)


@dataclass(slots=True)
class _Draft:
    """A listing while its rows come in."""

    names: dict[ListedName, None] = field(default_factory=dict)
    type: ListingType = "entity"
    columns: dict[str, dict[str, None]] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)

    def add(self, column: str, values: Iterable[str]) -> None:
        """Remember values of a column once each, in the order of the rows."""
        for value in filter(None, values):
            self.columns.setdefault(column, {})[value] = None

    def all(self, column: str) -> tuple[str, ...]:
        return tuple(self.columns.get(column, ()))


def read_csv(content: Content) -> Reading:
    """A delimited text table; delimiter and encoding are found out."""
    encoding = guess_encoding(content)
    _, delimiter = first_row(
        decode_head(content) if encoding.startswith("utf") else content.head.decode(encoding, "replace")
    )
    rows = csv_rows(content, encoding=encoding, delimiter=delimiter)
    reading = Reading()
    if not encoding.startswith("utf"):
        reading.warnings.append(f"{content.name} is not UTF-8; read as {encoding}")
    return _read(((f"line {line}", cells) for line, cells in rows), name=content.name, reading=reading)


def read_xlsx(content: Content) -> Reading:
    """The first sheet of a workbook."""
    import python_calamine

    _refuse_zip_bomb(content)
    try:
        with content.path.open("rb") as file:
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            sheets = book.sheet_names
            told = sheet_cells(content.path)(sheets[0])
            if told.far_out:
                raise UnreadableList(
                    f"{content.name}: cells as far out as {told.far_out}; delete what stands outside the table"
                )
            cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, UnsafeWorkbook, OSError, IndexError) as error:
        raise UnreadableList(f"{content.name}: not a workbook that can be read ({error})") from None
    rows = ((f"row {position}", list(map(_text, row))) for position, row in enumerate(cells, 1))
    reading, name = Reading(), content.name
    if len(sheets) > 1:
        name = f"{content.name} (sheet {sheets[0]!r}, the only one of {len(sheets)} that is read)"
        reading.warnings.append(f"only the first of {len(sheets)} sheets is read: {sheets[0]}")
    _note_uncalculated(told, cells, reading)
    try:
        return _read((row for row in rows if any(row[1])), name=name, reading=reading)
    except UnreadableList as error:
        raise UnreadableList(f"{error}. {told.told()}" if told.count else str(error)) from None


def _note_uncalculated(told: SheetCells, cells: list[list[Any]], reading: Reading) -> None:
    """Cells whose formula nobody has calculated are warned of, and rows of nothing else are excluded."""
    if not told.count:
        return
    reading.warnings.append(told.told())
    for row in sorted(told.uncalculated):
        for column in told.uncalculated[row] if row < len(cells) else ():
            cells[row][column : column + 1] = [""] * (column < len(cells[row]))
        if row >= len(cells) or not any(map(_text, cells[row])):
            reading.exclude(f"row {row + 1}", "formulas without a stored result")


def _refuse_zip_bomb(content: Content) -> None:
    try:
        with zipfile.ZipFile(content.path) as archive:
            size = sum(part.file_size for part in archive.infolist())
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableList(f"{content.name}: not a workbook that can be read ({error})") from None
    if "[Content_Types].xml" not in names and "mimetype" not in names:
        raise UnreadableList(f"{content.name}: a zip archive, not a list; unpack it first")
    if size > content.max_bytes:
        raise UnreadableList(f"{content.name}: unpacks to {size >> 20} MiB, which no list has; not read")


def read_parquet(content: Content) -> Reading:
    """A Parquet file. Lists of plain values are joined, where a cell may hold several."""
    import pyarrow as pa

    from watchlists.parquet_texts import open_parquet, written_out

    try:
        file = open_parquet(content.path)
        groups = range(file.metadata.num_row_groups)
        if sum(file.metadata.row_group(group).total_byte_size for group in groups) > content.max_bytes:
            raise UnreadableList(
                f"{content.name}: unpacks to more than {content.max_bytes >> 20} MiB; not read"
            )
        left_out = _nested_columns(file.schema_arrow, content.name)
        table = file.read()
        table = table.select([n for n, name in enumerate(table.column_names) if name not in left_out])
        table = written_out(table, most=content.max_bytes)
        columns = [list(map(_text, column.to_pylist())) for column in table.columns]
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise UnreadableList(
            f"{content.name}: not a Parquet file that can be read ({str(error)[:120]})"
        ) from None
    body = ((f"row {position}", list(row)) for position, row in enumerate(zip(*columns, strict=True), 1))
    reading = Reading()
    if left_out:
        reading.warnings.append(f"columns that hold records are not read: {', '.join(left_out)}")
    return _read(_chain(("header", list(table.column_names)), body), name=content.name, reading=reading)


def _nested_columns(schema: pa.Schema, name: str) -> list[str]:
    """The columns that hold records and would become facts. UnreadableList for one with a meaning that holds records, or
    several values where a cell holds one: which of them is meant is not for us to say."""
    import pyarrow as pa

    unread: list[str] = []
    for field_ in filter(lambda one: pa.types.is_nested(one.type), schema):
        column = _column(field_.name)
        values = getattr(field_.type, "value_type", None)
        is_list = values is not None and not pa.types.is_nested(values)
        if column in _ONE_VALUE or (column in _KNOWN and not is_list):
            what = "lists" if is_list else "records"
            raise UnreadableList(
                f"{name}: column {field_.name!r} holds {what} ({str(field_.type)[:80]}), not single values; "
                "give it one text a row (a row for each name)"
            )
        unread += [] if is_list else [field_.name]
    return unread


def _chain(
    head: tuple[str, list[str]], body: Iterable[tuple[str, list[str]]]
) -> Iterator[tuple[str, list[str]]]:
    yield head
    yield from body


def _text(cell: Any) -> str:
    """A cell of a typed table as text: 5.0 from a spreadsheet is "5", a date is ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bytes):
        return cell.decode()
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, list | tuple):
        return "; ".join(map(_text, cell))
    return str(cell)


def _read(rows: Iterator[tuple[str, list[str]]], *, name: str, reading: Reading) -> Reading:
    header = _header(next(rows, ("", []))[1], name=name)
    columns = _Columns.of(header)
    drafts: dict[str, _Draft] = {}
    derived = 0
    for where, cells in rows:
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            reading.exclude(where, f"{len(cells)} cells under {len(header)} columns")
            continue
        row = _filled(columns, cells)
        if "name" not in row:
            reading.exclude(where, "no name")
            continue
        number = row.get("listing_id") or _content_id(row)
        derived += "listing_id" not in row
        if (draft := drafts.get(number)) is None:
            draft = drafts[number] = _Draft()
        _add(row, draft, columns, where=where, reading=reading)
    if derived:
        reading.warnings.append(
            f"{derived} rows without listing_id: their IDs are derived from their content"
        )
    reading.listings = [_listing(number, draft) for number, draft in drafts.items()]
    return reading


def _filled(columns: _Columns, cells: list[str]) -> Row:
    """The cells that say something, by column; of two columns of one heading the last one that does."""
    return {
        column: text
        for column, position in columns.positions
        if position < len(cells) and (text := " ".join(cells[position].split()))
    }


def _header(cells: list[str], *, name: str) -> list[str]:
    header = list(map(_column, cells))
    if "name" not in header:
        found = ", ".join(cell.strip()[:40] for cell in cells[:20] if cell.strip()) or "none"
        raise UnreadableList(f"{name}: no column called name; columns found: {found}")
    return header


def _column(heading: str) -> str:
    return heading.strip().lstrip("\ufeff").strip().casefold().replace(" ", "_")


def _content_id(row: Row) -> str:
    text = "\x1f".join(f"{column}={row[column]}" for column in sorted(row) if column != "listing_id")
    return "row-" + hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


def _add(row: Row, draft: _Draft, columns: _Columns, *, where: str, reading: Reading) -> None:
    kind = (row.get("type") or row.get("kind", "")).casefold()
    if kind not in _TYPES:
        reading.note_odd(f"type {kind!r} is not known; taken as unknown", where)
    if kind or not draft.names:
        draft.type = _TYPES.get(kind, "unknown")
    quality = row.get("alias_quality", "").casefold()
    if quality not in _QUALITIES:
        reading.note_odd(f"alias_quality {quality!r} is not primary, strong or weak; taken as strong", where)
    name = ListedName(
        row["name"],
        _QUALITIES.get(quality, "strong"),
        _NAME_KINDS.get(row.get("name_kind", "").casefold(), "aka"),
        row.get("script", ""),
        row.get("language", ""),
    )
    draft.names[name] = None
    countries = [code for word in _several(row, "country") if (code := reading.country(word))]
    draft.add("country", countries)
    draft.add("program", _several(row, "program"))
    if columns.details:
        _add_details(row, draft, columns, countries[0] if countries else "")


def _add_details(row: Row, draft: _Draft, columns: _Columns, country: str) -> None:
    """What few tables have columns for."""
    if "address" in row or "city" in row:
        address = Address(row.get("address", ""), city=row.get("city", ""), country=country)
        draft.addresses[address] = None
    for column in filter(row.__contains__, columns.singles):
        draft.add(column, [row[column]])
    for column in filter(row.__contains__, columns.identifiers):
        for value in filter(None, _several(row, column)):
            draft.identifiers[_number(_IDENTIFIERS[column], value, column)] = None
    draft.add("facts", [f"{column}: {row[column]}" for column in columns.others if column in row])


def _several(row: Row, column: str) -> list[str]:
    """The values of a cell that may hold several; none where the row has no such cell."""
    return _SEVERAL.split(row[column]) if column in row else []


def _number(kind: str, value: str, column: str) -> Identifier:
    bare = identifier(column, value)
    return Identifier(kind, bare.value if bare and kind == "imo" else value.strip(), label=column)


def _listing(number: str, draft: _Draft) -> Listing:
    return Listing(
        listing_id=number,
        type=draft.type,
        names=primary_first(list(draft.names)),
        programs=draft.all("program"),
        addresses=tuple(draft.addresses),
        identifiers=tuple(draft.identifiers),
        countries=draft.all("country"),
        listed_on=min(draft.all("listed_on"), default=""),
        source_url=next(iter(draft.all("source_url")), ""),
        remarks="; ".join(draft.all("remarks")),
        facts=draft.all("facts"),
    )
