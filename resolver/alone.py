"""One writer at a time in a registry: what two runs at once would write is lost, or damages it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from resolver.errors import UnwritableOutput
from watchlists.errors import UnavailableList
from watchlists.locking import exclusive

WAIT = 60.0
"""Seconds for which a run waits for the one before it."""


@contextmanager
def alone_in(registry: Path) -> Iterator[None]:
    """Nobody else writes this registry meanwhile. UnwritableOutput when somebody does for longer than `WAIT`."""
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(registry, wait=WAIT))
        except UnavailableList:
            message = f"registry {registry}: another run is writing it; run this again when that has ended"
            raise UnwritableOutput(message) from None
        yield
