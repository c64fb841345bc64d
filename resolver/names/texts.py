"""Some texts as numbers: what the steps of `resolver.names.columns` hand to one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.names.canonical import JOINED_LETTERS, JOINING
from resolver.names.form_memory import FormMemory
from resolver.names.word_store import FORM, STOP, Vocabulary, WordStore

Ints = npt.NDArray[np.int64]


class Memory(NamedTuple):
    """What a process has learned: words, and what is gone of names by their look and the numbers of their words."""

    words: WordStore
    gone: FormMemory


class Texts(NamedTuple):
    """Words of text i are `word[start[i]:start[i + 1]]`, places in the columns of `vocabulary`; `traits` are theirs.
    `repairs` says of few texts what was mended of their words."""

    texts: Sequence[str]
    memory: Memory
    vocabulary: Vocabulary
    word: Ints
    start: Ints
    traits: Ints
    repairs: dict[int, list[str]]

    def text(self) -> Ints:
        """The text of each word."""
        return np.repeat(np.arange(len(self.texts)), np.diff(self.start))

    def either(self, bits: Ints) -> Ints:
        """The bits that any word of a text has, for each text; `bits` are those of each word."""
        held = np.zeros(len(self.texts), dtype=np.int64)
        filled = np.diff(self.start) > 0
        if filled.any():
            held[filled] = np.bitwise_or.reduceat(bits, self.start[:-1][filled])
        return held


def traits_of(vocabulary: Vocabulary, word: Ints, start: Ints) -> Ints:
    """The traits of the words of some texts, those of a word that joins its neighbours (`canonical.joining`) too."""
    traits: Ints = vocabulary.traits[word]
    joining = (vocabulary.initial[word] == ord(JOINING)) & (vocabulary.length[word] == 1)
    at = np.flatnonzero(joining[1:-1]) + 1
    if not len(at):
        return traits
    joined = (vocabulary.length[word] >= JOINED_LETTERS) & (traits & FORM == 0)
    firsts, ends = np.isin(at, start[:-1]), np.isin(at + 1, start[1:])
    at = at[joined[at - 1] & joined[at + 1] & ~firsts & ~ends]
    traits[at] |= STOP
    return traits
