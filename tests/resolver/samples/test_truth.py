"""The demonstration's own marking of what it found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from resolver.model import HITS
from resolver.report import write_tables
from resolver.samples.truth import compare_run_with_truth, compare_with_truth, mentions


def hit(row: int, listing_id: str, file: str = "x/fictional_manifest.csv") -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(HITS.names, "")
    numbers = {"source_row": row, "score": 1.0, "match_weight": 1.0, "ofac_reference_score": 1.0}
    return (
        values
        | numbers
        | {"source_file": file, "listing_id": listing_id, "party_name": "P", "listed_name": "L"}
    )


def table(hits: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(hits, schema=HITS)


def test_a_run_that_finds_nothing_misses_everything() -> None:
    report = compare_with_truth(table([]))
    assert (report.found, len(report.missed), report.unexpected) == ((), len(list(mentions())), ())
    assert "and " in str(report)


def test_a_run_that_finds_everything_misses_nothing() -> None:
    report = compare_with_truth(
        table([hit(m.source_row, m.listing_ids[0], m.source_file) for m in mentions()])
    )
    assert report.missed == ()
    assert report.unexpected == ()


def test_a_hit_on_a_row_without_a_listed_party_is_told() -> None:
    report = compare_with_truth(table([hit(1, "no such entry")]))
    assert report.unexpected == (("fictional_manifest.csv", 1, "P", "L"),)
    assert "fictional_manifest.csv row 1: P ~ L" in str(report)


def test_a_finished_run_is_read_from_its_folder(tmp_path: Path) -> None:
    first = next(mentions())
    write_tables(tmp_path, {"hits": table([hit(first.source_row, first.listing_ids[0], first.source_file)])})
    assert compare_run_with_truth(tmp_path).found == (first,)


def test_the_truth_plants_mentions_on_both_lists_and_of_both_kinds() -> None:
    planted = list(mentions())
    assert {m.relation for m in planted} == {"same", "contains"}
    assert {len(m.listing_ids) for m in planted} == {1, 2}
    assert {m.source_file for m in planted} == {"fictional_manifest.csv", "fictional_manifest_ru.csv"}
