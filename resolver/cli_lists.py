"""`resolver lists update | import | show | diff | verify`: what is listed, of which date, with which hash.

Results go to standard output, progress and reasons to standard error. Exit codes: 0; 2 usage; 3 a file that
cannot be read, or a check that does not hold; 4 a list that is missing or could not be fetched.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from watchlists.errors import UnavailableList, WatchlistError
from watchlists.sources import known_sources

if TYPE_CHECKING:
    from watchlists.fetch import Progress
    from watchlists.model import Snapshot
    from watchlists.store import Stored
    from watchlists.updating import Outcome

_MEGABYTE = 1 << 20
_SNAPSHOTS_OF_A_DIFF = 2
P = ParamSpec("P")
R = TypeVar("R")


def _one_line_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A WatchlistError ends the command with one line and its exit code."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except WatchlistError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(error.exit_code)

    return guarded


@click.group("lists", short_help="What is listed, and since when.")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Where snapshots are kept.")
@click.pass_context
def lists(context: click.Context, home: Path | None) -> None:
    """What is listed, by whom and since when: fetch, import, show, compare and verify lists."""
    context.obj = home


_force = click.option("--force", is_flag=True, help="Take a list that is much smaller, older or filtered.")
_shrink = click.option(
    "--max-shrink",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Refuse a list that has lost more than this share of its entries.",
)
_quiet = click.option("--quiet", "-q", is_flag=True, help="No progress.")


@lists.command("update", short_help="Fetch lists from their publishers.")
@click.argument("sources", nargs=-1)
@_force
@_shrink
@_quiet
@click.pass_obj
@_one_line_errors
def update_lists(
    home: Path | None, sources: tuple[str, ...], force: bool, max_shrink: float, quiet: bool
) -> None:
    """Fetch SOURCES from their publishers (without SOURCES: the usual ones and all that are here).

    The last good snapshot stays in use when a publisher cannot be reached or sends something broken.
    """
    from watchlists.updating import Checks, update

    failed: list[WatchlistError] = []
    for name in sources or _usual_sources(home):
        progress = None if quiet else _progress(name)
        try:
            told = _told(update(name, home=home, checks=Checks(max_shrink, force), progress=progress))
        except WatchlistError as error:
            failed.append(error)
            told = ""
        if progress:
            click.echo(err=True)  # end the line of the progress
        click.echo(told or f"error: {failed[-1]}", err=not told)
    if failed:
        sys.exit(max(error.exit_code for error in failed))


def _usual_sources(home: Path | None) -> list[str]:
    from watchlists.store import stored_sources

    here = set(stored_sources(home=home))
    return [
        name for name, source in known_sources(home).items() if source.url and (source.usual or name in here)
    ]


def _progress(name: str) -> Progress | None:
    """Megabytes so far on a terminal; nothing where the output goes to a file."""
    if not sys.stderr.isatty():
        return None

    def report(got: int, whole: int | None) -> None:
        total = f" of {whole / _MEGABYTE:.1f}" if whole else ""
        click.echo(f"\r{name}: {got / _MEGABYTE:.1f}{total} MB", err=True, nl=False)

    return report


def _told(outcome: Outcome) -> str:
    record = outcome.stored.record
    published = record["published"] or "without a date"
    return (
        f"{outcome.source}: {outcome.change}; published {published}, {record['entries']:,} entries, "
        f"{record['names']:,} names, SHA-256 {record['sha256'][:16]}"
    )


@lists.command("import", short_help="Keep a file carried over by hand.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", help="Which source it is; told from the file where that is clear.")
@click.option("--published", default="", help="Its date (2026-07-11) where the file does not say it.")
@click.option(
    "--fetched", default="", help="The day it came from its publisher; --max-age counts from there."
)
@_force
@_shrink
@click.pass_obj
@_one_line_errors
def import_list(
    home: Path | None,
    file: Path,
    source: str | None,
    published: str,
    fetched: str,
    force: bool,
    max_shrink: float,
) -> None:
    """Keep FILE, carried over by hand, as a snapshot: an official list, or a table of your own."""
    from watchlists.updating import Checks, import_file

    if published:
        _iso_date(published)
    if fetched and _iso_date(fetched) > datetime.now(UTC).date():
        raise click.BadParameter(f"--fetched {fetched} is yet to come")
    checks = Checks(max_shrink=max_shrink, force=force)
    outcome = import_file(file, source=source, published=published, fetched=fetched, home=home, checks=checks)
    click.echo(_told(outcome))
    for warning in outcome.stored.record["warnings"]:
        click.echo(f"warning: {outcome.source}: {warning}", err=True)


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date of the form 2026-07-11") from None


@lists.command("show", short_help="Age, counts, warnings and gaps.")
@click.argument("sources", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is shown.",
)
@click.pass_obj
@_one_line_errors
def show_lists(home: Path | None, sources: tuple[str, ...], form: str) -> None:
    """Age, counts, hash, warnings and gaps of the lists that are here (or of SOURCES)."""
    records = [_shown(name, home) for name in sources or known_and_stored(home)]
    if form == "json":
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for record in records:
        click.echo(_as_text(record, detailed=bool(sources)))


def known_and_stored(home: Path | None) -> list[str]:
    """Every source by name: those of sources.toml, then those that were imported under a name of their
    own."""
    from watchlists.store import stored_sources

    return list(dict.fromkeys([*known_sources(home), *stored_sources(home=home)]))


def _shown(name: str, home: Path | None) -> dict[str, Any]:
    """What there is to say of a source: its snapshot.json, or that it is not here."""
    from watchlists.loading import load
    from watchlists.store import describe, last_check, stored_snapshots

    source = known_sources(home).get(name)
    kept = stored_snapshots(name, home=home)
    if source is None and not kept:
        raise UnavailableList(f"{name}: no source of that name; `resolver lists show` names all")
    head: dict[str, Any] = {"source": name, "title": source.title if source else ""}
    if source and source.file:
        return head | describe(load(name, home=home)) | {"age_days": None, "snapshots": 0}
    if not kept:
        return head | {"entries": None, "licence": source.licence if source else ""}
    confirmed = last_check(name, home=home).get("checked", "")
    today = datetime.now(UTC).date()
    age = (today - date.fromisoformat(kept[-1].date)).days
    return head | kept[-1].record | {"age_days": age, "confirmed": confirmed, "snapshots": len(kept)}


def _as_text(record: dict[str, Any], *, detailed: bool) -> str:
    from resolver.report.text_table import count

    if record["entries"] is None:
        return f"{record['source']}: not here; {record['title']} (resolver lists update {record['source']})"
    types = ", ".join(f"{count:,} {kind}" for kind, count in record["entries_by_type"].items())
    dated = f"published {record['published']}" if record["published"] else "without a publication date"
    since = "old" if record["published"] else "here"
    age = "" if record["age_days"] is None else f", {count(record['age_days'], 'day')} {since}"
    counted = f"{record['entries']:,} entries ({types}), {record['names']:,} names"
    lines = [f"{record['source']}: {dated}{age}; {counted}"]
    lines += [f"  warning: {text}" for text in record["warnings"]]
    if record["excluded"]:
        lines.append(f"  excluded: {len(record['excluded'])}, first: {_excluded(record['excluded'][0])}")
    return "\n".join(lines + (_details(record) if detailed else []))


def _excluded(item: dict[str, str]) -> str:
    return f"{item['where']} ({item['reason']})"


def _details(record: dict[str, Any]) -> list[str]:
    lines = [
        f"  {record['title']}, {record['publisher']}",
        f"  format {record['format']}, SHA-256 {record['sha256']}",
        f"  retrieved {record['retrieved'] or 'with this program'}, snapshots kept: {record['snapshots']}",
        f"  names: {_counted(record['names_by_quality'])}",
        f"  identifiers: {_counted(record['identifiers_by_kind']) or 'none'}",
        f"  addresses: {record['addresses']:,}, relations: {record['relations']:,}",
    ]
    lines += [f"  excluded: {_excluded(item)}" for item in record["excluded"]]
    return lines + [f"  does not contain: {text}" for text in record["does_not_contain"]]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


@lists.command("verify", short_help="Check hashes, tables and counts.")
@click.argument("sources", nargs=-1)
@click.pass_obj
@_one_line_errors
def verify_lists(home: Path | None, sources: tuple[str, ...]) -> None:
    """Check every snapshot (of SOURCES): its hash, its tables, its counts against the publisher's own."""
    from watchlists.store import stored_snapshots, stored_sources
    from watchlists.verifying import verify

    sound = True
    wanted = sources or stored_sources(home=home)
    if not wanted:
        click.echo("no snapshot is here: nothing was verified", err=True)
    for name in wanted:
        kept = stored_snapshots(name, home=home)
        if not kept:
            raise UnavailableList(f"{name}: no snapshot to verify")
        for stored in kept:
            findings = verify(stored)
            bad = [finding for finding in findings if not finding.holds]
            sound = sound and not bad
            click.echo(
                f"{name} {stored.snapshot_id}: {'damaged' if bad else f'sound, {len(findings)} checks'}"
            )
            for finding in bad:
                click.echo(f"  {finding.check}: {finding.detail}")
    if not sound:
        sys.exit(WatchlistError.exit_code)


@lists.command("diff", short_help="What changed between two snapshots.")
@click.argument("source")
@click.argument("versions", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="How the changes are written.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of to the screen."
)
@click.option("--safe-csv", is_flag=True, help="Escape cells that a spreadsheet would execute.")
@click.pass_obj
@_one_line_errors
def diff_lists(
    home: Path | None, source: str, versions: tuple[str, ...], form: str, out: Path | None, safe_csv: bool
) -> None:
    """What changed in SOURCE between two snapshots (dates or IDs; without them the last two), or between two
    FILES."""
    from resolver.list_changes import WRITERS, changes_counted, changes_csv
    from watchlists.diffing import diff, not_compared

    if safe_csv and form != "csv":
        raise click.UsageError("--safe-csv goes with --format csv")
    old, new = _pair(source, versions, home)
    changes = diff(old, new)
    text = changes_csv(changes, safe=safe_csv) if form == "csv" else WRITERS[form](changes)
    if out:
        _write(out, text)
    else:
        click.echo(text, nl=False)
    click.echo(changes_counted(changes, old, new), err=True)
    for part in not_compared(old, new):
        click.echo(f"not compared: {part}, which one of the two was read without", err=True)


def _pair(source: str, versions: tuple[str, ...], home: Path | None) -> tuple[Snapshot, Snapshot]:
    from resolver.report.text_table import count
    from watchlists.readers import read_file
    from watchlists.store import read_stored, stored_snapshots

    if len(versions) == 1:
        return read_file(source), read_file(versions[0])
    kept = stored_snapshots(source, home=home)
    if not versions and len(kept) < _SNAPSHOTS_OF_A_DIFF:
        raise UnavailableList(
            f"{source}: {count(len(kept), 'snapshot')} here, two are needed; name two files, or update again"
        )
    if len(versions) not in (0, _SNAPSHOTS_OF_A_DIFF):
        raise click.UsageError("give SOURCE, SOURCE A B, or two files")
    old, new = (
        [_version(source, word, kept) for word in versions] if versions else kept[-_SNAPSHOTS_OF_A_DIFF:]
    )
    return read_stored(old), read_stored(new)


def _version(source: str, word: str, kept: list[Stored]) -> Stored:
    """A snapshot by the beginning of its ID, or the one that served on a date."""
    by_id = [one for one in kept if one.snapshot_id.startswith(word)]
    by_date = [one for one in kept if one.date <= word] if "-" in word else []
    if by_id or by_date:
        return (by_id or by_date)[-1]
    names = ", ".join(f"{one.snapshot_id} ({one.date})" for one in kept) or "none"
    raise UnavailableList(f"{source}: no snapshot {word}; there are: {names}")


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.UsageError(f"--out {out} cannot be written: {error.strerror or error}") from None
