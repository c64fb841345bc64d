"""Child interpreters that make names and segments: started, and ended with the process that started them.

What they are asked is the business of `resolver.names.children`. Only the standard library is loaded here, so that a command
can start them before anything else: they load their libraries and tables while it loads its own.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

Child = subprocess.Popen[bytes]

_START = "import sys; sys.path.insert(0, sys.argv[1]); from resolver.names.worker import serve; serve()"
_ROOT = Path(__file__).resolve().parents[1]

_children: list[Child] = []
_owner = os.getpid()
in_use = threading.Lock()
"""Held by who asks the children something."""


def start(wanted: int) -> None:
    """Start child processes that will be wanted, unless another thread is at work with them."""
    if in_use.acquire(blocking=False):
        try:
            living(wanted)
        finally:
            in_use.release()


def are_living() -> bool:
    """Whether child processes of this one run: to share work with them costs nothing then but the handing over."""
    return _owner == os.getpid() and any(child.poll() is None for child in _children)


def living(wanted: int) -> list[Child]:
    """`wanted` living children, or as many as can be had; for who holds `in_use`."""
    global _children, _owner
    if _owner != os.getpid():  # a fork: the children belong to the parent
        _children, _owner = [], os.getpid()
    for child in [child for child in _children if child.poll() is not None]:
        discard(child)
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


def discard(child: Child) -> None:
    """End a child that is of no use any more; what was still to be written to it does not matter."""
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        with suppress(OSError):
            cast(BinaryIO, stream).close()


def warn_of_ended() -> None:
    """Say that a child died in its work."""
    _warn("a process that worked on names has ended too early")


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
