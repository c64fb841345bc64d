"""Exports: objects that refer to each other by IDs that are there."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from lxml import etree

from resolver.model import PARTIES
from resolver.report import write_tables
from resolver.report.folder import EXPORT_FILES
from resolver.report.ftm import entities
from resolver.report.graphml import entity_graph
from resolver.report.senzing import data_source, records

Tables = dict[str, pa.Table]
GRAPHML = {"g": "http://graphml.graphdrawing.org/xmlns"}


def screened(tables: Tables) -> Tables:
    """The tables as `screen` leaves them: no clusters, no entity IDs."""
    hits = tables["hits"]
    return {"hits": hits.set_column(5, "entity_id", pa.array([""] * hits.num_rows)), "rows": tables["rows"]}


def test_ftm_objects_refer_to_objects(tables: Tables) -> None:
    for given in (tables, screened(tables)):
        objects = list(entities(given))
        ids = {item["id"] for item in objects}
        assert len(ids) == len(objects)
        for item in objects:
            for name in ("entity", "candidate", "match"):
                assert set(item["properties"].get(name, [])) <= ids


def test_ftm_has_company_listing_sanction_and_similarity(tables: Tables) -> None:
    by_schema = {item["schema"]: item["properties"] for item in entities(tables)}
    assert set(by_schema) == {"Company", "LegalEntity", "Sanction", "Similar"}
    assert by_schema["Company"]["country"] == ["kg", "ru"]
    assert by_schema["Sanction"]["program"] == ["RUSSIA-EO14024", "UKRAINE-EO13662"]
    assert by_schema["Similar"]["confidenceScore"] == ["0.990000"]
    assert by_schema["LegalEntity"]["topics"] == ["sanction"]


def test_ftm_types_of_listings(tables: Tables) -> None:
    vessels = tables["hits"].set_column(8, "listing_type", pa.array(["vessel"] * tables["hits"].num_rows))
    assert "Vessel" in {item["schema"] for item in entities({**tables, "hits": vessels})}


def test_senzing_parties_point_to_the_listings(tables: Tables) -> None:
    found = list(records(tables))
    anchors = {
        (f["REL_ANCHOR_DOMAIN"], f["REL_ANCHOR_KEY"])
        for r in found
        for f in r["FEATURES"]
        if "REL_ANCHOR_KEY" in f
    }
    pointers = {
        (f["REL_POINTER_DOMAIN"], f["REL_POINTER_KEY"])
        for r in found
        for f in r["FEATURES"]
        if "REL_POINTER_KEY" in f
    }
    assert pointers == anchors == {("OFAC_SDN", "900")}
    assert len({(r["DATA_SOURCE"], r["RECORD_ID"]) for r in found}) == len(found) == 7


def test_senzing_takes_details_from_the_parties(tables: Tables) -> None:
    identifiers = [
        {"kind": "tax_id", "scheme": "RU-INN", "value": "0041891726", "valid": True},
        {"kind": "tax_id", "scheme": "RU-INN", "value": "0041891720", "valid": False},
    ]
    party = dict.fromkeys(PARTIES.names, "") | {
        "party_id": "p1",
        "source_row": 1,
        "party_name": "ООО Ветрокон",
        "country": "RU",
        "city": "Тверь",
        "identifiers": identifiers,
    }
    [record] = records({"parties": pa.Table.from_pylist([party], schema=PARTIES)})
    assert {"ADDR_TYPE": "BUSINESS", "ADDR_FULL": "Тверь, RU"} in record["FEATURES"]
    assert [f for f in record["FEATURES"] if "TAX_ID_NUMBER" in f] == [{"TAX_ID_NUMBER": "0041891726"}]


def test_a_data_source_code_is_plain() -> None:
    assert data_source("my list (2026).csv") == "MY_LIST_2026_CSV"


def test_graphml_edges_join_nodes(tmp_path: Path, tables: Tables) -> None:
    for i, given in enumerate((tables, screened(tables))):
        write_tables(tmp_path / str(i), given, formats=("graphml",))
        tree = etree.parse(tmp_path / str(i) / "entities.graphml")
        ids = [node.get("id") for node in tree.iterfind(".//g:node", GRAPHML)]
        assert len(ids) == len(set(ids))
        ends = [edge.get(end) for edge in tree.iterfind(".//g:edge", GRAPHML) for end in ("source", "target")]
        assert ends
        assert set(ends) <= set(ids)


def test_the_graph_of_one_entity(tables: Tables) -> None:
    assert entity_graph("E-1", tables).count("<node") == 8
    assert entity_graph("nobody", tables).count("<node") == 0


@pytest.mark.parametrize("export", EXPORT_FILES)
def test_exports_are_the_same_bytes_in_any_order(tmp_path: Path, tables: Tables, export: str) -> None:
    turned = {name: table.take(list(reversed(range(table.num_rows)))) for name, table in tables.items()}
    [first] = write_tables(tmp_path / "a", tables, formats=(export,))
    [second] = write_tables(tmp_path / "b", turned, formats=(export,))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("export", ["ftm", "senzing"])
def test_line_exports_are_json_lines(tmp_path: Path, tables: Tables, export: str) -> None:
    [path] = write_tables(tmp_path, tables, formats=(export,))
    assert all(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
