"""Fixtures that several test folders share, and the order of the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a busy machine is no defect
settings.load_profile("any machine")

REPOSITORY = Path(__file__).resolve().parent.parent
COMPILE = """
import pathlib, sys, tempfile
from resolver.cli import main
from resolver.names import learning, worker
try:
    worker.warm_up()
    for letters in ("abcdehiknorstuvyz", "абвегиклнорстуыья"):  # so many distinct words that they are rewritten compiled
        learning.records_of([a + b + c + letters[9:12] for a in letters for b in letters for c in letters[:4]])
    with tempfile.TemporaryDirectory() as name:
        table = pathlib.Path(name, "two.csv")
        table.write_text("name\\nVestrokon LLC\\nOOO Westrokon\\n", encoding="utf-8")
        for verb in (["screen", "--list", str(table)], ["dedupe"]):
            words = [*verb, str(table), "--out", str(table.with_name("out")), "--quiet"]
            try:
                main(words)
            except SystemExit:
                pass
finally:
    pathlib.Path(sys.argv[1]).touch()
"""
"""Compiles every kernel that a run calls, those of names first, and says when it is done."""
COMPILING = pytest.StashKey[subprocess.Popen[bytes]]()
CACHE = pytest.StashKey[str]()
COMPILED = "RESOLVER_TESTS_COMPILED"  # the file that says so, of the workers' environment
LONGEST_COMPILATION = 300.0

STAGES = (
    ("watchlists/test_real_lists.py", "benchmarks/test_truth.py"),
    ("watchlists/", "resolver/intake/", "resolver/report/", "resolver/samples/"),
    ("resolver/names/",),
    ("resolver/test_real_run.py", "resolver/test_cli.py", "golden/", "resolver/test_running.py"),
    ("resolver/matching/", "resolver/entities/"),
)
"""Files and folders in the order in which they run, the others after them; a file stays on one worker, which makes what its
tests share once. What calls nothing compiled comes first: by the time the rest is reached the kernels are there. Long files
come early, so that no worker is left with one at the end."""
COMPILED_FROM = (
    3  # the first stage that waits for the kernels; those of names are compiled by the time names are reached
)


def pytest_configure(config: pytest.Config) -> None:
    """With several workers, compile the kernels beside them: each would compile all of them otherwise, at the same
    time. A cache that is there already makes this the start of two small runs."""
    if not hasattr(config, "workerinput"):
        config.stash[CACHE] = tempfile.mkdtemp(prefix="resolver-tests-cache-")
        os.environ["XDG_CACHE_HOME"] = config.stash[CACHE]  # what a run keeps of lists stays with these tests
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        done = Path(tempfile.mkdtemp(prefix="resolver-tests-"), "compiled")
        os.environ[COMPILED] = str(done)
        config.stash[COMPILING] = subprocess.Popen([sys.executable, "-c", COMPILE, str(done)], cwd=REPOSITORY)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no process and no file behind."""
    shutil.rmtree(config.stash.get(CACHE, ""), ignore_errors=True)
    if compiling := config.stash.get(COMPILING, None):
        compiling.terminate()
        compiling.wait()
        shutil.rmtree(Path(os.environ.pop(COMPILED)).parent, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order of STAGES; what asks for the real lists is marked so, that no test of them is left out of its command."""
    items.sort(key=_stage)
    for item in items:
        if "lists_folder" in getattr(item, "fixturenames", ()):
            item.add_marker("lists")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Wait for the kernels rather than compile them again."""
    if (done := os.environ.get(COMPILED)) and _stage(item) >= COMPILED_FROM:
        until = time.monotonic() + LONGEST_COMPILATION
        while not Path(done).exists() and time.monotonic() < until:
            time.sleep(0.1)


def _stage(item: pytest.Item) -> int:
    path = item.path.relative_to(REPOSITORY / "tests").as_posix()
    return next((at for at, names in enumerate(STAGES) if path.startswith(names)), len(STAGES))


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
