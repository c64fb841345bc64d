"""What stands between two clusters, edge by edge and added up."""

from itertools import permutations

import numpy as np

from resolver.entities.near import Near, edges_near, together, weights
from tests.resolver.entities.test_clustering import SAYS, graph

WEAK = Near(0.4, 0.4, 7, 0.4, False)
BEST = Near(0.0, 0.95, 3, 0.0, False)
SAME = Near(0.9, 0.9, 5, 0.9, True)


def test_what_either_had_with_a_third_is_added_up() -> None:
    assert together(WEAK, SAME) == Near(1.3, 0.9, 5, 0.9, True)
    assert together(BEST, SAME) == Near(0.9, 0.95, 3, 0.9, True)


def test_the_order_does_not_matter() -> None:
    tied = Near(0.1, 0.95, 2, 0.1, False)  # of two that are as good the lower number speaks
    found = {together(together(a, b), c) for a, b, c in permutations((BEST, tied, SAME))}
    assert len(found) == 1
    assert found.pop().said == 2


def test_edges_with_their_weights() -> None:
    """Nodes of one, two and eight rows weigh 1, 2 and 4."""
    edges = [(0, 1, 0.9), (0, 2, 0.5, "contains"), (1, 2, 0.99, "bodies")]
    made = graph(3, edges, rows=[1, 2, 8])
    assert weights(made.rows).tolist() == [1.0, 2.0, 4.0]
    found = {(a, b): near for a, b, near in edges_near(made, np.array([0, 1, 2]))}
    assert found[0, 1] == Near(1.8, 0.9, 0, 0.9, False)
    assert found[0, 2] == Near(2.0, 0.5, 0, 0.0, False)  # counts in the mean, and makes nothing one
    assert found[1, 2] == Near(0.0, 0.99, SAYS["bodies"], 0.0, False)  # neither
