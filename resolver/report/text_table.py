"""Text laid out in columns for a terminal, by the width that letters take there.

Enter: strings of any script, some of them from hostile files. Leave: lines that a terminal shows as columns.
Refuses to pass on control characters: a name must not move the cursor, colour the screen or turn the text
round.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

ELLIPSIS = "…"

# Cc control, Cf format (bidirectional overrides, zero-width), Zl and Zp line ends, Cs and Co never printable.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
_WIDE = frozenset({"W", "F"})
_NO_WIDTH = frozenset({"Mn", "Me"})


def printable(text: str) -> str:
    """`text` on one line, with every control or format character shown as a middle dot."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("·" if unicodedata.category(letter) in _UNPRINTABLE else letter for letter in text)


def display_width(text: str) -> int:
    """Terminal columns that `text` takes: two for East Asian wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1


def clip(text: str, width: int) -> str:
    """`text` made printable and cut to `width` columns; what is cut ends in an ellipsis."""
    text = printable(text)
    if display_width(text) <= width:
        return text
    kept, used = [], 0
    for letter in text:
        used += _letter_width(letter)
        if used > width - 1:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + ELLIPSIS


def pad(text: str, width: int, *, right: bool = False) -> str:
    """`text` clipped and filled with blanks to exactly `width` columns; `right` aligns it to the right."""
    text = clip(text, width)
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


def count(number: int, noun: str) -> str:
    """ "1 row", "2,345 rows", "2 entries"."""
    if number == 1:
        return f"1 {noun}"
    plural = noun[:-1] + "ies" if noun.endswith(("ty", "ry")) else noun + "s"
    return f"{number:,} {plural}"


def lay_out(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int,
    numeric: Sequence[bool],
    indent: int = 2,
) -> list[str]:
    """Lines of a table at most `width` columns wide; the widest text columns give way first."""
    cells = [[printable(cell) for cell in row] for row in (header, *rows)]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    room = width - indent - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return [" " * indent + _line(row, widths, numeric).rstrip() for row in cells]


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    return "  ".join(
        pad(cell, width, right=right) for cell, width, right in zip(row, widths, numeric, strict=True)
    )
