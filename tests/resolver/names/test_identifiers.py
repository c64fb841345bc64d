"""Identifiers: schemes, checksums, labels; a wrong number is never believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.identifiers import (
    IdentifierValue,
    find_in_text,
    normalise,
    normalise_all,
    normalise_labelled,
    schemes,
)
from resolver.names.tables import read_table


@pytest.mark.parametrize(
    ("kind", "value", "country", "scheme", "normalised", "valid"),
    [
        ("tax_id", "7707083893", "", "RU-INN", "7707083893", True),
        ("tax_id", "77 07 083893", "RU", "RU-INN", "7707083893", True),
        ("tax_id", "7707083894", "RU", "RU-INN", "7707083894", False),
        ("tax_id", "7707083894", "", "", "7707083894", True),
        ("tax_id", "1027700132195", "RU", "RU-OGRN", "1027700132195", True),
        ("registration_id", "1027700132195", "", "RU-OGRN", "1027700132195", True),
        ("registration_id", "1027700132196", "RU", "RU-OGRN", "1027700132196", False),
        ("tax_id", "2712199110068", "KG", "KG-INN", "02712199110068", True),
        ("tax_id", "02712199110068", "", "KG-INN", "02712199110068", True),
        ("tax_id", "100590357", "BY", "BY-UNP", "100590357", False),
        ("tax_id", "807000227", "BY", "BY-UNP", "807000227", True),
        ("registration_id", "32855961", "UA", "UA-EDRPOU", "32855961", True),
        ("tax_id", "301234567", "UZ", "UZ-INN", "301234567", True),
        ("lei", "5493001KJTIIGC8Y1R12", "", "LEI", "5493001KJTIIGC8Y1R12", True),
        ("lei", "5493001KJTIIGC8Y1R13", "", "LEI", "5493001KJTIIGC8Y1R13", False),
        ("imo", "IMO 9319466", "", "IMO", "9319466", True),
        ("imo", "5342883", "", "IMO", "5342883", True),
        ("imo", "9319467", "", "IMO", "9319467", False),
        ("tax_id", "91110000600037341L", "CN", "CN-USCC", "91110000600037341L", True),
        ("tax_id", "8160050114", "CO", "", "8160050114", True),
        ("other", "AB-123", "", "", "AB123", True),
    ],
)
def test_normalise(kind: str, value: str, country: str, scheme: str, normalised: str, valid: bool) -> None:
    found = normalise(kind, value, country)
    assert (found.scheme, found.value, found.valid) == (scheme, normalised, valid)


def test_kazakh_numbers() -> None:
    valid = [f"99024000{n:03}{digit}" for n in range(30) for digit in range(10)]
    holding = [number for number in valid if normalise("tax_id", number, "KZ").valid]
    assert 25 <= len(holding) <= 30
    assert not normalise("tax_id", "991340001234", "KZ").valid  # month 13


def test_several_numbers_in_one_cell() -> None:
    both = normalise_all("tax_id", "7704734000/770301001", "RU")
    assert [(i.scheme, i.value) for i in both] == [("RU-INN", "7704734000"), ("RU-KPP", "770301001")]
    assert [i.scheme for i in normalise_all("tax_id", "ИНН 7707083893; ОГРН 1027700132195")] == [
        "RU-INN",
        "RU-OGRN",
    ]
    assert [i.value for i in normalise_all("registration_id", "J40/242/2004", "RO")] == ["J402422004"]
    assert [i.value for i in normalise_all("tax_id", "7707083893 (Russia)", "RU")] == ["7707083893"]
    assert normalise_all("tax_id", "n/a") == ()


def test_found_in_text() -> None:
    text = "ООО РОМАШКА ИНН/КПП 7707083893/773601001 МОСКВА"
    found = find_in_text(text)
    assert [(i.scheme, i.valid) for i, _, _ in found] == [("RU-INN", True), ("RU-KPP", True)]
    assert text[found[0][1] : found[-1][2]] == "ИНН/КПП 7707083893/773601001"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ROMASHKA 7707083893", [("RU-INN", True)]),
        ("ROMASHKA 7707083894", []),
        ("ROMASHKA INN 7707083894", [("RU-INN", False)]),
        ("ROMASHKA INN: № 7707083893", [("RU-INN", True)]),
        ("ТОО АЛМА, БИН: 990240001234", [("KZ-BIN", False)]),
        ("ОсОО АЛМА ИНН 02712199110068", [("KG-INN", True)]),
        ("ЧТУП РОМАШКА УНП 807000227", [("BY-UNP", True)]),
        ("ТОВ РОМАШКА КОД ЄДРПОУ 32855961", [("UA-EDRPOU", True)]),
        ("ROMASHKA LEI 5493001KJTIIGC8Y1R12", [("LEI", True)]),
        ("ROMASHKA 5493001KJTIIGC8Y1R12", [("LEI", True)]),
        ("M/V ROMASHKA IMO 9319466", [("IMO", True)]),
        ("ООО РОМАШКА ИНН 77 07 08 38 93", [("RU-INN", True)]),
        ("ООО РОМАШКА ИНН 77 07 08 38 94", [("RU-INN", False)]),
        ("ООО РОМАШКА 7707083893/773601001", [("RU-INN", True), ("RU-KPP", True)]),
        ("POLMECHANIKA NIP 526-104-72-80", [("PL-NIP", False)]),
        ("BALTWIND OU REGISTRIKOOD 12345678", [("EE-REG", True)]),
        ("ROMASHKA KFT ADOSZAM 12345678-2-41", [("", True)]),
        ("ROMASHKA PVT LTD IEC 0301012345", [("", True)]),  # whose checksum is by chance that of an INN
        ("ROMASHKA SDN BHD (123456-X)", [("MY-REG", True)]),
        ("ROMASHKA PTE LTD (197401143D)", []),
        ("CR TECH21 LLC", []),
        ("REG 12 34 LLC", []),
        ("61 БТРЗ", []),
        ("BIN LADEN 12345 CO", []),
        ("ROMASHKA 125009 MOSCOW", []),
    ],
)
def test_find(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(i.scheme, i.valid) for i, _, _ in find_in_text(text)] == expected


def test_labels() -> None:
    assert normalise_labelled("ИНН", "7707083893") == IdentifierValue("tax_id", "RU-INN", "7707083893", True)
    assert normalise_labelled("Окраска", "1") is None


def test_every_row_of_the_tables_loads() -> None:
    kinds = {"tax_id", "registration_id", "lei", "imo", "swift", "other"}
    assert all(row["source"] for row in read_table("identifier_schemes") + read_table("identifier_labels"))
    assert all(scheme.kind in kinds for scheme in schemes().values())
    for row in read_table("identifier_labels"):
        only_kind = row["schemes"].startswith("=") and row["schemes"][1:] in kinds
        assert row["schemes"] == "*" or only_kind or set(row["schemes"].split("|")) <= set(schemes())


@given(st.text(max_size=60), st.sampled_from(["", "RU", "KZ", "CN"]))
def test_never_raises(text: str, country: str) -> None:
    normalise("tax_id", text, country)
    normalise_all("registration_id", text, country)
    for _, start, end in find_in_text(text):
        assert 0 <= start < end <= len(text)


@given(st.from_regex(r"[0-9]{8,15}", fullmatch=True), st.sampled_from(["", "RU", "KZ", "UA", "BY"]))
def test_normalising_twice_changes_nothing(digits: str, country: str) -> None:
    once = normalise("tax_id", digits, country)
    assert normalise(once.kind, once.value, country) == once
