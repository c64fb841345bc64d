"""Parts of the graph between which nothing can merge: each is clustered by itself.

Enters: a `Graph`, the rules, pairs of nodes that belong together whatever the graph says. Leaves: the part of each node, and
the edges of each part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from resolver.entities.graph import Graph
from resolver.entities.rules import Rules

Indices = npt.NDArray[np.int64]


def parts_of(graph: Graph, rules: Rules, tied: Indices) -> Indices:
    """The number of the part of each node. `tied`: pairs of nodes, shape (pairs, 2), that are of one part in any case."""
    strong = graph.probability >= rules.joint_best
    left, right = np.append(graph.left[strong], tied[:, 0]), np.append(graph.right[strong], tied[:, 1])
    size = len(graph.content)
    matrix = sparse.coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    labels: Indices = connected_components(matrix, directed=False)[1].astype(np.int64)
    return labels


def edges_by_part(part: Indices, graph: Graph) -> dict[int, Indices]:
    """Edges inside each part."""
    rows = np.flatnonzero(part[graph.left] == part[graph.right])
    number = part[graph.left[rows]]
    order = np.argsort(number, kind="stable")
    names, starts = np.unique(number[order], return_index=True)
    return dict(zip(names.tolist(), np.split(rows[order], starts[1:]), strict=True)) if len(rows) else {}
