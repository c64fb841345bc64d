"""Bring the tables of docs/accuracy.md up to date with what `make quality` has printed.

    python -m benchmarks.quality > FIGURES.txt
    python docs/refresh_accuracy.py FIGURES.txt

A row is taken over when its table stands under a heading of SECTIONS and the printed section has a row of the same first
cell and as many figures; rows of which nothing was printed are named, and stay. The summary at the top and the
sentences are written by hand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ACCURACY = Path(__file__).resolve().parent / "accuracy.md"
# The printed section, by how its heading begins -> the heading in the document, and the first words of its table's head.
SECTIONS = {
    "Manipulated names": "manipulation",
    "Cyrillic names": "Cyrillic class",
    "Held-out aliases": "alias class",
    "Innocent names": "innocents of",
    "Hard negatives": "hard negatives",
    "Presets": "preset",
    "Calibration": "score",
    "Clusters: synthetic registry": "set",
}
_CELLS = re.compile(r"\s{2,}|(?<=\d)\s+(?=[\d.])")


def printed_rows(text: str) -> dict[tuple[str, str], list[str]]:
    """(first words of the table's head, first cell) -> figures, as they were printed."""
    rows, table = {}, ""
    for line in text.splitlines():
        found = next((table for start, table in SECTIONS.items() if line.startswith(start)), "")
        if found or not line.strip():
            table = found
        elif table:
            name, *figures = _CELLS.split(line.strip())
            rows[table, name] = figures
    return rows


def refreshed(document: str, rows: dict[tuple[str, str], list[str]]) -> tuple[str, list[str]]:
    """The document with the printed figures, and the rows of which nothing was printed."""
    lines, missing, table = [], [], ""
    for line in document.splitlines(keepends=True):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            table = ""
        elif not table:
            table = cells[0] if cells[0] in SECTIONS.values() else "-"
        elif table != "-" and not cells[0].startswith("---"):
            figures = rows.get((table, cells[0]), [])
            if len(figures) == len(cells) - 1:
                line = f"| {' | '.join((cells[0], *figures))} |\n"
            else:
                missing.append(f"{table}: {cells[0]}")
        lines.append(line)
    return "".join(lines), missing


def main() -> None:
    """Rewrite the document."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    rows = printed_rows(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text, missing = refreshed(ACCURACY.read_text(encoding="utf-8"), rows)
    ACCURACY.write_text(text, encoding="utf-8")
    print("\n".join(["not printed:", *missing] if missing else ["all rows taken over"]))


if __name__ == "__main__":
    main()
