"""A small run to report on, with names that are hostile to one output or another."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest

from resolver.model import CLUSTERS, ENTITIES, HITS, ROWS
from resolver.report import RunFacts, build_run_record
from resolver.report.record import describe_list
from watchlists.model import Excluded, ListedName, Listing, Snapshot

EVIDENCE = {
    "prior": {"bits": -7.0},
    "name": {"bits": 12.5, "party": "ООО Ветрокон", "listed": "VETROKON LLC", "level": "all words agree"},
    "country": {"bits": -0.5, "party": "KG", "listed": "RU", "level": "differs"},
}
HOSTILE_NAMES = [
    "=HYPERLINK(1)",
    '<script>alert("x")</script>',
    "\x1b[31mred\u202e",
    'a "quoted", name\nof two lines',
]


def hit(row: int, name: str, score: float, **changes: Any) -> dict[str, Any]:
    """One hit with sensible values everywhere."""
    values: dict[str, Any] = dict.fromkeys(HITS.names, "")
    values |= {
        "source_file": "m.csv",
        "source_row": row,
        "party_id": f"p{row}",
        "party_role": "consignee",
        "party_name": name,
        "entity_id": "E-1",
        "list": "ofac-sdn",
        "listing_id": "900",
        "listing_type": "entity",
        "listed_name": "VETROKON LLC",
        "primary_name": "VETROKON LLC",
        "alias_quality": "primary",
        "programs": "RUSSIA-EO14024; UKRAINE-EO13662",
        "kind": "same",
        "band": "match" if score >= 0.8 else "possible",
        "score": score,
        "match_weight": 5.0,
        "evidence": json.dumps(EVIDENCE, ensure_ascii=False),
        "proposed_by": "exact|ngrams",
        "ofac_reference_score": 91.25,
    }
    return values | changes


@pytest.fixture
def tables() -> dict[str, pa.Table]:
    """Hits, clusters, entities and rows of a run of six rows."""
    hits = [hit(2, "ООО Ветрокон", 0.99), hit(1, "VETROKON TELECOM", 0.5, kind="contains")]
    hits += [hit(3 + i, name, 0.9 - i / 10) for i, name in enumerate(HOSTILE_NAMES)]
    members = [{**{k: h[k] for k in CLUSTERS.names if k != "score"}, "score": 0.95} for h in hits]
    entity = {
        "entity_id": "E-1",
        "name": "ООО Ветрокон",
        "size": len(hits),
        "countries": "KG; RU",
        "list_hits": 1,
        "best_list": "ofac-sdn",
        "best_listing_id": "900",
        "best_listed_name": "VETROKON LLC",
        "best_band": "match",
        "best_score": 0.99,
        "weakest_link": 0.91,
    }
    rows = [
        {"source_file": "m.csv", "source_row": i, "outcome": "screened", "reason": "", "parties": 1}
        for i in range(1, 7)
    ]
    rows.append(
        {
            "source_file": "m.csv",
            "source_row": 7,
            "outcome": "placeholder",
            "reason": "TO ORDER",
            "parties": 0,
        }
    )
    return {
        "hits": pa.Table.from_pylist(hits, schema=HITS),
        "clusters": pa.Table.from_pylist(members, schema=CLUSTERS),
        "entities": pa.Table.from_pylist([entity], schema=ENTITIES),
        "rows": pa.Table.from_pylist(rows, schema=ROWS),
    }


@pytest.fixture
def facts(tables: dict[str, pa.Table]) -> RunFacts:
    """The facts of that run."""
    names = (ListedName("VETROKON LLC", "primary", "name"), ListedName("ВК", "weak"))
    snapshot = Snapshot(
        source="ofac-sdn",
        publisher="OFAC",
        format="ofac-xml",
        sha256="ab" * 32,
        listings=(Listing("900", "entity", names),),
        published="2026-11-20",
        excluded=(Excluded("entry 7", "no name"),),
        warnings=("a warning",),
        does_not_contain=("Annex IV",),
    )
    return RunFacts(
        command=("resolver", "resolve", "m.csv"),
        configuration={"preset": "standard", "jobs": 0},
        model={"version": "1"},
        lists=[describe_list(snapshot)],
        inputs=({"file": "m.csv", "sha256": "cd" * 32, "encoding": "utf-8"},),
        tables=tables,
        counts={"candidate_pairs": 12},
        seconds={"names": 1.23456},
        started="2026-11-23T12:00:00+00:00",
        peak_memory=123,
    )


@pytest.fixture
def record(facts: RunFacts) -> dict[str, Any]:
    """The run record of that run."""
    return build_run_record(facts)
