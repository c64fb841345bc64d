"""A workbook (XLSX, XLSM, ODS) as a zip of XML: what `sheet_cells` tells of each of its sheets, before it is read.

Of XLS nothing is told: its formulas always have a result, be it a nought.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from watchlists.sheet_cells import SheetCells, UnsafeWorkbook, feed, is_usual, local, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# Bytes of the part that names the sheets; that of a real workbook has some thousands.
_LARGEST_INDEX = 64 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)

Parts = dict[str, zipfile.ZipInfo]


def sheet_cells(path: Path) -> Callable[[str], SheetCells]:
    """A function from the name of a sheet to what is told of it. It and the function raise UnsafeWorkbook."""
    if not zipfile.is_zipfile(path):
        return lambda _: SheetCells()
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {one.filename.replace("\\", "/").lower(): one for one in archive.infolist()}
            if "content.xml" in parts and "xl/workbook.xml" not in parts:
                found = _of_open_document(archive, parts["content.xml"])
                return lambda name: found.get(name, SheetCells())
            sheets = _sheets(archive, parts)
            asked = _elements(archive, parts, "xl/workbook.xml", "calcPr")
    except _DAMAGE as error:
        raise UnsafeWorkbook(str(error)) from None
    noughts = any(one.get("fullCalcOnLoad") in ("1", "true") for one in asked)
    return lambda name: _of_sheet(path, sheets[name], noughts) if name in sheets else SheetCells()


def _of_sheet(path: Path, part: zipfile.ZipInfo, noughts: bool) -> SheetCells:
    try:
        with zipfile.ZipFile(path) as archive:
            with archive.open(part) as sheet:
                if is_usual(sheet, noughts=noughts):
                    return SheetCells()
            with archive.open(part) as sheet:
                return parsed(sheet, noughts=noughts)
    except _DAMAGE as error:
        raise UnsafeWorkbook(str(error)) from None


def _sheets(archive: zipfile.ZipFile, parts: Parts) -> Parts:
    """The part of each sheet, by the name of the sheet."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in _elements(archive, parts, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    found: Parts = {}
    for sheet in _elements(archive, parts, "xl/workbook.xml", "sheet"):
        number = next((value for key, value in sheet.items() if ":" in key and local(key) == "id"), "")
        target = targets.get(number, "").replace("\\", "/").lower()
        part = (
            target[1:] if target.startswith("/") else target if target.startswith("xl/") else f"xl/{target}"
        )
        if part in parts:
            found[sheet.get("name", "")] = parts[part]
    return found


def _elements(archive: zipfile.ZipFile, parts: Parts, part: str, tag: str) -> list[Mapping[str, str]]:
    """The attributes of all elements of one name in a small part of the archive."""
    if part not in parts:
        return []
    if parts[part].file_size > _LARGEST_INDEX:
        raise UnsafeWorkbook(f"{part} is larger than that of any workbook")
    found: list[Mapping[str, str]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == tag:
            found.append(attributes)

    with archive.open(parts[part]) as stream:
        feed(stream, start)
    return found


def _of_open_document(archive: zipfile.ZipFile, content: zipfile.ZipInfo) -> dict[str, SheetCells]:
    """What is told of the sheets of an OpenDocument: rows and cells of it may stand for many of their kind."""
    with archive.open(content) as stream:
        if not _holds_formulas(stream):
            return {}
    tables = _Tables()
    with archive.open(content) as stream:
        feed(stream, tables.start)
    return tables.found


def _holds_formulas(stream: IO[bytes]) -> bool:
    end = b""
    while block := stream.read(1 << 20):
        if b"formula" in end + block:
            return True
        end = block[-16:]
    return False


class _Tables:
    """The events of an OpenDocument."""

    def __init__(self) -> None:
        self.found: dict[str, SheetCells] = {}
        self._sheet = SheetCells()
        self._row = self._next_row = self._column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A table, a row or a cell."""
        tag = local(name)
        if tag in ("table-cell", "covered-table-cell"):
            self._cell({local(key): value for key, value in attributes.items()})
        elif tag == "table-row":
            self._row, self._column = self._next_row, 0
            self._next_row += _times(attributes.get("table:number-rows-repeated", ""))
        elif tag == "table":
            self._sheet = self.found.setdefault(attributes.get("table:name", ""), SheetCells())
            self._row = self._next_row = 0

    def _cell(self, attributes: Mapping[str, str]) -> None:
        columns = _times(attributes.get("number-columns-repeated", ""))
        if "formula" in attributes and "value-type" not in attributes:
            self._sheet.add(self._row, self._column, rows=self._next_row - self._row, columns=columns)
        self._column += columns


def _times(given: str) -> int:
    return max(int(given[:9]), 1) if given.isdecimal() else 1
