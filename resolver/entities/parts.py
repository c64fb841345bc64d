"""Parts of the graph between which nothing can merge, nor speak against a merger: each is clustered by itself.

Enters: a `Graph`, the rules, pairs that a user has decided to be one. Leaves: the part of each node, and the edges of each
part. What a new row changes stays within its part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from resolver.entities.calling import Words, bearing, shared_words
from resolver.entities.graph import Graph
from resolver.entities.rules import Rules

Indices = npt.NDArray[np.int64]


def parts_of(graph: Graph, rules: Rules, must: list[tuple[int, int]]) -> Indices:
    """Parts of the graph: the nodes that may merge, and all that bear a word by which some of them may be called."""
    labels = _merging(graph, rules, must)
    return labels if graph.words is None else _with_bearers(labels, graph, graph.words, rules)


def _with_bearers(labels: Indices, graph: Graph, words: Words, rules: Rules) -> Indices:
    """Who else bears the words of two clusters counts (`joint`), so the parts of all that bear them are one."""
    rows = np.flatnonzero(graph.probability >= rules.joint_best)
    name, word = bearing(shared_words(graph.left[rows], graph.right[rows], words), words)
    if not len(word):
        return labels
    holders = np.flatnonzero(np.isin(words.name, name))
    parts, names = int(labels.max()) + 1, len(words.offset) - 1
    left = np.append(labels[holders], parts + name)
    right = np.append(parts + words.name[holders], parts + names + word)
    size = parts + names + int(word.max()) + 1
    return _components(left, right, size)[labels]


def _merging(graph: Graph, rules: Rules, must: list[tuple[int, int]]) -> Indices:
    """Parts of the graph between which nothing can merge."""
    more = np.array(must, dtype=np.int64).reshape(-1, 2)
    strong = graph.probability >= rules.joint_best
    left, right = np.append(graph.left[strong], more[:, 0]), np.append(graph.right[strong], more[:, 1])
    return _components(left, right, len(graph.content))


def _components(left: Indices, right: Indices, size: int) -> Indices:
    matrix = sparse.coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    labels: Indices = connected_components(matrix, directed=False)[1].astype(np.int64)
    return labels


def nodes_of_parts(part: Indices) -> tuple[Indices, Indices]:
    """Nodes in the order of their parts, and where each part begins (one more at the end)."""
    return np.argsort(part, kind="stable"), np.append(0, np.cumsum(np.bincount(part)))


def edges_by_part(part: Indices, graph: Graph) -> dict[int, Indices]:
    """Edges inside each part."""
    rows = np.flatnonzero(part[graph.left] == part[graph.right])
    number = part[graph.left[rows]]
    order = np.argsort(number, kind="stable")
    names, starts = np.unique(number[order], return_index=True)
    return dict(zip(names.tolist(), np.split(rows[order], starts[1:]), strict=True)) if len(rows) else {}
