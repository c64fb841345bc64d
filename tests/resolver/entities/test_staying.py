"""An entity that no new row joins stays as it is, whatever the rows are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.entities.clustering import BELOW, STAYS, cluster_nodes
from resolver.entities.possible import possible_pairs
from resolver.entities.staying import NEW, Before, put_back, staying
from tests.resolver.entities.test_clustering import RULES, graph

NODES = 24


def before(entity, touched, refused=None):
    flags = np.zeros(len(entity), dtype=np.bool_)
    flags[list(touched)] = True
    return Before(np.array(entity, dtype=np.int64), flags, refused or {})


@pytest.mark.parametrize(
    ("cluster", "entity", "touched", "expected"),
    [
        # A chain: the new node 5 takes 1 out of {0, 1, 2}; 2 would go to {3, 4}, which stays.
        ([0, 1, 2, 2, 2, 1], [0, 0, 0, 1, 1, NEW], [5], [0, 1, 2, 3, 3, 1]),
        # Nothing is new: two entities that would be one stay two.
        ([0, 0, 0, 0], [0, 0, 1, 1], [], [0, 0, 2, 2]),
        # A new node joins both: they are one.
        ([0, 0, 0, 0, 0], [0, 0, 1, 1, NEW], [4], [0, 0, 0, 0, 0]),
        # An entity with something new falls apart as the graph says.
        ([0, 1, 0], [0, 0, 0], [1], [0, 1, 0]),
    ],
)
def test_what_is_put_back(cluster, entity, touched, expected):
    assert put_back(np.array(cluster), before(entity, touched)).tolist() == expected


def test_an_entity_is_joined_only_where_a_cluster_holds_something_new():
    assert staying(np.array([0, 1, 0]), before([0, 0, 1], [1])).tolist() == [False, False, True]


def test_ties_hold_the_nodes_of_an_entity_together():
    assert before([1, NEW, 0, 1, 1, NEW], []).ties.tolist() == [[0, 3], [3, 4]]


edge = st.tuples(
    st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.sampled_from([0.3, 0.35, 0.65, 0.92, 0.99])
)
spelt = st.lists(
    st.sampled_from(["Anta", "Berg", "Anta mill", "Berg mill", "x Anta", "y Berg", "plain"]),
    min_size=NODES,
    max_size=NODES,
)


def distinct(edges, last):
    """The best of the edges between the nodes up to `last`."""
    best = {}
    for a, b, p in edges:
        pair = (min(a, b), max(a, b))
        if a != b and pair[1] < last:
            best[pair] = max(p, best.get(pair, 0.0))
    return [(a, b, p) for (a, b), p in sorted(best.items())]


@settings(max_examples=150, deadline=None)
@given(st.lists(edge, max_size=90), spelt, st.lists(st.integers(1, 4), min_size=2, max_size=5))
def test_over_a_random_registry_no_entity_moves_that_no_new_row_joins(edges, texts, batches):
    """Nodes come in batches; after each, all that no new node joined is as it was."""
    known, entity = 0, []
    for size in [12, *batches]:
        count = min(NODES, known + size)
        made = graph(count, distinct(edges, count), words=texts[:count])
        new = range(known, count)
        earlier = before([*entity, *[NEW] * len(new)], new)
        alone = cluster_nodes(made, RULES).cluster  # what the graph says by itself
        now = cluster_nodes(made, RULES, before=earlier).cluster
        assert (
            now.tolist() == put_back(alone, earlier).tolist()
        )  # parts without anything new need no clustering
        for number in set(entity):
            nodes = [node for node, one in enumerate(entity) if one == number]
            joined = {int(alone[node]) for node in nodes} & {int(alone[node]) for node in new}
            if not joined:
                assert np.flatnonzero(now == now[nodes[0]]).tolist() == nodes
        assert all(now[name] == name <= node for node, name in enumerate(now.tolist()))
        known, entity = count, now.tolist()


@settings(max_examples=80, deadline=None)
@given(st.lists(edge, max_size=60), spelt)
def test_where_all_is_new_nothing_is_put_back(edges, texts):
    made = graph(NODES, distinct(edges, NODES), words=texts)
    alone = cluster_nodes(made, RULES)
    found = cluster_nodes(made, RULES, before=before([0] * NODES, range(NODES)))
    assert found.cluster.tolist() == alone.cluster.tolist()
    assert found.refused == alone.refused


def reasons(made, found):
    ids = [f"E-{name:02d}" for name in found.cluster.tolist()]
    return possible_pairs(made, found, ids)["reason"].to_pylist()


def test_the_second_level_says_that_they_stayed_two():
    quiet = graph(3, [(0, 1, 0.95), (1, 2, 0.5)])
    stayed = cluster_nodes(quiet, RULES, before=before([0, 1, NEW], [2]))
    assert stayed.cluster.tolist() == [0, 1, 2]
    assert reasons(quiet, stayed) == [STAYS, BELOW]


def test_why_two_were_left_two_is_remembered_where_nothing_is_new():
    made = graph(4, [(0, 1, 0.95), (2, 3, 0.2)], countries=["RU", "KG", "", ""])
    first = cluster_nodes(made, RULES)
    again = cluster_nodes(made, RULES, before=before([0, 1, 2, 3], [3], first.refused))
    assert again.refused == first.refused == {(0, 1): "countries differ"}
    assert reasons(made, again) == ["countries differ", BELOW]
