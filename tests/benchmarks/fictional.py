"""Small fictional lists for the tests of the benchmarks."""

from __future__ import annotations

from watchlists.model import Address, ListedName, Listing, Snapshot


def listing(listing_id: str, *names: str, country: str = "RU", programs: tuple[str, ...] = ()) -> Listing:
    """An entity; the first name is primary, the others strong aliases."""
    first, *others = names
    shown = (ListedName(first, "primary", "name"), *(ListedName(text, "strong") for text in others))
    return Listing(listing_id, "entity", shown, programs, (Address(country=country),))


def snapshot(source: str, *listings: Listing) -> Snapshot:
    """A list with nothing but listings."""
    return Snapshot(source, "nobody", "table", "", tuple(listings))


def snapshots() -> tuple[Snapshot, ...]:
    """Two lists that share a firm; one firm has a Cyrillic name."""
    return (
        snapshot(
            "alpha",
            listing("1", "OOO VEKTOR-PRIBORY", "VECTOR INSTRUMENTS LLC", "ВЕКТОР-ПРИБОРЫ ООО"),
            listing("2", "AO ISHIM MACHINE PLANT", "ISHIMSKY ZAVOD"),
            *(listing(f"1{i}", f"{word} TRADING HOUSE LLC", f"TD {word}") for i, word in enumerate(WORDS)),
        ),
        snapshot("beta", listing("9", "Vektor-Pribory", "Vektor Pribory Holding")),
    )


WORDS = [
    "KARNATOV",
    "BELUGIN",
    "SOMBRERIS",
    "TALDYKUR",
    "OGNEVIK",
    "PRISMALUX",
    "GRANDUEL",
    "NEPTAVIA",
    "ZORINEL",
]
