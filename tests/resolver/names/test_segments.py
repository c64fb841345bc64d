"""Party segmentation: cases as a table, and the laws that hold for any text."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resolver.names import enumerations, segments
from resolver.names.segments import Segmentation, SegmentedParty, plain_names, segment, segment_many
from resolver.names.tables import read_table
from tests.resolver.names.hostile import TEXTS

CASES = list(
    csv.DictReader((Path(__file__).parent / "segment_cases.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_case(case: dict[str, str]) -> None:
    found = segment(case["text"])
    assert "|".join(f"{party.role}={party.name}" for party in found.parties) == case["parties"]
    assert found.placeholder == (case["class"] == "placeholder")
    assert bool(found.reason) == found.placeholder
    if case["country"]:
        assert found.parties[-1].country == case["country"]


def test_address_parts() -> None:
    party = segment("ROMASHKA LLC 125009 MOSCOW TVERSKAYA 7").parties[0]
    assert (party.address, party.city, party.country) == ("125009 MOSCOW TVERSKAYA 7", "MOSCOW", "RU")


def test_numbers_belong_to_their_firm() -> None:
    first, second = segment("OOO ROMASHKA INN 7707083893 PO PORUCHENIYU TOO ALMA BIN 990240001234").parties
    assert [(i.scheme, i.valid) for i in first.identifiers] == [("RU-INN", True)]
    assert [(i.scheme, i.valid) for i in second.identifiers] == [("KZ-BIN", False)]


def test_long_names_stay_whole() -> None:
    name = (
        "ФЕДЕРАЛЬНОЕ ГОСУДАРСТВЕННОЕ УНИТАРНОЕ ПРЕДПРИЯТИЕ "
        + "НАУЧНО ИССЛЕДОВАТЕЛЬСКИЙ ИНСТИТУТ " * 16
        + "РОМАШКА"
    )
    assert len(name) > 550
    assert segment(name).parties[0].name == name


@given(st.text(max_size=80))
def test_never_raises_and_never_loses_a_firm(text: str) -> None:
    found = segment(text)
    assert found.placeholder == (not found.parties)
    assert all(any(char.isalnum() for char in party.name) for party in found.parties)


TEXT = "ООО LLC ROMASHKA АЛМА ON BEHALF OF TO ORDER C/O УЛ ЛЕНИНА 5 125009 MOSCOW , ; / INN 7707083893 ТЕЛ KOREA ROOM"
WORD = st.sampled_from((*TEXT.split(), "«X»"))


@given(st.lists(WORD, max_size=12).map(" ".join))
def test_segmenting_a_name_again_changes_nothing(text: str) -> None:
    for party in segment(text).parties:
        again = segment(party.name)
        if not again.placeholder and len(again.parties) == 1 and not again.parties[0].role:
            assert again.parties[0].name == party.name or len(again.parties[0].name) < len(party.name)


def test_many_is_one_by_one() -> None:
    texts = [case["text"] for case in CASES]
    assert segment_many(texts) == [segment(text) for text in texts]


MARKS = re.compile(r"[;|\n@/]|\d[\d\s()./-]{3,}\d")
LONG_NUMBER = re.compile(r"[0-9A-Za-z]*\d[0-9A-Za-z]{4}|[0-9A-Za-z]{4}\d|\d[\d .-]{5}\d")


@given(TEXTS)
def test_glances_are_the_patterns_that_they_stand_for(text: str) -> None:
    assert bool(segments._MARKS.search(text)) == bool(MARKS.search(text))
    assert bool(segments._LONG_NUMBER.search(text)) == bool(LONG_NUMBER.search(text))
    assert enumerations._MAY_STAND_BETWEEN.search(text) or not enumerations._BETWEEN_FIRMS.search(text)


LABELS = st.sampled_from([row["label"] for row in read_table("field_labels")])


@given(
    st.sampled_from(("", " ", "M")), LABELS, st.sampled_from(("", ":", " : ", " ", " OOO KOSKENTBOR ")), TEXTS
)
def test_the_glance_at_labels_misses_none(before: str, label: str, mark: str, rest: str) -> None:
    text = before + label + mark + rest
    assert segments._without_label(text) == segments._label_off(text)


def test_easy_letters_are_left_as_they_are() -> None:
    easy = [char for char in map(chr, range(sys.maxunicode + 1)) if segments._EASY.fullmatch(char)]
    assert len(easy) > 400
    for char in easy:
        assert segments._tidy(char) == char
        assert char.isalpha() or char in ' .,()«»"-'


EASY_TEXT = (
    "E-MAIL WWW. MOSCOW STREET KING ООО LLC Ltd. ROMASHKA АЛМА «Лютик» (HOLDING) TRADING AS KOREA MESSRS C O B TO ORDER "
    "XXX ŞTİ - . , ) C.O. SELLER GRUZOPOLUCHATEL ДЛЯ"
)
EASY = st.lists(st.sampled_from((*EASY_TEXT.split(), "", "é", "\u0133")), max_size=6).map(" ".join)


@given(st.lists(st.one_of(EASY, TEXTS), max_size=6))
@example(["ROMASHKA , , ООО"])
def test_plain_names_are_what_they_are_one_by_one(texts: list[str]) -> None:
    for text, plain in zip(texts, plain_names(texts), strict=True):
        if plain is not None:
            assert segment(text) == Segmentation((SegmentedParty("", plain.name),), bare=plain.bare)


def test_most_names_are_plain() -> None:
    texts = [
        "ООО Ромашка",
        "LLC",
        "Lyutik (Holding) Ltd.",
        "ROMASHKA LLC 125009 MOSCOW",
        "TO ORDER",
        "KOREA STAR",
    ]
    assert [plain is not None for plain in plain_names(texts)] == [True, True, True, False, False, True]


@pytest.mark.parametrize(
    ("text", "bare"),
    [("ООО", True), ("ROMASHKA LLC C/O LLC", True), ("ООО АЛМА", False), ("TO ORDER", False)],
)
def test_bare_is_a_firm_of_nothing_but_a_legal_form(text: str, bare: bool) -> None:
    assert segment(text).bare is bare


def test_every_row_of_the_tables_is_used() -> None:
    strengths = {
        "sure",
        "start",
        "between",
        "firms",
        "behind form",
        "forms",
        "two forms",
        "names",
        "notified",
    }
    for row in read_table("roles"):
        assert row["source"]
        assert row["strength"] in strengths
        assert row["names"] in {"next", "previous"}
    sure = [row for row in read_table("roles") if row["strength"] == "sure" and row["names"] == "next"]
    for row in sure:
        found = segment(f"ROMASHKA LLC {row['phrase']} LYUTIK LLC")
        assert [party.role for party in found.parties] == ["", row["role"]], row
