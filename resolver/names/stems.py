"""Inflected words to one stem, on skeletons, so that Cyrillic and romanised Russian are cut alike.

`cut_ending` is for look-ups in the tables of phrases, forms and concepts, where it may cut much; `adjective_stem` is
for names of places and persons (вольский -> volsk, уральский -> ural) and touches adjectives in -ский only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from resolver.names import rewriting
from resolver.names.tables import read_table

SHORTEST_STEM = 3
"""Letters that must remain: дома -> dom, but оно stays."""

SHORTEST_NAME = 4
"""Letters that a name must keep before its -sk goes too: ural(sk), but volsk."""

SHORTEST_INFLECTED = 7
"""Letters of a name whose last vowels may be an inflection: "Козлова", not "Лада"."""

CONSONANTS_OF_A_NAME = 6
"""Consonants, with the first letter, that are a name without vowels: with 6 eight more of 738 Cyrillic names agree and
none of 10,163 OFAC organisations collides more, with 5 twelve do."""

SHORTEST_VAGUE = 5
"""Letters of a word whose h and k are one in keys; longer ones lose a last e, by which translators write one word
(Russophiles, русофили), but no o or u, by which names of strangers differ (Elemento, Element)."""

_INFLECTED = frozenset("ais")
"""Last letters that may be an inflection."""

_VOWELS = re.compile("[aeiou]+")
_DOUBLED = re.compile(r"(.)\1+")

_ENDINGS = tuple(sorted((row["ending"] for row in read_table("endings")), key=lambda ending: -len(ending)))
_LONGEST = max(map(len, _ENDINGS))
_ENDING_SET = frozenset(_ENDINGS)
_LAST_LETTERS = frozenset(ending[-1] for ending in _ENDINGS)
_SKI = (
    "skogo",
    "skomu",
    "skimi",
    "skie",
    "skoe",
    "skoi",
    "skom",
    "skih",
    "skim",
    "skaa",
    "ska",
    "ski",
    "ske",
    "sku",
)


_KEY_SOUNDS = [(re.compile(row["pattern"]), row["key"]) for row in read_table("key_sounds")]


_KEY_SOUNDS_BY_LINE = [(re.compile(pattern.pattern, re.MULTILINE), key) for pattern, key in _KEY_SOUNDS]
_END = ord("\n")
_IS_VOWEL = np.isin(np.arange(128), [ord(vowel) for vowel in "aeiou"])
_ANY_KEY_SOUND = re.compile("|".join(pattern.pattern for pattern, _ in _KEY_SOUNDS))
"""What the first of the patterns to change a stem must find: most stems have nothing of it."""


def cut_ending(skeleton: str) -> str:
    """`skeleton` without the longest known ending that leaves SHORTEST_STEM letters."""
    if skeleton[-1:] not in _LAST_LETTERS:
        return skeleton
    for length in range(min(_LONGEST, len(skeleton) - SHORTEST_STEM), 0, -1):
        if skeleton[-length:] in _ENDING_SET:
            return skeleton[:-length]
    return skeleton


def name_stem(skeleton: str) -> str:
    """The stem of a name for keys: of an adjective in -ский its place, of a person's genitive the name (Козлова ->
    kozlov), of a longer word what stands before a last a or i (симфония, symphony -> simfon) or s (электроника,
    electronics), but not before o and u, by which names of strangers differ (Elemento, Element)."""
    return key_sound(_name_of_adjective(skeleton))


def key_sound(stem: str) -> str:
    """`stem` with the letters that one and the same loan word has in two languages made one (hydro, gidro; tech,
    teh), by tables/key_sounds.csv, and without its vowels when enough consonants stay (Белнафтахім, Belneftekhim); for
    keys only, since a comparison sees the letters themselves. In longer words h is k (Babbar Khalsa, Бабар Калса), and a
    last e goes."""
    stem = loan_sound(stem)
    if not stem.isalpha():
        return stem
    bare = (
        _DOUBLED.sub(r"\1", stem[0] + _VOWELS.sub("", stem[1:])) if len(stem) > CONSONANTS_OF_A_NAME else ""
    )
    return _vague(bare if len(bare) >= CONSONANTS_OF_A_NAME else stem)


def _vague(sound: str) -> str:
    if len(sound) < SHORTEST_VAGUE:
        return sound
    sound = sound.replace("h", "k")
    return sound[:-1] if len(sound) > SHORTEST_VAGUE and sound[-1] == "e" else sound


def name_stems(skeletons: Sequence[str]) -> list[str]:
    """`name_stem` of many skeletons of a-z and 0-9, each rule in one pass over all letters."""
    found = loan_sounds(
        [_name_of_adjective(one) if "sk" in one or one[-1:] in _INFLECTED else one for one in skeletons]
    )
    long = [at for at, stem in enumerate(found) if len(stem) > CONSONANTS_OF_A_NAME and stem.isalpha()]
    for at, consonants in zip(long, without_vowels([found[at] for at in long]), strict=True):
        if len(consonants) >= CONSONANTS_OF_A_NAME:
            found[at] = consonants
    return [_vague(stem) if ("h" in stem or stem[-1:] == "e") and stem.isalpha() else stem for stem in found]


def without_vowels(words: Sequence[str]) -> list[str]:
    """Words of letters without the vowels behind the first of them, doubled consonants as one."""
    letters = np.frombuffer("\n".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_end = letters == _END
    is_vowel = _IS_VOWEL[np.minimum(letters, len(_IS_VOWEL) - 1)]
    is_vowel[:1] = False
    is_vowel[1:] &= ~is_end[:-1]
    letters, is_end = letters[~is_vowel], is_end[~is_vowel]
    doubled = np.zeros(len(letters), dtype=np.bool_)
    doubled[1:] = (letters[1:] == letters[:-1]) & ~is_end[1:]
    left = letters[~doubled].tobytes().decode("utf-32-le", "surrogatepass")
    return left.split("\n") if words else []


def _name_of_adjective(skeleton: str) -> str:
    stem = adjective_stem(skeleton) if "sk" in skeleton else skeleton
    if stem == skeleton and len(skeleton) >= SHORTEST_INFLECTED and skeleton[-1] in _INFLECTED:
        return skeleton[:-1]
    return stem


def loan_sound(stem: str) -> str:
    """`stem` with the letters of loan words made one, by tables/key_sounds.csv."""
    if not _ANY_KEY_SOUND.search(stem):
        return stem
    for pattern, key in _KEY_SOUNDS:
        stem = pattern.sub(key, stem)
    return stem


def loan_sounds(stems: Sequence[str]) -> list[str]:
    """`loan_sound` of many stems, each rule in one pass over all letters."""
    if rewriting.may_be_rewritten(stems) and (rules := _loan_rules()):
        from resolver.names import rewriting_passes

        return rewriting_passes.rewritten(stems, rules)
    text = "\n".join(stems)
    for pattern, key in _KEY_SOUNDS_BY_LINE:
        text = pattern.sub(key, text)
    return text.split("\n") if stems else []


@cache
def _loan_rules() -> rewriting.Rules | None:
    """The table as rules; None when a pattern is no rule."""
    try:
        return rewriting.rules_of([[(pattern.pattern, key)] for pattern, key in _KEY_SOUNDS])
    except rewriting.NotARule:
        return None


def adjective_stem(skeleton: str) -> str:
    """The place or person that an adjective in -ский is made of, else `skeleton`; long names in -sk lose it too."""
    if "sk" not in skeleton:  # as every ending here begins
        return skeleton
    stem = skeleton
    for ending in _SKI:
        if skeleton.endswith(ending) and len(skeleton) - len(ending) >= SHORTEST_STEM - 1:
            stem = skeleton[: -len(ending)] + "sk"
            break
    if stem.endswith("sk") and len(stem) - 2 >= SHORTEST_NAME:
        return stem[:-2]
    return stem
