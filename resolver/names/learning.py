"""Many new words at once: the fast twin of `resolver.names.vocabulary.made`.

Most words of a manifest are nobody's but the firm's own: no concept, no word of a legal form, no slip of either. What
makes a name of them (skeleton, stem, key, script) is had for all of them together, and what the others mean where the
lexicon has it; the costly questions are asked only where a glance at all words leaves them open, and the few that have an
answer are made singly. A test holds that both give the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, compress, repeat
from operator import not_
from typing import Any, NamedTuple

import numpy as np

from resolver.names import (
    compounds,
    forms,
    glances,
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
from resolver.names.sequences import Tree, first_step
from resolver.names.vocabulary import (
    Word,
    edges_of,
    in_known_letters,
    initials_of,
    made,
    remember,
    remembered,
    start_placeholders,
)


def learn(words: Sequence[str]) -> list[Word]:
    """The records of distinct folded words, those that are new made together, for `know` to remember."""
    known = remembered(words)
    new = [word for word, record in zip(words, known, strict=True) if record is None]
    records = records_of(new) if new else []
    remember(zip(new, records, strict=True))
    rest = iter(records)
    return [next(rest) if record is None else record for record in known]


def records_of(words: Sequence[str]) -> list[Word]:
    """`made` of each of some distinct folded words."""
    readings.learn(words)
    ordinary = _ordinary([word for word in words if word.isalpha() or _is_mixed(word)])
    return [ordinary.get(word) or made(word) for word in words]


def _is_mixed(word: str) -> bool:
    """Whether a word has Latin letters and digits (PR0M, A330)."""
    return word.isascii() and word.isalnum() and not word.isdigit()


class _Letters(NamedTuple):
    """What is told of words by their letters, a column for each thing."""

    raw: list[str]
    spelling: list[str]
    exact: list[str]
    sound: list[str]
    stem: list[str]
    script: list[str]
    joined: list[str]
    questions: list[int]

    def asked(self, bits: int) -> list[bool]:
        """Whether each word is to be asked one of these questions (`resolver.names.glances`)."""
        return [one & bits != 0 for one in self.questions]

    def without(self, *leaves: Iterable[bool]) -> _Letters:
        """Those words of which none of `leaves` is true."""
        stays = ~np.logical_or.reduce([np.fromiter(flags, np.bool_) for flags in leaves])
        return self.where(stays.tolist())

    def where(self, kept: Sequence[object]) -> _Letters:
        """Those words of which `kept` is true."""
        columns: Iterable[Iterable[Any]] = self
        return self if all(kept) else _Letters(*(list(compress(column, kept)) for column in columns))


def _ordinary(words: Sequence[str]) -> dict[str, Word]:
    """The records of those words that have a concept of the lexicon, and of those that have none, begin no form or phrase
    and may not be taken apart; others are left out where a glance does not clear them. They have a letter at least."""
    letters = _spelt(words)
    others = zip(letters.spelling, script.other_words(letters.spelling), strict=True)
    letters = letters.without(other != "" and in_known_letters(one) != one for one, other in others)
    concept = _concepts(letters)
    known, own = letters.where(concept), letters.where(list(map(not_, concept)))
    own = own.without(own.asked(glances.EDGE))
    asked = own.asked(glances.RESPELT | glances.MISREAD)
    own = own.without(respellings.are_respelled(own.spelling, own.sound, asked))
    meant = mending.all_meant(own.spelling, own.sound, own.asked(glances.SLIP | glances.MISREAD))
    slips, own = own.where(meant), own.where(list(map(not_, meant)))
    own = own.without(glued.are_glued(own.exact), letter_names.are_initials(own.spelling))
    return dict(
        chain(
            zip(own.raw, _own_records(own), strict=True),
            zip(known.raw, _concept_records(known, filter(None, concept)), strict=True),
            zip(slips.raw, _concept_records(slips, filter(None, meant)), strict=True),
        )
    )


def _spelt(words: Sequence[str]) -> _Letters:
    spelling = [word if word.isascii() else script.mend_word(word) for word in words]
    sound, joined = joined_sounds.learn(spelling)
    exact = [one if one.isascii() else skeleton.unaccented(one) for one in spelling]
    stem = list(map(stems.cut_ending, sound))
    return _Letters(
        raw=list(words),
        spelling=spelling,
        exact=exact,
        sound=sound,
        stem=stem,
        script=["latin" if one.isascii() else script.script_of_word(one) for one in spelling],
        joined=joined,
        questions=glances.questions(spelling, exact, sound, stem),
    )


def _concepts(letters: _Letters) -> list[str]:
    """The concept of each word, or ""."""
    found = [""] * len(letters.raw)
    for at in compress(range(len(found)), letters.asked(glances.CONCEPT)):
        found[at] = lexicon.concept_of_word(
            letters.exact[at], letters.sound[at], letters.stem[at], letters.script[at]
        )
    return found


_NO: Iterable[tuple[()]] = repeat(())
_WORD: Callable[[tuple[Any, ...]], Word] = partial(tuple.__new__, Word)
"""`Word._make` without its questions, which take as long as everything else about a record."""


def _own_records(letters: _Letters) -> Iterator[Word]:
    """The records of words of which all that is asked of a word is answered with no."""
    sound = letters.sound
    own = _either(compounds.meanings(sound), stems.name_stems(sound))
    known = zip(sound, letters.asked(glances.KEY), strict=True)
    key = _either([lexicon.key_of_sound(one) if asked else "" for one, asked in known], own)
    edges = _edges(letters.spelling, letters.exact, letters.stem)
    return _records(letters, edges, repeat(""), _either(key, letters.spelling), _NO, _NO)


def _concept_records(letters: _Letters, concepts: Iterable[str]) -> Iterator[Word]:
    """The records of words that have these concepts."""
    concept = list(concepts)
    plain = list(_edges(letters.spelling, letters.exact, letters.stem))
    edges = [(*of_word, "@" + one) for of_word, one in zip(plain, concept, strict=True)]
    phrases = map(first_step, repeat(lexicon.phrases()), edges)
    branches = map(first_step, repeat(forms.tree()), plain)
    return _records(letters, edges, concept, map(lexicon.key_of, concept), phrases, branches)


def _records(
    letters: _Letters,
    edges: Iterable[tuple[str, ...]],
    concept: Iterable[str],
    key: Iterable[str],
    phrases: Iterable[tuple[Tree, ...]],
    branches: Iterable[tuple[Tree, ...]],
) -> Iterator[Word]:
    """Records by columns, of words that are respelt from nothing and hold nothing glued."""
    _, spelling, exact, sound, _, scripts, joined, _ = letters
    columns: tuple[Iterable[Any], ...] = (
        spelling,
        exact,
        edges,
        _NO,
        _either(sound, spelling),
        _either(joined, spelling),
        concept,
        key,
        scripts,
        initials_of(spelling, sound, scripts),
        script.twins(spelling),
        map(lexicon.is_stop, exact),
        phrases,
        branches,
        start_placeholders(spelling),
        _NO,
        _NO,
    )
    return map(_WORD, zip(*columns, strict=False))


def _edges(spelling: list[str], exact: list[str], stem: list[str]) -> Iterator[tuple[str, ...]]:
    """`edges_of` of each word; most are written without accents."""
    if spelling == exact:
        return zip(spelling, map("~".__add__, stem), strict=True)
    return map(edges_of, spelling, exact, stem)


def _either(first: list[str], other: list[str]) -> list[str]:
    """Each first text, or the other one where it is empty."""
    return first if all(first) else [one or instead for one, instead in zip(first, other, strict=True)]
