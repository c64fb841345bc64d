"""Placeholders: every row of the table, and what is none."""

from __future__ import annotations

import pytest

from resolver.names.placeholders import placeholder_reason
from resolver.names.tables import read_table
from tests.real_lists import read_real

ROWS = read_table("placeholders")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_every_row_is_recognised_in_any_case(row: dict[str, str]) -> None:
    assert row["source"]
    for text in (row["text"], row["text"].lower(), f'  "{row["text"].title()}." '):
        assert placeholder_reason(text) == row["reason"]


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "...", "?", "___", "\n", "X", "xxx", "000", "0", "N/A N/A", "SAME AS PER B/L"]
)
def test_nothing_is_said(text: str) -> None:
    assert placeholder_reason(text)


@pytest.mark.parametrize(
    "text",
    [
        "TO ORDER LLC",
        "NULLARBOR",
        "ООО НЕТ",
        "SAME DAY CARGO",
        "A",
        "7",
        "1",
        "XX7",
        "TOTAL",
        "SAMEER",
        "Нет-Софт",
    ],
)
def test_names_are_names(text: str) -> None:
    assert not placeholder_reason(text)


@pytest.mark.lists
def test_no_listed_organisation_is_a_placeholder(lists_folder) -> None:  # type: ignore[no-untyped-def]
    for path in ("ofac/sdn.xml", "ofac/consolidated.xml", "eu/fsf_1_1.xml"):
        for listing in read_real(lists_folder / path).listings:
            if listing.type == "entity":
                assert not [name.text for name in listing.names if placeholder_reason(name.text)]
