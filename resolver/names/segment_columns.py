"""Segmentations as Arrow: what crosses from process to process and what the intake joins its rows with.

In: texts. Out: a row of SEGMENTED for each, in order; `segments.segment` says what is in it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.model import IDENTIFIER, SEGMENTED, SEGMENTED_PARTY
from resolver.names.form_spans import form_words, only_legal_form
from resolver.names.identifiers import IdentifierValue
from resolver.names.segments import PlainName, Segmentation, SegmentedParty, segment_many, segment_shortly

_TEXTS = ("role", "name", "address", "city", "country")


def identifier_lists(values: Sequence[Sequence[IdentifierValue]]) -> pa.Array:
    """Lists of identifiers as the Arrow type of PARTIES, each number once."""
    distinct = [tuple(dict.fromkeys(numbers)) if len(numbers) > 1 else numbers for numbers in values]
    flat = [number for numbers in distinct for number in numbers]
    fields = [pa.array([getattr(number, field.name) for number in flat], field.type) for field in IDENTIFIER]
    structs = pa.StructArray.from_arrays(fields, fields=list(IDENTIFIER))
    return pa.ListArray.from_arrays(_offsets(distinct), structs)


def segmented_table(texts: Sequence[str]) -> pa.Table:
    """A row of SEGMENTED per text, in this process. Most fields are plain names, of which no record is made."""
    found = list(map(segment_shortly, texts))
    is_plain = np.array([isinstance(one, PlainName) for one in found], dtype=np.bool_)
    names = [one.name for one in found if isinstance(one, PlainName)]
    others = [one.parties for one in found if isinstance(one, Segmentation)]
    count = np.ones(len(found), dtype=np.int64)
    count[~is_plain] = list(map(len, others))
    parties = pa.concat_arrays([_plain_structs(names), _structs([one for firms in others for one in firms])])
    in_turn = parties.take(pa.array(_in_turn(np.repeat(is_plain, count))))
    lists = pa.ListArray.from_arrays(pa.array(np.cumsum([0, *count], dtype=np.int32)), in_turn)
    reasons = ["" if isinstance(one, PlainName) else one.reason for one in found]
    return pa.table([lists, pa.array(reasons, pa.string()), list(map(_is_bare, found))], schema=SEGMENTED)


def plain_segmented_table(texts: Sequence[str]) -> pa.Table:
    """`segmented_table` field by field."""
    found = segment_many(texts)
    parties = [one.parties for one in found]
    bare = [any(only_legal_form(party.name) for party in firms) for firms in parties]
    lists = pa.ListArray.from_arrays(_offsets(parties), _structs([one for firms in parties for one in firms]))
    return pa.table([lists, pa.array([one.reason for one in found], pa.string()), bare], schema=SEGMENTED)


def _in_turn(is_first: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Places in two arrays laid end to end, from which things are taken in turn: from the first one where it is said so."""
    places = np.empty(len(is_first), dtype=np.int64)
    places[np.concatenate([np.flatnonzero(is_first), np.flatnonzero(~is_first)])] = np.arange(len(is_first))
    return places


def _is_bare(found: PlainName | Segmentation) -> bool:
    """Whether one of the firms is nothing but a legal form."""
    if isinstance(found, PlainName):
        return form_words().issuperset(found.key.split()) and only_legal_form(found.name)
    return any(only_legal_form(party.name) for party in found.parties)


def _plain_structs(names: Sequence[str]) -> pa.StructArray:
    """Parties of which nothing but the name is known."""
    nothing = pa.repeat(pa.scalar("", pa.string()), len(names))
    values = [pa.array(names, pa.string()) if field == "name" else nothing for field in _TEXTS]
    none = pa.ListArray.from_arrays(
        pa.array(np.zeros(len(names) + 1, dtype=np.int32)), pa.array([], IDENTIFIER)
    )
    return pa.StructArray.from_arrays([*values, none], fields=list(SEGMENTED_PARTY))


def _structs(parties: Sequence[SegmentedParty]) -> pa.StructArray:
    texts = [pa.array([getattr(one, name) for one in parties], pa.string()) for name in _TEXTS]
    numbers = identifier_lists([one.identifiers for one in parties])
    return pa.StructArray.from_arrays([*texts, numbers], fields=list(SEGMENTED_PARTY))


def _offsets(lists: Sequence[Sequence[object]]) -> pa.Array:
    return pa.array(np.cumsum([0, *map(len, lists)], dtype=np.int32))
