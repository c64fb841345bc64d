"""`update` a source from its publisher, or `import_file` what was carried over by hand: check, then keep.

The last good snapshot stays the current one until the new file has been read whole and has passed every
check: its format is one of the source's, it is no filtered export, it is not older, and it has not shrunk by
more than a share.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from watchlists.errors import UnavailableList, UnreadableList, UnusableSetting
from watchlists.fetch import Limits, Progress, download
from watchlists.locking import exclusive
from watchlists.readers import FORMATS, ofac_csv, read_file
from watchlists.sources import Source, fitting_sources, known_sources
from watchlists.store import (
    Stored,
    find_stored,
    last_check,
    note_check,
    source_folder,
    stored_snapshots,
    write_snapshot,
)

if TYPE_CHECKING:
    from watchlists.model import Snapshot

# OFAC's largest delisting of one day in ten years took 6 % of the list; 20 % is a broken feed.
MAX_SHRINK = 0.2
_WORK = ".fetching-"
_SOURCE_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{0,63}$")


@dataclass(frozen=True, slots=True)
class Checks:
    """What a new file may be. `force` takes one that is smaller, older or filtered, on the user's word."""

    max_shrink: float = MAX_SHRINK
    force: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update or an import did: "new", "unchanged" (nothing newer) and the snapshot that now
    serves."""

    source: str
    change: str
    stored: Stored


def update(
    name: str,
    *,
    home: Path | None = None,
    checks: Checks | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Fetch one source and keep it when it is good.

    Raises UnavailableList (exit code 4) when it could not be had or was refused; the message says which good
    snapshot still serves.
    """
    source = _downloadable(name, home)
    folder = source_folder(name, home=home)
    try:
        with exclusive(folder, name=".update-lock"):
            return _update_locked(source, folder, home, checks or Checks(), limits or Limits(), progress)
    except (UnavailableList, UnreadableList) as error:
        raise UnavailableList(_with_fallback(str(error), name, home)) from None
    except OSError as error:
        raise _unwritable(folder, error) from None


def _unwritable(folder: Path, error: OSError) -> UnusableSetting:
    reason = error.strerror or str(error)
    return UnusableSetting(
        f"{folder}: snapshots cannot be written there ({reason}); set RESOLVER_HOME to another folder"
    )


def _downloadable(name: str, home: Path | None) -> Source:
    known = known_sources(home)
    if name not in known:
        raise UnavailableList(f"{name}: no source of that name; known are {', '.join(sorted(known))}")
    if not known[name].url:
        raise UnavailableList(f"{name}: is part of this program and is not downloaded")
    return known[name]


def _with_fallback(message: str, name: str, home: Path | None) -> str:
    message = message if message.startswith(name) else f"{name}: {message}"
    kept = stored_snapshots(name, home=home)
    return f"{message}; the snapshot of {kept[-1].date} still serves" if kept else message


def _update_locked(
    source: Source, folder: Path, home: Path | None, checks: Checks, limits: Limits, progress: Progress | None
) -> Outcome:
    for left in folder.glob(f"{_WORK}*"):  # of an update that was killed
        shutil.rmtree(left, ignore_errors=True)
    kept = stored_snapshots(source.name, home=home)
    known = last_check(source.name, home=home) if kept and _is_read_by_today(kept[-1]) else {}
    with tempfile.TemporaryDirectory(prefix=_WORK, dir=folder) as work:
        target = Path(work) / source.name  # messages name the file
        answer = download(
            source,
            target,
            token=_token(source),
            etag=known.get("etag", ""),
            last_modified=known.get("last_modified", ""),
            limits=limits,
            progress=progress,
        )
        now = _now()
        if answer.modified:
            fetched = replace(read_file(target), retrieved=now)
            outcome = _keep(source, target, fetched, home=home, checks=checks)
        elif kept:
            outcome = Outcome(source.name, "unchanged", kept[-1])
        else:
            raise UnavailableList(
                f"{source.name}: the publisher says that nothing changed, but there is no snapshot"
            )
        note_check(source.name, when=now, etag=answer.etag, modified=answer.last_modified, home=home)
    return outcome


def _is_read_by_today(stored: Stored) -> bool:
    """False when a newer version of its reader would give other listings: then the file is fetched again."""
    name, _, version = str(stored.record.get("reader", "")).partition("/")
    return name in FORMATS and version == str(FORMATS[name].version)


def _token(source: Source) -> str:
    if not source.token_env:
        return ""
    token = os.environ.get(source.token_env, "").strip()
    if not token:
        raise UnavailableList(
            f"{source.name}: needs a token in the environment variable {source.token_env}; "
            f"{source.token_help}"
        )
    return token


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def import_file(
    path: Path,
    *,
    source: str | None = None,
    published: str = "",
    fetched: str = "",
    home: Path | None = None,
    checks: Checks | None = None,
) -> Outcome:
    """Keep a file that was carried over by hand as a snapshot of a source (told from the file, or given).

    `published` (ISO 8601) dates a file that does not say it; `fetched` is the day on which it came from its publisher,
    who confirmed it by that. An older publication is kept beside a newer one and serves `as_of`. Raises
    UnreadableList, UnavailableList when the source cannot be told or the file was refused, or UnusableSetting for a
    name or a folder that cannot be used.
    """
    snapshot = read_file(path)
    known = known_sources(home)
    name = source or _recognise(snapshot, path, known)
    if not _SOURCE_NAME.match(name):
        raise UnusableSetting(
            f"{name!r}: not a name for a source; use small letters, digits, '-', '_' and '.'"
        )
    target = known.get(name, Source(name, title=path.name, publisher=snapshot.publisher))
    if target.file:
        raise UnavailableList(f"{name}: is part of this program; import your own list under another name")
    snapshot = replace(snapshot, retrieved=_now(), published=snapshot.published or published)
    try:
        outcome = _keep(target, path, snapshot, home=home, checks=checks or Checks(), by_hand=True)
        if fetched:
            _confirm(outcome, fetched, home=home)
    except OSError as error:
        raise _unwritable(source_folder(name, home=home), error) from None
    return outcome


def _confirm(outcome: Outcome, fetched: str, *, home: Path | None) -> None:
    """Remember the day on which the current snapshot was still the publisher's; an older file confirms nothing."""
    current = find_stored(outcome.source, home=home)
    known = last_check(outcome.source, home=home).get("checked", "")
    if current.snapshot_id == outcome.stored.snapshot_id and known[:10] < fetched:
        note_check(outcome.source, when=fetched, etag="", modified="", home=home)


def _recognise(snapshot: Snapshot, path: Path, known: dict[str, Source]) -> str:
    if snapshot.format.startswith("table-"):
        stem = path.name.casefold().partition(".")[0]
        return re.sub(r"[^a-z0-9._-]+", "-", stem).strip("-._") or "own-list"
    fitting = fitting_sources(snapshot.format, path.name, known)
    if len(fitting) == 1:
        return fitting[0].name
    names = ", ".join(source.name for source in fitting) or "no known source"
    raise UnavailableList(f"{path.name}: may be of {names}; say which with --source NAME")


def _keep(
    source: Source,
    path: Path,
    snapshot: Snapshot,
    *,
    home: Path | None,
    checks: Checks,
    by_hand: bool = False,
) -> Outcome:
    snapshot = replace(
        snapshot,
        source=source.name,
        publisher=source.publisher or snapshot.publisher,
        does_not_contain=source.does_not_contain,
    )
    kept = stored_snapshots(source.name, home=home)
    if not checks.force:
        _check(snapshot, source, kept, checks, by_hand=by_hand)
    stored = write_snapshot(snapshot, _raw_files(path, snapshot), home=home)
    known = any(one.snapshot_id == stored.snapshot_id for one in kept)
    return Outcome(source.name, "unchanged" if known else "new", stored)


def _raw_files(path: Path, snapshot: Snapshot) -> list[Path]:
    if snapshot.format != "ofac-csv":
        return [path]
    companions = (ofac_csv.companion_path(path, part) for part in ("alt", "add", "comments"))
    return [path, *(companion for companion in companions if companion is not None)]


def _check(snapshot: Snapshot, source: Source, kept: list[Stored], checks: Checks, *, by_hand: bool) -> None:
    if source.formats and snapshot.format not in source.formats:
        raise UnavailableList(
            f"{source.name}: the file is {snapshot.format}, not {' or '.join(source.formats)}; not taken"
        )
    filters = [key for key in snapshot.extra if key.startswith("filter ") and key != "filter sanctionsLists"]
    if filters:
        raise UnavailableList(
            f"{source.name}: a filtered export, not the whole list; not taken (--force takes it)"
        )
    declared, found = snapshot.declared_entries, len(snapshot.listings) + len(snapshot.excluded)
    if declared is not None and found < declared:
        raise UnavailableList(
            f"{source.name}: the publisher counts {declared} entries, the file has {found}; "
            "not taken (--force takes it)"
        )
    if not kept:
        return
    last = kept[-1]
    dated = str(last.record["published"])
    if dated and not snapshot.published:
        raise UnavailableList(f"{source.name}: the file does not say its date; give it with --published")
    if snapshot.published < dated:
        if by_hand:
            return  # a piece of history: it serves --as-of, and is not compared with what came after it
        raise UnavailableList(
            f"{source.name}: published on {snapshot.published}, older than what is here; it was not taken "
            "(--force takes it)"
        )
    before, after = int(last.record["entries"]), len(snapshot.listings)
    if after < before * (1 - checks.max_shrink):
        raise UnavailableList(
            f"{source.name}: shrunk from {before} to {after} entries, by more than {checks.max_shrink:.0%}; "
            "it was not taken (--force takes it)"
        )
