# mypy: disable-error-code="untyped-decorator,misc,no-any-return"
"""Compiled: texts to words, and words to their numbers, in passes over the letters of all texts.

In: texts as bytes, each with a zero behind it. Out: which of them need thought, their words one after the other with a blank
behind each, and the numbers of these in an index. `resolver.names.parting` says what the rules mean and is the plain twin;
`resolver.names.word_index` holds the index and is who asks. A letter is taken out of the array before it is asked about: in
`a <= letters[at] <= b` compiled code counts references to the array, which took longer than all else.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

PLAIN, THOUGHT, ALONE = range(3)
"""A text whose words are parted as they stand, one that `fold.mend` may change, and one that is read by itself."""

LETTER, BLANK, NOTHING, AND, END = range(5)
"""What a byte is: of a word, between words, not there at all, a word of its own, behind a text."""

_DOT, _SPACE, _QUOTE, _MARK, _LOW, _DASH, _AND, _SEMICOLON, _STROKE = (ord(sign) for sign in '. "?_-&;/')
_COMMA, _C = ord(","), ord("c")
_A, _Z, _0, _9, _E, _I, _J, _Y = (ord(sign) for sign in "az09eijy")
_M, _N, _O, _R, _S, _T = (ord(sign) for sign in "mnorst")
_PRIME, _BEGIN, _MIX = np.uint64(0x100000001B3), np.uint64(0xCBF29CE484222325), np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@njit(cache=True)
def _is_letter(letters: Any, at: int) -> bool:
    if at >= len(letters):
        return False
    one = letters[at]
    return one >= _A and one <= _Z


@njit(cache=True)
def _is_digit(letters: Any, at: int) -> bool:
    if at >= len(letters):
        return False
    one = letters[at]
    return one >= _0 and one <= _9


@njit(cache=True)
def _ends(letters: Any, at: int) -> bool:
    """Whether no letter and no digit stands there."""
    if at >= len(letters):
        return True
    one = letters[at]
    return (one < _A or one > _Z) and (one < _0 or one > _9)


@njit(cache=True)
def _is_blank(one: int) -> bool:
    return one == _SPACE or 9 <= one <= 13 or 28 <= one <= 31


@njit(cache=True)
def _is_signed(letters: Any, at: int) -> bool:
    """Whether a number that begins or ends with this digit may have a sign before it or an ending behind it."""
    k = at - 1
    while k >= 0 and letters[k] != 0 and _ends(letters, k):
        k -= 1
    if k >= 0 and letters[k] in (_M, _N, _O, _R):
        return True
    k = at + 1
    while k < len(letters) and k <= at + 3 and (letters[k] == _DASH or _is_blank(letters[k])):
        k += 1
    if k >= len(letters):
        return False
    return letters[k] in (_S, _R, _N, _T)


@njit(cache=True)
def _needs_thought(letters: Any, at: int) -> bool:
    """Whether one of the patterns by which `parting` finds what `mend` may change begins there."""
    one = letters[at]
    if _is_digit(letters, at):
        return _is_signed(letters, at)
    if one in (_DOT, _DASH, _STROKE, _AND):
        k = at + 2 if at + 1 < len(letters) and letters[at + 1] == _SPACE else at + 1
        if _is_letter(letters, k) and _ends(letters, k + 1):
            return True
    if one == _DOT and _closes_company(letters, at):
        return True
    if one == _QUOTE and at + 1 < len(letters) and letters[at + 1] in (_E, _Y, _I, _J):
        return True
    return one in (_MARK, _LOW) or _are_apart(letters, at)


@njit(cache=True)
def _closes_company(letters: Any, at: int) -> bool:
    """Whether this dot closes a Co., that may be glued to a word (BEARINGCO.,LTD)."""
    if at < 3 or at + 1 >= len(letters) or letters[at + 1] != _COMMA:
        return False
    return letters[at - 1] == _O and letters[at - 2] == _C and _is_letter(letters, at - 3)


@njit(cache=True)
def _are_apart(letters: Any, at: int) -> bool:
    """Whether three letters stand behind this sign, each by itself."""
    for _ in range(3):
        at += 1
        if not _is_letter(letters, at) or not _ends(letters, at + 1):
            return False
        if at + 1 < len(letters) and letters[at + 1] != 0:
            at += 1
            while at + 1 < len(letters) and letters[at + 1] != 0 and _ends(letters, at + 1):
                at += 1
    return True


@njit(cache=True)
def kinds_of_texts(letters: Any, texts: int, longest: int) -> Any:
    """PLAIN, THOUGHT or ALONE of each text."""
    kinds = np.zeros(texts, np.uint8)
    text, begin, ands, semicolons = 0, 0, False, False
    for at in range(len(letters)):
        one = letters[at]
        if one == 0:
            if at - begin > longest or (ands and semicolons):
                kinds[text] = ALONE
            text, begin, ands, semicolons = text + 1, at + 1, False, False
        elif not _A <= one <= _Z:
            ands, semicolons = ands or one == _AND, semicolons or one == _SEMICOLON
            if kinds[text] == PLAIN and _needs_thought(letters, at):
                kinds[text] = THOUGHT
    return kinds


@njit(cache=True)
def words_of_texts(letters: Any, kinds: Any, signs: Any) -> Any:
    """The words of the PLAIN texts, a blank behind each; where each begins, and the end; the text of each. `signs` says what
    a byte is."""
    said = np.empty(2 * len(letters) + 1, np.uint8)
    begins = np.empty(len(letters) + 2, np.int64)
    owner = np.empty(len(letters) + 1, np.int64)
    text = n = count = 0
    begins[0] = 0
    for at in range(len(letters)):
        sign = signs[letters[at]] if kinds[text] == PLAIN or letters[at] == 0 else NOTHING
        if sign in (LETTER, AND):
            if sign == AND and n > begins[count]:
                n, count = _end_word(said, begins, owner, n, count, text)
            said[n] = letters[at]
            n += 1
        if sign not in (LETTER, NOTHING) and n > begins[count]:
            n, count = _end_word(said, begins, owner, n, count, text)
        if sign == END:
            text += 1
    return said[:n], begins[: count + 1], owner[:count]


@njit(cache=True)
def _end_word(said: Any, begins: Any, owner: Any, n: int, count: int, text: int) -> Any:
    said[n] = _SPACE
    owner[count] = text
    begins[count + 1] = n + 1
    return n + 1, count + 1


@njit(cache=True)
def _hash(letters: Any, begin: int, end: int) -> Any:
    number = _BEGIN
    for at in range(begin, end):
        number = (number ^ np.uint64(letters[at])) * _PRIME
    number ^= number >> _SHIFT
    return number * _MIX


@njit(cache=True)
def _is_same(letters: Any, begin: int, length: int, other: Any, other_begin: int) -> bool:
    for k in range(length):
        if letters[begin + k] != other[other_begin + k]:
            return False
    return True


@njit(cache=True)
def numbers_of_words(
    said: Any, begins: Any, held: Any, held_begins: Any, hashes: Any, table: Any, known: int
) -> Any:
    """The number of each word, and how many words are known then: new ones are written behind the `known` ones, into
    `held`, `held_begins`, `hashes` and `table`, which have room for all."""
    numbers = np.empty(len(begins) - 1, np.int64)
    last = np.uint64(len(table) - 1)
    for k in range(len(begins) - 1):
        begin, length = begins[k], begins[k + 1] - begins[k]
        number = _hash(said, begin, begin + length)
        at = number & last
        found = table[at]
        while found >= 0 and not (
            hashes[found] == number
            and held_begins[found + 1] - held_begins[found] == length
            and _is_same(said, begin, length, held, held_begins[found])
        ):
            at = (at + np.uint64(1)) & last
            found = table[at]
        if found < 0:
            found = known
            table[at] = found
            hashes[found] = number
            end = held_begins[found]
            held[end : end + length] = said[begin : begin + length]
            held_begins[found + 1] = end + length
            known += 1
        numbers[k] = found
    return numbers, known


@njit(cache=True)
def refill(table: Any, hashes: Any, known: int) -> None:
    """An empty table with the places of all known words."""
    last = np.uint64(len(table) - 1)
    for number in range(known):
        at = hashes[number] & last
        while table[at] >= 0:
            at = (at + np.uint64(1)) & last
        table[at] = number


@njit(cache=True)
def in_order(number: Any, text: Any, start: Any) -> Any:
    """The numbers of words in the order of their texts, of which text i begins at `start[i]`; words of one text stay in
    order."""
    place = start[:-1].copy()
    found = np.empty(len(number), np.int64)
    for k in range(len(number)):
        found[place[text[k]]] = number[k]
        place[text[k]] += 1
    return found
