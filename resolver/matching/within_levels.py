"""Pairs of names of one file: aligned, turned into levels, scored.

Enters: pairs of names in one `NameArrays`. Leaves: levels of `within_comparisons`, which name contains the other, and the
scores of complete levels by Splink. A pair scores the same whichever name stands first.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from resolver.matching.alignment import align
from resolver.matching.comparisons import Levels
from resolver.matching.encode import NameArrays
from resolver.matching.within_comparisons import COLUMN, undirected, within_levels
from resolver.matching.within_spread import Spread, spread_features

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Bits of words that one name holds beyond the other from which it says more, as in `hits`: one generic word
# ("trading") names another firm of the group, a stop word does not.
EXTENSION_BITS = 3.5
# Bits left over on the other side up to which the rest of it is held by the longer name.
HELD_BITS = 0.5


def compared(
    names: NameArrays, spread: Spread, left: Indices, right: Indices
) -> tuple[Levels, npt.NDArray[np.bool_]]:
    """Levels of name pairs, and whether one name contains the other."""
    party, listed = _shorter_first(names, left, right)
    features = undirected(align(names, names, party, listed, names.tokens.bits))
    spread_over = spread_features(names, spread, party, listed)
    return within_levels(features, spread_over, names.forms[left], names.forms[right]), contained(features)


def _shorter_first(names: NameArrays, left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """The shorter name takes the party's part: only its last word may be cut off."""
    total = np.concatenate([[0], np.cumsum(names.tokens.length[names.token], dtype=np.int64)])
    letters = total[names.offset[1:]] - total[names.offset[:-1]]
    swap = (letters[left] > letters[right]) | ((letters[left] == letters[right]) & (left > right))
    return np.where(swap, right, left), np.where(swap, left, right)


def contained(features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """One name says more, the other nothing that the first does not say."""
    more: npt.NDArray[np.bool_] = features[:, COLUMN["listed_left"]] >= EXTENSION_BITS
    return more & (features[:, COLUMN["party_left"]] < HELD_BITS)


def same_name_levels(
    names: NameArrays, spread: Spread, chosen: Indices
) -> tuple[Levels, npt.NDArray[np.bool_]]:
    """Levels of each chosen name against itself; a name without words is not one firm wherever it stands."""
    levels, contains = compared(names, spread, chosen, chosen)
    empty = pc.equal(names.table["key_core"], "").to_numpy().astype(np.bool_)
    return levels, contains | empty[chosen]
