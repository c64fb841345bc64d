"""What stands between two clusters: the pairs of their members, added up.

Enters: edges of the graph. Leaves: `Near`, one for each two nodes that an edge joins; two clusters that become one have with
a third what either had.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.entities.graph import Graph

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Near(NamedTuple):
    """The pairs between two clusters."""

    total: float  # sum of their probabilities by the weights of the nodes, of those that count in the mean
    best: float
    said: int  # what the comparisons of the best say
    binding: float  # of the best that can make two one by itself
    identified: bool  # one shares a valid identifier


def together(one: Near, other: Near) -> Near:
    """Of two clusters that become one with a third."""
    better = max(one, other, key=lambda near: (near.best, -near.said))
    return Near(
        one.total + other.total,
        better.best,
        better.said,
        max(one.binding, other.binding),
        one.identified or other.identified,
    )


def weights(rows: Indices) -> Floats:
    """What nodes of so many rows count in a mean: a name that stands in a thousand rows as ten other ones."""
    found: Floats = 1.0 + np.log2(np.maximum(1, rows))
    return found


def edges_near(graph: Graph, rows: Indices) -> Iterator[tuple[int, int, Near]]:
    """Left node, right node and what stands between them, of each of `rows`."""
    left, right, p = graph.left[rows], graph.right[rows], graph.probability[rows]
    columns = (
        np.where(graph.supporting(rows), p * weights(graph.rows[left]) * weights(graph.rows[right]), 0.0),
        p,
        graph.said[rows],
        np.where(graph.binding(rows), p, 0.0),
        graph.identified[rows],
    )
    for a, b, *between in zip(left.tolist(), right.tolist(), *(c.tolist() for c in columns), strict=True):
        yield a, b, Near(*between)
