"""The work of `canonicalise` and `segment_all` shared with the living child interpreters (`resolver.child_processes`).

In: chunks of texts. Out: what is made of them in the order of the chunks, whoever made it; what the children
say of the tokens is remembered for `describe_tokens`. The calling process works too; a child that cannot
start or dies leaves its chunk to the caller, with a warning, and the result is the same.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

import pyarrow as pa

from resolver.child_processes import Child, discard, in_use, living, warn_of_ended
from resolver.names.tokens import remember
from resolver.names.worker import read_table, write_table

Chunk = list[str]


@dataclass(frozen=True, slots=True)
class Task:
    """What is made of a chunk: its `name` in the protocol, and how this process makes it."""

    name: str
    make: Callable[[Chunk], pa.Table]


def share_out(chunks: Sequence[Chunk], task: Task, *, children: int) -> list[pa.Table]:
    """The task of every chunk, in order: by up to `children` child processes and by this one, as each is free."""
    if not in_use.acquire(blocking=False):  # another thread has the children
        return [task.make(chunk) for chunk in chunks]
    try:
        return _shared(chunks, living(children), task)
    finally:
        in_use.release()


def _shared(chunks: Sequence[Chunk], workers: list[Child], task: Task) -> list[pa.Table]:
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
        warn_of_ended()
    return [done[at] if at in done else task.make(chunks[at]) for at in range(len(chunks))]


def _next(waiting: deque[int]) -> int | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _feed(
    child: Child,
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
            discard(child)
            return
        done[at] = made
        tokens.append(described)
