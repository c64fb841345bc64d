"""Manipulations: each does what it says, and says when it does not apply."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.quality.manipulations import COMBINABLE, SINGLE, Subject, subject
from benchmarks.quality.matrix import COMBINED, matrix_queries
from tests.benchmarks.fictional import snapshots

RARE = {"KARNATOV": 1, "VEKTOR": 1}


def taken_apart(name: str, cyrillic: str = "") -> Subject:
    return subject(name, lambda word: RARE.get(word, 2000), cyrillic=cyrillic, eastern=True)


@pytest.mark.parametrize(
    ("kind", "name", "changed"),
    [
        ("exact", "OOO KARNATOV", "OOO KARNATOV"),
        ("punctuation_off", "KARNATOV CO., LTD.", "KARNATOV CO LTD"),
        ("form_dropped", "OOO KARNATOV TRADE", "KARNATOV TRADE"),
        ("form_moved", "OOO KARNATOV TRADE", "KARNATOV TRADE OOO"),
        ("form_dropped", "KARNATOV", ""),
        ("word_dropped", "KARNATOV TRADE", ""),
        ("cut_35", "OOO KARNATOV", ""),
        ("cut_35", "LIMITED LIABILITY COMPANY KARNATOV MACHINE PLANT", "LIMITED LIABILITY COMPANY KARNATOV"),
        ("vowels_dropped", "OOO KARNATOV", "OOO KRNTV"),
        ("initials", "KARNATOV MACHINE PLANT LLC", "KMP LLC"),
        ("and_sign", "KARNATOV AND SONS", "KARNATOV & SONS"),
        ("in_russian", "OOO KARNATOV", "ООО КАРНАТОВ"),
        ("partly_in_russian", "OOO KARNATOV TEMIR", "OOO KARNATOV ТЕМИР"),
        ("partly_in_russian", "OOO KARNATOV", ""),
        ("words_of_look_alikes", "OOO MOPET KARNATOV", "OOO МОРЕТ KARNATOV"),
        ("words_of_look_alikes", "OOO KARNATOV", ""),
        ("respelled", "KARNATOV LLC", ""),
        ("hyphens", "KARNATOV LLC", ""),
    ],
)
def test_a_manipulation_on_a_name(kind: str, name: str, changed: str) -> None:
    assert SINGLE[kind](random.Random(1), taken_apart(name)) == changed


def test_romanisation_starts_from_the_cyrillic_name() -> None:
    of = taken_apart("OOO SHCHUKIN", "ООО «Щукин»")
    assert SINGLE["roman_german"](random.Random(1), of) == "SCHTSCHUKIN"
    assert SINGLE["roman_french"](random.Random(1), of) == "CHTCHOUKIN"
    assert SINGLE["roman_german"](random.Random(1), taken_apart("OOO SHCHUKIN")) == ""


@pytest.mark.parametrize("kind", ["typo_1", "typo_2", "ocr", "homoglyphs", "doubled_letter", "word_split"])
def test_damage_changes_the_name_and_leaves_most_of_it(kind: str) -> None:
    for seed in range(30):
        changed = SINGLE[kind](random.Random(seed), taken_apart("OOO KARNATOV MASHINERI"))
        assert changed and changed != "OOO KARNATOV MASHINERI"
        assert abs(len(changed) - len("OOO KARNATOV MASHINERI")) <= 3


def test_at_least_twenty_five_manipulations_and_no_unknown_combination() -> None:
    assert len(SINGLE) >= 25 and set(COMBINABLE) <= set(SINGLE)


def test_the_matrix_names_its_listing_and_is_reproducible() -> None:
    frame = matrix_queries(snapshots(), "test", each=5, folder=Path("nowhere"))
    again = matrix_queries(snapshots(), "test", each=5, folder=Path("nowhere"))
    assert frame.equals(again)
    assert {"exact", "form_dropped", COMBINED} <= set(frame["class"])
    assert (frame.loc[frame["class"] != COMBINED].groupby("class").size() <= 5).all()
