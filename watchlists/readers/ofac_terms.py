"""OFAC's own words, shared by its XML exports: types, alias types, scripts, features."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchlists.model import Address, AliasQuality, Identifier, ListingType, NameKind

if TYPE_CHECKING:
    from watchlists.readers.reading import Reading

TYPES: dict[str, ListingType] = {
    "entity": "entity",
    "individual": "individual",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_ALIAS_KINDS: dict[str, NameKind] = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka", "name": "name"}
# ISO 15924 codes of OFAC's script names.
_SCRIPTS = {
    "latin": "Latn",
    "cyrillic": "Cyrl",
    "arabic": "Arab",
    "hebrew": "Hebr",
    "greek": "Grek",
    "armenian": "Armn",
    "georgian": "Geor",
    "korean": "Kore",
    "japanese": "Jpan",
    "chinese simplified": "Hans",
    "chinese traditional": "Hant",
}
_COUNTRY_FEATURES = frozenset(
    {"nationality country", "citizenship country", "vessel flag", "nationality of registration"}
)
_FACT_NAMES = {"birthdate": "DOB", "place of birth": "POB"}


def alias_kind(word: str) -> NameKind:
    """ "F.K.A." -> "fka"; an unknown word is an alias."""
    return _ALIAS_KINDS.get(word.strip().casefold(), "aka")


def alias_quality(*, primary: bool, low_quality: bool) -> AliasQuality:
    """The quality that OFAC's two flags of a name amount to."""
    if primary:
        return "primary"
    return "weak" if low_quality else "strong"


def script_code(word: str) -> str:
    """ISO 15924 code of a script name; the name itself when it is new."""
    return _SCRIPTS.get(word.strip().casefold(), word.strip())


def relation_kind(word: str) -> str:
    """ "Owned or Controlled By" -> "owned_or_controlled_by"."""
    return re.sub(r"\W+", "_", word.strip().casefold()).strip("_")


def named_region(country: str) -> str:
    """ "Region: Crimea" -> "Crimea": OFAC names some regions in place of a country; "" for a country."""
    return country.removeprefix("Region: ") if country.startswith("Region: ") else ""


def address_of(parts: dict[str, str], country: str) -> Address:
    """An Address from OFAC's part names (ADDRESS1, CITY, STATE/PROVINCE, ...); `country` is ISO alpha-2."""
    street = ", ".join(parts[name] for name in ("ADDRESS1", "ADDRESS2", "ADDRESS3") if name in parts)
    region = ", ".join(parts[name] for name in ("STATE/PROVINCE", "REGION") if name in parts)
    loose = parts.get("Unknown", "")
    return Address(
        text=", ".join(filter(None, (street, loose))),
        city=parts.get("CITY", ""),
        region=region,
        postal_code=parts.get("POSTAL CODE", ""),
        country=country,
    )


@dataclass(slots=True)
class Features:
    """What the features of a party amount to."""

    identifiers: list[Identifier] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def add(self, label: str, value: str, *, country: str, entity: bool, reading: Reading) -> None:
        """Sort one feature: a country, an identifier or a fact. `country` is a code that comes with it."""
        if label.casefold() in _COUNTRY_FEATURES:
            if code := country or reading.country(value):
                self.countries.append(code)
        elif number := reading.number(label, value, entity=entity):
            self.identifiers.append(number)
        elif value:
            name = _FACT_NAMES.get(label.casefold(), label.rstrip(" :-"))
            self.facts.append(f"{name}: {value}")
