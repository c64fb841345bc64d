"""Which keys of a name stay in its concept key: those that say whose name it is.

In: the keys of the words of one name, "@concept" or the sound of a word. Out: the same without what publishers and
translators add and drop at will, as long as enough stays. `RULES` is all there is to know; `telling` goes by it for one
name, `resolver.names.token_columns` for many. Nothing here knows words: the concepts that may be dropped are those of
tables/optional_concepts.csv.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from functools import lru_cache
from typing import NamedTuple

from resolver.names import lexicon, skeleton
from resolver.names.tables import read_table

LONGEST_SHORT = 3
"""Letters of a word that is an initial, an article or a joining word of one of forty languages more often than a name
(П. Д. Грушина, en, del), beside long words. Alone it is an initialism, and is kept as it is written."""

SHORTEST_LONG = 5
"""Letters of a word of the firm's own that makes a name of few words its name."""


def _optional(beside: str) -> frozenset[str]:
    """The keys of the concepts that may be left out beside others, "any", "few" or "many" of them, or those of a
    "parent" body."""
    rows = read_table("optional_concepts")
    return frozenset(lexicon.key_of(row["concept"]) for row in rows if row["beside"] == beside)


GENERIC_KEYS = frozenset("@" + concept for concept in lexicon.GENERIC)
FORM_KEYS = frozenset(skeleton.skeleton(row["form"]) for row in read_table("inner_forms"))
NEEDLESS_KEYS = _optional("any")
OPTIONAL_KEYS = _optional("few")
PARENT_KEYS = _optional("parent")
MINOR_KEYS = _optional("many")
KEYS_LEFT_OUT = GENERIC_KEYS | FORM_KEYS | NEEDLESS_KEYS | OPTIONAL_KEYS | PARENT_KEYS | MINOR_KEYS
"""All that some rule leaves out, short words aside."""


def _implied() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in read_table("implied_concepts"):
        implied, concept = lexicon.key_of(row["implied"]), lexicon.key_of(row["concept"])
        if implied != concept:
            found.setdefault(implied, set()).add(concept)
    return {implied: frozenset(concepts) for implied, concepts in found.items()}


MANY = 4
"""Keys of a name of so many words that each may lose its vowels: one of 738 Cyrillic names more agrees, no organisation
more collides; with three keys 4 to 8 would."""

SHORTEST_BARE = 3
"""Consonants, with the first letter, that must be left of a word."""

_NOBODY: frozenset[str] = frozenset()
_VOWELS = re.compile("[aeiou]+")
_DOUBLED = re.compile(r"(.)\1+")


class Rule(NamedTuple):
    """The keys that are left out where at least `others` remain, or `with_long` of which one is a long word."""

    leaves: Callable[[str], bool]
    others: int
    with_long: int


def is_own(key: str) -> bool:
    """Whether a key is a word of no concept and no number."""
    return key[:1] != "@" and not key.isdigit()


def is_short(key: str) -> bool:
    """Whether a key is a word of a few letters."""
    return len(key) <= LONGEST_SHORT and is_own(key)


def is_long(key: str) -> bool:
    """Whether a key is a word that names somebody."""
    return len(key) >= SHORTEST_LONG and is_own(key)


RULES = (
    Rule(FORM_KEYS.__contains__, 1, 1),
    Rule(GENERIC_KEYS.__contains__, 1, 1),
    Rule(is_short, 4, 2),
    Rule(NEEDLESS_KEYS.__contains__, 2, 2),
    Rule(OPTIONAL_KEYS.__contains__, 3, 2),
    Rule(PARENT_KEYS.__contains__, 3, 2),
    Rule(MINOR_KEYS.__contains__, 4, 3),
)
"""In this order. Measured on 738 Cyrillic names and 10,163 OFAC organisations: without short words 11 more names agree and 7
organisations more collide (with 3 and 2 instead of 4 and 3 it is 13 and 20), without optional concepts 8 and none. With
4 and 2 three more Cyrillic names and eight of 1,483 romanised ones agree; 18 organisations collide, no more than the
forms of lone initialisms part again (`canonical.concept_key`). The last two rules gain two Cyrillic and ten romanised
names, seven of them in the half of these that was not looked at, and cost two organisations; as broad with three others,
or by the bits of the others, they cost 20 to 49."""

IMPLIED: dict[str, frozenset[str]] = _implied()
"""The keys that say nothing beside one that implies them, each with those: a refinery is a plant."""


def telling(keys: Set[str]) -> Set[str]:
    """The keys that stay; never none of some."""
    keys = {key for key in keys if IMPLIED.get(key, _NOBODY).isdisjoint(keys)}
    for rule in RULES:
        rest = {key for key in keys if not rule.leaves(key)}
        if len(rest) >= rule.others or (len(rest) >= rule.with_long and any(map(is_long, rest))):
            keys = rest
    return keys


@lru_cache(maxsize=1 << 16)
def bare(key: str) -> str:
    """A word without its vowels, where enough is left of it; concepts, numbers and short words as they are."""
    if is_short(key) or not is_own(key) or not key.isalpha():
        return key
    found = _DOUBLED.sub(r"\1", key[0] + _VOWELS.sub("", key[1:]))
    return found if len(found) >= SHORTEST_BARE else key
