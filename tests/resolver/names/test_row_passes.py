"""Texts of rows by compiled passes equal those by Arrow and numpy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import row_passes
from resolver.names.form_memory import offsets

TEXTS = ["", "a", "ab", "b", "завод", "за", "深圳", "abc", "ß", "abcdefghijklmnop", "сельскохозяйственный"]
ROWS = st.lists(st.lists(st.integers(0, len(TEXTS) - 1), max_size=6), max_size=6)


def column(before: int) -> pa.Array:
    """The texts, behind others that are no more part of the column."""
    return pa.array(["x"] * before + TEXTS, pa.string()).slice(before)


def places(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    flat = np.array([one for row in rows for one in row], dtype=np.int64)
    return flat, offsets(np.array([len(row) for row in rows], dtype=np.int64))


@given(ROWS, st.sampled_from(["", " ", ", "]), st.integers(0, 2))
def test_joined(rows: list[list[int]], between: str, before: int) -> None:
    place, start = places(rows)
    shortened = np.arange(len(place)) % 3 == 1
    texts = [TEXTS[one][1:] if cut else TEXTS[one] for one, cut in zip(place, shortened, strict=True)]
    wanted = [between.join(texts[a:b]) for a, b in pairwise(start)]
    assert row_passes.joined(column(before), place, start, between, shortened).to_pylist() == wanted


@given(ROWS, st.integers(0, 2))
def test_sorted_in_rows(rows: list[list[int]], before: int) -> None:
    place, start = places(rows)
    found = row_passes.sorted_in_rows(column(before), place, start).tolist()
    assert found == [one for row in rows for one in sorted(row, key=TEXTS.__getitem__)]


@given(ROWS)
def test_said_once(rows: list[list[int]]) -> None:
    number, start = places(rows)
    found = row_passes.said_once(number, number % 3 == 0, start).tolist()
    wanted = [one % 3 == 0 or one not in row[:at] for row in rows for at, one in enumerate(row)]
    assert found == wanted
