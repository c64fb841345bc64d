import csv
from importlib import resources
from pathlib import Path

import pytest

from watchlists.identifiers import identifier, label_kind, split_label
from watchlists.readers.prose import numbers_in_prose

CASES = list(
    csv.DictReader((Path(__file__).parent / "cases_identifiers.csv").read_text(encoding="utf-8").splitlines())
)
KINDS = {
    "tax_id",
    "registration_id",
    "lei",
    "imo",
    "swift",
    "passport",
    "national_id",
    "mmsi",
    "call_sign",
    "duns",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['label']} {case['value']}")
def test_identifier(case: dict[str, str]) -> None:
    found = identifier(case["label"], case["value"], "Russia", entity=case["entity"] == "yes")
    if not case["kind"]:
        assert found is None
    else:
        assert found is not None
        assert (found.kind, found.value, found.country) == (case["kind"], case["number"], "RU")


def test_every_label_of_the_table_is_read_as_its_own_kind() -> None:
    text = resources.files("watchlists").joinpath("data/identifier_labels.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        assert row["kind"] in {"", "other", *KINDS}, row
        assert row["source"], row
        assert label_kind(row["label"]) == row["kind"], row


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("Tax ID No. 77 (Russia)", "Tax ID No.", "77 (Russia)"),
        ("NIT # 1-2", "NIT #", "1-2"),
        ("D-U-N-S Number 00-1", "D-U-N-S Number", "00-1"),
        ("Unified Social Credit Code (USCC) 91X", "Unified Social Credit Code (USCC)", "91X"),
        ("Dubai Chamber of Commerce Membership No. 1", "Dubai Chamber of Commerce Membership No.", "1"),
        ("Digital Currency Address - XBT 1Ab", "Digital Currency Address - XBT", "1Ab"),
        ("Brigadier General", "", "Brigadier General"),
    ],
)
def test_split_label(text: str, label: str, value: str) -> None:
    assert split_label(text) == (label, value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "(УНН/ИНН): 190000000 (Belarus), 7700000019/770001001 (Russia)",
            [("tax_id", "190000000", "BY"), ("tax_id", "7700000019", "RU"), ("other", "770001001", "RU")],
        ),
        (
            "INN 7700000019; OGRN 1027700000017",
            [("tax_id", "7700000019", ""), ("registration_id", "1027700000017", "")],
        ),
        ("1027700000017", [("registration_id", "1027700000017", "")]),
        ("Company no HRB12345 (Germany)", [("registration_id", "HRB12345", "DE")]),
        ("IMO 9000003", [("imo", "9000003", "")]),
        ("since 2014, 3 branches", []),
        ("", []),
    ],
)
def test_numbers_in_prose(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(n.kind, n.value, n.country) for n in numbers_in_prose(text, label="x")] == expected
