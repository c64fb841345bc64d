"""Rows in parts on all cores: each once, whatever their number, by two callers at once."""

from __future__ import annotations

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


def test_an_error_of_a_part_is_raised() -> None:
    def refuse(start: int, stop: int) -> None:
        if stop == 1000:
            raise ValueError(start)

    with pytest.raises(ValueError, match="9"):
        in_parts(refuse, 1000)
