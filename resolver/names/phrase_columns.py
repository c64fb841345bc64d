"""Phrases of several words in many names: the words where one may begin are found together, and only there is it looked for.

In: the words of texts as numbers. Out: `Phrases`. `resolver.names.canonical.make_tokens` is the plain twin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.names.canonical import LONGEST_PHRASE, Token, longest_phrase, tokens_of_phrase
from resolver.names.form_memory import offsets, ranges
from resolver.names.sequences import END, step
from resolver.names.texts import Texts
from resolver.names.token_store import flags_of
from resolver.names.vocabulary import Word
from resolver.names.word_store import BEGINS

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Phrases(NamedTuple):
    """Phrases in the order of their words, none over another: where each begins, how many words it has, and its tokens as a
    place in `made`."""

    begin: Ints
    length: Ints
    which: Ints
    made: list[list[Token]]

    def words(self) -> Ints:
        """The places of all their words."""
        return ranges(self.begin, self.length)

    def tokens(self) -> tuple[list[Token], Ints, Ints]:
        """All of `made`; which of these tokens stand in the phrases, one after the other, and how many in each."""
        length = np.array(list(map(len, self.made)), dtype=np.int64)
        count = length[self.which]
        flat = [token for tokens in self.made for token in tokens]
        return flat, ranges(offsets(length)[self.which], count), count


def phrases_of(read: Texts, word: Ints, text: Ints) -> Phrases:
    """The phrases of several words among these words of texts, of which stop words and the like are gone."""
    may_begin = _may_begin(read, word, text)
    first, end = (np.searchsorted(text, text[may_begin], side=side) for side in ("left", "right"))
    numbers, words = word.tolist(), read.vocabulary.words
    ended: dict[tuple[int, int, bool], tuple[int, str]] = {}
    place: dict[tuple[str, tuple[int, ...]], int] = {}
    made: list[list[Token]] = []
    found: list[tuple[int, int, int]] = []
    taken = 0
    for at, begin, behind in zip(may_begin.tolist(), first.tolist(), end.tolist(), strict=True):
        if at < taken:
            continue
        start = numbers[at], numbers[at + 1], at == begin
        if start in ended:
            length, concept = ended[start]
        else:
            said = [words[one] for one in numbers[at : min(behind, at + LONGEST_PHRASE)]]
            length, concept = longest_phrase(said, is_first=at == begin)
            if not _goes_on(said[0], said[1]):
                ended[start] = length, concept
        if length < 2:
            continue  # what a word says by itself is known of the word
        taken = at + length
        key = concept, tuple(numbers[at:taken])
        if key not in place:
            place[key] = len(made)
            made.append(tokens_of_phrase([words[one] for one in numbers[at:taken]], concept))
        found.append((at, length, place[key]))
    columns = np.array(found, dtype=np.int64).reshape(len(found), 3)
    return Phrases(columns[:, 0], columns[:, 1], columns[:, 2], made)


def _goes_on(word: Word, other: Word) -> bool:
    """Whether any phrase of more than these two words begins with them: else they say all that is to be known."""
    return any(branch.keys() - {END} for branch in step(list(word.phrase_branches), *other.edges))


def _may_begin(read: Texts, word: Ints, text: Ints) -> Ints:
    """The words that begin a phrase with which the next word of their text goes on."""
    words, edges = read.vocabulary.words, read.vocabulary.goes_on
    at = np.flatnonzero((text[1:] == text[:-1]) & (read.vocabulary.traits[word[:-1]] & BEGINS > 0))
    found: Ints = at[
        asked_once(word[at], word[at + 1], lambda one, other: not edges[one].isdisjoint(words[other].edges))
    ]
    return found


def asked_once(word: Ints, other: Ints, ask: Callable[[int, int], bool]) -> Flags:
    """The answer for each word and the other one, of which many are the same."""
    size = int(other.max(initial=0)) + 1
    pairs, which = np.unique(word * size + other, return_inverse=True)
    answers = flags_of(ask(*divmod(pair, size)) for pair in pairs.tolist())
    return answers[which]
