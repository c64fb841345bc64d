"""Words as columns that grow: what the columns of NAMES need of each distinct word, told once per process.

In: folded words. Out: their numbers, and `Vocabulary`, whose columns these numbers are places in. What has been handed out
never changes, so that several threads may make names.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from itertools import compress, repeat
from operator import itemgetter, ne
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from resolver.names import articles, forms, rewriting
from resolver.names.appearance import LONGEST_DOUBTFUL
from resolver.names.canonical import Token, is_abbreviation, make_tokens
from resolver.names.form_columns import WordSigns
from resolver.names.form_memory import offsets
from resolver.names.form_signs import (
    LONGEST_TOLD,
    edges_behind,
    forms_apart,
    is_alone,
    is_doubtful,
    is_in_phrase,
    is_weighed,
    tell_behind,
)
from resolver.names.joined_sounds import edge
from resolver.names.learning import learn
from resolver.names.parting import part_texts
from resolver.names.script_columns import SCRIPT_NAMES
from resolver.names.sequences import END, Tree
from resolver.names.token_store import (
    Flags,
    Ints,
    KeyColumns,
    TokenColumns,
    TokenStore,
    flags_of,
    grown_texts,
    numbers_of,
)
from resolver.names.vocabulary import WORDS_KEPT, Word

if TYPE_CHECKING:
    from resolver.names.word_index import WordIndex, WordsSaid

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
    WEIGHED,
    ABBREVIATION,
    FOREIGN,
    SURE,
    PHRASE,
    BEHIND,
    CONCEPT,
    BEGINS,
    SHORT,
    ARTICLE,
    OWN,
    LONE,
) = (1 << at for at in range(21))
SCRIPTS = 21
"""The place of the first bit of a script."""

_A, _Z = ord("a"), ord("z")

SCRIPT_BIT = {"none": 0} | {name: 1 << (SCRIPTS + at) for at, name in enumerate(SCRIPT_NAMES)}


class Vocabulary(NamedTuple):
    """Columns of words: `traits` are the bits above, `letters` those of the word up to LONGEST_TOLD, `length` all of them,
    `initial` the first one as a number, and its tokens where no phrase goes on are `token_count` from place `first_token`
    of TokenColumns on.

    Of few words only: `written` are the letters of those that were mended (MENDED), `apart` the forms that begin with the
    word and count only when they are written apart, `goes_on` the edges by which a phrase goes on that begins with it
    (BEGINS), `form_goes_on` the same of forms.
    """

    words: list[Word]
    exact: pa.Array
    joined: pa.Array
    edges: Ints  # the first and the last letter of `joined`, as numbers, a row for each word
    traits: Ints
    letters: Ints
    length: Ints
    initial: Ints
    first_token: Ints
    token_count: Ints
    written: dict[int, str]
    apart: dict[int, tuple[str, ...]]
    goes_on: dict[int, frozenset[str]]
    form_goes_on: dict[int, frozenset[str]]

    def signs(self) -> WordSigns:
        """What of the words matters to the search for legal forms."""
        return WordSigns(
            begins=self.traits & FORM > 0,
            alone=self.traits & LONE > 0,
            tells_behind=self.traits & BEHIND > 0,
            in_phrase=self.traits & PHRASE > 0,
            weighed=self.traits & WEIGHED > 0,
            letters=self.letters,
            own_letters=np.where(self.traits & CONCEPT > 0, 0, self.letters),
        )


class WordStore:
    """The words so far. Where there are too many it is to be replaced by a new one: numbers are its own."""

    def __init__(self) -> None:
        none, no_text = np.zeros(0, dtype=np.int64), pa.array([], pa.string())
        self._tokens = TokenStore()
        self._number: dict[str, int] = {}
        self._index: WordIndex | None = None  # instead of `_number`, once it is loaded
        self._lock = threading.Lock()
        self._vocabulary = Vocabulary(
            [],
            no_text,
            no_text,
            np.zeros((0, 2), dtype=np.int64),
            none,
            none,
            none,
            none,
            none,
            none,
            {},
            {},
            {},
            {},
        )

    def is_full(self) -> bool:
        """Whether as many words are held as one process remembers."""
        return len(self._vocabulary.words) >= WORDS_KEPT

    def words_of(self, texts: Sequence[str]) -> tuple[Ints, Ints, Vocabulary]:
        """The numbers of the words of texts, one text after the other, and where each begins, and the end."""
        if rewriting.are_passes_loaded():
            from resolver.names import word_index

            words = word_index.words_said(texts)
            number, vocabulary = self._indexed(words)
            start = offsets(np.bincount(words.text, minlength=len(texts)))
            return word_index.in_order(number, words.text, start), start, vocabulary
        parted = part_texts(texts)
        number, vocabulary = self.numbers(parted.words)
        start = offsets(np.bincount(parted.text, minlength=len(texts)))
        return number[np.argsort(parted.text, kind="stable")], start, vocabulary

    def _indexed(self, words: WordsSaid) -> tuple[Ints, Vocabulary]:
        from resolver.names.word_index import WordIndex

        with self._lock:
            index = self._index or WordIndex(list(self._number))
            self._index = None  # where learning ends early, it knows words that are none here
            number, new = index.numbers(words)
            if new:
                self._learn(new)
            self._index = index
            return number, self._vocabulary

    def numbers(self, words: Sequence[str]) -> tuple[Ints, Vocabulary]:
        """The number of each of some words; what is new among them is learned together."""
        with self._lock:
            number = np.fromiter(map(self._number.get, words, repeat(-1)), np.int64, len(words))
            unknown = np.flatnonzero(number < 0)
            if len(unknown):
                index, self._index = self._index, None  # where learning ends early, it is to be made anew
                new = list(dict.fromkeys(words[at] for at in unknown.tolist()))
                self._learn(new)
                if index is not None:
                    index.add(new)
                self._index = index
                number[unknown] = [self._number[words[at]] for at in unknown.tolist()]
            return number, self._vocabulary

    def phrase_tokens(self, tokens: Sequence[Token]) -> tuple[Ints, TokenColumns]:
        """The places of tokens of phrases, and the columns that hold them."""
        with self._lock:
            places = np.array(self._tokens.places(tokens), dtype=np.int64)
            return places, self._tokens.columns

    def bare_keys(self, keys: Ints) -> tuple[Ints, KeyColumns]:
        """The places of keys of tokens without their vowels, and the columns that hold them."""
        with self._lock:
            return self._tokens.bare(keys)

    def _learn(self, new: list[str]) -> None:
        words = learn(new)
        told = _Told(*zip(*words, strict=True))
        old, first = self._vocabulary, len(self._vocabulary.words)
        apart = {at: one for at in _filled(told.form_branches) if (one := forms_apart(words[at]))}
        form_goes_on = {at: edges_behind(words[at]) for at in _filled(told.form_branches)}
        goes_on = {at: edges for at in _filled(told.phrase_branches) if (edges := _goes_on(words[at]))}
        tokens, count = _alone(words, told)
        first_token = self._tokens.add(tokens)
        traits = _traits(new, words, told)
        traits[list(apart)] |= APART
        length = numbers_of(map(len, told.exact))
        initial = numbers_of(
            ord(one[0]) if one else 0 for one in told.exact
        )  # of a sign without a letter nothing is left
        traits[list(goes_on)] |= BEGINS
        self._vocabulary = old._replace(
            exact=grown_texts(old.exact, told.exact),
            joined=grown_texts(old.joined, told.joined),
            edges=np.concatenate([old.edges, _edges(told.joined)]),
            traits=np.concatenate([old.traits, traits]),
            letters=np.concatenate([old.letters, np.minimum(length, LONGEST_TOLD)]),
            length=np.concatenate([old.length, length]),
            initial=np.concatenate([old.initial, initial]),
            first_token=np.concatenate([old.first_token, first_token + np.cumsum(count) - count]),
            token_count=np.concatenate([old.token_count, count]),
        )
        old.words.extend(
            words
        )  # these grow in place: last, so that a failure leaves words and columns of one length
        old.written.update((first + at, new[at]) for at in np.flatnonzero(traits & MENDED).tolist())
        old.apart.update((first + at, one) for at, one in apart.items())
        old.goes_on.update((first + at, one) for at, one in goes_on.items())
        old.form_goes_on.update((first + at, one) for at, one in form_goes_on.items())
        self._number.update(zip(new, range(first, first + len(new)), strict=True))


class _Told(NamedTuple):
    """The columns of some records of words, in the order of `Word`."""

    spelling: tuple[str, ...]
    exact: tuple[str, ...]
    edges: tuple[tuple[str, ...], ...]
    respelled: tuple[tuple[str, ...], ...]
    skeleton: tuple[str, ...]
    joined: tuple[str, ...]
    concept: tuple[str, ...]
    key: tuple[str, ...]
    script: tuple[str, ...]
    initial: tuple[str, ...]
    twin: tuple[str, ...]
    is_stop: tuple[bool, ...]
    phrase_branches: tuple[tuple[Tree, ...], ...]
    form_branches: tuple[tuple[Tree, ...], ...]
    starts_placeholder: tuple[bool, ...]
    glued_front: tuple[tuple[str, ...], ...]
    glued_back: tuple[tuple[str, ...], ...]


def _alone(words: list[Word], told: _Told) -> tuple[list[Token], Ints]:
    """The tokens of words that stand by themselves, one after the other, and how many each has."""
    count = np.ones(len(words), dtype=np.int64)
    tokens = list(map(_TOKEN, zip(told.spelling, told.skeleton, told.key, told.initial, strict=True)))
    for at in reversed(_filled(told.phrase_branches)):
        tokens[at : at + 1] = made = make_tokens([words[at]])
        count[at] = len(made)
    return tokens, count


_TOKEN: Callable[[tuple[str, ...]], Token] = partial(tuple.__new__, Token)
"""`Token._make` without its questions."""


def _filled(column: Sequence[object]) -> list[int]:
    """The places of what is not empty in a column in which most is."""
    return list(compress(range(len(column)), column))


def _edges(joined: Sequence[str]) -> Ints:
    """The letters that a word may share with its neighbours (`joined_sounds.edge`), as numbers."""
    sides = np.stack([numbers_of(map(ord, map(itemgetter(place), joined))) for place in (0, -1)], axis=1)
    ordinary = ((sides >= _A) & (sides <= _Z)).all(axis=1) & (numbers_of(map(len, joined)) > 1)
    for at in np.flatnonzero(~ordinary).tolist():
        sides[at] = [ord(edge(joined[at], place)) for place in (0, -1)]
    return sides


def _goes_on(word: Word) -> frozenset[str]:
    return frozenset(edge for branch in word.phrase_branches for edge in branch) - {END}


def _traits(raw: Sequence[str], words: list[Word], told: _Told) -> Ints:
    """The bits of words, but those that need what `APART` and `BEGINS` do; `raw` is how they stand in texts."""
    traits = numbers_of(map(SCRIPT_BIT.__getitem__, told.script))
    are_forms, letters = flags_of(map(bool, told.form_branches)), numbers_of(map(len, told.spelling))
    have_twins = flags_of(map(bool, told.twin))
    seen: tuple[tuple[int, Flags], ...] = (
        (STOP, flags_of(told.is_stop)),
        (FRONT, flags_of(map(bool, told.glued_front))),
        (BACK, flags_of(map(bool, told.glued_back))),
        (PLACEHOLDER, flags_of(told.starts_placeholder)),
        (TWIN, have_twins),
        (MENDED, flags_of(map(ne, told.spelling, raw))),
        (FORM, are_forms),
        (FOREIGN, ~flags_of(map(str.isascii, raw))),
        (SURE, ~have_twins),
        (PHRASE, flags_of(map(is_in_phrase, told.exact))),
        (BEHIND, tell_behind(told.exact, told.skeleton, told.edges, told.respelled)),
        (SHORT, (letters > 1) & (letters <= LONGEST_DOUBTFUL)),
        (CONCEPT, flags_of(map(bool, told.concept))),
        (ARTICLE, flags_of(map(articles.articles().__contains__, told.exact))),
        (OWN, flags_of(articles.are_own(told.is_stop, told.exact, told.concept))),
    )
    for bit, flags in seen:
        traits |= bit * flags
    for at in _filled(told.form_branches):
        traits[at] |= DOUBTFUL * is_doubtful(words[at]) | WEIGHED * is_weighed(words[at])
        traits[at] |= LONE * is_alone(words[at])
        traits[at] &= ~(SURE * forms.is_form(words[at]))
    for at in _filled(told.is_stop):
        traits[at] |= ABBREVIATION * is_abbreviation(words[at])
    return traits
