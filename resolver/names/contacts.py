"""Phones, fax numbers, e-mail and web addresses inside a name field: found and taken off."""

from __future__ import annotations

import re
from functools import cache

from resolver.names.tables import read_table

# Every repetition is bounded, so that a hostile field costs no more time than an honest one.
_DIGITS = r"\+?[\d(][\d\s()./,+-]{5,40}\d"
_SIGN = re.compile(
    r"[@+:\dWwMm](?:(?<=[@+])|(?<=\d)[\d\s()./,-]{4}|(?<=:)//|(?<=[Ww])(?i:ww)|(?<=[Mm])(?i:ail))"
)
"""Begins with a class of letters, by which it is found many times faster."""


@cache
def _contact() -> re.Pattern[str]:
    """A phone behind its word or its plus sign, an e-mail address, a web address."""
    rows = [row["words"] for row in read_table("address_words") if row["kind"] == "phone"]
    words = "|".join(re.escape(word) for word in sorted(rows, key=len, reverse=True))
    return re.compile(
        rf"(?<![^\W_])(?:{words})\b(?:\s?(?:NO|N|№|NUMBER|НОМЕР))?[\s.:№#/-]{{0,5}}{_DIGITS}"
        rf"|\+\s?{_DIGITS}"
        r"|(?:(?:E-?MAIL|ПОЧТА)[\s.:]{0,3})?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
        r"|(?<![^\W_])E-?MAIL\b[\s.:]{1,3}(?:[\w.-]{1,40}\s?){1,5}$"  # where the file has lost its @ and dots
        r"|(?:https?://|www\.)\S{1,300}",
        re.IGNORECASE,
    )


def may_hold_contact(text: str) -> bool:
    """Whether `cut_contacts` must be asked."""
    return _SIGN.search(text) is not None


def cut_contacts(text: str) -> str:
    """The text with every phone, e-mail and web address replaced by a comma."""
    return _contact().sub(", ", text) if may_hold_contact(text) else text
