"""The second level: pairs of entities that may be one firm, and why they were left two."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from resolver.entities.clustering import BELOW, BODIES, CONTAINS, THIN, Clustering
from resolver.entities.graph import CONTAINED, Graph

POSSIBLE = pa.schema(
    [
        ("entity_id", pa.string()),  # the smaller ID first
        ("other_entity_id", pa.string()),
        ("score", pa.float64()),  # the best probability between a row of the one and a row of the other
        ("kind", pa.string()),  # same, contains
        ("reason", pa.string()),  # why they are two
        ("links", pa.int64()),  # linked pairs of spellings between them
    ]
)


def possible_pairs(graph: Graph, clustering: Clustering, ids: list[str]) -> pa.Table:
    """POSSIBLE, best first: pairs of entities between which an edge stands."""
    cluster = clustering.cluster
    between = np.flatnonzero(cluster[graph.left] != cluster[graph.right])
    one, other = cluster[graph.left[between]], cluster[graph.right[between]]
    low, high = np.minimum(one, other), np.maximum(one, other)
    contains = graph.contains[between]
    order = np.lexsort((-graph.probability[between], contains, high, low))
    rows: list[tuple[str, str, float, str, str, int]] = []
    if len(order):
        low, high, contains = low[order], high[order], contains[order]
        bodies = ~graph.supporting(between[order])
        first = np.flatnonzero(np.append(True, (low[1:] != low[:-1]) | (high[1:] != high[:-1])))
        links = np.diff(np.append(first, len(order)))
        scores = np.round(graph.probability[between[order[first]]], 6)
        columns = (low[first], high[first], contains[first], bodies[first], scores, links)
        for a, b, holds, parts, score, count in zip(*(column.tolist() for column in columns), strict=True):
            left, right = sorted((ids[a], ids[b]))
            rows.append(
                (
                    left,
                    right,
                    score,
                    "contains" if holds else "same",
                    _why(clustering, a, b, score, CONTAINS if holds else BODIES if parts else THIN),
                    count,
                )
            )
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    told = list(zip(*rows, strict=True)) if rows else [() for _ in POSSIBLE]
    return pa.table([pa.array(list(c), f.type) for c, f in zip(told, POSSIBLE, strict=True)], schema=POSSIBLE)


def _why(clustering: Clustering, one: int, other: int, score: float, lack: str) -> str:
    """`lack`: what keeps a pair of such a score from making two one."""
    if lack == CONTAINS and score < CONTAINED:
        return CONTAINS
    if score < clustering.rules.threshold:
        return clustering.refused.get((one, other), BELOW)
    return clustering.refused.get((one, other), lack)
