"""`python -m benchmarks.speed`: the resolver, emm, rapidfuzz and nomenklatura on the same generated work.

Each program runs as a process of its own; seconds are of the whole command. Peers that are not installed are
skipped with a word; `--peer-python` names an interpreter that has them, so that they need not share ours.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from benchmarks.speed.contest import PEERS, Result, ours, peer
from benchmarks.speed.work import make_work


@click.command(help=__doc__)
@click.option("--parties", type=click.IntRange(min=100), default=10_000, show_default=True)
@click.option(
    "--listed", type=click.IntRange(min=100), default=20_000, show_default=True, help="Listed names."
)
@click.option(
    "--repetition", type=click.IntRange(min=1), default=1, show_default=True, help="Rows for each name."
)
@click.option("--peers", default=",".join(PEERS), show_default=True, help="Peers by comma, or none.")
@click.option(
    "--peer-python", default=sys.executable, help="Interpreter that has the peers; default this one."
)
@click.option("--jobs", type=int, help="Cores for the resolver; default its own.")
def main(
    *, parties: int, listed: int, repetition: int, peers: str, peer_python: str, jobs: int | None
) -> None:
    """Makes the work, runs every program on it, prints a table and the ratios."""
    chosen = [name for name in peers.split(",") if name != "none"]
    unknown = [name for name in chosen if name not in PEERS]
    if unknown:
        raise click.UsageError(f"--peers: {', '.join(unknown)} unknown; choose from {', '.join(PEERS)}")
    with tempfile.TemporaryDirectory(prefix="speed") as name:
        folder = Path(name)
        work = make_work(folder, parties=parties, listed=listed, repetition=repetition)
        click.echo(f"{parties:,} parties, each name {repetition} times, against {listed:,} listed names")
        first = ours(work, parties, folder, ["--jobs", str(jobs)] if jobs else [])
        click.echo(HEADING)
        click.echo(_line(first, first))
        for one in chosen:
            click.echo(_line(peer(one, work, parties, folder, peer_python), first))
    sys.exit(1 if first.note else 0)


COLUMNS = ("seconds", "of cores", "parties/s", "GB", "found", "first", "pairs")
HEADING = f"{'program':14}" + "".join(f"{column:>10}" for column in COLUMNS)


def _line(one: Result, first: Result) -> str:
    if not one.seconds:
        return f"{one.name:14}{one.note}"
    shown = [f"{one.seconds:.1f}", f"{one.cpu:.1f}", f"{one.throughput:,.0f}", f"{one.memory:.2f}"]
    shown += [f"{one.found:.3f}", f"{one.first:.3f}", f"{one.pairs_per_party:.1f}"]
    compared = one is not first and first.seconds > 0
    beside = f"  ours is {one.seconds / first.seconds:.1f} times as fast" if compared else ""
    return f"{one.name:14}{''.join(f'{text:>10}' for text in shown)}{beside}  {one.note}".rstrip()


if __name__ == "__main__":
    main()
