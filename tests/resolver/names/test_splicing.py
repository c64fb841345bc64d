"""Rows put between the rows of a table are those that `take` of both would put there."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.splicing import spliced

SCHEMA = pa.schema([("text", pa.string()), ("words", pa.list_(pa.string()))])
ROWS = st.lists(st.tuples(st.text(max_size=3), st.lists(st.text(max_size=3), max_size=3)), max_size=6)
Row = tuple[str, list[str]]


def table(rows: list[Row]) -> pa.Table:
    return pa.table([[row[at] for row in rows] for at in range(2)], schema=SCHEMA)


@given(ROWS, ROWS, st.integers(0, 2), st.data())
def test_spliced(rows: list[Row], further: list[Row], cut: int, data: st.DataObject) -> None:
    rows = rows[cut:]
    before = np.sort([data.draw(st.integers(0, len(rows))) for _ in further]).astype(np.int64)
    both = list(rows)
    for place, row in reversed(list(zip(before.tolist(), further, strict=True))):
        both.insert(place, row)
    sliced = table([("x", ["y"]), ("ö", ["z", "z"]), *rows]).slice(2)
    found = spliced(sliced, table(further), before)
    found.validate(full=True)
    assert found.equals(table(both))


@pytest.mark.parametrize("field", SCHEMA.names)
def test_one_piece(field: str) -> None:
    found = spliced(table([("a", ["b"])]), table([("c", [])]), np.array([1]))
    assert found[field].num_chunks == 1
