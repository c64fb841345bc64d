"""Fixtures that several test folders share, and the order of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
WITHOUT_KERNELS = ("watchlists", "resolver/names", "resolver/intake", "resolver/report", "resolver/samples")
"""Folders whose tests call nothing compiled."""
COMPILE = (
    "import pathlib, tempfile; from resolver.cli import main\n"
    "with tempfile.TemporaryDirectory() as name:\n"
    "    table = pathlib.Path(name, 'two.csv')\n"
    "    table.write_text('name\\nVestrokon LLC\\nOOO Westrokon\\n', encoding='utf-8')\n"
    "    main(['dedupe', str(table), '--out', str(table.with_name('out')), '--quiet'])"
)
COMPILING = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    """With several workers, compile the kernels beside them: each would compile all of them otherwise, at the same
    time. A cache that is there already makes this the start of one small run."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        config.stash[COMPILING] = subprocess.Popen([sys.executable, "-c", COMPILE], cwd=REPOSITORY)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no process behind."""
    if compiling := config.stash.get(COMPILING, None):
        compiling.terminate()
        compiling.wait()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of what is compiled come last: by then the kernels are there."""
    folders = [str(REPOSITORY / "tests" / folder) + os.sep for folder in WITHOUT_KERNELS]
    items.sort(key=lambda item: not str(item.path).startswith(tuple(folders)))


@pytest.fixture(scope="session")
def lists_folder() -> Path:
    """The folder with real lists (RESOLVER_LISTS_DIR, or the sibling of the checkout); skips where it is not."""
    folder = Path(os.environ.get("RESOLVER_LISTS_DIR", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no folder with real lists at {folder}; set RESOLVER_LISTS_DIR")
    return folder
