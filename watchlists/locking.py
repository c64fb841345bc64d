"""One writer at a time in a folder, across processes; the lock goes with the process that held it."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from watchlists.errors import UnavailableList

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAUSE = 0.1  # seconds between two tries
# What flock(2) says where a file system has no locks; any other error may mean that somebody holds this one.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


class NoLocks(UnavailableList):
    """The file system of a folder has no locks: nobody could be kept out of it."""


@contextmanager
def exclusive(folder: Path, *, name: str = ".lock", wait: float = 60.0, stays: bool = True) -> Iterator[None]:
    """Hold the lock `name` of `folder`, waiting `wait` seconds at most. Raises UnavailableList after that, NoLocks at once.

    A file of that name that a process left behind keeps nobody out; it is taken away at the end unless it `stays`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, deadline = folder / name, time.monotonic() + wait
    while (descriptor := _held(path)) is None:
        if time.monotonic() > deadline:
            raise UnavailableList(
                f"{folder.name}: another process is writing it; try again when it has ended"
            )
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if not stays:
            with suppress(OSError):  # some systems keep a file that is open
                path.unlink()
        os.close(descriptor)


def _held(path: Path) -> int | None:
    """The locked file; None when another process holds it, or has taken it away meanwhile."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    is_ours = False
    try:
        with suppress(FileNotFoundError):
            is_ours = _try_lock(descriptor) and os.path.samestat(os.fstat(descriptor), path.stat())
    finally:
        if not is_ours:
            os.close(descriptor)
    return descriptor if is_ours else None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _NO_LOCKS:  # waiting would never end
                raise NoLocks("the file system has no locks, so that two writers could damage it") from error
            return False
        return True
