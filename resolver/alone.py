"""One writer at a time: of what two runs at once would write something is lost, or two runs are mixed in one folder.

A registry is a run's own from its reading to its end. The folder of results is so only while the files are moved into it,
a moment: both runs do their work, and the files are those of the run that ended last.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from resolver.errors import UnwritableOutput
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
