"""What changed between two snapshots of a list, as text, CSV and JSON.

Enter: the changes that `watchlists.diffing.diff` found. Leaves: text. Nothing is read, compared or written here.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

from resolver.report.tables import safe_cell
from watchlists.diffing import Change, counts
from watchlists.errors import printable
from watchlists.model import Snapshot

COLUMNS = ("action", "listing_id", "type", "name", "field", "removed", "added")


def changes_text(changes: list[Change]) -> str:
    """A line per listing, and one per value that it lost or gained."""
    lines = []
    for change in changes:
        lines.append(printable(f"{change.action} {change.listing_id} {change.type} {change.name}"))
        for field in change.changes:
            lines += [f"    {field.field}: - {printable(value)}" for value in field.removed]
            lines += [f"    {field.field}: + {printable(value)}" for value in field.added]
    return "".join(f"{line}\n" for line in lines)


def changes_csv(changes: list[Change], *, safe: bool = False) -> str:
    """One row per changed value; ADD and DEL have one row with an empty field. `safe`: an apostrophe before formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(changes):
        writer.writerow([safe_cell(cell) for cell in row] if safe else row)
    return text.getvalue()


def _rows(changes: list[Change]) -> Iterator[list[str]]:
    for change in changes:
        head = [change.action, change.listing_id, change.type, change.name]
        if not change.changes:
            yield [*head, "", "", ""]
        for field in change.changes:
            yield from ([*head, field.field, value, ""] for value in field.removed)
            yield from ([*head, field.field, "", value] for value in field.added)


def changes_json(changes: list[Change]) -> str:
    """The changes as they are, a JSON array."""
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2) + "\n"


def changes_counted(changes: list[Change], old: Snapshot, new: Snapshot) -> str:
    """How many listings were added, changed and removed, from which date to which."""
    found = counts(changes)
    span = f"{old.published or old.source} -> {new.published or new.source}"
    return f"{span}: {found['ADD']:,} added, {found['MOD']:,} changed, {found['DEL']:,} removed"


WRITERS: dict[str, Callable[[list[Change]], str]] = {"text": changes_text, "json": changes_json}
