"""A run against the real lists, through the command line: nobody on the list is lost, and the counts are those of grep."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.real_lists import read_real
from watchlists.model import Listing

from .conftest import Invoke

pytestmark = pytest.mark.lists
EVERY = 20  # every twentieth listed organisation is asked for: enough to see a class of names fail
FORMS = (
    "LLC",
    "JSC",
    "PJSC",
    "OAO",
    "OOO",
    "ZAO",
    "AO",
    "LTD",
    "LIMITED LIABILITY COMPANY",
    "JOINT STOCK COMPANY",
)
PROGRAMMES = ("RUSSIA-EO14024", "UKRAINE-", "BELARUS")


@pytest.fixture(scope="module")
def organisations(lists_folder: Path) -> list[Listing]:
    """Organisations of the Russian, Ukrainian and Belarusian programmes whose name is more than a legal form."""
    listings = read_real(lists_folder / "ofac" / "sdn.xml").listings
    chosen = [
        one
        for one in listings
        if one.type == "entity"
        and any(p.startswith(PROGRAMMES) for p in one.programs)
        and without_form(one.names[0].text)
    ]
    return chosen[::EVERY]


def without_form(name: str) -> str:
    """`name` without a legal form at its beginning or end."""
    words = "|".join(FORMS)
    found = re.fullmatch(rf"(?:(?:{words})\b\s*)?(.*?)[\s,]*(?:\b(?:{words}))?", name, re.IGNORECASE)
    return found.group(1) if found else name


def moved(name: str) -> str:
    """The legal form at the other end; in front where there was none."""
    core = without_form(name)
    return f"{core} LLC" if name.upper().startswith(FORMS) else f"OOO {core}"


def respelt(name: str) -> str:
    """Another romanisation, capitals, no punctuation."""
    text = name.upper().replace("KH", "H").replace("YA", "IA").replace("YU", "IU").replace("TS", "C")
    return re.sub(r"[^\w\s]", " ", text)


SPELLINGS = {"as_it_stands": str, "dropped": without_form, "moved": moved, "respelt": respelt}


@pytest.fixture(scope="module")
def run(
    organisations: list[Listing], lists_folder: Path, invoke: Invoke, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a run that asks for every organisation in every spelling."""
    folder = tmp_path_factory.mktemp("real")
    with (folder / "parties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name"])
        for spelling, change in SPELLINGS.items():
            writer.writerows(
                [f"{spelling} {one.listing_id}", change(one.names[0].text)] for one in organisations
            )
    words = ["--list", lists_folder / "ofac" / "sdn.xml", "--list", lists_folder / "eu" / "fsf_1_1.xml"]
    result = invoke("screen", folder / "parties.csv", *words, "--out", folder / "out", "--quiet")
    assert result.exit_code == 0, result.stderr
    return folder


@pytest.fixture(scope="module")
def found(run: Path, organisations: list[Listing]) -> dict[str, list[bool]]:
    """For each spelling, whether each organisation was found as itself."""
    with (run / "out" / "hits.csv").open(encoding="utf-8", newline="") as file:
        hits = {
            (int(hit["source_row"]), hit["listing_id"])
            for hit in csv.DictReader(file)
            if hit["list"] == "sdn.xml"
        }
    count = len(organisations)
    return {
        spelling: [(place * count + row + 1, one.listing_id) in hits for row, one in enumerate(organisations)]
        for place, spelling in enumerate(SPELLINGS)
    }


def missed(organisations: list[Listing], flags: list[bool]) -> list[str]:
    return [one.names[0].text for one, flag in zip(organisations, flags, strict=True) if not flag]


def test_everyone_is_found_under_the_listed_name(
    organisations: list[Listing], found: dict[str, list[bool]]
) -> None:
    assert missed(organisations, found["as_it_stands"]) == []


@pytest.mark.parametrize("spelling", ["dropped", "moved", "respelt"])
def test_nearly_everyone_is_found_in_another_spelling(
    spelling: str, organisations: list[Listing], found: dict[str, list[bool]]
) -> None:
    lost = missed(organisations, found[spelling])
    assert len(lost) <= 0.03 * len(organisations), lost


def test_counts_of_the_run_are_those_of_the_files(run: Path, lists_folder: Path) -> None:
    record = json.loads((run / "out" / "run.json").read_text(encoding="utf-8"))
    counts = {item["source"]: (item["entries"], item["names"]) for item in record["lists"]}
    ofac, eu = ((lists_folder / p).read_bytes() for p in ("ofac/sdn.xml", "eu/fsf_1_1.xml"))
    entries = len(re.findall(rb"<sdnEntry>", ofac))
    assert counts["sdn.xml"][0] == entries
    assert counts["fsf_1_1.xml"][0] == len(re.findall(rb"<sanctionEntity\b", eu))
    assert counts["sdn.xml"][1] >= entries + len(re.findall(rb"<aka>", ofac)) - len(
        record["lists"][0]["excluded"]
    )
