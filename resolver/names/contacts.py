"""Phones, fax numbers, e-mail and web addresses and persons (ATTN MR KARIM) inside a name field: found and taken off."""

from __future__ import annotations

import re
from functools import cache

from resolver.names.form_spans import holds_legal_form
from resolver.names.phrases import keys_of
from resolver.names.tables import read_table

# Every repetition is bounded, so that a hostile field costs no more time than an honest one.
_DIGITS = r"\+?[\d(][\d\s()./,+-]{5,40}\d"
_NATIONAL = (
    r"[78][\s-]?\(?[3-9]\d{2}\)?[\s-]?\d{3}[\s-]?\d{2}[\s-]?\d{2}"  # Russia, Kazakhstan: 8 904 123-45-67
    r"|[78][\s-]?\(\d{4,5}\)[\s-]?\d{1,2}[\s-]?\d{2}[\s-]?\d{2}"  # 8 (3822) 55-44-33
    r"|8\d{10}"
    r"|(?=(?:\d[\s-]?){11,12}(?!\d))(?:9(?:9[2-68]|71)|3(?:80|7[45]))[\d\s-]{7,14}\d"  # 996, 998, 971, 380, 375 ...
    r"|86-?\d{2,3}-?\d{7,8}|86-?1[3-9]\d{9}|0\d{2,3}-\d{7,8}"  # China
    r"|\(?0\d{2,3}\)?[\s-]\d{2,3}[\s-]\d{2,3}(?:[\s-]?\d{2,3})?|0\d{9,10}"  # Ukraine, Kyrgyzstan, Turkey
)
"""Phones without a word or plus sign, in the shapes of their countries; looked for behind the numbers of firms are off."""

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
        rf"(?<![^\W_])(?:{words})(?=\d{{7}}|0\d{{2,3}}-|\b)(?:\s?(?:NO|N|№|NUMBER|НОМЕР))?[\s.:№#/-]{{0,5}}{_DIGITS}"
        rf"|(?<![\w.])[TMPFТМФ]\s?:\s?{_DIGITS}"  # T: +971 50 ...
        rf"|\+\s?{_DIGITS}"
        rf"|(?<=[\s,;(])(?:[TТ]\.?\s?)?(?:{_NATIONAL})(?![\w-])"
        r"|(?:(?:E-?MAIL|ПОЧТА)[\s.:]{0,3})?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
        r"|(?<![^\W_])E-?MAIL\b[\s.:]{1,3}(?:[\w.-]{1,40}\s?){1,5}$"  # where the file has lost its @ and dots
        r"|(?:https?://|www\.)\S{1,300}",
        re.IGNORECASE,
    )


@cache
def _person() -> re.Pattern[str]:
    """The words before a person of the firm, and what follows them up to a mark."""
    rows = [row["words"] for row in read_table("address_words") if row["kind"] == "person"]
    words = "|".join(
        re.escape(word).replace(r"\ ", r"[\s.]{1,3}") for word in sorted(rows, key=len, reverse=True)
    )
    return re.compile(
        rf"(?<=[\w\"».)])[\s,;(/-]{{1,4}}(?:{words})(?![^\W_])([^,;()\d]{{2,60}})", re.IGNORECASE
    )


def _without_person(found: re.Match[str]) -> str:
    """A comma; a firm behind the words stays."""
    return found[0] if holds_legal_form(keys_of(found[1])) else ", "


def may_hold_contact(text: str) -> bool:
    """Whether `cut_contacts` must be asked."""
    return _SIGN.search(text) is not None or _person().search(text) is not None


def cut_contacts(text: str) -> str:
    """The text with every phone, e-mail and web address, and every person of the firm, replaced by a comma."""
    if _SIGN.search(text) is not None:
        text = _contact().sub(", ", text)
    return _person().sub(_without_person, text)
