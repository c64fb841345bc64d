"""Parties of one file against each other: keys, blocks, contexts, scores."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.config import Config
from resolver.matching.alignment import NUMBERS_CONFLICT, NUMBERS_NONE, PLACES_CONFLICT
from resolver.matching.within import link_within, within_model
from resolver.matching.within_comparisons import DIRECTION, POSITION, WITHIN
from resolver.matching.within_contexts import context_states, pair_contexts, prepare_pairing
from resolver.matching.within_keys import deletion_keys, pairs_of, string_keys, whole_name
from resolver.matching.within_levels import compared
from resolver.matching.within_names import prepare_within
from resolver.model import PARTIES

CONFIG = Config(jobs=1)


def parties(rows):
    """PARTIES of (name, country, INN) rows."""
    blank = {f.name: "" for f in PARTIES} | {"source_file": "m.csv"}
    made = []
    for number, (name, country, *inn) in enumerate(rows, start=1):
        numbers = [{"kind": "tax_id", "scheme": "RU-INN", "value": v, "valid": True} for v in inn]
        made.append(
            blank
            | {"party_id": f"p{number}", "source_row": number, "party_name": name, "country": country}
            | {"identifiers": numbers}
        )
    return pa.Table.from_pylist(made, schema=PARTIES)


def edge_between(rows):
    """(probability, contains) of the pair of two rows; (0, False) when there is none."""
    edges = link_within(parties(rows), CONFIG)
    if edges.contexts.of_party[0] == edges.contexts.of_party[1]:
        return 1.0, False
    return (edges.probability[0], bool(edges.contains[0])) if len(edges.left) else (0.0, False)


SAME = [
    ("ООО «Химпром»", "Khimprom LLC"),
    ("Щербаков и Ко", "Schtscherbakow & Co"),
    ("OOO LUNOKHOD ELEKTRONIKA", "Общество с ограниченной ответственностью «Луноход Электроника»"),
    ("KOK-BULAK TRADE LLC", "ЖЧК Кок-Булак Трейд"),
    ("West Hill Lunokhod LLC", "Westhill Lunokhod LLC"),  # th sounds otherwise than t and h at a seam
    ("Jin Xing Hua Lunokhod", "Jinxinghua Lunokhod"),
]
OTHERS = [
    ("Soda Capital", "ACY Capital"),
    ("Stripe", "Strix"),
    ("A-B-C Company", "X Company"),
    ("LUNOKHOD ELEKTRONIKA 61 LLC", "LUNOKHOD ELEKTRONIKA 81 LLC"),
    ("Deutsche Bank AG", "Deutsche Bank GmbH"),
    ("Westminister Management Company", "Management Company"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_reach_the_threshold(one, other):
    probability, contains = edge_between([(one, "RU"), (other, "RU")])
    assert probability >= CONFIG.cluster_threshold
    assert not contains


def test_a_slip_of_the_keyboard_is_possibly_the_same():
    probability, contains = edge_between([("GROMOBOY LUNOKHOD JSC", "RU"), ("GROMOBOY LUNOHKOD AO", "RU")])
    assert probability >= 0.5
    assert not contains


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_firms_stay_below_it(one, other):
    probability, contains = edge_between([(one, ""), (other, "")])
    assert probability < CONFIG.cluster_threshold or contains


def test_a_name_that_says_more_contains_the_other():
    probability, contains = edge_between([("Almaz-Antey", "RU"), ("Almaz Antey Telecom", "RU")])
    assert contains or probability < CONFIG.possible_threshold


@pytest.mark.parametrize(("one", "other"), SAME + OTHERS)
def test_a_pair_scores_the_same_either_way_round(one, other):
    assert edge_between([(one, "RU"), (other, "KG")]) == edge_between([(other, "KG"), (one, "RU")])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "Lunokhod Election Commission of Donetsk",
            "Lunokhod Election Commission of Luhansk",
            PLACES_CONFLICT,
        ),
        ("Lunokhod Elektronika Iran", "Lunokhod Elektronika Syria", PLACES_CONFLICT),
        (
            "Lunokhod Elektronika Iran",
            "Lunokhod Elektronika Tehran",
            NUMBERS_NONE,
        ),  # a town is in its country
        ("Lunokhod Elektronika Tehran", "Тегеранская Луноход Электроника", NUMBERS_NONE),
        ("Lunokhod Elektronika Tehran", "Lunokhod Elektronika", NUMBERS_NONE),
        ("North Lunokhod Tehran", "South Lunokhod Shenzhen", NUMBERS_CONFLICT),
    ],
)
def test_names_of_two_places_are_told_from_each_other(one, other, expected):
    side = prepare_within(parties([(one, ""), (other, "")]), jobs=1)
    levels, _ = compared(side.names, side.spread, np.array([0]), np.array([1]))
    assert levels[0, POSITION["numbers"]] == expected


def test_a_shared_identifier_binds_and_another_one_parts():
    name = "Lunokhod Elektronika LLC"
    shared, _ = edge_between([(name, "RU", "7700000001"), ("LUNOKHOD ELEKTRONIKS", "KZ", "7700000001")])
    apart, _ = edge_between([(name, "RU", "7700000001"), (name, "RU", "7700000002")])
    assert shared >= 0.99
    assert apart < CONFIG.cluster_threshold


def test_the_order_of_rows_changes_nothing():
    rows = [(one, "RU") for pair in SAME for one in pair]
    one, other = (link_within(parties(r), CONFIG) for r in (rows, rows[::-1]))
    assert np.array_equal(one.left, other.left)
    assert np.array_equal(one.probability, other.probability)
    assert np.array_equal(one.contexts.of_party, other.contexts.of_party[::-1])


def test_no_rows_and_names_without_words_pass():
    assert len(link_within(parties([]), CONFIG).left) == 0
    assert edge_between([("ООО", "RU"), ("LLC", "KZ")])[0] == 0.0 or edge_between(
        [("ООО", "RU"), ("LLC", "KZ")]
    ) == (edge_between([("ООО", "RU"), ("LLC", "KZ")])[0], True)


def test_the_shipped_model_fits_the_comparisons_and_runs_their_way():
    model = within_model()
    for comparison in WITHIN:
        weights = model.weights(comparison.name)
        assert len(weights) == len(comparison.levels)
        way = DIRECTION.get(comparison.name, 0)
        assert way == 0 or (way * np.diff(weights) >= -1e-6).all()


words = st.text(alphabet="abc", min_size=1, max_size=6)


@settings(max_examples=80)
@given(st.lists(words, min_size=2, max_size=8, unique=True))
def test_deletion_keys_meet_words_one_letter_apart(texts):
    """The plain twin: two words share a string when at most one letter is deleted from each."""

    def shortened(word):
        return {word, *(word[:k] + word[k + 1 :] for k in range(len(word)))}

    keys = deletion_keys(pa.chunked_array([texts]), 1, 40)
    found, _ = pairs_of("one_letter", keys, len(texts), cap=1000, window=0)
    pairs = combinations(range(len(texts)), 2)
    plain = {i * len(texts) + j for i, j in pairs if shortened(texts[i]) & shortened(texts[j])}
    assert set(found.tolist()) == plain


@settings(max_examples=50)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=40))
def test_blocks_are_paired_in_full_up_to_the_cap(values):
    keys = whole_name(np.array(values), np.arange(len(values)))
    found, report = pairs_of("x", keys, len(values), cap=100, window=0)
    plain = [(i, j) for i, j in combinations(range(len(values)), 2) if values[i] == values[j]]
    assert found.tolist() == sorted(i * len(values) + j for i, j in plain)
    assert report.left_out == 0


def test_a_block_over_the_cap_grows_linearly_and_is_reported():
    keys = whole_name(np.zeros(5000, dtype=np.int64), np.arange(5000))
    found, report = pairs_of("x", keys, 5000, cap=60, window=6)
    assert len(found) <= 6 * 5000
    assert report.over_cap == 1
    assert report.left_out > 12_000_000


def test_string_keys_read_slices_of_columns():
    column = pa.chunked_array([["aa", "bb"], ["aa"]]).slice(1, 2)
    keys = string_keys(column, 1)
    assert keys.key[0] == string_keys(pa.chunked_array([["bb"]]), 1).key[0]


def test_a_name_with_thousands_of_numbers_has_linear_pairs_of_contexts():
    rows = [("Vostok LLC", "RU", f"77{n:08d}") for n in range(3000)]
    side = prepare_within(parties([*rows, ("Vostok LLC", "RU")]), jobs=1)
    pairing = prepare_pairing(side.contexts, len(side.names))
    _, one, other = pair_contexts(pairing, np.arange(1), np.arange(1))
    assert len(one) < 2 * len(rows)
    assert (one < other).all()
    assert len(set(zip(one.tolist(), other.tolist(), strict=True))) == len(one)
    _, states = context_states(pairing, one, other)
    assert set(states.tolist()) <= {0, 2}


def test_a_number_under_too_many_names_binds_nobody():
    consonants = "bdgklmnprstvz"
    names = [
        f"{a}o{b}u{a}evik {b}a{c}imet" for a in consonants[:4] for b in consonants[:4] for c in consonants[:4]
    ]
    edges = link_within(parties([(name, "RU", "7700000001") for name in names]), CONFIG)
    assert not edges.identified.any()


def test_levels_carry_country_and_identifiers():
    edges = link_within(
        parties([("Lunokhod Elektronika", "RU", "7700000001"), ("Lunokhod Elektronika", "", "7700000001")]),
        CONFIG,
    )
    assert edges.identified[0]
    assert edges.identified.all()
