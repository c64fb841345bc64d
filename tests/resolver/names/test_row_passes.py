"""Texts of rows by compiled passes equal those by Arrow and numpy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import row_passes, telling_keys, token_columns
from resolver.names.canonical import Token
from resolver.names.form_memory import offsets
from resolver.names.token_store import TokenStore

TEXTS = ["", "a", "ab", "b", "завод", "за", "深圳", "abc", "ß", "abcdefghijklmnop", "сельскохозяйственный"]
KEYS = sorted(
    {*telling_keys.KEYS_LEFT_OUT, *telling_keys.IMPLIED, *frozenset().union(*telling_keys.IMPLIED.values())}
)
KEYS += ["kratin", "vestorlumigo", "kvl", "nadir", "7", "@mine"]
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


@given(st.lists(st.lists(st.integers(0, len(KEYS) - 1), max_size=9, unique=True), max_size=6))
def test_keys_left_by_the_rules(rows: list[list[int]]) -> None:
    store = TokenStore()
    store.places([Token(key, key, key, key[:1]) for key in KEYS])
    keys = store.columns.keys
    key, _ = places(rows)
    row = np.repeat(np.arange(len(rows)), list(map(len, rows))).astype(np.int64)
    stays = row_passes.telling(key, row, len(rows), keys)
    wanted, wanted_row = token_columns.left_by_rules(keys, key, row, len(rows))
    assert (key[stays].tolist(), row[stays].tolist()) == (wanted.tolist(), wanted_row.tolist())
    told = [telling_keys.telling({KEYS[one] for one in of_row}) for of_row in rows]
    found = [{KEYS[one] for one in key[stays & (row == at)].tolist()} for at in range(len(rows))]
    assert found == told
