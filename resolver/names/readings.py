"""What else a spelling may mean: skeletons of one word under other conventions than the usual English ones.

In: one folded word. Out: at most MOST_ALTERNATES skeletons besides its own, the likeliest first: letters that an optical
reader took for digits (N0RD) or for those of the other script (BOCTOK), the word without its signs (Güneş, gunes), the
conventions of tables/latin_readings.csv (c = ц, x = х, German, French, ...) or tables/cyrillic_readings.csv, and for
Cyrillic words made of Chinese syllables (Сямэнь) the pinyin by tables/palladius.csv, of Japanese ones (Сёдзи) the
Hepburn spelling by tables/polivanov.csv, of letter names (ЭйБиСи) their letters; Hangul as Koreans write their firms.
Nothing here knows words or legal forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate, compress
from operator import ne
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from resolver.names import hangul, rewriting
from resolver.names.letter_names import initials_of
from resolver.names.script import other_word, other_words
from resolver.names.skeleton import (
    skeleton,
    skeleton_of_latin,
    sound_rules,
    sounds_of,
    unaccented,
)
from resolver.names.tables import read_table

MOST_ALTERNATES = 5
"""More readings than this of one word say nothing any more; the matching reads no more either."""

WORDS_KEPT = 1 << 18
"""Distinct words whose alternates one process remembers: about 80 MB at the most."""

_LATIN_DIGITS = (str.maketrans("012568", "oizsbb"), str.maketrans("012568", "olzsgb"))
_CYRILLIC_DIGITS = (str.maketrans("0368", "озбв"),)
_MISREAD = re.compile(
    r"(?=(?:\d*[^\W\d_]){3})(?:[01568](?=[^\W\d_]{4})|[^\W\d_])(?:[^\W\d_]|[0123568](?!$))+"
)
"""A word of three letters and more with one digit or more among them, or one before four: N0RD, 5TOCK, not
A330."""

_MOST_MISREAD = 0.4
"""Share of digits in a word above which it is a code and not a misread word."""


class _Reading(NamedTuple):
    applies: re.Pattern[str]
    rules: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _any(table: str) -> re.Pattern[str]:
    """Whether a word holds anything that some convention of the table reads otherwise."""
    return re.compile("|".join(dict.fromkeys(row["pattern"] for row in read_table(table))))


@cache
def _readings(table: str) -> tuple[_Reading, ...]:
    """The conventions of a table, each an ordered list of (pattern, replacement), for one word or a word a line."""
    conventions: dict[str, list[tuple[str, str]]] = {}
    for row in read_table(table):
        conventions.setdefault(row["reading"], []).append((row["pattern"], row["means"]))
    return tuple(
        _Reading(
            re.compile("|".join(pattern for pattern, _ in rules)),
            tuple((re.compile(pattern, re.MULTILINE), means) for pattern, means in rules),
        )
        for rules in conventions.values()
    )


class _Syllabary(NamedTuple):
    """Syllables of another language as Russian writes them, how that language is romanised, and two glances at a word: the
    last letters of syllables, and whether it is made of them only."""

    romanised: dict[str, str]
    last: frozenset[str]
    only: re.Pattern[str]


@cache
def _syllabary(table: str, column: str) -> _Syllabary:
    romanised = {row["syllable"]: row[column] for row in read_table(table)}
    only = re.compile(f"(?:{'|'.join(sorted(romanised, key=len, reverse=True))})+")
    return _Syllabary(romanised, frozenset(one[-1] for one in romanised), only)


_alternates: dict[str, tuple[str, ...]] = {}


def alternates(word: str) -> tuple[str, ...]:
    """Other skeletons that a spelling admits, the likeliest first, without `skeleton(word)`."""
    known = _alternates.get(word)
    if known is None:
        known = _remember(word, _other_skeletons(word))
    return known


def alternates_of(words: Sequence[str]) -> list[tuple[str, ...]]:
    """`alternates` of many words, most of which are remembered."""
    known = list(map(_alternates.get, words))
    if None not in known:
        return cast(list[tuple[str, ...]], known)
    learn([word for word, found in zip(words, known, strict=True) if found is None])
    return [alternates(word) if found is None else found for word, found in zip(words, known, strict=True)]


def _remember(word: str, others: Iterable[str]) -> tuple[str, ...]:
    if len(_alternates) >= WORDS_KEPT:
        _alternates.clear()
    _alternates[word] = found = _first_ones(word, others)
    return found


def _first_ones(word: str, others: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(others)
    found.pop(skeleton(word), None)
    return tuple(found)[:MOST_ALTERNATES]


def learn(words: Iterable[str]) -> None:
    """Make the alternates of many words, each convention in one pass over all of them, for `alternates` to remember."""
    new = [word for word in words if word not in _alternates and word.isalpha()]
    new = [word for word, other in zip(new, other_words(new), strict=True) if not other]
    if len(_alternates) + len(new) > WORDS_KEPT:
        _alternates.clear()
    latin = [word for word in new if word.isascii()]
    _alternates.update(zip(latin, _made_together(latin, "latin_readings"), strict=True))
    cyrillic = [
        word
        for word in new
        if _is_cyrillic(word) and not (_pinyin(word) or _hepburn(word) or initials_of(word))
    ]
    _alternates.update(zip(cyrillic, _made_together(cyrillic, "cyrillic_readings"), strict=True))


def _made_together(words: list[str], table: str) -> list[tuple[str, ...]]:
    """The alternates of each word by the conventions of a table."""
    if (by_rules := _made_by_rules(words, table)) is not None:
        return by_rules
    respelled = _respelled_together(words, table)
    others: dict[int, list[str]] = {}
    for (at, _), sound in zip(respelled, sounds_of([one for _, one in respelled]), strict=True):
        others.setdefault(at, []).append(sound)
    made: list[tuple[str, ...]] = [()] * len(words)
    for at, own in zip(others, sounds_of([words[at] for at in others]), strict=True):
        made[at] = tuple([one for one in dict.fromkeys(others[at]) if one != own][:MOST_ALTERNATES])
    return made


def _made_by_rules(words: list[str], table: str) -> list[tuple[str, ...]] | None:
    """The same by compiled rules; None where there are too few words for it, or other ones than those rules read."""
    if (
        not rewriting.may_be_rewritten(words)
        or (rules := _rules(table)) is None
        or (sound := sound_rules()) is None
    ):
        return None
    from resolver.names import rewriting_passes

    found, counts = rewriting_passes.readings(words, *rules, sound, MOST_ALTERNATES)
    ends = list(accumulate(counts))
    return [tuple(found[end - count : end]) for end, count in zip(ends, counts, strict=True)]


@cache
def _rules(table: str) -> tuple[rewriting.Rules, npt.NDArray[np.int64]] | None:
    """The conventions of a table as passes, one behind the other, and where each ends; None when a pattern is no rule.

    Those of letters with a sign are left out: words of such letters are not read together.
    """
    conventions = [one for one in _readings(table) if one.applies.pattern.isascii()]
    passes = [[[(pattern.pattern, means)] for pattern, means in one.rules] for one in conventions]
    try:
        rules = rewriting.rules_of([changes for convention in passes for changes in convention])
        growth = max(rewriting.rules_of(convention).growth for convention in passes)
    except rewriting.NotARule:
        return None
    return rules._replace(growth=growth), np.cumsum(list(map(len, passes)))


def _respelled_together(words: list[str], table: str) -> list[tuple[int, str]]:
    """Places of words, and what they are under each convention of the table that changes them, in the order of the
    conventions."""
    found: list[tuple[int, str]] = []
    whole = "\n".join(words)
    for changes in _changes(table) if words else ():
        text = whole
        for change in changes:
            text = change(text)
        if text != whole:
            lines = text.split("\n")
            changed = list(map(ne, lines, words))
            found += zip(compress(range(len(words)), changed), compress(lines, changed), strict=True)
    return found


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u04ff"


@cache
def _changes(table: str) -> tuple[tuple[Callable[[str], str], ...], ...]:
    """The conventions of a table as functions of a word a line; plain letters are replaced without a pattern."""
    return tuple(
        tuple(
            partial(_replaced, pattern.pattern, means)
            if pattern.pattern.isalpha()
            else partial(pattern.sub, means)
            for pattern, means in reading.rules
        )
        for reading in _readings(table)
    )


def _replaced(letters: str, means: str, text: str) -> str:
    return text.replace(letters, means)


def _other_skeletons(word: str) -> Iterator[str]:
    if not word.isalpha():
        yield from map(skeleton, _without_digits(word))
    if other := other_word(word):
        yield skeleton(other)
    if _is_cyrillic(word):
        yield from _of_cyrillic(word)
        return
    if hangul.is_hangul(word):
        yield from map(skeleton_of_latin, hangul.spellings(word))
        return
    plain = word if word.isascii() else unaccented(word)
    if plain.isascii():
        if plain != word:
            yield skeleton(plain)
            yield from map(skeleton, _respelled(word, "latin_readings"))
        yield from map(skeleton, _respelled(plain, "latin_readings"))


def _respelled(word: str, table: str) -> Iterator[str]:
    """The word under each convention of the table that applies to it."""
    if not _any(table).search(word):
        return
    for applies, rules in _readings(table):
        if applies.search(word):
            spelling = word
            for pattern, means in rules:
                spelling = pattern.sub(means, spelling)
            yield spelling


def _of_cyrillic(word: str) -> Iterator[str]:
    if initials := initials_of(word):
        yield skeleton(initials)
    yield from map(skeleton, _respelled(word, "cyrillic_readings"))
    if pinyin := _pinyin(word):
        yield skeleton_of_latin(pinyin)
    if hepburn := _hepburn(word):
        yield skeleton_of_latin(hepburn)


def _without_digits(word: str) -> Iterator[str]:
    """The word with letters for the digits that look like them, when it is a word and no code."""
    if not _MISREAD.fullmatch(word):
        return
    if sum(map(str.isdigit, word)) > _MOST_MISREAD * len(word):
        return
    for table in _LATIN_DIGITS if word.isascii() else _CYRILLIC_DIGITS:
        if (spelling := word.translate(table)).isalpha():
            yield spelling


def _pinyin(word: str) -> str:
    """A Cyrillic word of two Chinese syllables or more in pinyin, else ""."""
    return _by_syllables(word, _syllabary("palladius", "pinyin"))


_TWICE = re.compile(r"([кстп])\1")


def _hepburn(word: str) -> str:
    """A Cyrillic word of two Japanese syllables or more in Hepburn's romanisation, else ""."""
    syllabary = _syllabary("polivanov", "romaji")
    return _by_syllables(_TWICE.sub(r"\1", word), syllabary) if word[-1:] in syllabary.last else ""


def _by_syllables(word: str, syllabary: _Syllabary) -> str:
    if word[-1:] not in syllabary.last or not syllabary.only.fullmatch(word):
        return ""
    readings: list[str | None] = [None] * len(word) + [""]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + 6), start, -1):
            rest, syllable = readings[end], syllabary.romanised.get(word[start:end])
            if rest is not None and syllable:
                readings[start] = syllable + rest
                break
    return "" if word in syllabary.romanised else (readings[0] or "")
