"""The columns of NAMES that are made of tokens, by Arrow and numpy: the later half of `resolver.names.columns`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.names import rewriting
from resolver.names.canonical import (
    LONGEST_INITIALISM,
    SHORTEST_INITIALISM,
    SHORTEST_REPEATED,
    Token,
    concept_key,
)
from resolver.names.telling_keys import MANY, RULES
from resolver.names.token_store import ALONE, LEFT_OUT, LONG, KeyColumns, TokenColumns

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LONE_KEPT = 1 << 16
"""Keys of lone tokens with their legal forms that are remembered: about 10 MB."""


LONGEST_ROW = 64
"""Texts of a row that the compiled passes compare with each other: a row of more goes, with its chunk, the plain way."""


def said_once(columns: TokenColumns, token: Ints, text: Ints) -> Flags:
    """The tokens that are no word of an earlier one's sound in their text: `canonical.said_once`. `text` is in order."""
    number, may_repeat = columns.sound_number[token], columns.sound_letters[token] < SHORTEST_REPEATED
    start = _starts(text)
    if (passes := _compiled(start)) is not None:
        found: Flags = passes.said_once(number, may_repeat, start)
        return found
    order = np.lexsort((number, text))
    repeats = np.zeros(len(token), dtype=np.bool_)
    again = (number[order[1:]] == number[order[:-1]]) & (text[order[1:]] == text[order[:-1]])
    repeats[order[1:][again]] = True
    once: Flags = ~repeats | may_repeat
    return once


def _starts(owner: Ints, rows: int | None = None) -> Ints:
    """Where each row begins among places whose rows, in order, are `owner`, and the end; rows of none need not be there."""
    count = np.bincount(owner, minlength=rows or 0)
    return np.concatenate([[0], np.cumsum(count)])


def _compiled(start: Ints) -> ModuleType | None:
    """The compiled passes over rows that begin there, where they are loaded and no row is too long."""
    if not rewriting.are_passes_loaded() or np.diff(start).max(initial=0) > LONGEST_ROW:
        return None
    from resolver.names import row_passes

    return row_passes


Bare = Callable[[Ints], tuple[Ints, KeyColumns]]
"""`token_store.TokenStore.bare`."""


def token_columns(
    columns: TokenColumns, token: Ints, owner: Ints, classes: Sequence[tuple[str, ...]], bare: Bare
) -> dict[str, pa.Array]:
    """The columns of NAMES that are made of tokens: `owner` is the row of each `token`, a place in `columns`, `classes`
    are those of the legal forms of each row."""
    rows = len(classes)
    initials = joined(columns.initial, token, owner, rows, "")
    return {
        "tokens": _lists(columns.text, token, owner, rows),
        "key_core": joined(columns.text, token, owner, rows, " "),
        "key_skeleton": joined(columns.sound, token, owner, rows, " "),
        "key_sorted": joined(columns.sound, _sorted(columns.sound, token, owner), owner, rows, " "),
        "key_concepts": _concept_keys(columns, token, owner, classes, initials, bare),
        "initials": initials,
    }


def _sorted(texts: pa.Array, place: Ints, owner: Ints) -> Ints:
    """The places with those of each row in the order of their texts; `owner` is the row of each place, in order."""
    start = _starts(owner)
    if (passes := _compiled(start)) is not None:
        found: Ints = passes.sorted_in_rows(texts, place, start)
        return found
    return place[np.lexsort((_ranks(texts, place), owner))]


def _ranks(texts: pa.Array, place: Ints) -> Ints:
    """The place of each of `texts[place]` in the order of all; equal texts of different places have different ones."""
    distinct, which = np.unique(place, return_inverse=True)
    rank = np.empty(len(distinct), dtype=np.int64)
    rank[pc.array_sort_indices(texts.take(pa.array(distinct))).to_numpy()] = np.arange(len(distinct))
    return rank[which]


def _concept_keys(
    columns: TokenColumns,
    token: Ints,
    owner: Ints,
    classes: Sequence[tuple[str, ...]],
    initials: pa.Array,
    bare: Bare,
) -> pa.Array:
    """The concept keys: joined where nothing but the rules of telling keys leaves them, else made one by one."""
    keys, rows = columns.keys, len(classes)
    key, row = _concepts(columns, token, owner, rows)
    count = np.bincount(row, minlength=rows)
    asked = _hold_initialism(columns, token, owner, count, initials)
    lone = (keys.traits[key] & ALONE > 0) & (count[row] == 1)
    only = np.full(rows, -1, dtype=np.int64)  # the key of a row that says too little and is its only one
    only[row[lone]] = key[lone]
    many = count[row] >= MANY
    if many.any():
        key[many], keys = bare(key[many])
        key, row = _each_once(keys.text, key, row)
    telling = asked[owner] | (columns.key[token] == only[owner])
    whole = joined(keys.text, key, row, rows, " ")
    texts = _one_by_one(columns, token[telling], owner[telling], classes)
    return pc.replace_with_mask(whole, pa.array(asked | (only >= 0)), pa.array(texts, pa.string()))


def _one_by_one(
    columns: TokenColumns, token: Ints, owner: Ints, classes: Sequence[tuple[str, ...]]
) -> list[str]:
    """The concept keys of the rows of these tokens; those of one token repeat themselves."""
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    ends = np.append(first[1:], len(owner))[: len(first)].tolist()
    places, records = token.tolist(), columns.records
    return [
        _key_of_one(records[places[begin]], classes[at])
        if end == begin + 1
        else concept_key([records[one] for one in places[begin:end]], classes[at])
        for begin, end, at in zip(first.tolist(), ends, owner[first].tolist(), strict=True)
    ]


@lru_cache(maxsize=LONE_KEPT)
def _key_of_one(token: Token, classes: tuple[str, ...]) -> str:
    return concept_key([token], classes)


def _hold_initialism(
    columns: TokenColumns, token: Ints, owner: Ints, keys: Ints, initials: pa.Array
) -> Flags:
    """The rows of a word that repeats the initials before it or behind it; `keys` says how many keys a row has."""
    initial, sound, text = (
        letters[token] for letters in (columns.initial_letters, columns.sound_letters, columns.text_letters)
    )
    total = np.bincount(owner, weights=initial, minlength=len(keys)).astype(np.int64)
    before = np.cumsum(initial) - initial - (np.cumsum(total) - total)[owner]
    behind = total[owner] - before - initial
    short = (text >= SHORTEST_INITIALISM) & (text <= LONGEST_INITIALISM)
    may_be = short & ((sound == before) | (sound == behind)) & (keys[owner] > SHORTEST_INITIALISM)
    at = np.flatnonzero(may_be)
    sounds = columns.sound.take(pa.array(token[at])).to_pylist()
    beside = initials.take(pa.array(owner[at])).to_pylist()
    repeats = [
        whole[:first] == own or whole[first + length :] == own
        for own, whole, first, length in zip(
            sounds, beside, before[at].tolist(), initial[at].tolist(), strict=True
        )
    ]
    asked = np.zeros(len(keys), dtype=np.bool_)
    asked[owner[at[np.array(repeats, dtype=np.bool_)]]] = True
    return asked


def _concepts(columns: TokenColumns, token: Ints, owner: Ints, rows: int) -> tuple[Ints, Ints]:
    """The keys that stand in the concept keys, and their rows: sorted, each once, without those that the rules of telling
    keys leave out."""
    keys = columns.keys
    key, row = _each_once(keys.text, columns.key[token], owner)
    if rewriting.are_passes_loaded():
        from resolver.names import row_passes

        stays = row_passes.telling(key, row, rows, keys)
        return key[stays], row[stays]
    return left_by_rules(keys, key, row, rows)


def left_by_rules(keys: KeyColumns, key: Ints, row: Ints, rows: int) -> tuple[Ints, Ints]:
    """The keys, and their rows, that the rules of telling keys leave, by numpy."""
    kept = ~_are_implied(keys, key, row, rows)
    key, row = key[kept], row[kept]
    for at, rule in enumerate(RULES):
        stays = keys.traits[key] & (LEFT_OUT << at) == 0
        count = np.bincount(row[stays], minlength=rows)
        named = np.bincount(row[stays & (keys.traits[key] & LONG > 0)], minlength=rows) > 0
        enough = (count >= rule.others) | ((count >= rule.with_long) & named)
        kept = stays | ~enough[row]
        key, row = key[kept], row[kept]
    return key, row


def _are_implied(keys: KeyColumns, key: Ints, row: Ints, rows: int) -> Flags:
    """Which keys say nothing beside another one of their row."""
    beside = np.zeros(rows, dtype=np.int64)
    telling = keys.implies[key] > 0
    np.bitwise_or.at(beside, row[telling], keys.implies[key[telling]])
    return (keys.implied[key] & beside[row]) > 0


def _each_once(texts: pa.Array, key: Ints, row: Ints) -> tuple[Ints, Ints]:
    """The keys of each row, which are in order, in the order of their texts, each once."""
    key = _sorted(texts, key, row)
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = (row[1:] != row[:-1]) | (key[1:] != key[:-1])
    return key[new], row[new]


def _lists(values: pa.Array, place: Ints, owner: Ints, rows: int) -> pa.ListArray:
    """Lists of `values[place]`, one for each row; `owner` is the row of each place, in order."""
    offsets = np.zeros(rows + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner, minlength=rows), out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values.take(pa.array(place)))


def joined(values: pa.Array, place: Ints, owner: Ints, rows: int, between: str) -> pa.Array:
    """`values[place]` of each row as one text; `owner` is the row of each place, in order."""
    start = _starts(owner, rows)
    if len(place) and (passes := _compiled(start)) is not None:
        return passes.joined(values, place, start, between, np.zeros(len(place), dtype=np.bool_))
    return pc.binary_join(_lists(values, place, owner, rows), between)


def joined_once(values: pa.Array, edges: Ints, place: Ints, owner: Ints, rows: int) -> pa.Array:
    """`resolver.names.joined_sounds.whole` of `values[place]` of each row; `edges` are the first and the last letter of
    each value, as numbers."""
    once = np.zeros(len(place), dtype=np.bool_)
    once[1:] = (edges[place[1:], 0] == edges[place[:-1], 1]) & (owner[1:] == owner[:-1])
    start = _starts(owner, rows)
    if len(place) and (passes := _compiled(start)) is not None:
        return passes.joined(values, place, start, "", once)
    shortened = pc.utf8_slice_codeunits(values.take(pa.array(place[once])), 1)
    place = place.copy()
    place[once] = len(values) + np.arange(len(shortened))
    return joined(pa.concat_arrays([values, shortened]), place, owner, rows, "")
