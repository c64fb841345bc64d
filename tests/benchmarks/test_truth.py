"""Truth sets: groups, halves, names held out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.quality import truth
from benchmarks.quality.folding import fold, has_cyrillic
from tests.benchmarks.fictional import snapshots
from watchlists.model import Snapshot


def test_a_firm_on_two_lists_is_one_group_and_one_half() -> None:
    lists = snapshots()
    group, half = truth.groups(lists), truth.halves(lists)
    assert group["alpha", "1"] == group["beta", "9"] != group["alpha", "2"]
    assert half["alpha", "1"] == half["beta", "9"]
    assert ("beta", "9") in truth.same_firm(lists)["alpha", "1"]


def test_judged_pairs_of_two_lists_are_one_firm_and_move_no_half(monkeypatch: pytest.MonkeyPatch) -> None:
    lists, columns = snapshots(), ["left_list", "left_id", "right_list", "right_id", "same"]
    rows = [
        ("alpha", "2", "beta", "9", "1"),
        ("alpha", "1", "alpha", "2", "0"),
        ("alpha", "gone", "beta", "9", "1"),
    ]
    before = truth.halves(lists)
    monkeypatch.setattr(truth, "_judged", lambda: pd.DataFrame(rows, columns=columns))
    found = truth.one_firm(lists)
    assert ("beta", "9") in found["alpha", "2"] and ("alpha", "2") in found["beta", "9"]
    assert ("alpha", "2") not in found["alpha", "1"]
    assert truth.halves(lists) == before


def test_the_further_pairs_are_one_firm_and_ask_no_query(monkeypatch: pytest.MonkeyPatch) -> None:
    lists, columns = snapshots(), ["left_list", "left_id", "right_list", "right_id", "same"]
    further = pd.DataFrame([("alpha", "2", "beta", "9", "1")], columns=columns)
    asked = [len(truth.checked_pairs(lists, half)) for half in ("train", "test")]
    monkeypatch.setattr(truth, "judged_further", lambda: further)
    assert ("beta", "9") in truth.one_firm(lists)["alpha", "2"]
    assert [len(truth.checked_pairs(lists, half)) for half in ("train", "test")] == asked == [0, 0]


def test_judged_pairs_are_in_order_and_judged_once() -> None:
    pair = ["left_list", "left_id", "right_list", "right_id"]
    tables = [truth._judged(), truth.judged_further()]
    for table in tables:
        assert list(table.columns) == [*pair, "same", "checked_by"]
        assert table.notna().all(axis=None) and set(table["same"]) == {"0", "1"}
        assert set(table["left_list"]) | set(table["right_list"]) <= set(truth.LIST_FILES)
        rows = list(table[pair].itertuples(index=False, name=None))
        assert rows == sorted(rows)
        assert all(row[0] != row[2] for row in rows)
    both = pd.concat(tables)[pair].itertuples(index=False, name=None)
    pairs = [frozenset((row[:2], row[2:])) for row in both]
    assert len(pairs) == len(set(pairs))


def test_both_halves_together_ask_for_every_group_once() -> None:
    lists = snapshots()
    asked = [truth.queries(lists, half) for half in ("train", "test")]
    group = truth.groups(lists)
    seen = [
        group[s, i]
        for one in asked
        for s, i in zip(one["truth_source"], one["truth_listing_id"], strict=True)
    ]
    assert sorted(seen) == sorted(set(group.values()))
    assert list(asked[0].columns) == truth.QUERY_COLUMNS


@pytest.mark.parametrize("half", ["train", "test"])
def test_held_out_names_are_gone_and_their_listings_keep_another(half: truth.Half) -> None:
    lists = snapshots()
    asked = truth.queries(lists, half)
    listings = truth.by_key(truth.held_out(lists, asked))
    for name, source, listing_id in asked[["name", "truth_source", "truth_listing_id"]].itertuples(
        index=False
    ):
        kept = [fold(one.text) for one in listings[source, listing_id].names]
        assert kept and fold(name) not in kept
        assert listings[source, listing_id].names[0].quality == "primary"


def test_latin_only_lists_hold_nothing_else() -> None:
    kept = truth.latin_only(snapshots())
    assert not any(has_cyrillic(n.text) for s in kept for one in s.listings for n in one.names)


def test_a_folder_may_be_given_or_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RESOLVER_LISTS_DIR", "/elsewhere")
    assert truth.lists_folder() == Path("/elsewhere")
    assert truth.lists_folder(tmp_path) == tmp_path


@pytest.fixture(scope="module")
def real(lists_folder: Path) -> tuple[Snapshot, ...]:
    """The organisations of the real lists."""
    return truth.organisations(truth.read_lists(lists_folder))


@pytest.mark.lists
def test_real_lists_split_into_halves_without_leaks(real: tuple[Snapshot, ...], lists_folder: Path) -> None:
    lists = real
    half = truth.halves(lists)
    assert 0.45 < sum(one == "test" for one in half.values()) / len(half) < 0.55
    keys: dict[str, set[str]] = {}
    for key, listing in truth.by_key(lists).items():
        for name in listing.names:
            for one in truth.name_keys(name.text):
                keys.setdefault(one, set()).add(half[key])
    leaking = [key for key, in_halves in keys.items() if len(in_halves) > 1]
    assert len(leaking) < 0.002 * len(keys)
    cyrillic = truth.cyrillic_queries(lists, "test", lists_folder)
    assert len(cyrillic) > 500 and all(has_cyrillic(name) for name in cyrillic["name"])


@pytest.mark.lists
def test_the_rule_for_the_same_firm_agrees_with_the_hand_checked_pairs(real: tuple[Snapshot, ...]) -> None:
    lists = real
    firms = truth.same_firm(lists)
    pairs = pd.concat([truth.checked_pairs(lists, half) for half in ("train", "test")])
    left, right = (
        zip(pairs["left_list"], pairs["left_id"], strict=True),
        zip(pairs["right_list"], pairs["right_id"], strict=True),
    )
    said = [b in firms[a] for a, b in zip(left, right, strict=True)]
    right_when_said = pairs.loc[said, "same"].mean()
    assert len(pairs) > 200 and right_when_said > 0.93


@pytest.mark.lists
def test_the_further_pairs_tie_what_they_say_and_nothing_else(real: tuple[Snapshot, ...]) -> None:
    """Their listings stand on the lists, no two listings of one list come together by them, none judged different does."""
    table = truth.judged_further()
    with pytest.MonkeyPatch.context() as without:
        without.setattr(truth, "judged_further", lambda: table[:0])
        before = truth.connected(truth.one_firm(real))
    after = truth.connected(truth.one_firm(real))
    left, right = (
        list(zip(table[f"{side}_list"], table[f"{side}_id"], strict=True)) for side in ("left", "right")
    )
    assert set(left) | set(right) <= set(after)
    said = [after[a] == after[b] for a, b in zip(left, right, strict=True)]
    assert said == list(table["same"] == "1")
    groups: dict[truth.Key, set[truth.Key]] = {}
    for key in after:
        groups.setdefault(after[key], set()).add(before[key])
    lists_of: dict[truth.Key, set[str]] = {}
    for key in before:
        lists_of.setdefault(before[key], set()).add(key[0])
    for joined in groups.values():
        assert sum(len(lists_of[one]) for one in joined) == len(set.union(*(lists_of[one] for one in joined)))
