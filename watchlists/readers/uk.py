"""UK Sanctions List, CSV and XML -> listings.

Source of the layout: the header of the published CSV (58 columns under a line "Report Date: ...") and the XML
of the Foreign, Commonwealth & Development Office. CSV rows repeat a designation per name and address and join
by Unique ID; both forms are turned into the same facts. Registration numbers are prose. `Name type` varies in
case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from watchlists.errors import UnreadableList
from watchlists.identifiers import identifier
from watchlists.model import Address, Identifier, ListedName, Listing, ListingType, Relation
from watchlists.readers.names import primary_first
from watchlists.readers.prose import numbers_in_prose
from watchlists.readers.reading import Reading
from watchlists.readers.text import published_rows
from watchlists.readers.xml import child_text, collapse, fields, local_name, open_root, stream_elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from watchlists.readers.content import Content

_TYPES: dict[str, ListingType] = {
    "individual": "individual",
    "entity": "entity",
    "ship": "vessel",
    "vessel": "vessel",
}
_NAME_PARTS = ("name1", "name2", "name3", "name4", "name5", "name6")
_LINES = tuple(f"addressline{number}" for number in range(1, 7))
_LANGUAGES = {
    "russian": "ru",
    "ukrainian": "uk",
    "belarusian": "be",
    "arabic": "ar",
    "persian": "fa",
    "chinese": "zh",
}
_SCRIPTS = {"cyrillic": "Cyrl", "arabic": "Arab", "chinese": "Hani", "korean": "Kore", "latin": "Latn"}
# Column -> relation, in the publisher's words.
_RELATIONS = {
    "parentcompany": "parent_company",
    "subsidiaries": "subsidiary",
    "subsidiary": "subsidiary",
    "currentowneroperators": "current_owner_or_operator",
    "previousowneroperators": "previous_owner_or_operator",
}
_FACTS = {
    "sanctionsimposed": "Sanctions imposed",
    "designationsource": "Designation source",
    "ofsigroupid": "OFSI group ID",
    "unreferencenumber": "UN reference",
    "typeofentity": "Type of entity",
    "phonenumber": "Phone number",
    "website": "Website",
    "emailaddress": "Email address",
    "dob": "DOB",
    "townofbirth": "POB",
    "position": "Position",
    "title": "Title",
    "typeofship": "Type of ship",
    "tonnageofship": "Tonnage",
    "lengthofship": "Length",
    "yearbuilt": "Year built",
    "previousflags": "Previous flags",
    "previousflag": "Previous flags",
    "ukstatementofreasons": "UK statement of reasons",
}
_SEVERAL = re.compile(r"\s*[;|]\s*|\s*\(\d+\)\s*")

Row = dict[str, str]


@dataclass(slots=True)
class _Draft:
    """A designation while its rows come in."""

    type: ListingType = "unknown"
    names: dict[ListedName, None] = field(default_factory=dict)
    programs: dict[str, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    relations: dict[Relation, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    remarks: dict[str, None] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)


def read_csv(content: Content) -> Reading:
    """The CSV form; a "Report Date" line may stand before the header."""
    reading, drafts, header = Reading(), dict[str, _Draft](), list[str]()
    for line, cells in published_rows(content):
        if not header:
            if cells[0].casefold().startswith("report date"):
                reading.published = _iso(" ".join(cells).partition(":")[2])
                continue
            header = [_key(cell) for cell in cells]
            if "uniqueid" not in header or "name6" not in header:
                raise UnreadableList(f"{content.name}: its header lacks Unique ID or Name 6")
            continue
        row = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False)}
        if len(cells) != len(header) or not row.get("uniqueid"):
            reading.exclude(
                f"{content.name} line {line}", f"{len(cells)} cells under {len(header)} columns, or no ID"
            )
            continue
        _add_row(row, drafts.setdefault(row["uniqueid"], _Draft()), reading)
    _finish(drafts, reading)
    return reading


def _key(column: str) -> str:
    """ "Business registration number (s)" -> "businessregistrationnumber"; the XML's names come out the
    same."""
    key = re.sub(r"\(.*?\)|[^a-z0-9]", "", column.casefold().replace("(/ies)", ""))
    return {"nationality": "nationality", "currentowneroperator": "currentowneroperators"}.get(
        key, {"previousowneroperator": "previousowneroperators"}.get(key, key)
    )


def _iso(date: str) -> str:
    for form in ("%d/%m/%Y", "%d-%b-%Y", "%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(date.strip()[:20], form).date().isoformat()
        except ValueError:
            continue
    return ""


def _add_row(row: Row, draft: _Draft, reading: Reading) -> None:
    kind = row.get("designationtype", "") or row.get("individualentityship", "")
    draft.type = _TYPES.get(kind.casefold(), draft.type)
    draft.programs[row.get("regimename", "")] = None
    draft.dates.add(_iso(row.get("datedesignated", "")))
    draft.remarks[row.get("otherinformation", "")] = None
    _add_name(row, draft)
    _add_address(row, draft, reading)
    _add_numbers(row, draft)
    for column in ("nationality", "currentbelievedflagofship"):
        for country in filter(None, _SEVERAL.split(row.get(column, ""))):
            draft.countries[reading.country(country)] = None
    for column, kind_of_relation in _RELATIONS.items():
        for target in filter(None, _SEVERAL.split(row.get(column, ""))):
            draft.relations[Relation(kind_of_relation, target_name=target)] = None
    for column, label in _FACTS.items():
        if value := row.get(column):
            draft.facts[f"{label}: {value}"] = None


def _add_name(row: Row, draft: _Draft) -> None:
    kind = row.get("nametype", "").casefold()
    if text := " ".join(row[part] for part in _NAME_PARTS if row.get(part)):
        if kind == "primary name":
            name = ListedName(text, "primary", "name")
        else:
            weak = row.get("aliasstrength", "").casefold().startswith("low")
            name = ListedName(text, "weak" if weak else "strong", "aka")
        draft.names[name] = None
    if original := row.get("namenonlatinscript"):
        script = row.get("nonlatinscripttype", "")
        language = row.get("nonlatinscriptlanguage", "").casefold()
        code = _SCRIPTS.get(script.casefold(), script)
        draft.names[ListedName(original, "strong", "aka", code, _LANGUAGES.get(language, language))] = None


def _add_address(row: Row, draft: _Draft, reading: Reading) -> None:
    lines = [row[line] for line in _LINES if row.get(line)]
    country = row.get("addresscountry", "")
    if lines or country or row.get("addresspostalcode"):
        draft.addresses[
            Address(
                ", ".join(lines),
                postal_code=row.get("addresspostalcode", ""),
                country=reading.country(country),
            )
        ] = None


def _add_numbers(row: Row, draft: _Draft) -> None:
    if text := row.get("businessregistrationnumber"):
        numbers = numbers_in_prose(text, label="Business registration number")
        draft.identifiers.update(dict.fromkeys(numbers))
        if not numbers:
            draft.facts[f"Business registration number: {text}"] = None
    entity = draft.type == "entity"
    for column, label in (
        ("imonumber", "IMO number"),
        ("passportnumber", "Passport number"),
        ("nationalidentifiernumber", "National Identifier number"),
        ("hullidentificationnumber", "Hull identification number"),
    ):
        for value in _SEVERAL.split(row.get(column, "")):
            if number := identifier(label, value, entity=entity):
                draft.identifiers[number] = None


def _finish(drafts: dict[str, _Draft], reading: Reading) -> None:
    for number, draft in drafts.items():
        if not draft.names:
            reading.exclude(number, "no name that is not empty")
            continue
        reading.listings.append(
            Listing(
                listing_id=number,
                type=draft.type,
                names=primary_first(list(draft.names)),
                programs=tuple(filter(None, draft.programs)),
                addresses=tuple(draft.addresses),
                identifiers=tuple(draft.identifiers),
                relations=tuple(draft.relations),
                countries=tuple(filter(None, draft.countries)),
                listed_on=min(filter(None, draft.dates), default=""),
                remarks="; ".join(filter(None, draft.remarks)),
                facts=tuple(draft.facts),
            )
        )


def read_xml(content: Content) -> Reading:
    """The XML form: each designation is turned into rows like those of the CSV."""
    root = open_root(content)
    reading, drafts = Reading(published=_iso(root.get("DateGenerated", ""))), dict[str, _Draft]()
    for element in stream_elements(content, "DateGenerated", "Designation"):
        if local_name(element) == "DateGenerated":
            reading.published = reading.published or _iso(collapse(element.text))
            continue
        number = child_text(element, "UniqueID")
        if not number:
            reading.exclude(f"designation after {len(drafts)}", "no UniqueID")
            continue
        draft = drafts.setdefault(number, _Draft())
        for row in _xml_rows(element):
            _add_row(row, draft, reading)
    _finish(drafts, reading)
    return reading


def _xml_rows(element: etree._Element) -> Iterable[Row]:
    """One row with the designation's own fields, then one per name and address and per other repeated
    element."""
    own = {_key(name): text for name, text in fields(element).items()}
    yield own
    groups = {"Name", "Address", "NonLatinName"}
    kind = {name: own[name] for name in ("individualentityship", "designationtype") if name in own}
    for item in element.iter("{*}*"):
        name = local_name(item)
        if name in groups and len(item):
            yield kind | {_key(column): text for column, text in fields(item).items()}
        elif (
            item is not element
            and not len(item)
            and item.getparent() is not element
            and (text := collapse(item.text))
        ):
            parent = item.getparent()
            if parent is not None and local_name(parent) not in groups:
                yield kind | {_key(name): text}
