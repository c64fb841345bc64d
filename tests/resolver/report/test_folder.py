"""The output folder: all of a run, or nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

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
