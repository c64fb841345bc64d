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


class Composed(NamedTuple):
    """The words of one first and one last meaning, in all spellings, as (script, spelling)."""

    first: str
    last: str
    spellings: tuple[tuple[str, str], ...]

    @property
    def concepts(self) -> str:
        """What the parts mean, joined by a blank."""
        return self.first if self.last == NOTHING else f"{self.first} {self.last}"


def composed_words() -> list[Composed]:
    """All words of the table, those of one meaning together."""
    found: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    rows = read_table("word_parts")
    firsts = [row for row in rows if row["place"] == "first"]
    lasts = [row for row in rows if row["place"] == "last"]
    for first, last in product(firsts, lasts):
        if (first["group"], first["language"]) == (last["group"], last["language"]):
            script = "latin" if first["language"] == "en" else "cyrillic"
            meaning = (first["concept"], last["concept"])
            found.setdefault(meaning, {})[script, first["part"] + last["part"]] = None
    return [Composed(*meaning, tuple(spellings)) for meaning, spellings in found.items()]
