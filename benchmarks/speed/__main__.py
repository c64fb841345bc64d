"""`python -m benchmarks.speed [screen|dedupe]`: the resolver and its peers on the same generated work.

`screen`: beside emm, rapidfuzz and nomenklatura. `dedupe`: beside splink alone. Without either: both, small.
Each program runs as a process of its own; seconds are of the whole command. Peers that are not installed are
skipped with a word; `--peer-python` names an interpreter that has them (or `emm=PATH` one of them), so that they
need not share ours.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

import click

from benchmarks.speed import deduplication
from benchmarks.speed.contest import PEERS, Result, ours, peer
from benchmarks.speed.deduplication import KEPT, Clustered
from benchmarks.speed.work import make_work


@click.group(help=__doc__, invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Both jobs at their small sizes when none is named."""
    if context.invoked_subcommand is None:
        context.invoke(screen)
        context.invoke(dedupe)


@main.command()
@click.option("--parties", type=click.IntRange(min=100), default=10_000, show_default=True)
@click.option(
    "--listed", type=click.IntRange(min=100), default=20_000, show_default=True, help="Listed names."
)
@click.option(
    "--repetition", type=click.IntRange(min=1), default=1, show_default=True, help="Rows for each name."
)
@click.option("--peers", default=",".join(PEERS), show_default=True, help="Peers by comma, or none.")
@click.option(
    "--peer-python",
    "peer_pythons",
    multiple=True,
    metavar="[PEER=]PATH",
    help="Interpreter that has the peers, or that one: emm and nomenklatura need not be installable together.",
)
@click.option("--jobs", type=int, help="Cores for the resolver; default its own.")
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How often all run in turn: a machine that others share is not the same from minute to minute.",
)
def screen(
    *,
    parties: int,
    listed: int,
    repetition: int,
    peers: str,
    peer_pythons: tuple[str, ...],
    jobs: int | None,
    rounds: int,
) -> None:
    """Parties against a watchlist: the resolver, emm, rapidfuzz and nomenklatura."""
    chosen = [name for name in peers.split(",") if name != "none"]
    unknown = [name for name in chosen if name not in PEERS]
    if unknown:
        raise click.UsageError(f"--peers: {', '.join(unknown)} unknown; choose from {', '.join(PEERS)}")
    pythons = _interpreters(peer_pythons)
    with tempfile.TemporaryDirectory(prefix="speed") as name:
        folder = Path(name)
        work = make_work(folder, parties=parties, listed=listed, repetition=repetition)
        click.echo(f"{parties:,} parties, each name {repetition} times, against {listed:,} listed names")
        click.echo(HEADING)
        ratios: dict[str, list[float]] = {}
        for number in range(rounds):
            (own := folder / f"round{number}").mkdir()
            first = ours(work, parties, own, ["--jobs", str(jobs)] if jobs else [])
            click.echo(_line(first, first))
            if first.note:
                sys.exit(1)
            for one in chosen:
                other = peer(one, work, parties, own, pythons[one])
                click.echo(_line(other, first))
                ratios.setdefault(one, []).append(other.seconds / first.seconds)
        if rounds > 1:
            click.echo("\n".join(map(_over_rounds, ratios, ratios.values())))


def _over_rounds(peer_name: str, ratios: list[float]) -> str:
    """The middle of the ratios to one peer, and their range."""
    return (
        f"{peer_name}: ours is {median(ratios):.1f} times as fast, the middle of {len(ratios)} rounds"
        f" ({min(ratios):.1f} to {max(ratios):.1f})"
    )


def _interpreters(given: tuple[str, ...]) -> dict[str, str]:
    """The interpreter of each peer: the one given for it, or for all, or this one."""
    named = [one.partition("=") for one in given]
    for peer_name in (name for name, equals, _ in named if equals and name not in PEERS):
        raise click.UsageError(f"--peer-python: {peer_name} unknown; choose from {', '.join(PEERS)}")
    common = [name for name, equals, _ in named if not equals] or [sys.executable]
    own = {name: path for name, equals, path in named if equals}
    return {name: own.get(name, common[-1]) for name in PEERS}


@main.command()
@click.option("--rows", type=click.IntRange(min=100), default=10_000, show_default=True)
@click.option("--alone", is_flag=True, help="Without splink beside it.")
def dedupe(*, rows: int, alone: bool) -> None:
    """Rows of a registry against each other: the resolver and splink alone."""
    with tempfile.TemporaryDirectory(prefix="speed") as name:
        folder = Path(name)
        registry = deduplication.write_registry(folder, rows)
        click.echo(f"\nregistry of {rows:,} rows")
        click.echo(f"{'program':14}" + "".join(f"{one:>14}" for one in ("seconds", "of cores", "GB", *KEPT)))
        first = deduplication.ours(registry, folder)
        click.echo(_clustered(first))
        if not alone:
            click.echo(_clustered(deduplication.splink_alone(registry, folder, rows)))
    if first.note:
        sys.exit(1)


def _clustered(one: Clustered) -> str:
    if one.note:
        return f"{one.name:14}{one.note}"
    ran = [f"{one.ran.seconds:.1f}", f"{one.ran.cpu:.1f}", f"{one.ran.memory:.2f}"]
    return f"{one.name:14}" + "".join(
        f"{text:>14}" for text in [*ran, *(f"{one.figures[k]:.3f}" for k in KEPT)]
    )


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
