"""Where a file system has no locks: a registry is refused, results may be moved in."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from resolver.alone import alone_in, alone_moving_into
from resolver.errors import UnwritableOutput


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
