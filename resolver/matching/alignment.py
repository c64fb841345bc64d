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
ALTERNATE, CONCEPT, JOINED, CONSONANT, INITIALS = 0.97, 0.95, 0.98, 0.88, 0.7
INITIAL_BITS = 3.5  # information of an initial letter: initials of names are far from evenly spread
# Words in sequence that may be one word on the other side (Ural Vagon Zavod / Uralvagonzavod).
JOIN_MAX = 4
WORD_BITS = 16.5  # information of a word that the background does not know
WIDTH = 64  # scratch letters for joined words; longer joins are not tried


@njit(cache=True)
def edit_limit(longer: int) -> int:
    """Edits that two words may differ by and still be compared: 1 in short ones, 2 from 7 letters, 3 from 11."""
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
def word_similarity(p: int, t: int, last: bool, P: Any, L: Any, rows: Any) -> tuple[float, int]:
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
    if last and n < m and _starts_with(l_letters[t], p_letters[p], n):
        return (0.6 + 0.4 * n / m if 2 * n >= m else 0.25 + 0.5 * n / m), HOW_TRUNCATED
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
def _joined_similarity(a: Any, n: int, b: Any, m: int, near: bool, rows: Any) -> float:
    """Similarity of a word to a joined run: equal, or `near`: letters may double or drop at the seam."""
    limit = 0 if not near or max(n, m) < 6 else (1 if max(n, m) < 12 else 2)
    if abs(n - m) > limit:
        return 0.0
    distance = edit_distance(a, n, b, m, limit, rows)
    return 0.0 if distance > limit else max(JOINED - distance * edit_cost(max(n, m)), 0.0)


@njit(cache=True)
def _join_runs(
    one: Any,
    one_T: Any,
    one_sim: Any,
    many: Any,
    many_T: Any,
    many_sim: Any,
    near: bool,
    a: Any,
    rows: Any,
) -> bool:
    """Match unmatched words of `one` to runs of two to JOIN_MAX unmatched words of `many`; True when any met."""
    met = False
    for i in range(len(one)):
        if one_sim[i] > 0.0 or one_T[1][one[i]] < 4:
            continue
        for start in range(len(many) - 1):
            count, value = _run_like(one[i], one_T, many, many_T, many_sim, start, near, a, rows)
            if value > 0.0:
                one_sim[i] = value
                many_sim[start : start + count] = value
                met = True
                break
    return met


@njit(cache=True)
def _run_like(
    word: int,
    one_T: Any,
    many: Any,
    many_T: Any,
    many_sim: Any,
    start: int,
    near: bool,
    a: Any,
    rows: Any,
) -> tuple[int, float]:
    """How many words from `start` on, joined, are like `word`, and how much; (0, 0) for none."""
    letters, lengths = many_T
    length = one_T[1][word]
    slack = 2 if near else 0
    total = lengths[many[start]]
    for count in range(2, min(JOIN_MAX, len(many) - start) + 1):
        total += lengths[many[start + count - 1]]
        if total > length + slack:
            break
        if total < length - slack or not _all_free(many_sim, start, count):
            continue
        n = _join(letters, lengths, many, start, count, a)
        if n > 0:
            value = _joined_similarity(a, n, one_T[0][word], length, near, rows)
            if value > 0.0:
                return count, value
    return 0, 0.0


@njit(cache=True)
def _all_free(similarity: Any, start: int, count: int) -> bool:
    for k in range(start, start + count):
        if similarity[k] > 0.0:
            return False
    return True


@njit(cache=True)
def _meet_initials(
    short: Any,
    short_T: Any,
    short_sim: Any,
    long: Any,
    long_T: Any,
    long_sim: Any,
    long_bits: Any,
) -> bool:
    """An unmatched short word spelt by the first letters of a run of unmatched words of the other name.

    A letter tells INITIAL_BITS at most, so the run matches with that share of its information.
    """
    letters, lengths = short_T
    for i in range(len(short)):
        n = lengths[short[i]]
        if short_sim[i] > 0.0 or n < 3 or n > 7:
            continue
        for start in range(len(long) - n + 1):
            if _all_free(long_sim, start, n) and _spells(letters[short[i]], long, long_T[0], start, n):
                told = long_bits[long[start : start + n]].sum()
                short_sim[i] = INITIALS
                long_sim[start : start + n] = min(INITIALS, INITIAL_BITS * n / max(told, 1.0))
                return True
    return False


@njit(cache=True)
def _spells(word: Any, long: Any, long_letters: Any, start: int, n: int) -> bool:
    for k in range(n):
        if long_letters[long[start + k], 0] != word[k]:
            return False
    return True


@njit(cache=True)
def _meet_equal(pt: Any, lt: Any, P: Any, L: Any, p_sim: Any, l_sim: Any) -> None:
    """Equal words first, so that a near miss never takes the place of an equal word."""
    for j in range(len(lt)):
        for i in range(len(pt)):
            if p_sim[i] == 0.0 and face_similarity(P[0][pt[i]], L[0][lt[j]]) == 1.0:
                p_sim[i] = l_sim[j] = 1.0
                break


@njit(cache=True)
def _meet_near(pt: Any, lt: Any, P: Any, L: Any, p_sim: Any, l_sim: Any, l_how: Any, rows: Any) -> None:
    """Each listed word that is left takes the most similar party word that is left."""
    for j in range(len(lt)):
        if l_sim[j] > 0.0:
            continue
        best, best_i, best_how = 0.0, -1, 0
        for i in range(len(pt)):
            if p_sim[i] == 0.0:
                value, how = word_similarity(pt[i], lt[j], i == len(pt) - 1, P, L, rows)
                if value > best:
                    best, best_i, best_how = value, i, how
        if best_i >= 0:
            l_sim[j] = p_sim[best_i] = best
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
            if (
                l_how[j] & ~HOW_EDIT == 0
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
    scratch: Any,
    out: Any,
) -> None:
    p_sim, l_sim, l_how, rows, a = scratch
    p_sim, l_sim, l_how = p_sim[: len(pt)], l_sim[: len(lt)], l_how[: len(lt)]
    p_sim[:] = 0.0
    l_sim[:] = 0.0
    l_how[:] = 0
    p_T, l_T = (P[1], P[2]), (L[1], L[2])
    joined = False
    _meet_equal(pt, lt, P, L, p_sim, l_sim)
    for near in (False, True):
        if _any_free(l_sim) and _any_free(p_sim):
            joined = _join_runs(lt, l_T, l_sim, pt, p_T, p_sim, near, a, rows) or joined
            joined = _join_runs(pt, p_T, p_sim, lt, l_T, l_sim, near, a, rows) or joined
        if not near and _any_free(l_sim) and _any_free(p_sim):
            _meet_near(pt, lt, P, L, p_sim, l_sim, l_how, rows)
    initials = False
    if _any_free(l_sim) and _any_free(p_sim):
        before = l_sim.copy()
        initials = _meet_initials(pt, p_T, p_sim, lt, l_T, l_sim, l_bits)
        initials = _meet_initials(lt, l_T, l_sim, pt, p_T, p_sim, p_bits) or initials
        l_how[l_sim > before] = HOW_INITIALS
    _sum_up(pt, lt, p_bits, l_bits, p_sim, l_sim, l_how, out)
    out[7] = _compare_numbers(pt, lt, P[4], L[4], p_sim, l_sim)
    how = int(out[8]) | (HOW_JOINED if joined else 0) | (HOW_INITIALS if initials else 0)
    if _met_weakly(lt, l_weak, l_sim) or _met_weakly(pt, p_weak, p_sim):
        how |= HOW_WEAK
    out[8] = how


@njit(cache=True)
def _met_weakly(tokens: Any, weak: Any, similarity: Any) -> bool:
    for k in range(len(tokens)):
        if weak[tokens[k]] and similarity[k] > 0.0:
            return True
    return False


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
    L: Any,
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


def met_joined(features: npt.NDArray[np.float32], same: npt.NDArray[np.bool_]) -> None:
    """Change, in place, the rows of `same` to "every word found": names with the same letters in another spacing."""
    column = {name: i for i, name in enumerate(FEATURES)}
    rows = np.flatnonzero(same & (features[:, column["listed_left"]] + features[:, column["party_left"]] > 0))
    features[rows, column["matched"]] += features[rows, column["listed_left"]]
    features[rows, column["best_word"]] = np.minimum(features[rows, column["matched"]], WORD_BITS)
    features[rows, column["edits"]] = (1 - JOINED) * features[rows, column["matched"]]
    for name in ("listed_left", "party_left", "listed_left_best", "party_left_best"):
        features[rows, column[name]] = 0.0
    met = features[rows, column["numbers"]] > 0
    features[rows, column["numbers"]] = np.where(met, NUMBERS_AGREE, NUMBERS_NONE)
    features[rows, column["how"]] = features[rows, column["how"]].astype(np.int32) | HOW_JOINED
