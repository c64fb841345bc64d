"""The second truth: entries of an Entity List as firms, their halves, and what ties them to the listings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.quality import truth
from benchmarks.quality.entity_list import controlled_parties, entity_list_parties, entries
from tests.benchmarks.fictional import snapshots

LISTED = [
    {"name": "Vektor-Pribory LLC", "aliases": ["Vektor Pribory Optics"], "country": "Russia"},
    {
        "name": "Qorvalen Microelectronics Co., Ltd.",
        "aliases": ["Qorvalen Micro", "Корвален"],
        "country": "China",
    },
    {"name": "Shenzhen Qorvalen Trading", "aliases": ["Qorvalen Micro"], "country": "China"},
    {"name": "Ivan Petrovich Sidorkin", "aliases": [], "country": "Russia"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bis").mkdir()
    (tmp_path / "bis" / "entity_list.json").write_text(json.dumps({"entities": LISTED}), encoding="utf-8")
    return tmp_path


def test_entries_are_firms_with_all_their_names(folder: Path) -> None:
    given = entries(folder)
    assert [entry.key[1] for entry in given] == ["0", "1", "2"]  # a person is none
    assert given[1].names == ("Qorvalen Microelectronics Co., Ltd.", "Qorvalen Micro", "Корвален")
    assert given[1].country == "CN"


def test_every_firm_is_in_one_half_and_a_listed_one_in_that_of_its_listing(folder: Path) -> None:
    lists, given = snapshots(), entries(folder)
    rows = {half: entity_list_parties(lists, half, given) for half in ("train", "test")}
    assert sorted(map(len, rows.values())) != [0, 0]
    firms = {half: set(table["truth"]) for half, table in rows.items()}
    assert firms["train"].isdisjoint(firms["test"])
    assert sum(map(len, rows.values())) == sum(len(entry.names) for entry in given)
    home = truth.halves(lists)["beta", "9"]
    assert "Vektor-Pribory LLC" in set(rows[home]["name"])


def test_entries_of_one_name_are_one_firm(folder: Path) -> None:
    lists, given = snapshots(), entries(folder)
    named = [entity_list_parties(lists, half, given) for half in ("train", "test")]
    both = {
        truth
        for table in named
        for name, truth in zip(table["name"], table["truth"], strict=True)
        if "Qorval" in name
    }
    assert len(both) == 1


def test_innocents_are_firms_of_their_own(folder: Path) -> None:
    rows = controlled_parties(snapshots(), "train", entries(folder), strangers=20)
    strangers = rows[rows["id"].str.startswith("innocent")]
    assert len(strangers) > 10 and (strangers["id"] == strangers["truth"]).all()
    assert rows["id"].is_unique
