"""Segmentations as Arrow: what crosses from process to process and what the intake joins its rows with.

In: texts. Out: a row of SEGMENTED for each, in order; `segments.segment` says what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.model import IDENTIFIER, SEGMENTED, SEGMENTED_PARTY
from resolver.names.identifiers import IdentifierValue
from resolver.names.segments import SegmentedParty, plain_names, segment


def identifier_lists(values: Sequence[Sequence[IdentifierValue]]) -> pa.Array:
    """Lists of identifiers as the Arrow type of PARTIES, each number once."""
    distinct = [tuple(dict.fromkeys(numbers)) if len(numbers) > 1 else numbers for numbers in values]
    flat = [number for numbers in distinct for number in numbers]
    fields = [pa.array([getattr(number, field.name) for number in flat], field.type) for field in IDENTIFIER]
    structs = pa.StructArray.from_arrays(fields, fields=list(IDENTIFIER))
    return pa.ListArray.from_arrays(_offsets(distinct), structs)


def segmented_table(texts: Sequence[str]) -> pa.Table:
    """A row of SEGMENTED per text, in this process. Most are plain names, of which no record is made."""
    plain = plain_names(texts)
    names = [one.name for one in plain if one is not None]
    others = [segment(text) for text, one in zip(texts, plain, strict=True) if one is None]
    firms = [one.parties for one in others]
    is_plain = np.array([one is not None for one in plain], dtype=np.bool_)
    count = np.ones(len(texts), dtype=np.int64)
    count[~is_plain] = list(map(len, firms))
    structs = pa.concat_arrays([_plain_structs(names), _structs(list(chain.from_iterable(firms)))])
    parties = structs.take(pa.array(_in_turn(np.repeat(is_plain, count))))
    reasons, bare = np.full(len(texts), "", dtype=object), np.zeros(len(texts), dtype=np.bool_)
    reasons[~is_plain], bare[~is_plain] = [one.reason for one in others], [one.bare for one in others]
    bare[is_plain] = [one.bare for one in plain if one is not None]
    offsets = pa.array(np.concatenate([[0], np.cumsum(count)]).astype(np.int32))
    lists = pa.ListArray.from_arrays(offsets, parties)
    return pa.table([lists, pa.array(reasons, pa.string()), pa.array(bare)], schema=SEGMENTED)


def _in_turn(is_first: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Places in two arrays laid end to end, from which things are taken in turn: from the first where it is said so."""
    places = np.empty(len(is_first), dtype=np.int64)
    places[np.concatenate([np.flatnonzero(is_first), np.flatnonzero(~is_first)])] = np.arange(len(is_first))
    return places


def _plain_structs(names: Sequence[str]) -> pa.StructArray:
    """Parties of which nothing but the name is known."""
    empty = pa.repeat(pa.scalar("", pa.string()), len(names))
    no_numbers = pa.ListArray.from_arrays(
        pa.array(np.zeros(len(names) + 1, dtype=np.int32)), pa.array([], IDENTIFIER)
    )
    known = {"name": pa.array(names, pa.string()), "identifiers": no_numbers}
    columns = [known.get(field.name, empty) for field in SEGMENTED_PARTY]
    return pa.StructArray.from_arrays(columns, fields=list(SEGMENTED_PARTY))


def _structs(parties: Sequence[SegmentedParty]) -> pa.StructArray:
    *texts, numbers = zip(*parties, strict=True) if parties else [()] * len(SegmentedParty._fields)
    columns = [pa.array(column, pa.string()) for column in texts]
    return pa.StructArray.from_arrays([*columns, identifier_lists(numbers)], fields=list(SEGMENTED_PARTY))


def _offsets(lists: Sequence[Sequence[object]]) -> pa.Array:
    return pa.array(np.cumsum([0, *map(len, lists)], dtype=np.int32))
