"""Many new words at once: the fast twin of `resolver.names.vocabulary.made`.

Most words of a manifest are nobody's but the firm's own: no concept, no word of a legal form, no slip of either. What
makes a name of them (skeleton, stem, key, script) is had for all of them together; the costly questions are asked only
where a glance at all words leaves them open, and the few that have an answer are made singly. A test holds that both
give the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import compress, repeat
from operator import or_
from typing import Any, NamedTuple

import numpy as np

from resolver.names import (
    compounds,
    forms,
    glued,
    joined_sounds,
    letter_names,
    lexicon,
    mending,
    readings,
    respellings,
    script,
    skeleton,
    stems,
)
from resolver.names.vocabulary import (
    Word,
    edges_of,
    initials_of,
    is_known,
    made,
    remember,
    start_placeholders,
)


def learn(words: Sequence[str]) -> None:
    """Make the records of those distinct folded words that are new, for `know` to remember."""
    new = [word for word in words if not is_known(word)]
    if new:
        remember(zip(new, records_of(new), strict=True))


def records_of(words: Sequence[str]) -> list[Word]:
    """`made` of each of some distinct folded words."""
    readings.learn(words)
    ordinary = _ordinary([word for word in words if word.isalpha()])
    return [ordinary.get(word) or made(word) for word in words]


class _Letters(NamedTuple):
    """What is told of words by their letters, a column for each thing."""

    raw: list[str]
    spelling: list[str]
    exact: list[str]
    sound: list[str]
    stem: list[str]
    script: list[str]

    def without(self, *leaves: Iterable[bool]) -> _Letters:
        """Those words of which none of `leaves` is true."""
        stays = ~np.logical_or.reduce([np.fromiter(flags, np.bool_) for flags in leaves])
        kept = stays.tolist()
        return self if all(kept) else _Letters(*(list(compress(column, kept)) for column in self))


def _ordinary(words: Sequence[str]) -> dict[str, Word]:
    """The records of those words of letters that have no concept, begin no form or phrase and may not be taken apart;
    others are left out where a glance does not clear them."""
    letters = _spelt(words)
    letters = letters.without(
        _are_in_a_table(letters),
        lexicon.are_concepts(*letters[2:]),
        map(bool, script.other_words(letters.spelling)),
    )
    letters = letters.without(
        respellings.are_respelled(letters.spelling, letters.sound),
        mending.are_slips(letters.spelling, letters.sound),
        glued.are_glued(letters.exact),
        letter_names.are_initials(letters.spelling),
    )
    return dict(zip(letters.raw, _records(letters), strict=True))


def _spelt(words: Sequence[str]) -> _Letters:
    spelling = [word if word.isascii() else script.mend_word(word) for word in words]
    sound = skeleton.skeletons(spelling)
    return _Letters(
        raw=list(words),
        spelling=spelling,
        exact=[one if one.isascii() else skeleton.unaccented(one) for one in spelling],
        sound=sound,
        stem=list(map(stems.cut_ending, sound)),
        script=["latin" if one.isascii() else script.script_of_word(one) for one in spelling],
    )


def _are_in_a_table(letters: _Letters) -> Iterator[bool]:
    """Whether each word is an edge by which a legal form or a phrase begins."""
    whole, stems_of = _first_edges()
    return map(
        or_,
        map(or_, map(whole.__contains__, letters.spelling), map(whole.__contains__, letters.exact)),
        map(stems_of.__contains__, letters.stem),
    )


@cache
def _first_edges() -> tuple[frozenset[str], frozenset[str]]:
    """The words by which legal forms and phrases begin, and the stems."""
    edges = frozenset(forms.tree()) | frozenset(lexicon.phrases())
    return edges, frozenset(edge[1:] for edge in edges if edge[:1] == "~")


def _records(letters: _Letters) -> Iterator[Word]:
    """The records of words of which all that is asked of a word is answered with no."""
    _, spelling, exact, sound, stem, scripts = letters
    own = map(_either, compounds.meanings(sound), stems.name_stems(sound))
    key = list(map(_either, lexicon.keys_of_sounds(sound, stem), own))
    no: Iterator[tuple[()]] = repeat(())
    columns: tuple[Iterable[Any], ...] = (
        spelling,
        exact,
        _edges(spelling, exact, stem),
        no,
        map(_either, sound, spelling),
        map(_either, joined_sounds.joined_sounds(spelling, sound), spelling),
        repeat(""),
        map(_either, key, spelling),
        scripts,
        initials_of(spelling, sound, scripts),
        script.twins(spelling),
        map(lexicon.is_stop, exact),
        no,
        no,
        start_placeholders(spelling),
        no,
        no,
    )
    return map(Word._make, zip(*columns, strict=False))


def _edges(spelling: list[str], exact: list[str], stem: list[str]) -> Iterator[tuple[str, ...]]:
    """`edges_of` of each word; most are written without accents."""
    if spelling == exact:
        return zip(spelling, map("~".__add__, stem), strict=True)
    return map(edges_of, spelling, exact, stem)


def _either(first: str, other: str) -> str:
    return first or other
