"""US Consolidated Screening List, CSV and JSON -> listings.

Source of the layout: the columns and fields that the International Trade Administration publishes. It joins
lists of Treasury, Commerce (among them the BIS Entity List) and State; `source` names the list. Treasury's
entries are known by their `entity_number` and one that stands on two lists is one listing; all others by
`_id`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from watchlists.countries import country_code
from watchlists.errors import UnreadableList
from watchlists.identifiers import identifier, label_kind
from watchlists.model import Address, Identifier, ListedName, Listing, ListingType
from watchlists.readers.content import read_bytes
from watchlists.readers.ofac_remarks import read_remarks
from watchlists.readers.ofac_terms import TYPES
from watchlists.readers.reading import Reading
from watchlists.readers.text import parsed_json, published_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchlists.readers.content import Content

_MOST_BYTES = 1 << 28  # the published JSON has about 60 MB
_SEVERAL = re.compile(r"\s*;\s+|\s*;$")
_COUNTRY_FIELDS = ("nationalities", "citizenships", "vessel_flag", "country")
_FACTS = {
    "federal_register_notice": "Federal Register",
    "license_requirement": "Licence requirement",
    "license_policy": "Licence policy",
    "standard_order": "Standard order",
    "end_date": "End date",
    "title": "Title",
    "dates_of_birth": "DOB",
    "places_of_birth": "POB",
    "vessel_type": "Vessel type",
    "vessel_owner": "Vessel owner",
    "gross_tonnage": "Gross tonnage",
    "gross_registered_tonnage": "Gross registered tonnage",
}

Entry = dict[str, list[Any]]  # every field as a list of its values


@dataclass(slots=True)
class _Draft:
    """A listing while its entries come in (one per list that it stands on)."""

    entries: list[Entry] = field(default_factory=list)


def read_csv(content: Content) -> Reading:
    """The CSV form: several values in a cell are joined by "; "."""
    reading, entries, header = Reading(), list[Entry](), list[str]()
    for line, cells in published_rows(content):
        if not header:
            header = [cell.strip().casefold() for cell in cells]
        elif len(cells) != len(header):
            reading.exclude(f"{content.name} line {line}", f"{len(cells)} cells under {len(header)} columns")
        else:
            entries.append({name: _split(name, cell) for name, cell in zip(header, cells, strict=True)})
    _finish(entries, reading)
    return reading


_WHOLE = frozenset(
    {"name", "remarks", "license_requirement", "license_policy", "title", "federal_register_notice"}
)


def _split(name: str, cell: str) -> list[Any]:
    text = " ".join(cell.split())
    if not text:
        return []
    return [text] if name in _WHOLE else [part for part in _SEVERAL.split(text) if part]


def read_json(content: Content) -> Reading:
    """The JSON form: an object with `results`, or the array of results by itself."""
    try:
        document = parsed_json(read_bytes(content, most=_MOST_BYTES))
    except (ValueError, RecursionError) as error:
        raise UnreadableList(f"{content.name}: not whole JSON ({str(error)[:100]}); fetch it again") from None
    results = document.get("results") if isinstance(document, dict) else document
    if not isinstance(results, list):
        raise UnreadableList(f"{content.name}: JSON without a list of results")
    reading, entries = Reading(), list[Entry]()
    for position, result in enumerate(results, 1):
        if isinstance(result, dict):
            entries.append({str(name).casefold(): _listed(value) for name, value in result.items()})
        else:
            reading.exclude(f"result {position}", "not an object")
    total = document.get("total") if isinstance(document, dict) else None
    reading.declared_entries = total if isinstance(total, int) else None
    _finish(entries, reading)
    return reading


def _listed(value: Any) -> list[Any]:
    """A JSON value as a list of texts and objects, without nulls and blanks."""
    found = value if isinstance(value, list) else [value]
    clean = [
        " ".join(str(item).split()) if not isinstance(item, dict) else item
        for item in found
        if item is not None
    ]
    return [item for item in clean if item != ""]


def _finish(entries: list[Entry], reading: Reading) -> None:
    drafts: dict[str, _Draft] = {}
    for position, entry in enumerate(entries, 1):
        number = _number(entry)
        if not number or not _first(entry, "name"):
            reading.exclude(number or f"entry {position}", "no ID or no name")
            continue
        drafts.setdefault(number, _Draft()).entries.append(entry)
    reading.listings = [_listing(number, draft.entries, reading) for number, draft in drafts.items()]
    if (
        reading.declared_entries is not None
    ):  # the publisher counts entries, several of which may be one listing
        reading.declared_entries -= sum(len(draft.entries) - 1 for draft in drafts.values())


def _number(entry: Entry) -> str:
    own, source = _first(entry, "_id") or _first(entry, "id"), _first(entry, "source")
    if "treasury" in source.casefold() or not own:
        return _first(entry, "entity_number") or own
    return own


def _first(entry: Entry, name: str) -> str:
    return str(entry[name][0]) if entry.get(name) else ""


def _all(entries: Iterable[Entry], name: str) -> list[Any]:
    return [value for entry in entries for value in entry.get(name, [])]


def _listing(number: str, entries: list[Entry], reading: Reading) -> Listing:
    kind: ListingType = TYPES.get(_first(entries[0], "type").casefold(), "unknown")
    sources = list(dict.fromkeys(map(str, _all(entries, "source"))))
    remarks = [read_remarks(str(text), entity=kind == "entity") for text in _all(entries, "remarks")]
    numbers = [_identifier(value, entity=kind == "entity") for value in _all(entries, "ids")]
    numbers += [identifier("Vessel Call Sign", str(value)) for value in _all(entries, "call_sign")]
    countries = [str(name) for column in _COUNTRY_FIELDS for name in _all(entries, column)]
    addresses = [_address(value, reading) for value in _all(entries, "addresses")]
    return Listing(
        listing_id=number,
        type=kind,
        names=_names(entries, [alias for found in remarks for alias in found.aliases]),
        programs=tuple(dict.fromkeys(map(str, _all(entries, "programs")))) or tuple(sources),
        addresses=tuple(dict.fromkeys(addresses)),
        identifiers=tuple(
            dict.fromkeys([*filter(None, numbers), *(n for found in remarks for n in found.identifiers)])
        ),
        relations=tuple(dict.fromkeys(relation for found in remarks for relation in found.relations)),
        countries=tuple(dict.fromkeys(code for name in countries if (code := reading.country(name)))),
        listed_on=min(map(str, _all(entries, "start_date")), default="")[:10],
        source_url=next(
            map(str, _all(entries, "source_information_url") + _all(entries, "source_list_url")), ""
        ),
        remarks="; ".join(found.text for found in remarks if found.text),
        facts=tuple(_facts(sources, entries, [fact for found in remarks for fact in found.facts])),
    )


def _names(entries: list[Entry], from_remarks: list[ListedName]) -> tuple[ListedName, ...]:
    primary = ListedName(_first(entries[0], "name"), "primary", "name")
    others = [
        ListedName(str(name), "strong", "aka")
        for name in _all(entries[1:], "name") + _all(entries, "alt_names")
    ]
    unique = {name.text: name for name in reversed([*others, *from_remarks]) if name.text != primary.text}
    return (primary, *reversed(unique.values()))


def _address(value: Any, reading: Reading) -> Address:
    if not isinstance(value, dict):
        street, _, last = str(value).rpartition(", ")
        code = country_code(last)
        return Address(street if code else str(value), country=code)
    found = {name: " ".join(str(part).split()) for name, part in value.items() if part}
    return Address(
        text=found.get("address", ""),
        city=found.get("city", ""),
        region=found.get("state", ""),
        postal_code=found.get("postal_code", ""),
        country=reading.country(found.get("country", "")),
    )


def _identifier(value: Any, *, entity: bool) -> Identifier | None:
    """From an object, or from "Tax ID No., 77..., Russia" with its parts in any order."""
    if isinstance(value, dict):
        label, number, country = (str(value.get(name) or "") for name in ("type", "number", "country"))
        return identifier(label, number, country, entity=entity)
    parts = [part.strip() for part in str(value).split(",") if part.strip()]
    label = next((part for part in parts if label_kind(part) is not None and not part[:1].isdigit()), "")
    country = next((part for part in parts if part != label and country_code(part)), "")
    number = ", ".join(part for part in parts if part not in (label, country))
    return identifier(label, number, country, entity=entity)


def _facts(sources: list[str], entries: list[Entry], from_remarks: list[str]) -> dict[str, None]:
    facts = dict.fromkeys(f"List: {source}" for source in sources)
    for column, label in _FACTS.items():
        facts.update(dict.fromkeys(f"{label}: {value}" for value in _all(entries, column)))
    return facts | dict.fromkeys(from_remarks)
