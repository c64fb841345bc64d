# mypy: disable-error-code="untyped-decorator"
"""The words that met none: where they stand, whether they name a part of what is shared, and whether those of the two names
may be translations of each other.

Enters: the words of two aligned names (rows of `word_records.WORD`) and what similarity each has reached. Leaves: numbers of
a pair, columns of `alignment.FEATURES`.
"""

from __future__ import annotations

from typing import Any

from numba import njit

from resolver.matching.encode import SCRIPTS
from resolver.names.known_words import UNIT

SURPLUS_NONE, SURPLUS_BEHIND, SURPLUS_IN_FRONT, SURPLUS_BETWEEN, SURPLUS_UNIT, OTHER_UNITS = range(6)
LEFT_BITS = 0.5  # of words left over from which a side has any
LATIN, CYRILLIC = SCRIPTS["latin"], SCRIPTS["cyrillic"]


@njit(cache=True)
def surplus(
    pt: Any, lt: Any, p_words: Any, l_words: Any, p_sim: Any, l_sim: Any, l_left: float, p_left: float
) -> int:
    """What the one name says more that alone has words left over; `l_left`, `p_left`: the bits of these on either side.
    OTHER_UNITS where each has a body left over (the Corps of the North, the Base of the North)."""
    if l_left < LEFT_BITS <= p_left:
        return _more(pt, p_words, p_sim)
    if p_left < LEFT_BITS <= l_left:
        return _more(lt, l_words, l_sim)
    other = _unit_left(pt, p_words, p_sim) and _unit_left(lt, l_words, l_sim)
    return OTHER_UNITS if other else SURPLUS_NONE


@njit(cache=True)
def _unit_left(tokens: Any, words: Any, similarity: Any) -> bool:
    """Whether a body is left over."""
    left = False
    for k in range(len(tokens)):
        left |= similarity[k] == 0.0 and words[tokens[k]].languages & UNIT > 0
    return left


@njit(cache=True)
def _more(tokens: Any, words: Any, similarity: Any) -> int:
    """SURPLUS_UNIT where a body is shared and one left over (the Centre of the Directorate), else where it stands."""
    shared, left = False, False
    for k in range(len(tokens)):
        if words[tokens[k]].languages & UNIT:
            shared |= similarity[k] > 0.0
            left |= similarity[k] == 0.0
    return SURPLUS_UNIT if shared and left else _left_at(tokens, words, similarity)


@njit(cache=True)
def _left_at(tokens: Any, words: Any, similarity: Any) -> int:
    """Where the words of a name that met none stand: NPO Orion has its surplus in front of Orion, Orion Telecom behind."""
    first, last = len(tokens), -1
    for k in range(len(tokens)):
        if similarity[k] > 0.0:
            first, last = min(first, k), k
    in_front, behind = False, False
    for k in range(len(tokens)):
        if similarity[k] == 0.0 and words[tokens[k]].bits >= LEFT_BITS:
            if first < k < last:
                return SURPLUS_BETWEEN
            in_front |= k < first
            behind |= k > last
    if in_front and behind:
        return SURPLUS_BETWEEN
    return SURPLUS_IN_FRONT if in_front else SURPLUS_BEHIND


@njit(cache=True)
def _left_in(script: int, meant: bool, tokens: Any, words: Any, similarity: Any) -> float:
    """Bits left over of words in one script, with or without a concept."""
    left = 0.0
    for k in range(len(tokens)):
        word = words[tokens[k]]
        if similarity[k] == 0.0 and word.script == script and word.meant == meant and not word.number:
            left += word.bits
    return left


@njit(cache=True)
def translatable(pt: Any, lt: Any, p_words: Any, l_words: Any, p_sim: Any, l_sim: Any) -> float:
    """Bits left over on both sides, Latin on the one and Cyrillic on the other, that may be one thing in two languages: of
    two words that both have a concept it is known that they are not."""
    most = 0.0
    for ours, theirs in ((LATIN, CYRILLIC), (CYRILLIC, LATIN)):
        p_new, p_meant = (
            _left_in(ours, False, pt, p_words, p_sim),
            _left_in(ours, True, pt, p_words, p_sim),
        )
        l_new, l_meant = (
            _left_in(theirs, False, lt, l_words, l_sim),
            _left_in(theirs, True, lt, l_words, l_sim),
        )
        by_new = min(p_new, l_new + l_meant) + min(p_meant, l_new)
        most = max(most, min(by_new, p_new + p_meant, l_new + l_meant))
    return most
