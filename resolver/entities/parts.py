"""Parts of the graph between which nothing can merge: each is clustered by itself.

Enters: a `Graph`, the rules, pairs that a user has decided to be one. Leaves: the part of each node, and the edges of each
part. What a new row changes stays within its part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from resolver.entities.graph import Graph
from resolver.entities.rules import CALLED_NAMES, SUPPORTED_MEMBERS, Rules

Indices = npt.NDArray[np.int64]


def parts_of(graph: Graph, rules: Rules, must: list[tuple[int, int]]) -> Indices:
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
        called = (graph.probability >= rules.called) & (members >= CALLED_NAMES)
        joins = apart & (supported | called)
        if not joins.any():
            return labels
        strong = strong | joins


def edges_by_part(part: Indices, graph: Graph) -> dict[int, Indices]:
    """Edges inside each part."""
    rows = np.flatnonzero(part[graph.left] == part[graph.right])
    number = part[graph.left[rows]]
    order = np.argsort(number, kind="stable")
    names, starts = np.unique(number[order], return_index=True)
    return dict(zip(names.tolist(), np.split(rows[order], starts[1:]), strict=True)) if len(rows) else {}
