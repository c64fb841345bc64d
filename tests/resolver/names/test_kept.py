"""Tables kept on disk: the same as when they are made, and made anew when anything that they are made of has changed."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from resolver.names import (
    address_marks,
    compounds,
    countries,
    form_spans,
    forms,
    kept,
    letter_names,
    lexicon,
    mending,
    respellings,
)

KEPT: list[Any] = [
    getattr(module, name)
    for module in (
        address_marks,
        compounds,
        countries,
        form_spans,
        forms,
        letter_names,
        lexicon,
        mending,
        respellings,
    )
    for name, made in vars(module).items()
    if hasattr(getattr(made, "__wrapped__", None), "__wrapped__") and made.__module__ == module.__name__
]

FOLDERS = ("code", "user")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """Where the table of `_counted` is kept: the first choice and the second; others beside it, each by its name."""

    def named(name: str) -> tuple[Path, ...]:
        return tuple(tmp_path / folder / name for folder in FOLDERS)

    monkeypatch.setattr(kept, "_places", lambda make: named(f"{make.__module__}.{make.__name__}"))
    return named(f"{__name__}.table")


def _counted(made: list[int]) -> Callable[[], dict[str, int]]:
    """A table as a new process would ask for it, which notes that it was made."""

    def table() -> dict[str, int]:
        made.append(1)
        return {"a": len(made)}

    return kept.kept(table)


@pytest.mark.parametrize("table", KEPT, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_what_is_kept_is_what_would_be_made(table: Any, places: tuple[Path, ...]) -> None:
    make = table.__wrapped__.__wrapped__
    kept.kept(make)()
    assert len(list(places[0].parent.glob(f"*.{make.__name__}"))) == 1
    assert _comparable(kept.kept(make)()) == _comparable(make())


def _comparable(table: Any) -> Any:
    return vars(table) if hasattr(table, "__dict__") else table


def test_all_that_take_long_are_asked() -> None:
    assert len(KEPT) >= 15


def test_another_process_does_not_make_it_again(places: tuple[Path, ...]) -> None:
    made: list[int] = []
    assert _counted(made)() == _counted(made)() == {"a": 1}
    assert made == [1]
    assert not places[1].exists()


def test_one_process_reads_it_once(places: tuple[Path, ...]) -> None:
    table = _counted([])
    assert table() is table()


def test_made_anew_when_code_or_tables_change(
    places: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    _counted(made)()
    monkeypatch.setattr(kept, "code_digest", lambda package: "another")
    assert _counted(made)() == _counted(made)() == {"a": 2}


@pytest.mark.parametrize("left", [0, 10, 64, 70, -1])
def test_made_anew_when_the_file_is_cut_short(left: int, places: tuple[Path, ...]) -> None:
    made: list[int] = []
    _counted(made)()
    places[0].write_bytes(places[0].read_bytes()[:left])
    assert _counted(made)() == {"a": 2}
    assert _counted(made)() == {"a": 2}


@pytest.mark.parametrize("seed", range(40))
def test_made_anew_when_the_file_is_damaged(seed: int, places: tuple[Path, ...]) -> None:
    made: list[int] = []
    _counted(made)()
    raw = bytearray(places[0].read_bytes())
    chance = random.Random(seed)
    behind_the_mark = len(kept.code_digest(kept.MADE_OF))
    for _ in range(4):
        raw[chance.randrange(behind_the_mark, len(raw))] = chance.randrange(256)
    places[0].write_bytes(raw)
    with contextlib.suppress(kept.NotKept):  # it may also hold something else that can be read; nothing worse
        kept.read_kept(places[0], kept.code_digest(kept.MADE_OF).encode())


def test_kept_with_the_user_where_the_code_may_not_be_written(places: tuple[Path, ...]) -> None:
    places[0].parent.write_text("a file, so that no folder can be made")
    made: list[int] = []
    assert _counted(made)() == _counted(made)() == {"a": 1}
    assert places[1].exists()


def test_made_by_each_process_where_nothing_may_be_written(places: tuple[Path, ...]) -> None:
    for place in places:
        place.parent.write_text("a file")
    made: list[int] = []
    assert (_counted(made)(), _counted(made)()) == ({"a": 1}, {"a": 2})


def test_nothing_half_written_is_left(places: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert _counted([])() == {"a": 1}
    assert [list(place.parent.iterdir()) for place in places] == [[], []]


def test_others_may_read_it(places: tuple[Path, ...]) -> None:
    beside = places[0].parent / "beside"
    _counted([])()
    beside.touch()
    assert places[0].stat().st_mode == beside.stat().st_mode
