"""Nodes into clusters: average linkage over sparse edges, with everything that keeps firms apart.

Enters: a `Graph`, thresholds, decisions of users. Leaves: the cluster of each node (its smallest node) and why edges that
were strong enough did not merge. Connected components alone chain: each name of a row of 500 is one letter from the
next, and the first has nothing in common with the last. Here two clusters become one when an edge between them
reaches the threshold AND the mean over all pairs of their members (rows that are not linked count as 0) reaches
`LINKAGE`, no fact contradicts, and the size stays under the cap. Best pairs first; ties by the order of the nodes, which is
that of their content. What is left two then is weighed by all that the names of two clusters say together (`joint`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt

from resolver.entities.calling import Bearers, Words, bearers_of
from resolver.entities.graph import Facts, Graph, contradict, together
from resolver.entities.joint import (
    Evidence,
    Joint,
    Link,
    Side,
    Told,
    evidence_of,
    joint_model,
    may_chain,
    told_by,
)
from resolver.entities.near import Near, edges_near, weights
from resolver.entities.near import together as near_together
from resolver.entities.parts import edges_by_part, parts_of
from resolver.entities.rules import DOMINANT, FORMS_DIFFER, FORMS_OF_MANY_DIFFER, MANY, Rules
from resolver.entities.staying import Before, put_back
from resolver.names.form_classes import STATE_FORMS, STATE_OWNED

Indices = npt.NDArray[np.int64]

BELOW, FACTS, AMBIGUOUS, COUNTRIES, FORMS, GENERIC, THIN, CAPPED, FORBIDDEN, CONTAINS, BODIES, STAYS = (
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
    "each name says another body",
    "two entities before, and no new row joins them",
)


@dataclass(slots=True)
class _Cluster:
    nodes: list[int]
    rows: int
    weight: float
    facts: Facts
    countries: frozenset[str]
    forms: dict[frozenset[str], float]  # classes of a member's legal form -> weight of the members with these
    bits: float
    least_bits: float
    near: dict[int, Near] = field(default_factory=dict)  # other cluster -> what stands between
    told: Told | None = None  # None: not looked for yet


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
    *,
    joint: Joint | None = None,
    before: Before | None = None,
) -> Clustering:
    """Cluster part by part. `joint`: another model of two clusters than the shipped one. `before`: entities of an earlier
    run; those that no new row joins stay, so parts without anything new are as they were."""
    decided, forbidden = sorted(must), frozenset(cannot)
    tied = np.array(decided, dtype=np.int64).reshape(-1, 2)
    part = parts_of(graph, rules, tied if before is None else np.concatenate([tied, before.ties]))
    if before is not None:
        is_new = np.zeros(len(graph.content), dtype=np.bool_)
        is_new[part[before.touched]] = True
        part = np.where(is_new[part], part, _AS_BEFORE)
    cluster = np.arange(len(graph.content))
    refused: dict[tuple[int, int], str] = {}
    callers = _callers(graph.words, joint)
    of_part: dict[int, list[tuple[int, int]]] = {}
    for pair in decided:
        of_part.setdefault(int(part[pair[0]]), []).append(pair)
    edges = edges_by_part(part, graph)
    for number in sorted({*edges, *of_part} - {_AS_BEFORE}):
        rows = edges.get(number, np.empty(0, np.int64))
        _cluster_component(graph, rows, rules, of_part.get(number, []), forbidden, callers, cluster, refused)
    if before is None:
        return Clustering(cluster, _final(refused, cluster), rules)
    return _stayed(graph, rules, before, part == _AS_BEFORE, cluster, refused)


_AS_BEFORE = -1
_NOTHING = Near(0.0, 0.0, 0, 0.0, False)


def _stayed(
    graph: Graph,
    rules: Rules,
    before: Before,
    quiet: npt.NDArray[np.bool_],
    cluster: Indices,
    refused: dict[tuple[int, int], str],
) -> Clustering:
    """The clusters with the entities that no new row joins as they were; `quiet` nodes were not clustered at all."""
    stayed = put_back(cluster, before)
    earlier = {(a, b): why for (a, b), why in before.refused.items() if quiet[a] and quiet[b]}
    a, b = stayed[graph.left], stayed[graph.right]
    parted = np.flatnonzero((cluster[graph.left] == cluster[graph.right]) & (a != b))
    more = dict.fromkeys(zip(a[parted].tolist(), b[parted].tolist(), strict=True), STAYS)
    return Clustering(stayed, _final({**earlier, **refused, **more}, stayed), rules)


def _final(refused: dict[tuple[int, int], str], cluster: Indices) -> dict[tuple[int, int], str]:
    """The reasons under the names that the clusters have in the end."""
    found: dict[tuple[int, int], str] = {}
    for (a, b), reason in refused.items():
        one, other = int(cluster[a]), int(cluster[b])
        if one != other:
            found[min(one, other), max(one, other)] = reason
    return found


def _cluster_component(
    graph: Graph,
    rows: Indices,
    rules: Rules,
    must: list[tuple[int, int]],
    cannot: frozenset[tuple[int, int]],
    callers: _Callers | None,
    cluster: Indices,
    refused: dict[tuple[int, int], str],
) -> None:
    clusters = _start(graph, rows, must)
    refused |= _part_ambiguous(clusters, rules)
    _merge_best_pairs(clusters, rules, cannot, cluster, refused)
    if callers is not None:
        _merge_jointly(clusters, rules, cannot, callers, cluster)
    for left, right in must:  # last, so that each side brings the members that hold to it
        one, other = int(cluster[left]), int(cluster[right])
        if one != other and not _forbidden(clusters[one], clusters[other], cannot):
            _merge(clusters, min(one, other), max(one, other), cluster)


def _merge_best_pairs(
    clusters: dict[int, _Cluster],
    rules: Rules,
    cannot: frozenset[tuple[int, int]],
    cluster: Indices,
    refused: dict[tuple[int, int], str],
) -> None:
    """Merge while a pair of clusters reaches the thresholds, the best mean first."""
    waiting = [_entry(clusters, a, b) for a in clusters for b in clusters[a].near if a < b]
    heapify(waiting)
    while waiting:
        _, strongest, a, b, total = heappop(waiting)
        if a not in clusters or b not in clusters or clusters[a].near.get(b, _NOTHING).total != total:
            continue
        reason = _reason(clusters[a], clusters[b], clusters[a].near[b], rules, cannot)
        if reason:
            if -strongest >= rules.threshold:
                refused[a, b] = reason
            continue
        _merge(clusters, a, b, cluster)
        for other in clusters[a].near:
            heappush(waiting, _entry(clusters, min(a, other), max(a, other)))


def _merge_jointly(
    clusters: dict[int, _Cluster],
    rules: Rules,
    cannot: frozenset[tuple[int, int]],
    callers: _Callers,
    cluster: Indices,
) -> None:
    """Merge while all that the names of two clusters say together reaches the threshold, the surest first."""

    def entries(a: int, others: Iterable[int]) -> Iterator[tuple[float, int, int, int, int]]:
        for b in others:
            low, high = min(a, b), max(a, b)
            one, other = clusters[low], clusters[high]
            near = one.near[high]
            if near.best < rules.joint_best or _opposed(one, other, near.identified, rules, cannot):
                continue
            evidence = _evidence(one, other, near, callers)
            probability = callers.joint.of_one(evidence, rules.linkage)
            if probability >= rules.joint(len(one.nodes) * len(other.nodes), may_chain(evidence)):
                yield -probability, low, high, len(one.nodes), len(other.nodes)

    waiting = [entry for a in clusters for entry in entries(a, (b for b in clusters[a].near if a < b))]
    heapify(waiting)
    while waiting:
        _, a, b, size, other_size = heappop(waiting)
        if a not in clusters or b not in clusters:
            continue
        if (len(clusters[a].nodes), len(clusters[b].nodes)) != (size, other_size):
            continue
        _merge(clusters, a, b, cluster)
        for entry in entries(a, clusters[a].near):
            heappush(waiting, entry)


def _evidence(a: _Cluster, b: _Cluster, near: Near, callers: _Callers) -> Evidence:
    nearer = sorted(sum(1 for other in one.near.values() if other.best >= near.best) - 1 for one in (a, b))
    between = Link(near, near.total / (a.weight * b.weight), nearer[0], nearer[1])
    return evidence_of(_side(a, callers), _side(b, callers), between, callers.bearers)


def _side(one: _Cluster, callers: _Callers) -> Side:
    if one.told is None:
        one.told = told_by(one.nodes, callers.words)
    forms = frozenset(form for classes in one.forms for form in classes)
    return Side(one.told, one.countries, forms, one.least_bits)


def _start(graph: Graph, rows: Indices, must: list[tuple[int, int]]) -> dict[int, _Cluster]:
    nodes = (
        set(graph.left[rows].tolist()) | set(graph.right[rows].tolist()) | {n for pair in must for n in pair}
    )
    numbers = sorted(nodes)
    weight = dict(zip(numbers, weights(graph.rows[numbers]).tolist(), strict=True))
    clusters = {
        n: _Cluster(
            [n],
            int(graph.rows[n]),
            weight[n],
            graph.facts[n],
            frozenset({graph.country[n]} - {""}),
            {graph.forms[n]: weight[n]} if graph.forms[n] else {},
            float(graph.bits[n]),
            float(graph.bits[n]),
        )
        for n in numbers
    }
    for a, b, near in edges_near(graph, rows):
        clusters[a].near[b] = clusters[b].near[a] = near
    return clusters


def _part_ambiguous(clusters: dict[int, _Cluster], rules: Rules) -> dict[tuple[int, int], str]:
    """Cut a node off the neighbours of which it may be only one: they contradict each other, and it tells nothing."""
    cut: dict[tuple[int, int], str] = {}
    for node, one in clusters.items():
        near = [o for o, link in one.near.items() if link.binding >= rules.threshold and not link.identified]
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
    near = clusters[a].near[b]
    mean = 1.0 if near.identified else near.total / (clusters[a].weight * clusters[b].weight)
    return (-mean, -near.binding, a, b, near.total)


def _reason(
    a: _Cluster,
    b: _Cluster,
    near: Near,
    rules: Rules,
    cannot: frozenset[tuple[int, int]],
) -> str:
    """Why two clusters stay two, or ""."""
    weak = _too_weak(a, b, near, rules)
    return weak if weak == BELOW else _opposed(a, b, near.identified, rules, cannot) or weak


def _too_weak(a: _Cluster, b: _Cluster, near: Near, rules: Rules) -> str:
    """What the pairs of two clusters lack, or ""."""
    if near.binding < rules.threshold:
        return BELOW
    return THIN if not near.identified and near.total / (a.weight * b.weight) < rules.linkage else ""


def _opposed(
    a: _Cluster, b: _Cluster, identified: bool, rules: Rules, cannot: frozenset[tuple[int, int]]
) -> str:
    """What speaks against two clusters being one, however well their names agree, or ""."""
    if len(a.nodes) + len(b.nodes) > rules.largest:
        return CAPPED
    if contradict(a.facts, b.facts):
        return FACTS
    if not identified and a.countries and b.countries and not a.countries & b.countries:
        return COUNTRIES
    if not identified and _forms_differ(a, b) > (FORMS_OF_MANY_DIFFER if _many(a, b) else FORMS_DIFFER):
        return FORMS
    if not identified and a.countries != b.countries and min(a.bits, b.bits) < rules.generic_bits:
        return GENERIC
    return FORBIDDEN if _forbidden(a, b, cannot) else ""


def _many(a: _Cluster, b: _Cluster) -> bool:
    """Many spellings of a firm are known."""
    return len(a.nodes) + len(b.nodes) >= MANY


@dataclass(frozen=True, slots=True)
class _Callers:
    """The words of the graph, and who bears them."""

    words: Words
    bearers: Bearers
    joint: Joint


def _callers(words: Words | None, joint: Joint | None) -> _Callers | None:
    return None if words is None else _Callers(words, bearers_of(words), joint or joint_model())


def _forms_differ(a: _Cluster, b: _Cluster) -> float:
    """Share of the pairs of members, by weight, of which both have a legal form and the classes differ."""
    differ = sum(
        weight * other
        for one, weight in a.forms.items()
        for two, other in b.forms.items()
        if not one & two and not _of_the_state(one, two)
    )
    return differ / (a.weight * b.weight)


def _of_the_state(one: frozenset[str], other: frozenset[str]) -> bool:
    """One is a form of the state, the other that or a joint-stock company: what may be one firm before and after."""
    both = one | other
    return both <= STATE_OWNED and bool(both & STATE_FORMS)


def _forbidden(a: _Cluster, b: _Cluster, cannot: frozenset[tuple[int, int]]) -> bool:
    return bool(cannot) and any((min(i, j), max(i, j)) in cannot for i in a.nodes for j in b.nodes)


def _merge(clusters: dict[int, _Cluster], a: int, b: int, cluster: Indices) -> None:
    """`b` goes into `a`; a < b, so that a cluster is named by its smallest node."""
    one, other = clusters[a], clusters.pop(b)
    one.nodes += other.nodes
    one.weight += other.weight
    one.facts = together(one.facts, other.facts)
    one.countries |= other.countries
    for classes, weight in other.forms.items():
        one.forms[classes] = one.forms.get(classes, 0.0) + weight
    one.bits = max(one.bits, other.bits)
    one.told = None
    one.least_bits = min(one.least_bits, other.least_bits)
    cluster[other.nodes] = a
    one.near.pop(b, None)
    other.near.pop(a, None)
    for third, theirs in other.near.items():
        mine = one.near.get(third)
        between = theirs if mine is None else near_together(mine, theirs)
        del clusters[third].near[b]
        one.near[third] = clusters[third].near[a] = between
