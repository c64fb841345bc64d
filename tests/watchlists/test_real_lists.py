"""The publishers' own files, read whole: every count is taken again by other means (grep, xpath, csv)."""

import csv
import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tests.real_lists import read_real
from watchlists import read_file
from watchlists.diffing import counts, diff, not_compared
from watchlists.model import Listing, Snapshot

pytestmark = pytest.mark.lists
NUMBERS = ("tax_id", "registration_id", "imo", "lei")  # the kinds that link firms


def types(read: Snapshot) -> Counter[str]:
    return Counter(listing.type for listing in read.listings)


def labels(read: Snapshot) -> Counter[str]:
    return Counter(number.label for listing in read.listings for number in listing.identifiers)


def comma_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="ascii").replace("\x1a", "").splitlines()))


def addresses(read: Snapshot) -> int:
    return sum(len(listing.addresses) for listing in read.listings)


@pytest.mark.parametrize("name", ["sdn.xml", "consolidated.xml"])
def test_ofac_xml(lists_folder: Path, name: str) -> None:
    read = read_real(lists_folder / "ofac" / name)
    text = (lists_folder / "ofac" / name).read_text(encoding="utf-8")
    assert len(read.listings) == read.declared_entries == text.count("<sdnEntry>")
    assert types(read) == Counter(kind.lower() for kind in re.findall(r"<sdnType>(\w+)<", text))
    assert read.name_count == text.count("<sdnEntry>") + text.count("<aka>")
    weak = sum(one.quality == "weak" for listing in read.listings for one in listing.names)
    assert weak == len(re.findall(r"<category>weak</category>", text))
    said = re.findall(r"<address>\s*<uid>\d+</uid>(.*?)</address>", text, re.DOTALL)
    nowhere = re.compile(r"\s*(<country>(undetermined|None Identified)</country>\s*)?")
    assert addresses(read) == sum(not nowhere.fullmatch(one) for one in said)
    distinct = {number for entry in text.split("</sdnEntry>") for number in _documents(entry)}
    found = Counter(label for _, label, _ in distinct)
    for label in (
        "Tax ID No.",
        "Vessel Registration Identification",
        "Legal Entity Number",
        "SWIFT/BIC",
        "MMSI",
    ):
        assert labels(read)[label] == found[label], label
    assert (read.excluded, read.listings[0].listing_id) == ((), re.findall(r"<uid>(\d+)<", text)[0])


def _documents(entry: str) -> list[tuple[str, str, str]]:
    """(entry, type, number) of each `id` element of one entry; the same number twice counts once."""
    uid = re.search(r"<uid>(\d+)<", entry)
    pairs = re.findall(r"<idType>([^<]*)</idType>\s*<idNumber>([^<]*)<", entry)
    return [(uid[1] if uid else "", label, number) for label, number in pairs]


def test_ofac_csv(lists_folder: Path) -> None:
    read = read_real(lists_folder / "ofac" / "sdn.csv")
    rows = {name: comma_rows(lists_folder / "ofac" / name) for name in ("sdn.csv", "alt.csv", "add.csv")}
    assert len(read.listings) == len(rows["sdn.csv"])
    said = Counter(row[2].strip().replace("-0-", "entity") for row in rows["sdn.csv"])
    assert types(read) == said
    quoted = sum(len(re.findall(r"(?:^|; ?)[afn]\.k\.a\. '", row[11])) for row in rows["sdn.csv"])
    known = {row[0] for row in rows["sdn.csv"]}
    aliases = sum(row[0] in known for row in rows["alt.csv"])
    assert read.name_count == len(rows["sdn.csv"]) + aliases + quoted
    nothing = {"-0-", "undetermined"}
    told = [row for row in rows["add.csv"] if row[0] in known]
    filled = [row for row in told if {cell.strip() for cell in row[2:5]} - nothing]
    assert addresses(read) == len(filled)
    assert len(read.excluded) == sum(row[0] not in known for row in rows["alt.csv"] + rows["add.csv"])
    labelled = re.compile(r"Vessel Registration Identification |Number IMO \d")
    imo = sum(len(labelled.findall(row[11])) for row in rows["sdn.csv"])
    assert sum(n.kind == "imo" for listing in read.listings for n in listing.identifiers) == imo


def test_two_lists_in_one_csv(lists_folder: Path) -> None:
    read = read_real(lists_folder / "ofac" / "sdn_2023-02.csv")
    text = (lists_folder / "ofac" / "sdn_2023-02.csv").read_text(encoding="ascii")
    rows = Counter(tuple(row) for row in csv.reader(text.replace("\x1a", "").splitlines()) if row)
    assert len(read.listings) == len(rows) == 11_509  # 58 firms stand on both lists, word for word
    assert len(read.excluded) == rows.total() - len(rows) == 58


def test_ofac_advanced(lists_folder: Path) -> None:
    read = read_real(lists_folder / "ofac" / "sdn_advanced.xml.gz")
    with gzip.open(lists_folder / "ofac" / "sdn_advanced.xml.gz", "rt", encoding="utf-8") as file:
        text = file.read()
    assert len(read.listings) == text.count("<DistinctParty ") == 12_390
    assert types(read) == {"entity": 9_799, "vessel": 1_497, "individual": 750, "aircraft": 344}
    assert read.name_count == text.count("<DocumentedName ")
    names = [one for listing in read.listings for one in listing.names]
    documented = re.findall(r"<DocumentedName .*?</DocumentedName>", text)
    assert (
        sum(one.script == "Cyrl" for one in names)
        == sum('ScriptID="220"' in one for one in documented)
        == 353
    )
    assert sum(one.script == "Arab" for one in names) == sum('ScriptID="160"' in one for one in documented)
    weak = re.findall(r'<Alias [^>]*LowQuality="true">.*?</Alias>', text)
    assert sum(one.quality == "weak" for one in names) == sum(one.count("<DocumentedName ") for one in weak)
    documents = re.findall(r'IDRegDocTypeID="(\d+)" IdentityID="(\d+)".*?<IDRegistrationNo>(.*?)<', text)
    distinct = Counter(kind for kind, _, _ in set(documents))  # one tax number stands there twice
    assert labels(read)["Tax ID No."] == distinct["1596"]
    assert labels(read)["Registration Number"] == distinct["91761"]
    assert labels(read)["Vessel Registration Identification"] == distinct["1626"]
    relations = Counter(one.kind for listing in read.listings for one in listing.relations)
    assert relations.total() == text.count("<ProfileRelationship ") == 3_974
    assert relations["owned_or_controlled_by"] == text.count('RelationTypeID="15003"') == 2_770
    for kind, number in (("providing_support_to", "15001"), ("acting_for_or_on_behalf_of", "15002")):
        assert relations[kind] == text.count(f'RelationTypeID="{number}"')
    assert addresses(read) == len(re.findall(r'FeatureTypeID="25"', text))
    assert all(one.target_name for listing in read.listings for one in listing.relations)


def test_a_relation_keeps_its_direction(lists_folder: Path) -> None:
    with gzip.open(lists_folder / "ofac" / "sdn_advanced.xml.gz", "rt", encoding="utf-8") as file:
        text = file.read()
    profiles = dict(
        re.findall(r'<DistinctParty FixedRef="(\d+)">\s*<Comment ?/>\s*<Profile ID="(\d+)"', text)
    )
    wanted = Counter(
        re.findall(r'From-ProfileID="(\d+)" To-ProfileID="(\d+)" RelationTypeID="15003"', text)
        or [
            (match["f"], match["t"])
            for match in re.finditer(
                r'<ProfileRelationship [^>]*?From-ProfileID="(?P<f>\d+)"[^>]*?To-ProfileID="(?P<t>\d+)"', text
            )
            if 'RelationTypeID="15003"' in match.group()
        ]
    )
    read = read_real(lists_folder / "ofac" / "sdn_advanced.xml.gz")
    found = Counter(
        (profiles[listing.listing_id], profiles[one.target_id])
        for listing in read.listings
        for one in listing.relations
        if one.kind == "owned_or_controlled_by"
    )
    assert found == wanted


def test_ofac_enhanced(lists_folder: Path) -> None:
    read = read_real(lists_folder / "ofac" / "enhanced_irgc.xml")
    root = etree.parse(lists_folder / "ofac" / "enhanced_irgc.xml").getroot()
    count = lambda path: int(root.xpath(f"count({path})"))  # noqa: E731
    entity = "//*[local-name()='entity']"
    assert len(read.listings) == count(entity) == 293
    assert read.name_count == count("//*[local-name()='formattedFullName']")
    assert sum(len(listing.relations) for listing in read.listings) == count(
        "//*[local-name()='relatedEntity']"
    )
    filled = "//*[local-name()='address'][*[local-name()='country'] or .//*[local-name()='value']]"
    assert addresses(read) == count(filled)
    documents = Counter(root.xpath("//*[local-name()='identityDocument']/*[local-name()='type']/text()"))
    for label in ("Passport", "National ID No.", "Registration Number", "Aircraft Serial Identification"):
        assert labels(read)[label] == documents[label]


def test_eu_forms(lists_folder: Path) -> None:
    text = (lists_folder / "eu" / "fsf_1_1.xml").read_text(encoding="utf-8")
    xml, table = (
        read_real(lists_folder / "eu" / "fsf_1_1.xml"),
        read_real(lists_folder / "eu" / "fsf_1_1.csv"),
    )
    lines = (lists_folder / "eu" / "fsf_1_1.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines, delimiter=";"))
    assert len(xml.listings) == text.count("<sanctionEntity ") == 5_307
    assert len(table.listings) == len({row["Entity_LogicalId"] for row in rows}) == 5_307
    assert xml.name_count == text.count("<nameAlias ") == 27_666
    assert table.name_count == len({row["NameAlias_LogicalId"] for row in rows} - {""})
    assert (
        types(xml)["entity"]
        == len(re.findall(r'<subjectType code="enterprise"', text))
        == types(table)["entity"]
    )
    numbers = len(re.findall(r"<identification ", text))
    assert labels(xml).total() == labels(table).total() == numbers
    assert addresses(xml) == addresses(table) == len(re.findall(r"<address ", text))
    changes = diff(xml, table)  # two birth places stand in the XML only
    assert [[field.field for field in change.changes] for change in changes] == [["facts"], ["facts"]]


def test_the_old_eu_form(lists_folder: Path) -> None:
    read = read_real(lists_folder / "eu" / "fsf_1_0_sample.csv")
    lines = (lists_folder / "eu" / "fsf_1_0_sample.csv").read_bytes().decode("cp1252").splitlines()
    cells = [line.strip('"').rstrip("\t").split(";") for line in lines[1:]]
    assert len(read.listings) == len({row[1] for row in cells}) == 93
    assert read.name_count == len({row[8] for row in cells if row[17].strip()})
    assert read.excluded == ()


def test_uk(lists_folder: Path) -> None:
    read = read_real(lists_folder / "uk" / "uk_sanctions_list.csv")
    with (lists_folder / "uk" / "uk_sanctions_list.csv").open(encoding="utf-8", newline="") as file:
        assert next(file).startswith("Report Date: 13-May-2026")
        rows = list(csv.DictReader(file))
    parts = (*(f"Name {n}" for n in range(1, 6)), "Name 6")  # two names are cut up differently twice
    names = {
        (
            row["Unique ID"],
            " ".join(" ".join(row[part] for part in parts).split()),
            row["Name type"] == "Primary Name",
        )
        for row in rows
    }
    assert len(read.listings) == len({row["Unique ID"] for row in rows}) == 6_046
    assert read.name_count == len(names)
    assert types(read)["vessel"] == len(
        {row["Unique ID"] for row in rows if row["Designation Type"] == "Ship"}
    )
    assert read.published == "2026-05-13"


def test_un(lists_folder: Path) -> None:
    read = read_real(lists_folder / "un" / "consolidated.xml")
    root = etree.parse(lists_folder / "un" / "consolidated.xml").getroot()
    filled = [node for node in root.iter("ALIAS_NAME", "NAME_ORIGINAL_SCRIPT") if (node.text or "").strip()]
    assert types(read) == {"individual": 730, "entity": 273}
    assert read.name_count == 730 + 273 + len(filled)
    low = [
        node for node in root.iter("QUALITY") if node.text == "Low" and (node.getnext().text or "").strip()
    ]
    assert sum(one.quality == "weak" for listing in read.listings for one in listing.names) == len(low)
    numbers = [node for node in root.iter("NUMBER") if (node.text or "").strip()]
    documents = {
        (
            node.getparent().getparent().findtext("REFERENCE_NUMBER"),
            node.getparent().findtext("TYPE_OF_DOCUMENT"),
            node.text.strip(),
            node.getparent().findtext("ISSUING_COUNTRY"),
            node.getparent().findtext("COUNTRY_OF_ISSUE"),
        )
        for node in numbers
    }
    assert labels(read).total() == len(documents)


def test_the_bis_entity_list_as_a_screening_list_and_as_a_table(lists_folder: Path, tmp_path: Path) -> None:
    entries = json.loads((lists_folder / "bis" / "entity_list.json").read_text(encoding="utf-8"))["entities"]
    results = [
        {
            "id": str(n),
            "source": "Entity List (EL) - BIS",
            "name": entry["name"],
            "alt_names": entry["aliases"],
            "addresses": [{"address": entry["address"], "country": entry["country"]}],
        }
        for n, entry in enumerate(entries)
    ]
    (tmp_path / "csl.json").write_text(
        json.dumps({"total": len(results), "results": results}), encoding="utf-8"
    )
    with (tmp_path / "own.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["listing_id", "name", "country", "address"])
        for n, entry in enumerate(entries):
            rows.writerows(
                [n, name, entry["country"], entry["address"]] for name in [entry["name"], *entry["aliases"]]
            )
    official, own = read_file(tmp_path / "csl.json"), read_file(tmp_path / "own.csv")
    assert len(official.listings) == len(own.listings) == official.declared_entries == 3_409
    distinct = sum(len({" ".join(x.split()) for x in [e["name"], *e["aliases"]]} - {""}) for e in entries)
    assert official.name_count == own.name_count == distinct
    assert not official.warnings and not own.warnings


def russian(listing: Listing) -> bool:
    return any(part.country == "RU" for part in (*listing.identifiers, *listing.addresses))


@pytest.mark.parametrize("name", ["sdn.xml", "sdn_advanced.xml.gz"])
def test_numbers_from_remarks_are_those_of_the_structured_fields(lists_folder: Path, name: str) -> None:
    """Remarks of early 2023 against documents of 2024: what stood in the remarks stands in the documents."""
    structured = {one.listing_id: one for one in read_real(lists_folder / "ofac" / name).listings}
    agree = disagree = 0
    for listing in read_real(lists_folder / "ofac" / "sdn_2023-02.csv").listings:
        other = structured.get(listing.listing_id)
        if other is None or not russian(other):
            continue
        said, held = (
            {(n.kind, n.value) for n in one.identifiers if n.kind in NUMBERS} for one in (listing, other)
        )
        if said and held:
            agree += said <= held
            disagree += not said <= held
    assert (agree > 600, disagree) == (True, 0)


def test_diff_of_two_years_is_what_a_person_counts(lists_folder: Path) -> None:
    paths = [lists_folder / "ofac" / name for name in ("sdn.csv", "sdn_2023-02.csv")]
    old, new = map(read_real, paths)
    changes = diff(old, new)
    rows = []
    for path in paths:
        lines = path.read_text(encoding="ascii").replace("\x1a", "").splitlines()
        rows.append(
            {row[0]: [cell.strip() for cell in row] for row in reversed(list(csv.reader(lines))) if row}
        )
    before, after = rows
    assert not_compared(old, new) == ["addresses", "strong aliases"]  # no alt and add of 2023 are here
    changed = {number for number in before.keys() & after.keys() if before[number] != after[number]}
    # One row says the same country in other words; one number stands twice in 2022 (the last row).
    assert {change.listing_id for change in changes if change.action == "MOD"} == changed - {"20882"}
    assert {c.listing_id for c in changes if c.action == "DEL"} - {"2677#2"} == before.keys() - after.keys()
    assert {change.listing_id for change in changes if change.action == "ADD"} == after.keys() - before.keys()
    assert counts(changes) == {"ADD": 2_552, "MOD": 615, "DEL": 87}


# VmHWM starts anew with each program; the peak of getrusage is handed down from the process that started it.
MEASURE = """import re, sys, watchlists
watchlists.load(sys.argv[1])
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1))"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is asked of Linux")
@pytest.mark.parametrize(("name", "mebibytes"), [("sdn.xml", 500), ("sdn_advanced.xml.gz", 700)])
def test_memory_of_a_full_list(lists_folder: Path, name: str, mebibytes: int) -> None:
    command = [sys.executable, "-c", MEASURE, str(lists_folder / "ofac" / name)]
    peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert int(peak) < mebibytes * 1024
