"""The cells of some rows, asked by column: each distinct text of a column is looked at once.

A cell that a row does not have is "".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Places = npt.NDArray[np.int64]


class Column:
    """The texts of one column: each row says which of the distinct `texts` it holds."""

    def __init__(self, codes: Places, texts: Sequence[str]) -> None:
        self.codes = codes
        self.texts = texts

    @classmethod
    def of(cls, values: Sequence[str] | pa.Array) -> Column:
        """A column of these values, one a row."""
        array = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
        encoded = array.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(codes, encoded.dictionary.to_pylist())

    @classmethod
    def blank(cls, rows: int) -> Column:
        """A column that says nothing."""
        return cls(np.zeros(rows, dtype=np.int64), ("",))

    def mapped(self, function: Callable[[str], str]) -> Column:
        """`function` of every text; it is called once for each distinct one."""
        return Column(self.codes, [function(text) for text in self.texts])

    def where(self, holds: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Of which rows something holds."""
        return np.array([holds(text) for text in self.texts], dtype=np.bool_)[self.codes]

    def taken(self, rows: Places) -> Column:
        """The texts of some rows."""
        return Column(self.codes[rows], self.texts)

    @cached_property
    def array(self) -> pa.Array:
        """The texts as Arrow, one a row."""
        return pa.array(self.texts, pa.string()).take(pa.array(self.codes))

    def to_list(self) -> list[str]:
        """The texts, one a row."""
        return list(map(self.texts.__getitem__, self.codes.tolist()))


class Cells:
    """The cells of some rows by place."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        self.widths: Places = np.fromiter(map(len, rows), np.int64, len(rows))
        self._narrowest = int(self.widths.min(initial=0)) if len(rows) else 0
        self._known: dict[int, Column] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def as_written(self, place: int) -> Column:
        """A column as it stands."""
        if place not in self._known:
            self._known[place] = Column.of(self._values(place))
        return self._known[place]

    def _values(self, place: int) -> list[str]:
        if place < self._narrowest:
            cell: Any = itemgetter(place)
            return list(map(cell, self._rows))
        return [row[place] if place < len(row) else "" for row in self._rows]

    def stripped(self, place: int) -> Column:
        """A column without the blanks around its texts."""
        return self.as_written(place).mapped(str.strip)

    def tidy(self, place: int | None) -> Column:
        """A column with blanks collapsed; one of nothing where the file has none."""
        return Column.blank(len(self)) if place is None else self.as_written(place).mapped(_collapsed)

    def joined(self, places: Sequence[int]) -> Column:
        """Several columns as one, different texts joined by commas."""
        if len(places) < 2:
            return self.tidy(places[0] if places else None)
        columns = [self.tidy(place).to_list() for place in places]
        return Column.of(
            [", ".join(dict.fromkeys(filter(None, texts))) for texts in zip(*columns, strict=True)]
        )


def _collapsed(cell: str) -> str:
    return cell if cell.isalnum() else " ".join(cell.split())


def chosen(first: pa.Array, second: pa.Array) -> pa.Array:
    """`first` where it says something, else `second`."""
    return pc.if_else(pc.not_equal(first, ""), first, second)
