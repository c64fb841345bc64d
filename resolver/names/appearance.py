"""How a word stood in the raw text: written like a word, part of a hyphenated one, part of a known phrase.

This is what tells a legal form from a word that only looks like one (Ала-Тоо, Too Faced, Sa Pa).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from resolver.names.skeleton import unaccented
from resolver.names.tables import read_table

if TYPE_CHECKING:
    from resolver.names.vocabulary import Word

LONGEST_DOUBTFUL = 4
"""Letters of an abbreviation; longer words (Kompaniya, Limited) are written so as forms and as words
alike."""

OTHER_HYPHENS = "‐‑‒"
_COMPOUND = re.compile(rf"\w+(?:[-{OTHER_HYPHENS}]\w+)+")
_HYPHEN = re.compile(f"[-{OTHER_HYPHENS}]")


def is_part_of_compound(words: list[Word], text: str) -> bool:
    """True when one of the words is joined by a hyphen to a further word."""
    wanted = {word.exact for word in words}
    return any(wanted.intersection(parts) and len(parts) > len(words) for parts in compounds(text))


def without_case(text: str) -> str:
    """A text in NFKC and in small letters, in which words are looked for as they are folded."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def compounds(text: str) -> Iterator[list[str]]:
    """The parts of each hyphenated word of a text."""
    for compound in _COMPOUND.findall(without_case(text)):
        yield [unaccented(part) for part in _HYPHEN.split(compound)]


def is_like_a_word(words: list[Word], text: str) -> bool:
    """True when a text in small and capital letters shows a short word with its first letter large only.

    A full stop behind it that ends the text makes it an abbreviation (Rt.), and so does a comma before it (Kala, Pao).
    """
    # A letter matches one letter whatever its case: a longer word need not be looked for.
    short = [word.spelling for word in words if 1 < len(word.spelling) <= LONGEST_DOUBTFUL]
    if not short or text.isupper() or text.islower():
        return False
    if text.isascii() and not any(spelling.title() in text for spelling in short):
        return False  # nothing but that is in title case and matches
    written = unicodedata.normalize("NFKC", text).rstrip()
    found = (_alone(spelling).search(written) for spelling in short)
    return any(one is not None and one[0].istitle() for one in found)


@lru_cache(maxsize=1 << 12)
def _alone(spelling: str) -> re.Pattern[str]:
    """The word by itself, in any case, without a full stop behind it, or a comma before it, that ends the text."""
    word = re.escape(spelling)
    return re.compile(rf"(?<!\w)(?!(?<=,) ?{word}$)(?!(?<=, ){word}$){word}(?!\w|\.$)", re.IGNORECASE)


@cache
def phrases() -> frozenset[tuple[str, ...]]:
    """The phrases of tables/lookalikes.csv, without accents, as words."""
    return frozenset(tuple(unaccented(row["phrase"]).split()) for row in read_table("lookalikes"))


def is_in_phrase(words: list[Word], start: int, end: int) -> bool:
    """True when words[start:end] is part of a phrase of tables/lookalikes.csv with a word beside it."""
    if words[start].exact not in _in_phrases():
        return False
    before = tuple(word.exact for word in words[max(0, start - 1) : end])
    after = tuple(word.exact for word in words[start : end + 1])
    return before in phrases() or after in phrases()


@cache
def _in_phrases() -> frozenset[str]:
    """The words of those phrases: most words are in none."""
    return frozenset(word for phrase in phrases() for word in phrase)


def may_be_written_apart(text: str) -> bool:
    """A glance that most texts end at: whether any two letters stand apart in it."""
    return _TWO_APART.search(text) is not None


_TWO_APART = re.compile(r"(?<!\w)\w[./\s]{1,2}\w(?!\w)")


def is_written_apart(form: str, text: str) -> bool:
    """True when a short form stands in the text with its letters apart: I/S, i.s., z. s.; not IS, ZS."""
    return _apart(form).search(text) is not None


def are_written_apart(forms: Sequence[str], text: str) -> list[bool]:
    """`is_written_apart` of several forms; in plain letters only those are looked for whose letters all stand alone."""
    if not forms or not text.isascii():
        return [is_written_apart(form, text) for form in forms]
    alone = frozenset(_LONE_LETTER.findall(text.lower()))
    return [
        (not form.isascii() or _letters_of(form) <= alone) and is_written_apart(form, text) for form in forms
    ]


_LONE_LETTER = re.compile(r"(?<!\w)\w(?!\w)")


@cache
def _letters_of(form: str) -> frozenset[str]:
    return frozenset(form.lower().replace(" ", ""))


@cache
def _apart(form: str) -> re.Pattern[str]:
    letters = r"[./\s]{1,2}".join(map(re.escape, form.replace(" ", "")))
    return re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)


_COUNTRY_BEHIND = re.compile(r"-([^\W\d_]{3})\W*$")


@cache
def country_codes() -> frozenset[str]:
    """The three letters by which a country is marked: those of ISO 3166-1, and those of ship registers."""
    iso = (row["name"] for row in read_table("countries"))
    registers = (row["code"] for row in read_table("country_codes"))
    return frozenset(code.lower() for code in (*iso, *registers) if len(code) == 3 and code.isascii())


def without_country(words: list[Word], text: str) -> str:
    """The text without the country that a hyphen joins to its last word but one (LTD-HKG), "" where none is; written like a
    word (Ltd-Pan) it is none."""
    if "-" not in text or len(words) < 2 or words[-1].exact not in country_codes():
        return ""
    found = _COUNTRY_BEHIND.search(text)
    if found is None or is_like_a_word(words[-1:], text):
        return ""
    joined = any(parts[-2:] == [words[-2].exact, words[-1].exact] for parts in compounds(text))
    return text[: found.start()] if joined else ""
