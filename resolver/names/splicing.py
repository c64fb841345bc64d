"""Rows put between the rows of a table: the names that were made singly among those by columns.

In: two tables of one schema, of texts and lists of texts without nulls, and before which rows of the first the rows of
the second stand. `Table.take` of both, the plain twin, copies cell by cell what here stays together.
"""

from __future__ import annotations

from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Offsets = npt.NDArray[np.int32]


def spliced(table: pa.Table, further: pa.Table, before: Ints) -> pa.Table:
    """The rows of `table` with row k of `further` before row `before[k]`; these numbers are in order."""
    columns = [
        _spliced(own.combine_chunks(), put.combine_chunks(), before)
        for own, put in zip(table.columns, further.columns, strict=True)
    ]
    return pa.table(columns, schema=table.schema)


def _spliced(column: pa.Array, further: pa.Array, before: Ints) -> pa.Array:
    if pa.types.is_string(column.type):
        return _texts(column, further, before)
    offsets, between = (one.offsets.to_numpy() for one in (column, further))
    within = np.repeat(offsets[before] - offsets[0], np.diff(between))
    texts = _texts(column.flatten(), further.flatten(), within)
    return pa.ListArray.from_arrays(pa.array(_offsets(offsets, between, before)), texts)


def _texts(column: pa.Array, further: pa.Array, before: Ints) -> pa.Array:
    (offsets, letters), (between, others) = _parts(column), _parts(further)
    cuts = [int(offsets[0]), *offsets[before].tolist(), int(offsets[-1])]
    own = [letters[begin:end] for begin, end in pairwise(cuts)]
    put = [others[begin:end] for begin, end in pairwise(between.tolist())]
    whole = b"".join([*chain.from_iterable(zip(own, put, strict=False)), own[-1]])
    buffers = (pa.py_buffer(one) for one in (_offsets(offsets, between, before), whole))
    return pa.StringArray.from_buffers(len(column) + len(further), *buffers)


def _parts(texts: pa.Array) -> tuple[Offsets, memoryview]:
    """Where each text begins, and the end, and the letters of all."""
    _, offsets, letters = texts.buffers()
    begins = np.frombuffer(offsets or bytes(4), dtype=np.int32)
    return begins[texts.offset : texts.offset + len(texts) + 1], memoryview(letters or b"")


def _offsets(offsets: Offsets, between: Offsets, before: Ints) -> Offsets:
    lengths = np.insert(np.diff(offsets), before, np.diff(between))
    found: Offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return found
