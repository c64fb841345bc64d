"""Changes of a list as text: every value stands once, and nothing in it is executed."""

from __future__ import annotations

import csv
import json

from resolver.list_changes import changes_csv, changes_json, changes_text
from watchlists.diffing import diff
from watchlists.model import ListedName, Listing, Snapshot


def listed(**names: str) -> Snapshot:
    """A list of one name per listing."""
    listings = (Listing(key, "entity", (ListedName(text, "primary"),)) for key, text in names.items())
    return Snapshot("own", "", "table-csv", "", tuple(listings))


CHANGES = diff(listed(a="Alpha", b="Beta", c="Gamma"), listed(b="=BETA()", c="Gamma", d="\x1b[31mDelta"))


def test_csv_has_a_row_for_each_value() -> None:
    rows = list(csv.DictReader(changes_csv(CHANGES).splitlines()))
    assert sorted((row["action"], row["listing_id"]) for row in rows if row["action"] != "MOD") == [
        ("ADD", "d"),
        ("DEL", "a"),
    ]
    changed = [(row["removed"][:6], row["added"][:6]) for row in rows if row["field"] == "names"]
    assert sorted(changed) == [("", "=BETA("), ("Beta [", "")]


def test_safe_csv_differs_by_apostrophes_alone() -> None:
    plain, safe = changes_csv(CHANGES), changes_csv(CHANGES, safe=True)
    assert "'=BETA()" in safe
    assert safe.replace("'=", "=") == plain


def test_text_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in changes_text(CHANGES)
    assert "DEL a entity Alpha" in changes_text(CHANGES)


def test_json_holds_every_change() -> None:
    assert len(json.loads(changes_json(CHANGES))) == len(CHANGES) == 3
