"""The list of Kremlin-linked firms: its shape, its numbers, and whether its claims stand on the lists."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from stdnum.ru import inn, ogrn

from tests.real_lists import read_real
from watchlists import read_file
from watchlists.kremlin_linked_check import (
    KREMLIN_LINKED,
    PUBLISHERS,
    check_claims,
    claims_of,
    fold_name,
    listings_by_publisher,
    main,
    unlisted_names,
)
from watchlists.model import Identifier, ListedName, Listing, Snapshot

COLUMNS = (
    "listing_id,name,alias_quality,type,country,program,tax_id,registration_id,"
    "source_url,parent,basis,sector,language"
)
Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with KREMLIN_LINKED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def firms(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["listing_id"]].append(row)
    return found


def test_columns_are_those_of_a_user_table(rows: list[Row]) -> None:
    assert ",".join(rows[0]) == COLUMNS
    assert all(len(row) == COLUMNS.count(",") + 1 and None not in row.values() for row in rows)


def test_cells_are_trimmed_and_of_the_known_words(rows: list[Row]) -> None:
    for row in rows:
        assert all(cell == " ".join(cell.split()) for cell in row.values()), row
        assert re.fullmatch(r"KL-\d{4}", row["listing_id"]), row
        assert row["alias_quality"] in {"primary", "strong", "weak"}, row
        assert row["type"] == "entity", row
        assert re.fullmatch("[A-Z]{2}", row["country"]), row
        assert row["language"] in {"en", "ru", "be", "hy"}, row
        assert row["name"] and row["sector"] and row["basis"], row


def test_there_are_enough_firms_numbered_in_order(firms: dict[str, list[Row]]) -> None:
    assert len(firms) >= 160
    assert list(firms) == [f"KL-{position:04d}" for position in range(1, len(firms) + 1)]


def test_each_firm_has_one_primary_name_first(firms: dict[str, list[Row]]) -> None:
    for number, names in firms.items():
        assert [row["alias_quality"] for row in names].count("primary") == 1, number
        assert names[0]["alias_quality"] == "primary", number


def test_each_firm_has_russian_and_english_names_and_a_source(firms: dict[str, list[Row]]) -> None:
    for number, names in firms.items():
        assert {"en", "ru"} <= {row["language"] for row in names}, number
        assert all(row["source_url"].startswith("https://") for row in names), number


def test_rows_of_a_firm_differ_in_the_name_only(firms: dict[str, list[Row]]) -> None:
    own = {"name", "alias_quality", "language"}
    for number, names in firms.items():
        shared = {tuple(value for key, value in row.items() if key not in own) for row in names}
        assert len(shared) == 1, number


def test_no_name_that_counts_belongs_to_two_firms(rows: list[Row]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["alias_quality"] != "weak":
            owners[row["name"].casefold()].add(row["listing_id"])
    assert {name: owner for name, owner in owners.items() if len(owner) > 1} == {}


def test_no_firm_has_a_name_twice(firms: dict[str, list[Row]]) -> None:
    for number, names in firms.items():
        folded = [row["name"].casefold() for row in names]
        assert len(folded) == len(set(folded)), number


def test_bare_initialisms_are_weak(rows: list[Row]) -> None:
    short = [row for row in rows if len(row["name"]) <= 3]
    assert short
    assert {row["alias_quality"] for row in short} == {"weak"}


def test_language_is_that_of_the_letters(rows: list[Row]) -> None:
    for row in rows:
        cyrillic = bool(re.search("[Ѐ-ӿ]", row["name"]))
        assert cyrillic == (row["language"] in {"ru", "be"}), row["name"]


def test_tax_and_registration_numbers_hold_their_checksums(firms: dict[str, list[Row]]) -> None:
    numbered = 0
    for number, names in firms.items():
        row = names[0]
        if row["tax_id"]:
            assert row["country"] == "RU", number
            assert inn.is_valid(row["tax_id"]), number
            numbered += 1
        if row["registration_id"] and row["country"] == "RU":
            assert ogrn.is_valid(row["registration_id"]), number
    assert numbered >= 150


def test_a_tax_number_belongs_to_one_firm(firms: dict[str, list[Row]]) -> None:
    numbers = [names[0]["tax_id"] for names in firms.values() if names[0]["tax_id"]]
    assert len(numbers) == len(set(numbers))


def test_a_basis_is_a_claim_on_a_list_or_names_the_state(firms: dict[str, list[Row]]) -> None:
    for number, names in firms.items():
        for part in names[0]["basis"].split("; "):
            on_a_list = re.fullmatch(
                r"(OFAC|OFAC-NS|EU|UK) \S+( \(since \d{4}(-\d\d-\d\d)?\))?|BIS \(since [\d-]+\)", part
            )
            assert on_a_list or re.search(r"state|holding", part), (number, part)


def test_an_intermediary_stands_on_two_lists_at_least(firms: dict[str, list[Row]]) -> None:
    for number, names in firms.items():
        if names[0]["sector"] == "intermediary":
            cited = {part.split()[0] for part in names[0]["basis"].split("; ")}
            assert len(cited & set(PUBLISHERS)) >= 2, number


def test_the_table_reader_reads_it_whole(rows: list[Row], firms: dict[str, list[Row]]) -> None:
    snapshot = read_file(KREMLIN_LINKED)
    assert snapshot.format == "table-csv"
    assert len(snapshot.listings) == len(firms)
    assert snapshot.name_count == len(rows)
    assert (snapshot.excluded, snapshot.warnings) == ((), ())


# The check itself, on invented firms.


def firm(basis: str, *names: str, tax_id: str = "") -> Listing:
    return Listing(
        listing_id="KL-9999",
        type="entity",
        names=tuple(ListedName(name, "strong" if place else "primary") for place, name in enumerate(names)),
        identifiers=(Identifier("tax_id", tax_id),) if tax_id else (),
        facts=("sector: invented", f"basis: {basis}"),
    )


def listed(number: str, name: str, *, tax_id: str = "", program: str = "") -> Listing:
    return Listing(
        listing_id=number,
        type="entity",
        names=(ListedName(name, "primary", "name"),),
        identifiers=(Identifier("tax_id", tax_id),) if tax_id else (),
        programs=(program,) if program else (),
    )


def test_claims_are_read_from_the_basis() -> None:
    basis = (
        "OFAC 17 (since 2022-06-28); OFAC-NS 18; EU 5 (since 2014); BIS (since 2020-01-02); state ownership"
    )
    claims = claims_of(firm(basis, "Vymysel JSC"))
    assert [(claim.list, claim.number, claim.since) for claim in claims] == [
        ("OFAC", "17", "2022-06-28"),
        ("OFAC-NS", "18", ""),
        ("EU", "5", "2014"),
        ("BIS", "", "2020-01-02"),
    ]


@pytest.mark.parametrize(
    ("basis", "tax_id", "reason"),
    [
        ("OFAC 17", "", ""),
        ("OFAC-NS 17", "", ""),
        ("OFAC 18", "", "no such number stands there"),
        ("OFAC 19", "", "the number belongs to OTHER FIRM LLC"),
        ("OFAC 19", "77", ""),
        ("EU 17", "", "no such list was given"),
        ("BIS (since 2022)", "", ""),
        ("state ownership (since 1992)", "", ""),
    ],
)
def test_a_claim_that_does_not_stand_is_found(basis: str, tax_id: str, reason: str) -> None:
    lists = {
        "OFAC": [listed("17", "JOINT STOCK COMPANY VYMYSEL"), listed("19", "OTHER FIRM LLC", tax_id="77")],
        "BIS": [listed("1", "Vymysel, JSC")],
    }
    findings = check_claims([firm(basis, "JSC «Vymysel»", tax_id=tax_id)], lists)
    assert [finding.reason for finding in findings] == ([reason] if reason else [])


def test_a_name_that_is_missing_from_an_unnumbered_list_is_found() -> None:
    (finding,) = check_claims([firm("BIS", "Vymysel")], {"BIS": [listed("1", "Vymysl")]})
    assert str(finding) == "KL-9999 Vymysel: BIS: no name of it stands there"


def test_names_that_are_ours_alone() -> None:
    ours = firm("OFAC 17", "Vymysel JSC", "АО Вымысел")
    assert list(unlisted_names([ours], {"OFAC": [listed("17", "VYMYSEL")]})) == ["KL-9999 АО Вымысел"]


@pytest.mark.parametrize(
    ("left", "right"),
    [("JSC «Vymysel-7»", "Vymysel 7, Joint Stock Company"), ("V.A. Vymysel Plant", "VA VYMYSEL PLANT")],
)
def test_two_writings_of_a_name_fold_alike(left: str, right: str) -> None:
    assert fold_name(left) == fold_name(right) != ""


def test_of_the_joined_us_list_only_the_entity_list_is_taken() -> None:
    entries = (
        listed("1", "Vymysel", program="Entity List (EL) - Bureau of Industry and Security"),
        listed("2", "Other", program="Denied Persons List (DPL)"),
    )
    found = listings_by_publisher([Snapshot("csl", "", "us-csl-csv", "", entries)])
    assert [listing.listing_id for listing in found["BIS"]] == ["1"]


def test_an_empty_folder_is_an_error_that_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 3
    assert "give the folder with the lists" in capsys.readouterr().err


def test_findings_end_with_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.csv").write_text("not a list\n", encoding="utf-8")
    (tmp_path / "un.xml").write_text(
        "<CONSOLIDATED_LIST dateGenerated='2026-01-01T00:00:00'><INDIVIDUALS/><ENTITIES><ENTITY>"
        "<DATAID>1</DATAID><FIRST_NAME>VYMYSEL</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>",
        encoding="utf-8",
    )
    assert main([str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert "no such list was given" in printed.out
    assert "passed over: list.csv" in printed.err


@pytest.mark.lists
def test_every_claim_stands_on_the_real_lists(lists_folder: Path) -> None:
    files = ("ofac/sdn.xml", "ofac/consolidated.xml", "eu/fsf_1_1.xml", "uk/uk_sanctions_list.csv")
    lists = listings_by_publisher(read_real(lists_folder / name) for name in files)
    lists["BIS"] = entity_list(lists_folder / "bis" / "entity_list.json")
    findings = check_claims(read_file(KREMLIN_LINKED).listings, lists)
    assert [str(finding) for finding in findings] == []


def entity_list(path: Path) -> list[Listing]:
    """The Entity List as somebody parsed it: content for this test, no format of a publisher."""
    entries = json.loads(path.read_text(encoding="utf-8"))["entities"]
    return [
        Listing(
            listing_id=str(place),
            type="entity",
            names=tuple(ListedName(text, "strong") for text in (entry["name"], *entry["aliases"])),
        )
        for place, entry in enumerate(entries)
    ]
