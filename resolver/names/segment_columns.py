"""Segmentations as Arrow: what crosses from process to process and what the intake joins its rows with.

In: texts. Out: a row of SEGMENTED for each, in order; `segments.segment` says what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pyarrow as pa

from resolver.model import IDENTIFIER, SEGMENTED, SEGMENTED_PARTY
from resolver.names.identifiers import IdentifierValue
from resolver.names.segments import SegmentedParty, segment_many


def identifier_lists(values: Sequence[Sequence[IdentifierValue]]) -> pa.Array:
    """Lists of identifiers as the Arrow type of PARTIES, each number once."""
    distinct = [tuple(dict.fromkeys(numbers)) if len(numbers) > 1 else numbers for numbers in values]
    flat = [number for numbers in distinct for number in numbers]
    fields = [pa.array([getattr(number, field.name) for number in flat], field.type) for field in IDENTIFIER]
    structs = pa.StructArray.from_arrays(fields, fields=list(IDENTIFIER))
    return pa.ListArray.from_arrays(_offsets(distinct), structs)


def segmented_table(texts: Sequence[str]) -> pa.Table:
    """A row of SEGMENTED per text, in this process."""
    found = segment_many(texts)
    parties = list(chain.from_iterable(one.parties for one in found))
    offsets = _offsets([one.parties for one in found])
    lists = pa.ListArray.from_arrays(offsets, _structs(parties))
    reasons = pa.array([one.reason for one in found], pa.string())
    bare = pa.array([one.bare for one in found], pa.bool_())
    return pa.table([lists, reasons, bare], schema=SEGMENTED)


def _structs(parties: Sequence[SegmentedParty]) -> pa.StructArray:
    *texts, numbers = zip(*parties, strict=True) if parties else [()] * len(SegmentedParty._fields)
    columns = [pa.array(column, pa.string()) for column in texts]
    return pa.StructArray.from_arrays([*columns, identifier_lists(numbers)], fields=list(SEGMENTED_PARTY))


def _offsets(lists: Sequence[Sequence[object]]) -> pa.Array:
    return pa.array(np.cumsum([0, *map(len, lists)], dtype=np.int32))
