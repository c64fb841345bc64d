"""Compiled loops on all cores: each takes a part of the rows, on a thread of Python.

numba's own parallel loops would do it too, but their pool of threads, where no other is installed, ends the process when two
threads of Python enter it together (two slices of names are compared at once, see `linking`), and each such loop is compiled
three times over: a third of the first run of a new installation."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from resolver.config import Config, processes

PARTS = 32  # of all rows for each core: rows are not equally long work
FEWEST = 64  # rows that are worth a call
_CORES = processes(Config())


class _Threads:
    """The threads of this process: a service that prepares its lists and then forks has none of them in its children."""

    def __init__(self) -> None:
        self.renew()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.renew)

    def renew(self) -> None:
        self.pool = ThreadPoolExecutor(_CORES, thread_name_prefix="rows")


_THREADS = _Threads()


def in_parts(loop: Callable[..., None], rows: int, *given: Any) -> None:
    """`loop(start, stop, *given)` for parts that together are rows 0 to `rows`, each once, on all cores.

    The loop is compiled with nogil and writes what it finds of a row into arrays of `given`, in the row's place; it is its
    own plain twin (`loop.py_func`). The first error of a part is raised."""
    size = max(FEWEST, -(-rows // (PARTS * _CORES)))
    starts = range(0, rows, size)
    if len(starts) < 2:
        loop(0, rows, *given)
        return
    for part in [_THREADS.pool.submit(loop, start, min(start + size, rows), *given) for start in starts]:
        part.result()
