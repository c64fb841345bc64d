"""Rows put between the rows of a table: the names that were made singly among those by columns.

In: two tables of one schema, and before which rows of the first the rows of the second stand. `Table.take` of both, the
plain twin, copies cell by cell what here stays together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]


def spliced(table: pa.Table, further: pa.Table, before: Ints) -> pa.Table:
    """The rows of `table` with row k of `further` before row `before[k]`; these numbers are in order."""
    pieces, begin = [], 0
    for row, end in enumerate(before.tolist()):
        pieces += [table.slice(begin, end - begin), further.slice(row, 1)]
        begin = end
    return pa.concat_tables([*pieces, table.slice(begin)]).combine_chunks()
