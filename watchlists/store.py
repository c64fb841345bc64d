"""Snapshots on disk: home/lists/SOURCE/ID/ with listings.parquet, snapshot.json and the raw files,
compressed.

A snapshot is written into a folder beside its place and moved there whole, so that a crash leaves the old
ones as they were and never half a new one. It is never changed afterwards. The current one is that of the
latest publication (of the retrieval, where the publisher gives no date); `as_of` takes the latest that was
published by then.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from watchlists.errors import UnavailableList, UnreadableList
from watchlists.locking import exclusive
from watchlists.model import Excluded, Snapshot
from watchlists.readers.content import GZIP_MAGIC
from watchlists.sources import home_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

# Raised when a reader of today could not read what is written; 1 is the first.
SCHEMA_VERSION = 1
_HASH_DIGITS = 12  # of the SHA-256, in the name of a snapshot's folder


@dataclass(frozen=True, slots=True)
class Stored:
    """One snapshot on disk, known by its snapshot.json."""

    folder: Path
    record: dict[str, Any]

    @property
    def snapshot_id(self) -> str:
        """Name of its folder: retrieval time and the beginning of the hash."""
        return self.folder.name

    @property
    def date(self) -> str:
        """Publication date, or that of the retrieval where the publisher gives none."""
        return str(self.record.get("published") or str(self.record.get("retrieved", ""))[:10])


def source_folder(source: str, *, home: Path | None = None) -> Path:
    """Where the snapshots of a source lie."""
    return home_folder(home) / "lists" / source


def stored_snapshots(source: str, *, home: Path | None = None) -> list[Stored]:
    """All whole snapshots of a source, oldest publication first; those without a date before all others."""
    folder = source_folder(source, home=home)
    if not folder.is_dir():
        return []
    whole = (path for path in folder.iterdir() if (path / "snapshot.json").is_file())
    found = [Stored(path, _read_record(path)) for path in whole if not path.name.startswith(".")]
    return sorted(found, key=_order)


def _order(stored: Stored) -> tuple[bool, str, str, str]:
    dated = bool(stored.record.get("published"))
    return dated, stored.date, str(stored.record.get("retrieved", "")), stored.snapshot_id


def stored_sources(*, home: Path | None = None) -> list[str]:
    """Names of all sources that have a snapshot."""
    folder = home_folder(home) / "lists"
    names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [name for name in names if stored_snapshots(name, home=home)]


def _read_record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableList(f"{folder}: snapshot.json is damaged ({error}); delete the folder") from None
    version = record.get("schema") if isinstance(record, dict) else None
    if not isinstance(version, int):
        raise UnreadableList(f"{folder}: snapshot.json has no schema version; delete the folder")
    if version > SCHEMA_VERSION:
        raise UnreadableList(
            f"{folder}: written by a newer version of this program (schema {version}); upgrade"
        )
    return dict(record)


def find_stored(source: str, *, as_of: str | None = None, home: Path | None = None) -> Stored:
    """The current snapshot, or the latest that was published by `as_of` (ISO 8601 date).

    Raises UnavailableList when there is none, and says what to do.
    """
    found = stored_snapshots(source, home=home)
    if not found:
        raise UnavailableList(
            f"{source}: never downloaded; run `resolver lists update {source}` or `lists import FILE`"
        )
    if as_of is None:
        return found[-1]
    old = [one for one in found if one.date <= as_of]
    if not old:
        raise UnavailableList(
            f"{source}: no snapshot published by {as_of}; the oldest here is of {found[0].date}"
        )
    return old[-1]


def read_stored(stored: Stored) -> Snapshot:
    """The snapshot with all its listings."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from watchlists.arrow import from_table

    record = stored.record
    try:
        listings = from_table(pq.read_table(stored.folder / "listings.parquet"))
    except (OSError, ValueError, TypeError, pa.ArrowException) as error:
        reason = str(error).rpartition("': ")[2][:80]  # without the path again
        message = f"{stored.folder}: listings.parquet is damaged ({reason}); delete the folder and fetch the list again"
        raise UnreadableList(message) from None
    return Snapshot(
        source=str(record["source"]),
        publisher=str(record.get("publisher", "")),
        format=str(record.get("format", "")),
        sha256=str(record.get("sha256", "")),
        listings=listings,
        published=str(record.get("published", "")),
        retrieved=str(record.get("retrieved", "")),
        declared_entries=record.get("declared_entries"),
        excluded=tuple(Excluded(**item) for item in record.get("excluded", [])),
        warnings=tuple(record.get("warnings", [])),
        does_not_contain=tuple(record.get("does_not_contain", [])),
        extra=dict(record.get("extra", {})),
    )


def write_snapshot(snapshot: Snapshot, raw: Sequence[Path], *, home: Path | None = None) -> Stored:
    """Keep a snapshot with its raw files; one with the same bytes and listings is found again, not written
    twice."""
    folder = source_folder(snapshot.source, home=home)
    with exclusive(folder):
        for known in stored_snapshots(snapshot.source, home=home):
            if known.record["sha256"] == snapshot.sha256 and known.record["reader"] == snapshot.extra.get(
                "reader"
            ):
                return known
        _sweep(folder)
        stamp = snapshot.retrieved.replace("-", "").replace(":", "").replace("+0000", "Z")
        final = folder / f"{stamp}-{snapshot.sha256[:_HASH_DIGITS]}"
        work = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
        try:
            _fill(work, snapshot, raw)
            work.rename(final)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        _sync(folder)
    return Stored(final, _read_record(final))


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left; called under the lock only."""
    for path in folder.glob(".writing-*"):
        shutil.rmtree(path, ignore_errors=True)


def _fill(work: Path, snapshot: Snapshot, raw: Sequence[Path]) -> None:
    import pyarrow.parquet as pq

    from watchlists.arrow import to_table

    work.chmod(0o755)
    pq.write_table(to_table(snapshot.listings), work / "listings.parquet", compression="zstd")
    (work / "raw").mkdir()
    files = [_keep_raw(path, work / "raw") for path in raw]
    text = json.dumps(describe(snapshot) | {"files": files}, ensure_ascii=False, indent=2) + "\n"
    (work / "snapshot.json").write_text(_writable(text), encoding="utf-8")
    for path in sorted(work.rglob("*")):
        _sync(path)


def _writable(text: str) -> str:
    """Bytes in names of files that are no UTF-8, which Python carries as lone surrogates, as �."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _keep_raw(path: Path, folder: Path) -> dict[str, Any]:
    """Copy one raw file as NAME.gz; `packed` says that it came as gzip and is kept byte for byte."""
    with path.open("rb") as source:
        packed = source.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        source.seek(0)
        name = _writable(path.name)
        target = folder / (name if packed and name.endswith(".gz") else f"{name}.gz")
        with target.open("wb") as file:
            if packed:
                shutil.copyfileobj(source, file)
            else:
                with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as archive:
                    shutil.copyfileobj(source, archive)
    return {"name": target.name, "packed": packed, "bytes": path.stat().st_size}


def open_raw(stored: Stored, file: dict[str, Any]) -> IO[bytes]:
    """The bytes of a raw file as they were fetched."""
    path = stored.folder / "raw" / str(file["name"])
    opener: Any = open if file["packed"] else gzip.open
    return cast("IO[bytes]", opener(path, "rb"))


def _sync(path: Path) -> None:
    """Bring a file or a folder to the disk, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def describe(snapshot: Snapshot) -> dict[str, Any]:
    """What snapshot.json says of a snapshot: provenance, counts, exclusions, gaps."""
    listings = snapshot.listings
    return {
        "schema": SCHEMA_VERSION,
        "source": snapshot.source,
        "publisher": snapshot.publisher,
        "format": snapshot.format,
        "reader": snapshot.extra.get("reader", ""),
        "published": snapshot.published,
        "retrieved": snapshot.retrieved,
        "sha256": snapshot.sha256,
        "declared_entries": snapshot.declared_entries,
        "entries": len(listings),
        "entries_by_type": _counts(listing.type for listing in listings),
        "names": snapshot.name_count,
        "names_by_type": _counts(listing.type for listing in listings for _ in listing.names),
        "names_by_quality": _counts(name.quality for listing in listings for name in listing.names),
        "identifiers_by_kind": _counts(number.kind for listing in listings for number in listing.identifiers),
        "addresses": sum(len(listing.addresses) for listing in listings),
        "relations": sum(len(listing.relations) for listing in listings),
        "excluded": [{"where": item.where, "reason": item.reason} for item in snapshot.excluded],
        "warnings": list(snapshot.warnings),
        "does_not_contain": list(snapshot.does_not_contain),
        "extra": snapshot.extra,
    }


def _counts(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def note_check(source: str, *, when: str, etag: str, modified: str, home: Path | None = None) -> None:
    """Remember that the publisher was asked and what its answer was called, for the next conditional
    request."""
    folder = source_folder(source, home=home)
    text = json.dumps({"checked": when, "etag": etag, "last_modified": modified}, indent=2) + "\n"
    work = folder / f".check-{os.getpid()}"
    work.write_text(text, encoding="utf-8")
    work.replace(folder / "check.json")


def last_check(source: str, *, home: Path | None = None) -> dict[str, str]:
    """What `note_check` kept; empty when there is nothing that can be read."""
    try:
        known = json.loads((source_folder(source, home=home) / "check.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # it only saves a download: without it the list is fetched whole
    return {str(key): str(value) for key, value in known.items()} if isinstance(known, dict) else {}
