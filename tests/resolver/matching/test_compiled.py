"""Rows in parts on all cores: each once, whatever their number, by two callers at once."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest

from resolver.matching import compiled
from resolver.matching.compiled import in_parts


def _count(start: int, stop: int, by: int, out: npt.NDArray[np.int64]) -> None:
    out[start:stop] += by


@pytest.mark.parametrize("rows", [0, 1, compiled.FEWEST, compiled.FEWEST + 1, 1000, 99_991])
def test_every_row_comes_once(rows: int) -> None:
    out = np.zeros(rows, dtype=np.int64)
    in_parts(_count, rows, 3, out)
    assert (out == 3).all()


def test_no_part_is_larger_than_was_said() -> None:
    sizes: list[int] = []
    in_parts(lambda start, stop: sizes.append(stop - start), 100_000)
    assert sum(sizes) == 100_000 and len(sizes) >= compiled.PARTS


def test_two_callers_at_once() -> None:
    def counted(by: int) -> bool:
        out = np.zeros(50_000, dtype=np.int64)
        in_parts(_count, len(out), by, out)
        return bool((out == by).all())

    with ThreadPoolExecutor(4) as callers:
        assert all(callers.map(counted, range(1, 40)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
def test_a_forked_process_has_threads_of_its_own() -> None:
    """In an interpreter of its own, since a fork of one with many threads is not safe by itself."""
    code = """
import os, signal
import numpy as np
from resolver.matching.compiled import in_parts
def count(start, stop, out): out[start:stop] += 1
in_parts(count, 10_000, np.zeros(10_000))
if (child := os.fork()) == 0:
    signal.alarm(20)
    out = np.zeros(10_000)
    in_parts(count, 10_000, out)
    os._exit(0 if (out == 1).all() else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_error_of_a_part_is_raised() -> None:
    def refuse(start: int, stop: int) -> None:
        if stop == 1000:
            raise ValueError(start)

    with pytest.raises(ValueError, match="9"):
        in_parts(refuse, 1000)
