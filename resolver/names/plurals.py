"""Phrases of the lexicon in the other number: лекарственных препаратов, film studios.

In: a spelling of the table. Out: the same with the ending that the language has for many, or for one, or the spelling as it
is; nothing here looks a word up.
"""

from __future__ import annotations

HARD_CONSONANTS = frozenset("бвгдзклмнпрстфх")
UKRAINIAN_LETTERS = frozenset("іїєґ")
PLURAL_LETTERS, PLURAL_CONSONANTS = frozenset("ыи"), HARD_CONSONANTS
"""A noun of many ends in one of the first behind one of the others: материалы, станки."""

VOWELS = frozenset("aeiou")


def of_many(spelling: str) -> str:
    """A phrase of a Russian or Ukrainian noun in the genitive of its plural, whose ending no stem cuts, since it is that of
    surnames too: лекарственный препарат or лекарственные препараты, (завод) лекарственных препаратов."""
    one = (
        spelling[:-1] if spelling[-1] in PLURAL_LETTERS and spelling[-2:-1] in PLURAL_CONSONANTS else spelling
    )
    if one[-1] not in HARD_CONSONANTS:
        return spelling
    return one + ("ів" if UKRAINIAN_LETTERS.intersection(spelling) else "ов")


def of_many_in_english(spelling: str) -> str:
    """An English phrase with its last word in the plural, or in the singular where it is one: film studios, sea port. Words
    in -ss and -us stay, and beginnings, which take any ending."""
    if spelling.endswith(("*", "ss", "us", "is")) or not spelling[-1:].isalpha():
        return spelling
    if spelling.endswith("ies"):
        return spelling[:-3] + "y"
    if spelling.endswith("s"):
        return spelling[:-1]
    if spelling.endswith("y") and spelling[-2:-1] not in VOWELS:
        return spelling[:-1] + "ies"
    return spelling + ("es" if spelling.endswith(("ch", "sh", "x")) else "s")
