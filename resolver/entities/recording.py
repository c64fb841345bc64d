"""What the ledger is after a run.

Enters: the ledger before it, and the nodes of the run under the IDs that they have now. Leaves: a `Ledger`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.entities.graph import Graph, ScoredPairs
from resolver.entities.ledger import CHANGES, GIVEN, MEMBERS, RUNS, SIGHTINGS, Ledger
from resolver.entities.members import Held
from resolver.entities.settling import Settled
from resolver.entities.staying import NEW

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """A run: the first `own` of `parties` are its own, the others are remembered; `rows` that each of them stands for; the
    members and the ID of each node."""

    label: str
    own: int
    parties: pa.Table
    rows: Indices
    edges: ScoredPairs
    held: Held
    ids: list[str]
    settled: Settled


def ledger_after(ledger: Ledger, run: Run, graph: Graph) -> Ledger:
    """Members, sightings, IDs, changes, the run and what was compared; the other tables are as before."""
    number, settled, fresh = ledger.run + 1, run.settled, run.held.fresh
    changes = [(number, *change) for change in settled.changes]
    counts = Counter(change for _, change, _, _ in changes)
    summary = (number, run.label, run.own, len(fresh), len(settled.given), counts["merged"], counts["split"])
    return replace(
        ledger,
        members=_members(ledger, run, graph, fresh, number),
        sightings=_sightings(run),
        given=_given(ledger, settled, number),
        changes=pa.concat_tables([ledger.changes, _rows(changes, CHANGES)]),
        runs=pa.concat_tables([ledger.runs, _rows([summary], RUNS)]),
        compared=run.edges.compared,
    )


def _rows(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
    return pa.table([pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def _members(ledger: Ledger, run: Run, graph: Graph, fresh: Indices, number: int) -> pa.Table:
    """Every member ever seen, by key: those of today where they are now, the others with what their entity became."""
    today = ledger.members["entity_id"].to_numpy().copy()
    node = run.held.node_of_row(len(today))
    here = node != NEW
    today[here] = np.array(run.ids, dtype=object)[node[here]]
    today[~here] = [run.settled.now.get(old, old) for old in today[~here].tolist()]
    place = ledger.members.schema.get_field_index("entity_id")
    before = ledger.members.set_column(place, "entity_id", pa.array(today, pa.string()))
    edges, held = run.edges, run.held
    columns = (
        held.first.take(pa.array(fresh)),
        pa.array([graph.content[node] for node in fresh.tolist()], pa.string()),
        edges.names["text"].take(pa.array(edges.contexts.name[fresh])),
        edges.contexts.country.take(pa.array(fresh)),
        _identifiers(edges, fresh),
        pa.array([run.ids[node] for node in fresh.tolist()], pa.string()),
        pa.array([number] * len(fresh), pa.int64()),
    )
    added = pa.table(list(columns), schema=MEMBERS)
    return pa.concat_tables([before.cast(MEMBERS), added]).sort_by("member").combine_chunks()


def _identifiers(edges: ScoredPairs, nodes: Indices) -> pa.Array:
    """The identifiers of some nodes, as the members have them."""
    table = edges.contexts.identifiers
    table = table.filter(pc.is_in(table["holder"], pa.array(nodes)))
    found: dict[int, list[dict[str, object]]] = {node: [] for node in nodes.tolist()}
    for holder, scheme, value in zip(
        *(table[c].to_pylist() for c in ("holder", "scheme", "value")), strict=True
    ):
        found[holder].append({"kind": "tax_id", "scheme": scheme, "value": value, "valid": True})
    return pa.array([found[node] for node in nodes.tolist()], MEMBERS.field("identifiers").type)


def _sightings(run: Run) -> pa.Table:
    said = ["source_file", "city", "address"]
    seen = run.parties.select(said).append_column("rows", pa.array(run.rows))
    seen = seen.append_column("member", run.held.first.take(pa.array(run.edges.contexts.of_party)))
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
