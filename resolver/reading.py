"""The lists of a run are read by a child process, where one is free, while this one reads the parties.

What the child cannot read this process reads itself, and says what is wrong with it. Of the libraries only Arrow is loaded
before the child is asked.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from resolver.child_processes import Child, engaged, warn_of_ended
from resolver.config import Config
from resolver.messages import question, read_message, write_table

if TYPE_CHECKING:
    from resolver.run_lists import RunLists


class Reading:
    """Lists that are being read."""

    def __init__(self, lists: Sequence[str], config: Config) -> None:
        self._lists, self._config = lists, config
        self._answer: bytes | None = None
        self._asking: threading.Thread | None = None
        if (child := engaged()) is not None:
            self._asking = threading.Thread(target=self._ask, args=(child,), daemon=True)
            self._asking.start()

    def is_good_so_far(self) -> bool:
        """Whether a child reads the lists, or has read them: nothing is wrong with them yet, so that the caller may go on
        with the parties."""
        return self._asking is not None and (self._asking.is_alive() or bool(self._answer))

    def result(self) -> RunLists:
        """The lists. Raises what `resolver.run_lists.read_lists` raises."""
        from resolver.run_lists import from_message, read_lists

        if self._asking is not None:
            self._asking.join()
            if self._answer is None:
                warn_of_ended()
        return from_message(self._answer) if self._answer else read_lists(self._lists, self._config)

    def _ask(self, child: Child) -> None:
        """Let a child read the lists, which is ours until it has answered."""
        try:
            write_table(child.asks, question("lists", _task(self._lists, self._config)))
            self._answer = read_message(child.answers)
        except (OSError, EOFError):
            self._answer = None
        finally:
            child.busy.release()


def _task(lists: Sequence[str], config: Config) -> list[str]:
    """What a child is told: the configuration, then the lists. It has one process for them, which is itself."""
    return [json.dumps(replace(config, jobs=1).as_dict()), *lists]


def read_task(task: Sequence[str]) -> bytes:
    """What a child answers."""
    from resolver.run_lists import as_message

    settings, *lists = task
    return as_message(lists, Config(**json.loads(settings)))
