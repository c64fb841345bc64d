"""Many new words at once: the fast twin of `resolver.names.vocabulary.made`.

Most words of a manifest are nobody's but the firm's own: no concept, no word of a legal form, no slip of either. What
makes a name of them (skeleton, stem, key, script) is had for all of them together; the costly questions are asked only
where a glance at all words leaves them open, and the few that have an answer are made singly. A test holds that both
give the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, repeat
from operator import not_
from typing import Any, NamedTuple

from resolver.names import (
    compounds,
    forms,
    glued,
    letter_names,
    lexicon,
    mending,
    readings,
    respellings,
    script,
    skeleton,
    stems,
)
from resolver.names.vocabulary import Word, edges_of, initial_of, is_known, made, remember, starts_placeholder


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

    def only(self, stays: Iterable[bool]) -> _Letters:
        """Those words of which `stays` is true."""
        kept = list(stays)
        return _Letters(*(list(compress(column, kept)) for column in self))


def _ordinary(words: Sequence[str]) -> dict[str, Word]:
    """The records of those words of letters that have no concept, begin no form or phrase and may not be taken apart;
    others are left out where a glance does not clear them."""
    letters = _spelt(words)
    letters = letters.only(map(_is_in_no_table, letters.spelling, letters.exact, letters.stem))
    letters = letters.only(
        not lexicon.concept_of_word(exact, sound, stem, its_script)
        for _, _, exact, sound, stem, its_script in zip(*letters, strict=True)
    )
    letters = letters.only(map(not_, respellings.are_respelled(letters.spelling, letters.sound)))
    letters = letters.only(map(not_, mending.are_slips(letters.spelling, letters.sound)))
    letters = letters.only(not (glued.front(one) or glued.back(one)) for one in letters.exact)
    letters = letters.only(one.isascii() or not letter_names.initials_of(one) for one in letters.spelling)
    return dict(zip(letters.raw, _records(letters), strict=True))


def _spelt(words: Sequence[str]) -> _Letters:
    spelling = [word if word.isascii() else script.mend_word(word) for word in words]
    sound = skeleton.skeletons(spelling)
    return _Letters(
        raw=list(words),
        spelling=spelling,
        exact=[skeleton.unaccented(one) for one in spelling],
        sound=sound,
        stem=[stems.cut_ending(one) for one in sound],
        script=["latin" if one.isascii() else script.script_of_word(one) for one in spelling],
    )


def _is_in_no_table(spelling: str, exact: str, stem: str) -> bool:
    """Whether a word is no edge by which a legal form or a phrase begins."""
    edge = "~" + stem
    return not any(
        one in tree for tree in (forms.tree(), lexicon.phrases()) for one in (spelling, exact, edge)
    )


def _records(letters: _Letters) -> Iterator[Word]:
    """The records of words of which all that is asked of a word is answered with no."""
    _, spelling, exact, sound, stem, scripts = letters
    key = [
        meant or compound or own
        for meant, compound, own in zip(
            map(lexicon.key_of_sound, sound),
            map(compounds.meaning, sound),
            stems.name_stems(sound),
            strict=True,
        )
    ]
    no: Iterator[tuple[()]] = repeat(())
    columns: tuple[Iterable[Any], ...] = (
        spelling,
        exact,
        map(edges_of, spelling, exact, stem),
        no,
        map(_either, sound, spelling),
        repeat(""),
        map(_either, key, spelling),
        scripts,
        map(initial_of, spelling, sound, scripts),
        map(script.twin, spelling),
        map(lexicon.is_stop, exact),
        no,
        no,
        map(starts_placeholder, spelling),
        no,
        no,
    )
    return map(Word._make, zip(*columns, strict=False))


def _either(first: str, other: str) -> str:
    return first or other
