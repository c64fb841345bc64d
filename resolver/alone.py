"""One writer at a time: of what two runs at once would write something is lost, or two runs are mixed in one folder.

A registry is a run's own from its reading to its end. The folder of results is so only while the files are moved into it,
a moment: both runs do their work, and the files are those of the run that ended last. The temporary folder beside them is
held while it is written, so that what a run left that was killed can be told from what another one is writing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from resolver.errors import UnwritableOutput
from resolver.report.folder import HELD, MARK, staging_folders
from watchlists.errors import UnavailableList
from watchlists.locking import NoLocks, exclusive

WAIT = 60.0
"""Seconds for which a run waits for the one before it."""


@contextmanager
def alone_in(registry: Path) -> Iterator[None]:
    """Nobody else writes this registry meanwhile. UnwritableOutput when somebody does for longer than `WAIT`."""
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(registry, wait=WAIT))
        except NoLocks as error:
            raise UnwritableOutput(f"registry {registry}: {error}; keep it on another one") from None
        except UnavailableList:
            message = f"registry {registry}: another run is writing it; run this again when that has ended"
            raise UnwritableOutput(message) from None
        yield


@contextmanager
def alone_moving_into(out: Path) -> Iterator[None]:
    """Nobody else moves files into this folder meanwhile, where its file system has locks. Of the lock nothing is left among
    the results."""
    with ExitStack() as held:
        try:
            with suppress(NoLocks):
                held.enter_context(exclusive(out, wait=WAIT, stays=False))
        except UnavailableList:
            message = f"cannot write to {out}: another run is writing there; name another folder with --out"
            raise UnwritableOutput(message) from None
        yield


@contextmanager
def holding(staging: Path) -> Iterator[None]:
    """This temporary folder is a living run's, until the process ends in whatever way; unsaid where there are no locks
    or no file for them can be written: what such a run leaves behind nobody removes."""
    with ExitStack() as held:
        with suppress(NoLocks, OSError):
            held.enter_context(exclusive(staging, name=HELD))
            (staging / MARK).touch()
        yield


def clear_leftovers(out: Path) -> list[Path]:
    """Remove temporary folders of runs into `out` that were killed, and say which: those that a run marked as its own and
    that no process holds. Nothing else is touched."""
    cleared: list[Path] = []
    for folder in staging_folders(out):
        try:
            with exclusive(folder, name=HELD, wait=0):
                pass
        except (UnavailableList, OSError):  # of a living run, or of somebody else's
            continue
        shutil.rmtree(folder, ignore_errors=True)
        cleared += [] if folder.exists() else [folder]
    return cleared
