"""What headings mean, in the languages of the manifests."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.intake.columns import PARTY_FIELDS, ROLES, ROW_FIELDS, find_heading, plan_layout
from resolver.intake.headings import Meaning, meaning_of

HERE = Path(__file__).parent


def read_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


CASES = read_rows(HERE / "heading_cases.csv")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["heading"] or "empty")
def test_meaning(case: dict[str, str]) -> None:
    expected = Meaning(case["role"], case["field"]) if case["field"] else None
    assert meaning_of(case["heading"]) == expected


def test_every_row_of_the_table_has_a_known_meaning() -> None:
    for row in read_rows(HERE.parents[2] / "resolver/intake/tables/headings.csv"):
        assert row["source"]
        allowed = {"role": ROLES, "field": (*PARTY_FIELDS, *ROW_FIELDS), "filler": ("",)}[row["kind"]]
        assert row["value"] in allowed, row


@given(st.text(max_size=60))
def test_any_text_is_a_heading_or_not(text: str) -> None:
    assert meaning_of(text) is None or isinstance(meaning_of(text), Meaning)


def test_heading_below_titles() -> None:
    rows = [("Report", ""), ("", ""), ("id", "Company"), ("1", "Consignee Ltd")]
    assert find_heading(rows, {}) == 2
    assert find_heading([("1", "A LLC"), ("2", "B LLC")], {}) is None
    assert find_heading([("a", "b"), ("x", "firm x")], {"name": "firm x"}) == 1


def test_one_role_takes_the_fields_without_role() -> None:
    layout = plan_layout(["consignee", "country", "inn", "address", "city"], {}, "m.csv")
    assert set(layout.parties[0].places) == {"name", "country", "tax_id", "address", "city"}
    wide = plan_layout(["shipper", "consignee", "country"], {}, "m.csv")
    assert [set(party.places) for party in wide.parties] == [{"name"}, {"name"}]
