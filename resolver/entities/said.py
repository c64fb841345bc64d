"""What the comparisons of the two names of a pair say: a level each, in one number.

Enters: that number, as it is kept with the pairs of a registry (`resolver.matching.within_comparisons.packed`; a test holds
that the two agree). Leaves: levels.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SAID_BITS = 4
"""Of the level of a comparison in what a pair says."""

# Comparisons of two names (`resolver.matching.within_comparisons`, in its order), and how many levels each has.
SAID = {
    "words_shared": 11,
    "best_word": 7,
    "whole_name": 9,
    "words_more": 10,
    "words_replaced": 9,
    "share": 8,
    "edits": 8,
    "spelling": 3,
    "numbers": 5,
    "legal_form": 3,
    "rarest_word": 8,
    "second_word": 4,
    "word_languages": 4,
    "left_on_both": 6,
    "left_on_one": 6,
    "surplus": 6,
}
A_BODY_MORE = 4
"""The level of `surplus` of a name that says a body beside one that is shared (the Centre of the Directorate)."""
OTHER_BODIES = 5
"""The level of two names of which each says another body (the Corps of the North, the Base of the North)."""


def levels_said(said: int) -> tuple[int, ...]:
    """The levels of one pair, in the order of SAID."""
    return tuple(said >> SAID_BITS * place & (1 << SAID_BITS) - 1 for place in range(len(SAID)))


def level_said(name: str, said: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The level of one comparison in what pairs say."""
    return said >> SAID_BITS * list(SAID).index(name) & (1 << SAID_BITS) - 1
