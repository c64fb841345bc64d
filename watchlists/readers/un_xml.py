"""UN Security Council Consolidated List (`CONSOLIDATED_LIST`) -> listings.

Source of the layout: the publisher's sc-sanctions.xsd. Listing IDs are the permanent reference numbers
(CDe.001). The quality of an alias is Good, Low, a.k.a., f.k.a. or empty: only Low is weak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchlists.model import Address, Identifier, ListedName, Listing, ListingType
from watchlists.readers.names import primary_first
from watchlists.readers.reading import Reading
from watchlists.readers.xml import (
    children,
    collapse,
    fields,
    grandchildren,
    local_name,
    open_root,
    stream_elements,
)

if TYPE_CHECKING:
    from lxml import etree

    from watchlists.readers.content import Content

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS_PARTS = ("STREET", "NOTE")


def read(content: Content) -> Reading:
    """All individuals and entities of the file. The format declares no count."""
    reading = Reading(published=open_root(content).get("dateGenerated", "")[:10])
    for element in stream_elements(content, "INDIVIDUAL", "ENTITY"):
        _read_entry(element, reading, kind="individual" if local_name(element) == "INDIVIDUAL" else "entity")
    return reading


def _read_entry(element: etree._Element, reading: Reading, *, kind: ListingType) -> None:
    own, prefix = fields(element), local_name(element)
    number = own.get("REFERENCE_NUMBER") or own.get("DATAID", "")
    primary = " ".join(own[part] for part in _NAME_PARTS if part in own)
    names = [ListedName(primary, "primary", "name")] if primary else []
    if original := own.get("NAME_ORIGINAL_SCRIPT"):
        names.append(ListedName(original, "strong", "name"))
    names += [alias for item in children(element, f"{prefix}_ALIAS") if (alias := _alias(item)) is not None]
    if not number or not names:
        reading.exclude(number or f"entry after {len(reading.listings)}", "no reference number or no name")
        return
    numbers, facts = _documents(element, prefix, reading)
    nations = (
        reading.country(collapse(item.text)) for item in grandchildren(element, "NATIONALITY", "VALUE")
    )
    reading.listings.append(
        Listing(
            listing_id=number,
            type=kind,
            names=primary_first(names),
            programs=tuple(filter(None, (own.get("UN_LIST_TYPE", ""),))),
            addresses=tuple(
                address
                for item in children(element, f"{prefix}_ADDRESS")
                if (address := _address(fields(item), reading)) is not None
            ),
            identifiers=tuple(dict.fromkeys(numbers)),
            countries=tuple(dict.fromkeys(filter(None, nations))),
            listed_on=own.get("LISTED_ON", "")[:10],
            remarks=own.get("COMMENTS1", ""),
            facts=tuple(dict.fromkeys([*_own_facts(element, own), *facts])),
        )
    )


def _alias(item: etree._Element) -> ListedName | None:
    found = fields(item)
    text, quality = found.get("ALIAS_NAME", ""), found.get("QUALITY", "").casefold()
    if not text:
        return None
    return ListedName(
        text, "weak" if quality == "low" else "strong", "fka" if quality.startswith("f.k.a") else "aka"
    )


def _address(found: dict[str, str], reading: Reading) -> Address | None:
    """None for the empty element that the publisher writes where there is no address."""
    if not found:
        return None
    return Address(
        text=", ".join(found[part] for part in _ADDRESS_PARTS if part in found),
        city=found.get("CITY", ""),
        region=found.get("STATE_PROVINCE", ""),
        postal_code=found.get("ZIP_CODE", ""),
        country=reading.country(found.get("COUNTRY", "")),
    )


def _documents(element: etree._Element, prefix: str, reading: Reading) -> tuple[list[Identifier], list[str]]:
    numbers: list[Identifier] = []
    facts: list[str] = []
    for item in children(element, f"{prefix}_DOCUMENT"):
        found = fields(item)
        label = found.get("TYPE_OF_DOCUMENT") or found.get("TYPE_OF_DOCUMENT2") or "document"
        country = reading.country(found.get("ISSUING_COUNTRY") or found.get("COUNTRY_OF_ISSUE") or "")
        if number := reading.number(label, found.get("NUMBER", ""), country, entity=prefix == "ENTITY"):
            numbers.append(number)
        elif note := found.get("NOTE", ""):
            facts.append(f"{label}: {note}")
    return numbers, facts


def _own_facts(element: etree._Element, own: dict[str, str]) -> list[str]:
    facts = [f"DATAID: {own['DATAID']}"] if "DATAID" in own else []
    for label, outer in (("Title", "TITLE"), ("Position", "DESIGNATION")):
        facts += [
            f"{label}: {text}"
            for item in grandchildren(element, outer, "VALUE")
            if (text := collapse(item.text))
        ]
    for item in children(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        found = fields(item)
        span = "-".join(found[part] for part in ("FROM_YEAR", "TO_YEAR") if part in found)
        if date := found.get("DATE") or found.get("YEAR") or span:
            facts.append(f"DOB: {date}")
    for item in children(element, "INDIVIDUAL_PLACE_OF_BIRTH"):
        if place := ", ".join(fields(item).values()):
            facts.append(f"POB: {place}")
    return facts
