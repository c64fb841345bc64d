# mypy: disable-error-code="untyped-decorator,misc"
"""Align the words of two names: which listed words the party's name holds, how well, and what is left over.

Enters: candidate pairs (positions in two `NameArrays`). Leaves: a row of numbers per pair (columns `FEATURES`).
The loops are compiled (numba) and run on all cores; `align_pairs.py_func` is the plain twin that tests compare.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from resolver.matching.encode import NameArrays

# All sums are bits of information (see `encode.count_listed_information`).
FEATURES = (
    "matched",  # listed words found in the party's name, each times its similarity
    "listed_left",  # listed words not found
    "party_left",  # party words that are none of the listed ones
    "edits",  # what the differences inside matched words cost
    "best_word",  # the most telling matched word
    "listed_left_best",  # the most telling listed word not found
    "party_left_best",
    "numbers",  # 0 none, 1 agree, 2 on one side, 3 conflict
    "how",  # bits of HOW: by which means words met
    "listed_words",
    "matched_words",
    "translated",  # bits matched through a concept only
    "extent",  # matched share of the party's bits, after alignment
)
NUMBERS_NONE, NUMBERS_AGREE, NUMBERS_ONE_SIDE, NUMBERS_CONFLICT = 0, 1, 2, 3
HOW_EDIT, HOW_CONCEPT, HOW_ALTERNATE, HOW_JOINED = 1, 2, 4, 8
HOW_INITIALS, HOW_TRUNCATED, HOW_CONSONANTS, HOW_WEAK = 16, 32, 64, 128

# Similarities of ways of meeting that are weaker than equal words; they scale the word's bits. Start values by
# judgement, kept because the fitted weights of the comparison `spelling` take up the difference.
ALTERNATE, CONCEPT, CONSONANT, INITIALS = 0.97, 0.95, 0.8, 0.7
# Words in sequence that may be one word on the other side (Ural Vagon Zavod / Uralvagonzavod).
JOIN_MAX = 4
WIDTH = 64  # scratch letters for joined words; longer joins are not tried


@njit(cache=True)
def edit_limit(longer: int) -> int:
    """Edits that two words may differ by and still be compared: one in short ones, two from seven letters, three from eleven."""
    if longer < 4:
        return 0
    if longer < 7:
        return 1
    if longer < 11:
        return 2
    return 3


@njit(cache=True)
def edit_cost(longer: int) -> float:
    """Share of a word's information that one edit costs: a short word has many real words one letter away (port,
    sport; volga, volna), a word of ten letters hardly any."""
    if longer >= 10:
        return 0.11
    return 0.11 + 0.09 * (10 - longer)


@njit(cache=True)
def edit_distance(a: Any, n: int, b: Any, m: int, limit: int, rows: Any) -> int:
    """Optimal string alignment distance of a[:n] and b[:m]; limit + 1 as soon as it must exceed `limit`."""
    if abs(n - m) > limit:
        return limit + 1
    for j in range(m + 1):
        rows[1, j] = j
    for i in range(1, n + 1):
        before_last, last, row = rows[(i - 1) % 3], rows[i % 3], rows[(i + 1) % 3]
        row[0] = i
        best = i
        for j in range(1, m + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            value = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                value = min(value, before_last[j - 2] + 1)
            row[j] = value
            best = min(best, value)
        if best > limit:
            return limit + 1
    return int(rows[(n + 1) % 3, m])


@njit(cache=True)
def bits_apart(a: int, b: int) -> int:
    """How many letters stand in one word only: at most two per edit."""
    x = a ^ b
    count = 0
    while x:
        x &= x - 1
        count += 1
    return count


@njit(cache=True)
def face_similarity(pf: Any, lf: Any) -> float:
    """1 for the same skeleton, less through an alternate spelling or a concept, 0 for no shared face."""
    if pf[1] >= 0 and pf[1] == lf[1]:
        return 1.0
    for i in range(1, pf.shape[0]):
        if pf[i] < 0:
            break
        for j in range(1, lf.shape[0]):
            if lf[j] < 0:
                break
            if pf[i] == lf[j]:
                return ALTERNATE
    if pf[0] >= 0 and pf[0] == lf[0]:
        return CONCEPT
    return 0.0


@njit(cache=True)
def word_similarity(p: int, t: int, last: bool, P: Any, L: Any, rows: Any) -> tuple[float, int]:  # noqa: N803
    """Similarity (0 to 1) of party token p and listed token t, and the means (HOW bits) by which they met.

    `last`: the party's token ends its name, where a fixed field length may have cut it.
    """
    p_faces, p_letters, p_length, p_consonants, p_number, p_bag = P
    l_faces, l_letters, l_length, l_consonants, l_number, l_bag = L
    face = face_similarity(p_faces[p], l_faces[t])
    if face == CONCEPT:
        return face, HOW_CONCEPT
    if face > 0:
        return face, 0 if face == 1.0 else HOW_ALTERNATE
    if p_number[p] or l_number[t]:
        return 0.0, 0
    n, m = p_length[p], l_length[t]
    longer, shorter = max(n, m), min(n, m)
    if last and 3 <= n < m and _starts_with(l_letters[t], p_letters[p], n):
        return 0.6 + 0.4 * n / m if n >= 0.5 * m else 0.5 * (0.5 + n / m), HOW_TRUNCATED
    limit = edit_limit(longer)
    if shorter >= 4 and m - limit <= n <= m + limit and bits_apart(p_bag[p], l_bag[t]) <= 2 * limit:
        distance = edit_distance(p_letters[p], n, l_letters[t], m, limit, rows)
        if distance <= limit:
            return 1.0 - distance * edit_cost(longer), HOW_EDIT
    if p_consonants[p] >= 0 and p_consonants[p] == l_consonants[t] and shorter >= 3:
        return CONSONANT, HOW_CONSONANTS
    return 0.0, 0


@njit(cache=True)
def _starts_with(long: Any, short: Any, n: int) -> bool:
    for i in range(n):
        if long[i] != short[i]:
            return False
    return True


@njit(cache=True)
def _join(letters: Any, length: Any, token: Any, start: int, count: int, out: Any) -> int:
    """Write the skeletons of `count` tokens from `start` on, one after the other, into `out`; -1 if too long."""
    n = 0
    for i in range(start, start + count):
        t = token[i]
        if n + length[t] > WIDTH:
            return -1
        for k in range(length[t]):
            out[n] = letters[t, k]
            n += 1
    return n


@njit(cache=True)
def _joined_similarity(a: Any, n: int, b: Any, m: int, rows: Any) -> float:
    """Similarity of a word to a joined run: letters may double or drop at the seam, so one edit from six letters."""
    limit = 0 if max(n, m) < 6 else (1 if max(n, m) < 12 else 2)
    if abs(n - m) > limit:
        return 0.0
    distance = edit_distance(a, n, b, m, limit, rows)
    return 0.0 if distance > limit else max(0.98 - distance * edit_cost(max(n, m)), 0.0)


@njit(cache=True)
def _join_runs(
    one: Any,
    one_faces: Any,
    one_sim: Any,
    many: Any,
    many_sim: Any,
    one_T: Any,
    many_T: Any,  # noqa: N803
    a: Any,
    rows: Any,
) -> bool:
    """Match unmatched words of `one` to runs of two to JOIN_MAX unmatched words of `many`; True when any met."""
    one_letters, one_length = one_T
    many_letters, many_length = many_T
    met = False
    for i in range(len(one)):
        t = one[i]
        if one_sim[i] > 0.0 or one_length[t] < 4:
            continue
        for start in range(len(many) - 1):
            total = many_length[many[start]]
            for count in range(2, min(JOIN_MAX, len(many) - start) + 1):
                total += many_length[many[start + count - 1]]
                if total > one_length[t] + 2:
                    break
                if total < one_length[t] - 2 or not _all_free(many_sim, start, count):
                    continue
                n = _join(many_letters, many_length, many, start, count, a)
                if n < 0:
                    continue
                value = _joined_similarity(a, n, one_letters[t], one_length[t], rows)
                if value > 0.0:
                    one_sim[i] = value
                    for k in range(start, start + count):
                        many_sim[k] = value
                    met = True
                    break
            if one_sim[i] > 0.0:
                break
    return met


@njit(cache=True)
def _all_free(similarity: Any, start: int, count: int) -> bool:
    for k in range(start, start + count):
        if similarity[k] > 0.0:
            return False
    return True


@njit(cache=True)
def _meet_initials(short: Any, short_sim: Any, long: Any, long_sim: Any, short_T: Any, long_T: Any) -> bool:  # noqa: N803
    """An unmatched short word spelt by the first letters of a run of unmatched words of the other name."""
    short_letters, short_length = short_T
    long_letters, _ = long_T
    for i in range(len(short)):
        n = short_length[short[i]]
        if short_sim[i] > 0.0 or n < 3 or n > 7 or n > len(long):
            continue
        for start in range(len(long) - n + 1):
            if not _all_free(long_sim, start, n):
                continue
            equal = True
            for k in range(n):
                if long_letters[long[start + k], 0] != short_letters[short[i], k]:
                    equal = False
                    break
            if equal:
                short_sim[i] = INITIALS
                for k in range(n):
                    long_sim[start + k] = INITIALS
                return True
    return False


@njit(cache=True)
def _match_words(
    pt: Any, lt: Any, l_bits: Any, P: Any, L: Any, p_sim: Any, l_sim: Any, l_how: Any, rows: Any
) -> None:  # noqa: N803
    """Greedy one-to-one alignment: best similarity first, among equals the earlier word."""
    for level in range(2):  # equal words first, so that a near miss never takes the place of an equal word
        for j in range(len(lt)):
            if l_sim[j] > 0.0:
                continue
            best, best_i, best_how = 0.0, -1, 0
            for i in range(len(pt)):
                if p_sim[i] > 0.0:
                    continue
                if level == 0:
                    value, how = face_similarity(P[0][pt[i]], L[0][lt[j]]), 0
                    if value < 1.0:
                        continue
                else:
                    value, how = word_similarity(pt[i], lt[j], i == len(pt) - 1, P, L, rows)
                if value > best:
                    best, best_i, best_how = value, i, how
            if best_i >= 0:
                l_sim[j] = best
                p_sim[best_i] = best
                l_how[j] = best_how


@njit(cache=True)
def _compare_numbers(pt: Any, lt: Any, p_number: Any, l_number: Any, p_sim: Any, l_sim: Any) -> int:
    """0 no numbers, 1 every number of one side met, 2 numbers on one side only, 3 different numbers."""
    p_count, l_count, met, p_free, l_free = 0, 0, 0, 0, 0
    for i in range(len(pt)):
        if p_number[pt[i]]:
            p_count += 1
            p_free += 1 if p_sim[i] == 0.0 else 0
    for j in range(len(lt)):
        if l_number[lt[j]]:
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
def _sum_up(pt: Any, lt: Any, p_bits: Any, l_bits: Any, p_sim: Any, l_sim: Any, l_how: Any, out: Any) -> None:
    how = 0
    for j in range(len(lt)):
        bits = l_bits[lt[j]]
        out[9] += 1
        if l_sim[j] > 0.0:
            whole = l_how[j] & (HOW_TRUNCATED | HOW_INITIALS) == 0
            held = bits if whole else bits * l_sim[j]
            out[0] += held
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
        bits = p_bits[pt[i]]
        party_total += bits
        if p_sim[i] > 0.0:
            party_met += bits
        else:
            out[2] += bits
            out[6] = max(out[6], bits)
    out[8] = how
    out[12] = party_met / party_total if party_total > 0 else 0.0


@njit(cache=True)
def _align_one(
    pt: Any,
    lt: Any,
    P: Any,
    L: Any,
    p_bits: Any,
    l_bits: Any,
    p_weak: Any,
    l_weak: Any,
    scratch: Any,  # noqa: N803
    out: Any,
) -> None:
    p_sim, l_sim, l_how, rows, a = scratch
    p_sim, l_sim, l_how = p_sim[: len(pt)], l_sim[: len(lt)], l_how[: len(lt)]
    p_sim[:] = 0.0
    l_sim[:] = 0.0
    l_how[:] = 0
    p_letters, l_letters = (P[1], P[2]), (L[1], L[2])
    _match_words(pt, lt, l_bits, P, L, p_sim, l_sim, l_how, rows)
    joined = initials = False
    if _any_free(l_sim) and _any_free(p_sim):
        joined = _join_runs(lt, L[0], l_sim, pt, p_sim, l_letters, p_letters, a, rows)
        joined = _join_runs(pt, P[0], p_sim, lt, l_sim, p_letters, l_letters, a, rows) or joined
        initials = _meet_initials(pt, p_sim, lt, l_sim, p_letters, l_letters)
        initials = _meet_initials(lt, l_sim, pt, p_sim, l_letters, p_letters) or initials
    _sum_up(pt, lt, p_bits, l_bits, p_sim, l_sim, l_how, out)
    out[7] = _compare_numbers(pt, lt, P[4], L[4], p_sim, l_sim)
    how = int(out[8]) | (HOW_JOINED if joined else 0) | (HOW_INITIALS if initials else 0)
    for j in range(len(lt)):
        if l_weak[lt[j]] and l_sim[j] > 0:
            how |= HOW_WEAK
    out[8] = how


@njit(cache=True)
def _any_free(similarity: Any) -> bool:
    for k in range(len(similarity)):
        if similarity[k] == 0.0:
            return True
    return False


@njit(cache=True, parallel=True)
def align_pairs(
    p_index: Any,
    l_index: Any,
    p_offset: Any,
    p_token: Any,
    l_offset: Any,
    l_token: Any,
    P: Any,
    L: Any,  # noqa: N803
    p_bits: Any,
    l_bits: Any,
    p_weak: Any,
    l_weak: Any,
    longest: Any,
    chunks: int,
    columns: int,
) -> Any:
    """Features of each pair, shape (pairs, columns). The pairs are split into `chunks` that share no scratch."""
    pairs = len(p_index)
    out = np.zeros((pairs, columns), dtype=np.float32)
    size = (pairs + chunks - 1) // chunks
    for chunk in prange(chunks):
        scratch = (
            np.zeros(longest[0], dtype=np.float64),
            np.zeros(longest[1], dtype=np.float64),
            np.zeros(longest[1], dtype=np.int32),
            np.zeros((3, WIDTH + 2), dtype=np.int32),
            np.zeros(WIDTH + 1, dtype=np.uint8),
        )
        for k in range(chunk * size, min(pairs, (chunk + 1) * size)):
            p, q = p_index[k], l_index[k]
            _align_one(
                p_token[p_offset[p] : p_offset[p + 1]],
                l_token[l_offset[q] : l_offset[q + 1]],
                P,
                L,
                p_bits,
                l_bits,
                p_weak,
                l_weak,
                scratch,
                out[k],
            )
    return out


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
    features: npt.NDArray[np.float32] = align_pairs(
        p_index,
        l_index,
        party.offset,
        party.token,
        listed.offset,
        listed.token,
        _arrays(party),
        _arrays(listed),
        party_bits,
        listed.tokens.bits,
        party.tokens.weak,
        listed.tokens.weak,
        np.array([_longest(party), _longest(listed)]),
        64,
        len(FEATURES),
    )
    return features


def _arrays(names: NameArrays) -> tuple[Any, ...]:
    t = names.tokens
    return t.faces, t.letters, t.length, t.consonants, t.number, t.bag


def _longest(names: NameArrays) -> int:
    return int(np.diff(names.offset).max(initial=1))
