"""nomenklatura: its DuckDB blocker proposes, LogicV2 scores; pairs from its usual threshold of 0.7 count."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker import Index
from nomenklatura.matching import LogicV2
from nomenklatura.resolver import Linker
from nomenklatura.store import MemoryStore

from benchmarks.speed.peers.exchange import run

THRESHOLD = 0.7


def prepare(listed: pd.DataFrame) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """One Company per listing in a memory store, and the blocker's index of them."""
    dataset = Dataset.make({"name": "listed", "title": "listed"})
    store: MemoryStore = MemoryStore(dataset, Linker({}))
    companies = {
        str(listing_id): _company(dataset, str(listing_id), rows["name"], rows["country"])
        for listing_id, rows in listed.groupby("listing_id", sort=False)
    }
    with store.writer() as writer:
        for company in companies.values():
            writer.add_entity(company)
    index = Index(store.default_view(), Path(tempfile.mkdtemp(prefix="blocker")))
    index.build()

    def search(parties: pd.DataFrame) -> pd.DataFrame:
        asked = {
            row.id: _company(dataset, str(row.id), [row.name], [row.country])
            for row in parties.itertuples(index=False)
        }
        config = LogicV2.default_config()
        rows = []
        for subject, matches in index.match_entities(asked.values()):
            scored = [
                (m.id, LogicV2.compare(asked[subject.id], companies[m.id], config).score) for m, _ in matches
            ]
            rows += [(subject.id, listing_id, score) for listing_id, score in scored if score >= THRESHOLD]
        found = pd.DataFrame(rows, columns=["id", "listing_id", "score"])
        return found.sort_values("score", ascending=False, kind="stable")

    return search


def _company(dataset: Dataset, key: str, names: Iterable[str], countries: Iterable[str]) -> StatementEntity:
    properties = {"name": sorted(set(names)), "country": sorted({c.lower() for c in countries if c})}
    return StatementEntity.from_data(dataset, {"id": key, "schema": "Company", "properties": properties})


if __name__ == "__main__":
    run(prepare)
