"""The letters that a word brings to a whole name, wherever its blanks stand: Спецтехнотрейд is SPECTEHNO TRADE.

In: a folded word. Out: its skeleton with what Russian writes by sound (trade, трейд; service, сервис; hydro, гидро) made
one by tables/joined_sounds.csv. A compound holds such parts in the middle, where no convention of a whole word reads
them. Cyrillic and Latin letters are treated alike, so that nothing that met in skeletons parts. For whole names and as
a further reading of a word; keys of concepts have `resolver.names.stems.key_sound`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from resolver.names import rewriting, skeleton
from resolver.names.tables import read_table

_RULES = tuple((row["pattern"], row["means"]) for row in read_table("joined_sounds"))
_MEANS = [means for _, means in _RULES]
_ANY = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES))
_MAY_BE = re.compile("|".join(pattern for pattern, _ in _RULES))
"""The same without groups, which finds nothing in most words, and that ten times faster."""


def joined_sound(word: str, sound: str) -> str:
    """What `word`, whose skeleton is `sound`, brings to a whole name."""
    letters = skeleton.sounds(word)
    if letters.isdigit() or _MAY_BE.search(letters) is None:
        return sound
    rewritten = _ANY.sub(_means, letters)
    return sound if rewritten == letters else skeleton.thinned(rewritten)


def learn(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The skeletons of many words, for `skeleton` to remember, and their `joined_sound`: in one pass over all their letters
    where there are enough of them."""
    latin = skeleton.romanised(words)
    if rewriting.may_be_rewritten(latin) and (rules := skeleton.sound_rules()) and (further := _rules()):
        from resolver.names import rewriting_passes

        sounds, joined = rewriting_passes.both_sounds(latin, *rules, further)
        skeleton.remember(latin, sounds)
        return sounds, joined
    sounds = skeleton.skeletons(words)
    return sounds, list(map(joined_sound, words, sounds))


def whole(words: Sequence[str]) -> str:
    """The letters of a name from what its words bring; one that ends a word and begins the next is said once, as in one
    word (Транс Сервис, Transservice)."""
    pairs = zip(("", *words), words, strict=False)
    return "".join(
        [word[1:] if before and edge(before, -1) == edge(word, 0) else word for before, word in pairs]
    )


def edge(word: str, place: int) -> str:
    """The first or last letter of a word where it may be said once with that of its neighbour, else a sign that no neighbour
    has: initials and numbers stay as they are."""
    return word[place] if len(word) > 1 and word[place].isalpha() else "<>"[place]


def _means(found: re.Match[str]) -> str:
    return _MEANS[(found.lastindex or 1) - 1]


@cache
def _rules() -> rewriting.Rules | None:
    """The table as one pass behind those that map letters; None when a pattern is no rule."""
    try:
        return rewriting.rules_of([_RULES])
    except rewriting.NotARule:
        return None
