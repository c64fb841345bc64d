"""Compound names: which letters of a word are a part that thousands of firms share (Metro|pribor, Rus|konsalt).

In: a skeleton. Out: how many letters at its beginning and end are such parts, by tables/combining_forms.csv. Two
compounds of one shared part are as alike as the rest of them is: Metropribor and Ferropribor are two firms, although
nine letters of eleven agree.
"""

from __future__ import annotations

from functools import cache, lru_cache

from resolver.names import skeleton
from resolver.names.tables import read_table

SHORTEST_REST = 3
"""Letters of a compound's own part: fewer are no word (a "rus" before "prom" is)."""

SHORTEST_PART = 3
LONGEST_PART = 14

WORDS_KEPT = 1 << 17
"""Distinct words whose parts one process remembers: about 20 MB at the most."""


@cache
def _parts(place: str) -> frozenset[str]:
    found = (skeleton.skeleton(row["form"]) for row in read_table("combining_forms") if row["place"] == place)
    return frozenset(part for part in found if SHORTEST_PART <= len(part) <= LONGEST_PART)


@lru_cache(maxsize=WORDS_KEPT)
def shared_parts(word: str) -> tuple[int, int]:
    """Letters of the longest shared part at the beginning and at the end of a skeleton; (0, 0) for most words."""
    room = len(word) - SHORTEST_REST
    tail = _longest(word, room, "last")
    return _longest(word, room - tail, "first"), tail


def _longest(word: str, room: int, place: str) -> int:
    parts = _parts(place)
    for length in range(min(room, LONGEST_PART), SHORTEST_PART - 1, -1):
        if (word[:length] if place == "first" else word[-length:]) in parts:
            return length
    return 0
