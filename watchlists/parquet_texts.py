"""Parquet whose texts are kept once and referred to: a file of 50 kB may stand for twenty thousand texts of a megabyte.

Such columns are read as they are kept, and written out only when it is known how much that comes to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path


class TooMuchText(ValueError):
    """The texts of a table would fill the memory; the message says how much they are."""


def open_parquet(path: Path) -> pq.ParquetFile:
    """A Parquet file that reads columns of texts as they are kept. Raises what pyarrow does."""
    file = pq.ParquetFile(path)
    kept = [field.name for field in file.schema_arrow if _is_text(field.type)]
    return pq.ParquetFile(path, read_dictionary=kept)


def written_out(table: pa.Table, *, most: int) -> pa.Table:
    """The table with every text in its place. Raises TooMuchText where they are more than `most` bytes."""
    columns, size = [], 0
    for column in table.columns:
        kept_once = pa.types.is_dictionary(column.type) and _is_text(column.type.value_type)
        size += sum(map(_bytes, column.chunks)) if kept_once else column.nbytes
        if size > most:
            raise TooMuchText(f"its texts come to more than {most >> 20:,} MB, which no table of names has")
        columns.append(column.cast(column.type.value_type) if kept_once else column)
    return pa.table(columns, names=table.column_names)


def _is_text(kind: pa.DataType) -> bool:
    return any(
        is_kind(kind)
        for is_kind in (
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_binary,
            pa.types.is_large_binary,
        )
    )


def _bytes(chunk: pa.DictionaryArray) -> int:
    """How many bytes the texts of a column are once they are written out."""
    lengths = pc.binary_length(chunk.dictionary).cast(pa.int64()).take(chunk.indices)
    return pc.sum(lengths).as_py() or 0
