"""Golden pairs through the command line: which of them hold, and which are known not to.

`known_failures.csv` (case_id, reason) may only shrink: a case that fails and does not stand in it breaks
the tests, and so does a case that stands in it and holds.
"""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner

from resolver.cli import main

FOLDER = Path(__file__).parent
CASES, KNOWN = FOLDER / "names.csv", FOLDER / "known_failures.csv"
# The pairs that users of such tools named: audits, court cases, complaints. The first 42 rows of names.csv.
REQUIRED = frozenset(f"N{place:03d}" for place in range(1, 43))
REQUIRED_REASON = "required: "
ALERTS = frozenset({"match", "possible"})
Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file with a heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def score_cases(out: Path) -> dict[str, Row]:
    """case_id -> its row as `resolver compare` leaves it, written to `out`."""
    result = CliRunner().invoke(main, ["compare", "--pairs", str(CASES), "--out", str(out)])
    if result.exit_code:
        raise RuntimeError(result.stderr)
    return {row["case_id"]: row for row in read_rows(out)}


def holds(row: Row) -> bool:
    """Whether the answer is the expected one; README.md beside this file says what each word means."""
    band, kind, noted = row["band"], row["kind"], bool(row["note"])
    match row["expected"]:
        case "same_match":
            return band == "match" and kind == "same"
        case "match":
            return band == "match"
        case "possible":
            return band in ALERTS
        case "contains":
            return band in ALERTS and kind == "contains"
        case "not_match":
            return band != "match"
        case "none":
            return band == "none"
        case "placeholder":
            return noted
        case "reported":
            return band == "none" and noted
    raise ValueError(f"{row['case_id']}: {row['expected']!r} is no expectation")


def describe(row: Row) -> str:
    """What was found instead, in a few words."""
    found = f"{row['band']} {row['kind']}".strip()
    return f"{found} instead of {row['expected'].replace('_', ' ')}"
