# mypy: disable-error-code="untyped-decorator,misc"
"""How a word is spread over the names of one file: who else holds it, and in how many languages it stays the same.

Enters: the names of the file as arrays. Leaves: `Spread`, and for pairs of names the columns SPREAD_FEATURES. A word that
a handful of names hold speaks for one firm, one that forty hold for a place, a brand or a trade; and a word that
stays the same where all others are translated is what the firm is called by. This alone looks at other rows: a
further name with the same word makes it less rare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from resolver.matching.compiled import in_parts
from resolver.matching.encode import NameArrays
from resolver.matching.within_languages import UNKNOWN, languages_of

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

# Bits and letters from which a word, unless it is a concept, can be what a firm is called by.
TELLING_BITS, TELLING_LETTERS = 13.0, 5
# Bits of a word left over from which it counts as a proper one; shorter unseen words have 11 to 13 bits.
PROPER_BITS = 11.0
# A word is met as itself and as the likeliest other reading; further readings are too loose to count names by.
COUNTED_FACES = slice(1, 3)

SPREAD_FEATURES = (
    "holders",  # names of one language that hold the rarest telling word of both; 0 where both share none
    "second_holders",  # the same of the second rarest
    "languages",  # in which names hold the rarest word
    "left_on_both",  # languages of the word left over that is met in most, on the side where it is met in fewer
    "left_on_one",  # the same on the other side
)


@dataclass(frozen=True, slots=True)
class Spread:
    """By face: names of one language that hold it (of the language with most), all such names, languages. By token: whether
    it is telling, and the languages that it is met in (0 for concepts, numbers and words that tell little)."""

    holders: Ints
    names: Ints
    languages: Ints
    telling: npt.NDArray[np.bool_]
    proper: Ints
    language: Ints  # of each name (`within_languages`), -1: not known


def spread_of(names: NameArrays) -> Spread:
    """Count the names that hold each face, language by language."""
    tokens = names.tokens
    language = languages_of(names)
    holders, total, languages = _counted(names, language)
    word = tokens.faces[:, 0] < 0
    telling = word & (tokens.bits >= TELLING_BITS) & (tokens.length >= TELLING_LETTERS)
    faces = tokens.faces[:, COUNTED_FACES]
    met = np.where(faces >= 0, languages[np.maximum(faces, 0)], 0).max(axis=1, initial=0)
    proper = np.where(word & (tokens.bits >= PROPER_BITS) & ~tokens.number, met, 0)
    return Spread(holders, total, languages, telling, proper.astype(np.int32), language)


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words of names as numbers, equal where words can be met: those of name i are rows `offset[i]` to `offset[i + 1]`.
    `main`: the concept or the skeleton of a word, once; `telling`: of a word that a firm can be called by. `language`: of
    each name, -1 where its words do not tell."""

    offset: npt.NDArray[np.int64]
    word: npt.NDArray[np.int64]
    main: npt.NDArray[np.bool_]
    telling: npt.NDArray[np.bool_]
    language: Ints


def words_of_names(names: NameArrays, spread: Spread) -> NameWords:
    """Every word of every name under each of its readings that counts."""
    faces = names.tokens.faces[:, : COUNTED_FACES.stop][names.token]
    row, column = np.nonzero(faces >= 0)
    holder = np.repeat(np.arange(len(names)), np.diff(names.offset))[row]
    main = (column == 0) | ((column == 1) & (faces[row, 0] < 0))
    return NameWords(
        offset=np.searchsorted(holder, np.arange(len(names) + 1)).astype(np.int64),
        word=faces[row, column].astype(np.int64),
        main=main,
        telling=spread.telling[names.token[row]] & (column >= COUNTED_FACES.start),
        language=spread.language,
    )


def _counted(names: NameArrays, language: Ints) -> tuple[Ints, Ints, Ints]:
    """Per face: the most names of one language, all names, known languages."""
    size = int(names.tokens.faces.max(initial=-1)) + 1
    name = np.repeat(np.arange(len(names)), np.diff(names.offset))
    row, column = np.nonzero(names.tokens.faces[names.token, COUNTED_FACES] >= 0)
    face = names.tokens.faces[:, COUNTED_FACES][names.token[row], column].astype(np.int64)
    held = np.unique(face * max(1, len(names)) + name[row])
    face, name = held // max(1, len(names)), held % max(1, len(names))
    width = int(language.max(initial=UNKNOWN)) + 2
    kinds, count = np.unique(face * width + language[name] + 1, return_counts=True)
    holders = np.zeros(size, dtype=np.int32)
    np.maximum.at(holders, kinds // width, count.astype(np.int32))
    known = kinds[kinds % width > 0] // width
    total = np.bincount(face, minlength=size).astype(np.int32)
    return holders, total, np.bincount(known, minlength=size).astype(np.int32)


def spread_features(
    names: NameArrays, spread: Spread, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> Floats:
    """SPREAD_FEATURES of pairs of names, shape (pairs, len(SPREAD_FEATURES)); the same either way round."""
    arrays = (spread.holders, spread.names, spread.languages, spread.telling, spread.proper)
    longest = int(np.diff(names.offset).max(initial=1))
    features = np.zeros((len(left), len(SPREAD_FEATURES)), dtype=np.float32)
    asked = (left, right, names.offset, names.token, names.tokens.faces, arrays, longest, features)
    in_parts(_features, len(left), *asked)
    return features


@njit(cache=True, nogil=True)
def _features(
    start: int,
    stop: int,
    left: Any,
    right: Any,
    offset: Any,
    token: Any,
    faces: Any,
    spread: Any,
    longest: int,
    out: Any,
) -> None:
    met = np.zeros((2, longest), dtype=np.bool_)
    for k in range(start, stop):
        one = token[offset[left[k]] : offset[left[k] + 1]]
        other = token[offset[right[k]] : offset[right[k] + 1]]
        _one_pair(one, other, faces, spread, met, out[k])


@njit(cache=True)
def _one_pair(one: Any, other: Any, faces: Any, spread: Any, met: Any, out: Any) -> None:
    holders, total, languages, telling, proper = spread
    met[:] = False
    rarest, second = -1, -1
    for i in range(len(one)):
        for j in range(len(other)):
            if met[1, j]:
                continue
            face = _commonest_shared(faces[one[i]], faces[other[j]], total)
            if face < 0:
                continue
            met[0, i] = met[1, j] = True
            if face < len(holders) and telling[one[i]] and telling[other[j]]:
                if rarest < 0 or _rarer(face, rarest, holders, total):
                    rarest, second = face, rarest
                elif second < 0 or _rarer(face, second, holders, total):
                    second = face
            break
    if rarest >= 0:
        out[0], out[2] = max(1, holders[rarest]), languages[rarest]
    if second >= 0:
        out[1] = max(1, holders[second])
    a, b = _most_proper(one, met[0], proper), _most_proper(other, met[1], proper)
    out[3], out[4] = min(a, b), max(a, b)


@njit(cache=True)
def _commonest_shared(one: Any, other: Any, total: Any) -> int:
    """Of the faces that two words share the one that most names hold; -1 where they share none."""
    best = -1
    for i in range(len(one)):
        if one[i] < 0:
            continue
        for j in range(len(other)):
            if one[i] == other[j] and (best < 0 or total[one[i]] > total[best]):
                best = one[i]
    return best


@njit(cache=True)
def _rarer(face: int, than: int, holders: Any, total: Any) -> bool:
    if holders[face] != holders[than]:
        return bool(holders[face] < holders[than])
    return bool(total[face] < total[than])


@njit(cache=True)
def _most_proper(tokens: Any, met: Any, proper: Any) -> int:
    most = 0
    for k in range(len(tokens)):
        if not met[k]:
            most = max(most, proper[tokens[k]])
    return most
