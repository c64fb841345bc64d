"""Long tables written by compiled code: the same bytes as the database's."""

from __future__ import annotations

import sys
from pathlib import Path

import numba  # noqa: F401  # a run has loaded it for its comparisons
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.errors import UnwritableOutput
from resolver.report import csv_lines, tables

ODD = [
    "",
    ",",
    '"',
    '""',
    "\n",
    "\r",
    "#",
    "a#b",
    " lead",
    "NULL",
    "'",
    "\\",
    "\t",
    "=1+1",
    "Ж",
    "長江",
    "\ufeff",
    "\x00",
    "\x7f",
]
TEXT = st.one_of(st.none(), st.sampled_from(ODD), st.text(max_size=8))
NUMBER = st.one_of(
    st.none(), st.floats(width=64), st.sampled_from([0.0, -0.0, 0.5, 1e-7, -1e-9, 1 / 3, 2.5e15])
)


def both(
    folder: Path, table: pa.Table, order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> tuple[bytes, bytes]:
    """The file by compiled code, and by the database."""
    written = []
    for fewest in (0, sys.maxsize):
        monkeypatch.setattr(csv_lines, "FEWEST", fewest)
        monkeypatch.setattr(tables, "_copy_rows", tables._copy_rows if fewest else _never)
        tables._copy(table, folder / "table.csv", order=order, safe_csv=False, memory="100MB")
        monkeypatch.undo()
        written.append((folder / "table.csv").read_bytes())
    return written[0], written[1]


def _never(*_given: object, **_options: object) -> None:
    raise AssertionError("the database was asked")


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.tuples(TEXT, TEXT, NUMBER, st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), st.booleans())
    )
)
def test_the_database_writes_the_same(
    rows: list[tuple[object, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, evidence, score, number, flag = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    table = pa.table(
        {
            "a,b": pa.array(name, pa.string()),
            "evidence": pa.array(evidence, pa.large_string()).dictionary_encode(),
            "score": pa.array(score, pa.float64()),
            "match_weight": pa.array(score, pa.float64()),
            "number": pa.array(number, pa.int64()),
            "flag": pa.array(flag, pa.bool_()),
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        ours, theirs = both(tmp_path_factory.mktemp("csv"), table, ("number",), patch)
    assert ours == theirs


@pytest.mark.parametrize("order", [(), ("name DESC",)])
def test_many_batches_in_order(
    tmp_path: Path, order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = np.arange(20_000)
    whole = pa.table({"name": [f'firm "{at % 977}"' for at in numbers], "row": numbers, "score": numbers / 7})
    cut = pa.concat_tables([whole.slice(0, 3_000), whole.slice(3_000, 9), whole.slice(3_009)])
    for table in (whole, cut):
        ours, theirs = both(tmp_path, table, order, monkeypatch)
        assert ours == theirs
        assert ours.count(b"\n") == len(whole) + 1


def test_other_cells_are_the_database_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_lines, "FEWEST", 0)
    assert csv_lines.may_be_lines(pa.table({"a": ["x"], "b": [1]}))
    assert not csv_lines.may_be_lines(pa.table({"a": [["x"]]}))
    monkeypatch.delitem(sys.modules, "numba")
    assert not csv_lines.may_be_lines(pa.table({"a": ["x"]}))


def test_a_full_disk_is_said_of_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_lines, "FEWEST", 0)
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(UnwritableOutput, match=str(tmp_path)):
        tables._copy(pa.table({"a": ["x"]}), tmp_path / "table.csv", order=(), safe_csv=False, memory="100MB")
