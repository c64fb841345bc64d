"""A publisher's word for a country -> ISO 3166-1 alpha-2, by the table data/countries.csv.

Unknown words become "": a reader counts them and says so. "XK" (Kosovo) is user-assigned, as the EU uses it;
"AN", "SU", "YU" and "CS" are withdrawn codes that older listings still need.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def _codes_by_name() -> dict[str, str]:
    text = resources.files("watchlists").joinpath("data/countries.csv").read_text(encoding="utf-8")
    return {_key(row["name"]): row["iso2"] for row in csv.DictReader(text.splitlines())}


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in _codes_by_name().values() if code)


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".,;")


@cache
def country_code(name: str) -> str:
    """ISO 3166-1 alpha-2 of a country name or code in any case; "" when it is not known or not a country."""
    text = name.strip()
    if len(text) == 2 and text.upper() in _codes():
        return text.upper()
    return _codes_by_name().get(_key(text), "")


def is_unrecognised(name: str) -> bool:
    """True when a text was given that the table does not know (a known "unknown" such as "00" is
    recognised)."""
    return bool(name.strip()) and not country_code(name) and _key(name) not in _codes_by_name()
