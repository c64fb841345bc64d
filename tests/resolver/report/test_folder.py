"""The output folder: all of a run, or nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resolver.alone import alone_moving_into
from resolver.errors import UnwritableOutput
from resolver.report import require_writable, run_folder


def test_files_appear_together_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with run_folder(out) as folder:
        (folder / "hits.csv").write_text("1")
        assert not out.exists()
    assert [path.name for path in out.iterdir()] == ["hits.csv"]


def test_a_failed_run_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "hits.csv").write_text("old")

    def fail() -> None:
        with run_folder(tmp_path) as folder:
            (folder / "hits.csv").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"hits.csv": "old"}


def test_files_of_an_older_run_go_and_other_files_stay(tmp_path: Path) -> None:
    for name in ("hits.csv", "clusters.parquet", "report.html", "notes.txt"):
        (tmp_path / name).write_text("old")
    with run_folder(tmp_path) as folder:
        (folder / "hits.csv").write_text("new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "hits.csv": "new",
        "notes.txt": "old",
    }


def test_asking_whether_a_folder_can_be_written_leaves_no_trace(tmp_path: Path) -> None:
    require_writable(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["", "/deeper", "/deeper/still"])
def test_a_file_in_the_way_is_named(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UnwritableOutput, match=r"cannot write to .*file.*--out"):
        require_writable(Path(f"{tmp_path}/file{below}"))


FULL_DISK = """
import resource, sys
from pathlib import Path
from resolver.errors import UnwritableOutput
from resolver.model import HITS
from resolver.report import run_folder, write_run_record, write_tables
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
out = Path(sys.argv[1])
try:
    with run_folder(out) as folder:
        if sys.argv[2] == "tables":
            write_tables(folder, {"hits": HITS.empty_table()})
        write_run_record(folder, {"a": "b" * 999})
except UnwritableOutput as error:
    print(error)
"""


@pytest.mark.parametrize("what", ["tables", "record"])
def test_a_full_disk_is_told_in_one_line_and_leaves_nothing(tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-c", FULL_DISK, str(out), what]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"cannot write to {out}: File too large;")
    assert done.stdout.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


MOVES = """
import sys
from pathlib import Path
from resolver.alone import alone_moving_into
from resolver.report import run_folder
out, run = Path(sys.argv[1]), sys.argv[2]
for _ in range(20):
    with run_folder(out, alone_moving_into(out)) as folder:
        for n in range(60):
            (folder / f"{n}.csv").write_text(run)
with alone_moving_into(out):
    assert len({path.read_text() for path in out.glob("*.csv")}) == 1, "mixed"
"""


def test_two_runs_at_once_do_not_mix_their_files(tmp_path: Path) -> None:
    (tmp_path / ".lock").write_text("")  # of a process that died
    both = [
        subprocess.Popen([sys.executable, "-c", MOVES, str(tmp_path), run], stderr=subprocess.PIPE)
        for run in "AB"
    ]
    assert [one.communicate()[1] for one in both] == [b"", b""]
    assert len({path.read_text() for path in tmp_path.iterdir()}) == 1, "the lock is gone with the runs"
    assert len(list(tmp_path.iterdir())) == 60


def test_a_folder_that_another_run_is_moving_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resolver.alone.WAIT", 0.0)
    with (
        alone_moving_into(tmp_path),
        pytest.raises(UnwritableOutput, match="another run is writing there; name another folder"),
        run_folder(tmp_path, alone_moving_into(tmp_path)) as folder,
    ):
        (folder / "hits.csv").write_text("1")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_the_name_of_a_result_is_refused_before_anything_is_moved(tmp_path: Path) -> None:
    (tmp_path / "run.json").mkdir()
    with pytest.raises(
        UnwritableOutput, match=r"run\.json is a folder there; name another folder with --out"
    ):
        require_writable(tmp_path)
    with pytest.raises(UnwritableOutput, match=r"run\.json is a folder"), run_folder(tmp_path) as folder:
        (folder / "hits.csv").write_text("1")
        (folder / "run.json").write_text("{}")
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    """The database writes beside it: it takes no such path."""
    out = tmp_path / "out\udcff"
    out.mkdir()
    with run_folder(out) as folder:
        assert folder.parent == tmp_path
        (folder / "hits.csv").write_text("1")
    assert [path.name for path in out.iterdir()] == ["hits.csv"]
