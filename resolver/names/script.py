"""Which script a text is in, and the repair of letters that only look like those of the other script.

In: folded lower-case words. Out: the words repaired, and what was repaired ("homoglyph:oбщество"), which is
also a red flag. First each word is mended by its own letters, then a word made of look-alikes only ("ooo")
by the script of the words around it. A word with sure letters of both scripts is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from resolver.names.tables import read_table

_TO_CYRILLIC = {ord(row["latin"]): row["cyrillic"] for row in read_table("homoglyphs")}
_TO_LATIN = {ord(row["cyrillic"]): row["latin"] for row in read_table("homoglyphs")}
_LOOKALIKE_LATIN = frozenset(map(chr, _TO_CYRILLIC))
_LOOKALIKE_CYRILLIC = frozenset(map(chr, _TO_LATIN))

_RANGES = (
    ("cyrillic", 0x0400, 0x052F),
    ("greek", 0x0370, 0x03FF),
    ("armenian", 0x0530, 0x058F),
    ("arabic", 0x0600, 0x06FF),
    ("arabic", 0x0750, 0x077F),
    ("arabic", 0xFB50, 0xFDFF),
    ("arabic", 0xFE70, 0xFEFF),
    ("georgian", 0x10A0, 0x10FF),
    ("georgian", 0x1C90, 0x1CBF),
    ("hangul", 0x1100, 0x11FF),
    ("hangul", 0x3130, 0x318F),
    ("hangul", 0xAC00, 0xD7AF),
    ("han", 0x2E80, 0x2FDF),
    ("han", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("han", 0xF900, 0xFAFF),
    ("han", 0x20000, 0x3FFFF),
    ("cyrillic", 0x1C80, 0x1C8F),
    ("cyrillic", 0x2DE0, 0x2DFF),
    ("cyrillic", 0xA640, 0xA69F),
    ("latin", 0x1E00, 0x1EFF),
)


# Glances that most words end at.
_LATIN, _CYRILLIC = re.compile("[a-z]"), re.compile("[\u0400-\u052f]+")


def script_of_letter(letter: str) -> str:
    """The script of one letter, one of the values of NAMES.script but "mixed"."""
    code = ord(letter)
    if code < 0x0250:
        return "latin"
    for script, first, last in _RANGES:
        if first <= code <= last:
            return script
    return "other"


@lru_cache(maxsize=1 << 16)
def script_of_word(word: str) -> str:
    """latin, cyrillic, ... ; mixed when letters of two scripts are in it; none when it has no letter."""
    if word.isascii():
        return "none" if word.isdigit() or not any(map(str.isalpha, word)) else "latin"
    if word.isalpha() and _CYRILLIC.fullmatch(word):
        return "cyrillic"
    scripts = {script_of_letter(letter) for letter in word if letter.isalpha()}
    if not scripts:
        return "none"
    return scripts.pop() if len(scripts) == 1 else "mixed"


def mend_word(word: str) -> str:
    """A word of mixed Latin and Cyrillic letters in the one script that its sure letters are of.

    Where every letter has a twin, the commoner script wins, Cyrillic when they are equal: foreign letters
    are typed into Cyrillic words far oftener than the reverse.
    """
    if not _LATIN.search(word):
        return word
    latin = {letter for letter in word if "a" <= letter <= "z"}
    cyrillic = {letter for letter in word if "\u0400" <= letter <= "\u052f"}
    if not latin or not cyrillic:
        return word
    can_be_cyrillic, can_be_latin = latin <= _LOOKALIKE_LATIN, cyrillic <= _LOOKALIKE_CYRILLIC
    if can_be_cyrillic and can_be_latin:
        count = sum(letter in cyrillic for letter in word) - sum(letter in latin for letter in word)
        can_be_latin = count < 0
    if can_be_cyrillic and not can_be_latin:
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if can_be_latin else word


@lru_cache(maxsize=1 << 16)
def twin(word: str) -> str:
    """The word in the letters of the other script when all of its letters have a twin there, else ""."""
    letters = set(word)
    if letters <= _LOOKALIKE_LATIN:
        return word.translate(_TO_CYRILLIC)
    if letters <= _LOOKALIKE_CYRILLIC:
        return word.translate(_TO_LATIN)
    return ""


SHORTEST_OTHER = 4
"""Letters of a word that may stand for a word of the other script by itself: shorter ones may be initials in either."""

_VOWELS = frozenset("aeoyаеоу")
_NO_RUSSIAN = frozenset("sij")  # their twins are letters of Macedonian, Ukrainian and Serbian


@lru_cache(maxsize=1 << 16)
def other_word(word: str) -> str:
    """The `twin` of a word long enough to be one in either script (BOCTOK, МОСТ), else "". The vowels look alike too,
    so that nothing but what is known of the words tells which is meant."""
    if len(word) < SHORTEST_OTHER or _VOWELS.isdisjoint(word) or not _NO_RUSSIAN.isdisjoint(word):
        return ""
    return twin(word)


def other_words(words: Sequence[str]) -> list[str]:
    """`other_word` of many words; asked are those without letters that have no twin."""
    known = _known_letters().search
    return [other_word(word) if known(word) is None else "" for word in words]


def twins(words: Sequence[str]) -> list[str]:
    """`twin` of many words; asked are those without letters that have no twin."""
    known = _known_letters().search
    return [twin(word) if known(word) is None else "" for word in words]


@cache
def _known_letters() -> re.Pattern[str]:
    """What a word of look-alike letters does not have."""
    return re.compile(f"[^{''.join(sorted(_LOOKALIKE_LATIN | _LOOKALIKE_CYRILLIC))}]")


def script_of_words(scripts: list[str]) -> str:
    """The script of a text, of the scripts of its words."""
    found = {script for script in scripts if script != "none"}
    if not found:
        return "none"
    return found.pop() if len(found) == 1 else "mixed"
