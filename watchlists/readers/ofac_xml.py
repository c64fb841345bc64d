"""OFAC SDN.XML and CONSOLIDATED.XML (`sdnList/sdnEntry`) -> listings.

Source of the layout: OFAC's sdn.xsd. Weak aliases are `aka/category` = weak. The file holds no dates of
designation. Of `idList`, what is no identifier (Gender, Website, sanctions notes) becomes a fact of the
listing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from watchlists.identifiers import identifier
from watchlists.model import Address, AliasQuality, Identifier, ListedName, Listing, NameKind
from watchlists.readers.ofac_remarks import read_remarks
from watchlists.readers.ofac_terms import TYPES, named_region
from watchlists.readers.reading import Reading
from watchlists.readers.xml import collapse, fields, local_name, stream_elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from watchlists.readers.content import Content

NAME_KINDS: dict[str, NameKind] = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_FLAG_LABELS = frozenset({"Nationality of Registration"})


def read(content: Content) -> Reading:
    """All entries of the file; checks nothing against `Record_Count`, which goes to `declared_entries`."""
    reading = Reading()
    for element in stream_elements(content, "publshInformation", "sdnEntry"):
        if local_name(element) == "publshInformation":
            _read_publication(fields(element), reading)
        else:
            _read_entry(element, reading)
    return reading


def _read_publication(found: dict[str, str], reading: Reading) -> None:
    reading.published = us_date(found.get("Publish_Date", ""))
    count = found.get("Record_Count", "")
    reading.declared_entries = int(count) if count.isdecimal() else None


def us_date(text: str) -> str:
    """MM/DD/YYYY -> ISO 8601; "" when it is no date."""
    try:
        return datetime.strptime(text.strip(), "%m/%d/%Y").date().isoformat()
    except ValueError:
        return ""


def _read_entry(element: etree._Element, reading: Reading) -> None:
    own = fields(element)
    groups = {local_name(child): child for child in element if len(child)}
    primary, uid = personal_name(own), own.get("uid", "")
    if not uid or not primary:
        reading.exclude(uid or primary or f"entry after {len(reading.listings)}", "no uid or no name")
        return
    kind = TYPES.get(own.get("sdnType", "").casefold(), "unknown")
    numbers, facts, flags = _split_documents(
        groups.get("idList", ()), entity=kind == "entity", reading=reading
    )
    vessel = fields(groups["vesselInfo"]) if "vesselInfo" in groups else {}
    if call_sign := identifier("Vessel Call Sign", vessel.get("callSign", "")):
        numbers.append(call_sign)
    remarks = read_remarks(own.get("remarks", ""), entity=kind == "entity")
    nationality = [
        country for group in ("nationalityList", "citizenshipList") for country in _countries(groups, group)
    ]
    reading.listings.append(
        Listing(
            listing_id=uid,
            type=kind,
            names=(
                ListedName(primary, "primary", "name"),
                *_aliases(groups.get("akaList", ()), remarks.aliases),
            ),
            programs=tuple(
                filter(None, dict.fromkeys(collapse(item.text) for item in groups.get("programList", ())))
            ),
            addresses=tuple(_address(fields(item), reading) for item in groups.get("addressList", ())),
            identifiers=tuple(dict.fromkeys([*numbers, *remarks.identifiers])),
            relations=tuple(remarks.relations),
            countries=_codes(
                [*nationality, vessel.get("vesselFlag", ""), *flags, *remarks.countries], reading
            ),
            remarks=remarks.text,
            facts=tuple(
                dict.fromkeys([*facts, *remarks.facts, *_personal_facts(own, groups), *_vessel_facts(vessel)])
            ),
        )
    )


def personal_name(found: dict[str, str]) -> str:
    """ "LAST, First" as OFAC writes it in its CSV; the name alone for all that are no persons."""
    return ", ".join(part for part in (found.get("lastName", ""), found.get("firstName", "")) if part)


def _aliases(group: Iterable[etree._Element], from_remarks: list[ListedName]) -> list[ListedName]:
    aliases: list[ListedName] = []
    for item in group:
        found = fields(item)
        if name := personal_name(found):
            quality: AliasQuality = "weak" if found.get("category", "").casefold() == "weak" else "strong"
            aliases.append(ListedName(name, quality, NAME_KINDS.get(found.get("type", "").casefold(), "aka")))
    known = {alias.text.casefold() for alias in aliases}
    return aliases + [alias for alias in from_remarks if alias.text.casefold() not in known]


def _split_documents(
    group: Iterable[etree._Element], *, entity: bool, reading: Reading
) -> tuple[list[Identifier], list[str], list[str]]:
    """Identifiers, facts ("label: value") and countries of registration out of an `idList`."""
    numbers, facts, flags = [], [], []
    for item in group:
        found = fields(item)
        label, value, country = (found.get(name, "") for name in ("idType", "idNumber", "idCountry"))
        reading.country(country)
        if number := reading.number(label, value, country, entity=entity):
            numbers.append(number)
        elif label in _FLAG_LABELS:
            flags.append(value)
        elif value:
            facts.append(f"{label.rstrip(' :-')}: {value}")
    return numbers, facts, flags


def _address(found: dict[str, str], reading: Reading) -> Address:
    street = ", ".join(found[line] for line in ("address1", "address2", "address3") if line in found)
    return Address(
        text=street,
        city=found.get("city", ""),
        region=found.get("stateOrProvince") or named_region(found.get("country", "")),
        postal_code=found.get("postalCode", ""),
        country=reading.country(found.get("country", "")),
    )


def _countries(groups: dict[str, etree._Element], name: str) -> list[str]:
    return [fields(item).get("country", "") for item in groups.get(name, ())]


def _codes(names: Iterable[str], reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for name in names if (code := reading.country(name))))


def _personal_facts(own: dict[str, str], groups: dict[str, etree._Element]) -> list[str]:
    facts = [f"Title: {own['title']}"] if "title" in own else []
    facts += [f"DOB: {fields(item).get('dateOfBirth', '')}" for item in groups.get("dateOfBirthList", ())]
    return facts + [
        f"POB: {fields(item).get('placeOfBirth', '')}" for item in groups.get("placeOfBirthList", ())
    ]


def _vessel_facts(vessel: dict[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in vessel.items() if name not in ("callSign", "vesselFlag")]
