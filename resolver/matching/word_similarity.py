# mypy: disable-error-code="untyped-decorator,misc"
"""How alike two words are: their faces, edits, a cut-off end, their consonants. Compiled; plain loops over letters.

Enters: words as `word_records.WORD` (here p is a party's word, t a listed one). Leaves: a similarity from 0 to 1 and the
means (HOW bits) by which the words met."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from resolver.names.known_words import LANGUAGES, PLACE
from resolver.names.own_words import OWN, SYLLABLES

HOW_EDIT, HOW_CONCEPT, HOW_ALTERNATE, HOW_JOINED = 1, 2, 4, 8
HOW_INITIALS, HOW_TRUNCATED, HOW_CONSONANTS, HOW_WEAK, HOW_VOWELS = 16, 32, 64, 128, 256
HOW_BARE = 512  # the whole name, not a word (see `bare_names`)
# An edit changed the first letter. Writers seldom get that one wrong: of the held-out aliases of the train half that differ
# by one letter of one word, 21 of 44 are the firm where it is the first letter, 233 of 336 where it is another.
HOW_FIRST = 1024
HOW_SHORT = 2048  # short words of one sound in other letters (see `is_spelt_otherwise`)
# A slip of the pen that makes another word of known meaning (Golden, Holden; leading, leasing) is seldom a slip. Of the
# train half's pairs in which all other words agree 42 of 95 of real and damaged names are one firm, and none of 297 of
# invented ones, most of which were made to look so.
HOW_KNOWN = 4096
# Two words that are both known as they stand did not meet, however near their letters are (see `are_two_words`).
HOW_APART = 8192
# Letters at the start from which two known words are forms of one (administration, administrative): of those 95 pairs 8 of
# 10 that begin with so many are one firm, 34 of 85 of the others.
KNOWN_STEM = 7
# ... and from which words of one language are (engine, engineer; electric, electronic), not two words of different meaning
# (painting, printing).
ONE_STEM = 5


# Similarities of ways of meeting that are weaker than equal words; they scale the word's bits. Start values by
# judgement, kept because the fitted weights of the comparison `spelling` take up the difference.
ALTERNATE, CONCEPT, JOINED, CONSONANT, INITIALS = 0.97, 0.95, 0.98, 0.88, 0.7
MISREAD = 0.5  # of an edit: a letter that an optical reader takes for another one
# Shares of an edit, by how often it makes another real word. Of the 16,400 words of the train half's listed names and
# innocents, 928 pairs of five letters differ by one letter changed, 368 of five and six by one added, 26 by two letters
# swapped; of eight letters 257, 229 and 9. A writer loses or adds letters twice as often as one kind alone is counted.
LOST, SWAPPED = 0.7, 0.3
# A changed first letter, in words of up to seven letters: there it makes half again as many real words as a letter
# elsewhere (four letters: 614 of 1,636 pairs, five: 273 of 928, six: 104 of 451), in longer ones fewer.
OTHER_START, OTHER_START_LETTERS = 1.5, 7
# Capitals of nearly one shape. Both must survive in the skeleton: C and G are k and g there, and not alike to an eye.
CONFUSED = np.array([[ord(a), ord(b)] for a, b in ("ef", "do", "uv", "il", "bh", "hn")], dtype=np.uint8)
# Letters of a skeleton up to which two spellings of it are as likely two words as one.
SHORT = 4
SHORTEST_OWN = 2  # letters that a compound's own part keeps on either side (see `own_part`)


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
    """Optimal string alignment distance of a[:n] and b[:m]; limit + 1 as soon as it must exceed `limit`. Places further from
    the diagonal than `limit` are not looked at: to reach them takes more edits than that."""
    if abs(n - m) > limit:
        return limit + 1
    for j in range(min(m, limit + 1) + 1):
        rows[1, j] = j
    for i in range(1, n + 1):
        before_last, last, row = (i - 1) % 3, i % 3, (i + 1) % 3  # numbers: a view of a row would be counted
        start, stop = max(1, i - limit), min(m, i + limit)
        rows[row, start - 1] = i if start == 1 else limit + 1
        best = rows[row, start - 1]
        for j in range(start, stop + 1):
            cost = 0 if a[i - 1] == b[j - 1] else 1
            value = min(rows[last, j] + 1, rows[row, j - 1] + 1, rows[last, j - 1] + cost)
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                value = min(value, rows[before_last, j - 2] + 1)
            rows[row, j] = value
            best = min(best, value)
        if stop < m:
            rows[row, stop + 1] = limit + 1
        if best > limit:
            return limit + 1
    return min(int(rows[(n + 1) % 3, m]), limit + 1)


@njit(cache=True)
def bits_apart(a: int, b: int) -> int:
    """How many letters stand in one word only: at most two per edit."""
    x = a ^ b  # a bit per letter: 32 at the most, counted in pairs, fours and eights
    x -= (x >> 1) & 0x55555555
    x = (x & 0x33333333) + ((x >> 2) & 0x33333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F
    return ((x * 0x01010101) >> 24) & 0xFF


@njit(cache=True)
def same_skeleton(p: Any, t: Any) -> bool:
    """Whether two words are one word to the eye of the comparison."""
    return bool(p.face_bits & t.face_bits and p.faces[1] >= 0 and p.faces[1] == t.faces[1])


@njit(cache=True)
def face_similarity(p: Any, t: Any) -> float:
    """1 for the same skeleton, less through an alternate spelling or a concept, 0 for no shared face."""
    if same_skeleton(p, t):
        return 1.0
    for i in range(1, len(p.faces)):
        if p.faces[i] < 0:  # none, or a reading that the lists do not know: a later one may be known
            continue
        for j in range(1, len(t.faces)):
            if p.faces[i] == t.faces[j]:
                return ALTERNATE
    if p.faces[0] >= 0 and p.faces[0] == t.faces[0]:
        return CONCEPT
    return 0.0


@njit(cache=True)
def cannot_meet(p: Any, t: Any) -> bool:
    """Whether `word_similarity` of two words is 0 unless p is cut off: most pairs of words end here. Reads the first
    fields of the records only, one line of memory for each word."""
    if p.face_bits & t.face_bits:
        return False
    if p.consonants >= 0 and p.consonants == t.consonants:
        return False
    n, m = p.length, t.length
    limit = edit_limit(max(n, m))
    if min(n, m) < 4:
        return True
    if abs(n - m) <= limit and bits_apart(p.bag, t.bag) <= 2 * limit:
        return False
    n, m = p.written_length, t.written_length
    far = n == 0 or m == 0 or abs(n - m) > limit
    return bool(far or bits_apart(p.written_bag, t.written_bag) > 2 * limit)


@njit(cache=True)
def word_similarity(p: Any, t: Any, cut: bool, rows: Any) -> tuple[float, int]:
    """Similarity (0 to 1) of a party's word and a listed one, and the means (HOW bits) by which they met; (0, HOW_APART) of
    two known words that would have met by their letters.

    `cut`: the party's word may be the beginning of a word, cut off where a field of fixed length ended.
    """
    value, how = _likeness(p, t, cut, rows)
    if value == 0.0 or p.known == t.known or p.languages & t.languages == 0:
        return value, how
    if how == HOW_CONCEPT:  # of one family: two words in a language that nobody has translated them into
        two = p.known >= 0 and t.known >= 0 and p.languages & t.languages & LANGUAGES > 0
        return (0.0, HOW_APART) if two else (value, how)
    if how & HOW_TRUNCATED == 0 and are_two_words(p, t):
        return 0.0, HOW_APART
    if how & (HOW_EDIT | HOW_VOWELS) > 0 and are_two_names(p, t):
        return 0.0, HOW_APART
    return value, how


@njit(cache=True)
def _likeness(p: Any, t: Any, cut: bool, rows: Any) -> tuple[float, int]:
    """`word_similarity` by faces and letters alone."""
    face = face_similarity(p, t)
    if face == CONCEPT:
        return face, HOW_CONCEPT
    if face > 0:
        return face, _means_of_face(face, p, t)
    if p.number or t.number:
        return 0.0, 0
    n, m = p.length, t.length
    longer, shorter = max(n, m), min(n, m)
    if cut and n < m and _starts_with(t.letters, p.letters, n):
        return (0.6 + 0.4 * n / m if 2 * n >= m else 0.25 + 0.5 * n / m), HOW_TRUNCATED
    limit = edit_limit(longer)
    same_consonants = p.consonants >= 0 and p.consonants == t.consonants and shorter >= 3
    without_vowels = same_consonants and (p.bare or t.bare)
    if shorter >= 4:
        distance, edits, same_start = _fewest_slips(p, t, limit, rows)
        if distance <= limit:
            own = longer
            if distance > 0:
                own = own_part(p.letters, n, p.head, p.tail, t.letters, m, t.head, t.tail)
            if distance <= edit_limit(own):
                alike = 1.0 - edits * edit_cost(own)
                if alike >= CONSONANT or not without_vowels:
                    how = HOW_EDIT if same_start else HOW_EDIT | HOW_FIRST
                    return alike, how | HOW_KNOWN if are_known_apart(p, t) else how
            elif own < longer and not without_vowels:  # two compounds of one part, and another own part
                return 0.0, 0
    if without_vowels:
        return CONSONANT, HOW_CONSONANTS
    if same_consonants and shorter >= 5:
        return CONSONANT, HOW_VOWELS
    return 0.0, 0


@njit(cache=True)
def are_known_apart(p: Any, t: Any) -> bool:
    """Whether two words without a shared face have a meaning each, and are not forms of one word."""
    if not (p.meant and t.meant):
        return False
    shorter = min(p.length, t.length, KNOWN_STEM)
    for i in range(shorter):
        if p.letters[i] != t.letters[i]:
            return True
    return bool(shorter < KNOWN_STEM)


@njit(cache=True)
def are_two_words(p: Any, t: Any) -> bool:
    """Whether two words are known as they stand and mean two things: two places (Guangzhou, Hangzhou), or two words of one
    language (shipping, shopping) that are not forms of one. A slip makes a word that nobody knows."""
    if p.known < 0 or t.known < 0 or p.known == t.known or p.languages & t.languages & LANGUAGES == 0:
        return False
    if p.languages & t.languages & PLACE:
        return True
    for i in range(min(p.length, t.length, ONE_STEM)):
        if p.letters[i] != t.letters[i]:
            return True
    return False


@njit(cache=True)
def are_two_names(p: Any, t: Any) -> bool:
    """Whether two words that differ are known as two names (Karpov, Karasev; 金龙, 金凤), or are of Chinese syllables with
    a letter changed (Haitong, Haitang): one letter less is a slip as often."""
    shared = p.languages & t.languages & OWN
    return bool(p.known != t.known and shared != 0 and (shared != SYLLABLES or p.length == t.length))


@njit(cache=True)
def _fewest_slips(p: Any, t: Any, limit: int, rows: Any) -> tuple[int, float, bool]:
    """`_slips` of the sounds or, where they are fewer, of the letters as they are written: a slip of the pen may be several
    of the sounds."""
    sounds, edits, same_start = limit + 1, 0.0, True
    if bits_apart(p.bag, t.bag) <= 2 * limit:
        sounds, edits, same_start = _slips(p.letters, p.length, t.letters, t.length, limit, rows)
    n, m = p.written_length, t.written_length
    if sounds > 1 and n > 0 and m > 0 and bits_apart(p.written_bag, t.written_bag) <= 2 * limit:
        letters, other_edits, other_start = _slips(p.written, n, t.written, m, limit, rows)
        if letters < sounds:
            return letters, other_edits, other_start
    return sounds, edits, same_start


@njit(cache=True)
def _slips(a: Any, n: int, b: Any, m: int, limit: int, rows: Any) -> tuple[int, float, bool]:
    """Slips between two words (limit + 1 for more), what share of so many edits they cost, and whether both words have
    one first letter."""
    distance = edit_distance(a, n, b, m, limit, rows)
    if distance > limit:
        return limit + 1, 0.0, True
    return distance, _weighed(a, n, b, m, distance), bool(a[0] == b[0])


@njit(cache=True)
def _weighed(a: Any, n: int, b: Any, m: int, distance: int) -> float:
    """`distance` slips, each as the share of an edit that its kind counts for. Letters that one word has more of are
    lost or changed, what is left of the distance is swapped."""
    lost = abs(n - m)
    changed = min((_letters_apart(a, n, b, m) - lost) // 2, distance - lost)
    swapped = distance - lost - changed
    share = LOST if a[0] == b[0] else 1.0  # sport, port: a writer seldom loses the first letter
    edits = changed + share * lost + SWAPPED * swapped - (1.0 - MISREAD) * misread(a, b, n, m)
    if changed > 0 and a[0] != b[0] and max(n, m) <= OTHER_START_LETTERS:
        edits += OTHER_START - 1.0
    return max(edits, 0.0)


@njit(cache=True)
def _letters_apart(a: Any, n: int, b: Any, m: int) -> int:
    """How many letters stand in one of two words only, each as often as it does."""
    apart = n + m
    for i in range(n):
        first = True
        for k in range(i):
            first = first and a[k] != a[i]
        if first:
            left, right = 0, 0
            for k in range(n):
                left += 1 if a[k] == a[i] else 0
            for k in range(m):
                right += 1 if b[k] == a[i] else 0
            apart -= 2 * min(left, right)
    return apart


@njit(cache=True)
def is_spelt_otherwise(p: Any, t: Any) -> bool:
    """Short words of one skeleton that are written with other letters in one script (BYD, BID), or have other sounds in
    two (МАЯК, MAK)."""
    if p.length > SHORT:
        return False
    if p.script == t.script:
        return bool(p.spelt != t.spelt)
    return bool(p.sound != t.sound)


@njit(cache=True)
def _means_of_face(face: float, p: Any, t: Any) -> int:
    """HOW bits of words that share a face: short ones of one script with two readings are spelt otherwise as well."""
    if face == 1.0:
        return 0
    short = max(p.length, t.length) <= SHORT and p.script == t.script
    return HOW_ALTERNATE | HOW_SHORT if short else HOW_ALTERNATE


@njit(cache=True)
def misread(a: Any, b: Any, n: int, m: int) -> int:
    """How many letters of two words of one length differ as optical readers confuse them: RIRFUS, RIRFVS."""
    if n != m:
        return 0
    count = 0
    for i in range(n):
        if a[i] != b[i]:
            for k in range(CONFUSED.shape[0]):
                if (a[i] == CONFUSED[k, 0] and b[i] == CONFUSED[k, 1]) or (
                    a[i] == CONFUSED[k, 1] and b[i] == CONFUSED[k, 0]
                ):
                    count += 1
    return count


@njit(cache=True)
def own_part(a: Any, n: int, a_head: int, a_tail: int, b: Any, m: int, b_head: int, b_tail: int) -> int:
    """Letters of the longer of two words without the parts that both share with thousands of others: an edit in
    Metropribor (Ferropribor, Mikropribor) falls on a word of five letters."""
    head = a_head if a_head == b_head else 0
    for i in range(head):
        if a[i] != b[i]:
            head = 0
            break
    tail = a_tail if a_tail == b_tail else 0
    for i in range(1, tail + 1):
        if a[n - i] != b[m - i]:
            tail = 0
            break
    if min(n, m) - head - tail < SHORTEST_OWN:
        return max(n, m)
    return max(n, m) - head - tail


@njit(cache=True)
def _starts_with(long: Any, short: Any, n: int) -> bool:
    for i in range(n):
        if long[i] != short[i]:
            return False
    return True
