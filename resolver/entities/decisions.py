"""Decisions of users: these two are one, those two are not; who said so, when and why. A plain CSV.

Columns: decision (must-link, cannot-link), left, right (member keys, "M-..."), who, when, why. A later line about the same
two members overrules an earlier one; `undo` takes the last lines off. Decisions speak of members (a name with its
country and identifiers), not of entity IDs, so that they hold whatever becomes of the entities.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from resolver.errors import UnreadableInput, UnwritableOutput

COLUMNS = ("decision", "left", "right", "who", "when", "why")
MUST, CANNOT = "must-link", "cannot-link"
FILE = "decisions.csv"
_SHOWN = 3  # members named in a warning


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the file."""

    decision: str
    left: str
    right: str
    who: str
    when: str
    why: str


def read_decisions(path: Path) -> list[Decision]:
    """The decisions in the order of the file; none when there is no file. UnreadableInput names the line at fault."""
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, header = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInput(f"decisions {path} cannot be read: {error}") from error
    if header and (lacking := [column for column in COLUMNS if column not in header]):
        message = (
            f"decisions {path}, line 1: the heading lacks {', '.join(lacking)}; it is {','.join(COLUMNS)}"
        )
        raise UnreadableInput(message)
    return [_checked(row, number, path) for number, row in enumerate(rows, start=2)]


def _checked(row: dict[str, str | None], line: int, path: Path) -> Decision:
    missing = [column for column in COLUMNS if row.get(column) is None]
    if missing:
        raise UnreadableInput(f"decisions {path}, line {line}: no value for {', '.join(missing)}")
    decision = Decision(*(str(row[column]).strip() for column in COLUMNS))
    if decision.decision not in (MUST, CANNOT):
        message = f"decisions {path}, line {line}: {decision.decision!r} is neither {MUST} nor {CANNOT}"
        raise UnreadableInput(message)
    for member in (decision.left, decision.right):
        if not member.startswith("M-"):
            message = f"decisions {path}, line {line}: {member!r} is no member key; `resolver registry show` has them"
            raise UnreadableInput(message)
    return decision


def write_decisions(decisions: Iterable[Decision], path: Path) -> None:
    """Replace the file in one step. UnwritableOutput when it cannot be written."""
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(astuple(one) for one in decisions)
        new.replace(path)
    except OSError as error:
        raise UnwritableOutput(f"decisions {path} cannot be written: {error.strerror or error}") from error


def in_force(decisions: Sequence[Decision]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(must, cannot) pairs of members, sorted: the last word about each pair."""
    last = {tuple(sorted((one.left, one.right))): one.decision for one in decisions}
    must = sorted((a, b) for (a, b), decision in last.items() if decision == MUST)
    cannot = sorted((a, b) for (a, b), decision in last.items() if decision == CANNOT)
    return must, cannot


def unmet(decisions: Sequence[Decision], members: Collection[str], path: Path) -> list[str]:
    """A warning when decisions speak of members that the registry does not hold: a slip would go unnoticed."""
    spoken = {member: line for line, one in enumerate(decisions, start=2) for member in (one.left, one.right)}
    unknown = [f"{member} (line {line})" for member, line in spoken.items() if member not in members]
    if not unknown:
        return []
    shown = ", ".join(unknown[:_SHOWN]) + (", ..." if len(unknown) > _SHOWN else "")
    many = "1 member that it names is" if len(unknown) == 1 else f"{len(unknown)} members that it names are"
    return [
        f"decisions {path}: {many} not in the registry: {shown}; what is said of them has no effect; "
        "`resolver registry show DIR --entity ID` has the members"
    ]


def split_decisions(
    apart: Sequence[str], rest: Sequence[str], *, who: str, when: str, why: str
) -> list[Decision]:
    """Cannot-link between every member of `apart` and every member of `rest`."""
    return [Decision(CANNOT, a, b, who, when, why) for a in sorted(apart) for b in sorted(rest)]


def undone(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions without the last one: all lines at the end that share who, when and why."""
    last = decisions[-1]
    kept = list(decisions)
    while kept and (kept[-1].who, kept[-1].when, kept[-1].why) == (last.who, last.when, last.why):
        kept.pop()
    return kept
