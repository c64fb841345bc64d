"""The real lists, each read once in a process however many tests ask for it: the large ones take seconds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from watchlists import read_file
from watchlists.model import Snapshot


@cache
def read_real(path: Path) -> Snapshot:
    """The snapshot of a file of the folder with real lists. Snapshots are frozen: nobody changes another's."""
    return read_file(path)
