"""`python -m benchmarks.speed.lasting --rows 1000000`: do entities last, and what does a small update of a registry cost?

Enters: the synthetic registry. Leaves: seconds and memory of each command, and what became of the IDs: 99 % of the rows,
then the last 1 %, then that file taken out and given again; with `--orders` the same rows shuffled, in ten files and on
one core; with `--batches` what ten updates make of the rows of one file.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import NamedTuple

import click
import pandas as pd
import pyarrow.parquet as pq

from benchmarks.quality.registry import make_registry
from benchmarks.speed.contest import RESOLVER
from benchmarks.speed.processes import Ran, run

COLUMNS = "id=id,name=name,country=country,city=city,tax_id=tax_id"
SHARE_ADDED = 0.01


def dedupe(folder: Path, files: list[Path], out: str, *options: str) -> Ran:
    """`resolver dedupe` of files of `folder`; its results stand in `folder / out`."""
    asked = [
        "dedupe",
        *map(str, files),
        "--columns",
        COLUMNS,
        "--out",
        str(folder / out),
        "--quiet",
        *options,
    ]
    ran = run([*RESOLVER, *asked], folder=folder)
    cost = f"{ran.seconds:6.0f} s ({ran.cpu:.0f} of the cores) {ran.memory:5.2f} GB"
    click.echo(f"  {out:16} {cost}  exit {ran.exit_code} {ran.message[-90:]}")
    return ran


def ledger(registry: Path, table: str) -> pd.DataFrame:
    """A table of the generation in force."""
    current = (registry / "CURRENT").read_text(encoding="utf-8").strip()
    return pq.read_table(registry / current / f"{table}.parquet").to_pandas()


def updated(folder: Path, rows: pd.DataFrame) -> None:
    """99 % and 1 %, and the 1 % out and in again."""
    base, more, registry = folder / "base.csv", folder / "more.csv", folder / "registry"
    added = max(1, int(len(rows) * SHARE_ADDED))
    rows[:-added].to_csv(base, index=False)
    rows[-added:].to_csv(more, index=False)
    keep = ("--registry", str(registry))
    dedupe(folder, [base], "base", *keep)
    before = ledger(registry, "members").set_index("member")["entity_id"]
    dedupe(folder, [more], "one_percent", *keep)
    members, given = ledger(registry, "members").set_index("member"), ledger(registry, "given")
    _tell_changes(before, members, ledger(registry, "sightings"), given)
    rows[-1:].to_csv(more, index=False)
    dedupe(folder, [more], "taken_out", *keep)
    rows[-added:].to_csv(more, index=False)
    dedupe(folder, [more], "given_again", *keep)
    again = ledger(registry, "members").set_index("member")["entity_id"]
    click.echo(
        f"  members with another ID after taking out and giving again: {(again != members['entity_id']).sum()}"
    )


class Moved(NamedTuple):
    """Entities that no new row joins, and the members that left or came to them: there must be none."""

    untouched: int
    left: int
    came: int


def moved_untouched(before: pd.Series, now: pd.Series, new: pd.Series) -> Moved:
    """`before` and `now`: entity IDs by member; `new`: the members that rows of the new file are. A new row joins an entity
    when a member of that is one entity with it now."""
    with_new = set(now[now.index.isin(new)])
    joined = set(before[now[before.index].isin(with_new)])
    was = before.reindex(now.index)
    untouched = set(before) - joined
    changed = was != now
    return Moved(
        len(untouched),
        int((changed & was.isin(untouched)).sum()),
        int((changed & now.isin(untouched)).sum()),
    )


def _tell_changes(before: pd.Series, members: pd.DataFrame, seen: pd.DataFrame, given: pd.DataFrame) -> None:
    """How many members have another ID, and what became of the entities that no new row joins."""
    now, new = members["entity_id"], seen[seen["source_file"].str.endswith("more.csv")]["member"]
    moved = moved_untouched(before, now, new)
    lost = ~given["now"].isin(given["entity_id"])
    click.echo(
        f"  {len(before)} members before: {(now[before.index] != before).sum()} with another ID; {moved.untouched} entities "
        f"that no new row joins: {moved.left} members left them, {moved.came} came; "
        f"{len(given)} IDs given, {lost.sum()} resolve to none"
    )


def ordered(folder: Path, rows: pd.DataFrame) -> None:
    """The same rows in one file, shuffled, in ten files and on one core: are the entities the same bytes?"""
    whole, shuffled = folder / "whole.csv", folder / "shuffled.csv"
    rows.to_csv(whole, index=False)
    rows.sample(frac=1.0, random_state=1).to_csv(shuffled, index=False)
    parts = [folder / f"part{number}.csv" for number in range(10)]
    for number, part in enumerate(parts):
        rows[number::10].to_csv(part, index=False)
    runs = {"whole": [whole], "shuffled": [shuffled], "ten": parts, "one_core": [whole]}
    for out, files in runs.items():
        dedupe(folder, files, out, "--jobs", "1" if out == "one_core" else "2")
    found = {
        out: hashlib.sha256((folder / out / "entities.csv").read_bytes()).hexdigest()[:16] for out in runs
    }
    click.echo(f"  entities.csv: {found}")


class Agreement(NamedTuple):
    """Two clusterings of the same members."""

    members: int
    differ: int  # members that are with others here than there
    pairs: int
    other_pairs: int
    shared: int  # pairs that both have

    @property
    def f1(self) -> float:
        """Pairwise F1 of the one as against the other."""
        return 2 * self.shared / max(1, self.pairs + self.other_pairs)


def agreement(one: pd.Series, other: pd.Series) -> Agreement:
    """How far two clusterings (entity IDs by member) of the same members agree, whatever the IDs are."""
    both = pd.DataFrame({"one": one, "other": other[one.index]})
    size = both["one"].map(both["one"].value_counts())
    other_size = both["other"].map(both["other"].value_counts())
    met = both.groupby(["one", "other"])["one"].transform("size")
    differ = (met != size) | (met != other_size)
    pairs = ((size - 1).sum() // 2, (other_size - 1).sum() // 2, (met - 1).sum() // 2)
    return Agreement(len(both), int(differ.sum()), *map(int, pairs))


def batched(folder: Path, rows: pd.DataFrame) -> None:
    """The same rows in one file and in ten, one after the other, into a registry each."""
    whole, registry = (
        folder / "whole.csv",
        {name: folder / f"registry-{name}" for name in ("whole", "batches")},
    )
    rows.to_csv(whole, index=False)
    dedupe(folder, [whole], "whole", "--registry", str(registry["whole"]))
    mixed = rows.sample(frac=1.0, random_state=1)
    for number in range(10):
        part = folder / f"part{number}.csv"
        mixed[number::10].to_csv(part, index=False)
        dedupe(folder, [part], f"part{number}", "--registry", str(registry["batches"]))
    found = agreement(*(ledger(one, "members").set_index("member")["entity_id"] for one in registry.values()))
    click.echo(
        f"  {found.members} members, {found.differ} with other companions; pairs: {found.pairs} of one file, "
        f"{found.other_pairs} of ten, {found.shared} of both, F1 {found.f1:.5f}"
    )


@click.command(help=__doc__)
@click.option("--rows", type=click.IntRange(min=1000), default=100_000, show_default=True)
@click.option("--orders", is_flag=True, help="The same rows in other orders, instead of the update.")
@click.option(
    "--batches", is_flag=True, help="The same rows in one file and in ten batches, instead of the update."
)
def main(*, rows: int, orders: bool, batches: bool) -> None:
    """One of the three rounds."""
    with tempfile.TemporaryDirectory(prefix="lasting") as name:
        made = make_registry(rows)
        click.echo(f"{rows:,} rows, {made['name'].nunique():,} spellings")
        (ordered if orders else batched if batches else updated)(Path(name), made)


if __name__ == "__main__":
    main()
