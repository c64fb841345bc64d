"""The sources that the package knows (sources.toml) and those that a user adds in the resolver's home."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import platformdirs

from watchlists.errors import UnreadableList

HOME_VARIABLE = "RESOLVER_HOME"


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's list: see the head of sources.toml for the meaning of each key."""

    name: str
    title: str = ""
    publisher: str = ""
    homepage: str = ""
    licence: str = ""
    url: str = ""
    token_env: str = ""
    token_help: str = ""
    redirect_hosts: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    file: str = ""
    published: str = ""
    usual: bool = False
    does_not_contain: tuple[str, ...] = ()


def home_folder(home: Path | None = None) -> Path:
    """Where snapshots live: `home`, else $RESOLVER_HOME, else the user's data folder."""
    if home is not None:
        return home
    named = os.environ.get(HOME_VARIABLE, "")
    return Path(named) if named else Path(platformdirs.user_data_dir("watchlist-resolver", appauthor=False))


def known_sources(home: Path | None = None) -> dict[str, Source]:
    """All sources by name. Raises UnreadableList when the user's sources.toml cannot be used."""
    known = dict(_shipped())
    own = home_folder(home) / "sources.toml"
    if own.is_file():
        try:
            text = own.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableList(f"{own}: cannot be read as UTF-8 ({error})") from None
        for name, table in _read(text, where=str(own)).items():
            known[name] = _source(known.get(name, Source(name)), table, where=str(own))
    return known


def fitting_sources(form: str, file_name: str, known: dict[str, Source]) -> list[Source]:
    """Sources that a file may be of, by its format and, where several share it, by the beginning of its
    name."""
    fitting = [source for source in known.values() if form in source.formats and source.url]
    stem = file_name.casefold()
    named = [source for source in fitting if any(stem.startswith(name) for name in source.names)]
    return named or fitting


@cache
def _shipped() -> dict[str, Source]:
    text = resources.files("watchlists").joinpath("sources.toml").read_text(encoding="utf-8")
    tables = _read(text, where="sources.toml")
    return {name: _source(Source(name), table, where="sources.toml") for name, table in tables.items()}


def _read(text: str, *, where: str) -> dict[str, Any]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableList(f"{where}: not TOML ({error})") from None
    return tables


def _source(known: Source, table: Any, *, where: str) -> Source:
    keys = {field.name for field in fields(Source)} - {"name"}
    if not isinstance(table, dict) or (unknown := set(table) - keys):
        what = f"unknown keys {', '.join(sorted(unknown))}" if isinstance(table, dict) else "not a table"
        raise UnreadableList(f"{where}: source {known.name}: {what}; known are {', '.join(sorted(keys))}")
    values = {key: _value(value) for key, value in table.items()}
    return replace(known, **values)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(str, value))
    return value if isinstance(value, bool) else str(value)
