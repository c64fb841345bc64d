"""What each distinct token of NAMES is made of: the rows of TOKENS."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from resolver.model import TOKENS
from resolver.names import background, readings, skeleton, stems
from resolver.names.vocabulary import know

STOP_BITS = 0.0


def describe_tokens(tokens: Sequence[str]) -> pa.Table:
    """One row of TOKENS per token, in input order. Tokens are those of NAMES.tokens, and need nothing
    else."""
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
