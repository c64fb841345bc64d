"""Words of long legal forms under another spelling: one typing error, a misread letter, a foreign
romanisation.

ANOINM -> ANONIM, LIRNITED -> LIMITED, OGRANITCHENNOI (French) -> OGRANICHENNOI. In and out: edges of the
tree of forms. Only words of SHORTEST_MISTYPED letters and more; whether the whole is a form is for
`resolver.names.forms`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import OSA

from resolver.names import readings, skeleton, stems
from resolver.names.tables import read_table

SHORTEST_MISTYPED = 6
"""Letters of a word in which one error still leaves no doubt what was meant."""

SHORTEST_ROMANISED = 9
"""Letters of a word that is looked up under French and German readings: the long words of OOO and AO."""

_MISREAD = (("rn", "m"), ("0", "o"), ("1", "i"), ("vv", "w"), ("5", "s"))
"""What optical readers make of a letter, and the letter."""

_INNOCENT = frozenset({"unlimited", "limites", "compania", "societa", "limiter", "ilimitada"})
"""Words of one error's distance that are themselves, and no slip."""


@cache
def _sounds() -> dict[str, tuple[str, ...]]:
    """Skeleton of each long word of a form -> the edges it takes: by its stem in long forms, itself in
    short ones."""
    found: dict[str, dict[str, None]] = {}
    for row in read_table("legal_forms"):
        for word in row["form"].split():
            sound = skeleton.skeleton(word)
            if len(word) >= SHORTEST_MISTYPED:
                edge = "~" + stems.cut_ending(sound) if row["kind"] == "long" else word
                found.setdefault(sound, {})[edge] = None
    return {sound: tuple(edges) for sound, edges in found.items()}


@cache
def _edges() -> frozenset[str]:
    return frozenset(edge for edges in _sounds().values() for edge in edges)


@cache
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


def respelled(spelling: str, sound: str, edges: tuple[str, ...]) -> tuple[str, ...]:
    """The edges of form words that this word may be meant for, besides the `edges` that it has."""
    if len(spelling) < SHORTEST_MISTYPED or spelling in _INNOCENT:
        return ()
    found = _mistyped(sound)
    if len(spelling) >= SHORTEST_ROMANISED:
        sounds = ["~" + stems.cut_ending(other) for other in readings.alternates(spelling)]
        found += [edge for edge in sounds if edge in _edges()]
    misread = spelling
    for seen, meant in _MISREAD:
        misread = misread.replace(seen, meant)
    if misread != spelling:
        found += _mistyped(skeleton.skeleton(misread))
    return tuple(edge for edge in dict.fromkeys(found) if edge not in edges)


def _mistyped(sound: str) -> list[str]:
    neighbours = _neighbours()
    known = {near for shorter in _shortened(sound) if shorter in neighbours for near in neighbours[shorter]}
    close = [near for near in sorted(known) if OSA.distance(sound, near, score_cutoff=1) <= 1]
    return [edge for near in close for edge in _sounds()[near]]
