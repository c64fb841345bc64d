"""The committed samples are what the generator makes, say that they are fictional, and read as what they
pretend."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from stdnum.ru import inn

from resolver.samples import generate, paths
from resolver.samples.firms import firms, romanise
from resolver.samples.lists import FICTIONAL
from resolver.samples.manifest import NARROW_ROWS, WIDE_ROWS
from tests.real_lists import read_real
from watchlists.readers import read_file

DATA = paths().ofac.parent


def test_generating_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    assert generate.main([str(tmp_path)]) == 0
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in DATA.iterdir()}


def test_a_wrong_call_says_how_to_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main([]) == 2
    assert "usage:" in capsys.readouterr().err


def test_every_file_says_that_it_is_fictional() -> None:
    for path in DATA.iterdir():
        assert path.name.startswith("fictional_")
        if "fictional_alt" not in path.name and "fictional_add" not in path.name:  # no column to say it in
            text = path.read_bytes().decode("cp1251" if path == paths().manifest_ru else "utf-8")
            assert "FICTIONAL" in text or "ВЫМЫШЛЕННЫЙ" in text


def test_every_listing_says_that_it_is_fictional() -> None:
    for path in (*paths().lists, paths().ofac_csv):
        assert all(FICTIONAL in listing.remarks for listing in read_file(path).listings)


def test_both_forms_of_the_ofac_list_hold_the_same() -> None:
    xml, trio = read_file(paths().ofac), read_file(paths().ofac_csv)
    assert xml.declared_entries == len(xml.listings) == len(trio.listings) == 57
    for ours, theirs in zip(xml.listings, trio.listings, strict=True):
        assert ours.listing_id == theirs.listing_id
        assert {(n.text, n.quality) for n in ours.names} == {(n.text, n.quality) for n in theirs.names}
        assert {i.value for i in ours.identifiers} == {i.value for i in theirs.identifiers}


def test_lists_and_manifests_have_the_intended_size() -> None:
    assert len(read_file(paths().eu).listings) == 38
    for path, encoding, rows in (
        (paths().manifest, "utf-8", WIDE_ROWS),
        (paths().manifest_ru, "cp1251", NARROW_ROWS),
    ):
        with path.open(encoding=encoding, newline="") as file:
            delimiter = ";" if encoding == "cp1251" else ","
            assert len(list(csv.DictReader(file, delimiter=delimiter))) == rows


def test_russian_numbers_are_correct_and_of_no_region() -> None:
    numbers = [firm.tax_id for firm in firms() if firm.country == "RU" and firm.type == "entity"]
    assert numbers
    assert all(inn.is_valid(number) and number.startswith("00") for number in numbers)


def test_keys_are_unique_and_tables_complete() -> None:
    assert len({firm.key for firm in firms()}) == len(firms())
    for firm in firms():
        assert firm.native or firm.latin
        assert firm.side in {"shipper", "consignee", "none"}


@pytest.mark.parametrize(
    ("scheme", "expected"), [("icao", "SHCHUKAREV"), ("common", "SCHUKARYOV"), ("german", "SCHTSCHUKARJOW")]
)
def test_romanisations_differ_by_scheme(scheme: str, expected: str) -> None:
    assert romanise("Щукарёв", scheme=scheme) == expected


@pytest.mark.lists
def test_no_invented_name_is_a_listed_one(lists_folder: Path) -> None:
    files = ("ofac/sdn.xml", "ofac/consolidated.xml", "eu/fsf_1_1.xml")
    listed = {
        name.text.casefold()
        for file in files
        for entry in read_real(lists_folder / file).listings
        for name in entry.names
    }
    for firm in firms():
        for name in (firm.native, firm.latin, firm.english):
            assert not name or name.casefold() not in listed
