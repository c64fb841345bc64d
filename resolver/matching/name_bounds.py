# mypy: disable-error-code="untyped-decorator,misc"
"""How much a pair can reach at most, before its whole names are compared letter by letter: most pairs fall short.

Enters: features of pairs, and which names are identical or have one meaning. Leaves: bits, those of `scoring.upper_bound`
with the best that the comparison `letters` may still say. The levels are those of `comparisons.name_levels`: a test
compares them. Compiled; numba's cache notices a change of this file only: touch it after changing edges of `comparisons`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from resolver.matching import alignment as al
from resolver.matching import comparisons as co
from resolver.matching.compiled import in_parts
from resolver.matching.weights import Model

LEVELS_MAX = max(len(comparison.levels) for comparison in co.COMPARISONS)
_MATCHED, _LISTED_LEFT, _PARTY_LEFT, _EDITS, _BEST = (
    al.FEATURES.index(name) for name in ("matched", "listed_left", "party_left", "edits", "best_word")
)
_LISTED_BEST, _PARTY_BEST = al.FEATURES.index("listed_left_best"), al.FEATURES.index("party_left_best")
_NUMBERS, _HOW, _WORDS = (al.FEATURES.index(name) for name in ("numbers", "how", "matched_words"))
_TRANSLATABLE = al.FEATURES.index("translatable")
_OF_FEATURES = (
    "words_found",
    "best_word",
    "whole_name",
    "words_met",
    "coverage",
    "words_missing",
    "words_extra",
    "own_words",
    "edits",
    "meaning",
    "translation",
    "spelling",
    "numbers",
    "legal_form",
)
"""The comparisons in the order in which `_of_features` adds them up."""


def most_bits(
    features: npt.NDArray[np.float32],
    party_forms: npt.NDArray[np.int32],
    listed_forms: npt.NDArray[np.int32],
    identical: npt.NDArray[np.bool_],
    one_meaning: npt.NDArray[np.bool_],
    model: Model,
) -> npt.NDArray[np.float64]:
    """Bits that each pair reaches at most, whatever its whole letters and its context say, but for identifiers and place."""
    weights = np.zeros((len(_OF_FEATURES), LEVELS_MAX))
    for row, name in enumerate(_OF_FEATURES):
        weights[row, : len(model.m[name])] = model.weights(name)
    letters = model.weights("letters")
    other = [c.name for c in co.COMPARISONS if not c.of_name and c.name not in {"identifiers", "place"}]
    sure = model.prior_bits + sum(model.weights(name).max() for name in other)
    near = np.array([letters[0], letters.max()])
    most = np.empty(len(features), dtype=np.float64)
    asked = (features, party_forms, listed_forms, identical, one_meaning, weights, near, sure, most)
    in_parts(bounds, len(features), *asked)
    return most


@njit(cache=True, nogil=True)
def bounds(
    start: int,
    stop: int,
    features: Any,
    party_forms: Any,
    listed_forms: Any,
    identical: Any,
    one_meaning: Any,
    weights: Any,
    near: Any,
    sure: Any,
    out: Any,
) -> None:
    """`most_bits` of pairs `start` to `stop`; `near`: of the comparison `letters`,
    that of level 0 and that of its best level."""
    for k in range(start, stop):
        forms = _form_state(party_forms[k], listed_forms[k], features[k, _BEST])
        left_over = max(features[k, _LISTED_LEFT], features[k, _PARTY_LEFT]) >= co.MISSING[1]
        bits = sure + _of_features(features, k, identical[k], left_over and one_meaning[k], weights)
        may_slip = left_over and features[k, _NUMBERS] != al.NUMBERS_CONFLICT
        may_slip = may_slip and int(features[k, _HOW]) & al.HOW_APART == 0
        out[k] = bits + weights[13, forms] + (near[1] if may_slip else near[0])


@njit(cache=True)
def _step(value: Any, edges: Any) -> int:
    """np.digitize of one number."""
    step = 0
    for edge in edges:
        step += 1 if value >= edge else 0
    return step


@njit(cache=True)
def _of_features(f: Any, k: int, identical: bool, one_meaning: bool, weights: Any) -> float:
    """The weights of all comparisons but those of the legal form and of letters."""
    matched, best, missing, extra = f[k, _MATCHED], f[k, _BEST], f[k, _LISTED_LEFT], f[k, _PARTY_LEFT]
    found, word = _step(matched, co.FOUND_GROUPS), _step(best, co.BEST_GROUPS)
    covered = _step(matched / max(matched + missing, np.float32(1e-6)), co.COVERED)
    own = _step(f[k, _LISTED_BEST], co.OWN) * (len(co.OWN) + 1) + _step(f[k, _PARTY_BEST], co.OWN)
    edited = _step(f[k, _EDITS], co.EDITED) * (len(co.EDITED_FOUND) + 1) + _step(matched, co.EDITED_FOUND)
    two_scripts = _step(f[k, _TRANSLATABLE], co.TRANSLATABLE)
    how = int(f[k, _HOW])
    words = min(int(f[k, _WORDS]), co.MOST_WORDS)
    bits = weights[0, _step(matched, co.FOUND)] + weights[1, _step(best, co.BEST_WORD)]
    bits += weights[2, _whole_name(matched, missing, extra, how, identical)]
    bits += weights[3, words * (len(co.BEST_GROUPS) + 1) + word]
    bits += weights[4, covered * (len(co.BEST_GROUPS) + 1) + word]
    bits += weights[5, _step(missing, co.MISSING) * (len(co.FOUND_GROUPS) + 1) + found]
    bits += weights[6, _step(extra, co.EXTRA) * (len(co.FOUND_GROUPS) + 1) + found]
    bits += weights[7, own] + weights[8, edited]
    bits += weights[9, 1 + found if one_meaning else 0]
    in_scripts = 1 + max(two_scripts - 1, 0) * (len(co.FOUND_GROUPS) + 1) + found
    bits += weights[10, in_scripts if two_scripts > 0 else 0]
    way = _way(how) * (len(co.SPELLING_FOUND) + 1) + _step(matched, co.SPELLING_FOUND)
    return float(bits + weights[11, way] + weights[12, int(f[k, _NUMBERS])])


@njit(cache=True)
def _whole_name(matched: Any, missing: Any, extra: Any, how: int, identical: bool) -> int:
    if identical:
        return len(co.WHOLE) + 2
    if missing >= co.MISSING[1] or extra >= co.EXTRA[1] or how & co.LOOSE:
        return 0
    if how & al.HOW_SHORT and matched < co.WHOLE[2]:
        return 0
    return 1 + _step(matched, co.WHOLE)


@njit(cache=True)
def _way(how: int) -> int:
    """The loosest of the ways in which words met."""
    way = 0
    for number in range(len(co.SPELLING_BITS)):
        if how & co.SPELLING_BITS[number]:
            way = number + 1
    return way


@njit(cache=True)
def _form_state(party: int, listed: int, best: Any) -> int:
    if party == 0 or listed == 0:
        return 0
    return 1 if party & listed else 4 - _step(best, co.BEST_GROUPS)
