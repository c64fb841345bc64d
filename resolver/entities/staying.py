"""An entity that no new row joins stays as it is: the same members, the same ID.

Enters: the entity that each node was of, the nodes with something new, and the clusters of today as the graph alone makes
them. Leaves: those clusters with every entity put back that has nothing to do with what is new. An entity is *joined* when
one of today's clusters holds a member of it and a node with something new. All others are put back, also where a chain
reaches them: a new row takes a spelling out of one entity, and what had stood with it would go to a third.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NEW = -1


@dataclass(frozen=True, slots=True)
class Before:
    """By node: the number of the entity that it was of, NEW where it was of none, and whether anything about it is new (a
    row of this run, rows that are gone, a decision). `refused`: why pairs of nodes were left two."""

    entity: Indices
    touched: Flags
    refused: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def ties(self) -> Indices:
        """Pairs of nodes, shape (pairs, 2), that tie the nodes of each entity together."""
        known = np.flatnonzero(self.entity != NEW)
        order = known[np.argsort(self.entity[known], kind="stable")]
        same = self.entity[order[1:]] == self.entity[order[:-1]]
        return np.stack([order[:-1][same], order[1:][same]], axis=1)


def put_back(cluster: Indices, before: Before) -> Indices:
    """Clusters (named by their smallest node) in which every entity that is not joined has its nodes, and no others."""
    stays = staying(cluster, before)
    entity = np.where(stays, before.entity, NEW)
    key = np.where(stays, len(cluster) + entity, cluster)
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    named: Indices = first.astype(np.int64)[number]
    return named


def staying(cluster: Indices, before: Before) -> Flags:
    """The nodes of the entities that are not joined."""
    known = before.entity != NEW
    reached = np.zeros(len(cluster), dtype=np.bool_)
    reached[cluster[before.touched]] = True
    joined = np.zeros(int(before.entity.max(initial=NEW)) + 1, dtype=np.bool_)
    joined[before.entity[known & reached[cluster]]] = True
    stays: Flags = known.copy()
    stays[known] = ~joined[before.entity[known]]
    return stays
