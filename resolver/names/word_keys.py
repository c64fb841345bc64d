"""Word keys: a spelling of words under which tables of words (roles, placeholders, labels, headings) are
looked up.

A text becomes capitals without accents, quotes or punctuation, Chinese simplified, and every Cyrillic letter that looks
like a Latin one becomes that one: "Тел.:", "ТЕЛ", "TEЛ" share a key. The key is for looking words up; it is never shown to
a person and never compared with a listed name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from resolver.names.han import SIMPLIFIED

# Capitals that look alike in the usual typefaces: Cyrillic (with Ukrainian, Kazakh, Serbian), then Greek.
_LOOK_ALIKES = dict(zip("АВЕЁКМНОРСТУХІЇЈЅԚԜҮ", "ABEEKMHOPCTYXIIJSQWY", strict=True)) | dict(
    zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)
)
_SAME_LETTER = {"Ə": "E", "Ø": "O", "Ł": "L", "Đ": "D", "ẞ": "SS", "Æ": "AE", "Œ": "OE"}
# Apostrophes belong to their word in Ukrainian and Uzbek (ЗА ОБ'ЄКТОМ, O'ZBEKISTON): they vanish, not split.
_APOSTROPHES = "'’‘`ʼʻʹ´"


def _latin_base(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char


_LAST_MARK = 0x20000
"""Beyond this code stand letters and what nobody types: looking at all of them would take a third of a second."""


class _Letters(dict[int, str]):
    """Codes -> what stands for them in a key. A letter that stays is remembered when it is met first: `translate` would find
    its absence out at the price of an exception each time."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = chr(code)
        return letter


def _key_table() -> _Letters:
    table = _Letters()
    for code in range(_LAST_MARK):
        if unicodedata.category(chr(code))[0] in "PSZC":
            table[code] = " "
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        if chr(code).isalpha():
            table[code] = _latin_base(chr(code))
    table.update({ord(a): b for a, b in (_LOOK_ALIKES | _SAME_LETTER).items()})
    table.update({ord(traditional): one for traditional, one in SIMPLIFIED.items()})
    table.update({ord(char): "" for char in _APOSTROPHES})
    table.update(dict.fromkeys(range(0x300, 0x370), ""))  # accents written apart from their letter
    return table


KEY_TABLE = _key_table()


def key_words(text: str) -> list[str]:
    """The words of the key of a text that has a letter or digit."""
    return text.upper().translate(KEY_TABLE).split()


_BETWEEN = "\0"  # stands between texts that are spelled together; in none of them
_KEYS_TOGETHER = _Letters(KEY_TABLE | {ord(_BETWEEN): _BETWEEN})


def key_words_together(texts: Sequence[str]) -> list[list[str]]:
    """`key_words` of many printable texts in one pass over their letters; they are best all ASCII or none."""
    if not texts:
        return []
    return list(map(str.split, _BETWEEN.join(texts).upper().translate(_KEYS_TOGETHER).split(_BETWEEN)))


def word_key(text: str) -> str:
    """The key of a text: its words in capitals, joined by single blanks; "" when it has no letter or
    digit."""
    key = " ".join(key_words(text))
    return key if not key or key[0].isalnum() or any(map(str.isalnum, key)) else ""
