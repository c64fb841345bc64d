"""Sound skeletons: one ASCII spelling for all the ways in which a word is romanised.

In: one folded lower-case word in any script. Out: `skeleton` (many spellings to one), `alternates` (what a Latin
spelling may mean under another convention), `consonants`, and whether the script was romanised by guess (`is_weak`).
Cyrillic is read by tables/letters.csv, other scripts by anyascii; nothing here knows words or legal forms.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from anyascii import anyascii

from resolver.names.tables import read_table

KEEPS_SPELLING = 4
"""Skeletons of this many letters and fewer keep doubled letters and i before a vowel: SSA is not SA."""

MOST_ALTERNATES = 6
"""More readings than this of one word say nothing any more; the first ones are the commonest conventions."""

_LETTERS = {ord(row["letter"]): row["latin"] for row in read_table("letters")}
_RULES = [(row["spelling"], row["skeleton"]) for row in read_table("skeleton_rules")]
_PLACEHOLDERS = str.maketrans({"S": "sh", "C": "ch", "Z": "zh", "T": "ts"})
_DOUBLED = re.compile(r"(.)\1+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_VOWELS = re.compile(r"[aeiou]+")


def romanise(word: str) -> str:
    """`word` in a-z and 0-9, letter by letter; may be "" when it has no letter or digit."""
    if word.isascii():
        return word if word.isalnum() else _NOT_WORD.sub("", word.lower())
    latin = word.translate(_LETTERS)
    if not latin.isascii():
        latin = anyascii(latin)
    return latin if latin.isalnum() and latin.islower() else _NOT_WORD.sub("", latin.lower())


def skeleton(word: str) -> str:
    """The sound skeleton of a folded word, e.g. "щербаков", "schtscherbakow" -> "sherbakov"."""
    return _skeleton_of_latin(romanise(word))


@cache
def _readings() -> tuple[tuple[tuple[re.Pattern[str], str], ...], ...]:
    """The romanisation conventions of tables/latin_readings.csv, each an ordered list of (pattern, replacement)."""
    conventions: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for row in read_table("latin_readings"):
        conventions.setdefault(row["reading"], []).append((re.compile(row["pattern"]), row["means"]))
    return tuple(tuple(rules) for rules in conventions.values())


def alternates(word: str) -> tuple[str, ...]:
    """Other skeletons that a Latin spelling admits (German z = ц, French ch = ш, ...), without `skeleton(word)`."""
    latin = unaccented(word)
    if not latin.isascii():
        return ()
    found = {skeleton(word): None}
    for rules in _readings():
        spelling = latin
        for pattern, means in rules:
            spelling = pattern.sub(means, spelling)
        if spelling != latin:
            found[_skeleton_of_latin(spelling)] = None
    return tuple(found)[1 : MOST_ALTERNATES + 1]


def consonants(skeleton: str) -> str:
    """The skeleton without vowels; a word of vowels only keeps its first letter."""
    return _VOWELS.sub("", skeleton) or skeleton[:1]


def is_weak(word: str) -> bool:
    """True when the word holds letters that only a generic romaniser can read (Chinese, Arabic, Hangul, ...)."""
    return not word.isascii() and not unaccented(word.translate(_LETTERS)).isascii()


def _skeleton_of_latin(latin: str) -> str:
    mapped = latin
    for spelling, sound in _RULES:
        mapped = mapped.replace(spelling, sound)
    mapped = mapped.translate(_PLACEHOLDERS)
    if len(mapped) <= KEEPS_SPELLING or mapped.isdigit():
        return mapped
    return _collapse(mapped)


def _collapse(mapped: str) -> str:
    """Doubled letters to one, and i before a vowel off, until neither is left."""
    once = _DOUBLED.sub(r"\1", mapped)
    thinned = once.replace("ia", "a").replace("ie", "e").replace("io", "o").replace("iu", "u")
    return thinned if thinned == once else _DOUBLED.sub(r"\1", thinned)


def unaccented(word: str) -> str:
    """Latin words without their signs (as customs type them); words of other scripts as they are."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return bare if bare.isascii() else word
