"""Compounds of words that are known in two languages: Кибер|сталь and Cyber|steel have one key.

In: the skeleton of a word that is no known word. Out: what its parts mean, in order, or "" when it is not made of
known parts from end to end. For keys only: tokens and comparisons keep the word. Firms made of shared parts in one
order are one name; two words of these concepts (Cyber Steel) are another key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import compress
from operator import and_, itemgetter

from resolver.names import lexicon, stems
from resolver.names.kept import kept

LANGUAGES = frozenset({"en", "ru", "mul"})
"""Of these are the compounds that stand on both sides; those of German or Finnish stand for separate words."""

SHORTEST_PART = 5
"""Letters of a part: shorter ones stand in words by chance (ros, rus, gaz, in)."""

MOST_PARTS = 3

_BEGIN, _END = itemgetter(slice(SHORTEST_PART)), itemgetter(slice(-SHORTEST_PART, None))


@kept
def _parts() -> dict[str, str]:
    """The concept of each sound that may be a part: whole words, and beginnings as combining forms (техно)."""
    found: dict[str, str] = {}
    for word in lexicon.single_words():
        written = (word.sound, word.sound + "o") if word.is_beginning else (word.sound,)
        for sound in map(stems.loan_sound, written) if word.language in LANGUAGES else ():
            if len(sound) >= SHORTEST_PART and sound.isalpha():
                found.setdefault(sound, word.concept)
    return found


@cache
def _longest() -> int:
    return max(map(len, _parts()))


def meaning(sound: str) -> str:
    """The keys of the parts of a compound, e.g. "cyber.steel", or ""."""
    if len(sound) < 2 * SHORTEST_PART or not sound.isalpha():
        return ""
    return _meaning_of(stems.loan_sound(sound))


def _meaning_of(loan: str) -> str:
    found = _split(loan, MOST_PARTS)
    return ".".join(lexicon.key_of(part)[1:] for part in found) if len(found) > 1 else ""


def meanings(sounds: Sequence[str]) -> list[str]:
    """`meaning` of many skeletons; asked are those that begin and end as parts do."""
    found = [""] * len(sounds)
    long = [at for at, sound in enumerate(sounds) if len(sound) >= 2 * SHORTEST_PART]
    loans = stems.loan_sounds([sounds[at] for at in long])
    begins, ends = _edges()
    may_be = map(and_, map(begins.__contains__, map(_BEGIN, loans)), map(ends.__contains__, map(_END, loans)))
    for at, loan in compress(zip(long, loans, strict=True), may_be):
        if sounds[at].isalpha():
            found[at] = _meaning_of(loan)
    return found


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """How parts begin, and how they end, in letters of the shortest."""
    return (
        frozenset(part[:SHORTEST_PART] for part in _parts()),
        frozenset(part[-SHORTEST_PART:] for part in _parts()),
    )


def _split(sound: str, most: int) -> tuple[str, ...]:
    """The concepts of the fewest parts, the longest first; () when there is no way."""
    if len(sound) >= SHORTEST_PART and sound in _parts():
        return (_parts()[sound],)
    if most > 1:
        for length in range(min(len(sound) - SHORTEST_PART, _longest()), SHORTEST_PART - 1, -1):
            concept = _parts().get(sound[:length])
            rest = _split(sound[length:], most - 1) if concept else ()
            if concept and rest:
                return (concept, *rest)
    return ()
