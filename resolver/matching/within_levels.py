"""The levels that a pair of names of one file reaches: the comparisons of `comparisons`, read without a direction.

Enters: two names of one file. Leaves: levels as for a party and a listing, with "listed" read as the side that has
more left over, so that a pair scores the same whichever name stands first.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from resolver.matching.alignment import FEATURES, align
from resolver.matching.comparisons import Levels, name_levels
from resolver.matching.encode import NameArrays

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
COLUMN = {name: i for i, name in enumerate(FEATURES)}

# Bits of words that one name holds beyond the other from which it says more, as in `hits`: one generic word
# ("trading") names another firm of the group, a stop word does not.
EXTENSION_BITS = 3.5
# Bits left over on the other side up to which the rest of it is held by the longer name.
HELD_BITS = 0.5


def compared(names: NameArrays, left: Indices, right: Indices) -> tuple[Levels, npt.NDArray[np.bool_]]:
    """Levels of name pairs, and whether one name contains the other."""
    party, listed = _shorter_first(names, left, right)
    features = undirected(align(names, names, party, listed, names.tokens.bits))
    # Strangers with one name teach that "identical" says no more than the bits of its words do.
    identical = np.zeros(len(left), dtype=np.bool_)
    levels = name_levels(features, names.forms[left], names.forms[right], identical)
    return levels, contained(features)


def _shorter_first(names: NameArrays, left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """The shorter name takes the party's part: only its last word may be cut off."""
    letters = np.add.reduceat(
        np.append(names.tokens.length[names.token], 0), np.minimum(names.offset[:-1], len(names.token))
    )
    swap = letters[left] > letters[right]
    return np.where(swap, right, left), np.where(swap, left, right)


def undirected(features: Floats) -> Floats:
    """Features with the larger remainder on the listed side, bits as they are."""
    out = features.copy()
    for party, listed in (("party_left", "listed_left"), ("party_left_best", "listed_left_best")):
        p, t = features[:, COLUMN[party]], features[:, COLUMN[listed]]
        out[:, COLUMN[listed]] = np.maximum(p, t)
        out[:, COLUMN[party]] = np.minimum(p, t)
    return out


def contained(features: Floats) -> npt.NDArray[np.bool_]:
    """One name says more, the other nothing that the first does not say."""
    more: npt.NDArray[np.bool_] = features[:, COLUMN["listed_left"]] >= EXTENSION_BITS
    return more & (features[:, COLUMN["party_left"]] < HELD_BITS)


def same_name_levels(names: NameArrays) -> tuple[Levels, npt.NDArray[np.bool_]]:
    """Levels of each name against itself."""
    every = np.arange(len(names))
    levels, contains = compared(names, every, every)
    empty = pc.equal(names.table["key_core"], "").to_numpy().astype(np.bool_)
    return levels, contains | empty
