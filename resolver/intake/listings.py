"""Snapshots of lists -> the tables LISTINGS and LISTED_NAMES of `resolver.model`.

Refuses nothing: what a reader accepted as a listing stands in the tables, with every name it has. Only
repeated spellings within one listing collapse, to the best quality among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from resolver.model import LISTED_NAMES, LISTINGS
from resolver.names.identifiers import normalise_all
from watchlists.model import ListedName, Listing, Snapshot

# Kinds of watchlists.model.Identifier that the matching compares; the rest becomes "other".
_COMPARED_KINDS = frozenset({"tax_id", "registration_id", "lei", "imo", "swift"})
_QUALITY_ORDER = {"primary": 0, "strong": 1, "weak": 2}


def _identifiers(listing: Listing) -> list[dict[str, Any]]:
    """The numbers of a listing, normalised; each once, in the order of the publisher."""
    if not listing.identifiers:
        return []
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    countries = _countries(listing)
    only = (
        countries[0] if len(countries) == 1 else ""
    )  # tells the scheme of a number published without a country
    for identifier in listing.identifiers:
        kind = identifier.kind if identifier.kind in _COMPARED_KINDS else "other"
        for value in normalise_all(kind, identifier.value, identifier.country or only):
            row = {"kind": value.kind, "scheme": value.scheme, "value": value.value, "valid": value.valid}
            found.setdefault((value.kind, value.scheme, value.value), row)
    return list(found.values())


def _distinct_names(names: Sequence[ListedName]) -> Sequence[ListedName]:
    """Each text once, with the best quality that it has, in the order of the publisher."""
    if len(names) == 1:
        return names
    best: dict[str, ListedName] = {}
    for name in names:
        known = best.get(name.text)
        if known is None or _QUALITY_ORDER[name.quality] < _QUALITY_ORDER[known.quality]:
            best[name.text] = name
    return list(best.values())


def _countries(listing: Listing) -> list[str]:
    return sorted({*listing.countries, *(address.country for address in listing.addresses)} - {""})


def _listing_row(key: int, source: str, listing: Listing) -> dict[str, Any]:
    return {
        "listing_key": key,
        "list": source,
        "listing_id": listing.listing_id,
        "listing_type": listing.type,
        "primary_name": listing.primary_name,
        "programs": "; ".join(listing.programs),
        "countries": _countries(listing),
        "cities": sorted({address.city for address in listing.addresses} - {""}),
        "addresses": sorted({address.text for address in listing.addresses} - {""}),
        "identifiers": _identifiers(listing),
    }


def _name_rows(key: int, listing: Listing) -> list[dict[str, Any]]:
    return [
        {"listing_key": key, "listed_name": name.text, "alias_quality": name.quality, "name_kind": name.kind}
        for name in _distinct_names(listing.names)
    ]


def listing_tables(snapshots: Sequence[Snapshot]) -> tuple[pa.Table, pa.Table]:
    """The tables LISTINGS and LISTED_NAMES, sorted by (list, listing_id); `listing_key` is the position in
    that order.

    `list` is `Snapshot.source`; `countries` joins those of the listing with those of its addresses. Names
    stand in the order of the publisher, so the primary name of a listing is its first.
    """
    listings = sorted(
        ((snapshot.source, listing) for snapshot in snapshots for listing in snapshot.listings),
        key=lambda item: (item[0], item[1].listing_id),
    )
    rows = [_listing_row(key, source, listing) for key, (source, listing) in enumerate(listings)]
    names = [row for key, (_, listing) in enumerate(listings) for row in _name_rows(key, listing)]
    return pa.Table.from_pylist(rows, schema=LISTINGS), pa.Table.from_pylist(names, schema=LISTED_NAMES)
