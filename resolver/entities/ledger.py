"""The ledger of entities on disk: who is a member of what, every ID ever given, and what became of it.

A folder holds numbered generations, each complete, and a file CURRENT that names the one in force. A generation is
written beside the others and comes into force by one atomic rename: a crash leaves the ledger as it was. Decisions of
users stand in a plain CSV beside them (`resolver.entities.decisions`).
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from resolver.errors import UnreadableInput, UnwritableOutput, UsageError
from resolver.model import (
    COMPARED_BASIS,
    COMPARED_CONTEXTS,
    COMPARED_PAIRS,
    IDENTIFIER,
    NAMES,
    TOKENS,
    Compared,
)

MEMBERS = pa.schema(
    [
        ("member", pa.string()),  # "M-" and a hash of the content
        ("content", pa.string()),  # words, forms, country, identifiers: what makes a member
        ("party_name", pa.string()),
        ("country", pa.string()),
        ("identifiers", pa.list_(IDENTIFIER)),
        ("entity_id", pa.string()),
        ("first_run", pa.int64()),
    ]
)
SIGHTINGS = pa.schema(
    [
        ("member", pa.string()),
        ("source_file", pa.string()),
        ("city", pa.string()),
        ("address", pa.string()),
        ("rows", pa.int64()),  # of the file that are the member and say this
    ]
)
LISTED = pa.schema(
    [
        ("member", pa.string()),
        ("source_file", pa.string()),
        ("list", pa.string()),
        ("listing_id", pa.string()),  # which listing of it the member was for certain when the file was read
        ("score", pa.float64()),
    ]
)
GIVEN = pa.schema(
    [
        ("entity_id", pa.string()),
        ("founder", pa.string()),  # the member that it is named after
        ("born", pa.int64()),  # number of the run
        ("now", pa.string()),  # the ID that it stands for today: itself, or what it was merged into
    ]
)
CHANGES = pa.schema(
    [
        ("run", pa.int64()),
        ("change", pa.string()),  # merged, split
        ("old", pa.string()),
        ("new", pa.string()),
    ]
)
RUNS = pa.schema(
    [
        ("run", pa.int64()),
        ("label", pa.string()),
        ("rows", pa.int64()),
        ("new_members", pa.int64()),
        ("new_entities", pa.int64()),
        ("merged", pa.int64()),
        ("split", pa.int64()),
    ]
)
DECIDED = pa.schema(
    [("decision", pa.string()), ("left", pa.string()), ("right", pa.string())]
)  # in force at the last run
REFUSED = pa.schema(
    [
        ("member", pa.string()),
        ("other", pa.string()),
        ("reason", pa.string()),  # why the entities of the two were left two
    ]
)
CLUSTERED = pa.schema(
    [("rules", pa.string())]
)  # one row: a mark of the rules by which the entities were made
TABLES = {
    "members": MEMBERS,
    "sightings": SIGHTINGS,
    "listed": LISTED,
    "given": GIVEN,
    "changes": CHANGES,
    "runs": RUNS,
    "decided": DECIDED,
    "refused": REFUSED,
    "clustered": CLUSTERED,
}
# What was compared, in the order of the fields of `Compared`. Ledgers of version 1 lack it: all is compared once more.
COMPARED = {
    "compared_names": NAMES,
    "compared_tokens": TOKENS,
    "compared_contexts": COMPARED_CONTEXTS,
    "compared_pairs": COMPARED_PAIRS,
    "compared_basis": COMPARED_BASIS,
}
# Without these three the entities of a ledger are made once more, as if no rule had been known.
NEW_TABLES = frozenset({"listed", "decided", "refused", "clustered", *COMPARED})
CURRENT = "CURRENT"
FIRST = "generation-000001"
KEPT = 3  # generations that stay on disk


@dataclass(frozen=True, slots=True)
class Ledger:
    """One generation: tables as the schemas above."""

    members: pa.Table
    sightings: pa.Table
    listed: pa.Table
    given: pa.Table
    changes: pa.Table
    runs: pa.Table
    decided: pa.Table
    refused: pa.Table
    clustered: pa.Table
    compared: Compared

    @property
    def run(self) -> int:
        """Number of the last run; 0 for an empty ledger."""
        return int(self.runs.num_rows)

    def resolve(self, entity_id: str) -> str:
        """The ID that an ID stands for today. UsageError when it was never given."""
        row = self.given.filter(pc.equal(self.given["entity_id"], entity_id))
        if not row.num_rows:
            raise UsageError(f"entity {entity_id} was never given in this registry")
        return str(row["now"][0].as_py())

    def members_of(self, entity_id: str) -> pa.Table:
        """The members of the entity that an ID stands for today."""
        return self.members.filter(pc.equal(self.members["entity_id"], self.resolve(entity_id)))


def empty_ledger() -> Ledger:
    """A ledger without members."""
    return _of_tables({name: schema.empty_table() for name, schema in (TABLES | COMPARED).items()})


def _of_tables(tables: dict[str, pa.Table]) -> Ledger:
    compared = Compared(*(tables[name] for name in COMPARED))
    return Ledger(**{name: tables[name] for name in TABLES}, compared=compared)


def _tables_of(ledger: Ledger) -> dict[str, pa.Table]:
    compared = dict(zip(COMPARED, Compared.__slots__, strict=True))
    found = {name: getattr(ledger, name) for name in TABLES}
    return found | {name: getattr(ledger.compared, field) for name, field in compared.items()}


def read_ledger(folder: Path) -> Ledger:
    """The generation in force; an empty ledger when the folder is new. UnreadableInput when it is damaged."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"registry {folder} is a file; give a folder")
    pointer = folder / CURRENT
    if not pointer.exists():
        _require_new(folder)
        return empty_ledger()
    pointer_text = pointer.read_text(encoding="utf-8", errors="replace").strip()
    generation = folder / pointer_text
    try:
        tables = {name: _read_table(generation / f"{name}.parquet", name) for name in TABLES | COMPARED}
        return _of_tables(_all_or_none_compared(tables))
    except (OSError, KeyError, pa.ArrowException) as error:
        lost = isinstance(error, FileNotFoundError)
        reason = "it is not there, or not whole" if lost else str(error).splitlines()[0]
        message = f"registry {folder} is damaged (generation {pointer_text!r}: {reason}); restore it from a copy, or "
        raise UnreadableInput(message + "name an earlier generation in its file CURRENT") from error


def _require_new(folder: Path) -> None:
    """Entities would get other IDs, and the older ones be lost, were a registry without its file CURRENT begun anew. The
    first generation alone is what an interrupted first run leaves: nobody has seen its IDs."""
    found = sorted(p.name for p in folder.glob("generation-??????"))
    if len(found) > 1 or found[:1] > [FIRST]:
        raise UnreadableInput(
            f"registry {folder} is damaged: its file {CURRENT} is missing; restore it, or write the name of the newest "
            f"generation into it ({found[-1]})"
        )


def _read_table(path: Path, name: str) -> pa.Table:
    """A table of a generation. Version 1 of the tool kept neither places nor listings nor what it compared: its ledgers
    lack them; what was compared may lack a column (`_all_or_none_compared`)."""
    schema = (TABLES | COMPARED)[name]
    if name in NEW_TABLES and not path.exists():
        return schema.empty_table()
    table = pq.read_table(path, memory_map=False)
    if name in COMPARED and not _holds(schema, table):
        return table
    for column in ("city", "address") if name == "sightings" else ():
        if column not in table.column_names:
            table = table.append_column(column, pa.array([""] * table.num_rows, pa.string()))
    return table.select(schema.names).cast(schema)


def _holds(schema: pa.Schema, table: pa.Table) -> bool:
    return set(schema.names) <= set(table.column_names)


def _all_or_none_compared(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with nothing compared where one of these lacks a column: they speak of one another by position. A version
    that knew less of a name wrote them, and all is compared once more."""
    if all(_holds(schema, tables[name]) for name, schema in COMPARED.items()):
        return tables
    return tables | {name: schema.empty_table() for name, schema in COMPARED.items()}


def write_ledger(ledger: Ledger, folder: Path) -> Path:
    """Write the next generation and put it in force. UnwritableOutput when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"generation-{ledger.run:06d}"
        written = folder / f"{name}.new"
        shutil.rmtree(written, ignore_errors=True)
        written.mkdir()
        for name_of_table, table in _tables_of(ledger).items():
            _write_table(table, written / f"{name_of_table}.parquet")
        shutil.rmtree(folder / name, ignore_errors=True)
        written.rename(folder / name)
        _point_to(folder, name)
        _drop_old(folder, name)
    except OSError as error:
        raise UnwritableOutput(f"registry {folder} cannot be written: {error.strerror or error}") from error
    return folder / name


def _write_table(table: pa.Table, path: Path) -> None:
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _point_to(folder: Path, name: str) -> None:
    """One atomic step decides which generation is in force."""
    new = folder / f"{CURRENT}.new"
    with new.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / CURRENT)


def _drop_old(folder: Path, current: str) -> None:
    complete = sorted(p for p in folder.glob("generation-??????") if p.name <= current)
    for old in complete[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
