"""The lists of a run: names of sources, paths and snapshots -> snapshots, each once, no two of one name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from resolver.config import Config
from resolver.errors import UsageError
from resolver.readable import readable
from watchlists import load
from watchlists.model import Snapshot

List = str | os.PathLike[str] | Snapshot


def load_lists(lists: Sequence[List], config: Config) -> list[Snapshot]:
    """The lists as the configuration wants them (date, age). Two files of one name are called by their paths.

    Raises UsageError for none, and what `watchlists.load` raises.
    """
    if not lists:
        raise UsageError("no list was given; nothing could be found")
    chosen = {_key(one): one for one in lists}
    snapshots = {readable(key): _loaded(one, config) for key, one in chosen.items()}
    sources = [snapshot.source for snapshot in snapshots.values()]
    return [
        replace(snapshot, source=key) if sources.count(snapshot.source) > 1 else snapshot
        for key, snapshot in snapshots.items()
    ]


def _key(one: List) -> str:
    return f"{one.source} {one.sha256}" if isinstance(one, Snapshot) else os.fspath(one)


def _loaded(one: List, config: Config) -> Snapshot:
    if isinstance(one, Snapshot):
        return one
    if not os.fspath(one):
        raise UsageError("the name of a list is empty")
    snapshot = load(one, as_of=config.as_of or None, max_age_days=config.max_age_days or None)
    return replace(snapshot, source=readable(snapshot.source))
