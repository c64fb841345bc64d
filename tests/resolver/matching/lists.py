"""Small lists and parties for tests that go through the whole stage. Every firm here is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from resolver.model import PARTIES
from watchlists.model import Address, Identifier, ListedName, Listing, Snapshot

INN = "7707083893"  # a valid check digit
OTHER_INN = "7736050003"


def listing(number: int, *names: str, **facts: Any) -> Listing:
    """A listing of these names, the first of them primary; a name that begins with "~" is a weak alias."""
    listed = [
        ListedName(
            name.removeprefix("~"),
            "weak" if name.startswith("~") else "primary" if place == 0 else "strong",
            "name" if place == 0 else "aka",
        )
        for place, name in enumerate(names)
    ]
    country = facts.get("country", "")
    return Listing(
        str(number),
        facts.get("type", "entity"),
        tuple(listed),
        programs=tuple(facts.get("programs", ())),
        addresses=(Address(country=country),) if country else (),
        identifiers=tuple(Identifier(kind, value, "RU") for kind, value in facts.get("identifiers", ())),
    )


def snapshot(*listings: Listing, source: str = "test-list") -> Snapshot:
    """A list of these listings."""
    return Snapshot(source, "", "", "", listings)


LISTED = snapshot(
    listing(1, "VESTROKON LLC", "ООО Вестрокон", country="RU", identifiers=[("tax_id", INN)]),
    listing(2, "JSC KVAZARIKA", "KVAZARIKA HOLDING JSC", country="RU"),
    listing(3, "KRASNOOZERSK OSCILLOSCOPE PLANT JSC", "~KOZ", country="RU"),
    listing(4, "Ivan Petrovich VESTROKONOV", type="individual"),
    listing(5, "ORLAN-9 SHIPPING CO", "ORLAN 9", type="entity", country="KG"),
    listing(6, "ZELENTRANS-KARGO", "~BLUE PELICAN", country="KZ"),
    listing(7, "GLOBAL TRADING COMPANY", country="AE"),
)
NAMES = (
    "ООО «Вестрокон»",
    "VESTROKON TELEKOM TRADING",
    "KVAZARIKA AO",
    "Красноозёрский завод осциллографов",
    "KRASNOOZERSK OSCILLOSCOPE PLNT",
    "BLUE PELICAN",
    "ORLAN 9",
    "ORLAN 8",
    "PRAIRIE BAKERY COOPERATIVE",
    "GLOBAL TRADING",
    "ООО",
)


def parties(rows: Sequence[str | Mapping[str, Any]]) -> pa.Table:
    """PARTIES of names, or of mappings with more columns."""
    filled = []
    for place, row in enumerate(rows):
        given = {"party_name": row} if isinstance(row, str) else dict(row)
        numbers = [
            {"kind": kind, "scheme": scheme, "value": value, "valid": True}
            for kind, scheme, value in given.pop("identifiers", ())
        ]
        texts = dict.fromkeys(PARTIES.names, "")
        texts |= {"source_file": "m.csv", "party_id": f"p{place}", "raw_name": given["party_name"]}
        filled.append({**texts, "source_row": place + 1, "identifiers": numbers, **given})
    return pa.Table.from_pylist(filled, schema=PARTIES)
