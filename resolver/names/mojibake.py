"""Texts that were read in another encoding than they were written in: ÎÎÎ Âåêòîð, РћРћРћ Р’РµРєС‚РѕСЂ, KÃœRÅžAT.

A file is read in its own encoding (`resolver.intake.encodings`); this is for fields that were spoilt before they came into
it, as they are where one office copies from the system of another. Bytes of UTF-8 shown in a code page are the business of
ftfy, which looks for what no language writes; bytes of the Russian code page shown in the Western one have a rule here: no
language writes a word of four letters all of which bear accents.
"""

from __future__ import annotations

import re

_MAY_BE_UTF8 = re.compile(
    "[ÂÃÄÅÐÑØÙâãäåæçèéРС][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122\u0402-\u040f\u0452-\u045f\u0490\u0491]"
)
"""A letter that a first byte of UTF-8 is shown as, before what a further one is: neither stand so in words."""

_LETTERS = "À-ÿ¨¸¯¿²³ªºÒ"
"""Letters of the Russian code page (with Ё, І, Ї, Є and Ґ) as the Western one shows them."""

_RUSSIAN_WORD = re.compile(rf"(?<![A-Za-z])[À-ÿ][{_LETTERS}]{{3,}}(?![A-Za-z])")
WESTERN = ("cp1252", "latin-1")

_MIXED_WORD = re.compile(r"[A-Za-z][À-ÿ]|[À-ÿ][A-Za-z]")


def may_be_spoilt(text: str) -> bool:
    """Whether `restored` may change a text."""
    if text.isascii():
        return False
    return _RUSSIAN_WORD.search(text) is not None or _MAY_BE_UTF8.search(text) is not None


def restored(text: str) -> str:
    """The text as it was written, or as it stands when it was read rightly."""
    if not may_be_spoilt(text):
        return text
    if _RUSSIAN_WORD.search(text) and not _MIXED_WORD.search(text):
        for code_page in WESTERN:
            if (russian := _shown_otherwise(text, code_page, "cp1251")) and not _shown_otherwise(
                text, code_page, "utf-8"
            ):
                return russian
    if _MAY_BE_UTF8.search(text):
        import ftfy

        return ftfy.fix_encoding(text)
    return text


def _shown_otherwise(text: str, shown_in: str, written_in: str) -> str:
    """The bytes of a text in one encoding read in another, or "" where they cannot be."""
    try:
        return text.encode(shown_in).decode(written_in)
    except UnicodeError:
        return ""
