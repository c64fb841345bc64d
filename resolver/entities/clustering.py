"""Nodes into clusters: average linkage over sparse edges, with everything that keeps firms apart.

Enters: a `Graph`, thresholds, decisions of users. Leaves: the cluster of each node (its smallest node) and why edges that
were strong enough did not merge. Connected components alone chain: each name of a row of 500 is one letter from the
next, and the first has nothing in common with the last. Here two clusters become one when an edge between them
reaches the threshold AND the mean over all pairs of their members (rows that are not linked count as 0) reaches
`LINKAGE`, no fact contradicts, and the size stays under the cap; clusters of several members may also do without such an
edge (`SUPPORTED`). Best pairs first; ties by the order of the nodes, which is that of their content.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from resolver.entities.graph import Facts, Graph

Indices = npt.NDArray[np.int64]

# Mean probability over all pairs of members of two clusters that lets them merge. Measured on the train half:
# docs/entities.md.
LINKAGE = 0.4
# Bits below which a name (two common words) is too generic to be one firm in two places.
GENERIC_BITS = 12.0
# Share of the rows of a name's numbers from which a row without a number is taken for the firm that has them; below
# it the row may be one of several firms, and is none of them.
DOMINANT = 0.9
# Two clusters of so many members between them may also become one where no pair reaches the threshold: the mean over all
# pairs reaches LINKAGE, and the best pair this. Train half, recall of pairs that share a distinctive word and entities that
# hold two firms: .459 and 2.64 % without, .480 and 2.66 % with eight, .493 and 2.72 % with six (.505 and 2.73 % from .4).
SUPPORTED, SUPPORTED_MEMBERS = 0.6, 8
# Share of the pairs of members (by weight) whose legal forms differ that two clusters may have and still be one: one
# word misread as a form among twenty translations parts nothing, a name without a form between an LLC and a JSC does.
# Train half: recall .406 with 0, .445 with .05, .459 with .1, no more wrong merges.
FORMS_DIFFER = 0.1
LARGEST = 2_000  # contexts of one entity; more is a fault of the data, reported
BELOW, FACTS, AMBIGUOUS, COUNTRIES, FORMS, GENERIC, THIN, CAPPED, FORBIDDEN, CONTAINS = (
    "below the threshold",
    "identifiers or listings differ",
    "may be one of several firms with different identifiers or listings",
    "countries differ",
    "legal forms differ",
    "generic name, country not known to be the same",
    "too few of its members are linked",
    "size cap",
    "decision: cannot link",
    "one name contains the other",
)


@dataclass(frozen=True, slots=True)
class Rules:
    """When two clusters may become one."""

    threshold: float
    linkage: float = LINKAGE
    supported: float = SUPPORTED
    supported_members: int = SUPPORTED_MEMBERS
    forms_differ: float = FORMS_DIFFER
    generic_bits: float = GENERIC_BITS
    largest: int = LARGEST


@dataclass(slots=True)
class _Cluster:
    nodes: list[int]
    rows: int
    weight: float
    facts: Facts
    countries: frozenset[str]
    forms: dict[frozenset[str], float]  # classes of a member's legal form -> weight of the members with these
    bits: float
    near: dict[int, list[float]] = field(
        default_factory=dict
    )  # other cluster -> [sum, strongest, identified]


@dataclass(frozen=True, slots=True)
class Clustering:
    """`cluster[i]` is the smallest node of the cluster of node i; `refused` (left, right) -> reason."""

    cluster: Indices
    refused: dict[tuple[int, int], str]
    rules: Rules


def cluster_nodes(
    graph: Graph,
    rules: Rules,
    must: Iterable[tuple[int, int]] = (),
    cannot: Iterable[tuple[int, int]] = (),
) -> Clustering:
    """Cluster component by component."""
    cluster = np.arange(len(graph.content))
    refused: dict[tuple[int, int], str] = {}
    decided, forbidden = sorted(must), frozenset(cannot)
    strong = ~graph.contains & (graph.probability >= min(rules.threshold, rules.supported))
    component = _components(graph, strong, decided)
    edges = _by_component(component, graph)
    together: dict[int, list[tuple[int, int]]] = {}
    for pair in decided:
        together.setdefault(int(component[pair[0]]), []).append(pair)
    for number in sorted({*edges, *together}):
        rows = edges.get(number, np.empty(0, np.int64))
        _cluster_component(graph, rows, rules, together.get(number, []), forbidden, cluster, refused)
    return Clustering(cluster, _final(refused, cluster), rules)


def _by_component(component: Indices, graph: Graph) -> dict[int, Indices]:
    """Edges inside each component."""
    rows = np.flatnonzero(component[graph.left] == component[graph.right])
    number = component[graph.left[rows]]
    order = np.argsort(number, kind="stable")
    names, starts = np.unique(number[order], return_index=True)
    return dict(zip(names.tolist(), np.split(rows[order], starts[1:]), strict=True)) if len(rows) else {}


def _final(refused: dict[tuple[int, int], str], cluster: Indices) -> dict[tuple[int, int], str]:
    """The reasons under the names that the clusters have in the end."""
    found: dict[tuple[int, int], str] = {}
    for (a, b), reason in refused.items():
        one, other = int(cluster[a]), int(cluster[b])
        if one != other:
            found[min(one, other), max(one, other)] = reason
    return found


def _components(graph: Graph, strong: npt.NDArray[np.bool_], must: list[tuple[int, int]]) -> Indices:
    more = np.array(must, dtype=np.int64).reshape(-1, 2)
    left, right = np.append(graph.left[strong], more[:, 0]), np.append(graph.right[strong], more[:, 1])
    shape = (len(graph.content), len(graph.content))
    matrix = sparse.coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=shape)
    labels: Indices = connected_components(matrix, directed=False)[1].astype(np.int64)
    return labels


def _cluster_component(
    graph: Graph,
    rows: Indices,
    rules: Rules,
    must: list[tuple[int, int]],
    cannot: frozenset[tuple[int, int]],
    cluster: Indices,
    refused: dict[tuple[int, int], str],
) -> None:
    clusters = _start(graph, rows, must)
    refused |= _part_ambiguous(clusters, rules)
    waiting = [_entry(clusters, a, b) for a in clusters for b in clusters[a].near if a < b]
    heapify(waiting)
    while waiting:
        _, strongest, a, b, total = heappop(waiting)
        if a not in clusters or b not in clusters or clusters[a].near.get(b, [0.0])[0] != total:
            continue
        reason = _reason(clusters[a], clusters[b], clusters[a].near[b], rules, cannot)
        if reason:
            if -strongest >= rules.threshold:
                refused[a, b] = reason
            continue
        _merge(clusters, a, b, cluster)
        for other in clusters[a].near:
            heappush(waiting, _entry(clusters, min(a, other), max(a, other)))
    for left, right in must:  # last, so that each side brings the members that hold to it
        one, other = int(cluster[left]), int(cluster[right])
        if one != other and not _forbidden(clusters[one], clusters[other], cannot):
            _merge(clusters, min(one, other), max(one, other), cluster)


def _start(graph: Graph, rows: Indices, must: list[tuple[int, int]]) -> dict[int, _Cluster]:
    nodes = (
        set(graph.left[rows].tolist()) | set(graph.right[rows].tolist()) | {n for pair in must for n in pair}
    )
    weight = {n: 1.0 + float(np.log2(max(1, graph.rows[n]))) for n in nodes}
    clusters = {
        n: _Cluster(
            [n],
            int(graph.rows[n]),
            weight[n],
            graph.facts[n],
            frozenset({graph.country[n]} - {""}),
            {graph.forms[n]: weight[n]} if graph.forms[n] else {},
            float(graph.bits[n]),
        )
        for n in sorted(nodes)
    }
    # A pair of which one name contains the other supports a merger (it counts in the mean), but never causes one.
    columns = (
        a[rows] for a in (graph.left, graph.right, graph.probability, graph.contains, graph.identified)
    )
    for a, b, p, contains, identified in zip(*(c.tolist() for c in columns), strict=True):
        strongest = 0.0 if contains else p
        link = [p * clusters[a].weight * clusters[b].weight, strongest, float(identified)]
        clusters[a].near[b] = link
        clusters[b].near[a] = list(link)
    return clusters


def _part_ambiguous(clusters: dict[int, _Cluster], rules: Rules) -> dict[tuple[int, int], str]:
    """Cut a node off the neighbours of which it may be only one: they contradict each other, and it tells nothing."""
    cut: dict[tuple[int, int], str] = {}
    for node, one in clusters.items():
        near = [other for other, link in one.near.items() if link[1] >= rules.threshold and not link[2]]
        for key in sorted({key for other in near for key in clusters[other].facts} - set(one.facts)):
            holders = sorted(other for other in near if key in clusters[other].facts)
            kept = _dominant(clusters, holders, key)
            cut |= {(min(node, o), max(node, o)): AMBIGUOUS for o in holders if o not in kept}
    for a, b in cut:
        clusters[a].near.pop(b, None)
        clusters[b].near.pop(a, None)
    return cut


def _dominant(clusters: dict[int, _Cluster], holders: list[int], key: str) -> set[int]:
    """The holders that share a value with the commonest one, if they have most of the rows; else none of them."""
    rows: dict[frozenset[str], int] = {}
    for other in holders:
        values = clusters[other].facts[key]
        rows[values] = rows.get(values, 0) + clusters[other].rows
    if len(rows) < 2:
        return set(holders)
    best = min(rows, key=lambda values: (-rows[values], sorted(values)))
    kept = {other for other in holders if not clusters[other].facts[key].isdisjoint(best)}
    return kept if sum(clusters[o].rows for o in kept) >= DOMINANT * sum(rows.values()) else set()


def _entry(clusters: dict[int, _Cluster], a: int, b: int) -> tuple[float, float, int, int, float]:
    total, strongest, identified = clusters[a].near[b]
    mean = 1.0 if identified else total / (clusters[a].weight * clusters[b].weight)
    return (-mean, -strongest, a, b, total)


def _reason(
    a: _Cluster, b: _Cluster, link: list[float], rules: Rules, cannot: frozenset[tuple[int, int]]
) -> str:
    """Why two clusters stay two, or ""."""
    total, strongest, identified = link
    mean = total / (a.weight * b.weight)
    if strongest < rules.threshold and not _supported(a, b, strongest, rules):
        return BELOW
    if len(a.nodes) + len(b.nodes) > rules.largest:
        return CAPPED
    if _contradict(a.facts, b.facts):
        return FACTS
    if not identified and a.countries and b.countries and not a.countries & b.countries:
        return COUNTRIES
    if not identified and _forms_differ(a, b) > rules.forms_differ:
        return FORMS
    if not identified and a.countries != b.countries and min(a.bits, b.bits) < rules.generic_bits:
        return GENERIC
    if not identified and mean < rules.linkage:
        return THIN
    return FORBIDDEN if _forbidden(a, b, cannot) else ""


def _supported(a: _Cluster, b: _Cluster, strongest: float, rules: Rules) -> bool:
    """Many pairs of members may say together what none says alone; the mean has to agree."""
    return strongest >= rules.supported and len(a.nodes) + len(b.nodes) >= rules.supported_members


def _forms_differ(a: _Cluster, b: _Cluster) -> float:
    """Share of the pairs of members, by weight, of which both have a legal form and the classes differ."""
    differ = sum(
        weight * other for one, weight in a.forms.items() for two, other in b.forms.items() if not one & two
    )
    return differ / (a.weight * b.weight)


def _forbidden(a: _Cluster, b: _Cluster, cannot: frozenset[tuple[int, int]]) -> bool:
    return bool(cannot) and any((min(i, j), max(i, j)) in cannot for i in a.nodes for j in b.nodes)


def _contradict(one: Facts, other: Facts) -> bool:
    if len(one) > len(other):
        one, other = other, one
    return any(key in other and values.isdisjoint(other[key]) for key, values in one.items())


def _merge(clusters: dict[int, _Cluster], a: int, b: int, cluster: Indices) -> None:
    """`b` goes into `a`; a < b, so that a cluster is named by its smallest node."""
    one, other = clusters[a], clusters.pop(b)
    one.nodes += other.nodes
    one.weight += other.weight
    one.facts = _together(one.facts, other.facts)
    one.countries |= other.countries
    for classes, weight in other.forms.items():
        one.forms[classes] = one.forms.get(classes, 0.0) + weight
    one.bits = max(one.bits, other.bits)
    cluster[other.nodes] = a
    one.near.pop(b, None)
    other.near.pop(a, None)
    for third, link in other.near.items():
        mine = one.near.setdefault(third, [0.0, 0.0, 0.0])
        total = mine[0] + link[0]
        mine[:] = [total, max(mine[1], link[1]), max(mine[2], link[2])]
        theirs = clusters[third].near
        del theirs[b]
        theirs[a] = list(mine)


def _together(one: Facts, other: Facts) -> Facts:
    if not other:
        return one
    return {key: one.get(key, frozenset()) | other.get(key, frozenset()) for key in {**one, **other}}
