"""One writer at a time, where a file system has locks and where it has none; what a run that was killed leaves."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from resolver.alone import alone_in, alone_moving_into, clear_leftovers, holding
from resolver.errors import UnwritableOutput
from resolver.report import run_folder


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_descriptor: int, _how: int) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    monkeypatch.setattr("fcntl.flock", without)
    with (
        pytest.raises(
            UnwritableOutput, match=r"registry .*: the file system has no locks.*keep it on another"
        ),
        alone_in(tmp_path / "registry"),
    ):
        pass
    entered = False
    with alone_moving_into(tmp_path / "out"):
        entered = True
    assert entered


KILLED = """
import os, signal, sys
from pathlib import Path
from resolver.alone import holding
from resolver.report import run_folder
with run_folder(Path(sys.argv[1]), holding=holding) as folder:
    (folder / "hits.csv").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("exists", [True, False])
def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path, exists: bool) -> None:
    out = tmp_path / "out"
    if exists:
        out.mkdir()
    subprocess.run([sys.executable, "-c", KILLED, str(out)], check=False)
    place = out if exists else tmp_path
    [left] = place.iterdir()
    assert (left / "hits.csv").read_text() == "half"
    assert clear_leftovers(out) == [left]
    assert list(place.iterdir()) == []


def test_nothing_else_is_cleared_away(tmp_path: Path) -> None:
    """A living run's, a folder that only bears such a name, a link to one of a dead run, a file."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / ".of-a-run").touch()
    (tmp_path / ".partial-a_link_0").symlink_to(tmp_path / "kept")
    (tmp_path / ".partial-a_file_0").touch()
    (tmp_path / ".partial-backups_").mkdir()
    (tmp_path / ".partial-backups_" / "hits.csv").touch()
    (tmp_path / ".partial-of-mine").mkdir()
    (tmp_path / ".partial-of-mine" / ".of-a-run").touch()
    before = sorted(tmp_path.rglob("*"))
    with run_folder(tmp_path, holding=holding) as folder:
        (folder / "hits.csv").write_text("mine")
        assert clear_leftovers(tmp_path) == []
        assert (folder / "hits.csv").exists()
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "hits.csv"])
