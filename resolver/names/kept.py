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
                with contextlib.suppress(NotKept):
                    found: Table = read_kept(place, mark)
                    return found
            made = make()
            any(write_kept(place, mark, made) for place in places)
        return made

    return cache(update_wrapper(table, make))


_DAMAGED = (
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    LookupError,
    TypeError,
    ValueError,
    OverflowError,
    MemoryError,
)
"""What reading a damaged file may end in, by the documents of pickle and by trial."""


class NotKept(Exception):
    """Nothing is kept there, or it was made by another version or cut short."""


def _places(make: Callable[[], object]) -> tuple[Path, Path]:
    """Where a table may be kept: beside the compiled code, and in the user's cache."""
    source = sys.modules[make.__module__].__file__ or make.__module__
    compiled = Path(cache_from_source(source))
    name = f"{compiled.stem}.{make.__name__}.table"
    return compiled.with_name(name), own_folder() / name


def own_folder() -> Path:
    """The folder of the user for what can be made again."""
    return platformdirs.user_cache_path("watchlist-resolver", appauthor=False)


def read_kept(place: Path, mark: bytes) -> Any:
    """What is kept at a place under a mark: in a folder that only those write who may also change the code, or the user.

    Raises NotKept.
    """
    try:
        with place.open("rb") as file:
            if file.read(len(mark)) == mark:
                return pickle.load(file)  # noqa: S301
    except OSError as error:
        raise NotKept from error
    except _DAMAGED as error:
        raise NotKept from error
    raise NotKept


def write_kept(place: Path, mark: bytes, made: object) -> bool:
    """Keep something, all of it or nothing: others may be reading, or writing the same. False where that is not possible; as
    of compiled code, who may not write makes it again."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(mark)
            pickle.dump(made, file, pickle.HIGHEST_PROTOCOL)
        beside.replace(place)
    except OSError:
        return False
    finally:  # also where the user has had enough of waiting
        with contextlib.suppress(OSError):
            beside.unlink()
    return True
