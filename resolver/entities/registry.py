"""Entities from run to run: rows that come back keep their ID, new rows join an entity or found one.

A run clusters its own rows together with the remembered members of earlier runs, all at once. The pairs among those are
remembered too, with the score that they were given (`Compared`): an entity that no new row touches hardly ever moves. Else
nothing depends on what was clustered before; only the IDs look back (`resolver.entities.settling`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.config import Config
from resolver.entities.building import Entities, assembled, linked_graph
from resolver.entities.clustering import cluster_nodes
from resolver.entities.decisions import FILE, Decision, in_force, read_decisions
from resolver.entities.graph import Graph, ScoredPairs
from resolver.entities.identity import member_key
from resolver.entities.ledger import (
    CHANGES,
    GIVEN,
    LISTED,
    MEMBERS,
    RUNS,
    SIGHTINGS,
    Ledger,
    read_ledger,
    write_ledger,
)
from resolver.entities.listings import certain, party_of_hit
from resolver.entities.rules import Rules
from resolver.entities.settling import Known, Settled, settle
from resolver.model import PARTIES

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Registry:
    """A ledger on disk with the decisions about it."""

    folder: Path
    ledger: Ledger
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class WithRemembered:
    """PARTIES of this run first, then a row per remembered (member, file, city, address); `rows`: how many rows each
    stands for; `member`: the remembered member of each row, "" for rows of this run."""

    parties: pa.Table
    rows: Indices
    member: list[str]
    own: int


def open_registry(folder: Path) -> Registry:
    """The registry in a folder; empty when the folder is new. One clear error when it is damaged."""
    return Registry(folder, read_ledger(folder), tuple(read_decisions(folder / FILE)))


def with_remembered(registry: Registry, parties: pa.Table) -> WithRemembered:
    """The rows of this run and those of earlier files. A file that comes back replaces its earlier rows."""
    ledger = registry.ledger
    now = pc.unique(parties["source_file"].combine_chunks())
    seen = ledger.sightings.filter(pc.invert(pc.is_in(ledger.sightings["source_file"], now)))
    at = pc.index_in(seen["member"], value_set=ledger.members["member"].combine_chunks())
    members = ledger.members.take(at.combine_chunks() if isinstance(at, pa.ChunkedArray) else at)
    rows = np.concatenate(
        [np.ones(parties.num_rows, dtype=np.int64), seen["rows"].to_numpy().astype(np.int64)]
    )
    remembered = _as_parties(members, seen)
    member = [""] * parties.num_rows + members["member"].to_pylist()
    together = pa.concat_tables([parties.cast(PARTIES), remembered])
    return WithRemembered(together, rows, member, parties.num_rows)


def _as_parties(members: pa.Table, seen: pa.Table) -> pa.Table:
    count = members.num_rows
    given = {
        "party_id": members["member"],
        "source_file": seen["source_file"],
        "city": seen["city"],
        "address": seen["address"],
        "raw_name": members["party_name"],
        "party_name": members["party_name"],
        "country": members["country"],
        "identifiers": members["identifiers"],
        "source_row": pa.array(np.zeros(count, dtype=np.int64)),
    }
    blank = pa.array([""] * count, pa.string())
    return pa.table([given.get(field.name, blank) for field in PARTIES], schema=PARTIES)


def settle_entities(
    registry: Registry,
    run: WithRemembered,
    edges: ScoredPairs,
    hits: pa.Table | None,
    config: Config,
    *,
    label: str,
    listings: pa.Table | None = None,
) -> tuple[Entities, Registry]:
    """The entities of this run's rows under lasting IDs, and the registry after it (not yet written)."""
    of_party = edges.contexts.of_party
    known = _known_listings(registry.ledger.listed, run, hits)
    graph = linked_graph(edges, *known, listings, run.rows)
    keys = _node_keys(graph, of_party, run.member)
    clustering = cluster_nodes(graph, Rules(config.cluster_threshold), *_on_nodes(registry.decisions, keys))
    clusters, number = _members_of_clusters(clustering.cluster, keys)
    contents = dict(
        zip(*(registry.ledger.members[c].to_pylist() for c in ("member", "content")), strict=True)
    )
    contents |= {
        one[0]: content for one, content in zip(keys, graph.content, strict=True) if one[0] not in contents
    }
    settled = settle(clusters, contents, _known(registry.ledger))
    ids = [settled.ids[n] for n in number]
    entities = assembled(run.parties.slice(0, run.own), of_party[: run.own], graph, clustering, ids, hits)
    after = _after(registry.ledger, run, edges, graph, keys, ids, settled, label)
    listed = _listed(*known, run, of_party, keys)
    return entities, replace(registry, ledger=replace(after, listed=listed))


LISTING_COLUMNS = ("list", "listing_id", "kind", "band", "score")


def _known_listings(listed: pa.Table, run: WithRemembered, hits: pa.Table | None) -> tuple[pa.Table, Indices]:
    """LISTING_COLUMNS of the hits of this run and of what remembered members were for certain, with the row of each."""
    files = run.parties["source_file"].slice(run.own).to_pylist()
    place: dict[tuple[str, str], int] = {}
    for row, key in enumerate(zip(run.member[run.own :], files, strict=True), start=run.own):
        place.setdefault(key, row)
    keys = zip(listed["member"].to_pylist(), listed["source_file"].to_pylist(), strict=True)
    at = np.array([place.get(key, -1) for key in keys], dtype=np.int64)
    kept = listed.filter(pa.array(at >= 0)).select(["list", "listing_id", "score"])
    for column, value in (("kind", "same"), ("band", "match")):
        kept = kept.append_column(column, pa.array([value] * kept.num_rows, pa.string()))
    kept = kept.select(LISTING_COLUMNS)
    if hits is None:
        return kept, at[at >= 0]
    own = hits.select(LISTING_COLUMNS).cast(kept.schema)
    rows = np.concatenate([party_of_hit(run.parties.slice(0, run.own), hits), at[at >= 0]])
    return pa.concat_tables([own, kept]), rows


def _listed(
    known: pa.Table, party: Indices, run: WithRemembered, of_party: Indices, keys: list[list[str]]
) -> pa.Table:
    """What the members of every file are for certain, the best score of each."""
    chosen = certain(known)
    first = pa.array([held[0] for held in keys], pa.string())
    rows = pa.array(party[chosen])
    table = known.filter(pa.array(chosen)).select(["list", "listing_id", "score"])
    table = table.append_column("member", first.take(pa.array(of_party)).take(rows))
    table = table.append_column("source_file", run.parties["source_file"].combine_chunks().take(rows))
    names = ["member", "source_file", "list", "listing_id"]
    best = table.group_by(names, use_threads=False).aggregate([("score", "max")])
    best = best.rename_columns({"score_max": "score"}).select(LISTED.names).cast(LISTED)
    return best.sort_by([(name, "ascending") for name in names])


def save_registry(registry: Registry) -> Path:
    """Write the registry; it is as it was until the last step of this."""
    return write_ledger(registry.ledger, registry.folder)


def _node_keys(graph: Graph, of_party: Indices, member: list[str]) -> list[list[str]]:
    """The members that each node is: those remembered under it, else the one of its content."""
    keys: list[list[str]] = [[] for _ in graph.content]
    for node, one in zip(of_party.tolist(), member, strict=True):
        if one and one not in keys[node]:
            keys[node].append(one)
    return [sorted(k) or [member_key(content)] for k, content in zip(keys, graph.content, strict=True)]


def _on_nodes(
    decisions: tuple[Decision, ...], keys: list[list[str]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Decisions about members as pairs of nodes; those about members that are not here wait."""
    node = {key: n for n, held in enumerate(keys) for key in held}
    return tuple(  # type: ignore[return-value]
        sorted(
            {
                (min(node[a], node[b]), max(node[a], node[b]))
                for a, b in pairs
                if a in node and b in node and node[a] != node[b]
            }
        )
        for pairs in in_force(decisions)
    )


def _members_of_clusters(cluster: Indices, keys: list[list[str]]) -> tuple[list[list[str]], list[int]]:
    """Members of each cluster, sorted, and the cluster's number of each node."""
    number: dict[int, int] = {}
    of_node = [number.setdefault(name, len(number)) for name in cluster.tolist()]
    clusters: list[list[str]] = [[] for _ in number]
    for node, n in enumerate(of_node):
        clusters[n] += keys[node]
    return [sorted(members) for members in clusters], of_node


def _known(ledger: Ledger) -> Known:
    given = {c: ledger.given[c].to_pylist() for c in GIVEN.names}
    ids = given["entity_id"]
    members = zip(ledger.members["member"].to_pylist(), ledger.members["entity_id"].to_pylist(), strict=True)
    return Known(
        dict(members),
        dict(zip(ids, given["founder"], strict=True)),
        dict(zip(ids, given["born"], strict=True)),
        dict(zip(ids, given["now"], strict=True)),
    )


def _after(
    ledger: Ledger,
    run: WithRemembered,
    edges: ScoredPairs,
    graph: Graph,
    keys: list[list[str]],
    ids: list[str],
    settled: Settled,
    label: str,
) -> Ledger:
    number = ledger.run + 1
    known = set(ledger.members["member"].to_pylist())
    entity = {key: ids[node] for node, held in enumerate(keys) for key in held}
    fresh = [node for node, held in enumerate(keys) if held[0] not in known]
    changes = [(number, *change) for change in settled.changes]
    counts = Counter(change for _, change, _, _ in changes)
    summary = (number, label, run.own, len(fresh), len(settled.given), counts["merged"], counts["split"])
    return Ledger(
        members=_members(ledger, edges, graph, keys, fresh, entity, settled, number),
        sightings=_sightings(run, edges.contexts.of_party, keys),
        listed=ledger.listed,
        given=_given(ledger, settled, number),
        changes=pa.concat_tables([ledger.changes, _rows(changes, CHANGES)]),
        runs=pa.concat_tables([ledger.runs, _rows([summary], RUNS)]),
        compared=edges.compared,
    )


def _rows(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
    return pa.table([pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _members(
    ledger: Ledger,
    edges: ScoredPairs,
    graph: Graph,
    keys: list[list[str]],
    fresh: list[int],
    entity: dict[str, str],
    settled: Settled,
    number: int,
) -> pa.Table:
    """Every member ever seen, by key: those of today where they are now, the others with what their entity became."""
    was = zip(ledger.members["member"].to_pylist(), ledger.members["entity_id"].to_pylist(), strict=True)
    today = [entity.get(member, settled.now.get(old, old)) for member, old in was]
    place = ledger.members.schema.get_field_index("entity_id")
    before = ledger.members.set_column(place, "entity_id", pa.array(today, pa.string()))
    numbers = _identifiers(edges, len(graph.content))
    texts = edges.names["text"].take(pa.array(edges.contexts.name[fresh])).to_pylist() if fresh else []
    rows: list[tuple[object, ...]] = [
        (keys[n][0], graph.content[n], text, graph.country[n], numbers[n], entity[keys[n][0]], number)
        for n, text in zip(fresh, texts, strict=True)
    ]
    return pa.concat_tables([before.cast(MEMBERS), _rows(rows, MEMBERS)]).sort_by("member").combine_chunks()


def _identifiers(edges: ScoredPairs, nodes: int) -> list[list[dict[str, object]]]:
    found: list[list[dict[str, object]]] = [[] for _ in range(nodes)]
    held = edges.contexts.identifiers
    for holder, scheme, value in zip(
        *(held[c].to_pylist() for c in ("holder", "scheme", "value")), strict=True
    ):
        found[holder].append({"kind": "tax_id", "scheme": scheme, "value": value, "valid": True})
    return found


def _sightings(run: WithRemembered, of_party: Indices, keys: list[list[str]]) -> pa.Table:
    first = pa.array([held[0] for held in keys], pa.string())
    said = ["source_file", "city", "address"]
    seen = run.parties.select(said).append_column("rows", pa.array(run.rows))
    seen = seen.append_column("member", first.take(pa.array(of_party)))
    names = ["member", *said]
    counted = seen.group_by(names, use_threads=False).aggregate([("rows", "sum")])
    table = counted.rename_columns({"rows_sum": "rows"}).select(SIGHTINGS.names).cast(SIGHTINGS)
    return table.sort_by([(name, "ascending") for name in names])


def _given(ledger: Ledger, settled: Settled, number: int) -> pa.Table:
    old = ledger.given["entity_id"].to_pylist()
    now = pa.array([settled.now.get(one, one) for one in old], pa.string())
    before = ledger.given.set_column(GIVEN.get_field_index("now"), "now", now).cast(GIVEN)
    rows: list[tuple[object, ...]] = [(one, by, number, one) for one, by in sorted(settled.given.items())]
    return pa.concat_tables([before, _rows(rows, GIVEN)]).sort_by("entity_id").combine_chunks()
