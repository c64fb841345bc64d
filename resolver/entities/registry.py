"""Entities from run to run: rows that come back keep their ID, new rows join an entity or found one.

A run clusters its own rows together with the remembered members of earlier runs. The pairs among those are remembered too,
with the score that they were given (`Compared`), and an entity that no new row joins stays as it is
(`resolver.entities.staying`), unless the rules have changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.config import Config
from resolver.entities.building import Entities, assembled, linked_graph
from resolver.entities.clustering import Clustering, cluster_nodes
from resolver.entities.decisions import CANNOT, FILE, MUST, Decision, in_force, read_decisions, unmet
from resolver.entities.graph import ScoredPairs
from resolver.entities.ledger import CLUSTERED, DECIDED, LISTED, REFUSED, Ledger, read_ledger, write_ledger
from resolver.entities.listings import certain, party_of_hit
from resolver.entities.members import Held, held_members, rows_of
from resolver.entities.naming import named
from resolver.entities.recording import Run, ledger_after
from resolver.entities.rules import Rules
from resolver.entities.staying import NEW, Before
from resolver.model import PARTIES
from resolver.names.code_digest import code_digest

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
    stands for; `member`: the row of the ledger's members that each is, NEW for rows of this run; `gone`: the members that
    the files of this run held when they were read before."""

    parties: pa.Table
    rows: Indices
    member: Indices
    own: int
    gone: pa.Array


def open_registry(folder: Path) -> Registry:
    """The registry in a folder; empty when the folder is new. One clear error when it is damaged."""
    return Registry(folder, read_ledger(folder), tuple(read_decisions(folder / FILE)))


def with_remembered(registry: Registry, parties: pa.Table) -> WithRemembered:
    """The rows of this run and those of earlier files. A file that comes back replaces its earlier rows."""
    ledger = registry.ledger
    now = pc.unique(parties["source_file"].combine_chunks())
    again = pc.is_in(ledger.sightings["source_file"], now)
    seen = ledger.sightings.filter(pc.invert(again)).combine_chunks()
    at = rows_of(seen["member"].combine_chunks(), ledger.members["member"].combine_chunks())
    rows = np.concatenate(
        [np.ones(parties.num_rows, dtype=np.int64), seen["rows"].to_numpy().astype(np.int64)]
    )
    return WithRemembered(
        pa.concat_tables([parties.cast(PARTIES), _as_parties(ledger.members, at, seen)]),
        rows,
        np.append(np.full(parties.num_rows, NEW), at),
        parties.num_rows,
        ledger.sightings["member"].filter(again).combine_chunks().unique(),
    )


def _as_parties(members: pa.Table, at: Indices, seen: pa.Table) -> pa.Table:
    held = members.select(["party_name", "country", "identifiers"]).take(pa.array(at))
    blank = pa.array([""], pa.string()).take(pa.array(np.zeros(len(at), dtype=np.int64)))
    given = {
        "party_id": seen["member"],
        "source_file": seen["source_file"],
        "city": seen["city"],
        "address": seen["address"],
        "raw_name": held["party_name"],
        "party_name": held["party_name"],
        "country": held["country"],
        "identifiers": held["identifiers"],
        "source_row": pa.array(np.zeros(len(at), dtype=np.int64)),
    }
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
    ledger, of_party = registry.ledger, edges.contexts.of_party
    known = _known_listings(ledger.listed, run, hits)
    graph = linked_graph(edges, *known, listings, run.rows)
    held = held_members(graph.content, of_party, run.member, ledger.members["member"].combine_chunks())
    mark = _mark(edges, config)
    before = (
        _before(registry, run, of_party, held) if ledger.clustered["rules"].to_pylist() == [mark] else None
    )
    clustering = cluster_nodes(
        graph, Rules(config.cluster_threshold), *_on_nodes(registry.decisions, held), before=before
    )
    ids, settled = named(clustering.cluster, graph.content, held, ledger)
    entities = assembled(run.parties.slice(0, run.own), of_party[: run.own], graph, clustering, ids, hits)
    done = Run(label, run.own, run.parties, run.rows, edges, held, ids, settled)
    after = replace(
        ledger_after(ledger, done, graph),
        listed=_listed(*known, run, of_party, held),
        decided=_decided(registry.decisions),
        refused=_refused(clustering, held),
        clustered=pa.table([[mark]], schema=CLUSTERED),
    )
    return entities, replace(registry, ledger=after)


def _mark(edges: ScoredPairs, config: Config) -> str:
    """Of all that entities are made by: how pairs were scored, the code and the models of this stage, and the threshold."""
    scored = edges.compared.basis["fingerprint"].to_pylist()
    return sha256(
        f"{scored} {code_digest('resolver.entities')} {config.cluster_threshold!r}".encode()
    ).hexdigest()


def _before(registry: Registry, run: WithRemembered, of_party: Indices, held: Held) -> Before:
    """The entities of the ledger by node, and the nodes about which something is new."""
    ledger = registry.ledger
    number = ledger.members["entity_id"].combine_chunks().dictionary_encode().indices
    of_member = number.to_numpy(zero_copy_only=False).astype(np.int64)
    row = held.row[held.start]
    entity = np.where(row == NEW, NEW, of_member[row]) if len(of_member) else row
    touched = np.zeros(len(entity), dtype=np.bool_)
    touched[of_party[: run.own]] = True
    members = ledger.members["member"].combine_chunks()
    node = held.node_of_row(len(members))
    gone = rows_of(pa.concat_arrays([run.gone, _redecided(registry)]), members)
    gone = gone[gone != NEW]
    touched[node[gone][node[gone] != NEW]] = True
    touched |= np.isin(entity, of_member[gone[node[gone] == NEW]])  # an entity that lost a member
    one, other = (rows_of(ledger.refused[c].combine_chunks(), members) for c in ("member", "other"))
    pairs = zip(node[one].tolist(), node[other].tolist(), ledger.refused["reason"].to_pylist(), strict=True)
    refused = {(a, b): reason for a, b, reason in pairs if NEW not in (a, b)}
    return Before(entity, touched, refused)


def _redecided(registry: Registry) -> pa.Array:
    """The members that decisions speak of which were not in force at the last run, or are no longer."""
    columns = (registry.ledger.decided[c].to_pylist() for c in DECIDED.names)
    changed = set(zip(*columns, strict=True)) ^ set(_said(registry.decisions))
    return pa.array(sorted({member for _, *pair in changed for member in pair}), pa.string())


def _said(decisions: Sequence[Decision]) -> list[tuple[str, str, str]]:
    must, cannot = in_force(decisions)
    return [(MUST, *pair) for pair in must] + [(CANNOT, *pair) for pair in cannot]


def _decided(decisions: Sequence[Decision]) -> pa.Table:
    rows = _said(decisions)
    columns = [[row[n] for row in rows] for n in range(len(DECIDED))]
    return pa.table([pa.array(c, pa.string()) for c in columns], schema=DECIDED)


def _refused(clustering: Clustering, held: Held) -> pa.Table:
    """REFUSED, by the first members of the first nodes of the two entities."""
    pairs = sorted(clustering.refused)
    first = held.first
    ends = (first.take(pa.array([pair[end] for pair in pairs], pa.int64())) for end in (0, 1))
    reasons = pa.array([clustering.refused[pair] for pair in pairs], pa.string())
    return pa.table([*ends, reasons], schema=REFUSED)


LISTING_COLUMNS = ("list", "listing_id", "kind", "band", "score")


def _known_listings(listed: pa.Table, run: WithRemembered, hits: pa.Table | None) -> tuple[pa.Table, Indices]:
    """LISTING_COLUMNS of the hits of this run and of what remembered members were for certain, with the row of each."""
    remembered = run.parties.slice(run.own)
    at = rows_of(_member_and_file(listed, "member"), _member_and_file(remembered, "party_id"))
    at = np.where(at == NEW, NEW, at + run.own)
    kept = listed.filter(pa.array(at >= 0)).select(["list", "listing_id", "score"])
    for column, value in (("kind", "same"), ("band", "match")):
        kept = kept.append_column(column, pa.array([value] * kept.num_rows, pa.string()))
    kept = kept.select(LISTING_COLUMNS)
    if hits is None:
        return kept, at[at >= 0]
    own = hits.select(LISTING_COLUMNS).cast(kept.schema)
    rows = np.concatenate([party_of_hit(run.parties.slice(0, run.own), hits), at[at >= 0]])
    return pa.concat_tables([own, kept]), rows


def _member_and_file(table: pa.Table, member: str) -> pa.Array:
    return pc.binary_join_element_wise(table[member], table["source_file"], "\x1f").combine_chunks()


def _listed(known: pa.Table, party: Indices, run: WithRemembered, of_party: Indices, held: Held) -> pa.Table:
    """What the members of every file are for certain, the best score of each."""
    chosen = certain(known)
    rows = pa.array(party[chosen])
    table = known.filter(pa.array(chosen)).select(["list", "listing_id", "score"])
    table = table.append_column("member", held.first.take(pa.array(of_party[party[chosen]])))
    table = table.append_column("source_file", run.parties["source_file"].combine_chunks().take(rows))
    names = ["member", "source_file", "list", "listing_id"]
    best = table.group_by(names, use_threads=False).aggregate([("score", "max")])
    best = best.rename_columns({"score_max": "score"}).select(LISTED.names).cast(LISTED)
    return best.sort_by([(name, "ascending") for name in names])


def decisions_unmet(registry: Registry) -> list[str]:
    """Warnings about decisions that name members which the registry does not hold after a run."""
    members = set(registry.ledger.members["member"].to_pylist()) if registry.decisions else set[str]()
    return unmet(registry.decisions, members, registry.folder / FILE)


def save_registry(registry: Registry) -> Path:
    """Write the registry; it is as it was until the last step of this."""
    return write_ledger(registry.ledger, registry.folder)


def _on_nodes(
    decisions: Sequence[Decision], held: Held
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Decisions about members as pairs of nodes; those about members that are not here wait."""
    found = []
    for pairs in in_force(decisions):
        one, other = (held.nodes_of(pa.array([pair[end] for pair in pairs], pa.string())) for end in (0, 1))
        met = (one != NEW) & (other != NEW) & (one != other)
        low, high = np.minimum(one, other)[met].tolist(), np.maximum(one, other)[met].tolist()
        found.append(sorted(set(zip(low, high, strict=True))))
    must, cannot = found
    return must, cannot
