"""FollowTheMoney JSON lines: what Aleph, yente and nomenklatura read.

A Company for each entity of the run (a LegalEntity for each party where no entities were made), an entity and
a Sanction for each listing that was hit, and a Similar between the two with the probability. A hit stays a
link to be decided: nothing is merged. Schemata: https://followthemoney.tech/explorer/
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from resolver.report import exports

LISTING_SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
DEFAULT_SCHEMA = "LegalEntity"
MATCHER = "watchlist-resolver"


def lines(tables: exports.Tables) -> Iterator[str]:
    """One JSON object per line, sorted by kind of object and by its ID."""
    for entity in entities(tables):
        yield json.dumps(entity, ensure_ascii=False, sort_keys=True)


def entities(tables: exports.Tables) -> Iterator[dict[str, Any]]:
    """The FollowTheMoney objects of a run: subjects, listings with their sanctions, similarities."""
    yield from _subjects(tables)
    if "hits" not in tables:
        return
    for row in exports.rows_of(exports.LISTINGS_HIT, tables, ("hits",)):
        yield from _listing(row)
    for row in exports.rows_of(exports.STRONGEST_LINKS, tables, ("hits",)):
        yield _similar(row)


def _subjects(tables: exports.Tables) -> Iterator[dict[str, Any]]:
    if "entities" in tables:
        for row in exports.rows_of(exports.ENTITY_NAMES, tables, ("entities", "clusters")):
            aliases = [name for name in row["names"] if name != row["name"]]
            countries = [code.lower() for code in row["countries"].split("; ") if code]
            yield _object(
                row["entity_id"], "Company", {"name": [row["name"]], "alias": aliases, "country": countries}
            )
    elif "hits" in tables:
        for row in exports.rows_of(exports.PARTIES_HIT, tables, ("hits",)):
            yield _object(row["party_id"], DEFAULT_SCHEMA, {"name": [row["party_name"]]})


def listing_object_id(row: Mapping[str, Any]) -> str:
    """ID of a listing among the objects: list and entry number."""
    return f"{row['list']}:{row['listing_id']}"


def _listing(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    identity = listing_object_id(row)
    schema = LISTING_SCHEMATA.get(row["listing_type"], DEFAULT_SCHEMA)
    aliases = [name for name in row["names"] if name != row["primary_name"]]
    yield _object(identity, schema, {"name": [row["primary_name"]], "alias": aliases, "topics": ["sanction"]})
    sanction = {
        "entity": [identity],
        "authority": [row["list"]],
        "authorityId": [row["listing_id"]],
        "program": [program for program in row["programs"].split("; ") if program],
    }
    yield _object(f"{identity}:sanction", "Sanction", sanction)


def _similar(row: Mapping[str, Any]) -> dict[str, Any]:
    match = listing_object_id(row)
    key = hashlib.sha256(f"{row['subject']}\0{match}".encode()).hexdigest()[:20]
    properties = {
        "candidate": [row["subject"]],
        "match": [match],
        "confidenceScore": [f"{row['score']:.6f}"],
        "criteria": [f"{row['band']}, {row['kind']}: {row['party_name']} ~ {row['listed_name']}"],
        "matcher": [MATCHER],
    }
    return _object(f"similar:{key}", "Similar", properties)


def _object(identity: str, schema: str, properties: Mapping[str, list[str]]) -> dict[str, Any]:
    given = {name: values for name, values in properties.items() if any(values)}
    return {"id": identity, "schema": schema, "properties": given}
