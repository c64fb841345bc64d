"""By which step a Cyrillic name meets a Latin name of its listing, and what the names that miss look like.

A name falls into the first class that holds. The classes behind the keys say how near the
names are that share no key: they are what is left to comparisons of words.
"""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz import fuzz

from benchmarks.quality.names.keys import KEYS, Alias, agrees, name_of
from resolver.names.tokens import describe_token

TYPO = 90.0  # percent of letters that agree, words sorted
COGNATE = 75.0  # percent of letters of two words that agree
RARE = 10.0  # bits


def class_of(alias: Alias) -> str:
    """The first class of CLASSES that holds for a Cyrillic name."""
    return next(name for name, holds in CLASSES.items() if holds(alias))


def keys_in(text: str) -> set[str]:
    """The concept keys of a name."""
    return set(name_of(text).key_concepts.split())


def _typo(alias: Alias) -> bool:
    mine = name_of(alias.text).key_sorted
    return any(fuzz.ratio(mine, name_of(name).key_sorted) >= TYPO for name in alias.latin)


def _initials(alias: Alias) -> bool:
    mine = name_of(alias.text)
    return any(
        {mine.initials} & set(other.key_skeleton.split()) or {other.initials} & set(mine.key_skeleton.split())
        for other in map(name_of, alias.latin)
    )


def _contained(alias: Alias) -> bool:
    mine = keys_in(alias.text)
    return any(_inside(mine, keys_in(name)) or _inside(keys_in(name), mine) for name in alias.latin)


def _inside(small: set[str], large: set[str]) -> bool:
    return bool(small) and small <= large


def _rare_word(alias: Alias) -> bool:
    mine = {key for key in keys_in(alias.text) if describe_token(key)[6] >= RARE}
    return any(mine & keys_in(name) for name in alias.latin)


def _cognate(alias: Alias) -> bool:
    mine = [key for key in keys_in(alias.text) if key[0] != "@" and len(key) > 3]
    return any(
        fuzz.ratio(word, other) >= COGNATE
        for name in alias.latin
        for other in keys_in(name)
        for word in mine
        if other[0] != "@"
    )


def _any_word(alias: Alias) -> bool:
    return any(keys_in(alias.text) & keys_in(name) for name in alias.latin)


def _by_key(name: str) -> Callable[[Alias], bool]:
    return lambda alias: agrees(alias, KEYS[name])


CLASSES: dict[str, Callable[[Alias], bool]] = {
    "equal after case and punctuation": _by_key("fold case and punctuation"),
    "legal form only": _by_key("+ legal forms off"),
    "romanisation scheme": _by_key("+ skeleton"),
    "spacing, order": lambda alias: _by_key("+ sorted")(alias) or _by_key("joined")(alias),
    "translated or abbreviated words": _by_key("concepts"),
    "missed: typo": _typo,
    "missed: words added or dropped": _contained,
    "missed: initialism": _initials,
    "missed: one rare word shared": _rare_word,
    "missed: cognate spelling": _cognate,
    "missed: ordinary words shared": _any_word,
    "missed: nothing shared": lambda _: True,
}
