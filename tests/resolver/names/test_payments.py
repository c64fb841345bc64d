"""Fields of payment orders as other fields say them."""

from __future__ import annotations

import pytest

from resolver.names.payments import payment_party

UNTOUCHED = (
    "ROMASHKA LLC",
    "1/F, Lyutik Building",
    "1/2 House LLC",
    "M/S LYUTIK PVT LTD",
    "OOO ROMASHKA / OOO LYUTIK",
    "2/ROMASHKA 1/LYUTIK",
)


@pytest.mark.parametrize(
    ("field", "party"),
    [
        (":50K:/40702810900000012345 OOO ROMASHKA MOSKVA RU", "OOO ROMASHKA MOSKVA RU"),
        ("/40702810900000012345 OOO ROMASHKA", "OOO ROMASHKA"),
        (":59:/AE070331234567890123456 LYUTIK FZE", "LYUTIK FZE"),
        (":59:LYUTIK FZE", "LYUTIK FZE"),
        ("1/TOO ROMASHKA 2/UL ABAYA 3 3/KZ/TARAZ", "TOO ROMASHKA, UL ABAYA 3, KZ, TARAZ"),
        (":50F:/KZ86125KZT5004100100 1/TOO ROMASHKA", "TOO ROMASHKA"),
        (":50F:/KZ86125KZT5004100100 1/TOO VERY LONG 1/ROMASHKA 3/KZ", "TOO VERY LONG ROMASHKA, KZ"),
    ],
)
def test_payment_party(field: str, party: str) -> None:
    assert payment_party(field) == party


@pytest.mark.parametrize("field", UNTOUCHED)
def test_other_fields_stay(field: str) -> None:
    assert payment_party(field) == field
