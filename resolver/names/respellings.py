"""Words of long legal forms under another spelling: one typing error, a misread letter, a foreign
romanisation.

ANOINM -> ANONIM, LIRNITED -> LIMITED, OGRANITCHENNOI (French) -> OGRANICHENNOI. In and out: edges of the
tree of forms. Only words of SHORTEST_MISTYPED letters and more; whether the whole is a form is for
`resolver.names.forms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from rapidfuzz.distance import OSA

from resolver.names import readings, skeleton, stems
from resolver.names.kept import kept
from resolver.names.near_words import NearWords
from resolver.names.tables import read_table

SHORTEST_MISTYPED = 6
"""Letters of a word in which one error still leaves no doubt what was meant."""

SHORTEST_ROMANISED = 9
"""Letters of a word that is looked up under French and German readings: the long words of OOO and AO."""

_MISREAD = (("rn", "m"), ("0", "o"), ("1", "i"), ("vv", "w"), ("5", "s"))
"""What optical readers make of a letter, and the letter."""

_DIGITS = (str.maketrans("01568", "oisgb"), str.maketrans("01568", "olsgb"))
"""What optical readers take for a letter in short forms."""

SHORTEST_BARE = 4
SHORTEST_BARE_WORD = 3
"""Consonants of a form (LMTD), and of a word of a longer form (JNT STCK), that is written without its vowels."""

_INNOCENT = frozenset({"unlimited", "limites", "compania", "societa", "limiter", "ilimitada"})
"""Words of one error's distance that are themselves, and no slip."""


@kept
def _sounds() -> dict[str, tuple[str, ...]]:
    """Skeleton of each long word of a form -> the edges it takes: by its stem in long forms, itself in
    short ones."""
    found: dict[str, dict[str, None]] = {}
    for row in read_table("legal_forms"):
        for word in row["form"].split():
            sound = skeleton.skeleton(word)
            if len(word) >= SHORTEST_MISTYPED - 1:
                edge = "~" + stems.cut_ending(sound) if row["kind"] == "long" else word
                found.setdefault(sound, {})[edge] = None
    return {sound: tuple(edges) for sound, edges in found.items()}


@cache
def _edges() -> frozenset[str]:
    return frozenset(edge for edges in _sounds().values() for edge in edges)


@kept
def _neighbours() -> dict[str, tuple[str, ...]]:
    """Each skeleton with one letter left out -> the skeletons that it comes from."""
    found: dict[str, set[str]] = {}
    for sound in _sounds():
        for shorter in _shortened(sound):
            found.setdefault(shorter, set()).add(sound)
    return {shorter: tuple(sorted(sounds)) for shorter, sounds in found.items()}


def _shortened(sound: str) -> Iterator[str]:
    yield sound
    for at in range(len(sound)):
        yield sound[:at] + sound[at + 1 :]


@kept
def _short_forms() -> frozenset[str]:
    """Short forms of one word and of three letters and more that mean nothing else."""
    return frozenset(
        row["form"].lower()
        for row in read_table("legal_forms")
        if row["kind"] != "long"
        and row["certainty"] == "sure"
        and row["form"].isalpha()
        and len(row["form"]) >= 3
    )


@cache
def without_vowels() -> dict[str, tuple[str, ...]]:
    """The edges of the long words of forms by their consonants: LMTD, CMPN."""
    found: dict[str, dict[str, None]] = {}
    for sound, edges in _sounds().items():
        bare = skeleton.consonants(sound)
        if len(bare) >= SHORTEST_BARE_WORD:
            found.setdefault(bare, {}).update(dict.fromkeys(edges))
    return {bare: tuple(edges) for bare, edges in found.items()}


def is_bare(sound: str) -> bool:
    """Whether a skeleton has no vowels and is long enough to be a word written so."""
    return len(sound) >= SHORTEST_BARE_WORD and not skeleton.has_vowel(sound)


def _has_misread(spelling: str) -> bool:
    return "rn" in spelling or "vv" in spelling


def _misread_short(spelling: str) -> tuple[str, ...]:
    """A short form with digits for letters: OO0, 5ARL."""
    if spelling.isalpha() or spelling.isdigit() or not 3 <= len(spelling) < SHORTEST_MISTYPED:
        return ()
    meant = {spelling.translate(table) for table in _DIGITS}
    return tuple(sorted(meant & _short_forms()))


def respelled(spelling: str, sound: str, edges: tuple[str, ...]) -> tuple[str, ...]:
    """The edges of form words that this word may be meant for, besides the `edges` that it has."""
    if short := _misread_short(spelling):
        return short
    if is_bare(sound):
        return tuple(
            edge for edge in without_vowels().get(sound, ()) if len(sound) >= SHORTEST_BARE or edge[0] == "~"
        )
    has_digit = not spelling.isalpha()  # JO1NT
    if len(spelling) < SHORTEST_MISTYPED - has_digit or spelling in _INNOCENT:
        return ()
    found = _mistyped(sound) if len(spelling) >= SHORTEST_MISTYPED else []
    if len(spelling) >= SHORTEST_ROMANISED:
        edges_of_forms = _edges()
        sounds = ["~" + stems.cut_ending(other) for other in readings.alternates(spelling)]
        found += [edge for edge in sounds if edge in edges_of_forms]
    if has_digit or _has_misread(spelling):
        misread = spelling
        for seen, meant in _MISREAD:
            misread = misread.replace(seen, meant)
        if misread != spelling:
            found += _mistyped(skeleton.skeleton(misread))
    if not found:
        return ()
    return tuple(edge for edge in dict.fromkeys(found) if edge not in edges)


def are_respelled(spellings: Sequence[str], sounds: Sequence[str], asked: Sequence[bool]) -> list[bool]:
    """Whether each of many words with a letter, which have no edge in the tree of forms, is `respelled`. To be `asked` are
    those that `without_vowels` holds, and misread ones; beside them those are that a glance does not clear."""
    near = _near().may_be(sounds) | np.array(asked, dtype=np.bool_)
    near[_foreign(spellings)] = True
    found = [False] * len(spellings)
    for at in np.flatnonzero(near).tolist():
        found[at] = respelled(spellings[at], sounds[at], ()) != ()
    return found


def _foreign(spellings: Sequence[str]) -> list[int]:
    """The places of the long words that are one of a form under a French or German reading."""
    long = [at for at, spelling in enumerate(spellings) if len(spelling) >= SHORTEST_ROMANISED]
    edges, begins = _edges(), _first_letters()
    readings_of = readings.alternates_of([spellings[at] for at in long])
    may_be = [
        (at, other)
        for at, others in zip(long, readings_of, strict=True)
        for other in others
        if other[: stems.SHORTEST_STEM] in begins
    ]
    return [at for at, other in may_be if "~" + stems.cut_ending(other) in edges]


@cache
def _first_letters() -> frozenset[str]:
    """How the stems of form words begin, in the letters that no cut takes away."""
    return frozenset(edge[1 : 1 + stems.SHORTEST_STEM] for edge in _edges())


@cache
def _near() -> NearWords:
    return NearWords(_neighbours(), letters=max(map(len, _sounds())) + 2)


def _mistyped(sound: str) -> list[str]:
    neighbours = _neighbours()
    if neighbours.keys().isdisjoint([sound, *[sound[:at] + sound[at + 1 :] for at in range(len(sound))]]):
        return []
    known = {near for shorter in _shortened(sound) if shorter in neighbours for near in neighbours[shorter]}
    close = [near for near in sorted(known) if OSA.distance(sound, near, score_cutoff=1) <= 1]
    return [edge for near in close for edge in _sounds()[near]]
