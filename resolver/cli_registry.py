"""`resolver registry`: look into a registry of entities, and decide what is one and what is not.

Decisions are lines of DIR/decisions.csv; they take effect with the next run that is given `--registry DIR`.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from resolver.errors import UsageError

if TYPE_CHECKING:
    from resolver.entities.decisions import Decision
    from resolver.entities.registry import Registry

# Lines that one split may write: members apart x members that stay.
MOST_LINES = 5_000

_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


def _reasons(command: Callable[..., Any]) -> Callable[..., Any]:
    """--who, --when and --why of a decision."""
    options = (
        click.option("--who", default="", help="Who decided; the name of the account when left out."),
        click.option("--when", default="", help="When, as an ISO date; now when left out."),
        click.option("--why", required=True, help="Why; stands in the file of decisions."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(short_help="Entities that last from run to run.")
def registry() -> None:
    """Entities that last from run to run: show them, part them, join them."""


@registry.command()
@_FOLDER
@click.option("--entity", default="", help="An entity ID, also an old one: show what it is and its members.")
def show(folder: Path, entity: str) -> None:
    """Runs, counts and changes of a registry, or the members of one entity."""
    opened = _opened(folder)
    lines = _entity_lines(opened, entity) if entity else _summary_lines(opened)
    click.echo("\n".join(lines))


@registry.command()
@_FOLDER
@click.argument("one")
@click.argument("other")
@_reasons
def merge(folder: Path, one: str, other: str, who: str, when: str, why: str) -> None:
    """Decide that two entities (IDs) are one firm."""
    from resolver.entities.decisions import MUST, Decision

    opened = _opened(folder, to_write=True)
    ids = [opened.ledger.resolve(one), opened.ledger.resolve(other)]
    if ids[0] == ids[1]:
        raise UsageError(f"{one} and {other} are one entity already: {ids[0]}")
    left, right = (_founder(opened, entity) for entity in ids)
    _add(opened, [Decision(MUST, left, right, _who(who), _when(when), why)])
    click.echo(f"{ids[0]} and {ids[1]} will be one entity from the next run on", err=True)


@registry.command()
@_FOLDER
@click.argument("entity")
@click.argument("members", nargs=-1, required=True)
@_reasons
def split(folder: Path, entity: str, members: tuple[str, ...], who: str, when: str, why: str) -> None:
    """Decide that MEMBERS (keys M-..., see `show --entity`) are not of an ENTITY's firm."""
    from resolver.entities.decisions import split_decisions

    opened = _opened(folder, to_write=True)
    held = set(opened.ledger.members_of(entity)["member"].to_pylist())
    strange = sorted(set(members) - held)
    if strange:
        raise UsageError(f"{strange[0]} is no member of {entity}; `resolver registry show` lists its members")
    rest = held - set(members)
    if not rest:
        raise UsageError(f"these are all members of {entity}; name those that are to leave it")
    if len(members) * len(rest) > MOST_LINES:
        raise UsageError(
            f"{len(members)} x {len(rest)} pairs are too many for one decision; name fewer members"
        )
    _add(opened, split_decisions(members, sorted(rest), who=_who(who), when=_when(when), why=why))
    click.echo(f"{len(set(members))} members will leave {entity} with the next run", err=True)


@registry.command()
@_FOLDER
def undo(folder: Path) -> None:
    """Take back the last decision (all its lines)."""
    from resolver.entities.decisions import FILE, undone, write_decisions
    from resolver.report.text_table import count

    opened = _opened(folder, to_write=True)
    if not opened.decisions:
        raise UsageError(f"registry {folder} holds no decisions")
    left = undone(opened.decisions)
    write_decisions(left, folder / FILE)
    click.echo(f"{count(len(opened.decisions) - len(left), 'line')} taken back", err=True)


def _opened(folder: Path, *, to_write: bool = False) -> Registry:
    """The registry; nobody else writes it until the command has ended when it is opened `to_write`."""
    from resolver.alone import alone_in
    from resolver.entities.registry import open_registry

    if not folder.is_dir():
        raise UsageError(f"registry {folder} does not exist; a run with --registry makes it")
    if to_write:
        click.get_current_context().with_resource(alone_in(folder))
    opened = open_registry(folder)
    if not opened.ledger.run:
        raise UsageError(f"{folder} holds no registry; a run with --registry makes one")
    return opened


def _founder(opened: Registry, entity: str) -> str:
    given = opened.ledger.given.to_pylist()
    return next(str(row["founder"]) for row in given if row["entity_id"] == entity)


def _add(opened: Registry, more: list[Decision]) -> None:
    from resolver.entities.decisions import FILE, write_decisions

    write_decisions([*opened.decisions, *more], opened.folder / FILE)


def _who(given: str) -> str:
    return given or getpass.getuser()


def _when(given: str) -> str:
    if not given:
        return datetime.now(UTC).isoformat(timespec="seconds")
    try:
        datetime.fromisoformat(given)
    except ValueError:
        raise UsageError(f"--when {given!r} is not a date; write it as 2026-07-11") from None
    return given


def _summary_lines(opened: Registry) -> list[str]:
    from resolver.report.text_table import count

    ledger = opened.ledger
    in_force = sum(row["entity_id"] == row["now"] for row in ledger.given.to_pylist())
    lines = [
        f"registry {opened.folder}: {count(ledger.run, 'run')}, {count(ledger.members.num_rows, 'member')}, "
        f"{count(in_force, 'entity')}, {count(ledger.given.num_rows, 'ID')} ever given, "
        f"{count(len(opened.decisions), 'decision')}"
    ]
    lines += [
        f"run {row['run']} {row['label']}: {row['rows']} rows, {row['new_members']} new members, "
        f"{row['new_entities']} new entities, {row['merged']} merged, {row['split']} split"
        for row in ledger.runs.to_pylist()
    ]
    return lines


def _entity_lines(opened: Registry, entity: str) -> list[str]:
    ledger = opened.ledger
    now = ledger.resolve(entity)
    lines = [f"{entity} is {now} today" if now != entity else entity]
    for row in ledger.members_of(entity).to_pylist():
        numbers = " ".join(f"{i['scheme']}:{i['value']}" for i in row["identifiers"])
        lines.append("  ".join(filter(None, (row["member"], row["party_name"], row["country"], numbers))))
    changes = [row for row in ledger.changes.to_pylist() if entity in (row["old"], row["new"])]
    return [*lines, *(f"run {c['run']}: {c['change']} {c['old']} -> {c['new']}" for c in changes)]
