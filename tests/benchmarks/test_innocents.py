"""Innocents and hard negatives: many, distinct, in disjoint halves, on no list."""

from __future__ import annotations

import re

from benchmarks.quality.clusters import distinct_by_sound
from benchmarks.quality.folding import core
from benchmarks.quality.innocents import (
    MADE,
    PATTERNS,
    acronyms,
    hard_negatives,
    innocents,
    listed_keys,
    off_list,
)
from tests.benchmarks.fictional import listing, snapshot


def test_the_same_arguments_give_the_same_names() -> None:
    assert innocents("test", 300).equals(innocents("test", 300))


def test_names_are_distinct_and_halves_disjoint() -> None:
    train, test = innocents("train", 4000), innocents("test", 4000)
    cores = [set(map(core, frame["name"])) for frame in (train, test)]
    assert [len(one) for one in cores] == [4000, 4000]
    assert len(cores[0] & cores[1]) < 10  # names of numbers and generic words can meet by chance
    assert train["class"].nunique() > 15


def test_no_slot_is_left_open() -> None:
    assert not any(re.search(r"[{}]", name) for name in innocents("train", 3000)["name"])
    assert len(PATTERNS) > 15


def test_acronyms_are_short_and_their_halves_disjoint() -> None:
    train, test = acronyms("train", 500), acronyms("test", 500)
    assert train.equals(acronyms("train", 500))
    words = [{min(core(name).split(), key=len) for name in frame["name"]} for frame in (train, test)]
    assert {len(word) for word in words[0]} <= {1, 2, 3, 4}
    assert len(words[0] & words[1]) < 25  # what core() leaves of a form can be shorter than the acronym


def test_a_listed_name_is_dropped_in_either_script() -> None:
    lists = (snapshot("one", listing("1", "OOO VEKTOR"), listing("2", "ВОСТОК-СНАБ")),)
    frame = innocents("test", 5)
    frame.loc[0, "name"], frame.loc[1, "name"] = "Вектор, ООО", "VOSTOKSNAB LLC"
    kept, dropped = off_list(frame, listed_keys(lists))
    assert (len(kept), dropped) == (3, 2)


def test_hard_negatives_are_near_and_not_listed() -> None:
    words = [
        "KARNATOV",
        "BELUGIN",
        "SOMBRER",
        "TALDYKUR",
        "OGNEVIK",
        "PRISMALUX",
        "GRANDUEL",
        "NEPTAVIA",
        "ZORINEL",
    ]
    many = [listing(str(i), f"{w} MACHINERY TRADING {i + 20} LLC") for i, w in enumerate(words * 3)]
    lists = (snapshot("one", *many),)
    frame = hard_negatives(lists, "test", 20)
    listed = {core(n.text) for one in many for n in one.names}
    assert len(frame) > 5 and not {core(name) for name in frame["name"]} & listed
    assert all("MACHINERY" in name or "TRADING" in name for name in frame["name"])


def test_what_was_made_as_one_name_is_one_stranger() -> None:
    frame = innocents("train", 4000)
    again = frame[frame[MADE].duplicated(keep=False)]
    assert len(again) > 20
    kept = distinct_by_sound(frame)
    assert not kept[MADE].duplicated().any()
    assert len(kept) > len(frame) / 2
