# mypy: disable-error-code="untyped-decorator,misc"
"""Align the words of two names: which listed words the party's name holds, how well, and what is left over.

Enters: candidate pairs (positions in two `NameArrays`). Leaves: a row of numbers per pair (columns `FEATURES`).
The loops are compiled (numba) and run on all cores; `align_pairs.py_func` is the plain twin that tests compare.
numba's cache notices a change of this file only: touch it and `whole_letters` after changing
`left_over` or a `word_` module.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
from numba import njit

from resolver.matching.compiled import in_parts
from resolver.matching.encode import NameArrays
from resolver.matching.left_over import surplus, translatable
from resolver.matching.word_records import (
    COMPANY,
    IN_CYRILLIC,
    IN_LATIN,
    NUMBER,
    PARTS,
    WEAK,
    records_of,
    traits_of,
)
from resolver.matching.word_runs import WIDTH, free_words, join_runs, meet_initials, meet_parts, opposed_in
from resolver.matching.word_similarity import (
    HOW_ALTERNATE,
    HOW_APART,
    HOW_BARE,
    HOW_CONCEPT,
    HOW_CONSONANTS,
    HOW_EDIT,
    HOW_FIRST,
    HOW_INITIALS,
    HOW_JOINED,
    HOW_KNOWN,
    HOW_SHORT,
    HOW_TRUNCATED,
    HOW_VOWELS,
    HOW_WEAK,
    are_two_words,
    cannot_meet,
    edit_distance,
    is_spelt_otherwise,
    same_skeleton,
    word_similarity,
)
from resolver.names.known_words import PLACES_DIFFER

__all__ = [
    "FEATURES",
    "HOW_ALTERNATE",
    "HOW_APART",
    "HOW_BARE",
    "HOW_CONCEPT",
    "HOW_CONSONANTS",
    "HOW_EDIT",
    "HOW_FIRST",
    "HOW_INITIALS",
    "HOW_JOINED",
    "HOW_KNOWN",
    "HOW_SHORT",
    "HOW_TRUNCATED",
    "HOW_VOWELS",
    "HOW_WEAK",
    "align",
    "edit_distance",
]

# All sums are bits of information (see `encode.count_listed_information`).
FEATURES = (
    "matched",  # listed words found in the party's name, each times its similarity
    "listed_left",  # listed words not found
    "party_left",  # party words that are none of the listed ones
    "edits",  # what the differences inside matched words cost
    "best_word",  # the most telling matched word
    "listed_left_best",  # the most telling listed word not found
    "party_left_best",
    "numbers",  # NUMBERS_NONE and on: of them, or of words of which a name has one (`opposed_in`)
    "how",  # bits of HOW: by which means words met
    "listed_words",
    "matched_words",
    "translated",  # bits matched through a concept only
    "extent",  # matched share of the party's bits, after alignment
    "translatable",  # bits left over on both sides that may be translations of each other (`left_over.translatable`)
    "surplus",  # what one side alone has left over, and where it stands as seen from the words that met: `left_over.surplus`
)
NUMBERS_NONE, NUMBERS_AGREE, NUMBERS_ONE_SIDE, NUMBERS_CONFLICT, PLACES_CONFLICT = range(5)
# Fields of real manifests end at 33 to 36 letters (75 % of Moldovan names), few before; a shorter name that ends in
# the beginning of a word (Meteor, Meteorit) is a name of its own.
FIELD_LETTERS = 28
_OF_PLACES = sum(PLACES_DIFFER.values())
WORD_BITS = 16.5  # information of a word that the background does not know


@njit(cache=True)
def _meet_equal(pt: Any, lt: Any, p_words: Any, l_words: Any, p_sim: Any, l_sim: Any, l_how: Any) -> None:
    """Equal words first, so that a near miss never takes the place of an equal word."""
    for j in range(len(lt)):
        for i in range(len(pt)):
            p, t = p_words[pt[i]], l_words[lt[j]]
            if p_sim[i] == 0.0 and same_skeleton(p, t) and not are_two_words(p, t):
                p_sim[i] = l_sim[j] = 1.0
                if is_spelt_otherwise(p, t):
                    l_how[j] = HOW_SHORT
                break


@njit(cache=True)
def _meet_near(
    pt: Any, lt: Any, cut: bool, p_words: Any, l_words: Any, p_sim: Any, l_sim: Any, l_how: Any, rows: Any
) -> bool:
    """Each listed word that is left takes the most similar party word that is left. Whether one that is left is near a word
    of which it is known that it is another one."""
    apart = False
    for j in range(len(lt)):
        if l_sim[j] > 0.0:
            continue
        best, best_i, best_how = 0.0, -1, 0
        for i in range(len(pt)):
            cut_off = cut and i == len(pt) - 1
            if p_sim[i] == 0.0 and (cut_off or not cannot_meet(p_words[pt[i]], l_words[lt[j]])):
                value, how = word_similarity(p_words[pt[i]], l_words[lt[j]], cut_off, rows)
                if value > best:
                    best, best_i, best_how = value, i, how
                apart |= how == HOW_APART
        if best_i >= 0:
            l_sim[j] = p_sim[best_i] = best
            l_how[j] = best_how
    return apart


@njit(cache=True)
def _compare_numbers(pt: Any, lt: Any, p_words: Any, l_words: Any, p_sim: Any, l_sim: Any) -> int:
    """0 no numbers, 1 every number of one side met, 2 numbers on one side only, 3 different numbers."""
    p_count, l_count, met, p_free, l_free = 0, 0, 0, 0, 0
    for i in range(len(pt)):
        if p_words[pt[i]].number:
            p_count += 1
            p_free += 1 if p_sim[i] == 0.0 else 0
    for j in range(len(lt)):
        if l_words[lt[j]].number:
            l_count += 1
            met += 1 if l_sim[j] > 0.0 else 0
            l_free += 1 if l_sim[j] == 0.0 else 0
    if p_count == 0 and l_count == 0:
        return NUMBERS_NONE
    if met > 0 and (p_free == 0 or l_free == 0):
        return NUMBERS_AGREE
    if p_free > 0 and l_free > 0:
        return NUMBERS_CONFLICT
    return NUMBERS_ONE_SIDE


@njit(cache=True)
def _opposed(contrasts: int, numbers: float) -> float:
    """The state of the numbers of two names with words left over of these CONTRASTS on either side."""
    if contrasts & ~_OF_PLACES or numbers == NUMBERS_CONFLICT:
        return NUMBERS_CONFLICT
    return PLACES_CONFLICT if contrasts else numbers


@njit(cache=True)
def _sum_up(
    pt: Any, lt: Any, p_words: Any, l_words: Any, p_sim: Any, l_sim: Any, l_how: Any, out: Any
) -> None:
    how = 0
    for j in range(len(lt)):
        bits = l_words[lt[j]].bits
        out[9] += 1
        if l_sim[j] > 0.0:
            whole = l_how[j] & (HOW_TRUNCATED | HOW_INITIALS) == 0
            held = bits if whole else bits * l_sim[j]
            out[0] += held
            if (
                l_how[j] & ~(HOW_EDIT | HOW_FIRST | HOW_KNOWN) == 0
            ):  # other means cost nothing here: the comparison `spelling` weighs them
                out[3] += bits * (1.0 - l_sim[j])
            out[4] = max(out[4], held)
            out[10] += 1
            how |= l_how[j]
            if l_how[j] == HOW_CONCEPT:
                out[11] += bits
        else:
            out[1] += bits
            out[5] = max(out[5], bits)
    party_total, party_met = 0.0, 0.0
    for i in range(len(pt)):
        bits = p_words[pt[i]].bits
        party_total += bits
        if p_sim[i] > 0.0:
            party_met += bits
        else:
            out[2] += bits
            out[6] = max(out[6], bits)
    out[8] = how
    out[12] = party_met / party_total if party_total > 0 else 0.0


@njit(cache=True)
def _meet_phrases(
    pt: Any, lt: Any, p_words: Any, l_words: Any, p_sim: Any, l_sim: Any, l_how: Any, before: Any
) -> None:
    """Phrases of either name meet their words in the other one."""
    for j in range(len(lt)):
        before[j] = l_sim[j]
    met = meet_parts(pt, p_words, p_sim, lt, l_words, l_sim)
    if meet_parts(lt, l_words, l_sim, pt, p_words, p_sim) or met:
        for j in range(len(lt)):
            if l_sim[j] > before[j]:
                l_how[j] = HOW_CONCEPT


@njit(cache=True)
def align_one(
    pt: Any, lt: Any, cut: bool, traits: Any, p_words: Any, l_words: Any, scratch: Any, out: Any
) -> None:
    """Features of one pair; `traits`: what words of either name are (`TRAITS`), so that nothing is asked in vain."""
    p_sim, l_sim, before, l_how, rows, a = scratch
    p_sim, l_sim, l_how = p_sim[: len(pt)], l_sim[: len(lt)], l_how[: len(lt)]
    p_sim[:] = 0.0
    l_sim[:] = 0.0
    l_how[:] = 0
    joined, apart, initials = False, False, False
    _meet_equal(pt, lt, p_words, l_words, p_sim, l_sim, l_how)
    for near in (False, True):
        p_free, l_free = free_words(p_sim), free_words(l_sim)
        if p_free > 1 and l_free > 0:
            joined = join_runs(lt, l_words, l_sim, pt, p_words, p_sim, near, a, rows) or joined
        if l_free > 1 and p_free > 0:
            joined = join_runs(pt, p_words, p_sim, lt, l_words, l_sim, near, a, rows) or joined
        if not near and free_words(l_sim) > 0 and free_words(p_sim) > 0:
            apart = _meet_near(pt, lt, cut, p_words, l_words, p_sim, l_sim, l_how, rows)
    if traits & PARTS:
        _meet_phrases(pt, lt, p_words, l_words, p_sim, l_sim, l_how, before)
    p_free, l_free = free_words(p_sim), free_words(l_sim)
    if min(p_free, l_free) > 0:
        for j in range(len(lt)):
            before[j] = l_sim[j]
        company = traits & COMPANY != 0
        initials = meet_initials(pt, p_words, p_sim, lt, l_words, l_sim, company)
        initials = meet_initials(lt, l_words, l_sim, pt, p_words, p_sim, company) or initials
        for j in range(len(lt)):
            if l_sim[j] > before[j]:
                l_how[j] = HOW_INITIALS
    _sum_up(pt, lt, p_words, l_words, p_sim, l_sim, l_how, out)
    out[14] = surplus(pt, lt, p_words, l_words, p_sim, l_sim, out[1], out[2])
    if traits & NUMBER:
        out[7] = _compare_numbers(pt, lt, p_words, l_words, p_sim, l_sim)
    if out[1] > 0.0 and out[2] > 0.0:
        out[7] = _opposed(opposed_in(pt, p_words, p_sim, lt, l_words, l_sim), out[7])
    if out[1] > 0.0 and out[2] > 0.0 and traits & IN_LATIN and traits & IN_CYRILLIC:
        out[13] = translatable(pt, lt, p_words, l_words, p_sim, l_sim)
    how = int(out[8]) | (HOW_JOINED if joined else 0) | (HOW_INITIALS if initials else 0)
    if traits & WEAK and (_met_weakly(lt, l_words, l_sim) or _met_weakly(pt, p_words, p_sim)):
        how |= HOW_WEAK
    if apart and out[1] > 0.0 and out[2] > 0.0:
        how |= HOW_APART
    out[8] = how


@njit(cache=True)
def _met_weakly(tokens: Any, words: Any, similarity: Any) -> bool:
    for k in range(len(tokens)):
        if words[tokens[k]].weak and similarity[k] > 0.0:
            return True
    return False


@njit(cache=True)
def scratch_of(party_words: int, listed_words: int) -> Any:
    """Room for one pair at a time: similarities of both sides, those before initials, HOW bits, rows of edits, letters."""
    return (
        np.zeros(party_words, dtype=np.float64),
        np.zeros(listed_words, dtype=np.float64),
        np.zeros(listed_words, dtype=np.float64),
        np.zeros(listed_words, dtype=np.int32),
        np.zeros((3, WIDTH + 2), dtype=np.int32),
        np.zeros(WIDTH + 1, dtype=np.uint8),
    )


@njit(cache=True, nogil=True)
def align_pairs(
    start: int,
    stop: int,
    p_index: Any,
    l_index: Any,
    p_offset: Any,
    p_token: Any,
    p_cut: Any,
    p_traits: Any,
    l_offset: Any,
    l_token: Any,
    l_traits: Any,
    p_words: Any,
    l_words: Any,
    longest: Any,
    out: Any,
) -> None:
    """Features of pairs `start` to `stop`, a row of `out` each."""
    scratch = scratch_of(longest[0], longest[1])
    for k in range(start, stop):
        p, q = p_index[k], l_index[k]
        pt = p_token[p_offset[p] : p_offset[p + 1]]
        lt = l_token[l_offset[q] : l_offset[q + 1]]
        align_one(pt, lt, p_cut[p], np.int64(p_traits[p] | l_traits[q]), p_words, l_words, scratch, out[k])


def align(
    party: NameArrays,
    listed: NameArrays,
    p_index: npt.NDArray[np.int64],
    l_index: npt.NDArray[np.int64],
    party_bits: npt.NDArray[np.float32],
) -> npt.NDArray[np.float32]:
    """Align pairs (p_index[k], l_index[k]); `party_bits` are the party tokens' bits as the lists know them.

    Returns float32 of shape (pairs, len(FEATURES)).
    """
    features = np.zeros((len(p_index), len(FEATURES)), dtype=np.float32)
    p_words, l_words = records_of(party.tokens, party_bits), records_of(listed.tokens, listed.tokens.bits)
    asked = (
        p_index,
        l_index,
        party.offset,
        party.token,
        may_be_cut(party),
        traits_of(party, p_words),
        listed.offset,
        listed.token,
        traits_of(listed, l_words),
        p_words,
        l_words,
        np.array([_longest(party), _longest(listed)]),
        features,
    )
    in_parts(align_pairs, len(p_index), *asked)
    return features


def may_be_cut(names: NameArrays) -> npt.NDArray[np.bool_]:
    """Names long enough to have met the end of a field."""
    long: npt.NDArray[np.bool_] = pc.greater_equal(
        pc.utf8_length(names.table["text"]), FIELD_LETTERS
    ).to_numpy()
    return long


def _longest(names: NameArrays) -> int:
    return int(np.diff(names.offset).max(initial=1))
