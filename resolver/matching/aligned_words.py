"""What the alignment does with the words of one pair, as `align` does it for many: for people.

Enters: candidate pairs (positions in two `NameArrays`). Leaves: `Similarities` of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from resolver.matching.alignment import FEATURES, align_one, may_be_cut, scratch_of
from resolver.matching.encode import NameArrays
from resolver.matching.word_records import records_of, traits_of
from resolver.matching.word_similarity import word_similarity


@dataclass(frozen=True, slots=True)
class Similarities:
    """Of the words of one pair, in their order: `party` and `listed` what each reached (0: it met nothing), `how` the HOW
    bits of the listed ones, `alone(i, j)` what party word i and listed word j reach by themselves."""

    party: npt.NDArray[np.float64]
    listed: npt.NDArray[np.float64]
    how: npt.NDArray[np.int32]
    alone: Callable[[int, int], float]


def similarities(
    party: NameArrays, listed: NameArrays, pairs: Iterable[tuple[int, int]]
) -> Iterator[Similarities]:
    """What `align` does with the words of each (party, listed) pair: for people, not for many pairs."""
    is_long = may_be_cut(party)
    p_words, l_words = (records_of(side.tokens, side.tokens.bits) for side in (party, listed))
    ours, theirs = traits_of(party, p_words), traits_of(listed, l_words)
    for p, q in pairs:
        traits = int(ours[p] | theirs[q])
        yield _similarity(party.words_of(p), listed.words_of(q), bool(is_long[p]), traits, p_words, l_words)


def _similarity(
    ours: npt.NDArray[np.int32],
    theirs: npt.NDArray[np.int32],
    cut: bool,
    traits: int,
    p_words: Any,
    l_words: Any,
) -> Similarities:
    scratch = scratch_of(len(ours), len(theirs))
    party_reached, listed_reached, _, how, rows, _ = scratch
    out = np.zeros(len(FEATURES), dtype=np.float32)
    align_one(ours, theirs, cut, traits, p_words, l_words, scratch, out)

    def alone(i: int, j: int) -> float:
        is_cut = cut and i == len(ours) - 1
        return float(word_similarity(p_words[ours[i]], l_words[theirs[j]], is_cut, rows)[0])

    return Similarities(party_reached, listed_reached, how, alone)
