"""The life of a child interpreter: questions in, answers out, until its input ends.

Messages, both ways, are those of `resolver.messages`. In: a table of one column `text`, whose metadata names the task.
Out: for "names" the NAMES rows of these texts, then the TOKENS rows of the tokens that this process meets in them first; for
"segments" the SEGMENTED rows of these texts, then a table without rows; for "lists" one message, the lists of a run as
`resolver.run_lists` has them, empty where they cannot be had; for the tasks of `resolver.matching.beside`, whose tables have
their own columns, one table or none. The end of the input ends the process. It is started by
`resolver.child_processes` and never imports the caller's own script, so that callers need no main guard.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

from resolver.messages import read_table, task_of, write_message, write_table
from resolver.names.worker import named, segmented, warm_up
from resolver.reading import read_task

if TYPE_CHECKING:
    from resolver.matching.beside import Answer

_TABLES = {"names": named, "segments": segmented}


def serve() -> None:
    """Answer until the input ends. What anything prints goes to the error stream, not between the answers."""
    gc.disable()  # names make no cycles
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # files that are being written are taken away
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    warm_up()
    with suppress(SystemExit):
        while (asked := read_table(source)) is not None:
            _answer(asked, target)
    # the caller waits for the end: what is held is not taken apart, nor half an answer written that nobody will read
    os._exit(0)


def _answer(asked: pa.Table, target: BinaryIO) -> None:
    task = task_of(asked)
    if task == "lists":
        write_message(target, read_task(asked["text"].to_pylist()))
    elif task in _TABLES:
        for table in _TABLES[task](asked["text"].to_pylist()):
            write_table(target, table)
    elif (answer := _of_matching()[task](asked)) is not None:
        write_table(target, answer)


@cache
def _of_matching() -> Mapping[str, Answer]:
    """The tasks of the matching stage, which is loaded only where they are asked for."""
    from resolver.matching import beside

    return beside.answers()
