"""Child interpreters that share the work of `canonicalise` and `segment_all`, kept for the life of the calling process.

In: chunks of texts. Out: what is made of them in the order of the chunks, whoever made it; what the children
say of the tokens is remembered for `describe_tokens`. The calling process works too; a child that cannot
start or dies leaves its chunk to the caller, with a warning, and the result is the same.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from resolver.names.tokens import remember
from resolver.names.worker import read_table, write_table

Chunk = list[str]


@dataclass(frozen=True, slots=True)
class Task:
    """What is made of a chunk: its `name` in the protocol, and how this process makes it."""

    name: str
    make: Callable[[Chunk], pa.Table]


_START = "import sys; sys.path.insert(0, sys.argv[1]); from resolver.names.worker import serve; serve()"
_ROOT = Path(__file__).resolve().parents[2]

_children: list[subprocess.Popen[bytes]] = []
_owner = os.getpid()
_in_use = threading.Lock()


def start(children: int) -> None:
    """Start the child processes that `share_out` will want: they read their tables while the caller reads its files."""
    if _in_use.acquire(blocking=False):
        try:
            _started(children)
        finally:
            _in_use.release()


def are_living() -> bool:
    """Whether child processes of this one run: to share work with them costs nothing then but the handing over."""
    return _owner == os.getpid() and any(child.poll() is None for child in _children)


def share_out(chunks: Sequence[Chunk], task: Task, *, children: int) -> list[pa.Table]:
    """The task of every chunk, in order: by up to `children` child processes and by this one, as each is free."""
    if not _in_use.acquire(blocking=False):  # another thread has the children
        return [task.make(chunk) for chunk in chunks]
    try:
        return _shared(chunks, _started(children), task)
    finally:
        _in_use.release()


def _shared(chunks: Sequence[Chunk], workers: list[subprocess.Popen[bytes]], task: Task) -> list[pa.Table]:
    waiting = deque(range(len(chunks)))
    done: dict[int, pa.Table] = {}
    tokens: list[pa.Table] = []
    threads = [
        threading.Thread(target=_feed, args=(child, chunks, task, waiting, done, tokens)) for child in workers
    ]
    for thread in threads:
        thread.start()
    while (at := _next(waiting)) is not None:
        done[at] = task.make(chunks[at])
    for thread in threads:
        thread.join()
    if tokens:
        remember(pa.concat_tables(tokens))
    if any(child.poll() is not None for child in workers):
        _warn("a process that worked on names has ended too early")
    return [done[at] if at in done else task.make(chunks[at]) for at in range(len(chunks))]


def _next(waiting: deque[int]) -> int | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _feed(
    child: subprocess.Popen[bytes],
    chunks: Sequence[Chunk],
    task: Task,
    waiting: deque[int],
    done: dict[int, pa.Table],
    tokens: list[pa.Table],
) -> None:
    """Hand chunks to one child as long as there are any; a chunk that gets lost is made by the caller."""
    while (at := _next(waiting)) is not None:
        try:
            asked = pa.table({"text": pa.array(chunks[at], pa.string())}, metadata={"task": task.name})
            write_table(cast(BinaryIO, child.stdin), asked)
            made, described = (read_table(cast(BinaryIO, child.stdout)) for _ in range(2))
        except (OSError, EOFError, pa.ArrowInvalid):
            made = described = None
        if made is None or described is None:
            _discard(child)
            return
        done[at] = made
        tokens.append(described)


def _started(wanted: int) -> list[subprocess.Popen[bytes]]:
    """`wanted` living children, or as many as can be had."""
    global _children, _owner
    if _owner != os.getpid():  # a fork: the children belong to the parent
        _children, _owner = [], os.getpid()
    for child in [child for child in _children if child.poll() is not None]:
        _discard(child)
        _children.remove(child)
    try:
        while len(_children) < wanted:
            command = [sys.executable, "-P", "-c", _START, str(_ROOT)]
            # a session of its own: Ctrl-C at the terminal is for the caller alone, whose end ends the child
            _children.append(
                subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
                )
            )
    except OSError as error:
        _warn(f"no further process could be started for names ({error})")
    return _children[:wanted]


def _discard(child: subprocess.Popen[bytes]) -> None:
    """End a child that is of no use any more; what was still to be written to it does not matter."""
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        with suppress(OSError):
            cast(BinaryIO, stream).close()


def _warn(what: str) -> None:
    warnings.warn(
        f"{what}: going on with fewer, slower and with the same result", RuntimeWarning, stacklevel=4
    )


@atexit.register
def _stop() -> None:
    """The end of its input ends a child; it is not waited for long."""
    if _owner != os.getpid():
        return
    for child in _children:
        with suppress(OSError):
            cast(BinaryIO, child.stdin).close()
    for child in _children:
        try:
            child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
        cast(BinaryIO, child.stdout).close()
