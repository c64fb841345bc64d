"""Tables as files: contents, order, numbers, the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from resolver.errors import UnwritableOutput, UsageError
from resolver.model import CLUSTERS, ENTITIES, HITS, ROWS, plain_schema
from resolver.report import csv_text, write_table, write_tables
from resolver.report.tables import safe_cell

Tables = dict[str, pa.Table]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_every_column_and_row(tmp_path: Path, tables: Tables) -> None:
    paths = write_tables(tmp_path / "out", tables)
    assert [path.name for path in paths] == ["hits.csv", "clusters.csv", "entities.csv", "rows.csv"]
    for path in paths:
        table = tables[path.stem]
        rows = read_csv(path)
        assert len(rows) == table.num_rows
        assert list(rows[0]) == table.column_names


def test_csv_is_sorted_by_row_and_then_by_score(tmp_path: Path, tables: Tables) -> None:
    twice = pa.concat_tables([tables["hits"], tables["hits"].set_column(15, "score", pa.array([0.999] * 6))])
    write_tables(tmp_path, {"hits": twice})
    keys = [(int(row["source_row"]), -float(row["score"])) for row in read_csv(tmp_path / "hits.csv")]
    assert keys == sorted(keys)


def test_csv_numbers_have_fixed_decimals(tmp_path: Path, tables: Tables) -> None:
    write_tables(tmp_path, tables)
    row = read_csv(tmp_path / "hits.csv")[0]
    assert (row["score"], row["match_weight"], row["ofac_reference_score"]) == ("0.500000", "5.000", "91.25")


def test_csv_gives_names_back_unchanged(tmp_path: Path, tables: Tables) -> None:
    write_tables(tmp_path, tables)
    written = {row["party_name"] for row in read_csv(tmp_path / "hits.csv")}
    assert written == set(tables["hits"].column("party_name").to_pylist())


@pytest.mark.parametrize("score", [float("nan"), float("inf"), None])
def test_a_number_that_is_none_is_an_empty_field(tmp_path: Path, tables: Tables, score: float | None) -> None:
    hits = tables["hits"].slice(0, 1).set_column(15, "score", pa.array([score], pa.float64()))
    write_tables(tmp_path, {"hits": hits}, formats=("csv", "jsonl"))
    assert read_csv(tmp_path / "hits.csv")[0]["score"] == ""
    assert json.loads((tmp_path / "hits.jsonl").read_text(encoding="utf-8"))["score"] is None


def test_there_is_no_minus_zero(tmp_path: Path, tables: Tables) -> None:
    hits = tables["hits"].slice(0, 1).set_column(16, "match_weight", pa.array([-0.0000001]))
    write_tables(tmp_path, {"hits": hits})
    assert read_csv(tmp_path / "hits.csv")[0]["match_weight"] == "0.000"


@pytest.mark.parametrize("text", ["=1", " =1", "\t x", "＋1", "-1", "@x", "a=1", "", "ООО -", "'=1"])
def test_a_safe_cell_is_what_safe_csv_writes(text: str) -> None:
    written = csv_text(pa.table({"a": ["x"], "text": [text]}), safe_csv=True)
    assert next(csv.DictReader(io.StringIO(written)))["text"] == safe_cell(text)


def test_safe_csv_disarms_cells_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@a", "\tx", "\rx", " =1", "＝1", "'quoted", "a=b", "ООО", ""]
    write_table(tmp_path / "t.csv", pa.table({"text": texts, "score": [-1.0] * len(texts)}), safe_csv=True)
    rows = read_csv(tmp_path / "t.csv")
    assert [row["text"] for row in rows] == [*("'" + text for text in texts[:8]), *texts[8:]]
    assert {row["score"] for row in rows} == {"-1.000000"}


def test_jsonl_holds_the_evidence_as_an_object(tmp_path: Path, tables: Tables) -> None:
    write_tables(tmp_path, tables, formats=("jsonl",))
    lines = (tmp_path / "hits.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == tables["hits"].num_rows
    assert json.loads(lines[0])["evidence"]["name"]["bits"] == 12.5


def _kind(one: pa.DataType) -> pa.DataType:
    """Parquet knows one type of text, however long its offsets are in memory."""
    return pa.string() if pa.types.is_large_string(one) else one


def test_parquet_keeps_the_declared_columns(tmp_path: Path, tables: Tables) -> None:
    write_tables(tmp_path, tables, formats=("parquet",))
    for name, schema in {"hits": HITS, "clusters": CLUSTERS, "entities": ENTITIES, "rows": ROWS}.items():
        read = pq.read_table(tmp_path / f"{name}.parquet").schema
        assert read.names == schema.names
        assert [_kind(one) for one in read.types] == [_kind(one) for one in plain_schema(schema).types]


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_rows_in_another_order_give_the_same_bytes(tmp_path: Path, tables: Tables, suffix: str) -> None:
    turned = {name: table.take(list(reversed(range(table.num_rows)))) for name, table in tables.items()}
    first = write_tables(tmp_path / "a", tables, formats=(suffix,))
    second = write_tables(tmp_path / "b", turned, formats=(suffix,))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_long_table_has_the_same_bytes_however_it_is_cut(
    tmp_path: Path, tables: Tables, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = 20_000
    long = tables["hits"].take([0] * rows)
    numbers = pa.array(list(range(rows, 0, -1)), pa.int64())
    long = long.set_column(
        long.schema.get_field_index("source_row"), long.schema.field("source_row"), numbers
    )
    written = []
    for at_once in (37, rows):
        monkeypatch.setattr("resolver.report.tables.WRITTEN_AT_ONCE", at_once)
        [path] = write_tables(tmp_path / str(at_once), {"hits": long}, formats=(suffix,))
        written.append(path.read_bytes())
    assert written[0] == written[1]
    assert written[0].count(b"\n") == rows + (suffix == "csv")


def test_empty_tables_leave_a_header(tmp_path: Path) -> None:
    write_tables(tmp_path, {"hits": HITS.empty_table()}, formats=("csv", "jsonl", "parquet"))
    assert (tmp_path / "hits.csv").read_text() == ",".join(HITS.names) + "\n"
    assert (tmp_path / "hits.jsonl").read_text() == ""
    assert pq.read_table(tmp_path / "hits.parquet").num_rows == 0


def test_an_unknown_format_is_named_before_anything_is_written(tmp_path: Path, tables: Tables) -> None:
    with pytest.raises(UsageError, match=r"'xls'.*csv, parquet, jsonl"):
        write_tables(tmp_path / "out", tables, formats=("csv", "xls"))
    assert not (tmp_path / "out").exists()


def test_an_output_that_is_a_file_is_refused(tmp_path: Path, tables: Tables) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(UnwritableOutput, match="is a file, not a folder"):
        write_tables(tmp_path / "out", tables)
    assert (tmp_path / "out").read_text() == "mine"


def test_column_names_of_a_user_are_only_names(tmp_path: Path) -> None:
    name = 'a" FROM rows; DROP TABLE rows; --'
    write_table(tmp_path / "pairs.csv", pa.table({name: ["x"], "score": [0.5]}))
    assert read_csv(tmp_path / "pairs.csv") == [{name: "x", "score": "0.500000"}]


def test_long_evidence_does_not_fill_the_memory_of_the_sort(
    tmp_path: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolver.report.tables.WRITTEN_AT_ONCE", 200)
    rows = 6_000
    one = tables["hits"].slice(0, 1)
    long = pa.concat_tables([one] * rows).combine_chunks()
    for name, values in (
        ("source_row", list(range(rows, 0, -1))),
        ("evidence", ["{" + "x" * 30_000 + "}"] * rows),
    ):
        place = long.schema.get_field_index(name)
        long = long.set_column(place, long.schema.field(name), pa.array(values, long.schema.field(name).type))
    batches = pa.concat_tables([long.slice(at, 500) for at in range(0, rows, 500)])
    write_tables(tmp_path, {"hits": batches}, memory="150MB")
    found = [int(row["source_row"]) for row in read_csv(tmp_path / "hits.csv")]
    assert found == list(range(1, rows + 1))
