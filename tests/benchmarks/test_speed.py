"""Generated work, and the measuring of whole processes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.speed import deduplication
from benchmarks.speed.__main__ import _over_rounds
from benchmarks.speed.contest import PEERS, peer
from benchmarks.speed.processes import run
from benchmarks.speed.work import make_work


def test_work_has_the_sizes_that_were_asked(tmp_path: Path) -> None:
    work = make_work(tmp_path, parties=600, listed=400, repetition=3)
    listed, parties, truth = (
        pd.read_csv(path, dtype=str) for path in (work.listed, work.parties, work.truth)
    )
    assert len(listed) == 400 and len(parties) == 600
    assert 60 <= parties["name"].nunique() <= 200
    assert set(truth["listing_id"]) <= set(listed["listing_id"])
    assert 0.1 < len(truth) / len(parties) < 0.3


def test_a_program_is_measured(tmp_path: Path) -> None:
    ran = run([sys.executable, "-c", "print('done')"], folder=tmp_path)
    assert (ran.exit_code, ran.message) == (0, "done")
    assert 0 < ran.seconds < 30 and 0 < ran.memory < 0.3


def test_the_memory_of_who_measures_is_not_the_program_s(tmp_path: Path) -> None:
    held = bytearray(700 << 20)
    held[:: 1 << 12] = b"1" * len(held[:: 1 << 12])
    assert run([sys.executable, "-c", "print('done')"], folder=tmp_path).memory < 0.3


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands on what is left behind")
def test_what_a_program_leaves_behind_is_counted(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 1: pass"
    leaves = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {busy!r}])"
    assert run([sys.executable, "-c", leaves], folder=tmp_path).cpu > 1


def test_a_program_that_fails_says_so(tmp_path: Path) -> None:
    assert run([sys.executable, "-c", "raise SystemExit(3)"], folder=tmp_path).exit_code == 3


@pytest.mark.parametrize("name", list(PEERS))
def test_a_peer_that_is_missing_is_skipped_with_a_word(name: str, tmp_path: Path) -> None:
    work = make_work(tmp_path, parties=100, listed=100)
    result = peer(name, work, 100, tmp_path, sys.executable)
    installed = importlib.util.find_spec(name) is not None
    assert result.seconds > 0 if installed else "skipped" in result.note
    assert result.found > 0.3 if installed else result.found == 0


def test_splink_alone_clusters_a_registry(tmp_path: Path) -> None:
    registry = deduplication.write_registry(tmp_path, 600)
    result = deduplication.splink_alone(registry, tmp_path, 600)
    assert result.note == "" and result.figures["precision"] > 0.8


def test_over_rounds_the_middle_of_the_ratios_counts() -> None:
    assert _over_rounds("emm", [2.0, 9.0, 2.5]) == (
        "emm: ours is 2.5 times as fast, the middle of 3 rounds (2.0 to 9.0)"
    )
