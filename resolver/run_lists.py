"""The lists of a run, read and prepared, and what a child says of them.

Enters: names of lists and the configuration. Leaves: `RunLists`, or the message in which a child (`resolver.serving`) gives
them to the process that asked (`resolver.reading`).
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

from resolver.config import Config
from resolver.errors import ResolverError
from resolver.loading import load_lists
from resolver.matching.listed import ListedSide
from resolver.names import tokens
from resolver.names.collector import collector_paused
from resolver.preparing import prepared_lists
from resolver.report.record import describe_list
from watchlists.errors import WatchlistError


@dataclass(frozen=True, slots=True)
class RunLists:
    """`described`: a mapping for each list, as run.json has it; `listed`: what parties are compared with."""

    described: Sequence[Mapping[str, Any]]
    listed: ListedSide

    def warnings(self) -> list[str]:
        """What is wrong with the lists, each under its name."""
        return [f"{one['source']}: {warning}" for one in self.described for warning in one["warnings"]]


class _Message(NamedTuple):
    lists: RunLists
    tokens: pa.Table  # the rows of TOKENS of the words of the lists, as far as they were made for them


def read_lists(lists: Sequence[str], config: Config) -> RunLists:
    """The lists, made ready by this process and the children that are free.

    Raises what `load_lists` raises.
    """
    snapshots = load_lists(lists, config)
    return RunLists([describe_list(one) for one in snapshots], prepared_lists(snapshots, config))


def as_message(lists: Sequence[str], config: Config) -> bytes:
    """`read_lists` for another process; nothing where the lists cannot be had: who asked tries it again then, and tells the
    user."""
    try:
        read = read_lists(lists, config)
    except (ResolverError, WatchlistError, OSError, MemoryError):
        return b""
    return pickle.dumps(_Message(read, tokens.all_kept()), pickle.HIGHEST_PROTOCOL)


def from_message(message: bytes) -> RunLists:
    """What a child of this process has read. What it said of words is remembered here."""
    with collector_paused():
        told: _Message = pickle.loads(message)  # noqa: S301
    tokens.remember(told.tokens)
    return told.lists
