"""The words of the names of a graph, and who bears them.

Enters: the words of nodes as numbers. Leaves: the names that bear each telling word. A name in two dozen languages has
little in common with another but the word that nobody translated.
"""

from __future__ import annotations

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


def bearers_of(words: Words) -> Bearers:
    """The names of the nodes that bear each telling word."""
    named = np.zeros(len(words.offset) - 1, dtype=np.bool_)
    named[words.name] = True
    name = np.repeat(np.arange(len(named)), np.diff(words.offset))
    rows = np.flatnonzero(words.telling & named[name])
    bearers: Bearers = {}
    for word, one in zip(words.word[rows].tolist(), name[rows].tolist(), strict=True):
        bearers.setdefault(word, set()).add(one)
    return bearers
