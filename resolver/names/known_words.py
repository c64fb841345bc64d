"""Words that are known as they stand: what they mean, and in which languages they are written so.

In: words and the concepts that they have. Out: a number for the meaning of each, and a bit for each language that writes
it so. A slip makes a word that nobody knows; two known words of one language, or two places of any (Guangzhou,
Hangzhou), are two words however near their letters are. A word that was mended is not known by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from resolver.names import lexicon, skeleton
from resolver.names.kept import kept
from resolver.names.own_words import own_word
from resolver.names.tables import read_table
from resolver.names.vocabulary import means_itself

UNKNOWN = -1
FIRST_CONTRAST = 1 << 45
LANGUAGES = FIRST_CONTRAST - 1
CONTRASTS = 0xFF * FIRST_CONTRAST
"""Bits below are languages; these are groups of meanings of which a firm's name has one (north, south; four, five)."""
PLACES_DIFFER = {"country": FIRST_CONTRAST << 6, "place": FIRST_CONTRAST << 7}
"""The two of them that countries and other places are: in one file names of two towns are two firms, as a rule. Against a
list they are none: Shenzhen X may be the branch of a listed Guangzhou X."""
UNIT = FIRST_CONTRAST << 8
"""The bit of what may be a part of a body that has parts (centre, department, brigade): a name with two is of a part."""
CHINESE = "zh"
PLACE = 1
"""The bit of names of places, which are written so in every language. The others follow, a language each."""


def known_words(
    words: Sequence[str], concepts: Sequence[str], sounds: Sequence[str]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The number of the meaning of each word, UNKNOWN where it has none by itself, and the bits of its languages and
    of its contrast; of a name without a meaning its own number and the bit of its kind."""
    known = np.full(len(words), UNKNOWN, dtype=np.int32)
    languages = np.zeros(len(words), dtype=np.int64)
    for row, (word, concept, sound) in enumerate(zip(words, concepts, sounds, strict=True)):
        if not concept:
            if own := own_word(word, sound):
                known[row], languages[row] = own
            continue
        if bits := _languages_of(word, concept):
            known[row] = _number_of(concept, bits)
        languages[row] = bits | _contrasts().get(concept, 0) | (UNIT if concept in _units() else 0)
    return known, languages


def meanings(concepts: Sequence[str]) -> npt.NDArray[np.int32]:
    """The number of each concept, one for a family that translators interchange; UNKNOWN for "" and for one that the lexicon
    does not have."""
    return np.array([_numbers().get(lexicon.key_of(one), UNKNOWN) for one in concepts], dtype=np.int32)


def place_contrasts(concepts: Sequence[str], languages: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The bit of PLACES_DIFFER of each word that is a place as it stands, by the bits of its languages, else 0."""
    kind = _kinds_of_places()
    return np.array(
        [
            PLACES_DIFFER[kind[concept]] if bits & PLACE and concept in kind else 0
            for concept, bits in zip(concepts, languages.tolist(), strict=True)
        ],
        dtype=np.int64,
    )


def _number_of(concept: str, bits: int) -> int:
    """The number of a meaning: that of its family, which translators interchange, but of a Chinese word, which nobody has
    translated, its own (航空 is no 航天)."""
    own = _numbers().get("@" + concept) if bits & ~PLACE == _bit_of().get(CHINESE) else None
    return _numbers().get(lexicon.key_of(concept), UNKNOWN) if own is None else own


def _languages_of(word: str, concept: str) -> int:
    """The bits of the languages that write a concept as this word, in the plural too; of a place in any inflection."""
    if word[:1] == "@":  # a phrase, whose label is no word of any language but ours
        return _every_language() | (PLACE if concept in _kinds_of_places() else 0)
    exact = skeleton.unaccented(word)
    spelt = _spelt()
    bits = spelt.get((exact, concept), 0) or spelt.get((exact.removesuffix("s"), concept), 0)
    return bits | PLACE if concept in _kinds_of_places() and means_itself(word) else bits


@kept
def _numbers() -> dict[str, int]:
    concepts = {word.concept for word in lexicon.single_words(syllabic=True)} | lexicon.phrase_concepts()
    keys = {lexicon.key_of(concept) for concept in concepts} | {"@" + concept for concept in concepts}
    return {key: number for number, key in enumerate(sorted(keys))}


@kept
def _spelt() -> dict[tuple[str, str], int]:
    """The bits of the languages by spelling and concept; a beginning is a word too where nothing follows it (Stahl)."""
    words = lexicon.single_words(syllabic=True)
    bit = _bit_of()
    spelt: dict[tuple[str, str], int] = {}
    for word in words:
        key = (word.spelling, word.concept)
        spelt[key] = spelt.get(key, 0) | bit[word.language]
    return spelt


@kept
def _bit_of() -> dict[str, int]:
    """A bit for each language; `mul`, words that are written so in all of them (aero), has every one."""
    one_each = sorted({word.language for word in lexicon.single_words(syllabic=True)} - {"mul"})
    bits = {language: PLACE << at for at, language in enumerate(one_each, start=1)}
    return {"mul": sum(bits.values())} | bits


@cache
def _every_language() -> int:
    return _bit_of()["mul"]


@cache
def _contrasts() -> dict[str, int]:
    rows = enumerate(read_table("contrasts"))
    return {concept: FIRST_CONTRAST << at for at, row in rows for concept in row["concepts"].split("|")}


@cache
def _kinds_of_places() -> dict[str, str]:
    return {row["concept"]: row["kind"] for row in read_table("place_concepts")}


@cache
def _units() -> frozenset[str]:
    return frozenset(row["concept"] for row in read_table("units"))
