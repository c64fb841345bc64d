"""The links that hold each entity together, as a table: for people who ask why these rows are one firm."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.entities.diagnostics import shown_name
from resolver.entities.graph import Graph
from resolver.entities.links import strongest_trees

LINKS = pa.schema(
    [
        ("entity_id", pa.string()),
        ("spelling", pa.string()),  # words, [legal forms], country, identifiers
        ("other_spelling", pa.string()),
        ("score", pa.float64()),  # probability that the two are one firm
        ("identifier_shared", pa.bool_()),
    ]
)


def link_table(graph: Graph, cluster: npt.NDArray[np.int64], ids: list[str]) -> pa.Table:
    """LINKS: the strongest tree of each entity, one link fewer than it has spellings. Weakest links first.

    A link may stand between members that a shared listing joined; whatever is not on the tree is weaker than
    the path that the tree has between the two.
    """
    rows = strongest_trees(graph, cluster)
    left, right = graph.left[rows].tolist(), graph.right[rows].tolist()
    table = pa.table(
        [
            pa.array([ids[node] for node in left], pa.string()),
            pa.array([shown_name(graph, node) for node in left], pa.string()),
            pa.array([shown_name(graph, node) for node in right], pa.string()),
            pa.array(np.round(graph.probability[rows], 6), pa.float64()),
            pa.array(graph.identified[rows], pa.bool_()),
        ],
        schema=LINKS,
    )
    order = ["entity_id", "score", "spelling", "other_spelling"]
    return table.sort_by([(name, "ascending") for name in order])
