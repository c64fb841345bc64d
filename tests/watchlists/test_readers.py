"""Each format on its fictional sample: the same parties must come out of every form of a list."""

from dataclasses import replace
from pathlib import Path

import pytest

from watchlists import load, read_file
from watchlists.diffing import diff
from watchlists.model import Listing, Snapshot

SAMPLES = Path(__file__).parent / "samples"
SUMMARY = {  # file -> (format, published, listings, names, identifiers, addresses, relations, excluded)
    "sdn.xml": ("ofac-xml", "2026-03-02", 5, 8, 6, 2, 2, 0),
    "sdn.csv": ("ofac-csv", "", 5, 8, 6, 2, 2, 0),
    "sdn_advanced.xml": ("ofac-advanced", "2026-03-02", 5, 9, 6, 2, 3, 0),
    "sdn_enhanced.xml": ("ofac-enhanced", "2026-03-02", 5, 9, 6, 2, 1, 0),
    "eu_1_1.xml": ("eu-xml-1.1", "2026-03-02", 2, 3, 1, 1, 0, 1),
    "eu_1_1.csv": ("eu-csv-1.1", "2026-03-02", 2, 3, 1, 1, 0, 1),
    "eu_1_0.csv": ("eu-csv-1.0", "2018-07-04", 1, 1, 1, 1, 0, 0),
    "uk.csv": ("uk-csv", "2026-03-02", 3, 6, 6, 2, 2, 0),
    "uk.xml": ("uk-xml", "2026-03-02", 3, 6, 6, 2, 2, 0),
    "un.xml": ("un-xml", "2026-03-02", 2, 6, 1, 1, 0, 0),
    "csl.csv": ("us-csl-csv", "", 3, 7, 4, 2, 1, 0),
    "csl.json": ("us-csl-json", "", 3, 7, 4, 2, 1, 0),
    "opensanctions.csv": ("opensanctions-csv", "2026-03-02", 3, 5, 3, 2, 0, 0),
    "entities.ftm.json": ("opensanctions-ftm", "2026-03-02", 3, 7, 6, 2, 1, 1),
    "own_list.csv": ("table-csv", "", 2, 4, 3, 1, 0, 0),
}


def listing(snapshot: Snapshot, number: str) -> Listing:
    return next(one for one in snapshot.listings if one.listing_id == number)


@pytest.mark.parametrize("name", SUMMARY)
def test_a_sample_is_read_whole(name: str) -> None:
    snapshot = load(SAMPLES / name)
    listings = snapshot.listings
    assert snapshot.source == name
    assert (
        snapshot.format,
        snapshot.published,
        len(listings),
        snapshot.name_count,
        sum(len(one.identifiers) for one in listings),
        sum(len(one.addresses) for one in listings),
        sum(len(one.relations) for one in listings),
        len(snapshot.excluded),
    ) == SUMMARY[name]
    for one in listings:
        assert one.names[0].quality == "primary"
        assert [name.quality for name in one.names].count("primary") == 1
        assert all(name.text == " ".join(name.text.split()) and name.text for name in one.names)


@pytest.mark.parametrize(
    ("one", "other"), [("sdn.xml", "sdn.csv"), ("uk.csv", "uk.xml"), ("csl.csv", "csl.json")]
)
def test_two_forms_of_a_list_give_the_same_listings(one: str, other: str) -> None:
    assert diff(read_file(SAMPLES / one), read_file(SAMPLES / other)) == []


def test_the_eu_forms_differ_in_weak_aliases_only() -> None:
    [change] = diff(read_file(SAMPLES / "eu_1_1.xml"), read_file(SAMPLES / "eu_1_1.csv"))
    assert [field.field for field in change.changes] == ["names"]
    assert change.changes[0].removed == ('AO "Zvezdny Pribor" [weak aka]',)
    assert change.changes[0].added == ('AO "Zvezdny Pribor" [strong aka]',)


@pytest.mark.parametrize("name", ["sdn.xml", "sdn.csv", "sdn_advanced.xml", "sdn_enhanced.xml"])
def test_the_ofac_forms_agree_on_names_types_programmes_and_numbers(name: str) -> None:
    snapshot = read_file(SAMPLES / name)
    firm = listing(snapshot, "90001")
    assert [(n.text, n.quality, n.kind) for n in firm.names if n.script != "Cyrl"] == [
        ("AKTSIONERNOE OBSHCHESTVO ZVEZDNY PRIBOR", "primary", "name"),
        ("AO ZVEZDNY PRIBOR", "strong", "aka"),
        ("ZAVOD NO. 1717", "strong", "fka"),
        ("ZP'17", "weak", "aka"),
    ]
    assert firm.programs == ("RUSSIA-EO14024", "UKRAINE-EO13662")
    assert [(i.kind, i.value, i.country) for i in firm.identifiers] == [
        ("tax_id", "7700000019", "RU"),
        ("registration_id", "1027700000017", "RU"),
        ("lei", "253400FICTIONAL00042", "RU"),
    ]
    assert [a.country for a in firm.addresses] == ["RU", "UA"]
    assert (firm.addresses[0].city, firm.addresses[0].postal_code) == ("Moscow", "000001")
    assert [one.type for one in snapshot.listings] == ["entity", "individual", "vessel", "entity", "aircraft"]
    assert listing(snapshot, "90002").primary_name == "VYDUMANNY, Anton Nikakoevich"
    assert listing(snapshot, "90002").countries == ("RU",)
    assert listing(snapshot, "90004").primary_name == "LLC"
    vessel = listing(snapshot, "90003")
    assert {(i.kind, i.value) for i in vessel.identifiers} == {("imo", "9000003"), ("call_sign", "UXYZ0")}
    assert vessel.countries == ("RU",)


def test_the_advanced_export_has_scripts_dates_and_directed_relations() -> None:
    snapshot = read_file(SAMPLES / "sdn_advanced.xml")
    firm = listing(snapshot, "90001")
    [cyrillic] = [name for name in firm.names if name.script == "Cyrl"]
    assert (cyrillic.text, cyrillic.quality) == ("Акционерное общество Звёздный прибор", "strong")
    assert firm.listed_on == "2022-03-04"
    assert listing(snapshot, "90004").listed_on == ""  # 1900 is a filler, not a date
    [owned] = listing(snapshot, "90003").relations
    assert (owned.kind, owned.target_id, owned.target_name) == (
        "owned_or_controlled_by",
        "90001",
        "AKTSIONERNOE OBSHCHESTVO ZVEZDNY PRIBOR",
    )
    [former] = listing(snapshot, "90002").relations
    assert former.kind == "former_leader_or_official_of"
    [dangling] = listing(snapshot, "90004").relations
    assert (dangling.target_id, dangling.target_name) == ("799999", "")


def test_a_filtered_export_says_so() -> None:
    [warning] = read_file(SAMPLES / "sdn_enhanced.xml").warnings
    assert "not the whole list" in warning


def test_remarks_that_run_on_in_the_comments_file_are_joined() -> None:
    firm = listing(read_file(SAMPLES / "sdn.csv"), "90001")
    assert [r.target_name for r in firm.relations] == ["ORION (NORTH) HOLDING", "MINISTRY OF TIDES"]
    assert firm.remarks == "All offices worldwide"


def test_the_eu_entity_under_two_acts_is_one_listing() -> None:
    firm = listing(read_file(SAMPLES / "eu_1_1.xml"), "700001")
    assert firm.programs == ("UKR", "RUS")
    assert firm.listed_on == "2014-07-31"
    assert firm.primary_name == "АО «Звёздный „Прибор“»"
    assert [name.text for name in firm.names[1:]] == ['AO "Zvezdny Pribor"']  # the line break in it is gone
    assert firm.addresses[0].text == "ul. Nesushchestvuyushchaya, 1, PO Box 17"
    assert "Fiscal code (known false): 7700000000" in firm.facts
    assert listing(read_file(SAMPLES / "eu_1_1.xml"), "700002").primary_name == "Anton Vydumanny"


def test_the_old_eu_form_is_unwrapped_and_decoded() -> None:
    [firm] = read_file(SAMPLES / "eu_1_0.csv").listings
    assert firm.primary_name == 'Société "Étoile Instruments"'
    assert firm.programs == ("RUS", "UKR")
    assert [(i.kind, i.value, i.country) for i in firm.identifiers] == [("passport", "00 0000001", "RU")]


def test_uk_names_scripts_and_numbers_in_prose() -> None:
    firm = listing(read_file(SAMPLES / "uk.csv"), "ZZZ0001")
    assert [(n.text, n.quality, n.script) for n in firm.names] == [
        ("AO Zvezdny Pribor", "primary", ""),
        ("АО Звёздный прибор", "strong", "Cyrl"),
        ("Star Instruments", "weak", ""),
        ("Zvezdny Pribor JSC", "strong", ""),
    ]
    assert [(i.kind, i.value, i.country) for i in firm.identifiers] == [
        ("tax_id", "190000000", "BY"),
        ("tax_id", "7700000019", "RU"),
        ("other", "770001001", "RU"),
        ("registration_id", "1027700000017", ""),
    ]
    assert listing(read_file(SAMPLES / "uk.csv"), "ZZZ0003").primary_name == "Anton Nikakoevich VYDUMANNY"


def test_the_screening_list_joins_treasury_entries_and_keeps_a_name_with_a_semicolon() -> None:
    snapshot = read_file(SAMPLES / "csl.json")
    assert listing(snapshot, "aaaa1").primary_name == "Star Instruments LLC; Moscow branch"
    assert listing(snapshot, "90001").programs == ("RUSSIA-EO14024", "UKRAINE-EO13662")
    assert snapshot.declared_entries == 3  # four entries, two of them one listing


def test_follow_the_money_targets_and_owners() -> None:
    firm = listing(read_file(SAMPLES / "entities.ftm.json"), "f1")
    assert [(n.text, n.quality, n.kind) for n in firm.names] == [
        ("AO Zvezdny Pribor", "primary", "name"),
        ("Star Instruments", "strong", "aka"),
        ("АО Звёздный прибор", "strong", "aka"),
        ("Zavod 1717", "strong", "fka"),
        ("ZP", "weak", "aka"),
    ]
    assert firm.relations[0].kind == "owned_by" and firm.relations[0].target_id == "f2"
    assert (firm.programs, firm.listed_on) == (("Made-up programme",), "2022-03-04")


def test_an_entry_that_stands_there_twice_counts_once_and_a_used_number_is_not_lost(tmp_path: Path) -> None:
    row = '1,"ALPHA LLC",-0- ,"P",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    (tmp_path / "sdn.csv").write_text(row + row + row.replace("ALPHA", "BETA"), encoding="ascii", newline="")
    snapshot = read_file(tmp_path / "sdn.csv")
    assert [(one.listing_id, one.primary_name) for one in snapshot.listings] == [
        ("1", "ALPHA LLC"),
        ("1#2", "BETA LLC"),
    ]
    assert len(snapshot.excluded) == 1
    assert any("used again" in warning and "1#2" in warning for warning in snapshot.warnings)
    assert sum("not read" in warning for warning in snapshot.warnings) == 2  # no alt, no add beside it


def test_the_hash_of_the_csv_parts_is_that_of_the_files_one_after_the_other() -> None:
    import hashlib

    digest = hashlib.sha256()
    for name in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"):
        digest.update((SAMPLES / name).read_bytes())
    assert read_file(SAMPLES / "sdn.csv").sha256 == digest.hexdigest()


def test_packed_and_plain_give_the_same_listings(tmp_path: Path) -> None:
    import gzip

    packed = tmp_path / "whatever.bin"
    packed.write_bytes(gzip.compress((SAMPLES / "sdn.xml").read_bytes()))
    one, other = read_file(SAMPLES / "sdn.xml"), read_file(packed)
    assert one.listings == other.listings
    assert replace(one, source="", sha256="") == replace(other, source="", sha256="")


def test_xml_in_utf_16_is_read(tmp_path: Path) -> None:
    text = (
        (SAMPLES / "sdn.xml")
        .read_text(encoding="utf-8")
        .replace('version="1.0"', 'version="1.0" encoding="UTF-16"')
    )
    (tmp_path / "x.xml").write_text(text, encoding="utf-16")
    assert len(read_file(tmp_path / "x.xml").listings) == 5


def test_a_file_says_what_its_list_does_not_contain(tmp_path: Path) -> None:
    assert any("833/2014" in text for text in load(SAMPLES / "eu_1_1.csv").does_not_contain)
    assert any("ofac-consolidated" in text for text in load(SAMPLES / "sdn.xml").does_not_contain)
    (tmp_path / "x.xml").write_bytes((SAMPLES / "sdn.xml").read_bytes())
    [common] = load(tmp_path / "x.xml").does_not_contain  # it may be either list: what both lack
    assert "50 Percent Rule" in common
    assert load(SAMPLES / "own_list.csv").does_not_contain == ()


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    for name in ("uk.csv", "csl.csv", "opensanctions.csv", "un.xml", "csl.json"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + (SAMPLES / name).read_bytes())
        assert read_file(tmp_path / name).listings == read_file(SAMPLES / name).listings
