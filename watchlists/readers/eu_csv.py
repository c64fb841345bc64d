"""EU financial sanctions as CSV (FSF 1.1 of today, 1.0 of 2018) -> listings.

Source of the layout: the publisher's csvFullSanctionsList_1_1 and _1_0. One row holds one name, address,
birth date, identification or citizenship of an entity; rows join by the entity's logical ID. In 1.1
`Entity_SubjectType` holds P/E and `..._ClassificationCode` person/enterprise, the reverse of the XML: either
is taken in either column. Neither form says which names are weak, so all are strong. Quoting varies: a line
is taken as it stands when it has the right number of cells, else it is read as quoted CSV, over several lines
if need be.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from watchlists.errors import UnreadableList
from watchlists.identifiers import telling_label
from watchlists.model import Address, Identifier, ListedName, Listing
from watchlists.readers.content import Content, bounded_lines, open_content, refuse_if_cut_off
from watchlists.readers.eu_xml import TYPES
from watchlists.readers.names import primary_first
from watchlists.readers.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, str]
# A quoted cell runs over at most this many lines; beyond it the quote was a stray one.
_MOST_LINES_OF_A_ROW = 40

# Our name of a field -> its column in 1.1 and in 1.0 ("" where the form has none).
_COLUMNS: dict[str, tuple[str, str]] = {
    "entity": ("entity_logicalid", "entity_logical_id"),
    "type": ("entity_subjecttype", "subject_type"),
    "type_word": ("entity_subjecttype_classificationcode", ""),
    "reference": ("entity_eu_referencenumber", "eu_ref_num"),
    "un_reference": ("entity_unitednationid", ""),
    "remark": ("entity_remark", "entity_remark"),
    "program": ("entity_regulation_programme", "programme"),
    "listed_on": ("entity_regulation_publicationdate", "leba_publication_date"),
    "url": ("entity_regulation_publicationurl", "leba_url"),
    "name_id": ("namealias_logicalid", "naal_logical_id"),
    "name": ("namealias_wholename", "naal_wholename"),
    "first": ("namealias_firstname", "naal_firstname"),
    "middle": ("namealias_middlename", "naal_middlename"),
    "last": ("namealias_lastname", "naal_lastname"),
    "language": ("namealias_namelanguage", "naal_language"),
    "address_id": ("address_logicalid", "addr_logical_id"),
    "number": ("", "addr_number"),
    "street": ("address_street", "addr_street"),
    "place": ("address_place", "addr_other"),
    "po_box": ("address_pobox", ""),
    "city": ("address_city", "addr_city"),
    "region": ("address_region", ""),
    "zip": ("address_zipcode", "addr_zipcode"),
    "country": ("address_countryiso2code", "addr_country"),
    "birth_date": ("birthdate_birthdate", "birt_date"),
    "birth_year": ("birthdate_year", ""),
    "birth_place": ("birthdate_city", "birt_place"),
    "id_id": ("identification_logicalid", "iden_logical_id"),
    "id_number": ("identification_number", "iden_number"),
    "id_type": ("identification_typecode", ""),
    "id_label": ("identification_typedescription", ""),
    "id_false": ("identification_knownfalse", ""),
    "id_country": ("identification_countryiso2code", "iden_country"),
    "citizenship": ("citizenship_countryiso2code", "citi_country"),
}
# 1.0 writes "AB123 (passport-National passport) ((passport) ...)" into one cell.
_MOST_CHARACTERS = 2000  # of such a cell: beyond it nothing is searched for
_OLD_NUMBER = re.compile(r"^(?P<number>.*?)\s*\((?P<code>[a-z]+)-(?P<label>[^)]*)\)", re.DOTALL)


@dataclass(slots=True)
class _Draft:
    """An entity while its rows come in; keys are the publisher's IDs of the parts, so that no act doubles
    them."""

    first: Row
    names: dict[str, ListedName] = field(default_factory=dict)
    programs: dict[str, None] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    remarks: dict[str, None] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)


def read_current(content: Content) -> Reading:
    """Form 1.1."""
    return _read(content, form=0)


def read_old(content: Content) -> Reading:
    """Form 1.0: also rows wrapped in quotes once more, padded with tabs, and bytes of Windows-1252."""
    return _read(content, form=1)


def _read(content: Content, *, form: int) -> Reading:
    lines = _lines(content, encodings=("utf-8-sig",) if form == 0 else ("utf-8-sig", "cp1252"))
    _, head = next(lines, (0, ""))
    header = [_unquote(cell).casefold() for cell in head.split(";")]
    places = {
        name: header.index(columns[form]) for name, columns in _COLUMNS.items() if columns[form] in header
    }
    if "entity" not in places or "name" not in places:
        raise UnreadableList(f"{content.name}: its header lacks the column of the entity or of the name")
    reading, drafts = Reading(), dict[str, _Draft]()
    for where, cells in _rows(lines, width=len(header), reading=reading, content=content):
        row = {name: " ".join(cells[place].split()) for name, place in places.items()}
        reading.published = reading.published or _iso(cells[0].strip())
        if row["entity"]:
            _add(row, drafts.setdefault(row["entity"], _Draft(row)), reading)
        else:
            reading.exclude(where, "no logical ID of an entity")
    for number, draft in drafts.items():
        if draft.names:
            reading.listings.append(_listing(number, draft))
        else:
            reading.exclude(number, "no name that is not empty")
    return reading


def _lines(content: Content, *, encodings: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """(line number, text without its end, outer quotes and tab padding)."""
    with open_content(content) as stream:
        for number, raw in enumerate(bounded_lines(stream, name=content.name), 1):
            text = _decode(raw, encodings, where=f"{content.name} line {number}").rstrip("\r\n")
            if text.endswith('\t"') and text.startswith('"'):
                text = text[1:-1].rstrip("\t").replace('""', '"')
            if text.strip("\x1a \t"):
                yield number, text


def _decode(raw: bytes, encodings: tuple[str, ...], *, where: str) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableList(f"{where}: bytes that are not UTF-8; fetch it again")


def _unquote(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"').strip()
    return cell


def _rows(
    lines: Iterator[tuple[int, str]], *, width: int, reading: Reading, content: Content
) -> Iterator[tuple[str, list[str]]]:
    name = content.name
    pending: list[tuple[int, str]] = []
    for line in lines:
        pending.append(line)
        cells = _cells("\n".join(text for _, text in pending), width)
        if cells is None and len(pending) > 1 and (alone := _cells(line[1], width)) is not None:
            _give_up(pending[:-1], reading, name=name)
            pending, cells = [line], alone
        if cells is not None:
            yield f"{name} line {pending[0][0]}", cells
            pending = []
        elif len(pending) >= _MOST_LINES_OF_A_ROW:
            _give_up(pending[:1], reading, name=name)
            pending = pending[1:]
    if pending:
        refuse_if_cut_off(content, pending[-1][0])
    _give_up(pending, reading, name=name)


def _give_up(lines: list[tuple[int, str]], reading: Reading, *, name: str) -> None:
    for number, text in lines:
        reading.exclude(f"{name} line {number}", f"{text.count(';') + 1} cells, not as many as the header")


def _cells(text: str, width: int) -> list[str] | None:
    """The cells of a row, or None when there are not `width` of them."""
    plain = text.split(";")
    if len(plain) == width:
        return [_unquote(cell) for cell in plain]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=";", strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 and len(rows[0]) == width else None


def _iso(date: str) -> str:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(date[:10], form).date().isoformat()
        except ValueError:
            continue
    return ""


def _add(row: Row, draft: _Draft, reading: Reading) -> None:
    text = row["name"] or " ".join(row[part] for part in ("first", "middle", "last") if row.get(part))
    if text:
        name = ListedName(text, "strong", "aka", language=row.get("language", "").casefold())
        draft.names.setdefault(row.get("name_id") or text, name)
    draft.programs[row.get("program", "")] = None
    draft.dates.add(_iso(row.get("listed_on", "")))
    draft.remarks[row.get("remark", "")] = None
    draft.countries[reading.country(row.get("citizenship", ""))] = None
    if row.get("address_id") or row.get("street") or row.get("city"):
        address = _address(row, reading)
        draft.addresses.setdefault(row.get("address_id") or repr(address), address)
    if row.get("id_number"):
        _add_number(row, draft, reading)
    born = row.get("birth_date") or row.get("birth_year")
    for label, value in (("DOB", born), ("POB", row.get("birth_place"))):
        if value:
            draft.facts[f"{label}: {value}"] = None


def _address(row: Row, reading: Reading) -> Address:
    box = row.get("po_box", "")
    street = (
        " ".join(filter(None, (row.get("number"), row.get("street")))),
        row.get("place"),
        box and f"PO Box {box}",
    )
    return Address(
        text=", ".join(filter(None, street)),
        city=row.get("city", ""),
        region=row.get("region", ""),
        postal_code=row.get("zip", ""),
        country=reading.country(row.get("country", "")),
    )


def _add_number(row: Row, draft: _Draft, reading: Reading) -> None:
    value, code, label = row["id_number"], row.get("id_type", ""), row.get("id_label", "")
    if old := _OLD_NUMBER.match(value[:_MOST_CHARACTERS]):
        value, code, label = old.group("number"), old.group("code"), old.group("label")
    country = reading.country(row.get("id_country", ""))
    entity = TYPES.get(row.get("type", "").casefold()) == "entity"
    number = reading.number(telling_label(code, label), value, country, entity=entity)
    if row.get("id_false", "").casefold() == "true" or number is None:
        draft.facts[f"{label or code}{' (known false)' if number else ''}: {value}"] = None
    else:
        draft.identifiers[Identifier(number.kind, number.value, country, label or code)] = None


def _listing(number: str, draft: _Draft) -> Listing:
    first = draft.first
    words = (first.get("type", ""), first.get("type_word", ""))
    known = (("EU reference", "reference"), ("UN reference", "un_reference"))
    references = [f"{label}: {first[name]}" for label, name in known if first.get(name)]
    return Listing(
        listing_id=number,
        type=next((TYPES[word.casefold()] for word in words if word.casefold() in TYPES), "unknown"),
        names=primary_first(list(draft.names.values())),
        programs=tuple(filter(None, draft.programs)),
        addresses=tuple(draft.addresses.values()),
        identifiers=tuple(draft.identifiers),
        countries=tuple(filter(None, draft.countries)),
        listed_on=min(filter(None, draft.dates), default=""),
        source_url=first.get("url", ""),
        remarks="; ".join(filter(None, draft.remarks)),
        facts=(*references, *draft.facts),
    )
