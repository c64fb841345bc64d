"""`resolver registry`: show, split, merge, undo."""

from __future__ import annotations

import pyarrow as pa
import pytest
from click.testing import CliRunner

from resolver import alone
from resolver.cli_registry import registry
from resolver.config import Config
from resolver.entities.registry import open_registry, save_registry, settle_entities, with_remembered
from resolver.errors import UnreadableInput, UnwritableOutput, UsageError
from resolver.matching.within import link_within
from resolver.model import PARTIES

NAMES = [
    "ООО Луноход Электроника",
    "Lunokhod Elektronika JSC",
    "OOO LUNOKHOD ELEKTRONIKA",
    "Gromoboy Mashzavod",
]


def run_once(folder):
    blank = {f.name: "" for f in PARTIES} | {"source_file": "m.csv", "country": "RU", "identifiers": []}
    rows = [
        blank | {"party_id": str(n), "source_row": n, "party_name": name} for n, name in enumerate(NAMES, 1)
    ]
    opened = open_registry(folder)
    run = with_remembered(opened, pa.Table.from_pylist(rows, schema=PARTIES))
    config = Config(jobs=1)
    found, after = settle_entities(
        opened, run, link_within(run.parties, config), None, config, label="a test"
    )
    save_registry(after)
    return found.entity_of_party


def call(*words):
    return CliRunner().invoke(registry, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path):
    run_once(tmp_path)
    return tmp_path


def test_show_tells_runs_and_members(folder):
    ids = run_once(folder)
    assert "2 runs" in call("show", folder).output
    told = call("show", folder, "--entity", ids[0]).output
    assert ids[0] in told
    assert "M-" in told


def test_merge_split_and_undo(folder):
    before = run_once(folder)
    assert before[0] != before[3]
    call("merge", folder, before[0], before[3], "--why", "one address", "--who", "an analyst")
    merged = run_once(folder)
    assert merged[0] == merged[3]
    member = open_registry(folder).ledger.members.to_pylist()
    leaving = next(m["member"] for m in member if "Gromoboy" in m["party_name"])
    with pytest.raises(UsageError, match="already"):
        call("merge", folder, before[0], before[3], "--why", "again")
    call("split", folder, merged[0], leaving, "--why", "another address")
    assert run_once(folder) == before
    call("undo", folder)
    assert run_once(folder) == merged


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["merge", "E-NONE", "E-NADA", "--why", "x"], "never given"),
        (["split", "E-NONE", "M-X", "--why", "x"], "never given"),
        (["undo"], "no decisions"),
    ],
)
def test_mistakes_are_one_clear_error(folder, words, fault):
    with pytest.raises(UsageError, match=fault):
        call(words[0], folder, *words[1:])


def test_a_folder_that_is_none_is_said_so(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        call("show", tmp_path / "none")


def test_two_at_once_lose_nothing(folder, monkeypatch):
    """Who comes second waits, and says so when that takes too long."""
    monkeypatch.setattr(alone, "WAIT", 0.0)
    ids = run_once(folder)
    with alone.alone_in(folder), pytest.raises(UnwritableOutput, match="another run is writing it"):
        call("merge", folder, ids[0], ids[3], "--why", "one address")
    assert "2 runs" in call("show", folder).output
    call("merge", folder, ids[0], ids[3], "--why", "one address")
    assert "1 decision" in call("show", folder).output


def test_decisions_without_their_heading_are_not_passed_over(folder):
    (folder / "decisions.csv").write_text("must-link,M-A,M-B,an analyst,2026-07-11,one address\n")
    with pytest.raises(UnreadableInput, match="line 1: the heading lacks decision"):
        call("show", folder)
