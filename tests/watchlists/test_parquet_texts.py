"""Texts that Parquet keeps once: written out, or refused before they are."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resolver.errors import UnreadableInput
from resolver.intake import read_parties
from watchlists import load
from watchlists.errors import UnreadableList
from watchlists.parquet_texts import TooMuchText, open_parquet, written_out


def written(path: Path, columns: dict[str, pa.Array]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    columns = {
        "text": pa.array(["a", None, "a"]),
        "large": pa.array(["b", "b", None], pa.large_string()),
        "bytes": pa.array([b"c", b"c", b"d"]),
        "dictionary": pa.array(["e", "e", None]).dictionary_encode(),
        "numbers": pa.array([7, 7, None]),
        "codes": pa.array([1, 1, 2]).dictionary_encode(),
        "lists": pa.array([["f"], None, ["f", "f"]]),
    }
    table = written_out(open_parquet(written(tmp_path / "t.parquet", columns)).read(), most=1 << 20)
    assert table.to_pydict() == pa.table(columns).to_pydict()
    with pytest.raises(TooMuchText):
        written_out(table, most=10)


def test_a_text_that_stands_for_many_fills_no_memory(tmp_path: Path) -> None:
    """Twenty gigabytes in a file of 50 kB."""
    once = pa.array(["A" * (1 << 20)])
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), once)
    path = written(tmp_path / "bomb.parquet", {"name": column})
    with pytest.raises(UnreadableInput, match="its texts come to more than 1,024 MB"):
        read_parties([path])
    with pytest.raises(UnreadableList, match="its texts come to more than 1,024 MB"):
        load(path)
