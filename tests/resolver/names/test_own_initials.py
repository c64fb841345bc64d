"""Initials that repeat the words beside them come off; other letters in brackets stay."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.canonical import canonical_name
from resolver.names.columns import table_by_columns
from resolver.names.explain import explain_name
from resolver.names.own_initials import without_initials

with (Path(__file__).parent / "own_initials_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))
WORDS = st.sampled_from(
    [
        "Safety",
        "Equipment",
        "of",
        "Procurement",
        "LLC",
        "(SEP)",
        "SEP -",
        "- SEP",
        "ООО",
        "(",
        ")",
        "SEP",
        "SE",
        "EP",
    ]
)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_initials(case: dict[str, str]) -> None:
    assert without_initials(case["text"]) == (case["without"] or case["text"], case["initials"]), case["why"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("MERKAT EQUIPMENT PROCUREMENT COMPANY MEP", "merkat equipment procurement"),
        ("OOO Merkat Equipment of Procurement MEP LLC", "merkat equipment procurement"),
        ("MEP MERKAT EQUIPMENT PROCUREMENT", "mep merkat equipment procurement"),
        ("MERKAT EQUIPMENT ME", "merkat equipment me"),
        ("MERKAT EQUIPMENT PROCUREMENT MET", "merkat equipment procurement met"),
    ],
)
def test_initials_without_a_sign_behind_the_words(text: str, tokens: str) -> None:
    assert " ".join(canonical_name(text).tokens) == tokens
    assert table_by_columns([text])["tokens"][0].as_py() == tokens.split()


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_names_by_columns_and_one_by_one_agree(text: str) -> None:
    assert table_by_columns([text, "KALA"]).to_pylist()[0] == canonical_name(text)._asdict()


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    without, initials = without_initials(text)
    assert (without == text) == (initials == "")


def test_of_a_text_of_many_brackets_none_is_looked_at() -> None:
    text = "Kala Orion Metal " + "(KOX) " * 100_000 + "(KOM)"
    assert without_initials(text) == (text, "")
    assert without_initials("Kaluga Sever Metiz (KSM) " + "(KOX) " * 100_000)[1] == "KSM"


def test_a_name_is_the_same_with_its_initials_and_without() -> None:
    short, long = (
        canonical_name(text)
        for text in ("Merkat Equipment Procurement", "Merkat Equipment Procurement Company (MEP)")
    )
    assert (short.tokens, short.key_concepts) == (long.tokens, long.key_concepts)
    assert long.repairs == ["initials:MEP"]
    steps = {step.step: step for step in explain_name("Merkat Equipment Procurement Company (MEP)")}
    assert steps["initials off"].note == "MEP repeats the words beside it"


def test_initials_that_come_off_twice_are_both_said() -> None:
    assert canonical_name("Merkat Equipment Supply MES (MESM)").repairs == ["initials:MESM mes"]
