# mypy: disable-error-code="untyped-decorator,misc,no-any-return"
"""Compiled: words rewritten by the rules of `resolver.names.rewriting`, letter by letter, and their sound skeletons.

In: words of a-z, 0-9 and the signs S, C, Z, T. Out: texts. `resolver.names.skeleton`, `readings` and `stems` are the
plain twins and say what the rules mean. Loading this costs half a second: it is for many words.

Within a word nothing is taken out of a tuple and no part of an array: compiled code counts the references to such, which
took longer than the letters did. So rules are one column of numbers (`_packed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from resolver.names.rewriting import END, LETTERS, LONGEST, PAIR_BASE, PAIR_BITS, Rules

Symbols = npt.NDArray[np.uint8]

_SYMBOL = np.zeros(256, dtype=np.uint8)
_SYMBOL[[ord(letter) for letter in LETTERS]] = np.arange(len(LETTERS))
_LETTER = np.frombuffer(LETTERS.encode("ascii"), dtype=np.uint8)
_FIRST_DIGIT, _LAST_DIGIT = LETTERS.index("0"), LETTERS.index("9")
_ROOM_AHEAD = 4  # beside the letters of a word: its two ends, and what is looked at behind them
_WIDTH, _SHAPE_WIDTH = len(LETTERS) + 1, 6
# Packed rules begin with where each of their parts does, and how many passes there are.
_FIRST, _ORDER, _SHAPE, _MASKS, _WRITTEN, _ENDS, _NEEDS, _NEIGHBOURS, _PASSES = range(9)


def rewritten(words: Sequence[str], rules: Rules) -> list[str]:
    """Each word after all passes of the rules."""
    symbols = _symbols(words)
    out = np.empty(int(len(symbols) * rules.growth) + 1, dtype=np.uint8)
    length = _rewrite_all(symbols, out, _room(rules.growth), _packed(rules))
    return _texts(out[:length])


def sounds(words: Sequence[str], mapped: Rules, thinned: Rules, keeps: int) -> list[str]:
    """The skeleton of each word: after the passes of `mapped`, and where it has more than `keeps` letters then and is no
    number, without doubled letters, after `thinned`, again without doubled letters."""
    symbols = _symbols(words)
    growth = mapped.growth * thinned.growth
    out = np.empty(int(len(symbols) * growth) + 1, dtype=np.uint8)
    length = _sounds_of_all(symbols, out, _room(growth), _packed(mapped), _packed(thinned), keeps)
    return _texts(out[:length])


def both_sounds(
    words: Sequence[str], mapped: Rules, thinned: Rules, keeps: int, further: Rules
) -> tuple[list[str], list[str]]:
    """`sounds` of each word, and the same with the passes of `further` behind those of `mapped`, which change few words."""
    symbols = _symbols(words)
    growth = mapped.growth * further.growth * thinned.growth
    out, other = (np.empty(int(len(symbols) * growth) + 1, dtype=np.uint8) for _ in range(2))
    first, second = _both_sounds_of_all(
        symbols, out, other, _room(growth), _packed(mapped), _packed(thinned), keeps, _packed(further)
    )
    return _texts(out[:first]), _texts(other[:second])


def readings(
    words: Sequence[str],
    rules: Rules,
    ends: npt.NDArray[np.int64],
    sound: tuple[Rules, Rules, int],
    most: int,
) -> tuple[list[str], list[int]]:
    """The skeletons of each word under conventions that change it, of `rules` the passes up to each of `ends`: at most
    `most`, each once and none that is the word's own. One after the other, and how many each word has."""
    mapped, thinned, keeps = sound
    symbols = _symbols(words)
    room = _room(rules.growth * mapped.growth * thinned.growth)
    count = np.zeros(len(words), dtype=np.int64)
    told = _packed(mapped), _packed(thinned), keeps
    out = _readings_of_all(symbols, count, room, _packed(rules), ends, *told, most)
    return _texts(out), count.tolist()


def _room(growth: float) -> int:
    return int(LONGEST * growth) + _ROOM_AHEAD


def _packed(rules: Rules) -> npt.NDArray[np.int64]:
    """Rules as one column: where each of its parts begins, the number of passes, and the parts one after the other."""
    parts = [np.ravel(part).astype(np.int64) for part in rules[:-1]]
    begins = len(parts) + 1 + np.cumsum([0, *map(len, parts[:-1])])
    return np.concatenate([begins, [len(rules.first)], *parts])


def _symbols(words: Sequence[str]) -> Symbols:
    """The words one after the other, each with an end behind it."""
    text = "\n".join([*words, ""]).encode("ascii")
    found: Symbols = _SYMBOL[np.frombuffer(text, dtype=np.uint8)]
    return found


def _texts(symbols: Symbols) -> list[str]:
    return _LETTER[symbols].tobytes().decode("ascii").split("\n")[:-1]


@njit(cache=True)
def _fits(source: Any, length: int, at: int, rules: Any, shape: int) -> bool:
    """Whether the alternative of this shape fits the letters from place `at` on; ends stand at 0 and length + 1."""
    start = at - rules[shape + 1]
    if start < 0:
        return False
    mask = rules[_MASKS] + rules[shape]
    count = rules[shape + 1] + rules[shape + 2] + rules[shape + 3]
    if start + count > length + 2:
        return False
    for k in range(count):
        if (rules[mask + k] >> np.int64(source[start + k])) & 1 == 0:
            return False
    return True


@njit(cache=True)
def _shape_at(source: Any, length: int, at: int, which: int, rules: Any) -> int:
    """The shape of the first alternative of a pass that fits place `at`, or -1."""
    symbol = rules[_FIRST] + which * _WIDTH + np.int64(source[at])
    order, shapes = rules[_ORDER], rules[_SHAPE]
    for k in range(rules[symbol], rules[symbol + 1]):
        shape = shapes + rules[order + k] * _SHAPE_WIDTH
        if _fits(source, length, at, rules, shape):
            return shape
    return -1


@njit(cache=True)
def _pass(source: Any, length: int, target: Any, which: int, rules: Any) -> int:
    """One pass over a word; the length of what is written to `target`."""
    at, n = 1, 1
    while at <= length:
        shape = _shape_at(source, length, at, which, rules)
        if shape < 0:
            target[n] = source[at]
            n += 1
            at += 1
        else:
            written = rules[_WRITTEN] + rules[shape + 4]
            for k in range(rules[shape + 5]):
                target[n] = rules[written + k]
                n += 1
            at += rules[shape + 2]
    target[0] = 0
    target[n] = 0
    return n - 1


@njit(cache=True)
def _letters_in(word: Any, length: int) -> Any:
    """The letters of a word, and its pairs of neighbours, ends among them, as bits."""
    letters, pairs = np.int64(END), np.int64(0)
    for k in range(length + 1):
        letters |= 1 << np.int64(word[k])
        pairs |= 1 << (np.int64(word[k]) * PAIR_BASE + np.int64(word[k + 1])) % PAIR_BITS
    return letters, pairs


@njit(cache=True)
def _may_change(letters: int, pairs: int, begin: int, end: int, rules: Any) -> bool:
    """Whether an alternative of the passes from `begin` to `end` may fit a word of these letters."""
    ends, needs, neighbours = rules[_ENDS], rules[_NEEDS], rules[_NEIGHBOURS]
    for k in range(rules[ends + begin], rules[ends + end]):
        need, beside = rules[needs + k], rules[neighbours + k]
        if need & letters == need and beside & pairs == beside:
            return True
    return False


@njit(cache=True)
def _copy(source: Any, length: int, target: Any) -> None:
    for k in range(length + 2):
        target[k] = source[k]


@njit(cache=True)
def _passes(word: Any, length: int, spare: Any, begin: int, end: int, rules: Any) -> int:
    """The passes from `begin` to `end` over a word, in place; its new length."""
    letters, pairs = _letters_in(word, length)
    for which in range(begin, end):
        if _may_change(letters, pairs, which, which + 1, rules):
            length = _pass(word, length, spare, which, rules)
            _copy(spare, length, word)
            letters, pairs = _letters_in(word, length)
    return length


@njit(cache=True)
def _undoubled(word: Any, length: int) -> int:
    n = 0
    for at in range(1, length + 1):
        if n == 0 or word[at] != word[n]:
            n += 1
            word[n] = word[at]
    word[n + 1] = 0
    return n


@njit(cache=True)
def _is_number(word: Any, length: int) -> bool:
    for at in range(1, length + 1):
        if word[at] < _FIRST_DIGIT or word[at] > _LAST_DIGIT:
            return False
    return True


@njit(cache=True)
def _sound(word: Any, length: int, spare: Any, mapped: Any, thinned: Any, keeps: int) -> int:
    length = _passes(word, length, spare, 0, mapped[_PASSES], mapped)
    return _thin(word, length, spare, thinned, keeps)


@njit(cache=True)
def _thin(word: Any, length: int, spare: Any, thinned: Any, keeps: int) -> int:
    if length > keeps and not _is_number(word, length):
        length = _undoubled(word, length)
        length = _passes(word, length, spare, 0, thinned[_PASSES], thinned)
        length = _undoubled(word, length)
    return length


@njit(cache=True)
def _next_word(symbols: Any, at: int, word: Any) -> int:
    """The word from place `at` on, with ends around it; its length."""
    n = 0
    while symbols[at + n] != 0:
        word[n + 1] = symbols[at + n]
        n += 1
    word[0] = 0
    word[n + 1] = 0
    return n


@njit(cache=True)
def _say(word: Any, length: int, out: Any, end: int) -> int:
    for k in range(length + 1):
        out[end + k] = word[k + 1]
    return end + length + 1


@njit(cache=True)
def _rewrite_all(symbols: Any, out: Any, room: int, rules: Any) -> int:
    word, spare = np.zeros(room, np.uint8), np.zeros(room, np.uint8)
    at = end = 0
    while at < len(symbols):
        length = _next_word(symbols, at, word)
        at += length + 1
        length = _passes(word, length, spare, 0, rules[_PASSES], rules)
        end = _say(word, length, out, end)
    return end


@njit(cache=True)
def _sounds_of_all(symbols: Any, out: Any, room: int, mapped: Any, thinned: Any, keeps: int) -> int:
    word, spare = np.zeros(room, np.uint8), np.zeros(room, np.uint8)
    at = end = 0
    while at < len(symbols):
        length = _next_word(symbols, at, word)
        at += length + 1
        length = _sound(word, length, spare, mapped, thinned, keeps)
        end = _say(word, length, out, end)
    return end


@njit(cache=True)
def _both_sounds_of_all(
    symbols: Any, out: Any, out_other: Any, room: int, mapped: Any, thinned: Any, keeps: int, further: Any
) -> Any:
    word, other, spare = np.zeros(room, np.uint8), np.zeros(room, np.uint8), np.zeros(room, np.uint8)
    at = first = second = 0
    while at < len(symbols):
        length = _next_word(symbols, at, word)
        at += length + 1
        length = _passes(word, length, spare, 0, mapped[_PASSES], mapped)
        _copy(word, length, other)
        more = _passes(other, length, spare, 0, further[_PASSES], further)
        is_same = _is_same(word, length, other, more)
        length = _thin(word, length, spare, thinned, keeps)
        first = _say(word, length, out, first)
        if is_same:
            second = _say(word, length, out_other, second)
        else:
            more = _thin(other, more, spare, thinned, keeps)
            second = _say(other, more, out_other, second)
    return first, second


@njit(cache=True)
def _is_same(a: Any, n: int, b: Any, m: int) -> bool:
    if n != m:
        return False
    for k in range(1, n + 1):
        if a[k] != b[k]:
            return False
    return True


@njit(cache=True)
def _keep(word: Any, length: int, known: Any, lengths: Any, count: int) -> int:
    """The word as a further row of `known`, unless it is one already; how many are known then."""
    for k in range(count):
        at = 1
        while lengths[k] == length and at <= length and known[k, at] == word[at]:
            at += 1
        if at > length and lengths[k] == length:
            return count
    for at in range(length + 2):
        known[count, at] = word[at]
    lengths[count] = length
    return count + 1


@njit(cache=True)
def _say_row(known: Any, k: int, length: int, out: Any, end: int) -> int:
    for at in range(length + 1):
        out[end + at] = known[k, at + 1]
    return end + length + 1


@njit(cache=True)
def _readings_of(
    word: Any,
    length: int,
    other: Any,
    spare: Any,
    known: Any,
    lengths: Any,
    rules: Any,
    ends: Any,
    mapped: Any,
    thinned: Any,
    keeps: int,
) -> int:
    """The skeleton of a word, where a convention changes it, and those under the conventions, into `known`; how many."""
    found = begin = 0
    letters, pairs = _letters_in(word, length)
    for end in ends:
        if found == len(known):
            break
        if _may_change(letters, pairs, begin, end, rules):
            if found == 0:
                _copy(word, length, other)
                n = _sound(other, length, spare, mapped, thinned, keeps)
                found = _keep(other, n, known, lengths, found)
            _copy(word, length, other)
            n = _passes(other, length, spare, begin, end, rules)
            if not _is_same(other, n, word, length):
                n = _sound(other, n, spare, mapped, thinned, keeps)
                found = _keep(other, n, known, lengths, found)
        begin = end
    return found


@njit(cache=True)
def _readings_of_all(
    symbols: Any,
    count: Any,
    room: int,
    rules: Any,
    ends: Any,
    mapped: Any,
    thinned: Any,
    keeps: int,
    most: int,
) -> Any:
    out = np.empty(2 * len(symbols) + (most + 1) * room, np.uint8)
    word, other, spare = np.zeros(room, np.uint8), np.zeros(room, np.uint8), np.zeros(room, np.uint8)
    known = np.zeros((most + 1, room), np.uint8)  # the word's own skeleton, then its readings
    lengths = np.zeros(most + 1, np.int64)
    at = end = which = 0
    while at < len(symbols):
        length = _next_word(symbols, at, word)
        at += length + 1
        found = _readings_of(word, length, other, spare, known, lengths, rules, ends, mapped, thinned, keeps)
        if end + (most + 1) * room > len(out):
            out = np.concatenate((out, np.empty(len(out), np.uint8)))
        for k in range(1, found):
            end = _say_row(known, k, lengths[k], out, end)
        count[which] = max(found - 1, 0)
        which += 1
    return out[:end]
