"""Words as columns that grow: what the columns of NAMES need of each distinct word, told once per process.

In: folded words. Out: their numbers, and `Vocabulary`, whose columns these numbers are places in. What has been handed out
never changes, so that several threads may make names.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.names import forms
from resolver.names.canonical import Token, is_abbreviation, make_tokens
from resolver.names.form_columns import WordSigns
from resolver.names.form_signs import LONGEST_TOLD, forms_apart, is_doubtful, tells, tells_behind
from resolver.names.learning import learn
from resolver.names.script_columns import SCRIPT_NAMES
from resolver.names.sequences import END
from resolver.names.token_store import Ints, TokenColumns, TokenStore, grown, grown_texts
from resolver.names.vocabulary import WORDS_KEPT, Word, know

Flags = npt.NDArray[np.bool_]

# What is to be known of a word before its name can be made by columns, as bits.
(
    STOP,
    FRONT,
    BACK,
    PLACEHOLDER,
    TWIN,
    MENDED,
    FORM,
    APART,
    DOUBTFUL,
    ABBREVIATION,
    FOREIGN,
    SURE,
    TELLS,
    BEHIND,
    CONCEPT,
    BEGINS,
) = (1 << at for at in range(16))
SCRIPTS = 16
"""The place of the first bit of a script."""

SCRIPT_BIT = {"none": 0} | {name: 1 << (SCRIPTS + at) for at, name in enumerate(SCRIPT_NAMES)}


class Vocabulary(NamedTuple):
    """Columns of words: `traits` are the bits above, `letters` those of the word up to LONGEST_TOLD, and its tokens where
    no phrase goes on are `token_count` from place `first_token` of TokenColumns on.

    Of few words only: `apart` are the forms that begin with the word and count only when they are written apart,
    `goes_on` the edges by which a phrase goes on that begins with it (BEGINS).
    """

    words: list[Word]
    exact: pa.Array
    sound: pa.Array
    traits: Ints
    letters: Ints
    first_token: Ints
    token_count: Ints
    apart: dict[int, tuple[str, ...]]
    goes_on: dict[int, frozenset[str]]

    def signs(self) -> WordSigns:
        """What of the words matters to the search for legal forms."""
        return WordSigns(
            tells=self.traits & TELLS > 0,
            tells_behind=self.traits & BEHIND > 0,
            letters=self.letters,
            own_letters=np.where(self.traits & CONCEPT > 0, 0, self.letters),
        )


class WordStore:
    """The words so far. Where there are too many it is to be replaced by a new one: numbers are its own."""

    def __init__(self) -> None:
        none, no_text = np.zeros(0, dtype=np.int64), pa.array([], pa.string())
        self._tokens = TokenStore()
        self._number: dict[str, int] = {}
        self._lock = threading.Lock()
        self._vocabulary = Vocabulary([], no_text, no_text, none, none, none, none, {}, {})

    def is_full(self) -> bool:
        """Whether as many words are held as one process remembers."""
        return len(self._number) >= WORDS_KEPT

    def numbers(self, words: Sequence[str]) -> tuple[Ints, Vocabulary]:
        """The number of each of some words; what is new among them is learned together."""
        with self._lock:
            new = [word for word in dict.fromkeys(words) if word not in self._number]
            if new:
                self._learn(new)
            number = np.fromiter(map(self._number.__getitem__, words), np.int64, len(words))
            return number, self._vocabulary

    def phrase_tokens(self, tokens: Sequence[Token]) -> tuple[Ints, TokenColumns]:
        """The places of tokens of phrases, and the columns that hold them."""
        with self._lock:
            places = np.array(self._tokens.places(tokens), dtype=np.int64)
            return places, self._tokens.columns

    def _learn(self, new: list[str]) -> None:
        learn(new)
        words = list(map(know, new))
        old, first = self._vocabulary, len(self._number)
        apart = [forms_apart(word) if word.form_branches else () for word in words]
        goes_on = [_goes_on(word) if word.phrase_branches else frozenset() for word in words]
        tokens = [_alone(word) for word in words]
        count = [len(alone) for alone in tokens]
        first_token = self._tokens.add([token for alone in tokens for token in alone])
        old.words.extend(words)
        old.apart.update((at, one) for at, one in enumerate(apart, first) if one)
        old.goes_on.update((at, one) for at, one in enumerate(goes_on, first) if one)
        traits = [APART * bool(one) | BEGINS * bool(edges) for one, edges in zip(apart, goes_on, strict=True)]
        self._vocabulary = old._replace(
            exact=grown_texts(old.exact, [word.exact for word in words]),
            sound=grown_texts(old.sound, [word.skeleton for word in words]),
            traits=grown(old.traits, map(int.__or__, traits, map(_traits, new, words))),
            letters=grown(old.letters, [min(len(word.exact), LONGEST_TOLD) for word in words]),
            first_token=grown(old.first_token, (first_token + np.cumsum(count) - count).tolist()),
            token_count=grown(old.token_count, count),
        )
        self._number.update(zip(new, range(first, first + len(new)), strict=True))


def _alone(word: Word) -> Sequence[Token]:
    if word.phrase_branches:
        return make_tokens([word])
    return (Token(word.spelling, word.skeleton, word.key, word.initial),)


def _goes_on(word: Word) -> frozenset[str]:
    return frozenset(edge for branch in word.phrase_branches for edge in branch) - {END}


def _traits(raw: str, word: Word) -> int:
    is_form = bool(word.form_branches)
    return (
        STOP * word.is_stop
        | FRONT * bool(word.glued_front)
        | BACK * bool(word.glued_back)
        | PLACEHOLDER * word.starts_placeholder
        | TWIN * bool(word.twin)
        | MENDED * (word.spelling != raw)
        | FORM * is_form
        | DOUBTFUL * (is_form and is_doubtful(word))
        | ABBREVIATION * (word.is_stop and is_abbreviation(word))
        | FOREIGN * (not raw.isascii())
        | SURE * (not word.twin and not (is_form and forms.is_form(word)))
        | TELLS * tells(word)
        | BEHIND * tells_behind(word)
        | CONCEPT * (word.concept != "")
        | SCRIPT_BIT[word.script]
    )
