"""Given pairs: every pair is scored, in its own row, whatever the others are."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import resolver
from resolver.config import Config
from resolver.explaining import explain_pair
from resolver.matching.weights import load_model

PAIRS = [
    ("ООО «Вестрокон»", "VESTROKON LLC"),
    ("VESTROKON TELEKOM", "VESTROKON LLC"),
    ("PRAIRIE BAKERY", "VESTROKON LLC"),
    ("TO THE ORDER OF KVAZARIKA JSC", "АО Квазарика"),
    ("TO ORDER", "VESTROKON LLC"),
    ("ООО", "LLC"),
    ("", "VESTROKON LLC"),
    ("VESTROKON LLC", ""),
    ("ООО «Вестрокон»", "VESTROKON LLC"),
]


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    return resolver.compare([left for left, _ in PAIRS], [right for _, right in PAIRS])


def test_row_for_row(compared: pd.DataFrame) -> None:
    assert list(zip(compared["left"], compared["right"], strict=True)) == PAIRS
    assert compared.columns.tolist()[2:] == [
        "band",
        "kind",
        "score",
        "match_weight",
        "evidence",
        "proposed_by",
        "ofac_reference_score",
        "note",
    ]


def test_answers(compared: pd.DataFrame) -> None:
    bands = compared["band"].tolist()
    assert bands[0] == bands[3] == bands[8] == "match"
    assert compared["kind"].tolist()[0] == "same"
    assert bands[2] == bands[4] == bands[5] == bands[6] == bands[7] == "none"


def test_pairs_below_every_threshold_are_scored_too(compared: pd.DataFrame) -> None:
    row = compared.iloc[2]
    assert (row["band"], row["kind"]) == ("none", "")
    assert 0 < row["score"] < 0.1
    assert row["match_weight"] < 0
    assert json.loads(row["evidence"])["prior"]["bits"] == pytest.approx(load_model().prior_bits, abs=1e-3)


def test_pairs_without_a_score_say_why(compared: pd.DataFrame) -> None:
    sides = [note.partition(": ")[0] for note in compared["note"]]
    assert sides == ["", "", "", "", "left", "left", "left", "right", ""]
    assert compared["note"].tolist()[5] == "left: only_legal_form"


def test_equal_rows_have_equal_answers(compared: pd.DataFrame) -> None:
    assert compared.iloc[0].to_dict() == compared.iloc[8].to_dict()


def test_a_pair_does_not_depend_on_the_other_rows(compared: pd.DataFrame) -> None:
    for row in (0, 1, 2, 3):
        alone = resolver.compare(*PAIRS[row]).iloc[0].to_dict()
        assert alone == compared.iloc[row].to_dict()


def test_the_channels_that_would_propose_it(compared: pd.DataFrame) -> None:
    channels = compared["proposed_by"].str.split("|")
    assert "exact" in channels[0]
    assert channels[2] == ["given"]


def scored(**columns: str) -> dict[str, object]:
    frame = pd.DataFrame(
        {"left": ["VESTROKON"], "right": ["VESTROKON LLC"], **{k: [v] for k, v in columns.items()}}
    )
    return resolver.compare(frame).iloc[0].to_dict()


def test_countries_and_identifiers_count() -> None:
    weights = [
        scored(left_tax_id="7707083893", right_tax_id="7736050003", left_country="RU", right_country="RU"),
        scored(left_country="KG", right_country="RU"),
        scored(left_country="RU", right_country="RU"),
        scored(left_tax_id="7707083893", right_tax_id="7707083893", left_country="RU", right_country="RU"),
    ]
    bits = [row["match_weight"] for row in weights]
    assert bits == sorted(bits)
    assert bits[0] < bits[2] < bits[3]


def test_a_person_is_weighed_as_one() -> None:
    assert scored(right_type="individual")["match_weight"] < scored()["match_weight"]


def test_columns_of_the_user_stay() -> None:
    assert scored(case="17")["case"] == "17"


def test_presets_change_the_band_not_the_score() -> None:
    frame = pd.DataFrame(PAIRS[:4], columns=["left", "right"])
    strict, wide = (resolver.compare(frame, preset=preset) for preset in ("strict", "wide"))
    assert strict["score"].tolist() == wide["score"].tolist()
    order = {"none": 0, "possible": 1, "match": 2}
    assert (strict["band"].map(order) <= wide["band"].map(order)).all()


def test_no_pairs() -> None:
    assert resolver.compare([], []).empty


def test_explain_says_what_compare_says() -> None:
    text = resolver.explain("ООО «Вестрокон»", "VESTROKON LLC", config=Config())
    row = resolver.compare("ООО «Вестрокон»", "VESTROKON LLC").iloc[0]
    assert f"band {row['band']}, kind {row['kind']}" in text


@pytest.mark.parametrize(
    ("party", "listed", "told"),
    [
        ("KRATON TRADE", "KRATON LLC", "contains: the party's name says more than the listed one"),
        (
            "KRATON VEKTRIS TRADE",
            "KRATON VEKTRIS ZAVOD LLC",
            "contains: the party's name says more and lacks words of the listed one",
        ),
        ("KRATON ZAGVOR CO., LD", "KRATON ZAGVOR CO., LTD.", "one or two letters away from it"),
        ("KRATON", "KRATON LLC", "same: if the hit is right"),
    ],
)
def test_explain_says_of_a_kind_what_is_the_case(party: str, listed: str, told: str) -> None:
    assert told in explain_pair(party, listed, "", "", Config())
