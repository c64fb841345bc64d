"""What the members of a cluster are called by: words that most of them bear.

Enters: the words of nodes as numbers. Leaves: whether two clusters of many spellings are called by one word, unless each of
them insists on a word of its own ("Karimov Textiles", "Karimov Polymers"). A name in two dozen languages has little in
common with another but the word that nobody translated; a name of one firm beside that of its sister has as little.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Share of the members that bear a word by which the cluster is called; share of the members of another cluster under which
# that one does not know the word. Train half: the same recall (.633 to .634) with .15, .3 and .5 for the latter.
CORE, UNKNOWN = 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Words:
    """`name[node]`; the words of a name are `word[offset[name]:offset[name + 1]]`, equal numbers for words that can be met.
    `main`: once per word, as it is met best; `telling`: a word that a firm can be called by."""

    name: Indices
    offset: Indices
    word: Indices
    main: Flags
    telling: Flags

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


def called_alike(one: list[int], core: Core, other: list[int], other_core: Core, words: Words) -> bool:
    """One telling word calls both, and at most one of them is called by something that the other does not know."""
    if core.telling.isdisjoint(other_core.telling):
        return False
    return not (_unknown(core, other, words) and _unknown(other_core, one, words))


def _unknown(core: Core, nodes: list[int], words: Words) -> bool:
    held = Counter(word for node in nodes for word in set(words.word[words.rows(node)].tolist()))
    return any(held[word] < UNKNOWN * len(nodes) for word in core.main)


def distinct_names(one: list[int], other: list[int], words: Words) -> int:
    """How many spellings two clusters have: numbers and countries make no name."""
    return len({int(words.name[node]) for node in (*one, *other)})
