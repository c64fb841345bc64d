"""Long tables as CSV, without the database: the same bytes in a third of its processor time.

Enters: batches of rows whose numbers with decimals are texts already. Leaves: a file. Batches become lines on two threads,
in compiled code, which leaves the interpreter alone. `resolver.report.tables` has the plain twin, the database, which writes
all other tables; a test holds that both give the same.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FEWEST = 20_000
"""Rows from which on it pays, where numba is loaded: what is compiled is read in some hundredths of a second."""

AT_ONCE = 2


def may_be_lines(table: pa.Table) -> bool:
    """Whether a table is long, of texts and whole numbers, and what is compiled is at hand."""
    return (
        len(table) >= FEWEST
        and "numba" in sys.modules
        and all(_is_plain(field.type) for field in table.schema)
    )


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return bool(is_text or pa.types.is_integer(kind) or pa.types.is_boolean(kind))


def write_lines(path: Path, headings: list[str], batches: Iterable[pa.RecordBatch]) -> None:
    """Write a file of these rows; a few batches are in memory at a time. Raises OSError."""
    heading = pa.record_batch(
        [pa.array([name]) for name in headings], names=[str(at) for at, _ in enumerate(headings)]
    )
    with path.open("wb") as file, ThreadPoolExecutor(AT_ONCE) as pool:
        file.write(lines_of(heading))
        waiting: deque[Future[memoryview]] = deque()
        for batch in batches:
            waiting.append(pool.submit(lines_of, batch))
            if len(waiting) > AT_ONCE:
                file.write(waiting.popleft().result())
        for made in waiting:
            file.write(made.result())


def lines_of(batch: pa.RecordBatch) -> memoryview:
    """The lines of some rows; nothing stands for null, as for an empty text."""
    from resolver.report import csv_passes

    begins = np.empty((batch.num_columns, len(batch) + 1), dtype=np.uint64)
    cells, end = [], 0
    for column, values in enumerate(batch.columns):
        texts = pc.fill_null(values.cast(pa.large_string()), "")
        offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
        letters = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
        begins[column] = offsets - offsets[0] + end
        cells.append(letters)
        end += len(letters)
    return csv_passes.lines(np.concatenate(cells), begins).data
