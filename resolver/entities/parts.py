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
from resolver.entities.rules import CALLS, LARGEST, SUPPORTED_MEMBERS, Rules

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def parts_of(graph: Graph, rules: Rules, must: list[tuple[int, int]]) -> Indices:
    """Parts of the graph: the nodes that may merge, and all that bear a word by which some of them may be called."""
    labels = _merging(graph, rules, must)
    return labels if graph.words is None else _with_bearers(labels, graph, graph.words, rules)


def _with_bearers(labels: Indices, graph: Graph, words: Words, rules: Rules) -> Indices:
    """Who else bears the word decides some mergers (`rules.Call.others`), so the parts of all that bear it are one."""
    members = np.bincount(labels, minlength=1)[labels[graph.left]]
    inside = labels[graph.left] == labels[graph.right]
    rows = np.flatnonzero(inside & _called(graph.probability, members, rules, counting=True))
    name, word = bearing(shared_words(graph.left[rows], graph.right[rows], words), words)
    if not len(word):
        return labels
    holders = np.flatnonzero(np.isin(words.name, name))
    parts, names = int(labels.max()) + 1, len(words.offset) - 1
    left = np.append(labels[holders], parts + name)
    right = np.append(parts + words.name[holders], parts + names + word)
    size = parts + names + int(word.max()) + 1
    matrix = sparse.coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    joined: Indices = connected_components(matrix, directed=False)[1].astype(np.int64)
    return joined[labels]


def _merging(graph: Graph, rules: Rules, must: list[tuple[int, int]]) -> Indices:
    """Parts of the graph between which nothing can merge. Weak edges count only where both ends together may come to the
    members that they need, which the parts that strong ones make bound; so most parts stay small."""
    more = np.array(must, dtype=np.int64).reshape(-1, 2)
    strong = graph.binding & (graph.probability >= rules.threshold)
    while True:
        left, right = np.append(graph.left[strong], more[:, 0]), np.append(graph.right[strong], more[:, 1])
        shape = (len(graph.content), len(graph.content))
        matrix = sparse.coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=shape)
        labels: Indices = connected_components(matrix, directed=False)[1].astype(np.int64)
        apart = labels[graph.left] != labels[graph.right]
        size = np.bincount(labels, minlength=1)
        members = size[labels[graph.left]] + size[labels[graph.right]]
        supported = graph.binding & (graph.probability >= rules.supported) & (members >= SUPPORTED_MEMBERS)
        joins = apart & (supported | _called(graph.probability, members, rules))
        if not joins.any():
            return labels
        strong = strong | joins


def _called(
    probability: Floats, members: Indices, rules: Rules, *, counting: bool = False
) -> npt.NDArray[np.bool_]:
    """Edges whose ends one word may call. `counting`: where it matters who else bears the word."""
    enough = np.zeros(len(probability), dtype=np.bool_)
    for call, least in zip(CALLS, rules.called, strict=True):
        if not counting or call.others < LARGEST:
            enough |= (probability >= least) & (members >= call.names)
    return enough


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
