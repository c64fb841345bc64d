import csv
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlists.countries import country_code, is_unrecognised

CASES = list(
    csv.DictReader((Path(__file__).parent / "cases_countries.csv").read_text(encoding="utf-8").splitlines())
)
TABLE = list(
    csv.DictReader(
        resources.files("watchlists").joinpath("data/countries.csv").read_text(encoding="utf-8").splitlines()
    )
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"] or "empty")
def test_country_code(case: dict[str, str]) -> None:
    assert country_code(case["name"]) == case["iso2"]


def test_every_row_of_the_table_is_complete_and_unambiguous() -> None:
    seen: dict[str, str] = {}
    for row in TABLE:
        assert row["name"].strip() and row["source"].strip(), row
        assert row["iso2"] == "" or (len(row["iso2"]) == 2 and row["iso2"].isupper()), row
        key = " ".join(row["name"].casefold().split())
        assert seen.setdefault(key, row["iso2"]) == row["iso2"], row
        assert country_code(row["name"]) == row["iso2"], row


def test_a_known_unknown_is_recognised_and_an_unknown_word_is_not() -> None:
    assert not is_unrecognised("00")
    assert not is_unrecognised("")
    assert is_unrecognised("Atlantis")


@given(st.text(max_size=30))
def test_a_code_is_its_own_code(name: str) -> None:
    code = country_code(name)
    assert country_code(code) == code
