"""Write known_failures.csv anew: `python -m tests.golden.refresh`, from the folder of the project.

Reasons that a person wrote stay. Cases that users named (REQUIRED) are never added: they are shown, and the
tests fail until they hold or until somebody writes a row for them by hand, whose reason begins with
"required: ".
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

from tests.golden.checking import (
    KNOWN,
    REQUIRED,
    REQUIRED_REASON,
    Row,
    describe,
    holds,
    read_rows,
    score_cases,
)


def refresh() -> int:
    """Rewrite the list; 1 when a required case fails and has no row of its own."""
    with tempfile.TemporaryDirectory() as folder:
        rows = score_cases(Path(folder) / "scored.csv")
    failed = {case: row for case, row in rows.items() if not holds(row)}
    former = {row["case_id"]: row["reason"] for row in read_rows(KNOWN)} if KNOWN.exists() else {}
    by_hand = {case for case, reason in former.items() if reason.startswith(REQUIRED_REASON)}
    kept = {
        case: _reason(former.get(case, ""), row)
        for case, row in failed.items()
        if case not in REQUIRED or case in by_hand
    }
    _write(kept)
    print(f"{len(rows) - len(failed)} of {len(rows)} cases hold; {len(kept)} known failures in {KNOWN.name}")
    print(f"new: {', '.join(sorted(kept.keys() - former.keys())) or 'none'}")
    print(f"gone: {', '.join(sorted(former.keys() - kept.keys())) or 'none'}")
    return _show_required({case: row for case, row in failed.items() if case in REQUIRED})


def _reason(former: str, row: Row) -> str:
    """The reason that a person wrote, else what was found."""
    return former if former and " instead of " not in former else describe(row)


def _write(known: dict[str, str]) -> None:
    with KNOWN.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case_id", "reason"])
        writer.writerows(sorted(known.items()))


def _show_required(failed: dict[str, Row]) -> int:
    if not failed:
        return 0
    print(f"\n{'!' * 30} {len(failed)} REQUIRED CASES FAIL {'!' * 30}")
    for case, row in failed.items():
        print(
            f"{case}  {row['left'][:60]!r} against {row['right']!r}: {describe(row)} (score {row['score']})"
        )
    return 1


if __name__ == "__main__":
    sys.exit(refresh())
