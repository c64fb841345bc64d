"""Snapshots as tables."""

from __future__ import annotations

from resolver.intake.listings import listing_tables
from resolver.model import LISTED_NAMES, LISTINGS
from watchlists.model import Address, Identifier, ListedName, Listing, Snapshot


def snapshot(source: str, *listings: Listing) -> Snapshot:
    return Snapshot(source, "Publisher of Fiction", "table", "0" * 64, listings)


def test_tables_are_sorted_and_joined() -> None:
    romashka = Listing(
        "20",
        "entity",
        (
            ListedName("ROMASHKA LLC", "primary", "name"),
            ListedName("ООО Ромашка", "weak"),
            ListedName("ООО Ромашка", "strong", "fka"),
        ),
        programs=("FICTION-1", "FICTION-2"),
        addresses=(Address(city="Moscow", country="RU"), Address(country="KZ"), Address()),
        identifiers=(
            Identifier("tax_id", "7707083893/770801001", "RU"),
            Identifier("tax_id", "7707083893", "RU"),
            Identifier("duns", "123456789"),
        ),
        countries=("BY",),
    )
    other = Listing("3", "vessel", (ListedName("LYUTIK", "primary", "name"),))
    listings, names = listing_tables([snapshot("b-list", romashka, other), snapshot("a-list", other)])
    assert listings.schema == LISTINGS
    assert names.schema == LISTED_NAMES
    assert list(zip(listings["list"].to_pylist(), listings["listing_id"].to_pylist(), strict=True)) == [
        ("a-list", "3"),
        ("b-list", "20"),
        ("b-list", "3"),
    ]
    row = listings.to_pylist()[1]
    assert (row["countries"], row["cities"], row["programs"]) == (
        ["BY", "KZ", "RU"],
        ["Moscow"],
        "FICTION-1; FICTION-2",
    )
    assert [(i["kind"], i["scheme"], i["value"]) for i in row["identifiers"]] == [
        ("tax_id", "RU-INN", "7707083893"),
        ("other", "RU-KPP", "770801001"),
        ("other", "", "123456789"),
    ]
    mine = [name for name in names.to_pylist() if name["listing_key"] == 1]
    assert [(n["listed_name"], n["alias_quality"], n["name_kind"]) for n in mine] == [
        ("ROMASHKA LLC", "primary", "name"),
        ("ООО Ромашка", "strong", "fka"),
    ]


def test_no_listings_give_empty_tables() -> None:
    listings, names = listing_tables([])
    assert (listings.num_rows, names.num_rows) == (0, 0)
