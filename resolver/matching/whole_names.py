"""Two names that met as a whole, wherever their words stand: their features say so.

Enters: features of pairs (`alignment.FEATURES`) and which of them are such pairs. Leaves: the features, changed in place.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from resolver.matching.alignment import FEATURES, NUMBERS_AGREE, NUMBERS_NONE, WORD_BITS
from resolver.matching.word_similarity import HOW_BARE, HOW_JOINED, JOINED

LEAST_SLIP = 0.01  # bits: more than rounding of what a word costs that is parted elsewhere


def met_joined(features: npt.NDArray[np.float32], same: npt.NDArray[np.bool_]) -> None:
    """Change, in place, the rows of `same` to "every word found": names with the same letters in another spacing.

    Words that had met in another spacing already, with a slip, have none now: it was between the sounds of a word by itself
    and in a compound (avia, spetsavia)."""
    column = {name: i for i, name in enumerate(FEATURES)}
    left = features[:, column["listed_left"]] + features[:, column["party_left"]]
    slips = features[:, column["edits"]] - (1 - JOINED) * features[:, column["matched"]]
    parted = features[:, column["how"]].astype(np.int32) & HOW_JOINED > 0
    rows = np.flatnonzero(same & ((left > 0) | (parted & (slips > LEAST_SLIP))))
    features[rows, column["matched"]] += features[rows, column["listed_left"]]
    features[rows, column["best_word"]] = np.minimum(features[rows, column["matched"]], WORD_BITS)
    features[rows, column["edits"]] = (1 - JOINED) * features[rows, column["matched"]]
    _nothing_left(features, rows)
    features[rows, column["how"]] = features[rows, column["how"]].astype(np.int32) | HOW_JOINED


def met_bare(
    features: npt.NDArray[np.float32], rows: npt.NDArray[np.int64], most: npt.NDArray[np.float32]
) -> None:
    """Change, in place, these rows to "every word found, without its vowels"; `most`: bits that the consonants of each
    can tell. A word that has met stays as it is: the best one is never less telling than before."""
    column = {name: i for i, name in enumerate(FEATURES)}
    told = features[rows, column["matched"]] + features[rows, column["listed_left"]]
    matched = np.maximum(np.minimum(told, most), features[rows, column["matched"]])
    best = np.minimum(
        np.maximum(features[rows, column["best_word"]], features[rows, column["listed_left_best"]]), matched
    )
    features[rows, column["matched"]] = matched
    features[rows, column["best_word"]] = best
    features[rows, column["matched_words"]] = features[rows, column["listed_words"]]
    features[rows, column["edits"]] = 0.0
    features[rows, column["extent"]] = 1.0
    _nothing_left(features, rows)
    features[rows, column["how"]] = HOW_BARE


def _nothing_left(features: npt.NDArray[np.float32], rows: npt.NDArray[np.int64]) -> None:
    """No word of either name is left over, and so no number."""
    column = {name: i for i, name in enumerate(FEATURES)}
    for name in ("listed_left", "party_left", "listed_left_best", "party_left_best", "translatable"):
        features[rows, column[name]] = 0.0
    met = features[rows, column["numbers"]] > 0
    features[rows, column["numbers"]] = np.where(met, NUMBERS_AGREE, NUMBERS_NONE)
