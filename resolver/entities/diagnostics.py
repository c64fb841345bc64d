"""Why these rows are one entity: size, density, weakest link, bridges, countries; as a table, as text, as GraphML."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.entities.clustering import BELOW, BODIES, CONTAINS
from resolver.entities.graph import Graph
from resolver.entities.links import inner_edges, strongest_trees

Indices = npt.NDArray[np.int64]

DIAGNOSTICS = pa.schema(
    [
        ("entity_id", pa.string()),
        ("rows", pa.int64()),
        ("spellings", pa.int64()),  # distinct names with country and identifiers
        ("links", pa.int64()),  # linked pairs of them
        ("density", pa.float64()),  # linked pairs / all pairs
        ("weakest_link", pa.float64()),
        ("bridges", pa.int64()),  # links without which it would fall apart
        ("countries", pa.string()),
        ("sample", pa.string()),  # its first spellings, joined by " | "
    ]
)
SAMPLE = 5


def cluster_diagnostics(graph: Graph, cluster: Indices, ids: list[str]) -> pa.Table:
    """DIAGNOSTICS of the entities of two or more spellings: most spellings first."""
    members = _members(cluster)
    edges = _edges_of(graph, cluster)
    trees = _weakest(graph, cluster)
    many = graph.rows.tolist()
    rows = []
    for name, nodes in members.items():
        links = edges.get(name, [])
        pairs = len(nodes) * (len(nodes) - 1) / 2
        countries = sorted({graph.country[n] for n in nodes} - {""})
        sample = [shown_name(graph, n) for n in sorted(nodes, key=lambda n: (-many[n], n))[:SAMPLE]]
        rows.append(
            (
                ids[name],
                sum(many[n] for n in nodes),
                len(nodes),
                len(links),
                round(len(links) / pairs, 6),
                round(trees.get(name, 1.0), 6),
                len(bridges(links)),
                "; ".join(countries),
                " | ".join(dict.fromkeys(sample)),
            )
        )
    rows.sort(key=lambda row: (-row[2], row[0]))
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in DIAGNOSTICS]
    return pa.table(
        [pa.array(list(c), f.type) for c, f in zip(columns, DIAGNOSTICS, strict=True)], schema=DIAGNOSTICS
    )


def _members(cluster: Indices) -> dict[int, list[int]]:
    """Nodes of each cluster of two or more."""
    size = np.bincount(cluster, minlength=len(cluster))
    found: dict[int, list[int]] = {}
    for node in np.flatnonzero(size[cluster] > 1).tolist():
        found.setdefault(int(cluster[node]), []).append(node)
    return found


def _edges_of(graph: Graph, cluster: Indices) -> dict[int, list[tuple[int, int]]]:
    rows = inner_edges(graph, cluster)
    found: dict[int, list[tuple[int, int]]] = {}
    ends = zip(
        cluster[graph.left[rows]].tolist(), graph.left[rows].tolist(), graph.right[rows].tolist(), strict=True
    )
    for name, left, right in ends:
        found.setdefault(name, []).append((left, right))
    return found


def _weakest(graph: Graph, cluster: Indices) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in strongest_trees(graph, cluster).tolist():
        name = int(cluster[graph.left[row]])
        found[name] = min(found.get(name, 1.0), float(graph.probability[row]))
    return found


def bridges(edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Edges of a graph without which it falls apart (Tarjan 1974, without recursion), sorted."""
    near: dict[int, list[int]] = {}
    for a, b in edges:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found: list[tuple[int, int]] = []
    for root in sorted(near):
        stack = [] if root in order else [(root, root, iter(sorted(near[root])))]
        while stack:
            node, parent, waiting = stack[-1]
            if node not in order:
                order[node] = low[node] = len(order)
            other = next(waiting, None)
            if other is None:
                stack.pop()
                low[parent] = min(low[parent], low[node])
                if node != parent and low[node] > order[parent]:
                    found.append((min(node, parent), max(node, parent)))
            elif other not in order:
                stack.append((other, node, iter(sorted(near[other]))))
            elif other != parent:
                low[node] = min(low[node], order[other])
    return sorted(found)


def shown_name(graph: Graph, node: int) -> str:
    """Words, country and identifiers of a node, for people."""
    words, forms, country, numbers = graph.content[node].split("\x1f")
    parts = [words or "(no words)", f"[{forms}]" if forms else "", country, numbers]
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class EntityView:
    """One entity taken apart: nodes, its links by strength, bridges, and the neighbours that were left out."""

    entity_id: str
    nodes: list[int]
    links: list[tuple[int, int, float, bool]]  # left, right, probability, shared identifier
    bridges: list[tuple[int, int]]
    outside: list[tuple[int, int, float, str, str]]  # node, other node, probability, its entity, why


def view_entity(
    graph: Graph, cluster: Indices, ids: list[str], refused: dict[tuple[int, int], str], entity: str
) -> EntityView:
    """The view of an entity. KeyError when there is none of that ID."""
    nodes = [n for n, one in enumerate(ids) if one == entity]
    if not nodes:
        raise KeyError(entity)
    inside = np.zeros(len(ids), dtype=np.bool_)
    inside[nodes] = True
    left, right = inside[graph.left], inside[graph.right]
    own = np.flatnonzero(left & right)
    links = sorted(
        (
            (int(graph.left[e]), int(graph.right[e]), float(graph.probability[e]), bool(graph.identified[e]))
            for e in own
        ),
        key=lambda link: (-link[2], link[0], link[1]),
    )
    outside = [
        _outside(graph, cluster, ids, refused, int(e), bool(left[e])) for e in np.flatnonzero(left ^ right)
    ]
    outside.sort(key=lambda row: (-row[2], row[3], row[0], row[1]))
    return EntityView(entity, nodes, links, bridges([(a, b) for a, b, _, _ in links]), outside)


def _outside(
    graph: Graph,
    cluster: Indices,
    ids: list[str],
    refused: dict[tuple[int, int], str],
    edge: int,
    left_is_inside: bool,
) -> tuple[int, int, float, str, str]:
    a, b = int(graph.left[edge]), int(graph.right[edge])
    own, other = (a, b) if left_is_inside else (b, a)
    pair = (min(int(cluster[a]), int(cluster[b])), max(int(cluster[a]), int(cluster[b])))
    why = refused.get(pair, BELOW)
    if not graph.binding(slice(edge, edge + 1))[0]:
        why = CONTAINS if graph.contains[edge] else BODIES
    return own, other, float(graph.probability[edge]), ids[other], why


def entity_text(graph: Graph, view: EntityView, most: int = 40) -> str:
    """The view as text; `most` lines of each kind."""
    pairs = len(view.nodes) * (len(view.nodes) - 1) // 2
    tree_weakest = _tree_weakest(view)
    lines = [
        f"Entity {view.entity_id}: {int(graph.rows[view.nodes].sum())} rows, {len(view.nodes)} spellings",
        f"links {len(view.links)} of {pairs} pairs, weakest link {tree_weakest:.3f}, bridges {len(view.bridges)}",
        "Spellings (words, [legal forms], country, identifiers):",
    ]
    ordered = sorted(view.nodes, key=lambda n: (-graph.rows[n], n))
    lines += [f"  {n}: {shown_name(graph, n)} ({int(graph.rows[n])} rows)" for n in ordered[:most]]
    lines += _more(len(ordered), most)
    lines.append("Links that hold it together:")
    fragile = set(view.bridges)
    lines += [
        f"  {a} - {b}: {p:.3f}{', identifier shared' if same else ''}{', bridge' if (a, b) in fragile else ''}"
        for a, b, p, same in view.links[:most]
    ]
    lines += _more(len(view.links), most)
    lines.append("Near, and left out:")
    lines += [
        f"  {own} - {shown_name(graph, other)}: {p:.3f}, entity {entity}: {why}"
        for own, other, p, entity, why in view.outside[:most]
    ]
    return "\n".join([*lines, *_more(len(view.outside), most)])


def _more(total: int, most: int) -> list[str]:
    return [f"  ... and {total - most} more"] if total > most else []


def _tree_weakest(view: EntityView) -> float:
    """Lowest probability on the strongest tree (Kruskal 1956)."""
    root = {n: n for n in view.nodes}

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    weakest = 1.0
    for a, b, p, _ in view.links:
        if find(a) != find(b):
            root[find(a)] = find(b)
            weakest = min(weakest, p)
    return weakest


def entity_graphml(graph: Graph, view: EntityView) -> str:
    """The entity and its near neighbours as GraphML (opens in Gephi)."""
    near = sorted({other for _, other, _, _, _ in view.outside})
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '  <key id="label" for="node" attr.name="label" attr.type="string"/>',
        '  <key id="rows" for="node" attr.name="rows" attr.type="int"/>',
        '  <key id="member" for="node" attr.name="member" attr.type="boolean"/>',
        '  <key id="score" for="edge" attr.name="score" attr.type="double"/>',
        '  <key id="why" for="edge" attr.name="why" attr.type="string"/>',
        f'  <graph id={quoteattr(view.entity_id)} edgedefault="undirected">',
    ]
    lines += [_node(graph, n, "true") for n in view.nodes] + [_node(graph, n, "false") for n in near]
    lines += [_edge(a, b, p, "identifier shared" if same else "same") for a, b, p, same in view.links]
    lines += [_edge(own, other, p, why) for own, other, p, _, why in view.outside]
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _node(graph: Graph, node: int, member: str) -> str:
    label = escape("".join(c for c in shown_name(graph, node) if c.isprintable()))
    return (
        f'    <node id="n{node}"><data key="label">{label}</data><data key="rows">{int(graph.rows[node])}</data>'
        f'<data key="member">{member}</data></node>'
    )


def _edge(one: int, other: int, score: float, why: str) -> str:
    return (
        f'    <edge source="n{one}" target="n{other}"><data key="score">{score:.6f}</data>'
        f'<data key="why">{escape(why)}</data></edge>'
    )
