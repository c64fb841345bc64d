"""The lists of a run, ready to be screened against; what was made of them is kept from run to run.

Naming and indexing 60,000 listed names takes longer than screening a short file, and lists change once a day: what was made
of just these listings by just this version is kept in the user's cache folder, the latest MOST_KEPT of them. Nothing of a
result depends on it. `keep_lists = false` in a --config leaves the folder alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from resolver.config import Config, processes
from resolver.intake.listings import listing_tables
from resolver.matching.listed import ListedSide, prepare_listed
from resolver.names.code_digest import code_digest
from resolver.names.kept import NotKept, own_folder, read_kept, write_kept
from watchlists.model import Snapshot

FEWEST_KEPT = 5_000
"""Listed names; fewer are ready in half a second."""

MOST_KEPT = 8

LIBRARIES = ("numpy", "pyarrow", "scipy")  # whose objects are kept


def prepared_lists(snapshots: Sequence[Snapshot], config: Config) -> ListedSide:
    """The listed side of a run against these lists."""
    listings, names = listing_tables(snapshots)
    if not config.keep_lists or names.num_rows < FEWEST_KEPT:
        return prepare_listed(listings, names, jobs=processes(config))
    mark = _mark(listings, names)
    place = own_folder() / "lists" / f"{mark.decode()[:32]}.prepared"
    with contextlib.suppress(NotKept):
        found: ListedSide = read_kept(place, mark)
        with contextlib.suppress(OSError):
            place.touch()  # used last
        return found
    made = prepare_listed(listings, names, jobs=processes(config))
    if write_kept(place, mark, made):
        _forget_all_but(MOST_KEPT, place.parent)
    return made


def _mark(*tables: pa.Table) -> bytes:
    """What the listed side is made of: content, code and libraries."""
    found = sha256(code_digest("resolver").encode())
    found.update(" ".join(map(version, LIBRARIES)).encode())
    for table in tables:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        found.update(sink.getvalue())
    return found.hexdigest().encode()


def _forget_all_but(most: int, folder: Path) -> None:
    """Delete what was used longest ago; another process may be deleting the same."""
    with contextlib.suppress(OSError):
        latest = sorted(folder.glob("*.prepared"), key=lambda place: place.stat().st_mtime, reverse=True)
        for place in latest[most:]:
            place.unlink()
