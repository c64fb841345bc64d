"""Which reader a file needs, told by its content: names and endings of files are never trusted."""

from __future__ import annotations

import re

from watchlists.errors import UnknownFormat, UnreadableList
from watchlists.readers.content import Content
from watchlists.readers.text import decode_head, first_row, marked_encoding
from watchlists.readers.xml import looks_like_html, root_name

_BY_ROOT = {
    "sdnList": "ofac-xml",
    "Sanctions": "ofac-advanced",
    "sanctionsData": "ofac-enhanced",
    "export": "eu-xml-1.1",
    "Designations": "uk-xml",
    "CONSOLIDATED_LIST": "un-xml",
}
_BINARY = (
    (b"PK\x03\x04", "table-xlsx"),
    (b"PAR1", "table-parquet"),
)
_FOREIGN = (
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a gzip file inside a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.xls); save it as .xlsx or .csv"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"7z\xbc\xaf", "a 7z file; unpack it first"),
)
# All of these stand in the first row (or the second, under a title line) of a form.
_BY_COLUMNS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"entity_logicalid", "namealias_wholename"}), "eu-csv-1.1"),
    (frozenset({"entity_logical_id", "naal_wholename"}), "eu-csv-1.0"),
    (frozenset({"unique id", "name 6"}), "uk-csv"),
    (frozenset({"_id", "source", "entity_number", "name"}), "us-csl-csv"),
    (frozenset({"id", "schema", "name", "aliases"}), "opensanctions-csv"),
    (frozenset({"name"}), "table-csv"),
)
_OFAC_COLUMNS = {12: "ofac-csv", 5: "alt", 6: "add"}
_OFAC_NULL = re.compile(r"(?:^|,)\"?-0- ?\"?(?:,|\s*$)")


def detect_format(content: Content) -> str:
    """Name of the format. Raises UnreadableList for a known wrong thing, UnknownFormat for an unknown one."""
    for magic, name in _BINARY:
        if content.head.startswith(magic):
            return _ungzipped(content, name)
    for magic, what in _FOREIGN:
        if content.head.startswith(magic):
            raise UnreadableList(f"{content.name}: {what}, not a list")
    if b"\x00" in content.head and not marked_encoding(content.head):
        raise UnreadableList(f"{content.name}: binary data, not a list")
    text = decode_head(content)
    if looks_like_html(text) or text.lstrip("\ufeff \t\r\n").startswith("<"):
        return _by_root(root_name(text, name=content.name), name=content.name)
    return _by_first_row(text, content)


def _ungzipped(content: Content, name: str) -> str:
    if content.gzipped:
        raise UnreadableList(f"{content.name}: a packed table inside gzip; unpack it first")
    return name


def _by_root(root: str, *, name: str) -> str:
    if root not in _BY_ROOT:
        raise UnknownFormat(
            f"{name}: XML with the root element {root}, which no reader knows (docs/lists.md)"
        )
    return _BY_ROOT[root]


def _by_first_row(text: str, content: Content) -> str:
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _json_form(text, name=content.name)
    cells, _ = first_row(text)
    for columns in (cells, first_row(text.lstrip("\ufeff").partition("\n")[2])[0]):
        names = {cell.strip('\ufeff" \t').casefold() for cell in columns}
        for needed, name in _BY_COLUMNS:
            if needed <= names and (columns is cells or name == "uk-csv"):
                return name
    if cells and cells[0].strip("\x1a ").isdecimal():
        return _ofac_part(text, cells, content)
    found = ", ".join(cell.strip()[:40] for cell in cells[:12] if cell.strip()) or "none"
    raise UnknownFormat(
        f"{content.name}: no reader knows this content; a table needs a column called name, found: {found}"
    )


def _json_form(text: str, *, name: str) -> str:
    start = text[:4096]
    if '"schema"' in start and '"properties"' in start and text.lstrip("\ufeff \t\r\n").startswith("{"):
        return "opensanctions-ftm"
    if '"results"' in start or '"source_list_url"' in text or '"alt_names"' in text:
        return "us-csl-json"
    raise UnknownFormat(
        f"{name}: JSON that is neither the US Consolidated Screening List nor FollowTheMoney lines"
    )


def _ofac_part(text: str, cells: list[str], content: Content) -> str:
    part = _OFAC_COLUMNS.get(len(cells), "") if _OFAC_NULL.search(text.splitlines()[0]) else ""
    if part in ("alt", "add"):
        raise UnreadableList(
            f"{content.name}: the {part} part of OFAC's CSV; name sdn.csv, its parts are found beside it"
        )
    if not part:
        raise UnknownFormat(
            f"{content.name}: a table without a header; its first row needs a column called name"
        )
    return part
