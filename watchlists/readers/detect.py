"""Which reader a file needs, told by its content: names and endings of files are never trusted."""

from __future__ import annotations

import re

from watchlists.errors import UnknownFormat, UnreadableList
from watchlists.readers.content import Content
from watchlists.readers.text import decode_head, first_row, marked_encoding
from watchlists.readers.xml import looks_like_html, root_name

_BY_ROOT = {
    "sdnList": "ofac-xml",
    "export": "eu-xml-1.1",
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
            f"{name}: XML with the root element {root}, which no reader knows; see `resolver lists show`"
        )
    return _BY_ROOT[root]


def _by_first_row(text: str, content: Content) -> str:
    cells, _ = first_row(text)
    names = {cell.strip().casefold() for cell in cells}
    if "name" in names:
        return "table-csv"
    if cells and cells[0].strip("\x1a ").isdecimal():
        return _ofac_part(text, cells, content)
    found = ", ".join(cell.strip()[:40] for cell in cells[:12] if cell.strip())
    raise UnknownFormat(
        f"{content.name}: no reader knows this content; as a table it needs a column called name, found: {found or 'none'}"
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
