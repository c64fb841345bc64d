"""The golden cases are well formed: known words, no case twice, no hint that cannot hold."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).parent
EXPECTED = {
    "same_match",
    "match",
    "possible",
    "contains",
    "not_match",
    "none",
    "placeholder",
    "reported",
}
Row = dict[str, str]


def load(name: str, columns: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert ",".join(rows[0]) == columns
    return rows


def test_name_pairs() -> None:
    columns = "case_id,class,left,right,left_country,right_country,expected,note"
    rows = load("names.csv", columns)
    assert len(rows) >= 170
    assert [row["case_id"] for row in rows] == [f"N{place:03d}" for place in range(1, len(rows) + 1)]
    assert max(Counter((row["left"], row["right"]) for row in rows).values()) == 1
    for row in rows:
        assert row["expected"] in EXPECTED, row
        assert re.fullmatch("[a-z_]+", row["class"]), row
        assert all(re.fullmatch("([A-Z]{2})?", row[side]) for side in ("left_country", "right_country")), row
        assert row["left"], row
        assert (row["right"] == "") == (row["expected"] == "placeholder"), row


def test_each_class_and_each_answer_has_several_cases() -> None:
    rows = load("names.csv", "case_id,class,left,right,left_country,right_country,expected,note")
    assert min(Counter(row["class"] for row in rows).values()) >= 5
    assert {row["expected"] for row in rows} == EXPECTED


def test_lookalikes() -> None:
    rows = load("lookalikes.csv", "name,must_keep,country,why")
    assert len(rows) >= 300
    assert len({row["name"].casefold() for row in rows}) == len(rows)
    for row in rows:
        words = set(re.findall(r"\w+", row["name"].lower()))
        assert row["must_keep"], row
        assert set(row["must_keep"].split()) <= words, row


def test_forms() -> None:
    rows = load("forms.csv", "name,expected_form,country,note")
    assert len(rows) >= 60
    assert len({row["name"] for row in rows}) == len(rows)
    assert {row["expected_form"] for row in rows} == {"LLC", "JSC", "SUE", "INST", "IP"}
