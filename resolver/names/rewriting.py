"""Tables of patterns as rules of masks, by which many words are rewritten at once (`resolver.names.rewriting_passes`).

In: a pattern as the tables have them (letters, classes, what stands before and behind, ends of the word) and what the
letters become. Out: `Rules`, arrays that say the same. One bit stands for each letter that may occur in a romanised
word; each place of a pattern is a mask of the letters that may stand there, so that a rule is tried by a few "and"s.
Patterns of another kind are refused (`NotARule`): who asks goes the slow way then.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from string import ascii_lowercase, digits
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

LETTERS = "\n" + ascii_lowercase + digits + "SCZT"
"""What stands in romanised words, and first the end of a word; the place of a letter is its bit."""

LONGEST = 64
"""Letters of a word that is rewritten by rules."""

MANY, A_FEW = 1_000, 16
"""Words at once from which on the compiled rules are worth loading, and from which on, once loaded, they are faster."""

WORTH_COMPILING, WORTH_LOADING = 30_000, 150_000
"""Words so far from which on what is compiled pays (compiling takes 16 s, once per installation), and from which on it is
worth the second in which numba is loaded, where nothing else has loaded it: a run needs it for its comparisons anyway, a
script that asks for a few names does not. Each word counts as often as it is rewritten, about four times."""

PAIR_BASE, PAIR_BITS = len(LETTERS), 61
"""The bit of a pair of letters is (left * PAIR_BASE + right) % PAIR_BITS, a prime number of bits."""

END = 1
_ALL = (1 << len(LETTERS)) - 1
_NO_LETTER = re.compile(f"[^{LETTERS}]")
_BIT = {letter: 1 << place for place, letter in enumerate(LETTERS)}

_TOKEN = re.compile(r"\(\?(<?[=!])|\[(\^?)([^\]]+)\]|\{(\d+)\}|([|)^$])|([^\\\[\](){}|^$.*+?])")
_GROUP = re.compile(r"\(\?:([^()]*)\)|([a-z]|\[[^\]]+\])\?(?![=!:<])")
"""A group of words, innermost first, or a letter or class that may be missing."""

Masks = tuple[int, ...]


_words_so_far = 0


def may_be_rewritten(words: Sequence[str]) -> bool:
    """Whether there are enough words for `resolver.names.rewriting_passes`, and none that it does not read."""
    global _words_so_far
    fewest = A_FEW if are_passes_loaded() else MANY
    if len(words) < fewest or max(map(len, words)) > LONGEST or _NO_LETTER.search("\n".join(words)):
        return False
    _words_so_far += len(words)
    return _words_so_far >= (WORTH_COMPILING if "numba" in sys.modules else WORTH_LOADING)


def expect_many() -> None:
    """Many words will come: what is compiled pays from the first of them on."""
    global _words_so_far
    _words_so_far += WORTH_LOADING


def are_passes_loaded() -> bool:
    """Whether the compiled passes are in use: then further ones cost no more than the reading of their code."""
    return "resolver.names.rewriting_passes" in sys.modules


class NotARule(ValueError):
    """A pattern that is no rule of masks."""


class Alternative(NamedTuple):
    """Masks of what stands before the letters, of the letters, and of what stands behind."""

    before: Masks
    letters: Masks
    behind: Masks


class Rules(NamedTuple):
    """Passes over a word, in order: pass p has of symbol s the alternatives `order[first[p, s]:first[p, s + 1]]`.

    An alternative is a row of `shape`: its first mask, how many masks are before the letters, are letters, are behind,
    and the first symbol and the number of symbols that it writes. Those of pass p are `ends[p]:ends[p + 1]`, and a word
    must hold all letters of `needs` and all neighbours of `neighbours` of one of them for the pass to change it. `growth`
    is how many letters one letter may become in all passes.
    """

    first: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]
    shape: npt.NDArray[np.int64]
    masks: npt.NDArray[np.int64]
    written: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.int64]
    needs: npt.NDArray[np.int64]
    neighbours: npt.NDArray[np.int64]
    growth: float


Change = tuple[str, str]
"""A pattern and what its letters become."""


def rules_of(passes: Sequence[Sequence[Change]]) -> Rules:
    """Passes one after the other; of the changes of one pass the first that fits a place counts."""
    of_pass = [
        [(one, means) for pattern, means in changes for one in alternatives(pattern)] for changes in passes
    ]
    every = [pair for pairs in of_pass for pair in pairs]
    numbers = iter(range(len(every)))
    by_symbol = [_by_symbol([(next(numbers), one) for one, _ in pairs]) for pairs in of_pass]
    flat = [number for symbols in by_symbol for numbers in symbols for number in numbers]
    ends = np.cumsum([0, *[len(numbers) for symbols in by_symbol for numbers in symbols]])
    width = len(LETTERS)
    first = np.array(
        [[ends[at * width + symbol] for symbol in range(width + 1)] for at in range(len(passes))],
        dtype=np.int64,
    ).reshape(len(passes), width + 1)
    return Rules(
        first=first,
        order=np.array(flat, dtype=np.int64),
        shape=_shapes(every),
        masks=np.array([mask for one, _ in every for part in one for mask in part], dtype=np.int64),
        written=np.array([LETTERS.index(letter) for _, means in every for letter in means], dtype=np.uint8),
        ends=np.cumsum([0, *map(len, of_pass)]),
        needs=np.array([_needed(one) for one, _ in every], dtype=np.int64),
        neighbours=np.array([_neighbours(one) for one, _ in every], dtype=np.int64),
        growth=float(np.prod([_growth(pairs) for pairs in of_pass])),
    )


def _by_symbol(alternatives: list[tuple[int, Alternative]]) -> list[list[int]]:
    return [[number for number, one in alternatives if one.letters[0] & bit] for bit in _BIT.values()]


def _shapes(every: list[tuple[Alternative, str]]) -> npt.NDArray[np.int64]:
    shapes = np.zeros((len(every), 6), dtype=np.int64)
    mask = symbol = 0
    for at, (one, means) in enumerate(every):
        shapes[at] = (mask, *map(len, one), symbol, len(means))
        mask += sum(map(len, one))
        symbol += len(means)
    return shapes


def _needed(alternative: Alternative) -> int:
    """The letters of which a word must have each, its ends among them."""
    return _either(mask for part in alternative for mask in part if mask.bit_count() == 1)


def _neighbours(alternative: Alternative) -> int:
    """The pairs of letters of which a word must have each, as bits: several pairs share one."""
    masks = [mask for part in alternative for mask in part]
    known = [mask.bit_length() - 1 if mask.bit_count() == 1 else -1 for mask in masks]
    return _either(
        1 << (left * PAIR_BASE + right) % PAIR_BITS
        for left, right in pairwise(known)
        if min(left, right) >= 0
    )


def _growth(pairs: list[tuple[Alternative, str]]) -> float:
    return max([1.0, *[len(means) / len(one.letters) for one, means in pairs]])


def alternatives(pattern: str) -> list[Alternative]:
    """A pattern as alternatives, the first that fits counting; those with letters that no romanised word has are left
    out."""
    found = [
        one
        for plain in _written_out(pattern)
        for branch in _branches(list(_tokens(plain)))
        for one in _of_branch(branch)
    ]
    return [one for one in found if all(map(all, one))]


def _written_out(pattern: str) -> list[str]:
    """A pattern without groups and without letters that may be missing, as several: "aus(?:e|t)" is "ause", "aust"."""
    found = _GROUP.search(pattern)
    if found is None:
        return [pattern]
    before, behind = pattern[: found.start()], pattern[found.end() :]
    if before.rfind("(?!") > before.rfind(")") or before.rfind("(?<!") > before.rfind(")"):
        raise NotARule(pattern)  # not one of several words is a condition of all of them
    words = found[1].split("|") if found[1] is not None else [found[2], ""]
    return [plain for word in words for plain in _written_out(before + word + behind)]


_Token = tuple[str, str, str, str, str, str]


def _tokens(pattern: str) -> Iterator[_Token]:
    at = 0
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            raise NotARule(pattern)
        look, negated, letters, times, sign, letter = (part or "" for part in found.groups())
        yield look, negated, letters, times, sign, letter
        at = found.end()


def _branches(tokens: list[_Token]) -> list[list[_Token]]:
    """What stands between strokes that are in no brackets."""
    branches: list[list[_Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += bool(token[0]) - (token[4] == ")")
        if token[4] == "|" and not depth:
            branches.append([])
        else:
            branches[-1].append(token)
    return branches


def _of_branch(tokens: list[_Token]) -> Iterator[Alternative]:
    before, behind, letters = [()], [()], []  # type: tuple[list[Masks], list[Masks], list[int]]
    at = 0
    while at < len(tokens):
        look, _, _, times, sign, _ = tokens[at]
        if look:
            end = next(place for place in range(at, len(tokens)) if tokens[place][4] == ")")
            beside = _beside(look, tokens[at + 1 : end])
            if look[0] == "<":
                before = _only_one(before, beside, letters)
            else:
                behind = _only_one(behind, beside, [])
            at = end
        elif sign == "^":
            before = _only_one(before, [(END,)], letters)
        elif sign == "$":
            behind = _only_one(behind, [(END,)], [])
        elif behind != [()] or sign:
            raise NotARule(tokens)
        elif times:
            letters += letters[-1:] * (int(times) - 1)
        else:
            letters.append(_mask(tokens[at]))
        at += 1
    if not letters:
        raise NotARule(tokens)
    yield from (Alternative(one, tuple(letters), other) for one, other in product(before, behind))


def _only_one(known: list[Masks], beside: list[Masks], letters: list[int]) -> list[Masks]:
    if known != [()] or letters:
        raise NotARule("more than one condition on one side")
    return beside


def _beside(look: str, tokens: list[_Token]) -> list[Masks]:
    """What may stand beside the letters: sequences of masks, of which one must fit."""
    found = [_sequence(branch) for branch in _branches(tokens)]
    if look[-1] == "=":
        return found
    if len(found) > 1 and any(len(one) > 1 for one in found):
        raise NotARule("not one of several words")
    one = found[0] if len(found) == 1 else (_either(mask for (mask,) in found),)
    places = range(len(one))
    if look[0] == "<":  # what is next to the letters decides first
        return [(_ALL ^ one[-1 - at], *one[len(one) - at :]) for at in places]
    return [(*one[:at], _ALL ^ one[at]) for at in places]


def _either(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _sequence(tokens: list[_Token]) -> Masks:
    masks: list[int] = []
    for token in tokens:
        if token[4]:
            if token[4] not in "^$":
                raise NotARule(tokens)
            masks.append(END)
        elif token[3]:
            masks += masks[-1:] * (int(token[3]) - 1)
        else:
            masks.append(_mask(token))
    return tuple(masks)


def _mask(token: _Token) -> int:
    """The letters of a class or a single one; the end of a word is none."""
    _, negated, letters, _, _, letter = token
    found = _either(_BIT.get(one, 0) for one in letter or _spread(letters))
    return _ALL ^ END ^ found if negated else found


def _spread(letters: str) -> str:
    """The letters of a class with its ranges written out."""
    return re.sub(
        "(.)-(.)", lambda found: "".join(map(chr, range(ord(found[1]), ord(found[2]) + 1))), letters
    )
