"""Words of trade that are made of parts: авиа|ремонтный is aviation and repair, микро|техника as micro|technology.

In: tables/word_parts.csv, first and last parts by groups of trades that they are said of. Out: the words that they make,
each with the concepts of its parts; `resolver.names.lexicon` decides what a word means that it knows as a whole in one of
the languages. Unlike `resolver.names.compounds` nothing is guessed here: a firm's own word is made of no such parts.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from resolver.names.tables import read_table

NOTHING = "-"
"""The concept of a last part that says no more than the first: вагоностроительный is what a wagon plant is."""


CYRILLIC = frozenset({"ru", "uk", "be", "bg"})
AS_ONE = frozenset({"de", "nl", "sv", "da", "fi", "et", "hu"})
"""Languages that write all compounds as one word, however rare: Flugzeugwerk, lentokonetehdas."""


class Composed(NamedTuple):
    """The words of one first and one last meaning, in all spellings, as (script, spelling); `as_one` are those of languages
    that write all compounds as one word."""

    first: str
    last: str
    spellings: tuple[tuple[str, str], ...]
    as_one: frozenset[str] = frozenset()

    @property
    def concepts(self) -> str:
        """What the parts mean, joined by a blank."""
        return self.first if self.last == NOTHING else f"{self.first} {self.last}"


def composed_words() -> list[Composed]:
    """All words of the table, those of one meaning together."""
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    rows = read_table("word_parts")
    firsts = [row for row in rows if row["place"] == "first"]
    lasts = [row for row in rows if row["place"] == "last"]
    for first, last in product(firsts, lasts):
        if (first["group"], first["language"]) == (last["group"], last["language"]):
            script = "cyrillic" if first["language"] in CYRILLIC else "latin"
            meaning = (first["concept"], last["concept"])
            found.setdefault(meaning, {})[script, first["part"] + last["part"]] = first["language"]
    return [_composed(*meaning, spellings) for meaning, spellings in found.items()]


def _composed(first: str, last: str, languages: dict[tuple[str, str], str]) -> Composed:
    """The words of one meaning, of the language of each spelling."""
    as_one = frozenset(spelling for (_, spelling), language in languages.items() if language in AS_ONE)
    return Composed(first, last, tuple(languages), as_one)
