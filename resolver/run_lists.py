"""The lists of a run, read and prepared: by this process, or by a child while this one reads the parties.

Enters: names of lists and the configuration. Leaves: `RunLists`. A child (`resolver.serving`) gives what this process would
have made; where it cannot, this process does it, and says what is wrong with the lists.
"""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pyarrow as pa

from resolver.child_processes import Child, engaged, warn_of_ended
from resolver.config import Config
from resolver.errors import ResolverError
from resolver.loading import load_lists
from resolver.matching.listed import ListedSide
from resolver.names import tokens
from resolver.names.collector import collector_paused
from resolver.names.messages import question, read_message, write_table
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


def read_lists(lists: Sequence[str], config: Config) -> RunLists:
    """The lists, made ready by this process and the children that are free.

    Raises what `load_lists` raises.
    """
    snapshots = load_lists(lists, config)
    return RunLists([describe_list(one) for one in snapshots], prepared_lists(snapshots, config))


class Reading:
    """Lists that are being read, by a child where one is free, while this process goes on."""

    def __init__(self, lists: Sequence[str], config: Config) -> None:
        self._lists, self._config = lists, config
        self._answer: bytes | None = None
        child = engaged()
        self._thread = (
            None if child is None else threading.Thread(target=self._ask, args=(child,), daemon=True)
        )
        if self._thread is not None:
            self._thread.start()

    def is_going_on(self) -> bool:
        """Whether a child is at work, so that the caller has to wait."""
        return self._thread is not None and self._thread.is_alive()

    def result(self) -> RunLists:
        """The lists. Raises what `read_lists` raises."""
        if self._thread is not None:
            self._thread.join()
            if self._answer is None:
                warn_of_ended()
        if not self._answer:
            return read_lists(self._lists, self._config)
        with collector_paused():
            answer: _Answer = pickle.loads(self._answer)  # noqa: S301 (our own child says it)
        tokens.remember(answer.described)
        return answer.lists

    def _ask(self, child: Child) -> None:
        """Let a child read the lists; `engaged` made it ours."""
        try:
            write_table(child.asks, question("lists", _task(self._lists, self._config)))
            self._answer = read_message(child.answers)
        except (OSError, EOFError):
            self._answer = None
        finally:
            child.busy.release()


class _Answer(NamedTuple):
    lists: RunLists
    described: pa.Table  # the rows of TOKENS of the words of the lists, as far as they were made for them


def _task(lists: Sequence[str], config: Config) -> list[str]:
    """What a child is told: the configuration, then the lists. It has one process for them, which is itself."""
    return [json.dumps(replace(config, jobs=1).as_dict()), *lists]


def answer(task: Sequence[str]) -> bytes:
    """The lists of a task as `Reading` understands them; nothing where they cannot be had: who asked tries it again then,
    and tells the user."""
    settings, *lists = task
    try:
        read = read_lists(lists, Config(**json.loads(settings)))
    except (ResolverError, WatchlistError, OSError, MemoryError):
        return b""
    return pickle.dumps(_Answer(read, tokens.all_kept()), pickle.HIGHEST_PROTOCOL)
