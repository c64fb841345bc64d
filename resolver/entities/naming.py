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
    clusters, number, contents, known = _to_settle(left, cluster, content, held, ledger)
    settled = settle(clusters, contents, known)
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


def _to_settle(
    nodes: Indices, cluster: Indices, content: list[str], held: Held, ledger: Ledger
) -> tuple[list[list[str]], Indices, dict[str, str], Known]:
    """Members of each cluster of `nodes`, the place of each node's cluster among them, the content of every member, and what
    the ledger knows of them."""
    among = np.zeros(len(cluster), dtype=np.bool_)
    among[nodes] = True
    rows = np.flatnonzero(among[held.node])
    names, number = np.unique(cluster[nodes], return_inverse=True)
    place = np.searchsorted(names, cluster[held.node[rows]])
    keys, row = held.key.take(pa.array(rows)).to_pylist(), held.row[rows]
    clusters: list[list[str]] = [[] for _ in names]
    for at, key in zip(place.tolist(), keys, strict=True):
        clusters[at].append(key)
    known = np.flatnonzero(row != NEW)
    columns = ("member", "content", "entity_id")
    members = ledger.members.select(columns).take(pa.array(row[known]))
    member, text, entity = (members[c].to_pylist() for c in columns)
    contents = {key: content[node] for key, node in zip(keys, held.node[rows].tolist(), strict=True)}
    contents |= dict(zip(member, text, strict=True))
    given = [ledger.given[c].to_pylist() for c in GIVEN.names]
    ids, founder, born, now = given
    return (
        [sorted(members) for members in clusters],
        number,
        contents,
        Known(
            dict(zip(member, entity, strict=True)),
            dict(zip(ids, founder, strict=True)),
            dict(zip(ids, born, strict=True)),
            dict(zip(ids, now, strict=True)),
        ),
    )
