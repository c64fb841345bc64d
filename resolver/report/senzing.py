"""Senzing JSON lines (entity specification, form with a FEATURES list): parties and the listings that were
hit.

A party's record points to each listing that it may be (REL_POINTER), with the band and kind as the role:
Senzing shows it as a disclosed relation and still resolves by itself. Countries, addresses and numbers are
added where the caller gives the table of parties. Specification:
https://senzing.com/docs/entity_specification
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from resolver.report import exports

PARTY_SOURCE = "MANIFEST"
RECORD_TYPES = {"entity": "ORGANIZATION", "individual": "PERSON", "vessel": "VESSEL", "aircraft": "AIRCRAFT"}
# Our kinds of identifier -> Senzing's attribute for the number.
IDENTIFIER_ATTRIBUTES = {
    "tax_id": "TAX_ID_NUMBER",
    "registration_id": "NATIONAL_ID_NUMBER",
    "lei": "LEI_NUMBER",
    "imo": "IMO_NUMBER",
}

PARTIES_NAMED = """
SELECT DISTINCT party_id, party_name FROM {table} ORDER BY party_id, party_name
"""
LINKS_OF_PARTIES = """
SELECT party_id, list, listing_id, band, kind FROM hits ORDER BY party_id, list, listing_id, kind
"""


def lines(tables: exports.Tables) -> Iterator[str]:
    """One JSON record per line: the listings that were hit, then the parties."""
    for record in records(tables):
        yield json.dumps(record, ensure_ascii=False, sort_keys=True)


def records(tables: exports.Tables) -> Iterator[dict[str, Any]]:
    """Senzing records of a run."""
    links: dict[str, list[dict[str, Any]]] = {}
    if "hits" in tables:
        for row in exports.rows_of(exports.LISTINGS_HIT, tables, ("hits",)):
            yield _listing_record(row)
        found = exports.rows_of(LINKS_OF_PARTIES, tables, ("hits",))
        links = {party: list(rows) for party, rows in groupby(found, key=lambda row: row["party_id"])}
    for party in _parties(tables):
        yield _party_record(party, links.get(party["party_id"], []))


def _parties(tables: exports.Tables) -> Iterator[dict[str, Any]]:
    """Every party of the run: from the table of parties, the clusters, or at least those that were hit."""
    if "parties" in tables:
        yield from exports.rows_of("FROM parties ORDER BY party_id", tables, ("parties",))
    else:
        table = next((name for name in ("clusters", "hits") if name in tables), None)
        if table:
            yield from exports.rows_of(PARTIES_NAMED.format(table=table), tables, (table,))


def data_source(name: str) -> str:
    """A list's name as a Senzing data source code: capitals, digits and underscores."""
    return re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")


def _listing_record(row: Mapping[str, Any]) -> dict[str, Any]:
    source = data_source(row["list"])
    record_type = RECORD_TYPES.get(row["listing_type"])
    name_attribute = "NAME_FULL" if record_type == "PERSON" else "NAME_ORG"
    names = [row["primary_name"], *(name for name in row["names"] if name != row["primary_name"])]
    features: list[dict[str, Any]] = [{"RECORD_TYPE": record_type}] if record_type else []
    features += [
        {"NAME_TYPE": "AKA" if i else "PRIMARY", name_attribute: name} for i, name in enumerate(names)
    ]
    features.append({"REL_ANCHOR_DOMAIN": source, "REL_ANCHOR_KEY": row["listing_id"]})
    record = {"DATA_SOURCE": source, "RECORD_ID": row["listing_id"], "FEATURES": features}
    return record | ({"PROGRAMS": row["programs"]} if row["programs"] else {})


def _party_record(party: Mapping[str, Any], links: list[dict[str, Any]]) -> dict[str, Any]:
    features: list[dict[str, Any]] = [
        {"RECORD_TYPE": "ORGANIZATION"},
        {"NAME_TYPE": "PRIMARY", "NAME_ORG": party["party_name"]},
        *_details(party),
        *(_pointer(link) for link in links),
    ]
    return {"DATA_SOURCE": PARTY_SOURCE, "RECORD_ID": party["party_id"], "FEATURES": features}


def _details(party: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    address = ", ".join(str(party[key]) for key in ("address", "city", "country") if party.get(key))
    if party.get("address") or party.get("city"):
        yield {"ADDR_TYPE": "BUSINESS", "ADDR_FULL": address}
    if party.get("country"):
        yield {"REGISTRATION_COUNTRY": party["country"]}
    for identifier in party.get("identifiers") or []:
        attribute = IDENTIFIER_ATTRIBUTES.get(identifier["kind"])
        if attribute and identifier["valid"]:
            yield {attribute: identifier["value"]}


def _pointer(link: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "REL_POINTER_DOMAIN": data_source(link["list"]),
        "REL_POINTER_KEY": link["listing_id"],
        "REL_POINTER_ROLE": f"{link['band']} {link['kind']}".upper().replace(" ", "_"),
    }
