"""Texts as rows of bytes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.matching.letter_rows import buffers, letter_bags, letter_rows


@given(st.lists(st.text(max_size=9), max_size=5), st.integers(0, 2))
def test_each_text_in_its_row(texts: list[str], left_out: int) -> None:
    column = pa.array(texts, pa.string()).slice(left_out)
    rows, length = letter_rows(column, 6)
    raw = [text.encode() for text in texts[left_out:]]
    assert [row.tobytes() for row in rows] == [one[:6].ljust(6, b"\0") for one in raw]
    assert length.tolist() == list(map(len, raw))


@pytest.mark.parametrize(
    "column", [pa.chunked_array([], pa.string()), pa.array([], pa.string()), pa.array([""])]
)
def test_without_letters(column: pa.Array) -> None:
    letters, offset = buffers(column)
    assert (len(letters), offset.tolist()) == (0, [0] * (len(column) + 1))


def test_chunks_are_one_column() -> None:
    rows, _ = letter_rows(pa.chunked_array([["ab"], ["c", "de"]]), 2)
    assert np.array_equal(rows, letter_rows(pa.array(["ab", "c", "de"]), 2)[0])


@given(st.lists(st.text(max_size=9), min_size=1, max_size=5))
def test_a_bit_for_each_letter(texts: list[str]) -> None:
    rows, _ = letter_rows(pa.array(texts, pa.string()), 6)
    plain = [sum(1 << bit for bit in {letter & 31 for letter in row.tolist() if letter}) for row in rows]
    assert letter_bags(rows).tolist() == plain
