"""What a hostile or careless server may send: one clear line, the declared error, no hang, no memory."""

import gzip
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from watchlists import load, read_file
from watchlists.errors import UnknownFormat, UnreadableList
from watchlists.readers import table
from watchlists.readers.content import examine, read_bytes
from watchlists.readers.ofac_csv import split_place
from watchlists.readers.ofac_remarks import read_remarks
from watchlists.readers.prose import numbers_in_prose

Effort = Callable[..., AbstractContextManager[None]]
SAMPLES = Path(__file__).parent / "samples"
SDN = (SAMPLES / "sdn.xml").read_bytes()
BOMB = b"""<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<sdnList><sdnEntry><uid>1</uid><lastName>&d;</lastName></sdnEntry></sdnList>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE sdnList SYSTEM "http://127.0.0.1:9/x.dtd" [
<!ENTITY x SYSTEM "file:///etc/passwd">]><sdnList><sdnEntry><lastName>&x;</lastName></sdnEntry></sdnList>"""
LATE_DOCTYPE = (
    b"<?xml version='1.0'?>" + b"<!-- x -->" * 9000 + b"<!DOCTYPE sdnList [<!ENTITY a 'b'>]><sdnList/>"
)
PAGE = b"\n<!DOCTYPE html><html><head><title>Sign in</title></head><body>Session expired</body></html>"

CASES: dict[str, tuple[bytes, str]] = {
    "html page": (PAGE, "HTML page"),
    "html without doctype": (b"<HTML><body>503</body></HTML>", "HTML page"),
    "empty": (b"", "empty"),
    "blank": (b"\xef\xbb\xbf \r\n\x1a", "empty"),
    "half of the xml": (SDN[: len(SDN) // 2], "not whole XML"),
    "entity bomb": (BOMB, "DOCTYPE"),
    "external entity": (EXTERNAL, "DOCTYPE"),
    "doctype after a long prolog": (LATE_DOCTYPE, "no root element"),
    "undeclared entity": (SDN.replace(b">LLC<", b">&nope;<"), "not whole XML"),
    "no entries": (SDN[: SDN.index(b"<sdnEntry>")] + b"</sdnList>", "without entries"),
    "control character": (SDN.replace(b">LLC<", b">L\x01C<"), "not whole XML"),
    "bytes of another encoding": (SDN.replace(b">LLC<", b">\xcc\xee\xf1\xea\xe2\xe0<"), "not whole XML"),
    "another xml": (b"<rss><channel/></rss>", "root element rss"),
    "a feed that is JSON": (b'{"error": "rate limited"}', "JSON"),
    "binary": (bytes(range(256)) * 40, "binary data"),
    "pdf": (b"%PDF-1.7 x", "PDF"),
    "zeros": (b"\x00" * 70_000, "empty"),
    "ten gigabytes of zeros in gzip": (gzip.compress(bytes(1 << 24)) * 640, "empty"),
    "ten gigabytes of blanks in gzip": (
        gzip.compress(b"<sdnList>") + gzip.compress(b" " * (1 << 24)) * 640,
        "not whole XML",
    ),
    "ten gigabytes of rows in gzip": (
        gzip.compress(b"listing_id,name\n") + gzip.compress(b"1,A\n" * (1 << 22)) * 640,
        "more than",
    ),
    "the alias part": ((SAMPLES / "alt.csv").read_bytes(), "alt part"),
    "no name column": (b"id;firm\n1;X\n", "column called name, found: id, firm"),
    "no header": (b"1,Alpha\n2,Beta\n", "without a header"),
    "only a header": (b"listing_id,name\n", "without entries"),
    "an open quote": (b'listing_id,name\n1,"Alpha\n2,Beta\n', "not whole CSV"),
    "cut csv": (b'_id,source,entity_number,name\na,b,c,"d', "not whole CSV"),
    "zip that is no workbook": (b"PK\x03\x04" + b"\x00" * 50, "workbook"),
    "no parquet": (b"PAR1 nothing", "Parquet"),
    "deep json": (b'{"results": ' + b"[" * 200_000, "JSON"),
    "json lines cut": ((SAMPLES / "entities.ftm.json").read_bytes()[:-200], "not whole JSON"),
    "gzip in gzip": (gzip.compress(gzip.compress(SDN)), "gzip file inside"),
    "cut gzip": (gzip.compress(SDN)[:-400], "damaged gzip"),
    "gzip with a wrong checksum": (gzip.compress(SDN)[:-8] + b"\x00" * 8, "damaged gzip"),
    "a gzip head only": (b"\x1f\x8b\x08\x00", "damaged gzip"),
}


@pytest.mark.parametrize(
    "name", ["sdn.csv", "eu_1_1.csv", "eu_1_0.csv", "uk.csv", "csl.csv", "opensanctions.csv"]
)
def test_a_table_cut_in_its_last_row_is_refused(name: str, tmp_path: Path) -> None:
    whole = (SAMPLES / name).read_bytes().rstrip(b"\x1a\r\n")
    last = whole[whole.rindex(b"\n") + 1 :]
    for kept in range(3, len(last) // 2):
        (tmp_path / name).write_bytes(whole[: len(whole) - len(last) + kept])
        with pytest.raises(UnreadableList, match=r"fetch (or save )?it again"):
            read_file(tmp_path / name)


@pytest.mark.parametrize("case", CASES)
def test_refused_with_one_clear_line(case: str, tmp_path: Path, effort: Effort) -> None:
    content, wanted = CASES[case]
    path = tmp_path / "list.xml"
    path.write_bytes(content)
    with effort(at_most=100), pytest.raises(UnreadableList) as refusal:
        load(path)
    message = str(refusal.value)
    assert wanted in message
    assert "list.xml" in message
    assert "\n" not in message and len(message) < 400
    assert refusal.value.exit_code == 3


def test_an_unknown_format_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"<rss/>")
    with pytest.raises(UnknownFormat):
        read_file(tmp_path / "x")


def test_a_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b"<?xml version='1.0'?><sdnList>")
        for _ in range(64):
            file.write(b" " * (1 << 20))
    content = examine(path, max_bytes=16 << 20)
    with pytest.raises(UnreadableList, match="more than 16 MiB"):
        read_bytes(content, most=1 << 30)


def test_an_attribute_bomb_and_deep_nesting_are_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.xml").write_bytes(b"<sdnList>" + b"<a>" * 100_000)
    with pytest.raises(UnreadableList, match="not whole XML"):
        read_file(tmp_path / "deep.xml")


@pytest.mark.parametrize("what", ["missing.xml", "."])
def test_a_missing_file_and_a_folder(what: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableList, match=r"no such file|a folder"):
        read_file(tmp_path / what)
    with pytest.raises(UnreadableList):
        load(tmp_path / what)


def test_a_name_that_is_neither_says_both() -> None:
    with pytest.raises(UnreadableList, match=r"no such file, and no source of that name.*ofac-sdn"):
        load("ofac-sdm")


def test_a_wrong_count_of_the_publisher_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_bytes(SDN.replace(b"<Record_Count>5<", b"<Record_Count>6<"))
    assert any("declares 6 entries; read: 5" in text for text in read_file(tmp_path / "x.xml").warnings)


def test_a_long_comment_before_the_root_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_bytes(SDN.replace(b"<sdnList", b"<!-- " + b"x" * 30_000 + b" --><sdnList", 1))
    assert len(read_file(tmp_path / "x.xml").listings) == 5


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * (32 << 20))
    with pytest.raises(UnreadableList, match="unpacks to 32 MiB"):
        table.read_xlsx(examine(tmp_path / "x.xlsx", max_bytes=16 << 20))


@pytest.mark.parametrize(
    "head",
    [
        b"<!-- x -->" * 5000 + b"no root",
        b"name\n" + b"1-" * 60_000 + b"\n",
        b"fileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n" + b"1;2;(a-" * 20_000,
    ],
)
def test_text_made_to_waste_time_does_not(head: bytes, tmp_path: Path, effort: Effort) -> None:
    (tmp_path / "x").write_bytes(head)
    with effort(at_most=40), suppress(UnreadableList):
        read_file(tmp_path / "x")


@pytest.mark.parametrize("unit", ["1-", "(a-", ",", " 1111", "a.k.a. '", "(", "1 (", "No. "])
def test_remarks_prose_and_places_made_to_waste_time_do_not(unit: str, effort: Effort) -> None:
    text = unit * (100_000 // len(unit)) + "!"
    with effort(at_most=40):
        read_remarks(text, entity=True)
        read_remarks(f"Tax ID No. {text}", entity=True)
        numbers_in_prose(text, label="x")
        split_place(text)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"listing_id,name\n1," + b"A" * (17 << 20))
    with pytest.raises(UnreadableList, match="not a row of a list"):
        read_file(tmp_path / "x.csv")


def test_an_id_used_a_thousand_times_costs_no_time(tmp_path: Path, effort: Effort) -> None:
    rows = "".join(f"7,Firm {n}\n" for n in range(20_000))
    (tmp_path / "x.csv").write_text(f"listing_id,name\n{rows}", encoding="utf-8")
    entries = "".join(f'7,"FIRM {n}"{",-0- " * 10}\n' for n in range(5_000))
    (tmp_path / "sdn.csv").write_text(entries, encoding="ascii")
    with effort(at_most=100):
        assert len(read_file(tmp_path / "x.csv").listings[0].names) == 20_000
        assert len(read_file(tmp_path / "sdn.csv").listings) == 5_000


def test_a_table_with_bytes_that_are_no_text_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"listing_id": ["1"], "name": ["Alpha"]}), tmp_path / "x")
    whole = (tmp_path / "x").read_bytes()
    for wanted in (b"name", b"Alpha"):
        (tmp_path / "x").write_bytes(whole.replace(wanted, b"\xe9" + wanted[1:]))
        with pytest.raises(UnreadableList):
            read_file(tmp_path / "x")


def test_a_zip_archive_is_named_as_such(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sdn.zip", "w") as archive:
        archive.writestr("sdn.xml", SDN)
    with pytest.raises(UnreadableList, match="a zip archive, not a list; unpack it first"):
        read_file(tmp_path / "sdn.zip")


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"1","schema":"Company","properties":{"name":["VEGA \\ud800 \\ud83d\\ude00"],"topics":["sanction"]}}',
        '{"results":[{"id":"1","source":"SDN","name":"VEGA \\ud800 \\ud83d\\ude00"}],"source_list_url":"x"}',
    ],
)
def test_half_a_character_in_json(text: str, tmp_path: Path) -> None:
    """Python reads it, and no file takes it: the run ended as by a defect."""
    (tmp_path / "list.json").write_text(text)
    assert read_file(tmp_path / "list.json").listings[0].primary_name == "VEGA \ufffd \U0001f600"
