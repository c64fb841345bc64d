"""How a word stood in the raw text: written like a word, part of a hyphenated one, part of a known phrase.

This is what tells a legal form from a word that only looks like one (Ала-Тоо, Too Faced, Sa Pa).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from resolver.names.skeleton import unaccented
from resolver.names.tables import read_table

if TYPE_CHECKING:
    from resolver.names.vocabulary import Word

LONGEST_DOUBTFUL = 4
"""Letters of an abbreviation; longer words (Kompaniya, Limited) are written so as forms and as words
alike."""

_COMPOUND = re.compile(r"\w+(?:[-‐‑‒]\w+)+")
_HYPHEN = re.compile("[-‐‑‒]")


def is_part_of_compound(words: list[Word], text: str) -> bool:
    """True when one of the words is joined by a hyphen to a further word."""
    wanted = {word.exact for word in words}
    for compound in _COMPOUND.findall(unicodedata.normalize("NFKC", text).casefold()):
        parts = [unaccented(part) for part in _HYPHEN.split(compound)]
        if wanted.intersection(parts) and len(parts) > len(words):
            return True
    return False


def is_like_a_word(words: list[Word], text: str) -> bool:
    """True when a text in small and capital letters shows a short word with its first letter large only.

    A full stop behind it that ends the text makes it an abbreviation: Rt., Bt.
    """
    if text.isupper() or text.islower():
        return False
    written = unicodedata.normalize("NFKC", text).rstrip()
    for word in words:
        found = re.search(rf"(?<!\w){re.escape(word.spelling)}(?!\w|\.$)", written, re.IGNORECASE)
        if found and 1 < len(found[0]) <= LONGEST_DOUBTFUL and found[0].istitle():
            return True
    return False


@cache
def _phrases() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(unaccented(row["phrase"]).split()) for row in read_table("lookalikes"))


def is_in_phrase(words: list[Word], start: int, end: int) -> bool:
    """True when words[start:end] is part of a phrase of tables/lookalikes.csv with a word beside it."""
    before = tuple(word.exact for word in words[max(0, start - 1) : end])
    after = tuple(word.exact for word in words[start : end + 1])
    return before in _phrases() or after in _phrases()


def is_written_apart(form: str, text: str) -> bool:
    """True when a short form stands in the text with its letters apart: I/S, i.s., z. s.; not IS, ZS."""
    letters = r"[./\s]{1,2}".join(map(re.escape, form.replace(" ", "")))
    return re.search(rf"(?<!\w){letters}(?!\w)", text, re.IGNORECASE) is not None
