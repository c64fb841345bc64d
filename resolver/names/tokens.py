"""What each distinct token of NAMES is made of: the rows of TOKENS, made once and kept as Arrow.

A run asks for the same tokens slice by slice, and child processes hand over those of the names that they made
(`resolver.names.children`). `plain_tokens` remembers nothing; a test holds that both agree.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from resolver.model import TOKENS
from resolver.names import background, readings, skeleton, stems
from resolver.names.collector import collector_paused
from resolver.names.vocabulary import know

STOP_BITS = 0.0

TOKENS_KEPT = 1 << 19
"""Rows remembered by one process: about 60 MB at the most."""

_kept = TOKENS.empty_table()


def describe_tokens(tokens: Sequence[str]) -> pa.Table:
    """One row of TOKENS per token, in input order. Tokens are those of NAMES.tokens, and need nothing
    else."""
    kept, place = _places(pa.array(tokens, pa.string()))
    return kept.take(place).combine_chunks() if len(place) else TOKENS.empty_table()


def describe_new(names: pa.Table) -> pa.Table:
    """The rows of those tokens of NAMES rows that this process has not described yet."""
    wanted = pc.unique(names["tokens"].combine_chunks().flatten())
    new = wanted.filter(pc.is_null(pc.index_in(wanted, value_set=_kept["token"].combine_chunks())))
    described = plain_tokens(new.to_pylist())
    remember(described)
    return described


def remember(described: pa.Table) -> None:
    """Keep rows of TOKENS, whoever made them."""
    global _kept
    kept = _kept
    new = pc.is_null(pc.index_in(described["token"], value_set=kept["token"].combine_chunks()))
    rows = [kept, described.filter(new)]
    if sum(map(len, rows)) > TOKENS_KEPT:
        rows = [described]
    _kept = pa.concat_tables(rows).combine_chunks()


def _places(wanted: pa.Array) -> tuple[pa.Table, pa.Array]:
    """Rows that hold all wanted tokens, and the place of each among them."""
    kept = _kept  # another thread may replace it meanwhile
    place = pc.index_in(wanted, value_set=kept["token"].combine_chunks())
    if place.null_count:
        new = plain_tokens(pc.unique(wanted.filter(pc.is_null(place))).to_pylist())
        kept = pa.concat_tables([kept, new]).combine_chunks()
        place = pc.index_in(wanted, value_set=kept["token"].combine_chunks())
        remember(new)
    return kept, place


def plain_tokens(tokens: Sequence[str]) -> pa.Table:
    """`describe_tokens` token by token."""
    with collector_paused():
        rows = [describe_token(token) for token in tokens]
        columns = list(zip(*rows, strict=True)) if rows else [() for _ in TOKENS]
        return pa.table(
            [pa.array(list(column), field.type) for column, field in zip(columns, TOKENS, strict=True)],
            schema=TOKENS,
        )


def describe_token(token: str) -> tuple[str, str, tuple[str, ...], str, str, bool, float, bool]:
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
    stem = [] if word.concept else _stem(stems.adjective_stem(sound), sound)
    other = tuple(dict.fromkeys((*stem, *readings.alternates(word.spelling))))[: readings.MOST_ALTERNATES]
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


def _stem(key: str, sound: str) -> list[str]:
    return [key] if key != sound else []
