"""The nouns of the lists: Listing, ListedName, Identifier, Address, Relation, Snapshot.

Readers yield `Listing`; a `Snapshot` is one source at one date with all its listings. Everything here is
plain data: no reader, no file, no network, no matching.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ListingType = Literal["entity", "individual", "vessel", "aircraft", "unknown"]
AliasQuality = Literal["primary", "strong", "weak"]
NameKind = Literal["name", "aka", "fka", "nka"]


@dataclass(frozen=True, slots=True)
class ListedName:
    """One name of a listing, as the publisher wrote it.

    `script` is the publisher's own word for it where the format has one (ISO 15924: Latn, Cyrl, Arab, Hans,
    ...), else "". `language` is ISO 639 where given, else "".
    """

    text: str
    quality: AliasQuality
    kind: NameKind = "aka"
    script: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that names the listed party.

    `kind` is one of tax_id, registration_id, lei, imo, swift, passport, national_id, mmsi, call_sign, duns,
    other; `value` is as published, outer blanks trimmed; `country` is ISO 3166-1 alpha-2 or ""; `label` is
    the publisher's word for it ("Tax ID No.").
    """

    kind: str
    value: str
    country: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """`text` is the street part (may be empty), `country` ISO 3166-1 alpha-2 or "" when it could not be
    told."""

    text: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed link from this listing to another: `kind` in the publisher's words, lower case, snake_case
    ("owned_or_controlled_by", "linked_to"). `target_id` is "" when only a name is given."""

    kind: str
    target_id: str = ""
    target_name: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One listed party with everything the list says of it.

    `listing_id` is the publisher's stable number; the first of `names` is the primary name. `countries` are
    ISO alpha-2 codes of nationality, registration or flag (addresses carry their own). `facts` are what else
    the file says, as "label: value" in the publisher's words and order (birth dates, titles, websites,
    sanctions notes).
    """

    listing_id: str
    type: ListingType
    names: tuple[ListedName, ...]
    programs: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    relations: tuple[Relation, ...] = ()
    countries: tuple[str, ...] = ()
    listed_on: str = ""
    source_url: str = ""
    remarks: str = ""
    facts: tuple[str, ...] = ()

    @property
    def primary_name(self) -> str:
        """The publisher's main name of the party."""
        return self.names[0].text


@dataclass(frozen=True, slots=True)
class Excluded:
    """An entry of the file that did not become a listing, and why: nothing is dropped silently."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One source at one date. `source` is a name of sources.toml, or the file name of a user's own list."""

    source: str
    publisher: str
    format: str
    sha256: str
    listings: tuple[Listing, ...]
    published: str = ""
    retrieved: str = ""
    declared_entries: int | None = None
    excluded: tuple[Excluded, ...] = ()
    warnings: tuple[str, ...] = ()
    does_not_contain: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def name_count(self) -> int:
        """Names of all listings, primary ones included."""
        return sum(len(listing.names) for listing in self.listings)
