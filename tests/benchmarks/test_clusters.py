"""Cluster figures against a plain twin, and the synthetic registry."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.clusters import (
    PARTY_COLUMNS,
    RARE,
    alias_parties,
    all_alias_parties,
    cluster_figures,
    is_listed,
    second_level,
    strange_parties,
    unseen_precision,
    word_sharing,
    word_sharing_recall,
)
from benchmarks.quality.registry import REGISTRY_COLUMNS, make_registry
from tests.benchmarks.fictional import snapshots


def plain_pairwise(truth: list[str], found: list[str]) -> tuple[float, float]:
    """Precision and recall, pair by pair."""
    pairs = list(combinations(range(len(truth)), 2))
    both = sum(truth[a] == truth[b] and found[a] == found[b] for a, b in pairs)
    in_found, in_truth = (sum(side[a] == side[b] for a, b in pairs) for side in (found, truth))
    return both / max(1, in_found), both / max(1, in_truth)


def plain_b_cubed(truth: list[str], found: list[str]) -> tuple[float, float]:
    """B-cubed precision and recall, row by row."""
    rows = range(len(truth))
    shared = [sum(truth[a] == truth[b] and found[a] == found[b] for b in rows) for a in rows]
    precision = sum(shared[a] / found.count(found[a]) for a in rows) / len(truth)
    return precision, sum(shared[a] / truth.count(truth[a]) for a in rows) / len(truth)


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=1, max_size=25))
def test_figures_equal_their_plain_twins(rows: list[tuple[str, str]]) -> None:
    truth, found = [t for t, _ in rows], [f for _, f in rows]
    figures = cluster_figures(pd.Series(truth), pd.Series(found))
    assert (figures["precision"], figures["recall"]) == pytest.approx(plain_pairwise(truth, found))
    assert (figures["b_precision"], figures["b_recall"]) == pytest.approx(plain_b_cubed(truth, found))


def test_wrong_merges_count_clusters_of_two_firms() -> None:
    figures = cluster_figures(pd.Series(list("aabbc")), pd.Series(list("xxxyz")))
    assert figures["wrong_merges"] == 1.0 and figures["largest_wrong"] == 3.0
    assert figures["most_strangers"] == 1.0
    assert cluster_figures(pd.Series(list("aabbc")), pd.Series(list("vvwwz")))["most_strangers"] == 0.0


def test_a_rare_word_is_one_that_few_names_hold() -> None:
    rows = [(f"a{n}", f"Zarnitsyn {n}", "", "a") for n in range(RARE)] + [("b", "Lunokhod x", "", "b")]
    parties = pd.DataFrame([*rows, ("c", "Lunokhod y", "", "b")], columns=PARTY_COLUMNS)
    found = parties["truth"].replace("b", "b?").where(parties["id"] != "c", "another")
    assert word_sharing(parties, found)["rare_recall"] == pytest.approx(45 / 46)
    more = pd.concat([parties, pd.DataFrame([("d", "Zarnitsyn", "", "a")], columns=PARTY_COLUMNS)])
    assert word_sharing(more, pd.Series([*found, "a"]))["rare_recall"] == 0.0


def test_alias_parties_hold_listed_firms_and_strangers() -> None:
    parties = alias_parties(snapshots(), "test", strangers=30)
    assert list(parties.columns) == PARTY_COLUMNS and parties["id"].is_unique
    assert (parties.groupby("truth").size() > 1).any()
    assert word_sharing_recall(parties, parties["truth"]) == 1.0
    assert word_sharing_recall(parties, parties["id"]) == 0.0


def test_a_firm_of_many_names_has_many_pairs_and_is_one_firm() -> None:
    names = [*(f"Vestrokon {word}" for word in ("Yi", "Er", "San")), "Lunokhod Yi", "Lunokhod Er"]
    parties = pd.DataFrame({"id": list("12345"), "name": names, "truth": list("fffgg")})
    found = pd.Series(list("aaabc"))
    assert word_sharing(parties, found) == {
        "word_recall": 3 / 4,
        "firm_recall": 1 / 2,
        "rare_recall": 3 / 4,
        "rare_firm_recall": 1 / 2,
    }


def test_the_second_level_counts_pairs_across_linked_clusters() -> None:
    parties = pd.DataFrame(
        {
            "id": list("1234"),
            "name": ["Vestrokon A", "Vestrokon B", "Vestrokon C", "Lunokhod"],
            "truth": list("ffgg"),
        }
    )
    found = pd.Series(["x", "y", "y", "z"])
    columns = ["entity_id", "other_entity_id", "score", "kind"]
    possible = pd.DataFrame([("x", "y", 0.6, "same"), ("y", "z", 0.9, "contains")], columns=columns)
    assert second_level(parties, found, possible, 0.7)["precision"] == 0.0
    figures = second_level(parties, found, possible, 0.5)
    assert figures["pairs"] == 3 and figures["precision"] == pytest.approx(1 / 3)
    assert figures["word_recall"] == 1.0


def test_a_registry_repeats_names_and_plants_firms() -> None:
    registry = make_registry(5000)
    assert registry.equals(make_registry(5000)) and not registry.equals(make_registry(5000, seed=2))
    assert list(registry.columns) == REGISTRY_COLUMNS and len(registry) == 5000
    assert 700 < registry["name"].nunique() <= 1000
    assert registry["truth"].nunique() < registry["name"].nunique()
    given = registry[registry["tax_id"] != ""]
    assert (given.groupby("truth")["tax_id"].nunique() == 1).all()


def test_strangers_share_names_in_the_registry() -> None:
    registry = make_registry(20_000)
    assert (registry.groupby("name")["truth"].nunique() > 1).any()


def test_both_halves_in_one_file_are_the_listed_names_of_each() -> None:
    lists = snapshots()
    strange = {half: set(strange_parties(lists, half, 30)["id"]) for half in ("train", "test")}
    listed = [
        set(alias_parties(lists, half, strangers=30)["id"]) - strange[half] for half in ("train", "test")
    ]
    assert set(all_alias_parties(lists, strangers=30)["id"]) == listed[0] | listed[1] | strange["test"]
    assert listed[0] and listed[1] and listed[0].isdisjoint(listed[1])


def test_precision_of_firms_that_are_not_seen() -> None:
    """Firm A is not seen: one of its pairs, four wrong ones with the seen B, which count half; B's own count not."""
    truth, found = pd.Series(list("AABBBB")), pd.Series(list("xxxxyy"))
    assert unseen_precision(truth, found, frozenset("A")) == pytest.approx(1 / (1 + 4 / 2))
    assert unseen_precision(truth, found, frozenset("AB")) == pytest.approx(3 / 7)
    assert unseen_precision(truth, pd.Series(list("xxyyzz")), frozenset("A")) == 1.0


def test_recall_of_some_firms_among_all() -> None:
    names = ["Orlanta mill", "Orlanta works", "Zarnitsyn mill", "Zarnitsyn works"]
    parties = pd.DataFrame({"id": list("abcd"), "name": names, "truth": list("AABB")})
    found = pd.Series(list("xxyz"))
    assert word_sharing(parties, found)["word_recall"] == 0.5
    assert word_sharing(parties, found, only=frozenset("A"))["word_recall"] == 1.0
    assert word_sharing(parties, found, only=frozenset("B"))["word_recall"] == 0.0


def test_an_innocent_is_its_own_truth() -> None:
    parties = pd.DataFrame({"id": ["list-1-0", "innocent-1"], "truth": ["list-1", "innocent-1"]})
    assert is_listed(parties).tolist() == [True, False]
