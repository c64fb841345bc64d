"""`load`: one list, by the name of a source or the path of a file."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

from watchlists.errors import UnavailableList, UnreadableList, UnusableSetting
from watchlists.model import Snapshot
from watchlists.readers import read_file
from watchlists.sources import Source, fitting_sources, known_sources
from watchlists.store import find_stored, last_check, read_stored, stored_sources


def load(
    spec: str | os.PathLike[str],
    *,
    as_of: str | None = None,
    max_age_days: int | None = None,
    home: Path | None = None,
) -> Snapshot:
    """One list: `spec` is the name of a source (taken from the store) or the path of a file in any format.

    `as_of` (ISO 8601 date) takes the snapshot that had been published by then; `max_age_days` refuses one
    that was neither published nor confirmed by its publisher within that many days before `as_of` or today. To import a
    file confirms nothing: only where it says no date does the day of the import stand for it. Raises
    UnreadableList (exit code 3) for a file that cannot be read, UnavailableList (4) for a source that is not
    here or too old.
    """
    if as_of is not None:
        as_of = _iso_date(as_of).isoformat()
    name = os.fspath(spec)
    known = known_sources(home)
    source = known.get(name)
    if source is not None and source.file:
        return _load_shipped(source)
    if source is not None or name in stored_sources(home=home):
        snapshot = read_stored(find_stored(name, as_of=as_of, home=home))
        checked = last_check(name, home=home).get("checked", "") if as_of is None else ""
        return _check_age(snapshot, confirmed=checked[:10], as_of=as_of, max_age_days=max_age_days)
    path = Path(spec)
    if not path.exists():
        names = ", ".join(sorted(known))
        raise UnreadableList(f"{name}: no such file, and no source of that name (sources: {names})")
    snapshot = _with_gaps(read_file(path), known)
    return _check_age(snapshot, confirmed="", as_of=as_of, max_age_days=max_age_days)


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnusableSetting(f"--as-of {text}: not a date of the form 2026-07-11") from None


def _load_shipped(source: Source) -> Snapshot:
    """A list of this package. It has no age: it changes with the version of the package only."""
    with resources.as_file(resources.files("watchlists").joinpath(source.file)) as path:
        snapshot = read_file(path)
    return replace(
        snapshot,
        source=source.name,
        publisher=source.publisher,
        published=source.published,
        does_not_contain=source.does_not_contain,
    )


def _with_gaps(snapshot: Snapshot, known: dict[str, Source]) -> Snapshot:
    """What a file does not contain, as far as its format and name tell its source: what all candidates
    lack."""
    fitting = fitting_sources(snapshot.format, snapshot.source, known)
    first = fitting[0].does_not_contain if fitting else ()
    common = tuple(text for text in first if all(text in source.does_not_contain for source in fitting))
    return replace(snapshot, does_not_contain=common)


def _check_age(
    snapshot: Snapshot, *, confirmed: str, as_of: str | None, max_age_days: int | None
) -> Snapshot:
    """Warn of a file that is newer than `as_of`; refuse one that is older than `max_age_days`."""
    warnings = list(snapshot.warnings)
    if as_of and snapshot.published > as_of:
        warnings.append(f"published on {snapshot.published}, after the date asked for ({as_of})")
    if max_age_days is not None:
        arrived = "" if snapshot.published or as_of is not None else snapshot.retrieved[:10]
        last = max(snapshot.published, arrived, confirmed)
        if not last and not snapshot.format.startswith("table-"):
            raise UnavailableList(
                f"{snapshot.source}: its date is not in the file, so --max-age cannot be held; "
                "`resolver lists import` it and name the source"
            )
        today = date.fromisoformat(as_of) if as_of else datetime.now(UTC).date()
        if not last:
            warnings.append("a table without a date: its age was not checked")
        elif (age := (today - date.fromisoformat(last)).days) > max_age_days:
            raise UnavailableList(
                f"{snapshot.source}: {age} days old (last published or confirmed {last}), more than --max-age "
                f"{max_age_days}; run `resolver lists update {snapshot.source}`, or import a newer file"
            )
    return replace(snapshot, warnings=tuple(warnings))
