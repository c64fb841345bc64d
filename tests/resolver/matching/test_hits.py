"""From parties and lists to hits: what a hit says, and what never changes it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest

from resolver.config import Config, with_preset
from resolver.matching import linking
from resolver.matching.comparisons import NAMES as COMPARISON_NAMES
from resolver.matching.weights import load_model
from resolver.model import HITS
from resolver.pipeline import Story, prepare, screen
from watchlists.model import Snapshot

from .lists import INN, LISTED, NAMES, OTHER_INN, listing, parties, snapshot

WIDE = with_preset(Config(), "wide")
Hit = dict[str, Any]


def hits_of(
    rows: Any, *snapshots: Snapshot, config: Config = WIDE, table: pa.Table | None = None
) -> pa.Table:
    given = parties(rows) if table is None else table
    listed = prepare(snapshots or (LISTED,), config, Story())
    return screen(given, listed, config, Story()).tables["hits"]


def best(row: Any, *snapshots: Snapshot, config: Config = WIDE) -> dict[str, Hit]:
    """listing_id -> hit of one party."""
    return {hit["listing_id"]: hit for hit in hits_of([row], *snapshots, config=config).to_pylist()}


@pytest.fixture(scope="module")
def hits() -> list[Hit]:
    return hits_of(NAMES).to_pylist()


def test_columns() -> None:
    assert hits_of(NAMES[:1]).schema.equals(HITS)
    assert hits_of(["PRAIRIE BAKERY COOPERATIVE"]).schema.equals(HITS)
    assert hits_of([]).schema.equals(HITS)


def test_evidence_adds_up_to_the_match_weight(hits: list[Hit]) -> None:
    assert hits
    for hit in hits:
        evidence = json.loads(hit["evidence"])
        assert set(evidence) == {"prior", *COMPARISON_NAMES}
        total = sum(part["bits"] for part in evidence.values())
        assert total == pytest.approx(hit["match_weight"], abs=1e-3)
        assert hit["score"] == pytest.approx(1 / (1 + 2.0 ** -hit["match_weight"]), rel=1e-9)
        assert evidence["prior"]["bits"] == pytest.approx(load_model().prior_bits, abs=1e-3)


def test_bands_follow_the_thresholds(hits: list[Hit]) -> None:
    for hit in hits:
        assert hit["score"] >= WIDE.possible_threshold or hit["kind"] == "contains"
        weak = hit["alias_quality"] == "weak"
        assert (hit["band"] == "match") == (hit["score"] >= WIDE.match_threshold and not weak)
        assert hit["band"] in {"match", "possible"}


def test_one_hit_per_party_and_listing_best_first(hits: list[Hit]) -> None:
    keys = [(hit["party_id"], hit["list"], hit["listing_id"]) for hit in hits]
    assert len(set(keys)) == len(keys)
    places = [int(hit["party_id"].removeprefix("p")) for hit in hits]
    assert places == sorted(places)
    for left, right in pairwise(hits):
        if left["party_id"] == right["party_id"]:
            assert left["score"] >= right["score"]


def test_the_name_that_matched_is_named() -> None:
    found = best("ООО «Вестрокон»")["1"]
    assert found["listed_name"] in {"ООО Вестрокон", "VESTROKON LLC"}
    assert found["primary_name"] == "VESTROKON LLC"
    assert (found["kind"], found["band"]) == ("same", "match")
    assert found["proposed_by"].startswith("exact")


def test_a_longer_name_contains_and_is_not_the_same() -> None:
    found = best("VESTROKON TELEKOM TRADING")
    assert found["1"]["kind"] == "contains"
    assert best("VESTROKON")["1"]["kind"] == "same"


def test_a_name_that_holds_a_telling_listed_one_alerts_however_unlikely() -> None:
    row = "VESTROKON TELEKOM TRADING KARAGANDA LOGISTICS FILIAL"
    strict = with_preset(Config(), "strict")
    found = best(row, config=strict)["1"]
    assert (found["kind"], found["band"]) == ("contains", "possible")
    assert found["score"] < strict.possible_threshold
    quiet = Config(**{**strict.as_dict(), "contains_alerts": False})
    assert "1" not in best(row, config=quiet)


def test_a_shared_identifier_makes_one_firm() -> None:
    row = {"party_name": "VESTROKON TELEKOM TRADING", "identifiers": [("tax_id", "RU-INN", INN)]}
    found = best(row)["1"]
    assert (found["kind"], found["band"]) == ("same", "match")
    assert "identifier" in found["proposed_by"]
    assert json.loads(found["evidence"])["identifiers"] == {
        "bits": pytest.approx(float(load_model().weights("identifiers")[1]), abs=1e-3),
        "level": "equal",
        "party": INN,
        "listed": INN,
    }


def test_an_identifier_finds_a_firm_under_another_name() -> None:
    row = {"party_name": "PRAIRIE BAKERY", "identifiers": [("tax_id", "RU-INN", INN)]}
    assert "1" in best(row)


def test_a_different_number_of_one_kind_speaks_against() -> None:
    row = {"party_name": "VESTROKON LLC", "identifiers": [("tax_id", "RU-INN", OTHER_INN)]}
    plain = best("VESTROKON LLC")["1"]["match_weight"]
    assert best(row).get("1", {"match_weight": -99.0})["match_weight"] < plain


def test_a_country_that_agrees_weighs_more_than_one_that_differs() -> None:
    weights = [best({"party_name": "VESTROKON", "country": c})["1"]["match_weight"] for c in ("RU", "US")]
    assert weights[0] > weights[1]


def test_a_weak_alias_alone_stays_possible() -> None:
    listed = snapshot(listing(6, "ZELENTRANS-KARGO", "~BLUE PELICANITA"))
    found = best("BLUE PELICANITA", listed, config=WIDE)["6"]
    assert (found["alias_quality"], found["band"]) == ("weak", "possible")
    assert found["score"] >= WIDE.match_threshold, "the cap decided, not the score"
    allowed = Config(**{**WIDE.as_dict(), "weak_alias_alone": True})
    assert best("BLUE PELICANITA", listed, config=allowed)["6"]["band"] == "match"


def test_among_equal_names_the_better_alias_stands_in_the_hit() -> None:
    found = best("KALINDRIA", snapshot(listing(1, "OTHER NAME", "~KALINDRIA", "KALINDRIA")))["1"]
    assert found["alias_quality"] == "strong"


def test_type_is_a_reason_shown_never_a_silent_drop() -> None:
    people = snapshot(listing(4, "VESTROKONOV INDUSTRIAL", type="individual"))
    found = best("VESTROKONOV INDUSTRIAL", people)["4"]
    assert found["listing_type"] == "individual"
    assert json.loads(found["evidence"])["type"]["bits"] < 0


def test_a_legal_form_alone_is_never_matched() -> None:
    listed = snapshot(listing(1, "ASC"), listing(2, "JSC"), listing(3, "VESTROKON LLC"))
    assert hits_of(["ООО", "LLC", "AO", "ASK", "Ltd", "VESTROKON"], listed)["party_name"].to_pylist() == [
        "VESTROKON"
    ]


def test_a_listed_name_that_looks_like_a_legal_form_is_matched_word_for_word() -> None:
    listed = snapshot(listing(1, "AFGHAN SUPPORT COMMITTEE", "ASC", "otwarta spółka akcyjna"))
    found = hits_of(["Asc", "OTWARTA SPOLKA AKCYJNA"], listed)
    assert found["listed_name"].to_pylist() == ["ASC", "otwarta spółka akcyjna"]
    assert set(found["band"].to_pylist()) == {"match"}


def test_one_name_on_two_lists_gives_two_hits() -> None:
    other = snapshot(listing(1, "VESTROKON LLC"), source="other-list")
    found = hits_of(["VESTROKON LLC"], LISTED, other)
    assert sorted(zip(found["list"].to_pylist(), found["listing_id"].to_pylist(), strict=True))[:2] == [
        ("other-list", "1"),
        ("test-list", "1"),
    ]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("size", [1, 3, 20_000])
@pytest.mark.parametrize("names", [0, 1, 2, 10_001, 40_000])
def test_slices_are_all_names_once(names: int, size: int, jobs: int) -> None:
    slices = linking._slices(names, Config(slice_names=size, jobs=jobs))
    assert [name for start, stop in slices for name in range(start, stop)] == list(range(names))
    assert max((stop - start for start, stop in slices), default=0) <= size


def test_two_slices_at_once_are_not_at_the_same_stage() -> None:
    (start, middle), (_, end), *_ = linking._slices(100_000, Config(jobs=2))
    assert middle - start == (end - middle) // 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_slices_do_not_change_the_hits(jobs: int) -> None:
    rows = [{"party_name": name, "country": country} for name in NAMES for country in ("", "KG")]
    sliced = hits_of(rows, config=Config(**{**WIDE.as_dict(), "slice_names": 3, "jobs": jobs}))
    assert sliced.to_pylist() == hits_of(rows).to_pylist()


def test_shuffled_rows_give_the_same_hits() -> None:
    table = parties([{"party_name": name, "country": c} for name in NAMES for c in ("", "RU", "KG")])
    order = pa.array([(7 * i) % table.num_rows for i in range(table.num_rows)])
    keys = [("party_id", "ascending"), ("listing_id", "ascending")]
    straight = hits_of(None, table=table).sort_by(keys)
    shuffled = hits_of(None, table=table.take(order)).sort_by(keys)
    assert straight.to_pylist() == shuffled.to_pylist()


def test_other_parties_do_not_change_a_hit() -> None:
    together = hits_of(NAMES).to_pylist()
    for place in (0, 3, 7):
        alone = hits_of([NAMES[place]]).to_pylist()
        ours = [hit for hit in together if hit["party_id"] == f"p{place}"]
        same = ("listing_id", "match_weight", "kind", "band", "listed_name")
        assert [[h[c] for c in same] for h in alone] == [[h[c] for c in same] for h in ours]


def test_no_parties_and_no_listings() -> None:
    assert hits_of([]).num_rows == 0
    assert hits_of(["VESTROKON"], snapshot()).num_rows == 0
