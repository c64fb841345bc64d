"""Why a hit is in its band: the reasons are those of `resolver.matching.hits.bands`."""

from __future__ import annotations

import pytest

from resolver.config import Config
from resolver.report.explanation import waterfall
from resolver.report.verdict import KINDS, band_reason, kind_reason, none_reason

SETTINGS = Config(match_threshold=0.6, possible_threshold=0.2).as_dict()


@pytest.mark.parametrize(
    ("band", "score", "told"),
    [
        ("match", 0.6, "probability 0.6000; match from 0.6"),
        ("match", 0.99999999, "probability >0.9999; match from 0.6"),
        ("possible", 0.59, "probability 0.5900; possible from 0.2"),
        ("possible", 0.2, "probability 0.2000; possible from 0.2"),
        ("possible", 0.9, "a weak alias alone is never one"),
        ("possible", 0.03, "is under 0.2; reported because it holds telling words of the listed name"),
    ],
)
def test_band(band: str, score: float, told: str) -> None:
    assert told in band_reason(band, score, SETTINGS)


def test_kinds() -> None:
    assert set(KINDS) == {"same", "contains"}
    assert "subsidiary" in kind_reason("contains")
    assert kind_reason("another") == "another"
    assert kind_reason("{of} a damaged table") == "{of} a damaged table"


@pytest.mark.parametrize(
    ("kind", "missing", "letters", "told"),
    [
        (
            "contains",
            "under 0.5 bits, 13 to 22 bits found",
            "as the words say",
            "says more than the listed one",
        ),
        (
            "contains",
            "9 to 12 bits, 13 to 22 bits found",
            "as the words say",
            "lacks words of the listed one",
        ),
        (
            "contains",
            "under 0.5 bits, 13 to 22 bits found",
            "one letter apart, 22 letters or more",
            "letters away",
        ),
        ("same", "9 to 12 bits, 13 to 22 bits found", "as the words say", "if the hit is right"),
    ],
)
def test_a_kind_is_told_by_what_was_found(kind: str, missing: str, letters: str, told: str) -> None:
    evidence = {"words_missing": {"level": missing}, "letters": {"level": letters}}
    assert told in kind_reason(kind, evidence)


def test_why_a_pair_is_no_hit() -> None:
    evidence = {
        "prior": {"bits": -8},
        "coverage": {"bits": -0.5},
        "words_extra": {"bits": -2},
        "edits": {"bits": 1},
    }
    words = ([("kraton", "kraton", "")], ["trade"], ["zagvor", "plant"])
    assert none_reason(0.0014, evidence, words, SETTINGS) == [
        "probability 0.0014 is under 0.2 (-9.50 bits; from -2.00, 7.50 more)",
        "not in the party's name: zagvor, plant",
        "not in the listed name: trade",
        "most against it: party's other words (-2.00 bits), listed name covered (-0.50 bits)",
    ]
    assert none_reason(0.1, {"prior": {"bits": -3}}, ([], [], []), SETTINGS) == [
        "probability 0.1000 is under 0.2 (-3.00 bits; from -2.00, 1.00 more)"
    ]


def test_only_a_difference_speaks_against_a_pair_in_the_bits_of_the_waterfall() -> None:
    evidence = {
        "prior": {"bits": -8.168},
        "words_extra": {"bits": -1.766, "level": "20 to 30 bits, under 13 bits found"},
        "edits": {"bits": -0.46, "level": "under 0.3 bits of edits, 9 to 13 bits"},
        "identifiers": {"bits": -0.1, "level": "none shared"},
    }
    shown = {step.name: f"{step.shown_bits:+.2f}" for step in waterfall(evidence)}
    lines = none_reason(0.0007, evidence, ([], [], []), SETTINGS)
    assert lines[-1] == f"most against it: party's other words ({shown['words_extra']} bits)"
    assert shown["words_extra"] == "-1.76"  # -9.93 less -8.17, so that the column adds up


@pytest.mark.parametrize(
    ("kind", "listing_type", "told"),
    [
        ("same", "", "those of one firm"),
        ("same", "entity", "those of one firm"),
        ("same", "individual", "those of one person"),
        ("same", "vessel", "those of one vessel"),
        ("contains", "entity", "a branch, a subsidiary"),
        ("contains", "vessel", "holds the name of a listed vessel"),
        ("contains", "individual", "holds the name of a listed person"),
    ],
)
def test_a_person_or_a_vessel_is_not_called_a_firm(kind: str, listing_type: str, told: str) -> None:
    assert told in kind_reason(kind, "", listing_type)


def test_a_part_of_a_name_is_not_called_the_name() -> None:
    evidence = {"words_missing": {"bits": -1.0, "level": "15 to 20 bits, 13 to 22 bits found"}}
    assert "holds part of the name of a listed person" in kind_reason("contains", evidence, "individual")
