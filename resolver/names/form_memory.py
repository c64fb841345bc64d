"""What is gone of names as legal forms, remembered by their signs: one search for all names that are alike.

In: the signs of names (`resolver.names.form_columns`) and the looks of the texts (`resolver.names.form_signs`), as numbers.
Out: for each name the place of what is gone of it in `Answers`, -1 where nothing is known. Keys are found by a number made
of them and then compared as a whole. What has been handed out never changes, so that several threads may ask.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]

Gone = tuple[tuple[int, ...], tuple[str, ...]]
"""Which of the telling words of a name are of forms, and the classes of these forms."""

_ODD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = 1 << 40
"""More than any code is below zero: no code may count for nothing."""


class Keys(NamedTuple):
    """Some names: the number of each look, and the codes of their signs, of name i `codes[first[i]:first[i + 1]]`."""

    look: Ints
    codes: Ints
    first: Ints

    def only(self, wanted: Ints) -> Keys:
        """Those names at the wanted places."""
        length = np.diff(self.first)[wanted]
        return Keys(self.look[wanted], self.codes[ranges(self.first[wanted], length)], offsets(length))

    def numbers(self) -> Numbers:
        """A number for each key; different keys seldom share one."""
        length = np.diff(self.first)
        at = np.arange(len(self.codes)) - np.repeat(self.first[:-1], length)
        power = np.cumprod(np.full(int(at.max(initial=0)) + 2, _ODD, dtype=np.uint64))
        told = np.concatenate([[np.uint64(0)], np.cumsum(_mixed(self.codes) * power[at + 1])])
        numbers: Numbers = told[self.first[1:]] - told[self.first[:-1]] + _mixed(self.look) * _ODD
        return numbers


class Answers(NamedTuple):
    """What is known: the keys, their numbers in order and `by_number` their places, and what is gone of each: the words at
    `word[first_word[i]:first_word[i + 1]]` of the telling ones, and the classes at `class_of[i]` of `classes`."""

    keys: Keys
    number: Numbers
    by_number: Ints
    word: Ints
    first_word: Ints
    class_of: Ints
    classes: list[tuple[str, ...]]

    def places(self, keys: Keys) -> Ints:
        """The place of each key, -1 of those that are not known."""
        if not len(self.number):
            return np.full(len(keys.look), -1, dtype=np.int64)
        wanted = keys.numbers()
        near = np.minimum(np.searchsorted(self.number, wanted), len(self.number) - 1)
        place = self.by_number[near]
        return np.where((self.number[near] == wanted) & _equal(keys, self.keys, place), place, -1)

    def words_gone(self, place: Ints) -> tuple[Ints, Ints]:
        """Of names of these places: how many words are gone of each, and which."""
        count = np.diff(self.first_word)[place]
        return count, self.word[ranges(self.first_word[place], count)]


def _nothing() -> Answers:
    none, start = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    return Answers(Keys(none, none, start), np.zeros(0, dtype=np.uint64), none, none, start, none, [()])


class FormMemory:
    """What is known so far, no more than `most` keys."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self.answers = _nothing()

    def __len__(self) -> int:
        return len(self.answers.number)

    def with_further(self, keys: Keys, gone: Sequence[Gone]) -> Answers:
        """All that is known, and these distinct keys, which another thread may have learned meanwhile."""
        with self._lock:
            old = self.answers
            new = np.flatnonzero(old.places(keys) < 0)
            if len(old.number) + len(new) > self._most:
                old, new = _nothing(), np.arange(len(gone))
            self.answers = _grown(old, keys.only(new), [gone[at] for at in new.tolist()])
            return self.answers


def _grown(old: Answers, keys: Keys, gone: list[Gone]) -> Answers:
    classes = list(dict.fromkeys([*old.classes, *[one for _, one in gone]]))
    place = {one: at for at, one in enumerate(classes)}
    both = Keys(
        np.concatenate([old.keys.look, keys.look]),
        np.concatenate([old.keys.codes, keys.codes]),
        np.concatenate([old.keys.first, old.keys.first[-1] + keys.first[1:]]),
    )
    number = both.numbers()
    order = np.argsort(number, kind="stable")
    count = np.array([len(words) for words, _ in gone], dtype=np.int64)
    return Answers(
        keys=both,
        number=number[order],
        by_number=order,
        word=np.concatenate([old.word, np.array([at for words, _ in gone for at in words], dtype=np.int64)]),
        first_word=np.concatenate([old.first_word, old.first_word[-1] + np.cumsum(count)]),
        class_of=np.concatenate([old.class_of, np.array([place[one] for _, one in gone], dtype=np.int64)]),
        classes=classes,
    )


def _mixed(values: Ints) -> Numbers:
    """Numbers whose bits hang on all bits of the values."""
    mixed = (values + _SHIFT).astype(np.uint64) * _ODD
    mixed ^= mixed >> np.uint64(29)
    return mixed * np.uint64(0xBF58476D1CE4E5B9)


def _equal(keys: Keys, known: Keys, place: Ints) -> npt.NDArray[np.bool_]:
    """Whether each key is the known one at its place."""
    length = np.diff(keys.first)
    equal: npt.NDArray[np.bool_] = (length == np.diff(known.first)[place]) & (keys.look == known.look[place])
    alike = np.flatnonzero(equal)
    own, other = (ranges(first, length[alike]) for first in (keys.first[alike], known.first[place[alike]]))
    differs = keys.codes[own] != known.codes[other]
    equal[np.repeat(alike, length[alike])[differs]] = False
    return equal


def offsets(length: Ints) -> Ints:
    """Where each of several things begins that stand one after the other, and the end."""
    return np.concatenate([[0], np.cumsum(length)]).astype(np.int64)


def ranges(first: Ints, length: Ints) -> Ints:
    """The numbers from each `first` on, as many as its `length`, one after the other."""
    return np.arange(length.sum()) + np.repeat(first - np.cumsum(length) + length, length)
