"""Pairs that are kept from run to run, against the run that compares all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.config import Config
from resolver.matching.within import link_within
from resolver.matching.within_keys import pairs_of, whole_name
from tests.resolver.matching.test_within import parties

CONFIG = Config(jobs=1)
OLD = [
    ("ООО Луноход Электроника", "RU"),
    ("OOO LUNOKHOD ELEKTRONIKA", "RU"),
    ("Gromoboy Mashzavod JSC", "RU"),
    ("АО Громобой Машзавод", "RU"),
    ("Kok-Bulak Trade LLC", "KG"),
    ("SAPPHIRE LANTERN SHIPPING", "AE"),
]
NEW = [("ЖЧК Кок-Булак Трейд", "KG"), ("Lunokhod Elektronics", "RU")]


def scored(edges, table):
    """Probability by the two spellings."""
    first = {}
    for name, context in zip(table["party_name"].to_pylist(), edges.contexts.of_party.tolist(), strict=True):
        first.setdefault(context, name)
    pairs = zip(edges.left.tolist(), edges.right.tolist(), edges.probability.tolist(), strict=True)
    return {frozenset((first[a], first[b])): p for a, b, p in pairs}


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=40))
def test_pairs_with_a_fresh_name_are_those_of_all_pairs(drawn):
    values, fresh = (np.array(column) for column in zip(*drawn, strict=True))
    keys, count = whole_name(values, np.arange(len(values))), len(values)
    every, _ = pairs_of("x", keys, count, cap=100, window=0)
    some, _ = pairs_of("x", keys, count, cap=100, window=0, fresh=fresh)
    assert some.tolist() == [code for code in every.tolist() if fresh[code // count] or fresh[code % count]]


def test_nothing_new_is_nothing_compared_and_the_same_edges():
    table = parties(OLD)
    first = link_within(table, CONFIG)
    again = link_within(table.take([3, 1, 5, 0, 4, 2]), CONFIG, earlier=first.compared)
    assert again.candidate_pairs == 0
    for name in ("left", "right", "weight", "probability", "contains", "identified"):
        assert getattr(again, name).tolist() == getattr(first, name).tolist()
    assert again.compared == first.compared


def test_new_names_meet_the_old_ones_and_old_pairs_keep_their_score():
    table = parties([*OLD, *NEW])
    first, whole = link_within(parties(OLD), CONFIG), link_within(table, CONFIG)
    more = link_within(table, CONFIG, earlier=first.compared)
    assert 0 < more.candidate_pairs < whole.candidate_pairs
    assert scored(more, table).keys() == scored(whole, table).keys()
    before = scored(first, parties(OLD))
    assert {pair: scored(more, table)[pair] for pair in before} == before


def test_contexts_that_left_take_their_pairs_with_them():
    first = link_within(parties(OLD), CONFIG)
    fewer = link_within(parties(OLD[:3]), CONFIG, earlier=first.compared)
    assert scored(fewer, parties(OLD[:3])) == scored(link_within(parties(OLD[:3]), CONFIG), parties(OLD[:3]))


def test_a_context_at_another_place_is_compared_again():
    table = parties(OLD)
    first = link_within(table, CONFIG)
    at = table.schema.get_field_index("city")
    moved = table.set_column(at, "city", pa.array(["Perm", "Perm", *[""] * (len(OLD) - 2)]))
    again, whole = link_within(moved, CONFIG, earlier=first.compared), link_within(moved, CONFIG)
    assert again.candidate_pairs > 0
    assert scored(again, moved) == scored(whole, moved)


@pytest.mark.parametrize("aged", ["another version", "a file that has grown"])
def test_all_is_compared_anew_when_what_was_found_no_longer_holds(aged):
    first = link_within(parties(OLD), CONFIG)
    number = first.compared.basis.schema.get_field_index("names" if "grown" in aged else "fingerprint")
    name = first.compared.basis.schema.names[number]
    basis = first.compared.basis.set_column(number, name, pa.array([2 if "grown" in aged else "x"]))
    again = link_within(parties(OLD), CONFIG, earlier=replace(first.compared, basis=basis))
    assert again.candidate_pairs == first.candidate_pairs > 0
    assert again.compared == first.compared


def test_another_threshold_is_another_fingerprint():
    first = link_within(parties(OLD), CONFIG)
    lower = link_within(parties(OLD), Config(jobs=1, possible_threshold=0.05), earlier=first.compared)
    assert lower.candidate_pairs == first.candidate_pairs
