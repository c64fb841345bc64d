"""Outcomes of queries, alerts, reliability, and the comparison with a frozen baseline."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.quality import baseline, measure
from benchmarks.quality.truth import QUERY_COLUMNS

QUERIES = pd.DataFrame(
    [
        ("q1", "a", "", "alpha", "1", "x", 0),
        ("q2", "b", "", "alpha", "2", "x", 0),
        ("q3", "c", "", "alpha", "3", "y", 0),
        ("q4", "d", "", "alpha", "4", "y", 0),
    ],
    columns=QUERY_COLUMNS,
)
HITS = pd.DataFrame(
    [
        ("q1", "beta", "9", "match", 0.99, 12.0),  # the same firm on another list
        ("q2", "alpha", "7", "match", 0.95, 9.0),  # a stranger, stronger than the truth
        ("q2", "alpha", "2", "possible", 0.4, 1.0),
        ("q3", "alpha", "8", "possible", 0.5, 2.0),
    ],
    columns=["party_id", "list", "listing_id", "band", "score", "match_weight"],
).assign(listed_name="listed")
FIRMS = {("alpha", "1"): frozenset({("alpha", "1"), ("beta", "9")})}


def test_outcomes_tell_band_and_rank() -> None:
    found = measure.outcomes(QUERIES, measure.mark(QUERIES, HITS, FIRMS)).set_index("query_id")
    assert list(found["band"]) == ["match", "possible", "none", "none"]
    assert list(found["first"]) == [True, False, False, False]
    assert found.at["q3", "best_wrong"] == "listed" and found.at["q4", "best_wrong"] == ""


def test_shares_by_class_and_over_all() -> None:
    table = measure.shares(measure.outcomes(QUERIES, measure.mark(QUERIES, HITS, FIRMS)))
    assert table.loc["x", ["queries", "match", "found", "first"]].tolist() == [2, 0.5, 1.0, 0.5]
    assert table.loc["all", "found"] == 0.5


def test_alerts_are_counted_by_name_not_by_hit() -> None:
    table = measure.alerts(QUERIES, HITS)
    assert table.loc["all", ["names", "match", "possible"]].tolist() == [4, 500.0, 250.0]


def test_a_calibrated_score_has_no_error() -> None:
    marked = pd.DataFrame({"score": [0.75] * 4 + [0.25] * 4, "right": [True] * 3 + [False] * 4 + [True]})
    table, error = measure.reliability(marked)
    assert error == pytest.approx(0.0) and table["pairs"].tolist() == [4, 4]
    assert measure.reliability(marked.assign(right=False))[1] == pytest.approx(0.5)


def test_f1() -> None:
    assert measure.f1([True, True, False], [True, False, True]) == (0.5, 0.5, pytest.approx(0.5))
    assert measure.f1([False], [False])[2] == 0.0


@pytest.mark.parametrize(
    ("figure", "before", "now", "lost"),
    [
        ("matrix/single", 0.95, 0.945, False),
        ("matrix/single", 0.95, 0.93, True),
        ("matrix/ocr", 0.95, 0.935, False),
        ("innocents/match", 5.0, 6.4, False),
        ("innocents/match", 5.0, 6.6, True),
        ("calibration/error", 0.02, 0.024, False),
        ("calibration/error", 0.02, 0.026, True),
        ("pairs/f1", None, 0.1, False),
    ],
)
def test_a_loss_is_more_than_its_tolerance(figure: str, before: float | None, now: float, lost: bool) -> None:
    frozen = {} if before is None else {figure: before}
    (difference,) = baseline.compare({figure: now}, frozen)
    assert difference.lost is lost


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert baseline.read_baseline(path) == {}
    baseline.write_baseline({"b": 0.123456, "a": 1.0}, {"half": "test"}, path)
    assert baseline.read_baseline(path) == {"a": 1.0, "b": 0.1235}
