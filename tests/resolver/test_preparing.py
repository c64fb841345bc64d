"""What is made of lists is kept from run to run: the same result, made once, and anew when what it is made of changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import resolver
from resolver import preparing
from resolver.config import Config
from tests.resolver.matching.lists import listing, snapshot
from watchlists.model import Snapshot

PARTIES = pd.DataFrame({"name": ["OOO Vestrokon", "TRADE HOUSE KVAZAR"], "country": ["RU", "KG"]})
LISTS = [
    snapshot(listing(1, "ВЕСТРОКОН ООО", country="RU"), listing(2, "Kvazar Trading House LLC", country="KG"))
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what is kept, also of the shortest list."""
    monkeypatch.setattr(preparing, "own_folder", lambda: tmp_path)
    monkeypatch.setattr(preparing, "FEWEST_KEPT", 1)
    return tmp_path / "lists"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows whenever lists are prepared from nothing."""
    calls: list[int] = []
    prepare = preparing.prepare_listed

    def counted(*tables: pa.Table, jobs: int) -> object:
        calls.append(1)
        return prepare(*tables, jobs=jobs)

    monkeypatch.setattr(preparing, "prepare_listed", counted)
    return calls


def _hits(lists: list[Snapshot], config: Config | None = None) -> pd.DataFrame:
    return resolver.screen(PARTIES, lists, config=config)


def test_a_second_run_finds_the_same_with_what_was_kept(made: list[int]) -> None:
    first, second = _hits(LISTS), _hits(LISTS)
    assert len(first) == 2
    pd.testing.assert_frame_equal(first, second)
    assert made == [1]


def test_another_listing_is_another_list(made: list[int]) -> None:
    more = replace(LISTS[0], listings=(*LISTS[0].listings, listing(3, "Vestrokon Trade LLC", country="RU")))
    assert len(_hits(LISTS)) < len(_hits([more]))  # under one hash of the file: what counts is what it holds
    assert made == [1, 1]


def test_another_version_makes_it_anew(made: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    _hits(LISTS)
    monkeypatch.setattr(preparing, "code_digest", lambda package: "another")
    _hits(LISTS)
    assert made == [1, 1]


def test_a_file_cut_short_is_made_anew(made: list[int], folder: Path) -> None:
    first = _hits(LISTS)
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    pd.testing.assert_frame_equal(first, _hits(LISTS))
    assert made == [1, 1]


def test_nothing_is_kept_where_the_user_says_so(folder: Path) -> None:
    assert len(_hits(LISTS, Config(keep_lists=False))) == 2
    assert not folder.exists()


def test_a_short_list_is_not_worth_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "FEWEST_KEPT", 3)
    _hits(LISTS)
    assert not folder.exists()


def test_where_nothing_may_be_written_every_run_makes_it(made: list[int], tmp_path: Path) -> None:
    (tmp_path / "lists").write_text("a file, so that no folder can be made")
    assert len(_hits(LISTS)) == len(_hits(LISTS)) == 2
    assert made == [1, 1]


def test_the_latest_few_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "MOST_KEPT", 2)
    several = [[snapshot(listing(1, name))] for name in ("Kvazar LLC", "Vestrokon LLC", "Navost LLC")]
    for lists in several:
        _hits(lists)
    assert len(list(folder.iterdir())) == 2
