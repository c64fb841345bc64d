"""Chinese and Korean names, which have no blanks, into words: 深圳市|华腾|电子|科技|有限公司, 한빛|정밀.

In: one folded word. Out: its parts in order, () when it is no such word or nothing in it is known. Known words are those
of tables/lexicon.csv and the legal forms in these scripts, the longest first; what stands between them is the firm's
own name and stays in one piece, so that it is romanised as one word (华腾, Huateng).
"""

from __future__ import annotations

import re
from functools import cache

from resolver.names import lexicon
from resolver.names.han import simplified
from resolver.names.tables import read_table

UNSPACED = frozenset({"Hani", "Hang", "Jpan"})
"""Scripts (ISO 15924) that put no blanks between the words of a name."""

SHORTEST = 2
"""Letters of a known word: single ones are syllables of names as well."""

_LETTER = re.compile("[\u4e00-\u9fff\uac00-\ud7af]")
_AFTER_PLACE = frozenset("市省县区")
"""City, province, county, district: they belong to the place before them."""


@cache
def _known() -> dict[str, bool]:
    """Words of these scripts; whether a word is of the lexicon and may be a place."""
    forms = (simplified(row["form"]) for row in read_table("legal_forms") if row["script"] in UNSPACED)
    found = {form: False for form in forms if len(form) >= SHORTEST and " " not in form}
    words = (word.spelling for word in lexicon.single_words(syllabic=True))
    return found | {word: True for word in words if len(word) >= SHORTEST and _LETTER.match(word)}


@cache
def _longest() -> int:
    return max(map(len, _known()))


def is_unspaced(word: str) -> bool:
    """Whether a word holds Han letters or Hangul."""
    return not word.isascii() and _LETTER.search(word) is not None


def parts(word: str) -> tuple[str, ...]:
    """The words of an unspaced name, or ()."""
    if not is_unspaced(word) or word in _known():
        return ()
    found: list[str] = []
    own, at = "", 0
    while at < len(word):
        known = _known_at(word, at)
        if known:
            found += [own, known]
            own, at = "", at + len(known)
            if _known()[known] and word[at : at + 1] in _AFTER_PLACE:
                at += 1
        else:
            own, at = own + word[at], at + 1
    return tuple(part for part in (*found, own) if part) if found else ()


def _known_at(word: str, at: int) -> str:
    ends = range(min(len(word), at + _longest()), at + SHORTEST - 1, -1)
    return next((word[at:end] for end in ends if word[at:end] in _known()), "")
