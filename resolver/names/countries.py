"""Words for countries -> ISO 3166-1 alpha-2, by tables/countries.csv (names of CLDR and ISO in some thirty
languages, both codes, the number, and what trade documents write: "P.R. CHINA", "РФ", "UAE").

Unlike in other tables, Latin and Cyrillic look-alikes stay apart here in short words: "КР" is Kyrgyzstan,
"KP" North Korea.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from resolver.names.kept import kept
from resolver.names.tables import read_table
from resolver.names.word_keys import word_key

_NOT_WORD = re.compile(r"[\W_]+")
_SHORTEST_FOLDED = 5  # letters: shorter words are codes, in which a look-alike is another country
_PARTS = re.compile(r"[(),/:;]|\s[-–]\s|(?<=\d)-|-(?=\d)")


def _plain_key(text: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", text.upper()).split())


@kept
def country_names() -> dict[str, str]:
    """Every known name, in capitals without punctuation -> code."""
    return {_plain_key(row["name"]): row["country"] for row in read_table("countries")}


@cache
def _folded_names() -> dict[str, str]:
    return {word_key(name): code for name, code in country_names().items() if len(name) >= _SHORTEST_FOLDED}


def _lookup(text: str) -> str:
    return country_names().get(_plain_key(text)) or _folded_names().get(word_key(text), "")


@lru_cache(maxsize=1 << 14)
def country_code(text: str) -> str:
    """The code of a country named in any known language; "" when it is not known.

    "643 - РОССИЯ" and "KYRGYZSTAN (KG)" are understood as well, as long as their parts do not contradict
    each other.
    """
    whole = _lookup(text)
    if whole or not text.strip():
        return whole
    found = {code for part in _PARTS.split(text) if part.strip() and (code := _lookup(part))}
    return found.pop() if len(found) == 1 else ""
