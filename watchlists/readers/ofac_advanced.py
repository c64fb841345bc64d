"""OFAC SDN_ADVANCED.XML (`Sanctions`) -> listings.

Source of the layout: OFAC's sdn_advanced.xsd. The sections refer to each other: reference sets, locations,
documents (by identity), parties, relationships (by profile, From -> To) and entries (dates and programmes, by
profile). Numbers of types are looked up in the file's own reference sets; none is built in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchlists.model import Address, Identifier, ListedName, Listing, ListingType, Relation
from watchlists.readers.names import primary_first
from watchlists.readers.ofac_terms import (
    TYPES,
    Features,
    address_of,
    alias_kind,
    alias_quality,
    relation_kind,
    script_code,
)
from watchlists.readers.reading import Reading
from watchlists.readers.xml import child_text, children, collapse, grandchildren, local_name, stream_elements

if TYPE_CHECKING:
    from lxml import etree

    from watchlists.readers.content import Content

_SETS = (
    *(
        "AliasType",
        "AreaCode",
        "Country",
        "DetailReference",
        "FeatureType",
        "IDRegDocType",
        "List",
        "LocPartType",
    ),
    *("NamePartType", "PartySubType", "PartyType", "RelationType", "SanctionsType", "Script"),
)
_SECTIONS = (
    "DateOfIssue",
    "Location",
    "IDRegDocument",
    "DistinctParty",
    "ProfileRelationship",
    "SanctionsEntry",
)
# OFAC was founded in 1950: an earlier date of entry is a filler.
_FIRST_YEAR = "1950"


@dataclass(slots=True)
class _Draft:
    """A party before the sections that point to it are joined on."""

    number: str
    profile: str
    identities: list[str]
    type: ListingType
    names: list[ListedName]
    comment: str
    addresses: list[Address] = field(default_factory=list)
    features: Features = field(default_factory=Features)


@dataclass(slots=True)
class _File:
    """Everything read so far. `words`: set name -> ID -> text; the others by the ID that refers to them."""

    reading: Reading = field(default_factory=Reading)
    words: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in _SETS})
    party_types: dict[str, str] = field(default_factory=dict)  # PartySubType ID -> PartyType ID
    countries: dict[str, str] = field(default_factory=dict)  # Country or AreaCode ID -> ISO alpha-2
    locations: dict[str, Address] = field(default_factory=dict)
    documents: dict[str, list[tuple[str, str, str, str]]] = field(default_factory=dict)
    drafts: list[_Draft] = field(default_factory=list)
    relations: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # From -> [(kind, To)]
    programs: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)


def read(content: Content) -> Reading:
    """All parties of the file. The format declares no count."""
    file = _File()
    for element in stream_elements(content, *_SETS, *_SECTIONS):
        name = local_name(element)
        if name in file.words:
            _add_word(name, element, file)
        else:
            _ADD[name](element, file)
    file.reading.listings = _join(file)
    return file.reading


def _add_word(name: str, element: etree._Element, file: _File) -> None:
    number = element.get("ID", "")
    file.words[name][number] = collapse(element.text)
    if name == "PartySubType":
        file.party_types[number] = element.get("PartyTypeID", "")
    elif name == "Country":
        file.countries[number] = element.get("ISO2", "") or file.reading.country(collapse(element.text))
    elif name == "AreaCode":
        file.words[name][number] = element.get("CountryID", "")


def _add_issue_date(element: etree._Element, file: _File) -> None:
    file.reading.published = _iso_date(element)


def _iso_date(element: etree._Element | None) -> str:
    if element is None or not (year := child_text(element, "Year")):
        return ""
    month, day = child_text(element, "Month"), child_text(element, "Day")
    return f"{year:0>4}-{month or 1:0>2}-{day or 1:0>2}"


def _add_location(element: etree._Element, file: _File) -> None:
    areas = [
        file.words["AreaCode"].get(item.get("AreaCodeID", ""))
        for item in children(element, "LocationAreaCode")
    ]
    places = [*(item.get("CountryID", "") for item in children(element, "LocationCountry")), *areas]
    codes = (file.countries.get(place or "", "") for place in places)
    parts = {}
    for item in children(element, "LocationPart"):
        value = next(iter(children(item, "LocationPartValue")), None)
        if value is not None and (text := child_text(value, "Value")):
            parts[file.words["LocPartType"].get(item.get("LocPartTypeID", ""), "Unknown")] = text
    file.locations[element.get("ID", "")] = address_of(parts, next(filter(None, codes), ""))


def _add_document(element: etree._Element, file: _File) -> None:
    label = file.words["IDRegDocType"].get(element.get("IDRegDocTypeID", ""), "")
    country = file.countries.get(element.get("IssuedBy-CountryID", ""), "")
    value = child_text(element, "IDRegistrationNo")
    document = (label, value, country, child_text(element, "Comment"))
    file.documents.setdefault(element.get("IdentityID", ""), []).append(document)


def _add_party(element: etree._Element, file: _File) -> None:
    number, profile = element.get("FixedRef", ""), element.find("{*}Profile")
    if profile is None:
        file.reading.exclude(number or f"party after {len(file.drafts)}", "a party without a profile")
        return
    identities = list(children(profile, "Identity"))
    names = [name for identity in identities for name in _identity_names(identity, file)]
    if not number or not names:
        file.reading.exclude(number or f"party after {len(file.drafts)}", "no number or no name")
        return
    draft = _Draft(
        number,
        profile=profile.get("ID", ""),
        identities=[identity.get("ID", "") for identity in identities],
        type=_party_type(profile, file),
        names=names,
        comment=child_text(element, "Comment"),
    )
    for feature in children(profile, "Feature"):
        _add_feature(feature, draft, file)
    file.drafts.append(draft)


def _party_type(profile: etree._Element, file: _File) -> ListingType:
    sub_type = profile.get("PartySubTypeID", "")
    for word in (
        file.words["PartySubType"].get(sub_type, ""),
        file.words["PartyType"].get(file.party_types.get(sub_type, ""), ""),
    ):
        if word.casefold() in TYPES:
            return TYPES[word.casefold()]
    return "unknown"


def _identity_names(identity: etree._Element, file: _File) -> list[ListedName]:
    part_types = {
        group.get("ID", ""): file.words["NamePartType"].get(group.get("NamePartTypeID", ""), "")
        for groups in children(identity, "NamePartGroups")
        for group in grandchildren(groups, "MasterNamePartGroup", "NamePartGroup")
    }
    names = []
    for alias in children(identity, "Alias"):
        main = alias.get("Primary") == "true"
        kind = alias_kind(file.words["AliasType"].get(alias.get("AliasTypeID", ""), ""))
        low_quality = alias.get("LowQuality") == "true"
        for position, documented in enumerate(children(alias, "DocumentedName")):
            text, script = _documented_name(documented, part_types, file)
            if text:
                quality = alias_quality(primary=main and position == 0, low_quality=low_quality)
                names.append(ListedName(text, quality, kind, script=script))
    return names


def _documented_name(documented: etree._Element, part_types: dict[str, str], file: _File) -> tuple[str, str]:
    """ "LAST, First Middle" of a person, the parts in order of all others; and the ISO 15924 script."""
    last: list[str] = []
    rest: list[str] = []
    script = ""
    for value in grandchildren(documented, "DocumentedNamePart", "NamePartValue"):
        text = collapse(value.text)
        family = part_types.get(value.get("NamePartGroupID", "")) == "Last Name"
        (last if family else rest).append(text)
        script = script or script_code(file.words["Script"].get(value.get("ScriptID", ""), ""))
    return ", ".join(filter(None, (" ".join(filter(None, last)), " ".join(filter(None, rest))))), script


def _add_feature(feature: etree._Element, draft: _Draft, file: _File) -> None:
    label = file.words["FeatureType"].get(feature.get("FeatureTypeID", ""), "")
    for version in children(feature, "FeatureVersion"):
        places = [
            file.locations.get(item.get("LocationID", "")) for item in children(version, "VersionLocation")
        ]
        known = [place for place in places if place is not None]
        if label == "Location":
            draft.addresses += known
            continue
        value = _detail(version, file) or _period(version) or child_text(version, "Comment")
        country = next((place.country for place in known if place.country), "")
        draft.features.add(label, value, country=country, entity=draft.type == "entity", reading=file.reading)


def _detail(version: etree._Element, file: _File) -> str:
    for detail in children(version, "VersionDetail"):
        reference = file.words["DetailReference"].get(detail.get("DetailReferenceID", ""), "")
        if text := collapse(detail.text) or reference:
            return text
    return ""


def _period(version: etree._Element) -> str:
    start = _iso_date(version.find("{*}DatePeriod/{*}Start/{*}From"))
    end = _iso_date(version.find("{*}DatePeriod/{*}End/{*}To"))
    return start if start == end or not end else f"{start} to {end}"


def _add_relation(element: etree._Element, file: _File) -> None:
    kind = relation_kind(file.words["RelationType"].get(element.get("RelationTypeID", ""), "related_to"))
    if element.get("Former") == "true":
        kind = f"former_{kind}"
    file.relations.setdefault(element.get("From-ProfileID", ""), []).append(
        (kind, element.get("To-ProfileID", ""))
    )


def _add_entry(element: etree._Element, file: _File) -> None:
    profile = element.get("ProfileID", "")
    dates = [_iso_date(event.find("{*}Date")) for event in children(element, "EntryEvent")]
    real = [date for date in [*dates, file.dates.get(profile, "")] if date >= _FIRST_YEAR]
    file.dates[profile] = min(real, default="")
    for measure in children(element, "SanctionsMeasure"):
        if file.words["SanctionsType"].get(measure.get("SanctionsTypeID", "")) == "Program":
            file.programs.setdefault(profile, []).append(child_text(measure, "Comment"))
    name = file.words["List"].get(element.get("ListID", ""), "")
    file.lists.setdefault(profile, []).append(name)


_ADD = {
    "DateOfIssue": _add_issue_date,
    "Location": _add_location,
    "IDRegDocument": _add_document,
    "DistinctParty": _add_party,
    "ProfileRelationship": _add_relation,
    "SanctionsEntry": _add_entry,
}


def _join(file: _File) -> list[Listing]:
    by_profile = {draft.profile: (draft.number, primary_first(draft.names)[0].text) for draft in file.drafts}
    return [_listing(draft, by_profile, file) for draft in file.drafts]


def _listing(draft: _Draft, by_profile: dict[str, tuple[str, str]], file: _File) -> Listing:
    numbers, facts = _numbers(draft, file)
    relations = (
        Relation(kind, *by_profile.get(target, (target, "")))
        for kind, target in file.relations.get(draft.profile, [])
    )
    lists = [f"List: {name}" for name in dict.fromkeys(file.lists.get(draft.profile, [])) if name]
    return Listing(
        listing_id=draft.number,
        type=draft.type,
        names=primary_first(draft.names),
        programs=tuple(dict.fromkeys(filter(None, file.programs.get(draft.profile, [])))),
        addresses=tuple(draft.addresses),
        identifiers=tuple(dict.fromkeys([*numbers, *draft.features.identifiers])),
        relations=tuple(relations),
        countries=tuple(dict.fromkeys(draft.features.countries)),
        listed_on=file.dates.get(draft.profile, ""),
        remarks=draft.comment,
        facts=tuple(dict.fromkeys([*lists, *draft.features.facts, *facts])),
    )


def _numbers(draft: _Draft, file: _File) -> tuple[list[Identifier], list[str]]:
    numbers, facts = [], []
    for identity in draft.identities:
        for label, value, country, comment in file.documents.get(identity, []):
            if number := file.reading.number(label, value, country, entity=draft.type == "entity"):
                numbers.append(number)
            elif value or comment:
                facts.append(f"{label}: {value or comment}")
    return numbers, facts
