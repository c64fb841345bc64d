"""What the members of a cluster are called by: words that most of them bear.

Enters: the words of nodes as numbers. Leaves: whether two clusters of many spellings are called by one word, who else bears
it, and whether each of them insists on a word of its own ("Karimov Textiles", "Karimov Polymers"). A name in two dozen
languages has little in common with another but the word that nobody translated; a name of one firm beside that of its
sister has as little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Share of the members that bear a word by which the cluster is called; share of the members of another cluster under which
# that one does not know the word. Train half: the same recall (.633 to .634) with .15, .3 and .5 for the latter.
CORE, UNKNOWN = 0.7, 0.3
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

    def rows(self, node: int) -> slice:
        """The rows of `word` of a node."""
        name = self.name[node]
        return slice(int(self.offset[name]), int(self.offset[name + 1]))


class Core(NamedTuple):
    """Words that most members of a cluster bear."""

    telling: frozenset[int]
    main: frozenset[int]


def core_of(nodes: list[int], words: Words) -> Core:
    """The core of a cluster."""
    return Core(_of_most(nodes, words, words.telling), _of_most(nodes, words, words.main))


def _of_most(nodes: list[int], words: Words, chosen: Flags) -> frozenset[int]:
    rows = (words.rows(node) for node in nodes)
    held = Counter(word for at in rows for word in set(words.word[at][chosen[at]].tolist()))
    return frozenset(word for word, count in held.items() if count >= CORE * len(nodes))


def insist(one: list[int], core: Core, other: list[int], other_core: Core, words: Words) -> bool:
    """Each of two clusters is called by something that the other does not know."""
    return _unknown(core, other, words) and _unknown(other_core, one, words)


def translated(one: list[int], other: list[int], words: Words) -> bool:
    """The languages of both are known, and none is of both: words of their own may be one word in two languages."""
    mine, theirs = _languages(one, words), _languages(other, words)
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


def _languages(nodes: list[int], words: Words) -> frozenset[int]:
    return frozenset(int(words.language[words.name[node]]) for node in nodes) - {UNKNOWN_LANGUAGE}


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


def other_bearers(
    one: list[int], core: Core, other: list[int], other_core: Core, words: Words, bearers: Bearers
) -> int | None:
    """How many further names bear the word that calls both, of several the one that fewest do; None: no word calls both."""
    own = {int(words.name[node]) for node in (*one, *other)}
    return min((len(bearers[word] - own) for word in core.telling & other_core.telling), default=None)


def _unknown(core: Core, nodes: list[int], words: Words) -> bool:
    held = Counter(word for node in nodes for word in set(words.word[words.rows(node)].tolist()))
    return any(held[word] < UNKNOWN * len(nodes) for word in core.main)


def distinct_names(one: list[int], other: list[int], words: Words) -> int:
    """How many spellings two clusters have: numbers and countries make no name."""
    return len({int(words.name[node]) for node in (*one, *other)})
