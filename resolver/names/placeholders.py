"""Placeholders: fields that say that no firm is named here ("TO ORDER", "SAME AS CONSIGNEE", "нет данных",
"-").

Whole fields only: a firm called "Order of Merit Trading" is none. The list stands in
tables/placeholders.csv.
"""

from __future__ import annotations

import re
from functools import cache

from resolver.names.tables import read_table
from resolver.names.word_keys import word_key

_PARTY_WORDS = (
    "ABOVE|BELOW|CONSIGNEES?|CNEE|CONSIGNOR|SHIPPERS?|SHPR|NOTIFY|NOTIFIED|IMPORTER|EXPORTER|BUYER|SELLER|RECEIVER"
    "|SENDER|PARTY|CUSTOMER|CLIENT|PER|ATTACHED|BILL|OF|LADING|B L|BL|INVOICE|CONTRACT|L C|LIST|THE|AND|1|2"
    "|1ST|FIRST|AS"
)
_SAME_AS = re.compile(rf"(?:THE )?(?:SAME (?:AS|WITH|TO)|AS PER)(?: (?:{_PARTY_WORDS}))+")
_NOTHING = re.compile(r"X+|0+|(?:TBA|TBC|NA|N A|NULL|NONE|XX+|0+)(?: (?:TBA|TBC|NA|N A|NULL|NONE|XX+|0+))+")

_FIRST_LETTERS = frozenset("STAXN0")  # of what the two patterns match: most names need not be tried


@cache
def placeholder_texts() -> dict[str, str]:
    """Word key of each placeholder -> reason."""
    return {word_key(row["text"]): row["reason"] for row in read_table("placeholders")}


def reason_of_key(key: str) -> str:
    """`placeholder_reason` of a text whose word key is known and not empty."""
    reason = placeholder_texts().get(key)
    if reason is not None:
        return reason
    if key[0] not in _FIRST_LETTERS:
        return ""
    if _SAME_AS.fullmatch(key):
        return "same as another party"
    return "nothing but filler" if _NOTHING.fullmatch(key) else ""


def placeholder_reason(text: str) -> str:
    """Why `text` names no firm; "" when it may name one."""
    key = word_key(text)
    if key:
        return reason_of_key(key)
    return "no letters or digits" if text.strip() else "empty"
