"""What begins before the libraries are loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resolver import child_processes
from resolver.ahead import start_children
from resolver.errors import UsageError


@pytest.mark.parametrize(("megabytes", "started"), [(1, []), (3, []), (4, [1]), (9, [3]), (400, [63])])
def test_processes_that_start_early_have_enough_to_do(
    megabytes: int, started: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    wanted: list[int] = []
    monkeypatch.setattr(child_processes, "start", wanted.append)
    start_children({"parties": [str(large)], "jobs": 64})
    assert wanted == started


def test_options_that_no_run_could_use_are_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--threshold 2"):
        start_children({"parties": [str(tmp_path)], "threshold": 2.0})


def test_no_library_is_loaded_before_children_start() -> None:
    code = "import sys, resolver.ahead; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "pyarrow", "pandas", "numba", "duckdb", "splink"} & set(done.stdout.split())
