"""Phones, fax numbers, e-mail and web addresses inside a name field: found and taken off."""

from __future__ import annotations

import re

_DIGITS = r"\+?[\d(][\d\s()./,+-]{5,}\d"
_PHONE_WORDS = (
    r"TEL|TEL/FAX|TELFAX|TELEFON|TELEFAX|TLF|PHONE|PH|MOB|MOBILE|FAX|FAKS|CELL|WHATSAPP|WECHAT|GSM|CONTACT|CONTACT NO"
    r"|ТЕЛ|ТЕЛ/ФАКС|ТЕЛЕФОН|ФАКС|МОБ|МОБИЛЬНЫЙ|МОБ ТЕЛ|КОНТАКТНЫЙ ТЕЛЕФОН|电话|手机|传真"
)
_CONTACT = re.compile(
    rf"(?<![^\W_])(?:{_PHONE_WORDS})\b(?:\s?(?:NO|N|№|NUMBER|НОМЕР))?[\s.:№#/-]*{_DIGITS}"
    rf"|\+\s?{_DIGITS}"
    r"|(?:E-?MAIL|ПОЧТА|EMAIL)?[\s.:]*[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[@+]|\d[\d\s()./,-]{4}|://|www", re.IGNORECASE)


def cut_contacts(text: str) -> str:
    """The text with every phone, e-mail and web address replaced by a comma."""
    return _CONTACT.sub(", ", text) if _SIGN.search(text) else text
