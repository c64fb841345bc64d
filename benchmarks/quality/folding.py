"""The plain folding that truth sets are built with: case, accents, punctuation, a few legal forms.

Deliberately small and independent of `resolver.names`: a truth set that used the code under test to decide
what is the same would measure nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

import iuliia

_TABLES = tomllib.loads(Path(__file__).with_name("folding.toml").read_text(encoding="utf-8"))
LEGAL_FORMS = tuple(sorted(set(_TABLES["legal_forms"]), key=lambda form: (-len(form), form)))
SOUND_TABLE: dict[str, str] = _TABLES["sounds"]
GENERIC_WORDS: list[str] = _TABLES["generic_words"]
_HEAD = re.compile(r"^(?:" + "|".join(LEGAL_FORMS) + r") ")
_TAIL = re.compile(r" (?:" + "|".join(LEGAL_FORMS) + r")$")
_GAPS = re.compile(r"[\W_]+")
_CYRILLIC = re.compile(r"[Ѐ-ԯ]")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, accents off (not from Cyrillic), blanks for punctuation: "Ала-Тоо" -> "ала тоо"."""
    shown = unicodedata.normalize("NFKC", text).casefold()
    if not _CYRILLIC.search(shown):
        shown = "".join(c for c in unicodedata.normalize("NFKD", shown) if not unicodedata.combining(c))
    return _GAPS.sub(" ", shown).strip()


def without_forms(folded: str) -> str:
    """A folded name with legal forms off both ends; never empties the name."""
    while True:
        shorter = _TAIL.sub("", _HEAD.sub("", folded))
        if shorter == folded:
            return folded
        folded = shorter


@lru_cache(maxsize=200_000)
def core(text: str) -> str:
    """What is left of a name when case, punctuation and legal forms are off."""
    return without_forms(fold(text))


def is_cyrillic(text: str) -> bool:
    """True when most letters of the text are Cyrillic."""
    cyrillic = len(_CYRILLIC.findall(text))
    return cyrillic > 0 and 2 * cyrillic > sum(c.isalpha() for c in text)


def has_cyrillic(text: str) -> bool:
    """True when any letter is Cyrillic."""
    return _CYRILLIC.search(text) is not None


def is_latin(text: str) -> bool:
    """True when every letter is Latin (accents and extensions included) and there is at least one."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(c < "ɐ" or "Ḁ" <= c <= "ỿ" for c in letters)


@lru_cache(maxsize=100_000)
def romanise(text: str) -> str:
    """One plain romanisation (Wikipedia's scheme as iuliia has it), folded."""
    return fold(iuliia.WIKIPEDIA.translate(text))
