"""Names known as they stand, without a meaning: surnames, and words of Chinese syllables.

In: a word and its sounds. Out: a number for the name, and the bit of its kind. A slip makes a name that nobody bears;
two names of one kind (Karpov, Karasev; Haitong, Haitang) are two however near their letters are.
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

from resolver.names import skeleton
from resolver.names.kept import kept
from resolver.names.tables import read_table

HAN, NAMES, SYLLABLES = 1 << 60, 1 << 61, 1 << 62
"""The bits of words in Chinese characters, of surnames, and of words of Chinese syllables in Latin letters, beside those of
languages. A character may be read otherwise than we do (长 is chang and zhang): the first does not meet the last."""

OWN = HAN | NAMES | SYLLABLES

FIRST_OWN = 1 << 20
"""Numbers of names begin here, behind those of meanings."""

SHORTEST_SYLLABIC = 6
"""Letters of two syllables: shorter ones (gaoli, taiga) are words of many languages."""

_DIALECT = re.compile(r"(?<=[zcs])h|(?<=n)g")
"""What the south of China does not hear: zh is z, sh is s, ch is c, and ng is n. Clerks write either."""

_STOPS = str.maketrans("bdg", "ptk")
"""What older romanisations, and those of Korea, do not tell apart: Dongbang and Tongbang are one."""

_CHINESE = re.compile("ng|zh|x|q|[iu][aeo]|[aeo][iou]")
"""Letters of which a word of Chinese syllables has some: marina and panama have none."""


def own_word(word: str, sound: str) -> tuple[int, int] | None:
    """The number and the bit of a name, or None."""
    if number := _names().get(sound):
        return number, NAMES
    if word.isascii():
        is_syllabic = len(word) >= SHORTEST_SYLLABIC and _is_syllabic(word)
        return (_number(_DIALECT.sub("", sound).translate(_STOPS)), SYLLABLES) if is_syllabic else None
    return (_number(sound), HAN) if _is_han(word) else None


def _number(sound: str) -> int:
    return FIRST_OWN + (crc32(sound.encode()) >> 3)


def _is_han(word: str) -> bool:
    """Whether a word is two Chinese characters or more."""
    return len(word) > 1 and min(word) >= "\u4e00" and max(word) <= "\u9fff"


def _is_syllabic(word: str) -> bool:
    return _CHINESE.search(word) is not None and _syllables().fullmatch(word) is not None


@kept
def _names() -> dict[str, int]:
    """Numbers of the names by their sounds, of a man or a woman: Иванов and Ivanova are one."""
    words = (skeleton.unaccented(word) for row in read_table("own_names") for word in row["names"].split("|"))
    numbers: dict[str, int] = {}
    for word in words:
        number = _number(skeleton.skeleton(word))
        for gender in (word,) if word.isascii() else (word, word + "а"):
            numbers.setdefault(skeleton.skeleton(gender), number)
    return numbers


@cache
def _syllables() -> re.Pattern[str]:
    """Words of two syllables: of three a letter changed is a slip as often."""
    known = sorted({row["pinyin"] for row in read_table("palladius")} - {""}, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, known))}){{2}}")
