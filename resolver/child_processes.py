"""Child interpreters that work beside this one: started, and ended with the process that started them.

What they are asked is the business of `resolver.names.children`, `resolver.matching.beside` and `resolver.reading`. Only
the standard library is loaded here, so that a command can start them before anything else: they load their libraries and
tables while it loads its own.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

_START = "import sys; sys.path.insert(0, sys.argv[1]); from resolver.serving import serve; serve()"
_ROOT = Path(__file__).resolve().parents[1]

PIPE_BYTES = 1 << 20
"""What a pipe holds, where the system lets us say so (Linux, where this is the most that every user may have): a child that
has an answer of megabytes waits for this process at each filling, and this one is busy with its own share."""


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """A child interpreter; `busy` is held by the thread that asks it, from the question to the end of the answer. `room` are
    the bytes of a question that may lie in its pipe while it is at another one; 0 where nobody knows."""

    process: subprocess.Popen[bytes]
    room: int = 0
    busy: threading.Lock = field(default_factory=threading.Lock)

    @property
    def asks(self) -> BinaryIO:
        """Where it reads."""
        return cast(BinaryIO, self.process.stdin)

    @property
    def answers(self) -> BinaryIO:
        """Where it writes."""
        return cast(BinaryIO, self.process.stdout)

    def has_ended(self) -> bool:
        """Whether it will never answer again."""
        return self.process.poll() is not None


_children: list[Child] = []
_owner = os.getpid()
_changing = threading.Lock()
"""Held by who changes the list of children."""


def start(wanted: int) -> None:
    """Start child processes that will be wanted."""
    living(wanted)


def are_living() -> bool:
    """Whether child processes of this one run: to share work with them costs nothing then but the handing over."""
    return _owner == os.getpid() and any(not child.has_ended() for child in _children)


def living(wanted: int) -> list[Child]:
    """`wanted` living children, or as many as can be had; some may be busy."""
    global _children, _owner, _changing
    if _owner != os.getpid():  # a fork: the children belong to the parent
        _children, _owner, _changing = [], os.getpid(), threading.Lock()
    with _changing:
        for child in [child for child in _children if child.has_ended()]:
            if child.busy.acquire(blocking=False):  # else who asks it will notice
                discard(child)
                _children.remove(child)
        try:
            while len(_children) < wanted:
                _children.append(_started())
        except OSError as error:
            _warn(f"no further process could be started ({error})")
        return _children[:wanted]


def _started() -> Child:
    command = [sys.executable, "-P", "-c", _START, str(_ROOT)]
    # a session of its own: Ctrl-C at the terminal is for the caller alone, whose end ends the child
    process = subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    _widen(cast(BinaryIO, process.stdout))
    return Child(process, _widen(cast(BinaryIO, process.stdin)))


def _widen(pipe: BinaryIO) -> int:
    """What the pipe holds now; 0 where that is not known."""
    with suppress(ImportError, AttributeError, OSError):  # another system, or a user who has many wide ones
        import fcntl

        return fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return 0


def engaged() -> Child | None:
    """A living child that nobody asks anything, which is the caller's from now on, until `busy` is released."""
    if not are_living():
        return None
    return next(
        (child for child in _children if not child.has_ended() and child.busy.acquire(blocking=False)), None
    )


@contextmanager
def lent() -> Iterator[Child | None]:
    """`engaged` for a while."""
    child = engaged()
    try:
        yield child
    finally:
        if child is not None:
            child.busy.release()


def discard(child: Child) -> None:
    """End a child that is of no use any more; what was still to be written to it does not matter."""
    child.process.kill()
    child.process.wait()
    for stream in (child.asks, child.answers):
        with suppress(OSError):
            stream.close()


def warn_of_ended() -> None:
    """Say that a child died in its work."""
    _warn("a process that worked beside this one has ended too early")


def _warn(what: str) -> None:
    warnings.warn(
        f"{what}: going on with fewer, slower and with the same result", RuntimeWarning, stacklevel=4
    )


@atexit.register
def _stop() -> None:
    """The end of its input ends a child; one whose answer nobody will read any more is told to stop. None is waited for
    long."""
    if _owner != os.getpid():
        return
    for child in _children:
        if child.busy.locked():
            child.process.terminate()
        else:
            with suppress(OSError):
                child.asks.close()
    for child in _children:
        try:
            child.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
        child.answers.close()
