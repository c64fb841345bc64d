"""Placeholders: fields that say that no firm is named here ("TO ORDER", "SAME AS CONSIGNEE", "нет данных",
"-").

Whole fields only: a firm called "Order of Merit Trading" is none. The list stands in
tables/placeholders.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
def _known_words() -> frozenset[str]:
    return _WORDS_OF_PATTERNS | {word for key in placeholder_texts() for word in key.split()}


def may_be_placeholder(words: Iterable[str]) -> bool:
    """Whether a text whose key has these words may be a placeholder; most names begin with a word of none."""
    return all(map(_is_hollow, filterfalse(_known_words().__contains__, words)))


def _is_hollow(word: str) -> bool:
    """Whether a word is X or 0 only, or has neither letter nor digit."""
    if word[0] not in "X0":
        return not (word.isalnum() or any(map(str.isalnum, word)))
    return not word.strip("X") or not word.strip("0")


def _reason_of_key(key: str) -> str:
    reason = placeholder_texts().get(key)
    if reason is not None:
        return reason
    if _SAME_AS.fullmatch(key):
        return "same as another party"
    return "nothing but filler" if _NOTHING.fullmatch(key) else ""


def placeholder_reason(text: str) -> str:
    """Why `text` names no firm; "" when it may name one."""
    key = word_key(text)
    if key:
        return _reason_of_key(key)
    return "no letters or digits" if text.strip() else "empty"
