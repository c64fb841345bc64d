"""Placeholders: fields that say that no firm is named here ("TO ORDER", "SAME AS CONSIGNEE", "нет данных",
"-").

Whole fields only: a firm called "Order of Merit Trading" is none. The list stands in
tables/placeholders.csv.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from resolver.names.tables import read_table
from resolver.names.word_keys import word_key

_PARTY_WORDS = (
    "ABOVE|BELOW|CONSIGNEES?|CNEE|CONSIGNOR|SHIPPERS?|SHPR|NOTIFY|NOTIFIED|IMPORTER|EXPORTER|BUYER|SELLER|RECEIVER"
    "|SENDER|PARTY|CUSTOMER|CLIENT|PER|ATTACHED|BILL|OF|LADING|B L|BL|INVOICE|CONTRACT|L C|LIST|THE|AND|1|2"
    "|1ST|FIRST|AS"
)
_SAME_AS = re.compile(rf"(?:THE )?(?:SAME (?:AS|WITH|TO)|AS PER)(?: (?:{_PARTY_WORDS}))+")
_NO_WORDS = "TBA|TBC|NA|N A|NULL|NONE|XX+|0+"
_NOTHING = re.compile(rf"X+|0+|(?:{_NO_WORDS})(?: (?:{_NO_WORDS}))+")

# Every word that the two patterns match.
_WORD_OF_PATTERNS = re.compile(rf"THE|SAME|AS|WITH|TO|PER|B|L|C|N|A|X+|{_PARTY_WORDS}|{_NO_WORDS}")


@cache
def placeholder_texts() -> dict[str, str]:
    """Word key of each placeholder -> reason."""
    return {word_key(row["text"]): row["reason"] for row in read_table("placeholders")}


@cache
def _words_of_texts() -> frozenset[str]:
    return frozenset(word for key in placeholder_texts() for word in key.split())


@lru_cache(maxsize=1 << 16)
def may_be_filler(piece: str) -> bool:
    """Whether what stands between two blanks may be part of a placeholder; most names hold a piece that is none."""
    known = _words_of_texts()
    return all(word in known or _WORD_OF_PATTERNS.fullmatch(word) for word in word_key(piece).split())


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
