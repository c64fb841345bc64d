"""Slips in common words are mended to their concept, and firms' own words are left alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from resolver.names import canonicalise
from resolver.names.vocabulary import know

with Path(__file__).with_name("mending_cases.csv").open(encoding="utf-8") as _file:
    CASES = list(csv.DictReader(_file))


@pytest.mark.parametrize("case", CASES, ids=[case["word"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    assert know(case["word"]).concept == case["concept"]


def test_a_damaged_name_keeps_the_key_of_the_whole_one() -> None:
    names = ["JSC RESERACH INSTITUTE OF POLYMERIC MATERIAI", "JSC RESEARCH INSTITUTE OF POLYMERIC MATERIAL"]
    first, second = canonicalise(names)["key_concepts"].to_pylist()
    assert first == second
