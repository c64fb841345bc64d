"""What opens under a hit: both sides, their marks, and bits that add up."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa
import pytest

from resolver.model import LISTINGS, PARTIES
from resolver.report.verdict import agreement
from resolver.report.web_detail import detail
from resolver.report.web_page import render_report_page

from .conftest import hit

Tables = dict[str, pa.Table]


@pytest.fixture
def parties(tables: Tables) -> pa.Table:
    """The parties of the hits, with what a manifest says of the first."""
    blank: dict[str, Any] = dict.fromkeys(PARTIES.names, "") | {"identifiers": []}
    known = {
        "p2": {"address": "Chuy 1", "country": "KG", "hs_code": "8542", "raw_name": "ООО Ветрокон INN 1"}
    }
    known["p2"]["identifiers"] = [{"kind": "tax_id", "scheme": "KG-INN", "value": "123", "valid": False}]
    rows = [
        blank | {"party_id": p, "source_row": 1} | known.get(p, {})
        for p in tables["hits"]["party_id"].to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=PARTIES)


@pytest.fixture
def listings() -> pa.Table:
    """The listing that they hit, among others."""
    blank: dict[str, Any] = dict.fromkeys(LISTINGS.names, "")
    rows = [
        blank
        | {"listing_key": i, "list": "ofac-sdn", "listing_id": number, "cities": [city], "addresses": []}
        for i, (number, city) in enumerate([("899", "Elsewhere"), ("900", "Bishkek")])
    ]
    return pa.Table.from_pylist(
        [{**row, "countries": [], "identifiers": []} for row in rows], schema=LISTINGS
    )


def test_both_sides_are_shown(
    record: dict[str, Any], tables: Tables, parties: pa.Table, listings: pa.Table
) -> None:
    page = render_report_page(record, tables | {"parties": parties}, listings=listings)
    for shown in ("Chuy 1", "HS 8542", "KG-INN 123 (check digit wrong)", "field: ", "Bishkek"):
        assert shown in page
    assert "Elsewhere" not in page


def test_bits_as_shown_add_up(record: dict[str, Any], tables: Tables) -> None:
    page = render_report_page(record, tables)
    for body in re.findall(r'<div class="detail">.*?</details>', page, re.DOTALL):
        *steps, total = map(float, re.findall(r'class="bits">([-+.\d]+)<', body))
        assert round(sum(steps), 2) == total


def test_the_waterfall_ends_in_the_probability_of_the_hit() -> None:
    evidence = json.dumps({"prior": {"bits": -1.0}})  # a third by its rounded bits
    page = detail(hit(1, "A", 0.3339, evidence=evidence), {}, {}, "")
    assert "probability 0.3339" in page


def test_marks_of_what_agrees() -> None:
    evidence = {"identifiers": {"bits": 15, "level": "equal"}, "country": {"bits": -1, "level": "different"}}
    marked = hit(1, "A", 0.9, evidence=json.dumps(evidence), listing_type="vessel", alias_quality="weak")
    assert agreement(marked) == ["numbers agree", "country different", "listed as vessel", "weak alias"]
    evidence = {"place": {"bits": 3, "level": "same address"}}
    assert agreement(hit(1, "A", 0.9, evidence=json.dumps(evidence))) == ["same address"]
    evidence = {
        "identifiers": {"bits": -7, "level": "different of one kind"},
        "country": {"level": "not known"},
    }
    assert agreement(hit(1, "A", 0.9, evidence=json.dumps(evidence))) == ["numbers differ"]


def test_thresholds_and_their_figures_are_on_the_page(record: dict[str, Any], tables: Tables) -> None:
    figures = {
        "found": 0.94,
        "found_in_match": 0.87,
        "alerts": 34.0,
        "alerts_in_match": 4.5,
        "name": "standard",
    }
    configured = {"match_threshold": 0.58, "possible_threshold": 0.21}
    given = {
        **record,
        "configuration": configured,
        "measured": {"preset": figures},
        "options": {"band": "match"},
    }
    page = render_report_page(given, tables)
    assert "Probability from 0.58: match; from 0.21: possible." in page
    assert "94.0% of misspelt" in page
    assert "left out on request" in page
