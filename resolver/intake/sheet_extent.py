"""How far the cells of a workbook reach, told before it is read: the reader makes a grid of all places in between.

One stray cell at XFD1048576 would ask for half a terabyte, and the process would be gone without a word.
"""

from __future__ import annotations

import re
import zipfile

MOST_CELLS = 200_000_000  # places of a grid, 24 bytes each; a million rows of 200 columns
_BLOCK = 1 << 20
_OVERLAP = 32  # bytes: no start of a cell is longer
_DECLARED = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?([A-Z]+)(\d+)"')
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"')  # also one that holds but a format


def reaches_too_far(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """The last cell of a sheet that is too far out to be read, such as XFD1048576; "" for a usual sheet."""
    with archive.open(entry) as sheet:
        declared = _DECLARED.search(sheet.read(_BLOCK))
    if declared is None or _column(declared[1]) * int(declared[2]) <= MOST_CELLS:
        return ""
    right, bottom, letters = 0, 0, b""
    with archive.open(entry) as sheet:
        text = b""
        while block := sheet.read(_BLOCK):
            text = text[-_OVERLAP:] + block
            for column, row in _CELL.findall(text):
                bottom = max(bottom, int(row))
                if _column(column) > right:
                    right, letters = _column(column), column
    return f"{letters.decode()}{bottom}" if right * bottom > MOST_CELLS else ""


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters[:8]:
        place = place * 26 + letter - 64
    return place
