"""Placeholders: every row of the table, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.placeholders import may_be_placeholder, placeholder_reason
from resolver.names.tables import read_table
from resolver.names.word_keys import key_words
from tests.real_lists import read_real

ROWS = read_table("placeholders")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_every_row_is_recognised_in_any_case(row: dict[str, str]) -> None:
    assert row["source"]
    for text in (row["text"], row["text"].lower(), f'  "{row["text"].title()}." '):
        assert placeholder_reason(text) == row["reason"]
        assert may_be_placeholder(key_words(text))


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "...", "?", "___", "\n", "X", "xxx", "000", "0", "N/A N/A", "SAME AS PER B/L"]
)
def test_nothing_is_said(text: str) -> None:
    assert placeholder_reason(text)
    assert may_be_placeholder(key_words(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("NO NAME GIVEN", "not given"),
        ("НЕ УКАЗАН В ДОКУМЕНТАХ", "not given"),
        ("БЕЗ УКАЗАНИЯ НАИМЕНОВАНИЯ ПОЛУЧАТЕЛЯ", "not given"),
        ("БЕЗ ПЕЧАТИ ПОЛУЧАТЕЛЯ", ""),
        ("БЕЗ НАИМЕНОВАНИЯ ПОЛУЧАТЕЛЯ", "not given"),
        ("SIN CONSIGNATARIO", "not given"),
        ("AS PER DOCUMENTS", "same as another party"),
        ("ТОТ ЖЕ, ЧТО И В ГРАФЕ 8", "same as another party"),
        ("СОГЛАСНО ДОКУМЕНТАМ", "same as another party"),
        ("SEE BOX 14", "same as another party"),
    ],
)
def test_what_clerks_put_together(text: str, reason: str) -> None:
    assert placeholder_reason(text) == reason
    assert may_be_placeholder(key_words(text)) or not reason


def test_words_of_placeholders_have_a_part_and_a_source() -> None:
    for row in read_table("placeholder_words"):
        assert row["source"]
        assert row["part"] in {"head", "object", "said", "joint"}
        assert bool(row["reason"]) == (row["part"] == "head")


_TEXT = (
    "THE SAME AS WITH TO PER CONSIGNEE B/L L/C 1ST N A N/A TBA TBC XX 00 X 0 NULL NONE ? \u0487 ООО ROMASHKA NO NAME"
    " SEE BOX 14"
)
_WORDS = _TEXT.split()


@given(st.one_of(st.text(max_size=12), st.lists(st.sampled_from(_WORDS), max_size=5).map(" ".join)))
def test_the_glance_misses_no_placeholder(text: str) -> None:
    assert may_be_placeholder(key_words(text)) or not placeholder_reason(text)


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
        "NO LIMIT",
        "NO NAME STUDIO",
        "NO 1 TRADING",
        "AS DATA",
        "PER DATA",
        "SEE DATA",
        "SEE 12",
        "NOT",
        "ПО",
        "БЕЗ ГРАНИЦ",
        "По данным ООО",
        "ТОТ САМЫЙ ЧАЙ",
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
