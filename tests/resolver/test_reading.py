"""Lists that a child reads are those that this process would have read, and nothing is lost where it cannot."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from resolver import child_processes, pipeline
from resolver.config import Config
from resolver.intake import from_table
from resolver.names import tokens
from resolver.reading import Reading, read_task
from resolver.run_lists import RunLists, read_lists
from watchlists.errors import WatchlistError

CONFIG = Config(jobs=2, keep_lists=False)
PARTIES = pd.DataFrame({"name": ["OOO Vestrokon 7", "Kvazar 19 Trading House", "ТОО Вестрокон 30"]})


@pytest.fixture
def listed(tmp_path: Path) -> list[str]:
    """A list of our own, as a file."""
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name", "country"])
        rows.writerows([number, f"{name} {number}", "RU"] for number in range(40) for name in NAMES)
    return [str(path)]


NAMES = ("ВЕСТРОКОН ООО", "Kvazar Trading House LLC")


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    """One child serves the tests of this file."""
    child_processes.start(1)
    yield
    _end_children()


def _end_children() -> None:
    for child in child_processes._children:
        child_processes.discard(child)
    child_processes._children.clear()


def _hits(lists: RunLists) -> list[dict[str, object]]:
    parties = from_table(PARTIES).parties
    story = pipeline.screen(parties, lists.listed, CONFIG, pipeline.Story())
    found: list[dict[str, object]] = story.tables["hits"].to_pylist()
    return found


def test_a_child_reads_what_this_process_would(listed: list[str]) -> None:
    reading = Reading(listed, CONFIG)
    assert reading._asking is not None, "no child was free"
    found, plain = reading.result(), read_lists(listed, CONFIG)
    assert found.described == plain.described
    assert found.warnings() == plain.warnings() != []
    assert found.listed.listed_names.equals(plain.listed.listed_names)
    assert _hits(found) == _hits(plain) != []


def test_words_that_the_child_described_are_known_here(
    listed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_kept", tokens._Kept(tokens.TOKENS.empty_table(), set()))
    reading = Reading(listed, CONFIG)
    assert reading.is_good_so_far()
    reading.result()
    assert reading.is_good_so_far()
    assert {"вестрокон", "kvazar"} <= set(tokens.all_kept()["token"].to_pylist())


def test_what_is_wrong_with_a_list_is_said_as_ever(tmp_path: Path) -> None:
    missing = [str(tmp_path / "nowhere.csv")]
    with pytest.raises(WatchlistError) as here:
        read_lists(missing, CONFIG)
    reading = Reading(missing, CONFIG)
    with pytest.raises(WatchlistError) as there:
        reading.result()
    assert str(here.value) == str(there.value)
    assert not reading.is_good_so_far()
    assert child_processes.are_living(), "the child is ready for more"


def test_without_a_free_child_this_process_reads(listed: list[str]) -> None:
    child = child_processes.engaged()
    assert child is not None
    try:
        reading = Reading(listed, CONFIG)
        assert not reading.is_good_so_far()
        assert len(_hits(reading.result())) > 0
    finally:
        child.busy.release()


def test_a_child_that_dies_costs_nothing_but_time(listed: list[str]) -> None:
    child = child_processes.engaged()
    assert child is not None
    child.busy.release()
    child.process.kill()
    child.process.wait()
    child_processes.start(1)
    fresh = child_processes.living(1)[0]
    assert fresh is not child
    reading = Reading(listed, CONFIG)
    fresh.process.kill()
    with pytest.warns(RuntimeWarning, match="ended too early"):
        assert len(_hits(reading.result())) > 0
    child_processes.start(1)


def test_nothing_is_answered_where_the_lists_cannot_be_had() -> None:
    assert read_task(["{}", "/nowhere/at/all.csv"]) == b""


def test_names_made_ahead_change_nothing(listed: list[str]) -> None:
    lists, parties = read_lists(listed, CONFIG), from_table(PARTIES).parties
    going = iter([True, True, False])
    story = pipeline.Story()
    known = pipeline.names_ahead(parties, CONFIG, story, lambda: next(going))
    assert known is not None
    assert known["text"].to_pylist() == PARTIES["name"].to_list()
    assert "names" in story.seconds
    with_known = pipeline.screen(parties, lists.listed, CONFIG, pipeline.Story(), known)
    assert with_known.tables["hits"].to_pylist() == _hits(lists)
    assert pipeline.names_ahead(parties, CONFIG, story, lambda: False) is None


def test_a_run_that_fails_does_not_wait_for_its_child(listed: list[str]) -> None:
    code = (
        "from resolver import child_processes\n"
        "from resolver.config import Config\n"
        "from resolver.reading import Reading\n"
        "child_processes.start(1)\n"
        f"Reading({listed!r}, Config(jobs=2, keep_lists=False))\n"
        "print(child_processes.living(1)[0].process.pid, flush=True)\n"
        "raise SystemExit(2)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "")
    deadline = time.monotonic() + 10
    while _is_running(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(int(done.stdout))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
