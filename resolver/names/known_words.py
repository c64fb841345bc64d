"""Words that are known as they stand: what they mean, and in which languages they are written so.

In: words and the concepts that they have. Out: a number for the meaning of each, and a bit for each language that writes
it so. A slip makes a word that nobody knows; two known words of one language, or two places of any (Guangzhou,
Hangzhou), are two words however near their letters are. A word that was mended is not known by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from resolver.names import lexicon, skeleton
from resolver.names.kept import kept
from resolver.names.tables import read_table
from resolver.names.vocabulary import means_itself

UNKNOWN = -1
PLACE = 1
"""The bit of names of places, which are written so in every language. The others follow, a language each."""


def known_words(
    words: Sequence[str], concepts: Sequence[str]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The number of the meaning of each word, UNKNOWN where it has none by itself, and the bits of its languages."""
    known = np.full(len(words), UNKNOWN, dtype=np.int32)
    languages = np.zeros(len(words), dtype=np.int64)
    for row, (word, concept) in enumerate(zip(words, concepts, strict=True)):
        if concept and (bits := _languages_of(word, concept)):
            known[row], languages[row] = _numbers().get(lexicon.key_of(concept), UNKNOWN), bits
    return known, languages


def _languages_of(word: str, concept: str) -> int:
    """The bits of the languages that write a concept as this word, in the plural too; of a place in any inflection."""
    exact = skeleton.unaccented(word)
    spelt = _spelt()
    bits = spelt.get((exact, concept), 0) or spelt.get((exact.removesuffix("s"), concept), 0)
    return bits | PLACE if concept in _places() and means_itself(word) else bits


@kept
def _numbers() -> dict[str, int]:
    keys = {lexicon.key_of(word.concept) for word in lexicon.single_words(syllabic=True)}
    return {key: number for number, key in enumerate(sorted(keys))}


@kept
def _spelt() -> dict[tuple[str, str], int]:
    """The bits of the languages by spelling and concept."""
    words = [word for word in lexicon.single_words(syllabic=True) if not word.is_beginning]
    bit = _bits(word.language for word in words)
    spelt: dict[tuple[str, str], int] = {}
    for word in words:
        key = (word.spelling, word.concept)
        spelt[key] = spelt.get(key, 0) | bit[word.language]
    return spelt


def _bits(languages: Iterable[str]) -> dict[str, int]:
    """A bit for each language but `mul`, which is none."""
    one_each = sorted(set(languages) - {"mul"})
    return {"mul": 0} | {language: PLACE << at for at, language in enumerate(one_each, start=1)}


@cache
def _places() -> frozenset[str]:
    return frozenset(row["concept"] for row in read_table("place_concepts"))
