"""The nearest rows: those of every product, of the plain twin and, among equals, of sparse_dot_topn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from resolver.matching import nearest as module
from resolver.matching.nearest import nearest

MOST, COSINE = 5, 0.3


def _unit_rows(rows: int, columns: int, seed: int) -> sparse.csr_matrix:
    """Rows of a few columns and few different values, so that many are equally near."""
    chance = np.random.default_rng(seed)
    values = chance.integers(1, 3, (rows, columns)) * (chance.random((rows, columns)) < 0.25)
    dense = values / np.maximum(np.sqrt((values**2).sum(axis=1, keepdims=True)), 1e-9)
    return sparse.csr_matrix(dense.astype(np.float32))


def _of_library(left: sparse.csr_matrix, right: sparse.csr_matrix) -> list[set[int]]:
    top = sp_matmul_topn(left, right.T.tocsr(), top_n=MOST, threshold=COSINE, sort=True)
    return [set(one.tolist()) for one in np.split(top.indices, top.indptr[1:-1])]


def _sets(rows: int, found: tuple[np.ndarray, np.ndarray]) -> list[set[int]]:
    return [set(found[1][found[0] == row].tolist()) for row in range(rows)]


@pytest.mark.parametrize(("columns", "others"), [(12, 200), (12, 3), (40, 64), (40, 1000)])
def test_the_rows_are_those_of_every_product(columns: int, others: int) -> None:
    left, right = _unit_rows(80, columns, 1), _unit_rows(others, columns, 2)
    found = _sets(80, nearest(left, right.T.tocsr(), MOST, COSINE))
    products = np.asarray((left @ right.T).todense())
    for row, held in enumerate(found):
        beyond = np.flatnonzero(products[row] > COSINE)
        assert len(held) == min(MOST, len(beyond))
        assert held <= set(beyond.tolist())
        left_out = [other for other in beyond if other not in held]
        assert not left_out or products[row, left_out].max() <= products[row, list(held)].min() + 1e-6


def _nearest_rows(
    loop: Callable[..., None], rows: int, asked: tuple[Any, ...]
) -> tuple[npt.NDArray[Any], ...]:
    """Found, how many, and tied, of all rows."""
    out = np.empty((rows, MOST), np.uint32), np.zeros(rows, np.int64), np.zeros(rows, np.bool_)
    loop(0, rows, *asked, *out)
    return out


@pytest.mark.parametrize("others", [7, 200, 1000])
def test_among_equals_the_library_decides(others: int) -> None:
    left, right = _unit_rows(80, 12, 3), _unit_rows(others, 12, 4)
    asked = (*module._arrays(left), *module._arrays(right.T.tocsr()), others, MOST, np.float32(COSINE))
    assert _nearest_rows(module.nearest_rows, 80, asked)[2].any() == (others > MOST + 2)
    assert _sets(80, nearest(left, right.T.tocsr(), MOST, COSINE)) == _of_library(left, right)


def test_the_plain_twin_agrees() -> None:
    left, right = _unit_rows(20, 12, 5), _unit_rows(150, 12, 6)
    asked = (*module._arrays(left), *module._arrays(right.T.tocsr()), 150, MOST, np.float32(COSINE))
    fast, plain = (
        _nearest_rows(loop, 20, asked) for loop in (module.nearest_rows, module.nearest_rows.py_func)
    )
    held = np.arange(MOST) < fast[1][:, None]
    assert np.array_equal(fast[0][held], plain[0][held])
    assert np.array_equal(fast[1], plain[1])
    assert np.array_equal(fast[2], plain[2])


def test_nothing_is_near_where_one_side_is_empty() -> None:
    some, none = _unit_rows(3, 12, 7), sparse.csr_matrix((0, 12), dtype=np.float32)
    assert [len(part) for part in nearest(some, none.T.tocsr(), MOST, COSINE)] == [0, 0]
    assert [len(part) for part in nearest(none, some.T.tocsr(), MOST, COSINE)] == [0, 0]
