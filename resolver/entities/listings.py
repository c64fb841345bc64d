"""The listings of an entity: links that hits bring between parties, and the best listing of each entity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.entities.graph import SEVERAL_PER_FIRM, Facts, Graph

Indices = npt.NDArray[np.int64]

PARTY_KEY = ("source_file", "source_row", "party_role", "party_id")
# Contexts of one listing that are linked with each other; further ones are linked with the best one only.
TOGETHER = 40


def party_of_hit(parties: pa.Table, hits: pa.Table) -> Indices:
    """The row of PARTIES that each row of HITS speaks of. ValueError when one speaks of none."""
    key = [c for c in PARTY_KEY if c in hits.column_names]
    number = np.arange(parties.num_rows)
    known = parties.select(key).append_column("party", pa.array(number))
    asked = hits.select(key).append_column("hit", pa.array(np.arange(hits.num_rows)))
    met = asked.join(known.group_by(key).aggregate([("party", "min")]), keys=key, join_type="inner")
    if met.num_rows != hits.num_rows:
        raise ValueError("hits speak of parties that are not in the table of parties")
    found = np.empty(hits.num_rows, dtype=np.int64)
    found[met["hit"].to_numpy()] = met["party_min"].to_numpy()
    return found


def certain(hits: pa.Table) -> npt.NDArray[np.bool_]:
    """Hits that may bring two parties together: kind `same`, band `match`."""
    both = pc.and_(pc.equal(hits["kind"], "same"), pc.equal(hits["band"], "match"))
    chosen: npt.NDArray[np.bool_] = both.to_numpy().astype(np.bool_)
    return chosen


def with_listing_links(
    graph: Graph, of_party: Indices, hits: pa.Table, hit_party: Indices, listings: pa.Table | None
) -> Graph:
    """Two contexts that are one listing are one firm with the product of their scores; the graph with those edges.

    A context that is two listings of one list brings none: which of them it is, is not known.
    """
    chosen = certain(hits)
    table = hits.filter(pa.array(chosen))
    keys = pc.binary_join_element_wise(table["list"], table["listing_id"], "\x1f").to_pylist()
    best: dict[tuple[str, int], float] = {}
    for key, context, score in zip(
        keys, of_party[hit_party[chosen]].tolist(), table["score"].to_pylist(), strict=True
    ):
        if len(graph.facts[context].get(f"list {key.split(chr(31))[0]}", ())) == 1:
            best[key, context] = max(best.get((key, context), 0.0), score)
    pairs = _pairs_of_listings(best)
    return _with_edges(_with_listing_numbers(graph, listings), pairs)


def _pairs_of_listings(best: dict[tuple[str, int], float]) -> dict[tuple[int, int], float]:
    members: dict[str, list[tuple[float, int]]] = {}
    for (key, context), score in sorted(best.items()):
        members.setdefault(key, []).append((-score, context))
    pairs: dict[tuple[int, int], float] = {}
    for found in members.values():
        found.sort()
        for i, (one_score, one) in enumerate(found[:TOGETHER]):
            for other_score, other in found[i + 1 : TOGETHER if i else len(found)]:
                pair = (min(one, other), max(one, other))
                pairs[pair] = max(pairs.get(pair, 0.0), one_score * other_score)
    return pairs


def _with_edges(graph: Graph, pairs: dict[tuple[int, int], float]) -> Graph:
    """The graph with more edges; of two edges between the same nodes the more probable stays, with what the names say."""
    if not pairs:
        return graph
    more = np.array(sorted(pairs), dtype=np.int64)
    added = np.array([pairs[a, b] for a, b in sorted(pairs)])
    none = np.zeros(len(more), dtype=np.bool_)
    left, right = np.append(graph.left, more[:, 0]), np.append(graph.right, more[:, 1])
    probability = np.append(graph.probability, added)
    contains, identified = np.append(graph.contains, none), np.append(graph.identified, none)
    said = np.append(graph.said, np.zeros(len(more), dtype=np.int64))
    order = np.lexsort((-probability, contains, right, left))
    first = np.ones(len(order), dtype=np.bool_)
    a, b = left[order], right[order]
    first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    rows = order[first]
    known = np.zeros(len(order), dtype=np.bool_)
    np.logical_or.at(known, np.cumsum(first) - 1, identified[order])
    names_say = np.zeros(len(order), dtype=np.int64)  # a listing says nothing of the two names
    np.maximum.at(names_say, np.cumsum(first) - 1, said[order])
    return replace(
        graph,
        left=left[rows],
        right=right[rows],
        probability=probability[rows],
        contains=contains[rows],
        identified=known[: len(rows)],
        said=names_say[: len(rows)],
    )


def _with_listing_numbers(graph: Graph, listings: pa.Table | None) -> Graph:
    """Facts of contexts that are one listing for certain, with the identifiers of that listing."""
    if listings is None:
        return graph
    held = {
        (row["list"], row["listing_id"]): row["identifiers"]
        for row in listings.select(["list", "listing_id", "identifiers"]).to_pylist()
        if row["identifiers"]
    }
    return replace(graph, facts=[_with_numbers(facts, held) for facts in graph.facts])


def _with_numbers(facts: Facts, held: dict[tuple[str, str], list[dict[str, Any]]]) -> Facts:
    found: dict[str, set[str]] = {}
    for key, ids in facts.items():
        if key.startswith("list ") and len(ids) == 1:
            for number in held.get((key.removeprefix("list "), next(iter(ids))), ()):
                if number["valid"] and number["scheme"] not in SEVERAL_PER_FIRM:
                    found.setdefault(number["scheme"], set()).add(number["value"])
    if not found:
        return facts
    return {**facts, **{s: facts.get(s, frozenset()) | frozenset(v) for s, v in found.items()}}


def best_listings(hits: pa.Table | None) -> dict[str, tuple[int, str, str, str, str, float]]:
    """By entity: number of listings hit, and list, listing id, listed name, band and score of the best hit."""
    if hits is None or not hits.num_rows:
        return {}
    columns = ["entity_id", "list", "listing_id", "listed_name", "band", "kind", "score"]
    order = [("entity_id", "ascending"), ("score", "descending"), ("kind", "descending")]
    order += [(c, "ascending") for c in ("band", "list", "listing_id", "listed_name")]
    best: dict[str, tuple[str, str, str, str, float]] = {}
    listings: dict[str, set[tuple[str, str]]] = {}
    for row in zip(*(c.to_pylist() for c in hits.select(columns).sort_by(order).columns), strict=True):
        entity, source, listing, name, band, _, score = row
        best.setdefault(entity, (source, listing, name, band, score))
        listings.setdefault(entity, set()).add((source, listing))
    return {entity: (len(listings[entity]), *found) for entity, found in best.items()}
