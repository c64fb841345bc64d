"""The verbs in Python: what they take, what they give, what they refuse."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import resolver
from resolver.errors import UsageError
from resolver.model import CLUSTERS, ENTITIES, HITS
from watchlists import load

PARTIES = pd.DataFrame(
    {"Получатель": ["ООО «Вестрокон»", None, "TO ORDER", "Prairie Bakery"], "Страна": ["РФ", "", None, "US"]},
    index=[7, 7, 7, 8],
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A list of one firm."""
    path = tmp_path / "mine.csv"
    path.write_text("listing_id,name,country\n1,VESTROKON LLC,RU\n", encoding="utf-8")
    return path


def test_screen_takes_tables_and_paths(mine: Path, tmp_path: Path) -> None:
    PARTIES.to_csv(tmp_path / "m.csv", index=False)
    given: list[Any] = [PARTIES, pa.Table.from_pandas(PARTIES), tmp_path / "m.csv", [str(tmp_path / "m.csv")]]
    for parties in given:
        for lists in ([mine], str(mine), [load(mine)]):
            hits = resolver.screen(parties, lists)
            assert list(hits.columns) == HITS.names
            assert hits[["source_row", "listed_name", "band"]].to_numpy().tolist() == [
                [1, "VESTROKON LLC", "match"]
            ]


def test_a_file_and_a_list_named_twice_count_once(mine: Path, tmp_path: Path) -> None:
    PARTIES.to_csv(tmp_path / "m.csv", index=False)
    assert len(resolver.screen([tmp_path / "m.csv", tmp_path / "m.csv"], [mine, mine])) == 1


def test_two_lists_of_one_name_are_told_apart(mine: Path, tmp_path: Path) -> None:
    other = tmp_path / "deeper" / "mine.csv"
    other.parent.mkdir()
    other.write_text("listing_id,name\n5,ВЕСТРОКОН ООО\n", encoding="utf-8")
    assert set(resolver.screen(PARTIES, [mine, other])["list"]) == {str(mine), str(other)}


def test_dedupe_and_resolve(mine: Path) -> None:
    twice = pd.DataFrame({"name": ["ООО «Вестрокон»", "OOO VESTROKON", "Prairie Bakery"]})
    assert list(resolver.dedupe(twice).columns) == CLUSTERS.names
    found = resolver.resolve(twice, [mine])
    assert list(found.entities.columns) == ENTITIES.names
    assert set(found.hits["entity_id"]) <= set(found.clusters["entity_id"])
    assert sorted(found.entities["size"]) == [1, 2]


@pytest.mark.parametrize("parties", [pd.Series(["A"]), {"name": ["A"]}, 7, [1, 2], None])
def test_what_is_no_table_is_said_so(parties: Any, mine: Path) -> None:
    with pytest.raises(UsageError, match="DataFrame"):
        resolver.screen(parties, [mine])


def test_no_list_is_no_clean_result() -> None:
    with pytest.raises(UsageError, match="no list"):
        resolver.screen(PARTIES, [])


def test_compare_and_explain_take_what_the_command_line_takes() -> None:
    pairs = pa.table({"left": ["ООО «Вестрокон»"], "right": ["VESTROKON LLC"]})
    assert resolver.compare(pairs)["band"].tolist() == ["match"]
    assert "вестрокон" in resolver.explain("ООО «Вестрокон»")
    text = resolver.explain("Вестрокон", "VESTROKON LLC", party_country="Россия", preset="wide")
    assert "preset wide" in text
    with pytest.raises(UsageError, match="party_country"):
        resolver.explain("A", "B", party_country="Nowhere")


def test_hits_and_clusters_call_a_party_by_one_name(tmp_path: Path) -> None:
    listed = tmp_path / "listed.csv"
    listed.write_text("id,name\n1,GRANIT BANK JSC BELGRADE\n", encoding="utf-8")
    parties = pd.DataFrame({"name": ["GRANIT BANK JSC BELGRADE"]})
    found = resolver.resolve(parties, [listed])
    assert found.hits["party_name"].tolist() == ["GRANIT BANK JSC BELGRADE"]
    assert found.clusters["party_name"].tolist() == found.hits["party_name"].tolist()


def test_a_screener_is_asked_again_and_again(mine: Path) -> None:
    screener = resolver.Screener([mine])
    for _ in range(2):
        pd.testing.assert_frame_equal(screener.screen(PARTIES), resolver.screen(PARTIES, [mine]))
    assert len(screener.screen(pd.DataFrame({"name": ["Prairie Bakery"]}))) == 0


def test_a_screener_serves_several_threads(mine: Path) -> None:
    screener = resolver.Screener([mine])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(screener.screen, [PARTIES] * 8))
    assert all(one.equals(found[0]) for one in found)


def test_a_screener_refuses_what_screen_refuses() -> None:
    with pytest.raises(UsageError):
        resolver.Screener([])
    with pytest.raises(UsageError):
        resolver.Screener(["kremlin-linked"], preset="loud")
