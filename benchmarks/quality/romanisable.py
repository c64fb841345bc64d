"""A plain rule that says whether a Cyrillic name corresponds to a Latin one by sound.

Independent of the resolver. The name is romanised with several published schemes (iuliia), both sides are
reduced to consonant-preserving letters by a handful of rules, and words are compared by edit distance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import iuliia
from rapidfuzz import fuzz

from benchmarks.quality.folding import GENERIC_WORDS, SOUND_TABLE, core, fold, has_cyrillic

SCHEMES = (iuliia.WIKIPEDIA, iuliia.BGN_PCGN, iuliia.ALA_LC, iuliia.GOST_779, iuliia.ICAO_DOC_9303)
SOUNDS = tuple(SOUND_TABLE.items())  # in the order of the table: longest spelling first
WHOLE = 85.0  # percent of letters that agree, sorted words written together: the whole name corresponds
WORD = 82.0  # percent, one word against one word
GENERIC_LETTERS = 4  # a word of fewer letters says nothing by itself
GENERIC = frozenset(GENERIC_WORDS)


@lru_cache(maxsize=200_000)
def sounded(text: str) -> str:
    """A folded Latin text with spellings of one sound brought together and doubles collapsed."""
    for spelling, sound in SOUNDS:
        text = text.replace(spelling, sound)
    return "".join(c for i, c in enumerate(text) if i == 0 or c != text[i - 1] or c == " ")


GENERIC_SOUNDED = frozenset(sounded(word) for word in GENERIC)


@lru_cache(maxsize=100_000)
def romanised(text: str) -> tuple[str, ...]:
    """The distinct romanisations of a name, legal forms off, sounded; a Latin name has one."""
    bare = core(text)
    if not has_cyrillic(bare):
        return (sounded(bare),)
    return tuple(sorted({sounded(fold(scheme.translate(bare))) for scheme in SCHEMES}))


def correspondence(text: str, names: Iterable[str]) -> str:
    """spelling, word or other: how far a name corresponds by sound to any of `names` (in either script)."""
    spellings = romanised(text)
    others = sorted({other for name in names for other in romanised(name)})
    if any(_whole(spelling, other) for spelling in spellings for other in others):
        return "spelling"
    words = sorted({word for other in others for word in distinctive_words(other)})
    if any(_shares_word(distinctive_words(spelling), words) for spelling in spellings):
        return "word"
    return "other"


def _whole(left: str, right: str) -> bool:
    joined = ["".join(sorted(side.split())) for side in (left, right)]
    return min(map(len, joined)) > 0 and fuzz.ratio(*joined) >= WHOLE


def distinctive_words(spelling: str) -> list[str]:
    """The words of a sounded name that are neither short nor generic."""
    return [word for word in spelling.split() if len(word) >= GENERIC_LETTERS and word not in GENERIC_SOUNDED]


def _shares_word(left: Sequence[str], right: Sequence[str]) -> bool:
    return any(fuzz.ratio(a, b) >= WORD for a in left for b in right)
