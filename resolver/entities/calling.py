"""The words of the names of a graph, and who bears them.

Enters: the words of nodes as numbers. Leaves: which telling words the nodes of a pair share, and the names that bear a word.
A name in two dozen languages has little in common with another but the word that nobody translated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNKNOWN_LANGUAGE = -1

Bearers = dict[int, set[int]]  # telling word -> the names that bear it


@dataclass(frozen=True, slots=True)
class Words:
    """`name[node]`; the words of a name are `word[offset[name]:offset[name + 1]]`, equal numbers for words that can be met.
    `main`: once per word, as it is met best; `telling`: a word that a firm can be called by. `language[name]` is a number,
    UNKNOWN_LANGUAGE where the words do not tell."""

    name: Indices
    offset: Indices
    word: Indices
    main: Flags
    telling: Flags
    language: npt.NDArray[np.int32]


def bearers_of(nodes: Iterable[int], words: Words) -> Bearers:
    """The names of each telling word among some nodes."""
    bearers: Bearers = {}
    for name in sorted({int(words.name[node]) for node in nodes}):
        at = slice(int(words.offset[name]), int(words.offset[name + 1]))
        for word in words.word[at][words.telling[at]].tolist():
            bearers.setdefault(word, set()).add(name)
    return bearers


def shared_words(left: Indices, right: Indices, words: Words) -> Indices:
    """The telling words that the two nodes of any pair share, each once."""
    size = int(words.word.max(initial=0)) + 1
    shared = np.intersect1d(_coded(left, words, size), _coded(right, words, size))
    return np.unique(shared % size)


def _coded(nodes: Indices, words: Words, size: int) -> Indices:
    """(position in `nodes`, telling word) as one number."""
    first, many = words.offset[words.name[nodes]], np.diff(words.offset)[words.name[nodes]]
    position = np.repeat(np.arange(len(nodes)), many)
    row = np.repeat(first - np.cumsum(many) + many, many) + np.arange(int(many.sum()))
    telling = words.telling[row]
    coded: Indices = position[telling] * size + words.word[row[telling]]
    return coded


def bearing(chosen: Indices, words: Words) -> tuple[Indices, Indices]:
    """(name, word) wherever a name bears one of the chosen words as a telling one."""
    rows = np.flatnonzero(words.telling & np.isin(words.word, chosen))
    name = np.searchsorted(words.offset, rows, side="right").astype(np.int64) - 1
    return name, words.word[rows]
