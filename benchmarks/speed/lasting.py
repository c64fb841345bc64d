"""`python -m benchmarks.speed.lasting --rows 1000000`: do entities last, and what does a small update of a registry cost?

Enters: the synthetic registry. Leaves: seconds and memory of each command, and what became of the IDs: 99 % of the rows,
then the last 1 %, then that file taken out and given again; with `--orders` the same rows shuffled, in ten files and on
one core.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

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


def _tell_changes(before: pd.Series, members: pd.DataFrame, seen: pd.DataFrame, given: pd.DataFrame) -> None:
    """How many members have another ID, and how many members came to, left or moved in entities that no new row joins: none
    of their members is one entity now with a row of the new file. Of these there must be none."""
    new = seen[seen["source_file"].str.endswith("more.csv")]["member"]
    now = members.loc[before.index, "entity_id"]
    with_new = set(members.loc[members.index.isin(new), "entity_id"])
    joined = set(before[now.isin(with_new)])
    untouched = set(before) - joined
    moved, came = now != before, members["entity_id"].isin(untouched)
    left = (moved & before.isin(untouched)).sum()
    came = (came & ~(members.index.isin(before.index[~moved]))).sum()
    lost = ~given["now"].isin(given["entity_id"])
    click.echo(
        f"  {len(before)} members before: {moved.sum()} with another ID; {len(untouched)} entities that no new row joins: "
        f"{left} members left them, {came} came; {len(given)} IDs given, {lost.sum()} resolve to none"
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


@click.command(help=__doc__)
@click.option("--rows", type=click.IntRange(min=1000), default=100_000, show_default=True)
@click.option("--orders", is_flag=True, help="The same rows in other orders, instead of the update.")
def main(*, rows: int, orders: bool) -> None:
    """One of the two rounds."""
    with tempfile.TemporaryDirectory(prefix="lasting") as name:
        made = make_registry(rows)
        click.echo(f"{rows:,} rows, {made['name'].nunique():,} spellings")
        (ordered if orders else updated)(Path(name), made)


if __name__ == "__main__":
    main()
