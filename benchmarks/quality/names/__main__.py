"""`python -m benchmarks.quality.names`: what the steps of a canonical name buy, on names held out from the tables.

Prints for one half of the listings: the classes of Cyrillic names, the share whose keys agree with a Latin name
of the same listing, and the share of OFAC organisations (both halves) that share a key with an unrelated one.
"""

from __future__ import annotations

from collections import Counter

import click

from benchmarks.quality.names.classes import CLASSES, class_of
from benchmarks.quality.names.keys import KEYS, Alias, agreement, collisions
from benchmarks.quality.truth import (
    Half,
    by_key,
    cyrillic_queries,
    latin_only,
    lists_folder,
    organisations,
    read_lists,
)
from watchlists.model import Snapshot


def aliases_of(snapshots: tuple[Snapshot, ...], half: Half, folder: str | None) -> list[Alias]:
    """The Cyrillic names of a half with the Latin names of their listing."""
    latin = by_key(latin_only(snapshots))
    asked = cyrillic_queries(snapshots, half, lists_folder(folder))
    keys = zip(asked["truth_source"], asked["truth_listing_id"], strict=True)
    return [
        Alias(text, key, tuple(name.text for name in latin[key].names))
        for text, key in zip(asked["name"], keys, strict=True)
    ]


@click.command(help=__doc__)
@click.option(
    "--lists", "folder", help="Folder of the real lists; else RESOLVER_LISTS_DIR or ../shared/data."
)
@click.option("--half", type=click.Choice(["test", "train"]), default="test", show_default=True)
@click.option("--show", help="Print the names of this class; train half only, what is held out stays unseen.")
def main(*, folder: str | None, half: Half, show: str | None) -> None:
    """Prints the tables; with --show the names of a class."""
    if show and half == "test":
        raise click.UsageError("--show needs --half train: the names of the test half are held out")
    snapshots = organisations(read_lists(lists_folder(folder)))
    aliases = aliases_of(snapshots, half, folder)
    _print_classes(aliases)
    _print_keys(aliases, snapshots)
    for alias in aliases if show else ():
        if class_of(alias) == show:
            click.echo(f"{alias.text} | {' | '.join(alias.latin)}")


def _print_classes(aliases: list[Alias]) -> None:
    counts = Counter(map(class_of, aliases))
    click.echo(f"{len(aliases)} Cyrillic names")
    for name in CLASSES:
        click.echo(f"  {name:34} {counts[name] / max(1, len(aliases)):6.1%}")


def _print_keys(aliases: list[Alias], snapshots: tuple[Snapshot, ...]) -> None:
    click.echo(f"\n{'key':28} agree  collide (OFAC organisations)")
    for name, key_of in KEYS.items():
        colliding, all_of_them = collisions(snapshots, key_of)
        click.echo(f"  {name:26} {agreement(aliases, key_of):6.1%} {colliding / all_of_them:6.1%}")


if __name__ == "__main__":
    main()
