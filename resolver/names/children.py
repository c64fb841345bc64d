"""The work of `canonicalise` and `segment_all` shared with the living child interpreters (`resolver.child_processes`).

In: chunks of texts. Out: what is made of them in the order of the chunks, whoever made it; what the children say of the
tokens is remembered as they say it, so that this process does not describe them again. The calling process works too; a
child that cannot start or dies leaves its chunk to the caller, with a warning, and the result is the same.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import pyarrow as pa

from resolver.child_processes import Child, discard, living, warn_of_ended
from resolver.messages import LENGTH_BYTES, as_message, question, read_table, write_message
from resolver.names.tokens import remember

Chunk = list[str]

AHEAD = 2
"""Chunks that a child has at once: what it is at, and one that lies in its pipe. It would wait for the next one otherwise
until this process, which is at its own chunk, has taken the answer."""

A_MOMENT = 0.02
"""Seconds after which it is seen whether a chunk is left for a child that was busy."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is made of a chunk: its `name` in the protocol, and how this process makes it."""

    name: str
    make: Callable[[Chunk], pa.Table]


@dataclass(frozen=True, slots=True)
class _Work:
    """Chunks, the places of those that wait, and what is made of the others."""

    chunks: Sequence[Chunk]
    task: Task
    waiting: deque[int]
    done: dict[int, pa.Table] = field(default_factory=dict)

    def next(self) -> int | None:
        """A chunk to be made by who asks."""
        try:
            return self.waiting.popleft()
        except IndexError:
            return None


def share_out(chunks: Sequence[Chunk], task: Task, *, children: int) -> list[pa.Table]:
    """The task of every chunk, in order: by up to `children` child processes and by this one, as each is free."""
    return _shared(chunks, living(children), task)


def _shared(chunks: Sequence[Chunk], workers: list[Child], task: Task) -> list[pa.Table]:
    work = _Work(chunks, task, deque(range(len(chunks))))
    threads = [threading.Thread(target=_feed, args=(child, work)) for child in workers]
    for thread in threads:
        thread.start()
    while (at := work.next()) is not None:
        work.done[at] = task.make(chunks[at])
    for thread in threads:
        thread.join()
    if any(child.has_ended() for child in workers):
        warn_of_ended()
    return [work.done[at] if at in work.done else task.make(chunks[at]) for at in range(len(chunks))]


def _feed(child: Child, work: _Work) -> None:
    """Hand chunks to one child as long as there are any, once nobody else asks it."""
    while work.waiting:
        if child.busy.acquire(timeout=A_MOMENT):
            try:
                _hand_over(child, work)
            finally:
                child.busy.release()
            return


def _hand_over(child: Child, work: _Work) -> None:
    """Chunks one after the other; those that get lost with the child are made by the caller."""
    asked: deque[int] = deque()
    held: tuple[int, pa.Buffer] | None = None
    with suppress(_Lost):
        while not child.has_ended():
            if held is None and len(asked) < AHEAD and (at := work.next()) is not None:
                held = at, as_message(question(work.task.name, work.chunks[at]))
            if held is not None and (not asked or _fits(held[1], child)):
                _ask(child, held[1])
                asked.append(held[0])
                held = None
            elif not asked:
                return
            else:
                work.done[asked.popleft()], described = _answered(child)
                remember(described)
    discard(child)


class _Lost(Exception):
    """A child that ends within a question or an answer."""


def _fits(message: pa.Buffer, child: Child) -> bool:
    """Whether a question can lie in the pipe of a child. A longer one would wait there for the child to read it, which
    would wait for us to read its answer."""
    return bool(message.size + LENGTH_BYTES <= child.room)


def _ask(child: Child, message: pa.Buffer) -> None:
    try:
        write_message(child.asks, message)
    except OSError as error:
        raise _Lost from error


def _answered(child: Child) -> tuple[pa.Table, pa.Table]:
    """What a child has made of the chunk that it was asked first, and what it says of the tokens."""
    try:
        made, described = (read_table(child.answers) for _ in range(2))
    except (OSError, EOFError, pa.ArrowInvalid) as error:
        raise _Lost from error
    if made is None or described is None:
        raise _Lost
    return made, described
