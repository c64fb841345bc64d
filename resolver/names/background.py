"""How much a word says: bits of information against the names of ordinary companies.

Reads tables/background.csv (share of ordinary company names that hold a concept or skeleton); docs/names.md
tells how it was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import inf, log2

from resolver.names.tables import read_table

UNSEEN_WORD = 16.5
"""Bits of a word of SURE_LETTERS letters or more that the table does not hold: one name in 92,000."""

SURE_LETTERS = 6
SHORT_WORDS = {1: 4.5, 2: 9.0, 3: 11.0, 4: 13.0, 5: 14.5}
"""Bits of an unseen word by its letters: there are few short words, so many firms share each."""

DIGIT_BITS = 2.8
FIRST_DIGIT_BITS = 5.0
"""A number says five bits with one digit and a little less than log2(10) with each further one."""

MOST_NUMBER_BITS = 15.0

UNCOUNTED_CONCEPT = 10.0
"""Bits of a concept that the table does not hold: a common noun, though a rare one among firms."""


@cache
def shares() -> dict[str, float]:
    """Share of ordinary company names by "@concept" or skeleton."""
    return {row["key"]: float(row["share"]) for row in read_table("background")}


@cache
def _kinds() -> dict[str, float]:
    """Bits of the words that say what kind of enterprise a firm is: it stands with them or without."""
    return {"@" + row["concept"]: float(row["bits"]) for row in read_table("enterprise_kinds")}


def bits(key: str, skeleton: str, *, is_number: bool = False) -> float:
    """Information of a token; `key` is its "@concept" or "", the commoner of both counts."""
    if key in _kinds():
        return _kinds()[key]
    known = shares()
    share = max(known.get(key, -1.0), known.get(skeleton, -1.0))
    most = inf
    if is_number:  # a digit says no more than any, though the word for it may
        most = min(MOST_NUMBER_BITS, FIRST_DIGIT_BITS + DIGIT_BITS * (len(skeleton) - 1))
    if share >= 0.0:
        return min(most, -log2(min(1.0, share)))
    if is_number:
        return most
    if key:
        return UNCOUNTED_CONCEPT
    return SHORT_WORDS.get(len(skeleton), UNSEEN_WORD)


def bits_of_words(skeletons: Sequence[str]) -> list[float]:
    """`bits` of many words of no concept that are no numbers."""
    known = shares()
    return [
        bits("", skeleton) if skeleton in known else SHORT_WORDS.get(len(skeleton), UNSEEN_WORD)
        for skeleton in skeletons
    ]
