"""The ID of each node: clusters that are one entity of the ledger keep its ID, the others are settled.

Enters: today's clusters, the members of each node, the ledger. Leaves: an ID per node, and `Settled`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.entities.ledger import GIVEN, Ledger
from resolver.entities.members import Held
from resolver.entities.settling import Known, Settled, settle
from resolver.entities.staying import NEW

Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def named(cluster: Indices, content: list[str], held: Held, ledger: Ledger) -> tuple[list[str], Settled]:
    """The ID of each node. `cluster`: its smallest node; `content`: of each node, which new members are known by."""
    encoded = ledger.members["entity_id"].combine_chunks().dictionary_encode()
    of_member = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    entity = np.where(held.row == NEW, NEW, of_member[held.row]) if len(of_member) else held.row
    same = _is_as_it_was(cluster, held, entity)
    ids = np.full(len(cluster), "", dtype=object)
    names = encoded.dictionary.to_numpy(zero_copy_only=False)
    ids[same] = names[entity[held.start[same]]] if len(names) else ""
    left = np.flatnonzero(~same)
    clusters, number, rows = _clusters(left, cluster, held)
    settled = settle(clusters, _contents(rows, content, held, ledger), _known(held.row[rows], ledger))
    ids[left] = np.array(settled.ids, dtype=object)[number] if len(left) else ""
    return ids.tolist(), settled


def _is_as_it_was(cluster: Indices, held: Held, entity: Indices) -> Flags:
    """By node: whether its cluster has all nodes of one entity that are here, and no others. `entity`: by row of `held`."""
    width = len(cluster)
    pairs = np.unique((entity - NEW) * width + held.node)  # each entity of each node, by entity
    number, name = pairs // width + NEW, cluster[pairs % width]
    first, last = np.full(width, NEW), np.full(width, NEW)
    first[name[::-1]], last[name] = number[::-1], number  # lowest and highest entity of each cluster
    nodes = np.bincount(number - NEW)  # of each entity
    size = np.bincount(cluster, minlength=len(cluster))
    same = (first == last) & (first != NEW) & (nodes[first - NEW] == size)
    found: Flags = same[cluster]
    return found


def _clusters(nodes: Indices, cluster: Indices, held: Held) -> tuple[list[list[str]], Indices, Indices]:
    """The members of each cluster of some nodes, the place of each node's cluster among them, and the rows of `held`."""
    among = np.zeros(len(cluster), dtype=np.bool_)
    among[nodes] = True
    rows = np.flatnonzero(among[held.node])
    names, number = np.unique(cluster[nodes], return_inverse=True)
    clusters: list[list[str]] = [[] for _ in names]
    places = np.searchsorted(names, cluster[held.node[rows]])
    for place, key in zip(places.tolist(), held.key.take(pa.array(rows)).to_pylist(), strict=True):
        clusters[place].append(key)
    return [sorted(members) for members in clusters], number, rows


def _contents(rows: Indices, content: list[str], held: Held, ledger: Ledger) -> dict[str, str]:
    """The content of the members in some rows of `held`, as it was when they were first met."""
    nodes = held.node[rows].tolist()
    found = dict(
        zip(held.key.take(pa.array(rows)).to_pylist(), (content[node] for node in nodes), strict=True)
    )
    known = held.row[rows][held.row[rows] != NEW]
    members = ledger.members.select(["member", "content"]).take(pa.array(known))
    return found | dict(zip(*(column.to_pylist() for column in members.columns), strict=True))


def _known(rows: Indices, ledger: Ledger) -> Known:
    """What the ledger knows of the members in some of its rows, and of every ID."""
    members = ledger.members.select(["member", "entity_id"]).take(pa.array(rows[rows != NEW]))
    ids, founder, born, now = (ledger.given[c].to_pylist() for c in GIVEN.names)
    return Known(
        dict(zip(*(column.to_pylist() for column in members.columns), strict=True)),
        dict(zip(ids, founder, strict=True)),
        dict(zip(ids, born, strict=True)),
        dict(zip(ids, now, strict=True)),
    )
