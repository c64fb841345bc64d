from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.resolver.intake.manifests import write_sheet, write_workbook
from watchlists import load
from watchlists.errors import UnreadableList
from watchlists.model import Snapshot

ROWS = [
    ["Listing_ID", "NAME", "alias_quality", "country"],
    ["7", "Альфа", "", "Россия"],
    ["7", "Alpha", "primary", ""],
]


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Snapshot:
    path = tmp_path / "own.txt"
    path.write_text(text, encoding=encoding, newline="")
    return load(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    snapshot = written(tmp_path, "\r\n".join(delimiter.join(row) for row in ROWS) + "\r\n", encoding)
    [one] = snapshot.listings
    assert (one.listing_id, one.primary_name, one.countries) == ("7", "Alpha", ("RU",))
    assert [(name.text, name.quality) for name in one.names] == [("Alpha", "primary"), ("Альфа", "strong")]


def test_windows_1251_is_recognised_and_said(tmp_path: Path) -> None:
    text = "name;country\n" + "\n".join(
        f"Общество с ограниченной ответственностью «Выдумка № {n}»;Россия" for n in range(20)
    )
    snapshot = written(tmp_path, text, "cp1251")
    assert snapshot.listings[0].primary_name == "Общество с ограниченной ответственностью «Выдумка № 0»"
    assert any("cp1251" in warning for warning in snapshot.warnings)


def test_rows_without_an_id_get_one_from_their_content(tmp_path: Path) -> None:
    first = written(tmp_path, "name,country\nAlpha,RU\nBeta,KZ\nAlpha,RU\n")
    second = written(tmp_path, "name,country\nBeta,KZ\nAlpha,RU\n")
    assert {one.listing_id for one in first.listings} == {one.listing_id for one in second.listings}
    assert len(first.listings) == 2
    assert "3 rows without listing_id" in first.warnings[0]


def test_details_of_several_rows_are_joined(tmp_path: Path) -> None:
    snapshot = written(
        tmp_path,
        "listing_id,name,kind,tax_id,imo,program,address,country,parent\n"
        "1,Alpha,vessel,7700000019; 7700000026,IMO 9000003,A; B,1 Street,RU,Holding\n"
        "1,Alfa,,,,C,2 Street,KZ,Holding\n",
    )
    [one] = snapshot.listings
    assert one.type == "vessel"
    assert [(i.kind, i.value) for i in one.identifiers] == [
        ("tax_id", "7700000019"),
        ("tax_id", "7700000026"),
        ("imo", "9000003"),
    ]
    assert one.programs == ("A", "B", "C")
    assert [(a.text, a.country) for a in one.addresses] == [("1 Street", "RU"), ("2 Street", "KZ")]
    assert one.facts == ("parent: Holding",)


def test_odd_rows_are_excluded_and_odd_values_are_said(tmp_path: Path) -> None:
    snapshot = written(
        tmp_path, "listing_id,name,type,alias_quality\n1,Alpha,robot,best\n2,,,\n3,B,,,extra\n"
    )
    assert [item.reason for item in snapshot.excluded] == ["no name", "5 cells under 4 columns"]
    assert snapshot.listings[0].type == "unknown"
    assert len(snapshot.warnings) == 2


def test_parquet(tmp_path: Path) -> None:
    table = pa.table({"listing_id": [1, 1, 2], "name": ["A1", "A2", "B"], "lei": [None, "L", None]})
    pq.write_table(table, tmp_path / "x.dat")
    snapshot = load(tmp_path / "x.dat")
    assert snapshot.format == "table-parquet"
    assert [(one.listing_id, len(one.names)) for one in snapshot.listings] == [("1", 2), ("2", 1)]


def test_workbook(tmp_path: Path) -> None:
    rows = [["listing_id", "name"], [12.0, "Alpha"], [12.0, "Альфа"]]
    path = write_workbook(tmp_path / "own.dat", {"S": rows})
    snapshot = load(path)
    assert snapshot.format == "table-xlsx"
    assert [(one.listing_id, [name.text for name in one.names]) for one in snapshot.listings] == [
        ("12", ["Alpha", "Альфа"])
    ]
    other = write_workbook(tmp_path / "other.dat", {"Read me": [["what this is"]], "List": rows})
    with pytest.raises(UnreadableList, match="sheet 'Read me', the only one of 2 that is read"):
        load(other)


_NAMES = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>VEGA LLC</t></is></c></row>'
)


def test_formulas_without_a_stored_result_are_told(tmp_path: Path) -> None:
    formulas = '<row r="3"><c r="B3"><f>A2</f></c></row><row r="5"><c><f>A2</f></c></row>'
    snapshot = load(write_sheet(tmp_path / "own.xlsx", _NAMES + formulas))
    assert [one.primary_name for one in snapshot.listings] == ["VEGA LLC"]
    assert [(one.where, one.reason) for one in snapshot.excluded] == [
        ("row 3", "formulas without a stored result"),
        ("row 5", "formulas without a stored result"),
    ]
    assert "2 cells hold formulas without a stored result (the first is B3)" in snapshot.warnings[0]
    with pytest.raises(UnreadableList, match=r"columns found: none. 1 cell holds a formula"):
        load(write_sheet(tmp_path / "own.xlsx", '<row r="1"><c r="A1"><f>B1</f></c></row>'))


def test_a_stray_cell_far_out_takes_no_memory(tmp_path: Path) -> None:
    path = write_sheet(
        tmp_path / "own.xlsx", _NAMES + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    with pytest.raises(UnreadableList, match="as far out as XFD1048576; delete"):
        load(path)


_RECORD = [{"full": "VEGA LLC"}]


@pytest.mark.parametrize(
    ("column", "values", "what"),
    [
        ("name", _RECORD, "records"),
        ("Name", [["VEGA LLC", "VEGA CO"]], "lists"),
        ("country", [[{"code": "RU"}]], "records"),
        ("address", pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())), "records"),
    ],
)
def test_records_in_parquet_are_refused(column: str, values: list[object], what: str, tmp_path: Path) -> None:
    table = {"name": ["VEGA LLC"]} if column.lower() != "name" else {}
    pq.write_table(pa.table({**table, column: values}), tmp_path / "own.parquet")
    with pytest.raises(UnreadableList, match=f"column '{column}' holds {what} .* one text a row"):
        load(tmp_path / "own.parquet")


def test_records_without_a_meaning_are_left_out_and_said(tmp_path: Path) -> None:
    columns = {"name": ["VEGA LLC"], "country": [["RU", "KZ"]], "origin": _RECORD, "tags": [["a", "b"]]}
    pq.write_table(pa.table(columns), tmp_path / "own.parquet")
    snapshot = load(tmp_path / "own.parquet")
    [one] = snapshot.listings
    assert (one.countries, one.facts) == (("RU", "KZ"), ("tags: a; b",))
    assert snapshot.warnings[0] == "columns that hold records are not read: origin"


def test_a_damaged_byte_makes_no_other_encoding(tmp_path: Path) -> None:
    """All names of the list would be other letters."""
    text = "name\n" + "".join(f"Общество Выдумка {n}\n" for n in range(20))
    damaged = text.encode().replace("Выдумка 7".encode(), b"\xd0ydumka 7")
    (tmp_path / "own.csv").write_bytes(damaged)
    with pytest.raises(UnreadableList, match="bytes that are not utf-8"):
        load(tmp_path / "own.csv")


def test_bytes_in_parquet_are_texts(tmp_path: Path) -> None:
    pq.write_table(pa.table({"name": ["Выдумка".encode()]}), tmp_path / "own.parquet")
    assert load(tmp_path / "own.parquet").listings[0].primary_name == "Выдумка"
    pq.write_table(pa.table({"name": [b"\xff\xfe"]}), tmp_path / "own.parquet")
    with pytest.raises(UnreadableList, match="can't decode byte 0xff"):
        load(tmp_path / "own.parquet")
