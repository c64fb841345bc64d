"""Tables that take long to make are kept as they were made, beside the compiled code of their module.

The lexicon alone is 120,000 spellings whose sounds are worked out one by one: seconds of every process, however little it is
asked. What a table was made of, the code and the CSV files of this package, is part of what is kept: when any of them
changes, the table is made anew. Where the folder of the compiled code may not be written, the user's own cache folder
serves; where neither may, every process makes its tables.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable
from functools import cache, update_wrapper
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from resolver.names.code_digest import code_digest
from resolver.names.collector import collector_paused

Table = TypeVar("Table")

MADE_OF = "resolver.names"
"""The package of which every file counts."""


def kept(make: Callable[[], Table]) -> Callable[[], Table]:
    """`make`, called once per process at the most, and once per installation where its result can be kept.

    Raises what `make` raises. What is kept must be equal when it is pickled and read again; nobody may change it.
    """

    def table() -> Table:
        places = _places(make)
        mark = code_digest(MADE_OF).encode()
        with collector_paused():
            for place in places:
                with contextlib.suppress(OSError, _Stale):
                    found: Table = _read(place, mark)
                    return found
            made = make()
            content = mark + pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        for place in places:
            with contextlib.suppress(OSError):  # as of compiled code: who may not write makes it again
                _write(place, content)
                break
        return made

    return cache(update_wrapper(table, make))


class _Stale(Exception):
    """Kept by another version, or cut short."""


def _places(make: Callable[[], object]) -> tuple[Path, Path]:
    """Where a table may be kept: beside the compiled code, and in the user's cache."""
    source = sys.modules[make.__module__].__file__ or make.__module__
    compiled = Path(cache_from_source(source))
    name = f"{compiled.stem}.{make.__name__}.table"
    return compiled.with_name(name), platformdirs.user_cache_path("watchlist-resolver") / name


def _read(place: Path, mark: bytes) -> Any:
    """The table at a place: from a folder that only those write who may also change the code, or the user's own.

    Raises OSError, _Stale.
    """
    content = place.read_bytes()
    if not content.startswith(mark):
        raise _Stale
    try:
        return pickle.loads(memoryview(content)[len(mark) :])  # noqa: S301
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError) as error:
        raise _Stale from error


def _write(place: Path, content: bytes) -> None:
    """All of it or nothing: others may be reading, or writing the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
