"""GraphML: entities, the names of their members and the listings that they may be, as one graph.

Enter: the tables of a run. Leaves: GraphML that Gephi, yEd, igraph and networkx read. Nodes have a kind
(entity, name, listing) and a label; edges have a kind (member, same, contains), a band and a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.compute as pc

from resolver.report import exports
from resolver.report.text_table import printable

NODE_KEYS = ("kind", "label", "list")
EDGE_KEYS = ("edge_kind", "band", "score")
# A name that several entities hold is a node of each: two firms of one name stay two.
MEMBERS = """
SELECT entity_id, party_name, count(*) AS rows, max(score) AS score
FROM clusters
GROUP BY entity_id, party_name
ORDER BY entity_id, party_name
"""


def entity_graph(entity_id: str, tables: exports.Tables) -> str:
    """The graph of one entity as text; a graph without nodes when there is no such entity."""
    names = [name for name in ("hits", "clusters", "entities") if name in tables]
    chosen = {name: _rows_of_entity(tables[name], entity_id) for name in names}
    return "\n".join(lines(chosen)) + "\n"


def _rows_of_entity(table: pa.Table, entity_id: str) -> pa.Table:
    return table.filter(pc.equal(table.column("entity_id"), entity_id))


def lines(tables: exports.Tables) -> Iterator[str]:
    """The lines of the graph of all that the tables hold."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for key in NODE_KEYS:
        yield f'<key id="{key}" for="node" attr.name="{key}" attr.type="string"/>'
    for key in EDGE_KEYS:
        kind = "double" if key == "score" else "string"
        name = key.removeprefix("edge_")
        yield f'<key id="{key}" for="edge" attr.name="{name}" attr.type="{kind}"/>'
    yield '<graph id="run" edgedefault="undirected">'
    yield from _subjects(tables)
    yield from _listings(tables)
    yield "</graph>"
    yield "</graphml>"


def _subjects(tables: exports.Tables) -> Iterator[str]:
    """Entities with their names, or the parties that were hit where no entities were made."""
    if "entities" not in tables:
        hit = exports.rows_of(exports.PARTIES_HIT, tables, ("hits",)) if "hits" in tables else iter(())
        for row in hit:
            yield _node(row["party_id"], kind="party", label=row["party_name"])
        return
    for row in exports.rows_of("FROM entities ORDER BY entity_id", tables, ("entities",)):
        yield _node(row["entity_id"], kind="entity", label=row["name"])
    for row in exports.rows_of(MEMBERS, tables, ("clusters",)):
        member = f"{row['entity_id']}/{row['party_name']}"
        yield _node(member, kind="name", label=row["party_name"])
        yield _edge(row["entity_id"], member, edge_kind="member", score=row["score"])


def _listings(tables: exports.Tables) -> Iterator[str]:
    if "hits" not in tables:
        return
    for row in exports.rows_of(exports.LISTINGS_HIT, tables, ("hits",)):
        identity = f"{row['list']}:{row['listing_id']}"
        yield _node(identity, kind="listing", label=row["primary_name"], list=row["list"])
    for row in exports.rows_of(exports.STRONGEST_LINKS, tables, ("hits",)):
        target = f"{row['list']}:{row['listing_id']}"
        yield _edge(row["subject"], target, edge_kind=row["kind"], band=row["band"], score=row["score"])


def _node(identity: str, **data: str) -> str:
    return f"<node id={_attribute(identity)}>{_data(data)}</node>"


def _edge(source: str, target: str, **data: object) -> str:
    return f"<edge source={_attribute(source)} target={_attribute(target)}>{_data(data)}</edge>"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))


def _data(data: dict[str, str] | dict[str, object]) -> str:
    return "".join(f'<data key="{key}">{_value(value)}</data>' for key, value in data.items())


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6f}"
    return printable(str(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
