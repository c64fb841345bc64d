"""Sound skeletons: one ASCII spelling for all the ways in which a word is romanised.

In: one folded lower-case word in any script. Out: `skeleton` (many spellings to one), `consonants`, and
whether the script was romanised by guess (`is_weak`); `resolver.names.readings` adds what a spelling may
mean under another convention. Cyrillic is read by tables/letters.csv, other scripts by anyascii; nothing
here knows words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from operator import eq

from anyascii import anyascii

from resolver.names import rewriting
from resolver.names.tables import read_table

KEEPS_SPELLING = 4
"""Skeletons of this many letters and fewer keep doubled letters and i before a vowel: SSA is not SA."""

SoundRules = tuple[rewriting.Rules, rewriting.Rules, int]

_LETTERS = {ord(row["letter"]): row["latin"] for row in read_table("letters")}
_RULES = [(row["spelling"], row["skeleton"]) for row in read_table("skeleton_rules")]
_SINGLE = [place for place, (spelling, _) in enumerate(_RULES) if len(spelling) == 1]
# In the order of the table: groups of letters in one pass, then single letters and the four signs for sh,
# ch, zh and ts that the groups left, then the groups that only arise from both.
_GROUPS = dict(_RULES[: _SINGLE[0]])
_GROUP = re.compile("|".join(_GROUPS))
_SIGNS = {"S": "sh", "C": "ch", "Z": "zh", "T": "ts"}
_SINGLES = str.maketrans({spelling: sound for spelling, sound in _RULES if len(spelling) == 1} | _SIGNS)
_LATE = _RULES[_SINGLE[-1] + 1 :]
_DOUBLED = re.compile(r"(.)\1+")
_GLIDES = (("ia", "a"), ("ie", "e"), ("io", "o"), ("iu", "u"))
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOT_SOUND = re.compile(r"[^a-z0-9SCZT]+")
_VOWELS = re.compile(r"[aeiou]+")
_CYRILLIC = re.compile("[\u0400-\u0481\u048a-\u052f]")
"""A letter of which no sign leaves a Latin one when it is off: a glance at the first letters of words."""
# Latin letters that are no other letter with a sign on it, as they are typed without them: yıldız, yildiz.
_PLAIN = str.maketrans(
    {"ə": "e", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "ħ": "h"}
)
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")


def romanise(word: str) -> str:
    """`word` in a-z and 0-9, letter by letter; may be "" when it has no letter or digit."""
    if word.isascii():
        return word if word.isalnum() else _NOT_WORD.sub("", word.lower())
    latin = word.translate(_LETTERS)
    if not latin.isascii():
        latin = anyascii(latin).lower()
    return latin if latin.isalnum() and latin.isascii() else _NOT_SOUND.sub("", latin)


def skeleton(word: str) -> str:
    """The sound skeleton of a folded word, e.g. "щербаков", "schtscherbakow" -> "sherbakov"."""
    return skeleton_of_latin(romanise(word))


def sounds(word: str) -> str:
    """The letters of the skeleton before doubled ones and glides are dropped: "maiak" for маяк, whose skeleton is "mak"."""
    return _map_letters(romanise(word))


def consonants(skeleton: str) -> str:
    """The skeleton without vowels; a word of vowels only keeps its first letter."""
    return _VOWELS.sub("", skeleton) or skeleton[:1]


def consonants_of(skeletons: Sequence[str]) -> list[str]:
    """`consonants` of many skeletons of letters and digits, in one pass over all of them."""
    letters = "\n".join(skeletons).encode("utf-8", "surrogatepass")  # bytes are left out many times faster
    bare = letters.translate(None, b"aeiou").decode("utf-8", "surrogatepass").split("\n") if skeletons else []
    return [left or whole[:1] for left, whole in zip(bare, skeletons, strict=True)]


def has_vowel(skeleton: str) -> bool:
    """Whether `consonants` leaves anything out."""
    return _VOWELS.search(skeleton) is not None


def is_weak(word: str) -> bool:
    """True when the word holds letters that only a generic romaniser can read (Chinese, Arabic, Hangul,
    ...)."""
    return not word.isascii() and not unaccented(word.translate(_LETTERS)).isascii()


SOUNDS_KEPT = 1 << 19
"""Distinct romanised words whose skeletons one process remembers: about 80 MB at the most."""

_sounds: dict[str, str] = {}


def skeleton_of_latin(latin: str) -> str:
    """The skeleton of a word of a-z and 0-9; the capitals S, C, Z, T in it stand for sh, ch, zh, ts."""
    known = _sounds.get(latin)
    return _sound(latin) if known is None else known


def learn(latin: Iterable[str]) -> None:
    """Make the skeletons of many words in one pass over all their letters, for `skeleton_of_latin` to remember."""
    new = [word for word in dict.fromkeys(latin) if word not in _sounds]
    remember(new, sounds_of_latin(new))


def remember(latin: Sequence[str], sounds: Sequence[str]) -> None:
    """Keep the skeletons of words, whoever made them."""
    if len(_sounds) + len(latin) > SOUNDS_KEPT:
        _sounds.clear()
    _sounds.update(zip(latin, sounds, strict=True))


def sounds_of_latin(latin: Sequence[str]) -> list[str]:
    """`skeleton_of_latin` of many words in one pass over all their letters."""
    if rewriting.may_be_rewritten(latin) and (rules := sound_rules()):
        from resolver.names import rewriting_passes

        return rewriting_passes.sounds(latin, *rules)
    mapped = _map_letters("\n".join(latin)).split("\n") if latin else []
    long = [at for at, sound in enumerate(mapped) if len(sound) > KEEPS_SPELLING and not sound.isdigit()]
    collapsed = _collapse("\n".join([mapped[at] for at in long])).split("\n") if long else []
    for at, sound in zip(long, collapsed, strict=True):
        mapped[at] = sound
    return mapped


@cache
def sound_rules() -> SoundRules | None:
    """The skeleton as rules: what maps letters, what thins long words afterwards, and the letters of short words; None when
    a table has more than rules can say."""
    singles = [*[_RULES[place] for place in _SINGLE], *_SIGNS.items()]
    mapped = [list(_GROUPS.items()), singles, *[[late] for late in _LATE]]
    try:
        return rewriting.rules_of(mapped), rewriting.rules_of([[thin] for thin in _GLIDES]), KEEPS_SPELLING
    except rewriting.NotARule:
        return None


def skeletons(words: Sequence[str]) -> list[str]:
    """`skeleton` of many words, made in one pass over all their letters."""
    latin = romanised(words)
    learn(latin)
    return [skeleton_of_latin(word) for word in latin]


def sounds_of(words: Sequence[str]) -> list[str]:
    """`skeletons` that are not remembered: of spellings that are asked about once."""
    return sounds_of_latin(romanised(words))


def romanised(words: Sequence[str]) -> list[str]:
    """`romanise` of many words; letters of the table in one pass over all of them."""
    foreign = [word for word in words if not word.isascii()]
    if not foreign:
        return [romanise(word) for word in words]
    latin = "\n".join(foreign).translate(_LETTERS).split("\n")
    found = dict(zip(foreign, latin, strict=True))
    plain = {word: one for word, one in found.items() if one.isalnum() and one.isascii()}
    return [
        word if word.isascii() and word.isalnum() else plain.get(word) or romanise(word) for word in words
    ]


def _sound(latin: str) -> str:
    return thinned(_map_letters(latin))


def thinned(mapped: str) -> str:
    """`sounds` of a word as its skeleton: those of short words and numbers stay as they are."""
    if len(mapped) <= KEEPS_SPELLING or mapped.isdigit():
        return mapped
    return _collapse(mapped)


def _map_letters(latin: str) -> str:
    mapped = _GROUP.sub(_sound_of_group, latin).translate(_SINGLES)
    for spelling, sound in _LATE:
        mapped = mapped.replace(spelling, sound)
    return mapped


def _sound_of_group(found: re.Match[str]) -> str:
    return _GROUPS[found[0]]


def _collapse(mapped: str) -> str:
    """Doubled letters to one, and i before a vowel off, until neither is left."""
    once = _DOUBLED.sub(r"\1", mapped) if True in map(eq, mapped, mapped[1:]) else mapped
    thinned = once
    for glide, vowel in _GLIDES:
        thinned = thinned.replace(glide, vowel)
    return thinned if thinned == once else _DOUBLED.sub(r"\1", thinned)


def unaccented(word: str) -> str:
    """Latin words without their signs (as customs type them), Greek ones without accents (as capitals are written); words of
    other scripts as they are."""
    if word.isascii() or _CYRILLIC.match(word):
        return word
    plain = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_PLAIN)
    return bare if bare.isascii() or _GREEK.match(bare) else word
