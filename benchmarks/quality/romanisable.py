"""A plain rule that says whether a Cyrillic name corresponds to a Latin one by sound.

Independent of the resolver. The name is romanised with several published schemes (iuliia), both sides are
reduced to consonant-preserving letters by a handful of rules, and words are compared by edit distance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import iuliia
from rapidfuzz import fuzz, process

from benchmarks.quality.folding import GENERIC_WORDS, SOUND_TABLE, core, fold, has_cyrillic

SCHEMES = (iuliia.WIKIPEDIA, iuliia.BGN_PCGN, iuliia.ALA_LC, iuliia.GOST_779, iuliia.ICAO_DOC_9303)
SOUNDS = tuple(SOUND_TABLE.items())  # in the order of the table: longest spelling first
WHOLE = 85.0  # percent of letters that agree, sorted words written together: the whole name corresponds
NEAR = 90.0  # percent of letters that agree between names of two lists before they count as one firm's
NEAR_LETTERS = 10
SLICE = 2000  # names compared at a time: a matrix of 2,000 x 20,000 bytes
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


def near_names(names: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of different folded names that are nearly one by sound: NEAR percent of the letters agree.

    Word order does not count, numbers must agree, and so must the words that differ among themselves (to WORD
    percent): "Imensazan Engineers" and "Imensazen Engineers", not "SB International" and "SPI International".
    """
    import numpy as np

    keys = [(name, words) for name in names if len("".join(words := _sounds(name))) >= NEAR_LETTERS]
    joined = ["".join(words) for _, words in keys]
    pairs = []
    for start in range(0, len(keys), SLICE):
        asked = joined[start : start + SLICE]
        scores = process.cdist(
            asked, joined[start:], scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.uint8, workers=-1
        )
        for at, other in zip(*np.nonzero(scores), strict=True):
            (left, left_words), (right, right_words) = keys[start + at], keys[start + other]
            if at < other and _rest_agrees(left_words, right_words):
                pairs.append((left, right))
    return pairs


def _sounds(name: str) -> list[str]:
    return sorted(romanised(name)[0].split())


def _rest_agrees(left: Sequence[str], right: Sequence[str]) -> bool:
    sides = ((left, right), (right, left))
    only = ["".join(word for word in one if word not in other) for one, other in sides]
    numbers = ["".join(filter(str.isdigit, rest)) for rest in only]
    return numbers[0] == numbers[1] and (only[0] == only[1] or fuzz.ratio(*only) >= WORD)


def _whole(left: str, right: str) -> bool:
    joined = ["".join(sorted(side.split())) for side in (left, right)]
    return min(map(len, joined)) > 0 and fuzz.ratio(*joined) >= WHOLE


def distinctive_words(spelling: str) -> list[str]:
    """The words of a sounded name that are neither short nor generic."""
    return [word for word in spelling.split() if len(word) >= GENERIC_LETTERS and word not in GENERIC_SOUNDED]


def _shares_word(left: Sequence[str], right: Sequence[str]) -> bool:
    return any(fuzz.ratio(a, b) >= WORD for a in left for b in right)
