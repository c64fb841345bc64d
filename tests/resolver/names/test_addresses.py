"""Address tails, countries, contacts: tables load, cuts are slices."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import addresses, contacts
from resolver.names.address_marks import _GLUED, _MAY_BE_GLUED, find_marks
from resolver.names.addresses import split_address
from resolver.names.contacts import cut_contacts
from resolver.names.countries import country_code
from resolver.names.phrases import Words, keys_of
from resolver.names.tables import read_table
from tests.resolver.names.hostile import TEXTS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("КР", "KG"),
        ("KP", "KP"),
        ("РФ", "RU"),
        ("POCCИЯ", "RU"),
        ("643 - РОССИЯ", "RU"),
        ("KYRGYZSTAN (KG)", "KG"),
        ("Türkiye", "TR"),
        ("P.R.CHINA", "CN"),
        ("Korea, Republic of", "KR"),
        ("156", "CN"),
        ("RUS", "RU"),
        ("Қазақстан", "KZ"),
        ("U.A.E.", "AE"),
        ("中国", "CN"),
        ("ХЗ", ""),
        ("", ""),
        ("China / Hong Kong", ""),
    ],
)
def test_country_code(text: str, code: str) -> None:
    assert country_code(text) == code


def test_tables_have_sources_and_load() -> None:
    for name in ("address_words", "places", "countries"):
        rows = read_table(name)
        assert all(row["source"] for row in rows)
    for row in read_table("places"):
        assert len(row["country"]) == 2
    kinds = {"street", "unit", "area", "label", "branch", "connector", "ending", "common", "phone", "person"}
    kinds |= {"region code", "street ending", "numbered"}
    for row in read_table("address_words"):
        assert row["kind"] in kinds
        assert row["strength"] in {"strong", "weak"}
        assert row["side"] in {"before", "word before", "after", "either"}
        assert all(isinstance(mark.weight, float) for mark in find_marks(keys_of(row["words"])))


def test_marks() -> None:
    marks = find_marks(keys_of("125009 Г МОСКВА УЛ ЛЕНИНА Д 5 RUSSIA"))
    assert [mark.kind for mark in marks] == [
        "postcode",
        "area",
        "place",
        "street",
        "unit",
        "number",
        "country",
    ]


def test_brackets_and_quotations_are_not_parted() -> None:
    for text in (
        "ROMASHKA LLC (BRANCH IN OSH, KYRGYZSTAN)",
        "АО «ЗАВОД ИМЕНИ КАЛИНИНА, Г. ЕКАТЕРИНБУРГ, УЛ. МИРА 5»",
    ):
        assert split_address(Words(text)).name == text


@given(st.text(max_size=60))
def test_a_cut_is_a_cut(text: str) -> None:
    found = split_address(Words(text))
    assert (found.name + found.address).replace(" ", "") == text.replace(" ", "")


@given(TEXTS)
def test_the_glance_at_marks_changes_no_cut(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        glanced = split_address(Words(text))
        patch.setattr(addresses, "_may_begin_somewhere", lambda *_: True)
        assert split_address(Words(text)) == glanced


@given(TEXTS)
def test_the_glance_at_glued_forms_misses_none(text: str) -> None:
    assert _MAY_BE_GLUED.search(text) or not _GLUED.search(text)


_SIGN = re.compile(r"[@+]|\d[\d\s()./,-]{4}|://|www|mail", re.IGNORECASE)


@given(TEXTS)
def test_the_sign_of_a_contact_is_found_wherever_it_stands(text: str) -> None:
    assert bool(contacts._SIGN.search(text)) == bool(_SIGN.search(text))


@pytest.mark.parametrize(
    "text",
    [
        "ROMASHKA LLC TEL +7 495 123-45-67",
        "ROMASHKA LLC ТЕЛ/ФАКС: 8 (495) 123 45 67",
        "ROMASHKA LLC +996 555 123456",
        "ROMASHKA LLC E-mail: info@romashka.example",
        "ROMASHKA LLC www.romashka.example",
    ],
)
def test_contacts_come_off(text: str) -> None:
    assert cut_contacts(text).strip(" ,") == "ROMASHKA LLC"


def test_contacts_leave_names_alone() -> None:
    for text in ("TELTONIKA LLC", "PHONE 2000 LLC", "HOTEL 725 LLC"):
        assert cut_contacts(text) == text
