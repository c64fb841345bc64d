"""Scored pairs and hits -> entities: clusters, their IDs, their best listings, and what may be the same besides.

Enters: PARTIES, scored pairs between contexts, HITS. Leaves: `Entities`. An alert is not an identity: a hit of kind
`contains` and a pair of which one name contains the other merge nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.config import Config
from resolver.entities import listings as listed
from resolver.entities.clustering import Clustering, cluster_nodes
from resolver.entities.diagnostics import cluster_diagnostics
from resolver.entities.graph import Graph, ScoredPairs, graph_of
from resolver.entities.identity import entity_id, founder
from resolver.entities.links import best_links, weakest_links
from resolver.entities.possible import possible_pairs
from resolver.entities.rules import Rules
from resolver.model import CLUSTERS, ENTITIES

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entities:
    """What the stage leaves. `entity_of_party` is aligned to PARTIES; `hits` are the HITS given, entity_id filled in."""

    clusters: pa.Table
    entities: pa.Table
    entity_of_party: list[str]
    possible: pa.Table  # pairs of entities that may be one, and why they are two (POSSIBLE)
    diagnostics: pa.Table  # a row per entity of two or more spellings (DIAGNOSTICS)
    hits: pa.Table | None
    graph: Graph
    clustering: Clustering
    id_of_node: list[str]


def build_entities(
    parties: pa.Table,
    edges: ScoredPairs,
    hits: pa.Table | None,
    config: Config,
    *,
    listings: pa.Table | None = None,
) -> Entities:
    """Cluster the contexts of `edges`. `listings` (LISTINGS) brings the identifiers of the listings that parties are.

    ValueError when HITS speak of parties that are not in PARTIES.
    """
    party_of_hit = listed.party_of_hit(parties, hits) if hits is not None else None
    graph = linked_graph(edges, hits, party_of_hit, listings)
    clustering = cluster_nodes(graph, Rules(config.cluster_threshold))
    ids = node_ids(graph, clustering.cluster)
    return assembled(parties, edges.contexts.of_party, graph, clustering, ids, hits)


def linked_graph(
    edges: ScoredPairs,
    hits: pa.Table | None,
    party_of_hit: Indices | None,
    listings: pa.Table | None,
    rows: Indices | None = None,
) -> Graph:
    """The graph of the scored pairs and of the listings that parties share."""
    graph = graph_of(edges, hits, party_of_hit, rows)
    if hits is None or party_of_hit is None:
        return graph
    return listed.with_listing_links(graph, edges.contexts.of_party, hits, party_of_hit, listings)


def assembled(
    parties: pa.Table,
    of_party: Indices,
    graph: Graph,
    clustering: Clustering,
    ids: list[str],
    hits: pa.Table | None,
) -> Entities:
    """The tables of a clustering whose nodes have the entity IDs `ids`, for the rows of `parties`."""
    entity_of_party = np.array(ids, dtype=object)[of_party]
    linked = _with_entity(hits, parties, entity_of_party) if hits is not None else None
    return Entities(
        clusters=_clusters(parties, entity_of_party, best_links(graph, clustering.cluster)[of_party]),
        entities=_entities(parties, entity_of_party, graph, clustering, ids, linked),
        entity_of_party=entity_of_party.tolist(),
        possible=possible_pairs(graph, clustering, ids),
        diagnostics=cluster_diagnostics(graph, clustering.cluster, ids),
        hits=linked,
        graph=graph,
        clustering=clustering,
        id_of_node=ids,
    )


def _with_entity(hits: pa.Table, parties: pa.Table, entity_of_party: npt.NDArray[np.object_]) -> pa.Table:
    column = pa.array(entity_of_party[listed.party_of_hit(parties, hits)].tolist(), pa.string())
    return hits.set_column(hits.schema.get_field_index("entity_id"), "entity_id", column)


def node_ids(graph: Graph, cluster: Indices) -> list[str]:
    """The entity ID of each node."""
    members: dict[int, list[str]] = {}
    for node, name in enumerate(cluster.tolist()):
        members.setdefault(name, []).append(graph.content[node])
    ids = {name: entity_id(founder(contents)) for name, contents in members.items()}
    return [ids[name] for name in cluster.tolist()]


def _clusters(parties: pa.Table, entity_of_party: npt.NDArray[np.object_], score: Floats) -> pa.Table:
    """CLUSTERS, by entity, then file and row."""
    table = parties.select(["source_file", "source_row", "party_id", "party_role", "party_name"])
    table = table.append_column("entity_id", pa.array(entity_of_party.tolist(), pa.string()))
    table = table.append_column("score", pa.array(score, pa.float64())).select(CLUSTERS.names)
    keys = ["entity_id", "source_file", "source_row", "party_role", "party_id"]
    return table.sort_by([(key, "ascending") for key in keys]).cast(CLUSTERS)


def _entities(
    parties: pa.Table,
    entity_of_party: npt.NDArray[np.object_],
    graph: Graph,
    clustering: Clustering,
    ids: list[str],
    hits: pa.Table | None,
) -> pa.Table:
    """ENTITIES, by ID."""
    rows = pa.table(
        {
            "entity_id": pa.array(entity_of_party.tolist(), pa.string()),
            "name": parties["party_name"],
            "country": parties["country"],
        }
    )
    names = _commonest_names(rows)
    countries = _joined_countries(rows)
    sizes = rows.group_by("entity_id").aggregate([([], "count_all")]).sort_by("entity_id")
    order = sizes["entity_id"].to_pylist()
    links = listed.best_listings(hits)
    weakest = dict(zip(ids, weakest_links(graph, clustering.cluster).tolist(), strict=True))
    none = (0, "", "", "", "", 0.0)
    columns = [
        order,
        [names[e] for e in order],
        sizes["count_all"].to_pylist(),
        [countries[e] for e in order],
        *(list(column) for column in zip(*(links.get(e, none) for e in order), strict=True)),
        [weakest[e] for e in order],
    ]
    if not order:
        return ENTITIES.empty_table()
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, ENTITIES, strict=True)], schema=ENTITIES)


def _commonest_names(rows: pa.Table) -> dict[str, str]:
    """The spelling that most rows of an entity have; among equals the first in the alphabet."""
    counted = rows.group_by(["entity_id", "name"]).aggregate([([], "count_all")])
    order = [("entity_id", "ascending"), ("count_all", "descending"), ("name", "ascending")]
    ordered = counted.sort_by(order)
    return dict(
        zip(reversed(ordered["entity_id"].to_pylist()), reversed(ordered["name"].to_pylist()), strict=True)
    )


def _joined_countries(rows: pa.Table) -> dict[str, str]:
    known = rows.select(["entity_id", "country"]).group_by(["entity_id", "country"]).aggregate([])
    known = known.sort_by([("entity_id", "ascending"), ("country", "ascending")])
    found: dict[str, list[str]] = {}
    for entity, country in zip(known["entity_id"].to_pylist(), known["country"].to_pylist(), strict=True):
        found.setdefault(entity, []).extend([country] if country else [])
    return {entity: "; ".join(countries) for entity, countries in found.items()}


__all__ = ["Entities", "assembled", "build_entities", "node_ids"]
