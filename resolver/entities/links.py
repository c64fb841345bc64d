"""How firmly the members of an entity hold together: best link of each, weakest link of the strongest tree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import minimum_spanning_tree

from resolver.entities.graph import Graph

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def inner_edges(graph: Graph, cluster: Indices) -> Indices:
    """Edges with both ends in one cluster."""
    inside = cluster[graph.left] == cluster[graph.right]
    rows: Indices = np.flatnonzero(inside)
    return rows


def best_links(graph: Graph, cluster: Indices) -> Floats:
    """Per node the probability of its best link to another member; 1 for a node that is alone in its cluster.

    A member without any link is there by a user's decision: 1 as well.
    """
    rows = inner_edges(graph, cluster)
    best = np.full(len(cluster), -1.0)
    for ends in (graph.left[rows], graph.right[rows]):
        np.maximum.at(best, ends, graph.probability[rows])
    found: Floats = np.where(best < 0, 1.0, np.round(best, 6))
    return found


def strongest_trees(graph: Graph, cluster: Indices) -> Indices:
    """Edges of the trees that hold each cluster together by the highest probabilities."""
    rows = inner_edges(graph, cluster)
    # Ranks instead of probabilities: every edge has a cost of its own, so the tree is the same on every machine.
    order = np.lexsort((graph.right[rows], graph.left[rows], -graph.probability[rows]))
    cost = np.empty(len(rows), dtype=np.float64)
    cost[order] = np.arange(1, len(rows) + 1)
    shape = (len(cluster), len(cluster))
    tree = minimum_spanning_tree(
        sparse.csr_matrix((cost, (graph.left[rows], graph.right[rows])), shape=shape)
    )
    chosen: Indices = np.sort(rows[order[tree.data.astype(np.int64) - 1]])
    return chosen


def weakest_links(graph: Graph, cluster: Indices) -> Floats:
    """Per node the lowest probability on the strongest tree of its cluster; 1 where there is none."""
    tree = strongest_trees(graph, cluster)
    weakest = np.ones(len(cluster))
    np.minimum.at(weakest, cluster[graph.left[tree]], graph.probability[tree])
    found: Floats = np.round(weakest[cluster], 6)
    return found
