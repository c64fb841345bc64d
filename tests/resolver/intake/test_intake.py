"""Manifests of every kind through `read_parties`: what is found, and that every row is accounted for."""

from __future__ import annotations

import bz2
import io
import os
import random
import sys
import threading
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolver.errors import UnreadableInput, UsageError
from resolver.intake import Intake, TextOptions, from_table, read_parties
from resolver.model import PARTIES, ROWS
from resolver.pair_files import read_pairs
from tests.resolver.intake.manifests import LONG_NAME, damaged_manifest, write_workbook
from watchlists import load
from watchlists.errors import UnreadableList


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def party_names(intake: Intake) -> list[str]:
    return intake.parties["party_name"].to_pylist()


def check_accounts(intake: Intake) -> None:
    """Schemas are kept, every row has one outcome, and the counts add up."""
    assert intake.parties.schema == PARTIES
    assert intake.rows.schema == ROWS
    outcomes = Counter(intake.rows["outcome"].to_pylist())
    assert set(outcomes) <= {"screened", "placeholder", "unreadable"}
    assert sum(file.rows for file in intake.files) == intake.rows.num_rows
    assert (
        Counter({k: v for file in intake.files for k, v in file.outcomes.items() if v}) == outcomes
        or len(intake.files) > 1
    )
    assert sum(intake.rows["parties"].to_pylist()) == intake.parties.num_rows
    for row in intake.rows.to_pylist():
        assert (row["outcome"] == "screened") == (row["parties"] > 0)
        assert row["outcome"] == "screened" or row["reason"]
    ids = intake.parties["party_id"].to_pylist()
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16", "koi8-r", "cp866", "utf-16-le"]
)
def test_damaged_manifest_loses_no_row(tmp_path: Path, encoding: str) -> None:
    intake = read_parties([damaged_manifest(tmp_path / "m.csv", encoding)])
    check_accounts(intake)
    file = intake.files[0]
    assert (file.delimiter, file.header_row, file.rows) == (";", 6, 16)
    rows = {row["source_row"]: (row["outcome"], row["reason"]) for row in intake.rows.to_pylist()}
    assert sorted(rows) == list(range(1, 17))
    assert rows[2] == ("placeholder", "empty row")
    assert rows[3] == ("placeholder", "not given")
    assert rows[5] == ("unreadable", "a quotation mark is opened and never closed")
    assert rows[10] == ("placeholder", "not given")
    assert rows[12] == ("screened", "only a legal form")
    assert rows[13][0] == "screened"
    assert "7 cells" in rows[13][1]
    assert rows[15] == ("placeholder", "repeats the heading")
    names = dict(zip(intake.parties["source_row"].to_pylist(), party_names(intake), strict=True))
    assert names[4] == 'ООО "Лютик"'
    assert names[6] == "ТОО Алма"
    assert names[7] == " ".join(LONG_NAME.split())
    assert names[9] == "11420"
    assert names[11] == "ОАО Двухэтажный"


def test_encoding_is_found(tmp_path: Path) -> None:
    text = "Наименование;Страна\n" + "".join(f"ООО Весенний ветер {n};Россия\n" for n in range(30))
    for encoding, expected in (
        ("cp1251", "cp1251"),
        ("cp866", "cp866"),
        ("koi8-r", "koi8_u"),
        ("iso8859-5", "iso8859_5"),
        ("utf-16", "utf-16"),
        ("utf-16-be", "utf-16-be"),
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
    ):
        intake = read_parties([write(tmp_path / "m.csv", text, encoding)])
        assert intake.files[0].encoding == expected
        assert party_names(intake)[0] == "ООО Весенний ветер 0"


def test_chinese_and_turkish_encodings(tmp_path: Path) -> None:
    chinese = "公司名称,国家\n" + "深圳市华强北电子有限公司,中国\n广州市贸易有限公司,中国\n" * 10
    intake = read_parties([write(tmp_path / "c.csv", chinese, "gb18030")])
    assert party_names(intake)[0] == "深圳市华强北电子有限公司"
    assert set(intake.parties["country"].to_pylist()) == {"CN"}


def test_wide_manifest_gives_a_party_per_role(tmp_path: Path) -> None:
    path = write(
        tmp_path / "wide.csv",
        "id,shipper_name,shipper_country,consignee_name,consignee_country,consignee_inn,notify_name,hs_code\n"
        "a1,Shenzhen Fictional Co Ltd,China,OsOO Vymyshlennaya,KG,02712199110068,SAME AS CONSIGNEE,854231\n"
        "a2,,,TO ORDER,,,,\n",
    )
    intake = read_parties([path])
    check_accounts(intake)
    parties = intake.parties.to_pylist()
    assert [(p["party_id"], p["party_role"], p["country"]) for p in parties] == [
        ("a1:shipper", "shipper", "CN"),
        ("a1:consignee", "consignee", "KG"),
    ]
    assert parties[1]["identifiers"] == [
        {"kind": "tax_id", "scheme": "KG-INN", "value": "02712199110068", "valid": True}
    ]
    assert parties[0]["identifiers"] == []
    assert parties[0]["hs_code"] == "854231"
    reasons = intake.rows["reason"].to_pylist()
    assert reasons == ["notify: same as another party", "consignee: to order"]


def test_several_firms_in_a_field(tmp_path: Path) -> None:
    path = write(
        tmp_path / "m.csv",
        "id,name,role,country,address\n7,ROMASHKA LLC ON BEHALF OF LYUTIK LLC,Получатель,RU,Lenina 5\n",
    )
    parties = read_parties([path]).parties.to_pylist()
    assert [(p["party_id"], p["party_role"], p["party_name"]) for p in parties] == [
        ("7:consignee", "consignee", "ROMASHKA LLC"),
        ("7:on_behalf_of", "on_behalf_of", "LYUTIK LLC"),
    ]
    assert [(p["country"], p["address"]) for p in parties] == [("RU", "Lenina 5"), ("", "")]


def test_russian_wide_headings_and_columns_option(tmp_path: Path) -> None:
    path = write(
        tmp_path / "m.tsv",
        "Отправитель\tСтрана отправителя\tПолучатель\tСтрана назначения\tВес\n"
        "ООО Ромашка\tРоссия\tТОО Алма\tКазахстан\t5\n",
    )
    parties = read_parties([path]).parties.to_pylist()
    assert [(p["party_role"], p["country"], p["destination"]) for p in parties] == [
        ("shipper", "RU", "KZ"),
        ("consignee", "", "KZ"),
    ]
    chosen = read_parties([path], columns={"name": "получатель", "country": "Страна назначения"})
    assert [(p["party_role"], p["party_name"], p["country"]) for p in chosen.parties.to_pylist()] == [
        ("consignee", "ТОО Алма", "KZ")
    ]
    assert chosen.files[0].columns["consignee_name"] == "Получатель"


def test_unknown_columns_are_refused_with_what_was_found(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "goods,weight\npipes,5\n")
    with pytest.raises(UnreadableInput, match=r"no column with names.*'goods', 'weight'.*--columns"):
        read_parties([path])
    named = write(tmp_path / "n.csv", "name,weight\nRomashka,5\n")
    with pytest.raises(UsageError, match=r"no such column; columns found: 'name', 'weight'"):
        read_parties([named], columns={"name": "firm"})
    with pytest.raises(UsageError, match="unknown field 'nom'"):
        read_parties([named], columns={"nom": "name"})
    assert party_names(read_parties([path], columns={"name": "goods"})) == ["pipes"]


def test_list_of_names_without_heading(tmp_path: Path) -> None:
    intake = read_parties([write(tmp_path / "n.txt", 'Romashka, LLC\n"Lyutik" OOO\n\nSIS DOO\n\n')])
    check_accounts(intake)
    assert party_names(intake) == ["Romashka, LLC", '"Lyutik" OOO', "SIS DOO"]
    assert "no heading" in intake.warnings[0]
    assert intake.files[0].rows == 4


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "HTML page"),
        (b"\n<html lang='ru'>", "HTML page"),
        (b"<?xml version='1.0'?><sdnList/>", "XML"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08\x00abc", "gzip"),
        (b"PK\x03\x04 broken", "damaged archive"),
        (b"PK\x05\x06" + bytes(18), "empty zip"),
        (b"PAR1 broken", "damaged Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "damaged workbook"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as refusal:
        read_parties([path])
    assert why in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_missing_file_and_directory(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    with pytest.raises(UnreadableInput, match="no such file"):
        read_parties([tmp_path / "loop.csv"])
    with pytest.raises(UnreadableInput, match="no such file"):
        read_parties([tmp_path / "absent.csv"])
    with pytest.raises(UnreadableInput, match="is a directory"):
        read_parties([tmp_path])
    with pytest.raises(UnreadableInput, match="no input"):
        read_parties([])


def test_workbook(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "m.xlsx",
        {
            "Notes": [["made for a test"]],
            "Data": [
                ["Import of May", "", ""],
                ["Company Name", "Country", "INN"],
                ["ROMASHKA LLC", "Russia", 7707083893.0],
                ["", "", ""],
                ["LYUTIK LLC", "KZ", ""],
                ["", "", ""],
            ],
        },
    )
    intake = read_parties([path])
    check_accounts(intake)
    assert party_names(intake) == ["ROMASHKA LLC", "LYUTIK LLC"]
    assert intake.files[0].name == str(path)
    assert intake.files[0].header_row == 2
    assert intake.files[0].rows == 3
    assert intake.parties["identifiers"].to_pylist()[0][0]["value"] == "7707083893"
    assert intake.warnings[-1].endswith("sheets not read: Notes")


@pytest.mark.parametrize("declared", ['<dimension ref="A1:XFD1048576"/>', '<dimension ref="A1:B2"/>', ""])
@pytest.mark.parametrize(
    ("cell", "is_read"),
    [('<c r="XFD1048576"><v>1</v></c>', False), ('<c r="XFD1048576" s="1"/>', False), ("", True)],
)
def test_a_stray_cell_far_out_takes_no_memory(
    cell: str, is_read: bool, declared: str, tmp_path: Path
) -> None:
    """What the sheet declares of itself does neither harm nor good."""
    path = write_workbook(tmp_path / "plain.xlsx", {"Data": []})
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'{declared}<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>ROMASHKA LLC</t></is></c></row>'
        f'<row r="1048576">{cell}</row></sheetData></worksheet>'
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "far.xlsx", "w") as new:
        for entry in old.infolist():
            new.writestr(entry, sheet if "sheet1" in entry.filename else old.read(entry))
    if is_read:
        assert party_names(read_parties([tmp_path / "far.xlsx"])) == ["ROMASHKA LLC"]
    else:
        with pytest.raises(UnreadableInput, match="as far out as XFD1048576; delete"):
            read_parties([tmp_path / "far.xlsx"])


def test_parquet_of_odd_days_and_of_damage_inside(tmp_path: Path) -> None:
    days = pa.array([2**40, None], pa.timestamp("s"))
    pq.write_table(
        pa.table({"name": ["ROMASHKA LLC", "LYUTIK LLC"], "date": days}), tmp_path / "days.parquet"
    )
    assert party_names(read_parties([tmp_path / "days.parquet"])) == ["ROMASHKA LLC", "LYUTIK LLC"]
    names = pa.table({"name": [f"ROMASHKA {n} LLC" for n in range(2000)]})
    pq.write_table(names, tmp_path / "m.parquet", compression="none", row_group_size=500)
    content = bytearray((tmp_path / "m.parquet").read_bytes())
    content[len(content) // 3 : len(content) // 3 + 3000] = b"\xff" * 3000
    (tmp_path / "m.parquet").write_bytes(content)
    with pytest.raises(UnreadableInput, match=r"m\.parquet: is a damaged Parquet file"):
        read_parties([tmp_path / "m.parquet"])


def test_damage_in_a_text_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    pq.write_table(pa.table({"name": ["ROMASHKA LLC"]}), path, compression="none", use_dictionary=False)
    path.write_bytes(path.read_bytes().replace(b"ROMASHKA", b"ROM\xff\xffHKA"))
    with pytest.raises(UnreadableInput, match="is a damaged Parquet file"):
        read_parties([path])


@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("xl/worksheets/sheet1.xml", None, "utf-16", "its XML is not UTF-8"),
        ("xl/workbook.xml", 'name="B"', 'name="A"', "two sheets of it have one name"),
        ("xl/_rels/workbook.xml.rels", "sheet1", "sheet9", "sheet A is not in it"),
    ],
)
def test_a_sheet_that_would_go_unread(part: str, old: str | None, new: str, why: str, tmp_path: Path) -> None:
    """The library gives nothing for the first, the first sheet twice for the second."""
    path = write_workbook(tmp_path / "m.xlsx", {"A": [["name"], ["VEGA LLC"]], "B": [["name"], ["LYRA LLC"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    parts[part] = text.encode(new) if old is None else text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableInput, match=why):
        read_parties([path])


def test_a_few_damaged_bytes_make_no_other_encoding(tmp_path: Path) -> None:
    """A file cut in a letter, or joined from two: the other rows are read as what they are, the damaged one is marked."""
    path = tmp_path / "m.csv"
    path.write_bytes("Наименование;Страна\nООО Сантехника Север;RU\nАО Яна;RU\nООО Рома".encode()[:-1])
    intake = read_parties([path])
    check_accounts(intake)
    assert party_names(intake)[:2] == ["ООО Сантехника Север", "АО Яна"]
    assert intake.rows["reason"].to_pylist() == ["", "", "holds bytes that are no text in this encoding"]


def test_lines_of_a_table_are_no_names(tmp_path: Path) -> None:
    """Of four columns only the name is known: the user is to say which they are, no line is taken as one name."""
    path = write(tmp_path / "m.csv", "name,colour,taste,smell\nROMASHKA LLC,white,none,some\n")
    with pytest.raises(UnreadableInput, match="--columns name=COLUMN"):
        read_parties([path])
    assert party_names(read_parties([path], columns={"name": "name"})) == ["ROMASHKA LLC"]


def test_every_sheet_with_names_is_read(tmp_path: Path) -> None:
    sheets = {
        "May": [["Company Name", "Country"], ["ROMASHKA LLC", "RU"], ["TO ORDER", ""]],
        "Notes": [["made for a test"]],
        "Июнь": [["Грузоотправитель", "Грузополучатель"], ["ООО Лютик", "ОсОО Алма"]],
    }
    path = write_workbook(tmp_path / "m.xlsx", sheets)
    intake = read_parties([path])
    check_accounts(intake)
    assert sorted(party_names(intake)) == ["ROMASHKA LLC", "ООО Лютик", "ОсОО Алма"]
    assert [file.name for file in intake.files] == [f"{path} [May]", f"{path} [Июнь]"]
    assert intake.rows["source_row"].to_pylist() == [1, 2, 1]
    assert len(set(intake.parties["party_id"].to_pylist())) == 3
    assert intake.warnings == (f"{path}: sheets not read: Notes",)


def test_names_that_columns_leave_out_are_said(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "Shipper;Consignee;Country\nROMASHKA LLC;LYUTIK LLC;RU\n")
    intake = read_parties([path], columns={"consignee_name": "Consignee"})
    assert party_names(intake) == ["LYUTIK LLC"]
    assert intake.warnings == (
        f"{path}: --columns says where the names stand; names in 'Shipper' are not read",
    )
    assert read_parties([path]).warnings == ()


def test_parquet_and_tables_agree(tmp_path: Path) -> None:
    table = pa.table(
        {"name": ["ROMASHKA LLC", None, "TO ORDER"], "country": ["RU", "KZ", None], "hs_code": [8542, 1, 2]}
    )
    pq.write_table(table, tmp_path / "m.parquet")
    from_file = read_parties([tmp_path / "m.parquet"])
    from_arrow = from_table(table)
    from_pandas = from_table(table.to_pandas())
    check_accounts(from_file)
    for intake in (from_arrow, from_pandas):
        assert intake.parties.drop_columns("source_file").equals(
            from_file.parties.drop_columns("source_file")
        )
    assert from_file.rows["reason"].to_pylist() == ["", "no name given", "to order"]
    assert from_table(pd.DataFrame({"name": []})).parties.num_rows == 0


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO("имя;страна\nООО Ромашка;РФ\n".encode("cp1251")))
    )
    intake = read_parties(["-"])
    assert party_names(intake) == ["ООО Ромашка"]
    assert intake.files[0].name == "standard input"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    """`resolver screen <(zcat manifest.csv.gz)`."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("name\nVEGA LLC\n",))
    writer.start()
    intake = read_parties([pipe])
    writer.join()
    assert (party_names(intake), intake.files[0].name) == (["VEGA LLC"], str(pipe))
    with pytest.raises(UnreadableList, match="a pipe, which can be read but once"):
        load(pipe)


def test_several_files_with_different_columns(tmp_path: Path) -> None:
    one = write(tmp_path / "a.csv", "name,country\nROMASHKA LLC,RU\n")
    two = write(tmp_path / "b.csv", "Грузополучатель;Страна\nТОО Алма;KZ\n", "cp1251")
    intake = read_parties([one, two])
    check_accounts(intake)
    assert [file.rows for file in intake.files] == [1, 1]
    assert intake.parties["party_role"].to_pylist() == ["", "consignee"]
    assert len(intake.files[0].sha256) == 64


def test_ids_depend_on_content_only(tmp_path: Path) -> None:
    rows = [f"FIRM {n % 7} LLC,{'RU' if n % 2 else 'KZ'},{'x' if n < 3 else n}" for n in range(40)]
    text = "name,country,id\n"
    first = read_parties([write(tmp_path / "a.csv", text + "\n".join(rows))])
    random.Random(1).shuffle(rows)
    second = read_parties([write(tmp_path / "b.csv", text + "\n".join(rows))])

    def content(intake: Intake) -> list[tuple[str, ...]]:
        return sorted((p["party_id"], p["party_name"], p["country"]) for p in intake.parties.to_pylist())

    assert content(first) == content(second)
    ids = first.parties["party_id"].to_pylist()
    assert ids[5] == "5"
    assert len(ids[0]) == 16  # "x" stands in three rows, so a hash takes its place


def test_repeated_rows_are_numbered(tmp_path: Path) -> None:
    ids = (
        read_parties([write(tmp_path / "a.csv", "name\nA LLC\nB LLC\nA LLC\nA LLC\n")])
        .parties["party_id"]
        .to_pylist()
    )
    assert ids[2:] == [f"{ids[0]}-2", f"{ids[0]}-3"]


def test_nul_bytes_and_bad_bytes(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(b"name,country\nROMA\x00SHKA LLC,RU\nLYUTIK LLC,KZ\n")
    intake = read_parties([path])
    assert party_names(intake) == ["ROMASHKA LLC", "LYUTIK LLC"]
    assert "NUL" in intake.warnings[0]
    path.write_bytes("name,country\nООО Ромашка,RU\n".encode() + b"Bad \xff byte,KZ\n")
    bad = read_parties([path], options=TextOptions(encoding="utf-8"))
    assert "no text in this encoding" in bad.rows["reason"].to_pylist()[1]
    with pytest.raises(UnreadableInput, match="unknown encoding"):
        read_parties([path], options=TextOptions(encoding="nonsense"))


@pytest.mark.parametrize("encoding", [None, "utf-8", "cp1251"])
def test_a_file_of_other_bytes_than_text_is_refused(tmp_path: Path, encoding: str | None) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(random.Random(7).randbytes(4000))
    with pytest.raises(UnreadableInput, match="is no text"):
        read_parties([path], options=TextOptions(encoding=encoding or ""))


@pytest.mark.parametrize(
    ("start", "told"),
    [
        (b"\xfd7zXZ\x00", "an xz archive"),
        (b"\x28\xb5\x2f\xfd", "a zstd archive"),
        (b'[{"name": "A"}]', "JSON"),
        (b'{"name": "A"}\n{"name": "B"}', "JSON"),
        (b'[\n  {\n    "name": "A"}]', "JSON"),
        (b'{ "name": "A"}', "JSON"),
        (bz2.compress(b"name\nA LLC\n"), "a bzip2 archive"),
        (b"\x1f\x9d\x90", "a .Z archive"),
        (b"m.csv".ljust(257, b"\0") + b"ustar\x0000", "a tar archive"),
    ],
)
def test_what_is_no_table_is_refused_by_its_start(tmp_path: Path, start: bytes, told: str) -> None:
    (tmp_path / "m.csv").write_bytes(start + b"\n")
    with pytest.raises(UnreadableInput, match=told):
        read_parties([tmp_path / "m.csv"])


def test_a_stray_control_character_does_not_refuse_a_file(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "name,country\nROMA\x07SHKA LLC,RU\nLYU\x1fTIK LLC,KZ\n\x1a")
    assert len(party_names(read_parties([path]))) == 2


def test_options_overrule_what_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "x|name\n1|A;B LLC\n")
    assert party_names(read_parties([path], options=TextOptions(delimiter="|", header_row=1))) == ["A;B LLC"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_as_the_user_names_it(encoding: str, tmp_path: Path) -> None:
    """Without a byte order mark Python does not read it under that name."""
    path = write(tmp_path / "m.csv", "name,country\nROMASHKA LLC,RU\n", encoding)
    assert party_names(read_parties([path], options=TextOptions(encoding="UTF-16"))) == ["ROMASHKA LLC"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "idna"])
def test_an_encoding_that_does_not_fit_is_refused(encoding: str, tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "name,country\nROMASHKA LLC,RU\n")
    with pytest.raises(UnreadableInput, match=f"cannot be read as {encoding}"):
        read_parties([path], options=TextOptions(encoding=encoding))


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    try:
        check_accounts(read_parties([path]))
    except UnreadableInput as refusal:
        assert "\n" not in str(refusal)


@given(
    st.text(st.sampled_from('name,;\t|"\n\rОтправитель 1é'), max_size=200),
    st.sampled_from(["utf-8", "utf-16", "cp1251"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_text_below_a_heading_is_accounted_for(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(f"name,country\nA LLC,RU\n{text}".encode(encoding, errors="replace"))
    check_accounts(read_parties([path]))


def test_frames_as_people_have_them() -> None:
    """Numbers among texts, half a letter, one heading twice: each would stop Arrow with a word of its own."""
    mixed = pd.DataFrame(
        {"name": ["ROMASHKA LLC", None, float("nan"), 1905], "tax_id": ["", 7707083893.0, None, 5]}
    )
    intake = from_table(mixed)
    check_accounts(intake)
    assert party_names(intake)[0] == "ROMASHKA LLC"
    assert intake.rows.num_rows == 4
    assert party_names(from_table(pd.DataFrame({"name": ["LYUTIK \ud800 LLC"]}, dtype=object))) == [
        "LYUTIK ? LLC"
    ]
    twice = pd.DataFrame([["ROMASHKA LLC", "LYUTIK LLC"]], columns=["name", "name"])
    assert party_names(from_table(twice)) == ["ROMASHKA LLC", "LYUTIK LLC"]


@pytest.mark.parametrize(
    ("headings", "countries"),
    [
        ("Name,Country,Name,Country", ["CN", "KG"]),
        ("Country,Name,Country,Name", ["CN", "KG"]),
        ("Shipper,Country,Consignee,Country", ["CN", "KG"]),
        ("Shipper,Country,Consignee,HS code", ["", ""]),  # whose it is, nobody says
        ("Name,Country,English name,HS code", ["CN", "CN"]),  # one firm, written twice
    ],
)
def test_two_firms_of_a_row_have_a_country_each(headings: str, countries: list[str], tmp_path: Path) -> None:
    cells = {"Country": ["KG", "CN"], "HS code": ["8542"]}
    row = [cells[h].pop() if h in cells else f"Vestrokon {h} LLC" for h in headings.split(",")]
    intake = read_parties([write(tmp_path / "m.csv", f"{headings}\n{','.join(row)}\n")])
    check_accounts(intake)
    assert intake.parties["country"].to_pylist() == countries


def test_the_country_of_a_name_that_is_not_read_is_not_another_firms(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "Name,INN,Name,INN\nVega LLC,7707083893,Lyra LLC,5407264020\n")
    intake = read_parties([path], columns={"name": "Name"})
    (party,) = intake.parties.to_pylist()
    assert [number["value"] for number in party["identifiers"]] == ["7707083893"]


NESTED = {
    "lists": pa.array([["Vega LLC", "Lyra LLC"]]),
    "records": pa.array([{"full": "Vega LLC"}]),
}


@pytest.mark.parametrize("kind", NESTED)
def test_a_column_of_several_values_a_row_is_refused(kind: str, tmp_path: Path) -> None:
    table = pa.table({"name": NESTED[kind], "country": ["RU"]})
    pq.write_table(table, tmp_path / "m.parquet")
    with pytest.raises(UnreadableInput, match=f"m.parquet: column 'name' holds {kind}"):
        read_parties([tmp_path / "m.parquet"])
    with pytest.raises(UnreadableInput, match=f"table: column 'name' holds {kind}"):
        from_table(table)
    with pytest.raises(UnreadableInput, match=f"m.parquet: column 'left' holds {kind}"):
        pq.write_table(pa.table({"left": NESTED[kind], "right": ["A"]}), tmp_path / "m.parquet")
        read_pairs(tmp_path / "m.parquet")
    idle = pa.table({"name": ["Vega LLC"], "goods": NESTED[kind]})
    pq.write_table(idle, tmp_path / "m.parquet")
    assert party_names(read_parties([tmp_path / "m.parquet"])) == ["Vega LLC"]
