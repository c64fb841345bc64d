"""Placeholders: fields that say that no firm is named here ("TO ORDER", "SAME AS CONSIGNEE", "нет данных",
"-").

Whole fields only: a firm called "Order of Merit Trading" is none. The list stands in tables/placeholders.csv; what clerks
put together of a denial or reference and the words of a form (NO NAME GIVEN, ТОТ ЖЕ, ЧТО И В ГРАФЕ 8) is read by the
words of tables/placeholder_words.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import filterfalse

from resolver.names.tables import read_table
from resolver.names.word_keys import word_key

_PARTY_WORDS = (
    "ABOVE|BELOW|CONSIGNEES?|CNEE|CONSIGNOR|SHIPPERS?|SHPR|NOTIFY|NOTIFIED|IMPORTER|EXPORTER|BUYER|SELLER|RECEIVER"
    "|SENDER|PARTY|CUSTOMER|CLIENT|PER|ATTACHED|BILL|OF|LADING|B L|BL|INVOICE|CONTRACT|L C|LIST|THE|AND|1|2"
    "|1ST|FIRST|AS"
)
_SAME_AS = re.compile(rf"(?:THE )?(?:SAME (?:AS|WITH|TO)|AS PER)(?: (?:{_PARTY_WORDS}))+")
_NOTHING = re.compile(r"X+|0+|(?:TBA|TBC|NA|N A|NULL|NONE|XX+|0+)(?: (?:TBA|TBC|NA|N A|NULL|NONE|XX+|0+))+")
_WORDS_OF_PATTERNS = frozenset(
    re.split(r"\W", f"THE SAME AS WITH TO PER TBA TBC N A NA NULL NONE {_PARTY_WORDS}")
)
"""Every word that the two patterns match, but those of X and 0 only."""


@cache
def placeholder_texts() -> dict[str, str]:
    """Word key of each placeholder -> reason."""
    return {word_key(row["text"]): row["reason"] for row in read_table("placeholders")}


@cache
def _heads() -> dict[tuple[str, ...], str]:
    """The words with which a composed placeholder begins -> reason."""
    rows = (row for row in read_table("placeholder_words") if row["part"] == "head")
    return {tuple(word_key(row["words"]).split()): row["reason"] for row in rows}


@cache
def _words_of(part: str) -> frozenset[str]:
    rows = (row for row in read_table("placeholder_words") if row["part"] == part)
    return frozenset(word_key(row["words"]) or row["words"] for row in rows)


_DENIED = "not given"
_LONGEST_HEAD, _LONGEST_BOX = 3, 2
"""Words of the longest head; digits of the number of a box of a form."""


@cache
def _words_of_forms() -> frozenset[str]:
    return _words_of("object") | _words_of("said") | _words_of("joint")


def _composed_reason(key: str) -> str:
    """The reason of a head followed by words of a form only; "" for any other text.

    One of them is an object (CONSIGNEE, INVOICE); behind a denial it may be what is said of one (NOT DECLARED).
    """
    words = key.split()
    for length in range(min(_LONGEST_HEAD, len(words) - 1), 0, -1):
        reason = _heads().get(tuple(words[:length]), "")
        rest = words[length:]
        told = _words_of("object") | (_words_of("said") if reason == _DENIED else frozenset())
        if reason and _is_of_form(rest) and not told.isdisjoint(rest):
            return reason
    return ""


def _is_of_form(words: Sequence[str]) -> bool:
    """Whether all words are of a form, or the number of a box right behind another word."""
    known = _words_of_forms()
    numbered = (at > 0 and word.isdigit() and len(word) <= _LONGEST_BOX for at, word in enumerate(words))
    return all(word in known or is_box for word, is_box in zip(words, numbered, strict=True))


@cache
def _known_words() -> frozenset[str]:
    composed = {word for head in _heads() for word in head} | _words_of_forms()
    return _WORDS_OF_PATTERNS | composed | {word for key in placeholder_texts() for word in key.split()}


def first_words() -> frozenset[str]:
    """The words with which placeholders of the tables begin."""
    return frozenset({key.split()[0] for key in placeholder_texts() if key} | {head[0] for head in _heads()})


def may_be_placeholder(words: Iterable[str]) -> bool:
    """Whether a text whose key has these words may be a placeholder; most names begin with a word of none."""
    return all(map(_is_hollow, filterfalse(_known_words().__contains__, words)))


def _is_hollow(word: str) -> bool:
    """Whether a word is X or 0 only, or has neither letter nor digit."""
    if word.isdigit() and len(word) <= _LONGEST_BOX:
        return True
    if word[0] not in "X0":
        return not (word.isalnum() or any(map(str.isalnum, word)))
    return not word.strip("X") or not word.strip("0")


def _reason_of_key(key: str) -> str:
    reason = placeholder_texts().get(key)
    if reason is not None:
        return reason
    if _SAME_AS.fullmatch(key):
        return "same as another party"
    return "nothing but filler" if _NOTHING.fullmatch(key) else _composed_reason(key)


def placeholder_reason(text: str) -> str:
    """Why `text` names no firm; "" when it may name one."""
    key = word_key(text)
    if key:
        return _reason_of_key(key)
    return "no letters or digits" if text.strip() else "empty"
