"""One sheet of a workbook as XML, read for what the library that reads its values does not tell: how far out its cells
reach, and which formulas have no stored result (a program that wrote but does not calculate leaves them so).

The file is hostile: no DTD, no entities, a block in memory at a time. Cells are counted as the library counts them: one
without an address stands behind the one before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_CELLS = 200_000_000  # places of a grid, 24 bytes each; a million rows of 200 columns
MOST_ROWS = 1 << 20  # of a sheet, in any of these formats
MOST_UNCALCULATED = (
    5_000_000  # each takes some 40 bytes; more of them are no table that somebody means to be read
)
_BLOCK = 1 << 20
_LONGEST_ROW = 8 << 20  # bytes up to which a row is looked at by patterns
# What nearly every sheet consists of, told at some 200 MB a second (events of a parser: 25): cells with an address within
# 182 columns and 1,049,999 rows, which is fewer places than `MOST_CELLS`, and formulas with a result, or with an empty text
# as one. A sheet of anything else is parsed.
_CELL = re.compile(rb"<c[\s/>]")
_NEAR_CELL = re.compile(rb'<c r="[A-F]?[A-Z](?:\d{1,6}|10[0-4]\d{4})"')
_FORMULA = re.compile(rb"<f[\s/>]")
_FORMULA_WITH_RESULT = re.compile(
    rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*<v(?:\s[^<>]*)?>[^<]"
    rb'|(?<= t="str">)<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)<v(?:/>|></v>)'
)
_PREFIXED = re.compile(rb":[cf][\s/>]")  # <x:c> where the sheet names its namespace so
_ADDRESS = re.compile(r"([A-Za-z]{1,8})(\d{1,12})")


class UnsafeWorkbook(ValueError):
    """A workbook that is not read on; the message says why, without the name of the file."""


@dataclass(slots=True)
class SheetCells:
    """`uncalculated`: the cells with a formula and no result, row -> columns, from 0; `first` is the address of the first
    of their `count`. `far_out` is the last cell of a sheet too wide and long to be read, such as XFD1048576, else ""."""

    uncalculated: dict[int, list[int]] = field(default_factory=dict)
    count: int = 0
    first: str = ""
    far_out: str = ""

    def add(self, row: int, column: int, *, rows: int = 1, columns: int = 1) -> None:
        """Note the cells from this one on. Raises UnsafeWorkbook where they are too many to be held."""
        self.count += rows * columns
        if self.count > MOST_UNCALCULATED:
            raise UnsafeWorkbook(f"more than {MOST_UNCALCULATED:,} formulas without a stored result")
        if row + rows > MOST_ROWS:
            self.far_out = address(row, column)
            return
        self.first = self.first or address(row, column)
        for place in range(row, row + rows):
            self.uncalculated.setdefault(place, []).extend(range(column, column + columns))

    def told(self, *, became: str = ", read as empty") -> str:
        """What the user is to be told of such cells, and what `became` of them; "" where there are none."""
        if not self.count:
            return ""
        cells = f"{self.count} cells hold formulas" if self.count > 1 else "1 cell holds a formula"
        first = f"the first is {self.first}" if self.count > 1 else self.first
        return (
            f"{cells} without a stored result ({first}){became}; "
            "open the file in a spreadsheet program and save it, or save it as CSV"
        )


def address(row: int, column: int) -> str:
    """The address of a cell by its places from 0: (1, 27) is AB2."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def is_usual(sheet: IO[bytes], *, noughts: bool = False) -> bool:
    """Whether all cells of a sheet stand near enough and all its formulas have results, as far as patterns can tell. With
    `noughts` a 0 is no result: a program that does not calculate wrote it, and asks who opens the file to do so.

    Raises UnsafeWorkbook for UTF-16, of which the library reads nothing without a word.
    """
    text = b""
    while block := sheet.read(_BLOCK):
        if b"\x00" in block:
            raise UnsafeWorkbook("its XML is not UTF-8; save it once in a spreadsheet program")
        text += block
        end = text.rfind(b"</row>")
        if end < 0 and len(text) > _LONGEST_ROW:
            return False
        if end >= 0 and not _usual(text[:end], noughts):
            return False
        text = text[max(end, 0) :]
    return _usual(text, noughts)


def _usual(text: bytes, noughts: bool) -> bool:
    if _PREFIXED.search(text) or len(_CELL.findall(text)) != len(_NEAR_CELL.findall(text)):
        return False
    if not _FORMULA.search(text):
        return True
    return not noughts and len(_FORMULA.findall(text)) == len(_FORMULA_WITH_RESULT.findall(text))


def parsed(sheet: IO[bytes], *, noughts: bool = False) -> SheetCells:
    """The same by a parser. Raises UnsafeWorkbook for XML that is damaged or has a DTD."""
    handler = _Handler(noughts)
    feed(sheet, handler.start, handler.end, handler.text)
    return handler.told()


def feed(stream: IO[bytes], start: object, end: object = None, text: object = None) -> None:
    """Parse a stream of XML for its events. Raises UnsafeWorkbook."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EndElementHandler = end  # type: ignore[assignment]
    parser.CharacterDataHandler = text  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _refuse_dtd
    try:
        while block := stream.read(_BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnsafeWorkbook(f"its XML is damaged: {error}") from None


def _refuse_dtd(*_: object) -> None:
    raise UnsafeWorkbook("its XML has a DTD, which no workbook has")


class _Handler:
    """The events of a sheet: where each cell stands, and whether a formula and a value are in it."""

    def __init__(self, noughts: bool) -> None:
        self._no_results = ("", "0") if noughts else ("",)
        self._found = SheetCells()
        self._row = self._column = 0
        self._right = self._bottom = -1
        self._at = (0, 0)
        self._is_text = self._formula = self._in_value = False
        self._value = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, or what is in one."""
        tag = local(name)
        if tag == "c":
            self._cell(attributes)
        elif tag == "f":
            self._formula = True
        elif tag in ("v", "is"):
            self._in_value = True
            self._value = self._value or ("text" if self._is_text else "")
        elif tag == "row" and (given := attributes.get("r", "")).isdecimal():
            self._row = max(int(given[:9]) - 1, 0)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        given = _ADDRESS.fullmatch(attributes.get("r", ""))
        self._at = (self._row, self._column)
        if given is not None:
            self._at = (max(int(given[2]) - 1, 0), _place(given[1]))
        row, self._column = self._at
        self._bottom, self._right = max(self._bottom, row), max(self._right, self._column)
        self._is_text = attributes.get("t") == "str"
        self._formula = self._in_value = False
        self._value = ""

    def text(self, text: str) -> None:
        """Letters: a value where they stand in one, of which the first few tell enough."""
        if self._in_value and len(self._value) < 2:
            self._value += text

    def end(self, name: str) -> None:
        """The end of a row or of a cell."""
        tag = local(name)
        if tag == "c":
            self._column += 1
            if self._formula and self._value in self._no_results:
                self._found.add(*self._at)
            self._formula = False
        elif tag in ("v", "is"):
            self._in_value = False
        elif tag == "row":
            self._row, self._column = self._row + 1, 0

    def told(self) -> SheetCells:
        """What was found."""
        if (self._right + 1) * (self._bottom + 1) > MOST_CELLS:
            self._found.far_out = address(self._bottom, self._right)
        return self._found


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def _place(letters: str) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1
