"""What each distinct token of NAMES is made of: the rows of TOKENS, made once and kept as Arrow.

A run asks for the same tokens slice by slice, and child processes hand over those of the names that they made
(`resolver.names.children`). `plain_tokens` remembers nothing; a test holds that both agree.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import compress
from operator import not_
from typing import NamedTuple, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.model import TOKENS
from resolver.names import background, readings, skeleton, stems
from resolver.names.collector import collector_paused
from resolver.names.vocabulary import Word, know, remembered

Description = tuple[str, str, tuple[str, ...], str, str, bool, float, bool]
"""A row of TOKENS."""

STOP_BITS = 0.0

TOKENS_KEPT = 1 << 19
"""Rows remembered by one process: about 110 MB at the most."""


class _Kept(NamedTuple):
    """Rows of TOKENS, and their tokens: to ask a set of each chunk of names costs less than to hash all rows for it."""

    rows: pa.Table
    tokens: set[str]


_kept = _Kept(TOKENS.empty_table(), set())
_lock = threading.Lock()


def describe_tokens(tokens: Sequence[str]) -> pa.Table:
    """One row of TOKENS per token, in input order. Tokens are those of NAMES.tokens, and need nothing
    else."""
    kept, place = _places(pa.array(tokens, pa.string()))
    return kept.take(place).combine_chunks() if len(place) else TOKENS.empty_table()


def describe_new(names: pa.Table) -> pa.Table:
    """The rows of those tokens of NAMES rows that this process has not described yet."""
    wanted = pc.unique(names["tokens"].combine_chunks().flatten())
    known = _kept.tokens
    made = described([token for token in wanted.to_pylist() if token not in known])
    remember(made)
    return made


def remember(rows: pa.Table) -> None:
    """Keep rows of TOKENS, whoever made them: several threads may."""
    global _kept
    tokens = rows["token"].to_pylist()
    with _lock:
        kept = _kept
        if not kept.tokens.isdisjoint(tokens):
            new = [token not in kept.tokens for token in tokens]
            rows, tokens = rows.filter(pa.array(new, pa.bool_())), list(compress(tokens, new))
        if len(kept.tokens) + len(tokens) > TOKENS_KEPT:
            kept = _Kept(TOKENS.empty_table(), set())
        kept.tokens.update(tokens)
        _kept = _Kept(pa.concat_tables([kept.rows, rows]), kept.tokens)


def _places(wanted: pa.Array) -> tuple[pa.Table, pa.Array]:
    """Rows that hold all wanted tokens, and the place of each among them."""
    kept = all_kept()
    place = pc.index_in(wanted, value_set=kept["token"].combine_chunks())
    if place.null_count:
        new = described(pc.unique(wanted.filter(pc.is_null(place))).to_pylist())
        kept = pa.concat_tables([kept, new]).combine_chunks()
        place = pc.index_in(wanted, value_set=kept["token"].combine_chunks())
        remember(new)
    return kept, place


def all_kept() -> pa.Table:
    """All rows of TOKENS that this process remembers, in one piece: as they come they are many."""
    global _kept
    with _lock:
        _kept = _kept._replace(rows=_kept.rows.combine_chunks())
        return _kept.rows


def plain_tokens(tokens: Sequence[str]) -> pa.Table:
    """`describe_tokens` token by token."""
    with collector_paused():
        return _rows([describe_token(token) for token in tokens])


def _rows(rows: list[Description]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in TOKENS]
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, TOKENS, strict=True)],
        schema=TOKENS,
    )


def described(tokens: Sequence[str]) -> pa.Table:
    """`plain_tokens` by columns: those of words of letters that mean no concept together, the others one by one."""
    with collector_paused():
        pairs = zip(tokens, remembered(tokens), strict=True)
        words = [None if token[:1] == "@" else word or know(token) for token, word in pairs]
        own = [
            word is not None and not word.concept and not word.is_stop and word.spelling.isalpha()
            for word in words
        ]
        own_words = cast(list[Word], list(compress(words, own)))
        together = _of_words(list(compress(tokens, own)), own_words)
        singly = _rows([describe_token(token) for token in compress(tokens, map(not_, own))])
        flags = np.array(own, dtype=np.bool_)
        place = np.where(flags, np.cumsum(flags), len(together) + np.cumsum(~flags)) - 1
        return pa.concat_tables([together, singly]).take(pa.array(place)).combine_chunks()


def _of_words(tokens: list[str], words: list[Word]) -> pa.Table:
    """The rows of tokens of own words of letters."""
    sounds = [word.skeleton or token for word, token in zip(words, tokens, strict=True)]
    spellings = [word.spelling for word in words]
    stemmed = [_other(stems.adjective_stem(sound), sound) if "sk" in sound else () for sound in sounds]
    glued = [
        () if word.joined == sound else (word.joined,) for word, sound in zip(words, sounds, strict=True)
    ]
    alternates = [
        tuple(dict.fromkeys((*stem, *part, *other)))[: readings.MOST_ALTERNATES] if stem or part else other
        for stem, part, other in zip(stemmed, glued, readings.alternates_of(spellings), strict=True)
    ]
    none = pa.array([""] * len(tokens), pa.string())
    columns = [
        pa.array(tokens, pa.string()),
        pa.array(sounds, pa.string()),
        pa.array(alternates, TOKENS.field("alternates").type),
        none,
        pa.array(skeleton.consonants_of(sounds), pa.string()),
        pa.array(list(map(str.isdigit, sounds)), pa.bool_()),
        pa.array(background.bits_of_words(sounds), pa.float64()),
        pa.array([not one.isascii() and skeleton.is_weak(one) for one in spellings], pa.bool_()),
    ]
    return pa.table(
        [column.cast(field.type) for column, field in zip(columns, TOKENS, strict=True)], schema=TOKENS
    )


def describe_token(token: str) -> Description:
    """token, skeleton, alternates, concept, consonants, is_number, bits, weak."""
    if token.startswith("@") and len(token) > 1:
        concept = token[1:]
        return (
            token,
            concept,
            (),
            concept,
            skeleton.consonants(concept),
            False,
            background.bits(token, concept),
            False,
        )
    word = know(token)
    sound = word.skeleton or token
    is_number = sound.isdigit()
    stem = () if word.concept else _other(stems.adjective_stem(sound), sound)
    further = (*stem, *_other(word.joined, sound), *readings.alternates(word.spelling))
    other = tuple(dict.fromkeys(further))[: readings.MOST_ALTERNATES]
    key = "@" + word.concept if word.concept else ""
    information = STOP_BITS if word.is_stop else background.bits(key, sound, is_number=is_number)
    return (
        token,
        sound,
        other,
        word.concept,
        skeleton.consonants(sound),
        is_number,
        information,
        skeleton.is_weak(word.spelling),
    )


def _other(reading: str, sound: str) -> tuple[str, ...]:
    return (reading,) if reading != sound else ()
