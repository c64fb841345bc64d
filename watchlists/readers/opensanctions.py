"""OpenSanctions: `targets.simple.csv` and FollowTheMoney JSON lines (`entities.ftm.json`) -> listings.

Source of the layout: OpenSanctions' documentation of its exports and the FollowTheMoney model. In the CSV
several values are joined by ";". In the JSON lines relations (Ownership, Directorship, ...) and Sanction are
entities that refer to others by ID. Neither form marks weak aliases in one way: only `weakAlias` of the JSON
is weak. CC BY-NC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from watchlists.countries import country_code
from watchlists.errors import UnreadableList
from watchlists.identifiers import identifier, label_kind
from watchlists.model import Address, Identifier, ListedName, Listing, ListingType, NameKind, Relation
from watchlists.readers.content import bounded_lines, open_content
from watchlists.readers.prose import numbers_in_prose
from watchlists.readers.reading import Reading
from watchlists.readers.text import parsed_json, published_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchlists.readers.content import Content

_TYPES: dict[str, ListingType] = {
    **dict.fromkeys(("company", "organization", "publicbody"), "entity"),
    "legalentity": "unknown",  # FollowTheMoney's word for "a person or an organisation"
    "person": "individual",
    "vessel": "vessel",
    "airplane": "aircraft",
}
# Schema -> (property of the one who holds the relation, property of the other, our kind), read as first ->
# second.
_LINKS = {
    "Ownership": ("asset", "owner", "owned_by"),
    "Directorship": ("director", "organization", "director_of"),
    "Membership": ("member", "organization", "member_of"),
    "Employment": ("employee", "employer", "employed_by"),
    "Representation": ("agent", "client", "acting_for"),
    "Family": ("person", "relative", "family_of"),
    "Associate": ("person", "associate", "associate_of"),
    "UnknownLink": ("subject", "object", "linked_to"),
    "Succession": ("successor", "predecessor", "successor_of"),
}
_NAMES: tuple[tuple[str, NameKind], ...] = (("name", "aka"), ("alias", "aka"), ("previousName", "fka"))
_COUNTRIES = ("country", "jurisdiction", "nationality", "citizenship", "flag", "mainCountry")
_FACTS = (
    "topics",
    "birthDate",
    "birthPlace",
    "position",
    "sector",
    "website",
    "phone",
    "email",
    "incorporationDate",
)
_SEVERAL = re.compile(r"\s*;\s*")
_SUBREGION = re.compile(r"^([a-z]{2})-[a-z]{2,4}$")

Properties = dict[str, list[Any]]


def read_csv(content: Content) -> Reading:
    """`targets.simple.csv`: every row is one target."""
    reading, header = Reading(), list[str]()
    for line, cells in published_rows(content):
        if not header:
            header = [cell.strip().casefold() for cell in cells]
            continue
        row = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False)}
        if len(cells) != len(header) or not row.get("id") or not row.get("name"):
            reading.exclude(
                f"{content.name} line {line}", "no ID, no name, or not as many cells as the header"
            )
            continue
        reading.published = max(reading.published, row.get("last_seen", "")[:10])
        reading.listings.append(_from_row(row, reading))
    return reading


def _from_row(row: dict[str, str], reading: Reading) -> Listing:
    def several(column: str) -> list[str]:
        return [part for part in _SEVERAL.split(row.get(column, "")) if part]

    aliases = [alias for alias in several("aliases") if alias != row["name"]]
    countries = [_country(code, reading) for code in several("countries")]
    labelled = (
        ("Sanction", "sanctions"),
        ("Dataset", "dataset"),
        ("birthDate", "birth_date"),
        ("phone", "phones"),
    )
    return Listing(
        listing_id=row["id"],
        type=_TYPES.get(row.get("schema", "").casefold(), "unknown"),
        names=(
            ListedName(row["name"], "primary", "name"),
            *(ListedName(alias, "strong", "aka") for alias in dict.fromkeys(aliases)),
        ),
        programs=tuple(dict.fromkeys(several("program_ids") or several("dataset"))),
        addresses=tuple(Address(text) for text in dict.fromkeys(several("addresses"))),
        identifiers=tuple(dict.fromkeys(_bare_number(value) for value in several("identifiers"))),
        countries=tuple(dict.fromkeys(filter(None, countries))),
        listed_on=row.get("first_seen", "")[:10],
        facts=tuple(f"{label}: {value}" for label, column in labelled for value in several(column)),
    )


def _country(code: str, reading: Reading) -> str:
    """A code of the publisher: ISO alpha-2 in small letters, or a part of a country ("ua-cri")."""
    if part := _SUBREGION.match(code):
        return country_code(part.group(1))
    return reading.country(code)


def _bare_number(value: str) -> Identifier:
    """A number without a label: an IMO by its letters, a LEI by its form, else a registration."""
    known = identifier("Registration Number", value)
    return Identifier(known.kind, known.value) if known else Identifier("registration_id", value)


@dataclass(slots=True)
class _Graph:
    """The entities of a FollowTheMoney file, kept until all lines are read."""

    parties: dict[str, dict[str, Any]] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    sanctions: dict[str, list[Properties]] = field(default_factory=dict)
    addresses: dict[str, Properties] = field(default_factory=dict)
    others: int = 0
    not_targets: int = 0


def read_ftm(content: Content) -> Reading:
    """`entities.ftm.json`: the targets become listings; linked parties that are no targets are counted as
    excluded."""
    reading, graph = Reading(), _Graph()
    for where, entity in _lines(content, reading):
        _add_entity(where, entity, graph, reading)
    reading.listings = [_from_entity(number, graph, reading) for number in graph.parties]
    if graph.not_targets:
        reading.exclude(
            f"{graph.not_targets} parties", "no targets of a sanction: linked parties of the export"
        )
    if graph.others:
        reading.extra["entities that are neither parties nor links"] = str(graph.others)
    return reading


def _lines(content: Content, reading: Reading) -> Iterator[tuple[str, dict[str, Any]]]:
    with open_content(content) as stream:
        for number, raw in enumerate(bounded_lines(stream, name=content.name), 1):
            where = f"{content.name} line {number}"
            if not raw.strip():
                continue
            try:
                entity = parsed_json(raw)
            except (ValueError, RecursionError) as error:
                raise UnreadableList(f"{where}: not whole JSON ({str(error)[:80]}); fetch it again") from None
            if isinstance(entity, dict) and isinstance(entity.get("properties"), dict):
                yield where, entity
            else:
                reading.exclude(where, "not an entity with properties")


def _add_entity(where: str, entity: dict[str, Any], graph: _Graph, reading: Reading) -> None:
    schema, number, properties = (
        str(entity.get("schema", "")),
        str(entity.get("id", "")),
        _clean(entity["properties"]),
    )
    reading.published = max(reading.published, str(entity.get("last_seen") or "")[:10])
    if schema in _LINKS:
        source, target, kind = _LINKS[schema]
        for one in properties.get(source, []):
            for other in properties.get(target, []):
                graph.relations.setdefault(one, []).append((kind, other))
    elif schema == "Sanction":
        for party in properties.get("entity", []):
            graph.sanctions.setdefault(party, []).append(properties)
    elif schema == "Address":
        graph.addresses[number] = properties
    elif schema.casefold() not in _TYPES:
        graph.others += 1
    elif entity.get("target") is False:
        graph.not_targets += 1
    elif not number or not _names(entity, properties):
        reading.exclude(number or where, "no ID or no name")
    else:
        graph.parties[number] = entity | {"properties": properties}


def _clean(properties: dict[str, Any]) -> Properties:
    """Properties as lists of texts; a nested entity is known by its ID."""
    found: Properties = {}
    for name, values in properties.items():
        listed = values if isinstance(values, list) else [values]
        texts = [str(item.get("id", "")) if isinstance(item, dict) else str(item) for item in listed if item]
        found[str(name)] = [text for value in texts if (text := " ".join(value.split()))]
    return found


def _names(entity: dict[str, Any], properties: Properties) -> tuple[ListedName, ...]:
    """The caption first when it is one of the names, then names, aliases and former names, weak ones last."""
    found: dict[str, ListedName] = {}
    for column, kind in _NAMES:
        for text in properties.get(column, []):
            found.setdefault(text, ListedName(text, "strong", kind))
    for text in properties.get("weakAlias", []):
        found.setdefault(text, ListedName(text, "weak", "aka"))
    if not found:
        return ()
    caption = str(entity.get("caption") or "")
    first = caption if caption in found else next(iter(found))
    rest = (name for text, name in found.items() if text != first)
    return (ListedName(first, "primary", "name"), *rest)


def _from_entity(number: str, graph: _Graph, reading: Reading) -> Listing:
    entity = graph.parties[number]
    properties: Properties = entity["properties"]
    sanctions = graph.sanctions.get(number, [])
    programs = [p for item in sanctions for p in (item.get("programId") or item.get("program") or [])]
    dates = [
        date[:10] for item in sanctions for date in item.get("startDate", []) + item.get("listingDate", [])
    ]
    countries = [_country(code, reading) for column in _COUNTRIES for code in properties.get(column, [])]
    urls = [url for item in sanctions for url in item.get("sourceUrl", [])] + properties.get("sourceUrl", [])
    return Listing(
        listing_id=number,
        type=_TYPES[str(entity["schema"]).casefold()],
        names=_names(entity, properties),
        programs=tuple(
            dict.fromkeys(programs + [str(name) for name in entity.get("datasets") or [] if not programs])
        ),
        addresses=tuple(dict.fromkeys(_addresses(properties, graph, reading))),
        identifiers=tuple(dict.fromkeys(_numbers(properties))),
        relations=tuple(_relations(number, graph)),
        countries=tuple(dict.fromkeys(filter(None, countries))),
        listed_on=min(dates, default=str(entity.get("first_seen") or "")[:10]),
        source_url=next(iter(urls), ""),
        remarks="; ".join(dict.fromkeys(properties.get("notes", []))),
        facts=tuple(f"{name}: {value}" for name in _FACTS for value in properties.get(name, [])),
    )


def _relations(number: str, graph: _Graph) -> Iterator[Relation]:
    for kind, target in graph.relations.get(number, []):
        known = graph.parties.get(target)
        yield Relation(kind, target, str(known.get("caption") or "") if known else "")


def _addresses(properties: Properties, graph: _Graph, reading: Reading) -> Iterator[Address]:
    for text in properties.get("address", []):
        yield Address(text)
    for reference in properties.get("addressEntity", []):
        found = graph.addresses.get(reference, {})
        if not found:
            continue
        one = {name: values[0] for name, values in found.items() if values}
        yield Address(
            one.get("full") or one.get("street", ""),
            city=one.get("city", ""),
            region=one.get("state") or one.get("region", ""),
            postal_code=one.get("postalCode", ""),
            country=_country(one.get("country", ""), reading),
        )


def _numbers(properties: Properties) -> Iterator[Identifier]:
    for name, values in properties.items():
        if name in _FACTS or name in _COUNTRIES or label_kind(name) is None or name in ("idNumber",):
            continue
        for value in values:
            if number := identifier(name, value):
                yield number
    for value in properties.get("idNumber", []):
        yield from numbers_in_prose(value, label="idNumber") or [
            Identifier("registration_id", value, label="idNumber")
        ]
