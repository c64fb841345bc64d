"""The screenful at the end of a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from resolver.model import HITS
from resolver.report import summary
from resolver.report.summary import age_text, list_age, short_names
from resolver.report.text_table import count, display_width


def test_it_tells_lists_rows_hits_and_files(record: dict[str, Any], tables: dict[str, pa.Table]) -> None:
    text = summary(record, tables, files=[Path("out/hits.csv"), Path("out/run.json")])
    for part in (
        "ofac-sdn",
        "1 excluded",
        "published 2026-11-20, 3 days old",
        "m.csv: 7 rows: 6 screened, 1 placeholder, 0 unreadable",
        "1  TO ORDER",
        "6 parties in 1 entity",
        "Hits: 6, on 6 parties",
        "Files in out: hits.csv, run.json",
    ):
        assert part in text


def test_the_table_of_hits_fits_and_is_ordered(record: dict[str, Any], tables: dict[str, pa.Table]) -> None:
    lines = summary(record, tables, top=3, width=80).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Strongest hits (3 of 6"))
    shown = lines[start + 1 : start + 5]
    assert all(display_width(line) <= 80 for line in shown)
    assert [line.split()[-1] for line in shown] == ["score", "0.9900", "0.9000", "0.8000"]


def test_one_name_is_shown_once(record: dict[str, Any], tables: dict[str, pa.Table]) -> None:
    many = pa.concat_tables([tables["hits"].slice(0, 1)] * 2000)
    assert "(1 of 2,000" in summary(record, {"hits": many})


def test_it_looks_for_further_names_until_there_are_enough(
    record: dict[str, Any], tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = pa.concat_tables([tables["hits"].slice(0, 1)] * 300 + [tables["hits"]])
    shown = [line for line in summary(record, {"hits": many}).splitlines() if " of 306" in line]
    assert shown == ["Strongest hits (6 of 306, one per name)"]
    monkeypatch.setattr(sys.modules[summary.__module__], "LOOKED_AT", 2)
    again = [line for line in summary(record, {"hits": many}).splitlines() if " of 306" in line]
    assert again == shown


def test_a_run_without_hits_says_so(record: dict[str, Any]) -> None:
    assert "Hits\n  none" in summary(record, {"hits": HITS.empty_table()})


def test_names_cannot_steer_the_terminal(record: dict[str, Any], tables: dict[str, pa.Table]) -> None:
    assert not {"\x1b", "\u202e"} & set(summary(record, tables))


@pytest.mark.parametrize(
    ("published", "started", "days"),
    [("2026-07-11", "2026-07-12T00:00:00Z", 1), ("", "2026-07-12", None), ("2026-07-11", "", None)],
)
def test_the_age_of_a_list(published: str, started: str, days: int | None) -> None:
    assert list_age(published, started) == days


def test_ages_and_counts_in_words() -> None:
    assert age_text("2026-07-11", "2026-07-12") == "published 2026-07-11, 1 day old"
    assert age_text("2026-07-12", "2026-07-11") == "published 2026-07-12"
    assert age_text("", "2026-07-11") == "publication date not given"
    assert [count(1, "party"), count(2, "party"), count(2000, "row"), count(0, "entry"), count(3, "day")] == [
        "1 party",
        "2 parties",
        "2,000 rows",
        "0 entries",
        "3 days",
    ]


def test_files_are_named_without_folders_where_that_is_clear() -> None:
    assert short_names(["a/x.csv", "b/y.csv"]) == {"a/x.csv": "x.csv", "b/y.csv": "y.csv"}
    assert short_names(["a/x.csv", "b/x.csv"]) == {"a/x.csv": "a/x.csv", "b/x.csv": "b/x.csv"}
