"""`python -m benchmarks.quality.cases OUT.csv`: a table of party names, half of them listed ones with noise.

For timing the main job on something like real work: columns id, name, country, and the truth (list and
listing id, empty for innocents), which the resolver does not read.
"""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from benchmarks.quality.innocents import innocents, listed_keys, off_list
from benchmarks.quality.matrix import matrix_queries
from benchmarks.quality.truth import lists_folder, organisations, read_lists
from watchlists.model import Snapshot

CASE_COLUMNS = ["id", "name", "country", "truth_source", "truth_listing_id"]


def make_cases(
    snapshots: tuple[Snapshot, ...], rows: int, folder: Path | None = None, seed: int = 1
) -> pd.DataFrame:
    """`rows` rows as CASE_COLUMNS in random order: manipulated listed names and as many innocents."""
    listed = pd.concat(
        [
            matrix_queries(snapshots, half, each=rows // 50, folder=folder, seed=seed)
            for half in ("train", "test")
        ]
    ).sample(frac=1.0, random_state=seed)
    strangers, _ = off_list(innocents("test", rows), listed_keys(snapshots))
    wanted = [listed.head(rows // 2), strangers.head(rows - min(len(listed), rows // 2))]
    table = pd.concat(wanted).sample(frac=1.0, random_state=seed).rename(columns={"query_id": "id"})
    return table[CASE_COLUMNS].fillna("").assign(id=[f"c{i}" for i in range(len(table))])


@click.command(help=__doc__)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rows", type=click.IntRange(min=100), default=10_000, show_default=True)
@click.option(
    "--lists", "folder", help="Folder of the real lists; else RESOLVER_LISTS_DIR or ../shared/data."
)
def main(out: Path, rows: int, folder: str | None) -> None:
    """Writes the table."""
    table = make_cases(organisations(read_lists(folder)), rows, lists_folder(folder))
    table.to_csv(out, index=False)
    click.echo(f"{len(table)} rows, {(table['truth_source'] != '').sum()} of them listed: {out}")


if __name__ == "__main__":
    main()
