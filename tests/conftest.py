"""Fixtures that several test folders share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def lists_folder() -> Path:
    """The folder with real lists (RESOLVER_LISTS_DIR, or the sibling of the checkout); skips where it is not."""
    folder = Path(os.environ.get("RESOLVER_LISTS_DIR", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no folder with real lists at {folder}; set RESOLVER_LISTS_DIR")
    return folder
