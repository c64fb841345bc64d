"""`python -m benchmarks.quality`: measures the resolver on held-out names, against the frozen baseline.

Exit codes: 0 no loss, 1 a figure got worse than the baseline's tolerance, 3 the lists could not be read.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from benchmarks.quality.baseline import Difference, compare, read_baseline, write_baseline
from benchmarks.quality.measured import MEASURED_PARTS, write_measured
from benchmarks.quality.sections import SECTIONS
from benchmarks.quality.setting import Section, Setting, setting
from benchmarks.quality.truth import Half, lists_folder, organisations, read_lists
from watchlists.errors import WatchlistError
from watchlists.model import Snapshot


@click.command(help=__doc__)
@click.option(
    "--lists", "folder", help="Folder of the real lists; else RESOLVER_LISTS_DIR or ../shared/data."
)
@click.option("--sample", type=click.IntRange(min=10), help="At most so many names a set: a quick look.")
@click.option("--half", type=click.Choice(["test", "train"]), default="test", show_default=True)
@click.option("--only", multiple=True, type=click.Choice(list(SECTIONS)), help="These parts; default all.")
@click.option("--update-baseline", is_flag=True, help="Freeze the figures of this run.")
@click.option(
    "--update-measured",
    is_flag=True,
    help="Write what run.json says of the model (presets and calibration); part of --update-baseline.",
)
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Figures as JSON.")
def main(
    *,
    folder: str | None,
    sample: int | None,
    half: Half,
    only: tuple[str, ...],
    update_baseline: bool,
    update_measured: bool,
    json_file: Path | None,
) -> None:
    """Runs the parts, prints their tables, and ends with 1 when a figure of the baseline was lost."""
    full = sample is None and half == "test"
    if update_baseline and not (full and not only):
        raise click.UsageError("--update-baseline needs a full run: leave --sample, --half and --only away")
    if update_measured and not (full and set(only or SECTIONS) >= set(MEASURED_PARTS)):
        raise click.UsageError("--update-measured needs full parts: " + " and ".join(MEASURED_PARTS))
    lists = _read(folder)
    of = setting(lists, half, lists_folder(folder), sample)
    figures, measured = _measured(of, only or tuple(SECTIONS), json_file)
    if update_baseline or update_measured:
        write_measured(measured, _about(lists))
    if update_baseline:
        write_baseline(figures, _about(lists))
    elif full:
        sys.exit(_shown(compare(figures, read_baseline())))


def _read(folder: str | None) -> tuple[Snapshot, ...]:
    try:
        return organisations(read_lists(folder))
    except (OSError, WatchlistError) as error:
        click.echo(f"the lists could not be read: {error}; give their folder with --lists", err=True)
        sys.exit(3)


def _measured(
    of: Setting, parts: Iterable[str], json_file: Path | None
) -> tuple[dict[str, float], dict[str, Any]]:
    """The figures of all parts, and what the package says of itself.

    The file is written after each part, so that one that fails takes no others along.
    """
    figures: dict[str, float] = {}
    measured: dict[str, Any] = {}
    for name in parts:
        started = time.perf_counter()
        part = SECTIONS[name](of)
        figures |= part.figures
        measured |= part.measured
        click.echo(_text(part, time.perf_counter() - started))
        if json_file:
            json_file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures, measured


def _text(part: Section, seconds: float) -> str:
    table = part.table.to_string(float_format=lambda value: f"{value:.3f}")
    return "\n".join([f"\n{part.title} ({seconds:.0f} s)", table, *part.lines])


def _about(lists: Iterable[Snapshot]) -> dict[str, object]:
    return {"half": "test", "lists": {s.source: [s.published, len(s.listings), s.name_count] for s in lists}}


def _shown(differences: list[Difference]) -> int:
    """Prints each figure beside the frozen one; 1 when any was lost."""
    click.echo("\nagainst the baseline")
    for one in differences:
        before = "   new" if one.before is None else f"{one.before:6.3f}"
        click.echo(f"  {one.figure:34} {before} -> {one.now:6.3f}{'  LOST' if one.lost else ''}")
    return int(any(one.lost for one in differences))


if __name__ == "__main__":
    main()
