"""Legal forms glued to a word: LLCGAZPROM, BROOKLLC, OBLTRANSTERMINALAO, 深圳华腾有限公司, 주식회사한빛; numbers glued to an
abbreviation: CETC28, ЦНИИ46.

Reads tables/glued_forms.csv (what must be left of the word is a pattern on its romanised rest) and, for
scripts that put no blanks between words, the forms of tables/legal_forms.csv. Gives the parts back in order,
never judges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import product
from operator import itemgetter
from string import ascii_lowercase, digits
from typing import NamedTuple

from resolver.names import chains, lexicon, skeleton, unspaced
from resolver.names.sequences import values
from resolver.names.tables import read_table

SHORTEST_UNSPACED = 2
"""Letters of a form in those scripts: 株 and 주 are syllables of names as well."""

_NUMBERED = re.compile(r"([^\W\d_]{3,7})(\d{1,4})")
"""Letters and a number behind them; two letters are too many abbreviations (KB7)."""


class _Glued(NamedTuple):
    form: str
    rest: re.Pattern[str]


@cache
def _forms(side: str) -> tuple[_Glued, ...]:
    rows = [
        _Glued(row["form"], re.compile(row["rest"]))
        for row in read_table("glued_forms")
        if row["side"] == side
    ]
    places = {"front": ("first", "ends"), "back": ("last", "ends")}[side]
    rows += [
        _Glued(row["form"], re.compile(".+"))
        for row in read_table("legal_forms")
        if row["script"] in unspaced.UNSPACED
        and len(row["form"]) >= SHORTEST_UNSPACED
        and row["position"] in places
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row.form), row.form)))


@cache
def _by_edge(side: str) -> dict[str, tuple[_Glued, ...]]:
    """The forms of a side by their outermost letter."""
    outer = 0 if side == "front" else -1
    found: dict[str, list[_Glued]] = {}
    for row in _forms(side):
        found.setdefault(row.form[outer], []).append(row)
    return {letter: tuple(rows) for letter, rows in found.items()}


@cache
def _whole() -> frozenset[str]:
    return frozenset(row.form for side in ("front", "back") for row in _forms(side))


def front(word: str) -> tuple[str, ...]:
    """LLCGAZPROM -> ("llc", "gazprom"), or () when no form is glued to the front of the word; of Chinese and Korean
    names all words, of CETC28 letters and number."""
    if split := unspaced.parts(word) or numbered(word):
        return split
    for form, rest in () if word in _whole() else _by_edge("front").get(word[:1], ()):
        if word.startswith(form) and _may_be_left(word[len(form) :], rest):
            return form, word[len(form) :]
    return ()


def back(word: str) -> tuple[str, ...]:
    """GAZPROMLLC -> ("gazprom", "llc"), or (); of Chinese and Korean names all words, of CETC28 letters and number."""
    if split := unspaced.parts(word) or numbered(word):
        return split
    for form, rest in () if word in _whole() else _by_edge("back").get(word[-1:], ()):
        if word.endswith(form) and _may_be_left(word[: -len(form)], rest):
            return word[: -len(form)], form
    return ()


def numbered(word: str) -> tuple[str, ...]:
    """CETC28 -> ("cetc", "28"), or () where the letters are no abbreviation of the lexicon."""
    found = _NUMBERED.fullmatch(word)
    return found.groups() if found and _is_abbreviation(found[1]) else ()


def _is_abbreviation(letters: str) -> bool:
    """Whether letters are a phrase by themselves: only abbreviations are planted as they are written."""
    branch = lexicon.phrases().get(letters)
    return branch is not None and any(concept != chains.IN_A_ROW for concept in values([branch]))


def are_glued(words: Sequence[str]) -> list[bool]:
    """Whether a form is glued to either side of each of many words; asked are those that a glance does not clear."""
    begins, ends, shortest = _edges()
    seen = zip(
        map(begins.__contains__, map(itemgetter(slice(shortest)), words)),
        map(ends.__contains__, map(itemgetter(slice(-shortest, None)), words)),
        words,
        strict=True,
    )
    return [
        (begin or end or not word.isascii()) and bool(front(word) or back(word)) for begin, end, word in seen
    ]


@cache
def _edges() -> tuple[frozenset[str], frozenset[str], int]:
    """How the forms at the front begin and how those at the back, and numbers, end, in as many letters as the shortest
    has."""
    shortest = min(len(row.form) for side in ("front", "back") for row in _forms(side))
    begins = frozenset(row.form[:shortest] for row in _forms("front"))
    forms = {row.form[-shortest:] for row in _forms("back")}
    numbers = map("".join, product(*[ascii_lowercase + digits] * (shortest - 1), digits))
    return begins, frozenset(forms.union(numbers)), shortest


def _may_be_left(rest: str, pattern: re.Pattern[str]) -> bool:
    return bool(rest) and pattern.fullmatch(skeleton.romanise(rest)) is not None
