"""What some languages write onto the beginning of a word: l'industrie, dell'industria, dtionscail, na hÉireann.

In: a word of the lexicon without its signs, and its language; tables/own_names.csv. Out: the same word behind an article or
preposition that has lost its vowel (French and Italian; the sign between goes when a text is folded), and with the first
sound changed (Irish), but no names, as `resolver.names.lexicon` looks them up. Hyphens part words, so that the articles of
Maltese are words of their own.
"""

from __future__ import annotations

from functools import cache

from resolver.names.tables import read_table

VOWELS = frozenset("aeiou")
SHORTEST_WORD = 5
"""Letters of a word that takes such a beginning: with it a shorter one is another word too often (ente, dente)."""

ELIDED = {"fr": ("l", "d"), "it": ("l", "d", "dell", "all", "nell", "sull")}
SILENT: dict[str, frozenset[str]] = {"fr": frozenset("h")}
"""What stands before a vowel, and a letter that is silent before it (l'hélicoptère)."""

LENITED = frozenset("bcdfgmpst")
ECLIPSED = {"b": "m", "c": "g", "d": "n", "f": "bh", "g": "n", "p": "b", "t": "d", "s": "t"}
BEFORE_VOWELS = ("h", "n", "t")
"""Irish: the first letter with h behind it, that which is written before it (of s after the article), and before a vowel."""


def with_onsets(word: str, language: str) -> list[str]:
    """The further spellings of a folded word without signs, by its language, that are no names; a "*" at its end stays."""
    return [written for written in _with_onsets(word, language) if written.rstrip("*") not in _names()]


@cache
def _names() -> frozenset[str]:
    """Names that look so: Dell'Acqua, Lallemand, Lester."""
    return frozenset(name for row in read_table("own_names") for name in row["names"].split("|"))


def _with_onsets(word: str, language: str) -> list[str]:
    if len(word.rstrip("*")) < SHORTEST_WORD:
        return []
    if language == "ga":
        return _mutated(word)
    if word[0] in VOWELS or word[0] in SILENT.get(language, ()):
        return [before + word for before in ELIDED.get(language, ())]
    return []


def _mutated(word: str) -> list[str]:
    first, rest = word[0], word[1:]
    if first in VOWELS:
        return [before + word for before in BEFORE_VOWELS]
    lenited = [first + "h" + rest] if first in LENITED and rest[0] != "h" else []
    return [*lenited, ECLIPSED[first] + word] if first in ECLIPSED else lenited
