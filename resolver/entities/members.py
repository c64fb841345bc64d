"""Which members of a registry the nodes of a graph are.

Enters: the node of each row, and the row of the ledger's members that it stands for. Leaves: `Held`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.entities.identity import member_key
from resolver.entities.staying import NEW

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Held:
    """Rows (node, key of a member), by node and then by key. A node is one member, or several that an earlier version of
    the tool told apart. `row`: of the member in the ledger, NEW where it is not there. `start[node]`: its first row."""

    node: Indices
    key: pa.Array
    row: Indices
    start: Indices

    @property
    def first(self) -> pa.Array:
        """The first member of each node."""
        return self.key.take(pa.array(self.start))

    @property
    def fresh(self) -> Indices:
        """The nodes of which the ledger knows nothing."""
        found: Indices = np.flatnonzero(self.row[self.start] == NEW)
        return found

    def node_of_row(self, rows: int) -> Indices:
        """The node of each of the ledger's `rows` members; NEW for those that are not here."""
        found = np.full(rows, NEW, dtype=np.int64)
        known = self.row != NEW
        found[self.row[known]] = self.node[known]
        return found

    def nodes_of(self, keys: pa.Array) -> Indices:
        """The node of each member; NEW for those that are not here."""
        at = rows_of(keys, self.key)
        return np.where(at == NEW, NEW, self.node[at]) if len(self.node) else at


def held_members(content: list[str], of_party: Indices, member: Indices, known: pa.Array) -> Held:
    """The members that each node is: those remembered under it, else the one of its content. `member`: of each row, as a
    row of `known`, the ledger's members in their order, or NEW."""
    remembered = member != NEW
    width = max(1, len(known))
    pairs = np.unique(of_party[remembered] * width + member[remembered])
    alone = np.ones(len(content), dtype=np.bool_)
    alone[pairs // width] = False
    own = np.flatnonzero(alone)
    keys = pa.array([member_key(content[node]) for node in own.tolist()], pa.string())
    node, row = np.append(pairs // width, own), np.append(pairs % width, rows_of(keys, known))
    key = pa.concat_arrays([known.take(pa.array(pairs % width)), keys])
    order = np.argsort(node, kind="stable")
    node = node[order]
    return Held(node, key.take(pa.array(order)), row[order], np.searchsorted(node, np.arange(len(content))))


def rows_of(keys: pa.Array, known: pa.Array) -> Indices:
    """The place of each key among those that are known, or NEW."""
    at: Indices = (
        pc.index_in(keys, value_set=known).fill_null(NEW).to_numpy(zero_copy_only=False).astype(np.int64)
    )
    return at
