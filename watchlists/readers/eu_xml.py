"""EU financial sanctions, FSF XML 1.1 (`export/sanctionEntity`) -> listings.

Source of the layout: the publisher's xmlFullSanctionsList_1_1 schema. The file marks no primary name: the
first strong one is taken. An entity that stands under several regulations is one listing with all their
programmes. Listing IDs are the `logicalId`; the EU reference number ("EU.27.28") is a fact of the listing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchlists.identifiers import telling_label
from watchlists.model import Address, Identifier, ListedName, Listing, ListingType
from watchlists.readers.names import primary_first
from watchlists.readers.reading import Reading
from watchlists.readers.xml import child_text, children, collapse, local_name, open_root, stream_elements

if TYPE_CHECKING:
    from lxml import etree

    from watchlists.readers.content import Content

TYPES: dict[str, ListingType] = {
    "person": "individual",
    "p": "individual",
    "enterprise": "entity",
    "e": "entity",
}


def read(content: Content) -> Reading:
    """All entities of the file. The format declares no count; `published` is its generation date."""
    root = open_root(content)
    reading = Reading(published=root.get("generationDate", "")[:10])
    if file_id := root.get("globalFileId"):
        reading.extra["globalFileId"] = file_id
    for element in stream_elements(content, "sanctionEntity"):
        _read_entity(element, reading)
    return reading


def _read_entity(element: etree._Element, reading: Reading) -> None:
    number = element.get("logicalId", "") or element.get("euReferenceNumber", "")
    names = [name for item in children(element, "nameAlias") if (name := _name(item)) is not None]
    if not number or not names:
        where = number or f"entity after {len(reading.listings)}"
        reading.exclude(where, "no logicalId" if names else "no name that is not empty")
        return
    regulations = list(children(element, "regulation"))
    numbers, facts = _identifications(element, reading)
    reading.listings.append(
        Listing(
            listing_id=number,
            type=_type(element),
            names=primary_first(names),
            programs=tuple(
                dict.fromkeys(p for item in regulations if (p := collapse(item.get("programme"))))
            ),
            addresses=tuple(_address(item, reading) for item in children(element, "address")),
            identifiers=numbers,
            countries=_citizenships(element, reading),
            listed_on=min(
                (date for item in regulations if (date := item.get("publicationDate", "")[:10])), default=""
            ),
            source_url=next((url for item in regulations if (url := child_text(item, "publicationUrl"))), ""),
            remarks="; ".join(text for item in children(element, "remark") if (text := collapse(item.text))),
            facts=(*_references(element), *facts, *_births(element)),
        )
    )


def _name(item: etree._Element) -> ListedName | None:
    text = collapse(item.get("wholeName")) or collapse(
        " ".join(item.get(part, "") for part in ("firstName", "middleName", "lastName"))
    )
    if not text:
        return None
    strong = item.get("strong", "true").casefold() != "false"
    return ListedName(
        text, "strong" if strong else "weak", "aka", language=item.get("nameLanguage", "").casefold()
    )


def _type(element: etree._Element) -> ListingType:
    for subject in children(element, "subjectType"):
        for word in (subject.get("code", ""), subject.get("classificationCode", "")):
            if word.casefold() in TYPES:
                return TYPES[word.casefold()]
    return "unknown"


def _address(item: etree._Element, reading: Reading) -> Address:
    street = [collapse(item.get("street")), collapse(item.get("place"))]
    if box := collapse(item.get("poBox")):
        street.append(f"PO Box {box}")
    return Address(
        text=", ".join(filter(None, street)),
        city=collapse(item.get("city")),
        region=collapse(item.get("region")),
        postal_code=collapse(item.get("zipCode")),
        country=reading.country(item.get("countryIso2Code", "")),
    )


def _identifications(element: etree._Element, reading: Reading) -> tuple[tuple[Identifier, ...], list[str]]:
    numbers, facts = [], []
    entity = _type(element) == "entity"
    for item in children(element, "identification"):
        code, label = item.get("identificationTypeCode", ""), item.get("identificationTypeDescription", "")
        country = item.get("countryIso2Code", "")
        reading.country(country)
        value = collapse(item.get("number")) or collapse(item.get("latinNumber"))
        number = reading.number(telling_label(code, label), value, country, entity=entity)
        if item.get("knownFalse", "").casefold() == "true" or number is None:
            facts.append(f"{label or code}{' (known false)' if number else ''}: {value}")
        else:
            numbers.append(Identifier(number.kind, number.value, number.country, label or code))
    return tuple(dict.fromkeys(numbers)), facts


def _citizenships(element: etree._Element, reading: Reading) -> tuple[str, ...]:
    codes = (reading.country(item.get("countryIso2Code", "")) for item in children(element, "citizenship"))
    return tuple(dict.fromkeys(filter(None, codes)))


def _references(element: etree._Element) -> list[str]:
    known = (("EU reference", "euReferenceNumber"), ("UN reference", "unitedNationId"))
    return [f"{label}: {value}" for label, name in known if (value := collapse(element.get(name)))]


def _births(element: etree._Element) -> list[str]:
    facts = []
    for item in element:
        if isinstance(item.tag, str) and local_name(item) == "birthdate":
            date = item.get("birthdate") or item.get("year") or ""
            place = collapse(item.get("city")) or collapse(item.get("place"))
            facts += [f"DOB: {date}"] * bool(date) + [f"POB: {place}"] * bool(place)
    return facts
