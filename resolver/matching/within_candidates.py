"""Candidate pairs among the distinct names of one file: channels of keys whose cost grows with the names.

Enters: the names of the parties as arrays (sorted by skeleton, so that neighbours resemble each other) and what else
is known of them. Leaves: pairs of names, each with the channels that proposed it, and what the caps left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.encode import NameArrays
from resolver.matching.joining import join
from resolver.matching.within_keys import (
    NO_WORD,
    Blocks,
    Keys,
    deletion_keys,
    mixed,
    pairs_of,
    string_keys,
    whole_name,
)

Indices = npt.NDArray[np.int64]

CHANNELS = (
    "same_words",
    "one_letter",
    "rare_word",
    "telling_word",
    "two_words",
    "near_word",
    "near_word_and_word",
    "start",
    "consonants",
    "initials",
    "identifier",
    "address",
    "country_and_word",
)


@dataclass(frozen=True, slots=True)
class WithinLimits:
    """How far the channels reach; the measured recall at these values stands in docs/entities.md."""

    cap: int = 60  # names of a block that are paired in full
    window: int = 6  # neighbours of each name in a larger block
    rare_word_names: int = (
        25  # names that share a word, or a word less one letter, and are paired for it alone
    )
    telling_word_bits: float = 13.0  # a word that so few ordinary companies hold ...
    telling_word_names: int = 120  # ... may be shared by more names, which are paired all the same
    telling_words: int = 6  # words of a name that are keys, the most telling first
    faces: int = 3  # concept, skeleton and one alternate of each word
    near_word_letters: int = 5  # shorter words meet only as they stand
    whole_letters: int = 6  # shorter names meet only as they stand
    longest_whole: int = 48
    start_letters: int = 14  # a field cut at 35 characters keeps more than this


@dataclass(frozen=True, slots=True)
class WithinCandidates:
    """Distinct pairs left < right of names; `channels` has the bits of CHANNELS; `blocks` a report per channel."""

    left: Indices
    right: Indices
    channels: npt.NDArray[np.uint16]
    blocks: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """Names that share something besides words: (name, value) rows, values hashed or numbered."""

    identifier: tuple[Indices, Indices]
    address: tuple[Indices, Indices]
    country: tuple[Indices, Indices]


def propose_within(
    names: NameArrays, extra: Extra, limits: WithinLimits, fresh: npt.NDArray[np.bool_] | None = None
) -> WithinCandidates:
    """All channels, united. `fresh`: by name; only pairs with a fresh name (None: all pairs)."""
    found: list[tuple[int, Indices]] = []
    blocks: list[Blocks] = []
    for channel, keys, cap, window in _channels(names, extra, limits):
        codes, report = pairs_of(channel, keys, len(names), cap=cap, window=window, fresh=fresh)
        found.append((CHANNELS.index(channel), codes))
        blocks.append(report)
    code, channels = _united(found)
    return WithinCandidates(code // max(len(names), 1), code % max(len(names), 1), channels, tuple(blocks))


def _united(found: list[tuple[int, Indices]]) -> tuple[Indices, npt.NDArray[np.uint16]]:
    """Every code once, with a bit per channel. Channels are added one by one: a pair is held once or twice, not 12 times."""
    code, channels = np.empty(0, np.int64), np.empty(0, np.uint16)
    for number, more in found:
        both = np.concatenate([code, more])
        bits = np.concatenate([channels, np.full(len(more), 1 << number, dtype=np.uint16)])
        order = np.argsort(both, kind="stable")
        both, bits = both[order], bits[order]
        first = np.flatnonzero(np.concatenate([[True], both[1:] != both[:-1]])) if len(both) else order
        code, channels = both[first], np.bitwise_or.reduceat(bits, first) if len(first) else bits
    return code, channels


def _channels(names: NameArrays, extra: Extra, limits: WithinLimits) -> Iterator[tuple[str, Keys, int, int]]:
    table, cap, window, rare = names.table, limits.cap, limits.window, limits.rare_word_names
    words = _telling_words(names, limits.telling_words)
    yield "same_words", _same_words(table), cap, window
    yield (
        "one_letter",
        deletion_keys(table["key_joined"], limits.whole_letters, limits.longest_whole),
        cap,
        window,
    )
    yield "rare_word", _word_keys(names, words, limits, telling=False), rare, 0
    yield "telling_word", _word_keys(names, words, limits, telling=True), limits.telling_word_names, 0
    yield "two_words", _pair_keys(names, words, limits.faces), cap, window
    near = _near_words(names, words, limits)
    yield "near_word", _first_words(near, 2), rare, 0
    yield "near_word_and_word", _with_other_word(near, names, words), cap, 0
    yield "start", string_keys(table["key_joined"], limits.start_letters, limits.start_letters), rare, window
    yield "consonants", _consonant_keys(names), rare, window
    yield "initials", _initial_keys(table), rare, 0
    yield "identifier", whole_name(mixed(extra.identifier[1]), extra.identifier[0]), cap, window
    yield "address", whole_name(mixed(extra.address[1]), extra.address[0]), rare, 0
    yield "country_and_word", _country_keys(names, extra.country, words), rare, 0


def _same_words(table: pa.Table) -> Keys:
    columns = ("key_joined", "key_letters", "key_sorted", "key_concepts")
    parts = [string_keys(table[column], 1) for column in columns]
    salted = [mixed(p.key.view(np.uint64) + np.uint64(i)) for i, p in enumerate(parts)]
    return whole_name(np.concatenate(salted), np.concatenate([p.name for p in parts]))


@dataclass(frozen=True, slots=True)
class _Words:
    """Telling words: row i is token `token[i]` of name `name[i]`, the `rank[i]`-th most telling one (0 first)."""

    name: Indices
    token: Indices
    rank: Indices


def _telling_words(names: NameArrays, most: int) -> _Words:
    name = np.repeat(np.arange(len(names)), np.diff(names.offset))
    token = names.token.astype(np.int64)
    order = np.lexsort((token, -names.tokens.bits[token], name))
    name, token = name[order], token[order]
    rank = np.arange(len(name)) - names.offset[name]
    keep = rank < most
    return _Words(name[keep], token[keep], rank[keep])


def _faces(names: NameArrays, words: _Words, most: int) -> tuple[Indices, Indices]:
    """(row of `words`, face): concept, skeleton and alternates by which a word can be met."""
    row, column = np.nonzero(names.tokens.faces[words.token][:, :most] >= 0)
    return row, names.tokens.faces[words.token[row], column].astype(np.int64)


def _word_keys(names: NameArrays, words: _Words, limits: WithinLimits, *, telling: bool) -> Keys:
    row, face = _faces(names, words, limits.faces)
    is_telling = names.tokens.bits[words.token[row]] >= limits.telling_word_bits
    keep = is_telling if telling else (words.rank[row] < 2) & ~is_telling
    return whole_name(mixed(face[keep]), words.name[row[keep]])


def _pair_keys(names: NameArrays, words: _Words, faces: int) -> Keys:
    """Two words of one name, in any order."""
    row, face = _faces(names, words, faces)
    i, j = join(words.name[row], words.name[row])
    keep = (words.rank[row[i]] < words.rank[row[j]]) & (words.rank[row[j]] < 4)
    i, j = i[keep], j[keep]
    low, high = np.minimum(face[i], face[j]), np.maximum(face[i], face[j])
    return whole_name(mixed(mixed(low) ^ high.astype(np.uint64)), words.name[row[i]])


def _near_words(names: NameArrays, words: _Words, limits: WithinLimits) -> tuple[Keys, _Words]:
    """Every telling word as it stands and less one letter; worked out once per distinct word, not per name."""
    skeleton = _skeletons(names)
    deleted = deletion_keys(skeleton, limits.near_word_letters, limits.longest_whole)
    token, first, many = np.unique(deleted.name, return_index=True, return_counts=True)
    position = np.full(len(names.tokens.text), -1, dtype=np.int64)
    position[token] = np.arange(len(token))
    row = np.flatnonzero(position[words.token] >= 0)
    at = position[words.token[row]]
    repeat = many[at]
    within = np.arange(int(repeat.sum())) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    key = deleted.key[np.repeat(first[at], repeat) + within]
    row = np.repeat(row, repeat)
    keys = Keys(key, words.name[row], names.tokens.faces[words.token[row], 1].astype(np.int64))
    return keys, _Words(words.name[row], words.token[row], words.rank[row])


def _skeletons(names: NameArrays) -> pa.ChunkedArray:
    letters = names.tokens.letters
    length = np.minimum(names.tokens.length, letters.shape[1])
    real = np.arange(letters.shape[1])[None, :] < length[:, None]
    offsets = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(letters[real].tobytes())]
    return pa.chunked_array([pa.Array.from_buffers(pa.large_binary(), len(length), buffers)])


def _first_words(near: tuple[Keys, _Words], most: int) -> Keys:
    keys, words = near
    keep = words.rank < most
    return Keys(keys.key[keep], keys.name[keep], keys.word[keep])


def _with_other_word(near: tuple[Keys, _Words], names: NameArrays, words: _Words) -> Keys:
    """A word less one letter, together with another word as it stands (concept where it has one)."""
    keys, rows = near
    top = np.flatnonzero(rows.rank < 3)
    other = words.rank < 3
    i, j = join(rows.name[top], words.name[other])
    i, token = top[i], words.token[other][j]
    keep = token != rows.token[i]
    i, token = i[keep], token[keep]
    faces = names.tokens.faces
    face = np.where(faces[token, 0] >= 0, faces[token, 0], faces[token, 1])
    return Keys(mixed(keys.key[i].view(np.uint64) ^ mixed(face)).view(np.int64), keys.name[i], keys.word[i])


def _consonant_keys(names: NameArrays) -> Keys:
    """The consonants of all words in any order: vowels lost or respelt."""
    consonants = names.tokens.consonants[names.token]
    value = np.where(consonants >= 0, mixed(consonants), mixed(names.tokens.faces[names.token, 1]))
    total = np.concatenate([[np.uint64(0)], np.cumsum(value, dtype=np.uint64)])
    summed = total[names.offset[1:]] - total[names.offset[:-1]]
    letters = np.bincount(
        np.repeat(np.arange(len(names)), np.diff(names.offset)),
        weights=names.tokens.length[names.token],
        minlength=len(names),
    )
    name = np.flatnonzero(letters >= 6)
    return whole_name(summed[name], name)


def _initial_keys(table: pa.Table) -> Keys:
    """Names that are the initials of others: both stand under the letters, as different words."""
    short = string_keys(
        pc.if_else(pc.less_equal(pc.utf8_length(table["key_joined"]), 7), table["key_joined"], ""), 3
    )
    letters = string_keys(table["initials"], 3, 7)
    return Keys(
        np.concatenate([short.key, letters.key]),
        np.concatenate([short.name, letters.name]),
        np.concatenate([np.zeros(len(short.name), np.int64), np.ones(len(letters.name), np.int64)]),
    )


def _country_keys(names: NameArrays, country: tuple[Indices, Indices], words: _Words) -> Keys:
    """A telling word within one country, for words that too many names of the world share."""
    top = np.flatnonzero(words.rank < 2)
    i, j = join(words.name[top], country[0])
    token = words.token[top[i]]
    face = np.where(
        names.tokens.faces[token, 0] >= 0, names.tokens.faces[token, 0], names.tokens.faces[token, 1]
    )
    key = mixed(mixed(face) ^ mixed(country[1][j] + (1 << 40)))
    return Keys(key.view(np.int64), words.name[top[i]], np.full(len(i), NO_WORD, dtype=np.int64))
