"""Common words that a slip of the hand made into words that nobody knows: RESERACH, ENTEPRISE, MNGMNT, RE5EARCH, TECHNOL.

In: a word of no concept. Out: the concept that it is a slip of, or "". An unknown word is taken for a firm's own and
carries most of a name's information; a damaged "research" must not. Only words of the lexicon are meant, one edit
away, cut short or written without their vowels, the commonest where several fit; a firm's own word is left to the
comparison, which sees both spellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from resolver.names import background, lexicon, readings, rewriting, skeleton
from resolver.names.kept import kept
from resolver.names.languages import OF_THE_EU
from resolver.names.near_words import Flags, NearWords

if TYPE_CHECKING:
    from resolver.names import slip_passes

SHORTEST_MISTYPED = 7
"""Letters of a skeleton in which one slip still leaves no doubt what was meant: shorter ones have real neighbours."""

SHORTEST_BARE, SHORTEST_COMMON_BARE = 5, 4
"""Consonants of a word without vowels, and of one that is VERY_COMMON: shorter ones are initialisms (RKTS)."""

COMMON, VERY_COMMON = 9.0, 5.5
"""Bits of a concept up to which a word is common enough for a slip of it to be the likelier reading: a rare word
one letter from an unknown one (Kolomna, colonia) is more often another word."""

BUCKET = 3
"""First letters of a skeleton that must stand; a slip among them is not mended."""

AGREED = SHORTEST_MISTYPED - 1
"""Letters at the beginning in which two words of one slip agree when each lacks one letter at the most."""

LONGEST_ENDING = 6
"""Letters that may follow a known beginning of a word."""

AFTER_SLIP = 2
"""Letters of a beginning that must stand behind the slip: SEVERSTAL is no slip of "severn"."""

SHORTEST_CUT, LEAST_CUT = 6, 2
"""Letters that an abbreviation keeps, and those that it leaves out: TECHNOL, INDUST. Shorter ones stand in the lexicon,
since short beginnings are names more often (SPLAV, INTER). Of 16,800 words of the train half's names two are met so."""

SELDOM_MET = OF_THE_EU - {"de", "fr", "pl"}
"""Languages of few documents with slips, whose words have names for neighbours (martires, Martini; stratou, Stratton):
with them 48 more words of the train half's names and of places are mended, 30 of these wrongly (creators, Antakya)."""

SHORTENED, CUT_COMMON = frozenset({"en", "ru", "uk"}), 7.5
"""Languages in which words are cut short in trade documents, and bits of a concept up to which it is."""

_MISREAD = re.compile("rn|vv")
"""What optical readers make of m and w."""

_VOWEL, _VOWEL_OR_Y = re.compile("[aeiou]"), re.compile("[aeiouy]")


class _Known(NamedTuple):
    text: str
    concept: str
    is_beginning: bool


def _common_words() -> Iterator[lexicon.SingleWord]:
    """Those that a slip may be meant for."""
    return (
        word
        for word in lexicon.single_words()
        if word.language not in SELDOM_MET and background.bits("@" + word.concept, "") <= COMMON
    )


@kept
def _neighbours() -> dict[str, tuple[_Known, ...]]:
    """Long words and beginnings of the lexicon by each of their `_first_letters`; whole words also as they are spelt,
    since a slip may change how its neighbours sound (ALLIACNE)."""
    found: dict[str, dict[_Known, None]] = {}
    for word in _common_words():
        for text in dict.fromkeys((word.sound, "" if word.is_beginning else word.spelling)):
            if len(text) >= SHORTEST_MISTYPED:
                for first in _first_letters(text):
                    found.setdefault(first, {})[_Known(text, word.concept, word.is_beginning)] = None
    return {first: tuple(words) for first, words in found.items()}


def _first_letters(text: str) -> list[str]:
    """The first AGREED letters of a word, and of it without one letter behind the first BUCKET: two words of one slip
    share one of them, whatever the slip (changed, lost, added, exchanged), so that few need be compared."""
    without = [text[:at] + text[at + 1 : AGREED + 1] for at in range(BUCKET, AGREED)]
    return [text[:AGREED], *without]


@kept
def bare() -> dict[str, str]:
    """The commonest concept by what is left of a whole word without its vowels."""
    meanings: dict[str, set[str]] = {}
    for word in _common_words():
        least = (
            SHORTEST_COMMON_BARE if background.bits("@" + word.concept, "") <= VERY_COMMON else SHORTEST_BARE
        )
        for bare in () if word.is_beginning else _without_vowels(word):
            if len(skeleton.consonants(bare)) >= least:
                meanings.setdefault(bare, set()).add(word.concept)
    return {bare: _commonest(concepts) for bare, concepts in meanings.items()}


@kept
def cut_short() -> dict[str, str]:
    """The commonest concept by the beginnings that may stand for a whole word: they end in a consonant before a vowel,
    as abbreviations do, of English words before any letter. Latin words by their letters, others by their sounds."""
    meanings: dict[str, set[str]] = {}
    for word in lexicon.single_words():
        if word.language in SHORTENED and background.bits("@" + word.concept, "") <= CUT_COMMON:
            for beginning in _beginnings(word):
                meanings.setdefault(beginning, set()).add(word.concept)
    return {beginning: _commonest(concepts) for beginning, concepts in meanings.items()}


def _beginnings(word: lexicon.SingleWord) -> Iterator[str]:
    english = word.language == "en" and word.spelling.isascii()
    text = word.spelling if english else word.sound
    left_out = 0 if word.is_beginning else LEAST_CUT
    for end in range(SHORTEST_CUT, len(text) - left_out + 1):
        before_vowel = _VOWEL.match(text, end) is not None
        if not _VOWEL_OR_Y.match(text[end - 1]) and (english or before_vowel):
            yield text[:end]


def _without_vowels(word: lexicon.SingleWord) -> set[str]:
    """The skeletons of a word without its vowels, y among them or not, and the first letter left standing or not: of the
    letters as they are spelt, since c is k before what is left then (TCHNLG, ORGNZTN, AGNCY)."""
    texts = [word.sound, *([word.spelling] if word.spelling.isascii() else [])]
    left = {
        skeleton.skeleton(first + vowels.sub("", text[len(first) :]))
        for text in texts
        for vowels in (_VOWEL, _VOWEL_OR_Y)
        for first in ("", text[:1])
    }
    return {skeleton.consonants(word.sound), *left} - {""}


def _commonest(concepts: set[str]) -> str:
    return min(concepts, key=lambda concept: (background.bits("@" + concept, ""), concept), default="")


def meant(spelling: str, sound: str) -> str:
    """The concept of the one common word that an unknown word is a slip of, or ""."""
    if len(sound) < SHORTEST_COMMON_BARE or sound in background.shares():
        return ""
    if not spelling.isalpha():
        clean = readings.alternates(spelling)[:1]  # digits read for letters come first
        return _whole(clean[0]) if clean and clean[0].isalpha() and not sound.isdigit() else ""
    if not _VOWEL.search(spelling if spelling.isascii() else sound, 1):
        return bare().get(sound, "")
    if _MISREAD.search(spelling):  # MARITIRNE
        clear = spelling.replace("rn", "m").replace("vv", "w")
        if concept := lexicon.concept_of_word(clear, clear, clear, "latin"):
            return concept
    if len(spelling) < SHORTEST_MISTYPED - 1:
        return ""
    if concept := cut_short().get(spelling if spelling.isascii() else sound, ""):
        return concept
    return _one_slip(sound) or (_one_slip(spelling) if spelling != sound and spelling.isascii() else "")


def all_meant(spellings: Sequence[str], sounds: Sequence[str], asked: Sequence[bool]) -> list[str]:
    """`meant` of each of many words with a letter. To be `asked` are those that `bare` and `cut_short` hold, and misread
    ones; beside them those are that a glance does not clear."""
    near = _are_near(sounds) | _are_near([one if one.isascii() else "" for one in spellings])
    found = [""] * len(spellings)
    for at in np.flatnonzero(near | np.array(asked, dtype=np.bool_)).tolist():
        found[at] = meant(spellings[at], sounds[at])
    return found


def _are_near(words: Sequence[str]) -> Flags:
    """Which words may be a slip of a known one: a glance at all of them and, where it is compiled, at the flagged ones."""
    near = _near().may_be(words)
    if rewriting.are_passes_loaded():
        from resolver.names import slip_passes

        near[near] = slip_passes.may_be(list(compress(words, near)), _known(), BUCKET, LONGEST_ENDING)
    return near


@cache
def _known() -> slip_passes.Known:
    from resolver.names.slip_passes import known_words

    known = {word for words in _neighbours().values() for word in words if word.text.isascii()}
    return known_words(
        [word.text for word in known if not word.is_beginning],
        [word.text for word in known if word.is_beginning],
    )


@cache
def _near() -> NearWords:
    return NearWords(filter(str.isascii, _neighbours()), letters=AGREED + 1, first=BUCKET)


def _whole(sound: str) -> str:
    return lexicon.concept_of_word(sound, sound, sound, "latin")


def _one_slip(seen: str) -> str:
    neighbours, letters = _neighbours(), len(seen)
    near = {
        word
        for first in _first_letters(seen)
        if first in neighbours
        for word in neighbours[first]
        if -1 <= letters - len(word.text) <= (LONGEST_ENDING if word.is_beginning else 1)
    }
    if not near:
        return ""
    return _commonest({word.concept for word in near if _is_slip(seen, word.text, word.is_beginning)})


def _is_slip(seen: str, known: str, is_beginning: bool) -> bool:
    """Whether `seen`, which has about as many letters, is `known` with one letter changed, lost, added or two exchanged
    (then an ending, if any)."""
    if seen[:BUCKET] != known[:BUCKET]:
        return False
    at, most = BUCKET, min(len(seen), len(known))
    while at < most and seen[at] == known[at]:
        at += 1
    if at == len(known):  # the slip is silent (PRODUCTON), or one letter more
        return not is_beginning and len(seen) <= len(known) + 1
    if at < most - 2 and not _may_go_on(seen, known, at, is_beginning):
        return False
    rests = [known[at + 1 :], known[at:], known[at + 1 :], known[at : at + 2][::-1] + known[at + 2 :]]
    starts = (at + 1, at + 1, at, at)
    behind = AFTER_SLIP if is_beginning else 0
    return any(
        len(rest) >= behind
        and seen.startswith(rest, start)
        and _ends(seen[start + len(rest) :], is_beginning)
        for rest, start in zip(rests, starts, strict=True)
    )


def _may_go_on(seen: str, known: str, at: int, is_beginning: bool) -> bool:
    """Whether the letters behind a slip, of which there are two at least, begin and end as they must: a glance that
    most neighbours do not stand."""
    if not is_beginning and seen[-1] != known[-1]:
        return False
    return seen[at + 1] in (known[at + 1], known[at]) or seen[at] == known[at + 1]


def _ends(rest: str, is_beginning: bool) -> bool:
    return lexicon.is_ending(rest) if is_beginning else not rest
