"""The telling words of many names, as keys: names of one key and one look lose the same words as legal forms.

In: the words of texts as numbers, and of each word what `resolver.names.form_signs` says of it. Out: `Signs`. Here no
form is looked for.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.names.form_signs import LONGEST_TOLD

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class WordSigns(NamedTuple):
    """Of each word of a vocabulary: does a form begin with it, does one end with it too, does it tell behind one that
    tells, is it of a phrase like a form, does a form begin with it that is weighed against the words beside it, its letters
    up to LONGEST_TOLD, and the same but 0 for a concept. What stands for a word in keys is its place in the vocabulary."""

    begins: Flags
    alone: Flags
    tells_behind: Flags
    in_phrase: Flags
    weighed: Flags
    letters: Ints
    own_letters: Ints


class Signs(NamedTuple):
    """`told` says of each word of the texts whether it tells, `place` where those stand that do; of text i these are
    `place[first_place[i]:first_place[i + 1]]`, and `codes[first_code[i]:first_code[i + 1]]` is its key."""

    told: Flags
    place: Ints
    first_place: Ints
    codes: Ints
    first_code: Ints


class Singly(NamedTuple):
    """Words and telling words of texts as lists: to ask them text by text, numpy takes a microsecond a slice."""

    word: list[int]
    start: list[int]
    place: list[int]
    first_place: list[int]

    def words(self, text: int) -> list[int]:
        """The words of a text."""
        return self.word[self.start[text] : self.start[text + 1]]

    def places(self, text: int) -> list[int]:
        """Where the telling words of a text stand in it."""
        begin = self.start[text]
        return [at - begin for at in self.place[self.first_place[text] : self.first_place[text + 1]]]

    def telling(self, text: int) -> list[int]:
        """The telling words of a text."""
        word = self.word
        return [word[at] for at in self.place[self.first_place[text] : self.first_place[text + 1]]]


def singly(word: Ints, start: Ints, signs: Signs) -> Singly:
    """Words of texts and their signs, to be asked text by text."""
    return Singly(word.tolist(), start.tolist(), signs.place.tolist(), signs.first_place.tolist())


def to_go_on(word: Ints, start: Ints, words: WordSigns) -> Ints:
    """The places of the words that tell only if the next one goes on with a form of theirs, as it may."""
    may_be = words.begins[word] & ~words.alone[word]
    may_be[:-1] &= words.tells_behind[word[1:]]
    may_be[start[1:][np.diff(start) > 0] - 1] = False  # the last ones of their texts
    found: Ints = np.flatnonzero(may_be)
    return found


def signs_of(word: Ints, start: Ints, words: WordSigns, going_on: Ints) -> Signs:
    """The signs of texts whose words are `word[start[i]:start[i + 1]]`, places in the vocabulary of `words`; those at
    `going_on` are followed by a word that goes on with a form of theirs."""
    always = words.begins[word] & words.alone[word]
    always[going_on] = True
    told = _told(word, start, words, always)
    opens = told.copy()
    opens[1:] |= told[:-1]
    opens[start[:-1][np.diff(start) > 0]] = True
    unit = np.flatnonzero(opens)
    place = np.flatnonzero(told)
    asked = _weighed(word, start, told, words)
    codes = _codes(word, unit, told, asked, words) if len(unit) else unit
    return Signs(
        told=told,
        place=place,
        first_place=np.searchsorted(place, start),
        codes=codes,
        first_code=np.searchsorted(unit, start),
    )


def _told(word: Ints, start: Ints, words: WordSigns, always: Flags) -> Flags:
    """The words that tell: those that do `always`, those behind another only as far as no word stands between that does
    not, and those of a phrase (Too Faced) only beside one that tells and is of a phrase."""
    behind = words.tells_behind[word]
    at = np.arange(len(word))
    begin = np.repeat(start[:-1], np.diff(start))
    last_always = np.maximum.accumulate(np.where(always, at, -1))
    last_break = np.maximum.accumulate(np.where(always | behind, -1, at))
    told: Flags = (always | behind) & (last_always >= begin) & (last_always > last_break)
    return told | (_beside(told & words.in_phrase[word], start) & words.in_phrase[word])


def _beside(flags: Flags, start: Ints) -> Flags:
    """The words before and behind which, in their text, one of the flagged words stands."""
    joins = np.ones(len(flags) + 1, dtype=np.bool_)  # with the word before
    joins[start] = False
    beside = np.zeros(len(flags), dtype=np.bool_)
    beside[1:] = flags[:-1] & joins[1:-1]
    beside[:-1] |= flags[1:] & joins[1:-1]
    return beside


def _weighed(word: Ints, start: Ints, told: Flags, words: WordSigns) -> Flags:
    """The words of texts with a form that is weighed: only of these it is asked how much of a name stands beside it
    (`forms.taken_off`)."""
    weighed = np.concatenate([[0], np.cumsum(told & words.weighed[word])])
    asked: Flags = np.repeat(weighed[start[1:]] > weighed[start[:-1]], np.diff(start))
    return asked


def _codes(word: Ints, unit: Ints, told: Flags, asked: Flags, words: WordSigns) -> Ints:
    """A number for each telling word, and one below zero for each row of others: its longest word, and its longest
    that is no concept, where that is asked."""
    longest = np.maximum.reduceat(np.where(asked, words.letters[word], 0), unit)
    own = np.maximum.reduceat(np.where(asked, words.own_letters[word], 0), unit)
    return np.where(told[unit], word[unit], -1 - (LONGEST_TOLD + 1) * longest - own)
