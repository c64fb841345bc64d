"""OFAC SDN_ENHANCED.XML (`sanctionsData`) -> listings.

Source of the layout: OFAC's ENHANCED_XML.xsd. An export made with a filter says so in
`publicationInfo/filters`; that is a warning, because such a file is not the whole list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchlists.model import Address, ListedName, Listing, Relation
from watchlists.readers.names import primary_first
from watchlists.readers.ofac_terms import (
    TYPES,
    Features,
    address_of,
    alias_kind,
    alias_quality,
    named_region,
    relation_kind,
    script_code,
)
from watchlists.readers.reading import Reading
from watchlists.readers.xml import child_text, children, collapse, grandchildren, local_name, stream_elements

if TYPE_CHECKING:
    from lxml import etree

    from watchlists.readers.content import Content


def read(content: Content) -> Reading:
    """All entities of the file. The format declares no count."""
    reading = Reading()
    for element in stream_elements(content, "publicationInfo", "entity"):
        if local_name(element) == "publicationInfo":
            _read_publication(element, reading)
        else:
            _read_entity(element, reading)
    return reading


def _read_publication(element: etree._Element, reading: Reading) -> None:
    reading.published = child_text(element, "dataAsOf")[:10]
    for filters in children(element, "filters"):
        for group in filters:
            words = [collapse(item.text) for item in group]
            reading.extra[f"filter {local_name(group)}"] = ", ".join(words)
            if local_name(group) != "sanctionsLists" and words:
                what = ", ".join(words[:5])
                reading.warnings.append(
                    f"an export filtered by {local_name(group)} ({what}): not the whole list"
                )


def _read_entity(element: etree._Element, reading: Reading) -> None:
    number, names = element.get("id", ""), _names(element)
    if not number or not names:
        reading.exclude(number or f"entity after {len(reading.listings)}", "no id or no name")
        return
    info = element.find("{*}generalInfo")
    kind = TYPES.get(child_text(info, "entityType").casefold(), "unknown") if info is not None else "unknown"
    features = _features(element, entity=kind == "entity", reading=reading)
    _add_documents(element, features, entity=kind == "entity", reading=reading)
    dates = (
        item.get("datePublished", "")[:10]
        for item in grandchildren(element, "sanctionsLists", "sanctionsList")
    )
    reading.listings.append(
        Listing(
            listing_id=number,
            type=kind,
            names=primary_first(names),
            programs=_texts(element, "sanctionsPrograms", "sanctionsProgram"),
            addresses=tuple(
                address
                for item in grandchildren(element, "addresses", "address")
                if (address := _address(item, reading)) is not None
            ),
            identifiers=tuple(dict.fromkeys(features.identifiers)),
            relations=_relations(element),
            countries=tuple(dict.fromkeys(features.countries)),
            listed_on=min(filter(None, dates), default=""),
            remarks=child_text(info, "remarks") if info is not None else "",
            facts=tuple(dict.fromkeys([*_own_facts(element, info), *features.facts])),
        )
    )


def _texts(element: etree._Element, outer: str, inner: str) -> tuple[str, ...]:
    found = (collapse(item.text) for item in grandchildren(element, outer, inner))
    return tuple(dict.fromkeys(filter(None, found)))


def _names(element: etree._Element) -> list[ListedName]:
    names = []
    for name in grandchildren(element, "names", "name"):
        main, low_quality = (
            child_text(name, "isPrimary") == "true",
            child_text(name, "isLowQuality") == "true",
        )
        kind = alias_kind(child_text(name, "aliasType") or "name")
        for translation in grandchildren(name, "translations", "translation"):
            text = child_text(translation, "formattedFullName") or _from_parts(translation)
            primary = main and child_text(translation, "isPrimary") == "true"
            if text:
                quality = alias_quality(primary=primary, low_quality=low_quality)
                script = script_code(child_text(translation, "script"))
                names.append(ListedName(text, quality, kind, script=script))
    return names


def _from_parts(translation: etree._Element) -> str:
    return " ".join(child_text(part, "value") for part in grandchildren(translation, "nameParts", "namePart"))


def _address(item: etree._Element, reading: Reading) -> Address | None:
    """The address in its first script; None for an `address` that says nothing."""
    parts: dict[str, str] = {}
    for translation in grandchildren(item, "translations", "translation"):
        for part in grandchildren(translation, "addressParts", "addressPart"):
            parts.setdefault(child_text(part, "type"), child_text(part, "value"))
    word = child_text(item, "country")
    if region := named_region(word):
        parts.setdefault("REGION", region)
    country = reading.country(word)
    return address_of(parts, country) if parts or country else None


def _features(element: etree._Element, *, entity: bool, reading: Reading) -> Features:
    features = Features()
    for item in grandchildren(element, "features", "feature"):
        label, value = child_text(item, "type"), child_text(item, "value")
        features.add(label, value, country="", entity=entity, reading=reading)
    return features


def _add_documents(element: etree._Element, features: Features, *, entity: bool, reading: Reading) -> None:
    for item in grandchildren(element, "identityDocuments", "identityDocument"):
        label, value = child_text(item, "type"), child_text(item, "documentNumber")
        country = child_text(item, "issuingCountry")
        reading.country(country)
        if number := reading.number(label, value, country, entity=entity):
            features.identifiers.append(number)
        elif value:
            features.facts.append(f"{label}: {value}")


def _relations(element: etree._Element) -> tuple[Relation, ...]:
    found = []
    for item in grandchildren(element, "relationships", "relationship"):
        target = item.find("{*}relatedEntity")
        if target is not None:
            kind = relation_kind(child_text(item, "type"))
            found.append(Relation(kind, target.get("entityId", ""), collapse(target.text)))
    return tuple(found)


def _own_facts(element: etree._Element, info: etree._Element | None) -> list[str]:
    facts = [f"List: {name}" for name in _texts(element, "sanctionsLists", "sanctionsList")]
    facts += [f"Measure: {name}" for name in _texts(element, "sanctionsTypes", "sanctionsType")]
    facts += [f"Legal authority: {name}" for name in _texts(element, "legalAuthorities", "legalAuthority")]
    title = child_text(info, "title") if info is not None else ""
    return [*facts, f"Title: {title}"] if title else facts
