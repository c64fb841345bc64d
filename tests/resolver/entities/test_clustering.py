"""Clusters from graphs drawn by hand: what merges, what chains, what is kept apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.api import dedupe
from resolver.entities.calling import Words
from resolver.entities.clustering import BELOW, BODIES, CONTAINS, FACTS, FORBIDDEN, cluster_nodes
from resolver.entities.graph import CONTAINED, Graph
from resolver.entities.joint import NAMES, Joint, Question
from resolver.entities.parts import parts_of
from resolver.entities.possible import possible_pairs
from resolver.entities.rules import Rules
from resolver.entities.said import A_BODY_MORE, OTHER_BODIES, SAID, SAID_BITS

RULES = Rules(0.9)
SAYS = {
    "says": 2 << SAID_BITS * list(SAID).index("spelling"),
    "slips": 1 << SAID_BITS * list(SAID).index("edits"),
    "body": A_BODY_MORE << SAID_BITS * list(SAID).index("surplus"),
    "bodies": OTHER_BODIES << SAID_BITS * list(SAID).index("surplus"),
}
LANGUAGES = {"unia": 1, "union": 2, "soyuz": 3}  # of names that end in such a word


def answer(log_odds):
    return Question(-1, 0, 0, 0, log_odds)


def graph(nodes, edges, *, countries=None, facts=None, forms=None, bits=30.0, rows=None, words=None):
    """A graph of `nodes` contexts; `edges` are (left, right, probability[, "contains" or "identified"][, one of SAYS])."""
    ordered = sorted((min(a, b), max(a, b), p, *kind) for a, b, p, *kind in edges)
    return Graph(
        content=[f"firm {n:04d}\x1f\x1f\x1f" for n in range(nodes)],
        rows=np.array(rows or [1] * nodes, dtype=np.int64),
        bits=np.full(nodes, bits),
        country=countries or [""] * nodes,
        forms=[frozenset(f.split()) for f in forms or [""] * nodes],
        facts=[{k: frozenset(v) for k, v in one.items()} for one in facts or [{}] * nodes],
        left=np.array([e[0] for e in ordered], dtype=np.int64),
        right=np.array([e[1] for e in ordered], dtype=np.int64),
        probability=np.array([e[2] for e in ordered], dtype=np.float64),
        contains=np.array(["contains" in e for e in ordered], dtype=np.bool_),
        identified=np.array(["identified" in e for e in ordered], dtype=np.bool_),
        said=np.array([SAYS.get(e[-1], 0) if len(e) > 3 else 0 for e in ordered], dtype=np.int64),
        words=as_words(words) if words else None,
    )


def as_words(texts):
    """The words of each text; those with a capital are telling."""
    names, name = np.unique(texts, return_inverse=True)
    words = [word for text in names for word in text.split()]
    return Words(
        name=name.astype(np.int64),
        offset=np.cumsum([0, *(len(text.split()) for text in names)]).astype(np.int64),
        word=np.unique(words, return_inverse=True)[1].astype(np.int64),
        main=np.ones(len(words), dtype=np.bool_),
        telling=np.array([word[0].isupper() for word in words]),
        language=np.array([LANGUAGES.get(text.split()[-1], -1) for text in names], dtype=np.int32),
    )


def clusters(made, **decisions):
    return cluster_nodes(made, RULES, **decisions).cluster.tolist()


def test_a_triangle_is_one_entity():
    assert clusters(graph(3, [(0, 1, 0.95), (1, 2, 0.95), (0, 2, 0.95)])) == [0, 0, 0]


def test_a_chain_of_500_does_not_become_one():
    chained = clusters(graph(500, [(n, n + 1, 0.95) for n in range(499)]))
    assert max(chained.count(name) for name in set(chained)) <= 4


def test_spellings_around_a_frequent_one_stay_together():
    star = graph(9, [(0, n, 0.95) for n in range(1, 9)], rows=[1000] + [1] * 8)
    assert clusters(star) == [0] * 9


def test_a_bridge_between_two_dense_groups_parts_them():
    groups = [(a, b, 0.97) for g in (0, 5) for a in range(g, g + 5) for b in range(a + 1, g + 5)]
    assert clusters(graph(10, [*groups, (4, 5, 0.96)])) == [0] * 5 + [5] * 5


def test_contained_names_merge_only_when_nearly_certain():
    assert clusters(graph(2, [(0, 1, CONTAINED - 0.001, "contains")])) == [0, 1]
    assert clusters(graph(2, [(0, 1, CONTAINED, "contains")])) == [0, 0]
    sure = graph(2, [(0, 1, CONTAINED - 0.001, "contains")])
    assert cluster_nodes(sure, Rules(0.7)).cluster.tolist() == [0, 1]


def test_a_body_of_a_body_is_another_one_however_surely_the_names_agree():
    of_a_body = graph(2, [(0, 1, 0.99, "contains", "body")])
    assert clusters(of_a_body) == [0, 1]
    found = possible_pairs(of_a_body, cluster_nodes(of_a_body, RULES), ["E-A", "E-B"])
    assert found["reason"].to_pylist() == [CONTAINS]


def test_two_bodies_are_two_however_surely_the_names_agree():
    two = graph(2, [(0, 1, 0.99, "bodies")])
    assert clusters(two) == [0, 1]
    found = possible_pairs(two, cluster_nodes(two, RULES), ["E-A", "E-B"])
    assert found["reason"].to_pylist() == [BODIES]


@pytest.mark.parametrize("kind", [("bodies",), ("contains", "body")])
def test_two_bodies_with_one_number_are_one(kind):
    assert clusters(graph(2, [(0, 1, 0.99, "identified", *kind)])) == [0, 0]


@pytest.mark.parametrize(("kind", "expected"), [("bodies", [0, 0, 2]), ("body", [0, 0, 2]), ("", [0, 0, 0])])
def test_what_speaks_of_two_bodies_does_not_count_in_the_mean(kind, expected):
    """Node 2 has .9 with one of two that are one, .5 with the other: a mean of .7, or of .25."""
    made = graph(3, [(0, 1, 0.99), (0, 2, 0.5), (1, 2, 0.9, kind) if kind else (1, 2, 0.9)])
    assert clusters(made) == expected


def test_under_the_threshold_that_is_why_two_stand_apart():
    """.93 where .97 is asked, of names of which one contains the other: this is no reason yet."""
    unsure = graph(2, [(0, 1, 0.93, "contains")])
    found = possible_pairs(unsure, cluster_nodes(unsure, Rules(0.97)), ["E-A", "E-B"])
    assert found["reason"].to_pylist() == [BELOW]


def test_the_second_level_says_why_contained_names_stand_apart():
    unsure = graph(2, [(0, 1, 0.8, "contains")])
    assert possible_pairs(unsure, cluster_nodes(unsure, RULES), ["E-A", "E-B"])["reason"].to_pylist() == [
        CONTAINS
    ]
    parted = graph(2, [(0, 1, 0.99, "contains")], facts=[{"RU-INN": {"1"}}, {"RU-INN": {"2"}}])
    assert possible_pairs(parted, cluster_nodes(parted, RULES), ["E-A", "E-B"])["reason"].to_pylist() == [
        FACTS
    ]


def test_contained_names_support_a_merger_that_others_cause():
    pair = [(0, 1, 0.95), (2, 3, 0.95), (1, 2, 0.95)]
    across = [(0, 2, 0.5, "contains"), (0, 3, 0.5, "contains"), (1, 3, 0.5, "contains")]
    assert clusters(graph(4, pair)) == [0, 0, 2, 2]
    assert clusters(graph(4, pair + across)) == [0, 0, 0, 0]


def test_conflicting_identifiers_part_what_a_third_name_ties():
    made = graph(
        3, [(0, 1, 0.99), (1, 2, 0.99), (0, 2, 0.99)], facts=[{"RU-INN": {"1"}}, {}, {"RU-INN": {"2"}}]
    )
    found = cluster_nodes(made, RULES)
    assert found.cluster.tolist() == [0, 1, 2]
    assert FACTS in found.refused.values()


def test_what_may_be_one_of_several_is_none_of_them_unless_one_has_nearly_all_rows():
    facts = [{"RU-INN": {"1"}}, {}, {"RU-INN": {"2"}}]
    edges = [(0, 1, 0.99), (1, 2, 0.99), (0, 2, 0.99)]
    assert clusters(graph(3, edges, facts=facts)) == [0, 1, 2]
    assert clusters(graph(3, edges, facts=facts, rows=[99, 5, 1])) == [0, 0, 2]


def test_two_listings_of_one_list_are_two_firms_and_of_two_lists_one():
    edges = [(0, 1, 0.99)]
    assert clusters(graph(2, edges, facts=[{"list a": {"1"}}, {"list a": {"2"}}])) == [0, 1]
    assert clusters(graph(2, edges, facts=[{"list a": {"1"}}, {"list b": {"2"}}])) == [0, 0]


def test_countries_part_names_unless_an_identifier_is_shared():
    assert clusters(graph(2, [(0, 1, 0.99)], countries=["RU", "KG"])) == [0, 1]
    assert clusters(graph(2, [(0, 1, 0.99, "identified")], countries=["RU", "KG"])) == [0, 0]
    assert clusters(graph(2, [(0, 1, 0.99)], countries=["RU", ""])) == [0, 0]


def test_generic_names_merge_within_one_country_only():
    assert clusters(graph(2, [(0, 1, 0.99)], countries=["RU", ""], bits=8.0)) == [0, 1]
    assert clusters(graph(2, [(0, 1, 0.99)], countries=["RU", "RU"], bits=8.0)) == [0, 0]


def test_legal_forms_part_one_name():
    assert clusters(graph(2, [(0, 1, 0.99)], forms=["LLC", "JSC"])) == [0, 1]
    assert clusters(graph(2, [(0, 1, 0.99)], forms=["LLC", ""])) == [0, 0]


def test_size_cap_is_kept_and_reported():
    full = [(a, b, 0.99) for a in range(12) for b in range(a + 1, 12)]
    found = cluster_nodes(graph(12, full), Rules(0.9, largest=5))
    sizes = np.unique(found.cluster, return_counts=True)[1]
    assert sizes.max() <= 5
    assert "size cap" in found.refused.values()


def test_decisions_overrule():
    made = graph(4, [(0, 1, 0.99), (2, 3, 0.99)])
    assert clusters(made, must=[(1, 2)]) == [0, 0, 0, 0]
    assert clusters(made, cannot=[(0, 1)]) == [0, 1, 2, 2]
    assert FORBIDDEN in cluster_nodes(made, RULES, cannot=[(0, 1)]).refused.values()


def test_a_decision_ties_nodes_without_any_edge():
    assert clusters(graph(3, []), must=[(0, 2)]) == [0, 1, 0]


edge = st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from([0.4, 0.7, 0.91, 0.95, 0.99]))


@settings(max_examples=60)
@given(st.lists(edge, max_size=40), st.randoms(use_true_random=False))
def test_clusters_do_not_depend_on_the_numbers_of_the_nodes(edges, random):
    best = {}
    for a, b, p in edges:
        if a != b:
            best[min(a, b), max(a, b)] = max(p, best.get((min(a, b), max(a, b)), 0.0))
    plain = [(a, b, p) for (a, b), p in best.items()]
    random.shuffle(plain)
    found = clusters(graph(12, plain))
    assert found == clusters(graph(12, sorted(plain)))
    assert all(name <= node for node, name in enumerate(found))
    assert all(found[name] == name for name in found)


graphs = st.lists(
    st.tuples(st.integers(0, 29), st.integers(0, 29), st.sampled_from([0.3, 0.65, 0.92, 0.99])), max_size=60
)


@settings(max_examples=80)
@given(graphs, st.lists(st.tuples(st.integers(0, 29), st.sampled_from([0.65, 0.92, 0.99])), max_size=4))
def test_a_new_row_changes_nothing_outside_its_part(old, new):
    plain = sorted({(min(a, b), max(a, b)): p for a, b, p in old if a != b}.items())
    edges = [(a, b, p) for (a, b), p in plain]
    after = graph(31, [*edges, *{node: (node, 30, p) for node, p in new}.values()])
    part = parts_of(after, RULES, np.empty((0, 2), np.int64))
    was, now = clusters(graph(31, edges)), clusters(after)
    untouched = [node for node in range(30) if part[node] != part[30]]
    assert [was[node] for node in untouched] == [now[node] for node in untouched]


def between(left, right, probability):
    return [(a, b, probability) for a in left for b in right]


def within(nodes, probability=0.97):
    return [(a, b, probability) for a in nodes for b in nodes if a < b]


# Log odds of 3 where a telling word is shared that nobody else bears, else of -3.
ITS_OWN_WORD = Joint(0.0, ((Question(NAMES.index("others"), 1, 1, 2, 0.0), answer(3.0), answer(-3.0)),))


ONE, OTHER = range(3), range(3, 6)
SPELT = ["Zarnitsyn unia", "Zarnitsyn union", "Zarnitsyn soyuz", "Zarnitsyn", "a Zarnitsyn", "die Zarnitsyn"]


def together(texts, probability=0.35, kind=(), others=(), rules=RULES, **facts):
    """Clusters of six nodes that are two clusters by pairs alone; `others` stand by themselves."""
    across = [(*pair, *kind) for pair in between(ONE, OTHER, probability)]
    edges = [*within(ONE, 0.99), *within(OTHER, 0.99), *across]
    made = graph(6 + len(others), edges, words=[*texts, *others], **facts)
    return cluster_nodes(made, rules, joint=ITS_OWN_WORD).cluster.tolist()[:6]


APART = [0, 0, 0, 3, 3, 3]


def test_what_all_names_say_together_makes_them_one():
    assert together(SPELT) == [0] * 6
    assert together(SPELT, kind=("contains",)) == [0] * 6
    assert together([text.lower() for text in SPELT]) == APART


def test_who_else_bears_the_word_counts():
    assert together(SPELT, others=["Zarnitsyn mill"]) == APART
    assert together(SPELT, others=["Karimov mill"]) == [0] * 6


@pytest.mark.parametrize(("weaker", "expected"), [(0.34, [0, 0, 0, 3]), (0.36, [0, 0, 0, 0])])
def test_of_all_pairs_the_best_one_says_what_it_says(weaker, expected):
    """Node 3 beside three that become one: the pair that says that letters were left out has .35."""
    spelling = NAMES.index("best_spelling")
    letters_left_out = Joint(0.0, ((Question(spelling, 2, 1, 2, 0.0), answer(3.0), answer(-3.0)),))
    edges = [*within(ONE, 0.99), (0, 3, weaker), (1, 3, 0.35, "says"), (2, 3, weaker - 0.01)]
    made = graph(4, edges, words=SPELT[:4])
    assert cluster_nodes(made, RULES, joint=letters_left_out).cluster.tolist() == expected


def test_what_must_be_sure_together_follows_the_threshold():
    assert [round(Rules(t).joint_best, 3) for t in (0.9, 0.97, 1.0)] == [0.184, 0.447, 1.0]
    assert [round(Rules(t).joint(1, slip=False), 3) for t in (0.9, 0.97, 1.0)] == [0.6, 0.843, 1.0]
    assert [round(Rules(0.9).joint(pairs, slip=False), 3) for pairs in (2, 10, 50)] == [0.6, 0.818, 0.957]
    assert [round(Rules(0.9).joint(pairs, slip=True), 3) for pairs in (2, 10, 50)] == [0.818, 0.818, 0.957]
    assert together(SPELT, probability=0.18) == APART
    assert together(SPELT, probability=0.6, rules=Rules(0.984)) == APART
    assert together(SPELT, probability=0.7, rules=Rules(0.93)) == [0] * 6


def test_the_more_pairs_would_be_joined_the_surer_they_must_be():
    """Three nodes beside one, and beside three that are one."""
    likely = Joint(-2.0, ITS_OWN_WORD.trees)  # .73: enough for three pairs, not for nine
    for other, expected in (([3], [0] * 4), (OTHER, APART)):
        nodes = 3 + len(other)
        edges = [*within(ONE, 0.99), *within(other, 0.99), *between(ONE, other, 0.5)]
        made = graph(nodes, edges, words=SPELT[:nodes])
        assert cluster_nodes(made, RULES, joint=likely).cluster.tolist() == expected


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ((), ["mill"] * 6, [0] * 6),
        (("slips",), ["mill"] * 6, APART),
        (("slips",), ["Zarnitsyn"] * 6, [0] * 6),
    ],
)
def test_a_slip_chains_nothing(kind, words, expected):
    """One pair between three and three: a slip is believed where a telling word of both stands beside it."""
    sure = Joint(5.0, ())
    made = graph(6, [*within(ONE, 0.99), *within(OTHER, 0.99), (2, 3, 0.85, *kind)], words=words)
    assert cluster_nodes(made, RULES, joint=sure).cluster.tolist() == expected


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ((), ["mill"] * 4, [0] * 4),
        (("slips",), ["mill"] * 4, [0, 0, 0, 3]),
        (("slips",), ["Zarnitsyn"] * 4, [0] * 4),
    ],
)
def test_a_slip_must_be_surer(kind, words, expected):
    """Three that are one, and a fourth that all of them have a pair with, at .73."""
    likely = Joint(1.0, ())
    made = graph(4, [*within(ONE, 0.99), *((n, 3, 0.85, *kind) for n in ONE)], words=words)
    assert cluster_nodes(made, RULES, joint=likely).cluster.tolist() == expected


def test_what_keeps_firms_apart_does_so_however_much_their_names_agree():
    assert together(SPELT, countries=["RU"] * 3 + ["KG"] * 3) == APART
    assert together(SPELT, forms=["LLC"] * 3 + ["JSC"] * 3) == APART
    assert together(SPELT, facts=[{"RU-INN": {"1"}}] * 3 + [{"RU-INN": {"2"}}] * 3) == APART


def test_a_firm_of_the_state_may_have_become_a_joint_stock_company():
    pair = graph(2, [(0, 1, 0.97)], forms=["SUE", "JSC"])
    assert clusters(pair) == [0, 0]
    assert clusters(graph(2, [(0, 1, 0.97)], forms=["SUE", "INST"])) == [0, 0]
    assert clusters(graph(2, [(0, 1, 0.97)], forms=["SUE", "LLC"])) == [0, 1]
    assert clusters(graph(2, [(0, 1, 0.97)], forms=["JSC", "LLC"])) == [0, 1]


def test_the_shipped_model_parts_sisters_and_joins_what_one_rare_word_calls():
    textiles = ["Karimov textiles", "Karimov textiles co", "Karimov textiles ltd"]
    polymers = ["Karimov polymers", "Karimov polymers co", "Karimov polymers ltd"]
    names = [*textiles, *polymers, "Zarnitsyn mill", "Zarnitsyn works"]
    rows = dedupe(pd.DataFrame({"name": names}))
    found = {frozenset(entity["party_name"]) for _, entity in rows.groupby("entity_id")}
    assert found == {frozenset(textiles), frozenset(polymers), frozenset(names[6:])}


def test_one_misread_legal_form_among_many_parts_nothing():
    one, other = range(4), range(4, 8)
    edges = [*within(one), *within(other), *between(one, other, 0.95)]
    assert clusters(graph(8, edges, forms=["JSC", "", "", "", "LLC", "", "", ""])) == [0] * 8
    assert clusters(graph(8, edges, forms=["JSC"] * 4 + ["LLC"] * 4)) == [0] * 4 + [4] * 4


def test_among_many_spellings_some_may_have_an_earlier_form():
    one, other = range(4), range(4, 8)
    edges = [*within(one), *within(other), *between(one, other, 0.95)]
    assert clusters(graph(8, edges, forms=["JSC", "JSC", "", "", "LLC", "LLC", "", ""])) == [0] * 8
    assert (
        clusters(graph(8, edges, forms=["JSC", "JSC", "JSC", "", "LLC", "LLC", "", ""])) == [0] * 4 + [4] * 4
    )
    few = [*within((0, 1)), *within((2, 3)), *between((0, 1), (2, 3), 0.95)]
    assert clusters(graph(4, few, forms=["JSC", "", "LLC", ""])) == [0, 0, 2, 2]
