"""Printed figures find their rows in the document; what was not printed is named and stays."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

PRINTED = """
Manipulated names (matrix) (26 s)
            queries  match  found
class
exact           400  1.000  1.000

Hard negatives, alerts of 1,000 (5 s)
            names   match  possible
class
all          3000  20.667   182.667

Calibration on held-out candidate pairs (9 s)
            pairs  score  right
0.0 to 0.1  90583  0.003  0.007
"""
DOCUMENT = """Words of | their own | stay.

| manipulation | queries | in `match` | in a band |
|---|---|---|---|
| exact | 300 | 0.999 | 0.999 |
| case | 300 | 0.999 | 0.999 |

| hard negatives | names | `match` | `possible` |
|---|---|---|---|
| all | 1 | 1 | 1 |

| innocents of | names | `match` | `possible` |
|---|---|---|---|
| all | 1 | 1 | 1 |

| score | pairs | mean score | share right |
|---|---|---|---|
| 0.0 to 0.1 | 1 | 1 | 1 |

| another table | names |
|---|---|
| exact | 5 |
"""


@pytest.fixture(scope="module")
def refresh_accuracy() -> ModuleType:
    path = Path(__file__).parents[2] / "docs" / "refresh_accuracy.py"
    spec = spec_from_file_location("refresh_accuracy", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rows_are_taken_over_each_into_its_own_table(refresh_accuracy: ModuleType) -> None:
    text, missing = refresh_accuracy.refreshed(DOCUMENT, refresh_accuracy.printed_rows(PRINTED))
    expected = (
        DOCUMENT.replace("| exact | 300 | 0.999 | 0.999 |", "| exact | 400 | 1.000 | 1.000 |")
        .replace("| all | 1 | 1 | 1 |", "| all | 3000 | 20.667 | 182.667 |", 1)
        .replace("| 0.0 to 0.1 | 1 | 1 | 1 |", "| 0.0 to 0.1 | 90583 | 0.003 | 0.007 |")
    )
    assert text == expected
    assert missing == ["manipulation: case", "innocents of: all"]


def test_the_document_has_a_table_for_every_section(refresh_accuracy: ModuleType) -> None:
    heads = {
        line.split("|")[1].strip()
        for line in refresh_accuracy.ACCURACY.read_text().splitlines()
        if "|" in line
    }
    assert set(refresh_accuracy.SECTIONS.values()) <= heads
