# mypy: disable-error-code="untyped-decorator,misc"
"""One word against several: runs of words that joined make one word, and initials that stand for a run.

Enters: two names as numbers of words (rows of `word_records.WORD`) with the similarities reached so far. Leaves: those
similarities, changed in place, for words that met so."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from resolver.matching.initials import READINGS
from resolver.matching.word_similarity import CONCEPT, INITIALS, JOINED, bits_apart, edit_cost, edit_distance
from resolver.names.initialisms import LONGEST, SHARES, SHORTEST, SHORTEST_REST
from resolver.names.known_words import CONTRASTS
from resolver.names.phrase_words import LONGEST as LONGEST_WORDING
from resolver.names.phrase_words import WORDINGS

INITIAL_BITS = 3.5  # information of an initial letter: initials of names are far from evenly spread
# Words in sequence that may be one word on the other side (Ural Vagon Zavod / Uralvagonzavod).
JOIN_MAX = 4
SHORTEST_EDITED = 4  # letters of a word of a run in which an edit is believed: Nova and Neva are two words
EDITS = 2  # most between a word and a run, see `_joined_similarity`
OF_COMPANY = (ord("k"), ord("c"))
"""Signs of "company" in initialisms: kompaniya, company."""
_I, _BEHIND_I = ord("i"), tuple(map(ord, "aeou"))  # of a skeleton, whose word loses this i (`skeleton`)
_LAST_DIGIT = ord("9")
THINNED = 2  # letters of a run that its sound as one word does not keep, at the most (Jia Sibo, asibo)
WIDTH = 64  # scratch letters for joined words; longer joins are not tried


@njit(cache=True)
def _join(words: Any, token: Any, start: int, count: int, out: Any) -> int:
    """Write the skeletons of `count` words from `start` on, one after the other, into `out`; -1 if too long."""
    n = 0
    for i in range(start, start + count):
        word = words[token[i]]
        if n + word.length > WIDTH:
            return -1
        for k in range(word.length):
            out[n] = word.letters[k]
            n += 1
    return n


@njit(cache=True)
def _joined_similarity(a: Any, n: int, b: Any, m: int, near: bool, rows: Any) -> float:
    """Similarity of a word to a joined run: equal but for a letter at the seam, or `near`."""
    longer = max(n, m)
    limit = 0 if longer < 7 else 1  # the sound of a letter may change at the seam
    if near:
        limit = 0 if longer < 6 else (1 if longer < 12 else 2)
    if abs(n - m) > limit:
        return 0.0
    distance = edit_distance(a, n, b, m, limit, rows)
    return 0.0 if distance > limit else max(JOINED - distance * edit_cost(max(n, m)), 0.0)


@njit(cache=True)
def _thinned(a: Any, n: int) -> int:
    """How many letters are left of a joined run, in place, without what a word of five letters and more does not keep of its
    sound: doubled letters, and i before another vowel (Jia Sibo, Jiasibo)."""
    kept = 0
    for k in range(n):
        behind = k + 1
        while behind < n and a[behind] == a[k]:
            behind += 1
        glides = a[k] == _I and behind < n and a[behind] in _BEHIND_I
        doubled = kept > 0 and a[k] == a[kept - 1] and a[k] > _LAST_DIGIT
        if not (glides or doubled):
            a[kept] = a[k]
            kept += 1
    return kept


@njit(cache=True)
def _same(a: Any, n: int, b: Any, m: int) -> bool:
    if n != m:
        return False
    for k in range(n):
        if a[k] != b[k]:
            return False
    return True


@njit(cache=True)
def _are_written_so(many: Any, words: Any, start: int, count: int, word: Any) -> bool:
    """Whether the Latin letters of a run are those of a word: at a seam they may sound otherwise (West Hill, Speed Jet)."""
    n = 0
    for k in range(start, start + count):
        part = words[many[k]]
        if part.written_length == 0 or n + part.written_length > word.written_length:
            return False
        for i in range(part.written_length):
            if part.written[i] != word.written[n + i]:
                return False
        n += part.written_length
    return bool(n == word.written_length)


@njit(cache=True)
def _differs_in(a: Any, n: int, b: Any, m: int, many: Any, words: Any, start: int) -> int:
    """Letters of the word of the run in which joined `a` and `b` first differ; 0 at the seam of two words."""
    at = 0
    while at < n and at < m and a[at] == b[at]:
        at += 1
    end = 0
    for i in range(start, len(many)):
        end += words[many[i]].length
        if at == end or at == end - 1 or at >= n:
            return 0
        if at < end:
            return int(words[many[i]].length)
    return 0


@njit(cache=True, inline="always")
def join_runs(
    one: Any,
    one_words: Any,
    one_sim: Any,
    many: Any,
    many_words: Any,
    many_sim: Any,
    near: bool,
    a: Any,
    rows: Any,
) -> bool:
    """Match unmatched words of `one` to runs of two to JOIN_MAX unmatched words of `many`; True when any met."""
    met = False
    slack = 2 if near else 1
    for i in range(len(one)):
        length = one_words[one[i]].length
        if one_sim[i] > 0.0 or length < 4:
            continue
        for start in range(len(many) - 1):
            if many_sim[start] > 0.0 or many_sim[start + 1] > 0.0:
                continue
            if many_words[many[start]].length + many_words[many[start + 1]].length > length + slack + THINNED:
                continue
            count, value = _run_like(one_words[one[i]], many, many_words, many_sim, start, near, a, rows)
            if value > 0.0:
                one_sim[i] = value
                many_sim[start : start + count] = value
                met = True
                break
    return met


@njit(cache=True)
def _run_like(
    word: Any,
    many: Any,
    many_words: Any,
    many_sim: Any,
    start: int,
    near: bool,
    a: Any,
    rows: Any,
) -> tuple[int, float]:
    """How many words from `start` on, joined, are like `word`, and how much; (0, 0) for none."""
    length = word.length
    slack = 2 if near else 1
    total, bag = many_words[many[start]].length, many_words[many[start]].bag
    for count in range(2, min(JOIN_MAX, len(many) - start) + 1):
        total += many_words[many[start + count - 1]].length
        bag |= many_words[many[start + count - 1]].bag
        if total > length + slack + THINNED:
            break
        if (
            total < length - slack
            or bits_apart(bag, word.bag) > 2 * EDITS
            or not all_free(many_sim, start, count)
        ):
            continue
        n = _join(many_words, many, start, count, a)
        if n > 0:
            value = _joined_similarity(a, n, word.letters, length, near, rows)
            if 0.0 < value < JOINED:  # an edit costs what it costs in the word of the run that it falls on
                own = _differs_in(a, n, word.letters, length, many, many_words, start)
                if own > 0:
                    value = 0.0 if own < SHORTEST_EDITED else min(value, JOINED - edit_cost(own))
            if value < JOINED and (
                _are_written_so(many, many_words, start, count, word)
                or _same(a, _thinned(a, n), word.letters, length)
            ):
                value = JOINED
            if value > 0.0:
                return count, value
    return 0, 0.0


@njit(cache=True)
def all_free(similarity: Any, start: int, count: int) -> bool:
    """Whether none of `count` words from `start` on has met a word yet."""
    for k in range(start, start + count):
        if similarity[k] > 0.0:
            return False
    return True


@njit(cache=True)
def free_words(similarity: Any) -> int:
    """How many words have met none so far."""
    free = 0
    for k in range(len(similarity)):
        free += 1 if similarity[k] == 0.0 else 0
    return free


@njit(cache=True)
def meet_parts(one: Any, one_words: Any, one_sim: Any, many: Any, many_words: Any, many_sim: Any) -> bool:
    """Match unmatched words of `one` that are phrases to all words of such a phrase, of those left of `many`, wherever they
    stand (biomedical, medicala biologice); True when any met."""
    met = False
    for i in range(len(one)):
        if one_sim[i] > 0.0:
            continue
        parts = one_words[one[i]].parts
        for wording in range(WORDINGS):
            if parts[wording, 0] < 0:
                break
            count = 0
            while count < LONGEST_WORDING and parts[wording, count] >= 0:
                count += 1
            if _reached(parts[wording], count, many, many_words, many_sim, 0.0) == count:
                _reached(parts[wording], count, many, many_words, many_sim, CONCEPT)
                one_sim[i] = CONCEPT
                met = True
                break
    return met


@njit(cache=True)
def _reached(parts: Any, count: int, many: Any, many_words: Any, many_sim: Any, similarity: float) -> int:
    """Of how many parts a word is left, the first of each; these reach a similarity."""
    found = 0
    for k in range(count):
        for j in range(len(many)):
            if many_sim[j] == 0.0 and many_words[many[j]].meaning == parts[k]:
                many_sim[j] = similarity
                found += 1
                break
    return found


@njit(cache=True)
def meet_initials(
    short: Any,
    short_words: Any,
    short_sim: Any,
    long: Any,
    long_words: Any,
    long_sim: Any,
    company: bool,
) -> bool:
    """An unmatched short word spelt by the first letters of a run of unmatched words of the other name, or by what these
    bring to an initialism (`resolver.names.initialisms`).

    A letter tells INITIAL_BITS at most, so the run matches with that share of its information. Two letters, and letters that
    one compound brings (AK, aviakompaniya), are believed where they and the run are all that is left, of names of which
    another word has met. The compound is one of trade: a name of its own is not said by two letters (MT, Microtech).
    `company`: a word "company" came off one of the names as a legal form, which the last letter may stand for (SK, Insurance
    Company).
    """
    rest = free_words(long_sim)
    only_rest = free_words(short_sim) == 1 and len(short) > 1
    for i in range(len(short)):
        if short_sim[i] > 0.0:
            continue
        word = short_words[short[i]]
        if word.begins == 0:
            continue
        for start in range(len(long)):
            if long_sim[start] > 0.0 or word.begins & long_words[long[start]].brings == 0:
                continue
            letters, count = _spelt_run(word, long, long_words, long_sim, start, company)
            if count == 1 and not long_words[long[start]].meant:
                continue
            if (letters >= SHORTEST and count > 1) or (count == rest and only_rest and count > 0):
                short_sim[i] = INITIALS
                told = _bits_of(long, long_words, start, count)
                long_sim[start : start + count] = min(INITIALS, INITIAL_BITS * letters / max(told, 1.0))
                return True
    return False


@njit(cache=True)
def _bits_of(name: Any, words: Any, start: int, count: int) -> float:
    told = np.float32(0.0)
    for k in range(start, start + count):
        told += words[name[k]].bits
    return float(told)


@njit(cache=True)
def _spelt_run(
    word: Any, long: Any, long_words: Any, long_sim: Any, start: int, company: bool
) -> tuple[int, int]:
    """Letters of a word that spells the words from `start` on, and how many words these are; (0, 0) where it spells none."""
    n = word.length
    if (
        SHORTEST_REST <= n <= min(LONGEST, len(long) - start)
        and _spells(word, long, long_words, start, n)
        and all_free(long_sim, start, n)
    ):
        return n, n
    for reading in range(READINGS):
        letters = _many(word.spells[reading])
        if letters >= SHORTEST_REST:
            count = _shared_run(word.spells[reading], letters, long, long_words, long_sim, start, company)
            if count > 0:
                return letters, count
    return 0, 0


@njit(cache=True)
def _many(letters: Any) -> int:
    """Letters before the first zero."""
    n = 0
    while letters[n] != 0:
        n += 1
    return n


@njit(cache=True)
def _shared_run(
    code: Any, letters: int, long: Any, long_words: Any, long_sim: Any, start: int, company: bool
) -> int:
    """How many words from `start` on spell a code of two letters and more, each by one of its shares; 0 if they do not.
    Words up to the end of the name may leave the letter of a `company` to that which came off. `reached` has a bit for
    each number of letters that the words so far can spell."""
    reached = 1
    for k in range(start, len(long)):
        if long_sim[k] > 0.0:
            return 0
        further = 0
        for share in range(SHARES):
            own = long_words[long[k]].shares[share]
            size = _many(own)
            if size == 0:
                break
            for at in range(letters - size + 1):
                if reached >> at & 1 and _stands_at(own, size, code, at):
                    further |= 1 << (at + size)
        if further >> letters & 1:
            return k - start + 1
        if further == 0:
            return 0
        reached = further
    left_over = company and reached >> (letters - 1) & 1
    return len(long) - start if left_over and code[letters - 1] in OF_COMPANY else 0


@njit(cache=True)
def _stands_at(own: Any, size: int, code: Any, at: int) -> bool:
    for k in range(size):
        if own[k] != code[at + k]:
            return False
    return True


@njit(cache=True)
def _spells(word: Any, long: Any, long_words: Any, start: int, n: int) -> bool:
    for k in range(n):
        if long_words[long[start + k]].letters[0] != word.letters[k]:
            return False
    return True


@njit(cache=True)
def opposed_in(pt: Any, p_words: Any, p_sim: Any, lt: Any, l_words: Any, l_sim: Any) -> int:
    """The CONTRASTS of which a word is left over on either side, of which a name has one: North, South; Plant Four, Plant
    5."""
    ours, theirs = np.int64(0), np.int64(0)
    for i in range(len(pt)):
        if p_sim[i] == 0.0:
            ours |= p_words[pt[i]].languages & CONTRASTS
    for j in range(len(lt)):
        if l_sim[j] == 0.0:
            theirs |= l_words[lt[j]].languages & CONTRASTS
    return int(ours & theirs)
