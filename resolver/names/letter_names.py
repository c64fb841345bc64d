"""Initialisms that are written as they are spoken: ЭйБиСи is ABC, ЭмТэЭс is MTS.

In: one folded word of Cyrillic letters. Out: its initials in Latin letters, or "" for a word that is no row of letter
names. For keys, and as a further reading; `join_names` makes such a word of names that stand apart (Эйч-Ти-Эм). By
tables/letter_names.csv, of English and Russian letters alike; words of two letters (Эми, Элси) are names of people more
often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from resolver.names.kept import kept
from resolver.names.tables import read_table

FEWEST_LETTERS = 3
"""Letters of an initialism that is read from its letter names."""

LONGEST_WORD = 20
"""Letters of a word that is tried: five letter names of four letters."""

_SPOKEN = ("э", "ай", "дж")
"""What letter names hold and Russian words do seldom: without it a word of such syllables (винити) is a word."""


@cache
def _names() -> dict[str, str]:
    return {row["name"]: row["letter"] for row in read_table("letter_names")}


_MAY_BE_SPOKEN = re.compile("|".join(_SPOKEN))


@cache
def _longest() -> int:
    return max(map(len, _names()))


@cache
def _only_names() -> re.Pattern[str]:
    """A glance that most words end at: whether a word is made of letter names."""
    return re.compile(f"(?:{'|'.join(_names())})+")


def initials_of(word: str) -> str:
    """The initials that a word of letter names stands for (юэсэм: usm), the fewest letters where it may be several; or
    ""."""
    if len(word) > LONGEST_WORD or not _MAY_BE_SPOKEN.search(word) or not _only_names().fullmatch(word):
        return ""
    found = _read(word)
    return found if len(found) >= FEWEST_LETTERS else ""


_NAMES = "|".join(row["name"] for row in read_table("letter_names") if len(row["name"]) > 1)
"""Those that may stand apart: и and ю alone are words."""

MAY_BE_APART = re.compile(rf"[ -](?:{_NAMES})[ -](?:{_NAMES})(?!\w)")
"""A glance that begins with signs of its own; before what it finds a third name must stand."""

_APART = re.compile(rf"(?<!\w)(?:{_NAMES})(?:[ -](?:{_NAMES})){{{FEWEST_LETTERS - 1},}}(?!\w)")


_SIGN = re.compile("[ -]")


def join_names(folded: str) -> str:
    """A folded text with the letter names that stand apart in it as one word: Джи Ти Эм."""
    return _APART.sub(_joined, folded) if MAY_BE_APART.search(folded) else folded


def _joined(found: re.Match[str]) -> str:
    """The names as one word; a legal form that is spoken too stays apart from them (Ай Би Эм Эл Эл Си)."""
    names = _SIGN.split(found[0])
    form = next((one for one in _spoken_forms() if names[-len(one) :] == one and names != one), [])
    own = names[: len(names) - len(form)]
    words = [*_as_one(own), *_as_one(form)]
    return " ".join(words) if words != names else found[0]


def _as_one(names: list[str]) -> list[str]:
    """The names as one word where they are an initialism, else as they are."""
    whole = "".join(names)
    return [whole] if len(names) >= FEWEST_LETTERS and initials_of(whole) else names


@kept
def _spoken_forms() -> tuple[list[str], ...]:
    """The letter names of the legal forms that are written as they are spoken."""
    forms = (row["form"] for row in read_table("legal_forms"))
    return tuple(_SIGN.split(form) for form in forms if _APART.fullmatch(form))


def _read(word: str) -> str:
    """The letters of the names from the first to the last letter of a word, longer names first; "" if there is no way."""
    fewest: list[str | None] = [None] * len(word) + [""]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + _longest()), start, -1):
            letter, rest = _names().get(word[start:end]), fewest[end]
            here = fewest[start]
            if letter and rest is not None and (here is None or len(rest) + 1 < len(here)):
                fewest[start] = letter + rest
    return fewest[0] or ""


def are_initials(words: Sequence[str]) -> list[bool]:
    """Whether each of many words is an initialism as it is spoken."""
    return [not word.isascii() and initials_of(word) != "" for word in words]
