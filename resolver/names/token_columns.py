"""The columns of NAMES that are made of tokens, by Arrow and numpy: the later half of `resolver.names.columns`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.names.canonical import (
    LONGEST_INITIALISM,
    SHORTEST_INITIALISM,
    Token,
    concept_key,
    needs_spelling,
)
from resolver.names.telling_keys import MANY, RULES, bare, is_long

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def token_columns(vocabulary: list[Token], token: Ints, owner: Ints, rows: int) -> dict[str, pa.Array]:
    """The columns of NAMES that are made of tokens: `owner` is the row of each `token`, a place in `vocabulary`."""
    spelling = pa.array([one.text for one in vocabulary], pa.string())
    sound = pa.array([one.skeleton for one in vocabulary], pa.string())
    initial = pa.array([one.initial for one in vocabulary], pa.string())
    by_sound = np.lexsort((_ranks(sound.to_pylist())[token], owner))
    return {
        "tokens": _lists(spelling, token, owner, rows),
        "key_core": joined(spelling, token, owner, rows, " "),
        "key_skeleton": joined(sound, token, owner, rows, " "),
        "key_sorted": joined(sound, token[by_sound], owner, rows, " "),
        "key_concepts": _concept_keys(vocabulary, token, owner, rows),
        "initials": joined(initial, token, owner, rows, ""),
    }


def _ranks(texts: list[str]) -> Ints:
    """The place of each text in the order of all; equal texts have one place."""
    place = {text: at for at, text in enumerate(sorted(set(texts)))}
    return np.fromiter(map(place.__getitem__, texts), np.int64, len(texts))


def _concept_keys(vocabulary: list[Token], token: Ints, owner: Ints, rows: int) -> pa.Array:
    """The concept keys: joined where nothing but the rules of telling keys leaves them, else made one by one."""
    keys = [one.key for one in vocabulary]
    kept = _concepts(keys, token, owner, rows)
    whole = joined(pa.array(keys, pa.string()), token[kept], owner[kept], rows, " ")
    count = np.bincount(owner[kept], minlength=rows)
    asked = _hold_initialism_or_one(vocabulary, token, owner, count)
    vowels = kept[_flags(keys, lambda key: bare(key) != key)[token[kept]] & (count[owner[kept]] >= MANY)]
    asked[owner[vowels]] = True
    begin, end = (np.searchsorted(owner, np.flatnonzero(asked), side) for side in ("left", "right"))
    texts = [
        concept_key([vocabulary[one] for one in token[first:last].tolist()])
        for first, last in zip(begin.tolist(), end.tolist(), strict=True)
    ]
    return pc.replace_with_mask(whole, pa.array(asked), pa.array(texts, pa.string()))


def _hold_initialism_or_one(vocabulary: list[Token], token: Ints, owner: Ints, keys: Ints) -> Flags:
    """The rows of a single key that needs its spelling, and those of a word as long as the initials before it or behind
    it; `keys` says how many keys a row has."""
    spelt = _flags([one.key for one in vocabulary], needs_spelling)[token]
    lengths = [[len(one.initial), len(one.skeleton), len(one.text)] for one in vocabulary]
    initial, sound, text = np.array(lengths, dtype=np.int64).reshape(-1, 3)[token].T
    total = np.bincount(owner, weights=initial, minlength=len(keys)).astype(np.int64)
    before = np.cumsum(initial) - initial - (np.cumsum(total) - total)[owner]
    behind = total[owner] - before - initial
    short = (text >= SHORTEST_INITIALISM) & (text <= LONGEST_INITIALISM)
    asked = np.zeros(len(keys), dtype=np.bool_)
    asked[owner[short & ((sound == before) | (sound == behind)) & (keys[owner] > SHORTEST_INITIALISM)]] = True
    asked[owner[spelt & (keys[owner] == 1)]] = True
    return asked


def _concepts(keys: list[str], token: Ints, owner: Ints, rows: int) -> Ints:
    """The places of the tokens whose keys stand in the concept keys: sorted, each once, without those that the rules of
    telling keys leave out."""
    rank = _ranks(keys)[token]
    order = np.lexsort((rank, owner))
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (owner[order[1:]] != owner[order[:-1]]) | (rank[order[1:]] != rank[order[:-1]])
    order = order[new]
    long = _flags(keys, is_long)[token]
    for rule in RULES:
        stays = ~_flags(keys, rule.leaves)[token[order]]
        rest = order[stays]
        count = np.bincount(owner[rest], minlength=rows)
        named = np.bincount(owner[rest[long[rest]]], minlength=rows) > 0
        enough = (count >= rule.others) | ((count >= rule.with_long) & named)
        order = order[stays | ~enough[owner[order]]]
    return order


def _flags(keys: list[str], holds: Callable[[str], bool]) -> Flags:
    return np.fromiter(map(holds, keys), np.bool_, len(keys))


def _lists(values: pa.Array, place: Ints, owner: Ints, rows: int) -> pa.ListArray:
    """Lists of `values[place]`, one for each row; `owner` is the row of each place, in order."""
    offsets = np.zeros(rows + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner, minlength=rows), out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values.take(pa.array(place)))


def joined(values: pa.Array, place: Ints, owner: Ints, rows: int, between: str) -> pa.Array:
    """`values[place]` of each row as one text; `owner` is the row of each place, in order."""
    return pc.binary_join(_lists(values, place, owner, rows), between)
