"""`load`: one list, by the name of a source or the path of a file."""

from __future__ import annotations

import os
from pathlib import Path

from watchlists.errors import UnreadableList
from watchlists.model import Snapshot
from watchlists.readers import read_file


def load(
    spec: str | os.PathLike[str],
    *,
    as_of: str | None = None,
    max_age_days: int | None = None,
    home: Path | None = None,
) -> Snapshot:
    """One list: `spec` is the path of a file in any supported format, or the name of a source."""
    path = Path(spec)
    if not path.exists():
        raise UnreadableList(f"{path}: no such file, and no source of that name")
    return read_file(path)
