"""run.json: complete, stable, and with the clock in one place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from resolver.report import RunFacts, build_run_record, write_run_record
from resolver.report.record import configuration_hash, library_versions


def test_the_record_answers_what_an_auditor_asks(record: dict[str, Any]) -> None:
    [listed] = record["lists"]
    assert (listed["entries"], listed["names"], listed["aliases"]) == (1, 2, 1)
    assert listed["excluded"] == [{"where": "entry 7", "reason": "no name"}]
    [given] = record["inputs"]
    assert (given["rows"], given["outcomes"]) == (7, {"screened": 6, "placeholder": 1})
    assert given["reasons"] == {"TO ORDER": 1}
    assert given["encoding"] == "utf-8"
    assert record["counts"]["hits_by_band_and_kind"] == {
        "match/same": 3,
        "possible/contains": 1,
        "possible/same": 2,
    }
    assert record["counts"]["candidate_pairs"] == 12
    assert {"duckdb", "splink", "rapidfuzz"} <= set(record["libraries"])


def test_only_the_part_execution_depends_on_the_clock(facts: RunFacts, record: dict[str, Any]) -> None:
    later = build_run_record(
        replace(facts, started="2027-01-01T00:00:00", seconds={"names": 9.0}, peak_memory=7)
    )
    assert {key for key in record if record[key] != later[key]} == {"execution"}


def test_the_file_has_sorted_keys_and_reads_back(tmp_path: Path, record: dict[str, Any]) -> None:
    text = write_run_record(tmp_path, record).read_text(encoding="utf-8")
    assert json.loads(text) == record
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def test_equal_settings_have_equal_hashes() -> None:
    assert configuration_hash({"a": 1, "b": 2}) == configuration_hash({"b": 2, "a": 1})
    assert configuration_hash({"a": 1}) != configuration_hash({"a": 2})


def test_every_declared_library_has_a_version() -> None:
    versions = library_versions()
    assert versions
    assert all(version[0].isdigit() for version in versions.values())


def test_an_input_without_rows_counts_as_none(facts: RunFacts) -> None:
    record = build_run_record(replace(facts, inputs=({"file": "empty.csv", "sha256": ""},)))
    assert record["inputs"][0]["rows"] == 0
