"""Fixtures that several test folders share, and the order of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a busy machine is no defect
settings.load_profile("any machine")

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


@pytest.fixture
def effort() -> Callable[..., AbstractContextManager[None]]:
    """`with effort(at_most=N):` the block takes no more processor time than N plain loops of a million additions, run
    beside it: what is held is the growth of the work, on a machine of any speed."""

    @contextmanager
    def measured(*, at_most: float) -> Iterator[None]:
        started = time.process_time()
        yield
        used = time.process_time() - started
        loop = min(_plain_loop() for _ in range(3))
        assert used < at_most * loop, f"{used / loop:.1f} plain loops"

    return measured


def _plain_loop() -> float:
    """Processor time of a million additions."""
    started, total = time.process_time(), 0
    for i in range(1_000_000):
        total += i
    return time.process_time() - started
