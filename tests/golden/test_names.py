"""Every golden pair through `resolver compare`: what holds must hold for ever, what fails is on a list that
shrinks.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from resolver.cli import main

from .checking import CASES, KNOWN, REQUIRED, REQUIRED_REASON, Row, describe, holds, read_rows, score_cases

CASE_IDS = [row["case_id"] for row in read_rows(CASES)]


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    return score_cases(tmp_path_factory.mktemp("golden") / "scored.csv")


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    return {row["case_id"]: row["reason"] for row in read_rows(KNOWN)}


def test_every_case_is_scored(scored: dict[str, Row]) -> None:
    assert list(scored) == CASE_IDS
    assert set(CASE_IDS) >= REQUIRED


def test_no_other_case_fails(scored: dict[str, Row], known: dict[str, str]) -> None:
    failed = [row for case, row in scored.items() if not holds(row) and case not in known]
    assert [f"{r['case_id']} {r['left']} | {r['right']}: {describe(r)}" for r in failed] == []


def test_known_failures_still_fail(scored: dict[str, Row], known: dict[str, str]) -> None:
    mended = [case for case in known if holds(scored[case])]
    assert mended == [], "take them off known_failures.csv (python -m tests.golden.refresh)"


def test_the_list_of_known_failures(known: dict[str, str]) -> None:
    assert set(known) <= set(CASE_IDS)
    assert all(known.values()), "each has a reason"
    named = {case: reason for case, reason in known.items() if case in REQUIRED}
    assert {case for case, reason in named.items() if not reason.startswith(REQUIRED_REASON)} == set()


# Firms of names.csv that are one entity, and pairs that alert and must not become one.
ONE_FIRM = (
    ("ООО «БМ Проект»", 'ТОВ "БМ Проєкт"', "BM PROEKT, OOO"),
    ("АО НПО Сплав", "JSC NPO Splav"),
    ("ФГУП Атомфлот", "FSUE Atomflot"),
    ("SIS DOO", "Sis d.o.o."),
)
TWO_FIRMS = (
    ("Almaz Antey Telecom", "JSC Concern PVO Almaz-Antey"),
    ("Stripe", "Strix"),
    ("Soda Capital", "ACY Capital"),
    ('ООО "ГАЛИЧИНА" ЛТД', 'ООО "АФИНА ЛТД"'),
    ("Management Company", "Westminister Management Company"),
)


def test_entities(tmp_path: Path) -> None:
    names = [name for group in (*ONE_FIRM, *TWO_FIRMS) for name in group]
    with (tmp_path / "names.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name"], *([name] for name in names)])
    words = ["dedupe", str(tmp_path / "names.csv"), "--out", str(tmp_path / "out"), "--quiet"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.stderr
    entity = {row["party_name"]: row["entity_id"] for row in read_rows(tmp_path / "out" / "clusters.csv")}
    assert [group for group in ONE_FIRM if len({entity[name] for name in group}) != 1] == []
    assert [group for group in TWO_FIRMS if len({entity[name] for name in group}) != len(group)] == []
