"""Fixtures of the tests that go through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resolver.cli import main
from resolver.samples import SamplePaths, paths

Invoke = Callable[..., Result]


@pytest.fixture(scope="session")
def samples() -> SamplePaths:
    """The fictional lists and manifests."""
    return paths()


@pytest.fixture(scope="session")
def invoke() -> Invoke:
    """Run `resolver` with these words; standard input may be given as bytes."""

    def run(*words: str | Path, stdin: bytes = b"") -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], input=stdin)

    return run
