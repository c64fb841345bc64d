"""Initialisms: what a short word may spell, and what a word brings to one.

In: words as they are written, and their concepts. Out: codes, a sign for each letter of an initialism, the same in both
scripts: ЦКБА and TsKBA are one. A compound may bring the first letter of its second part too (электромеханический, ЭМ), a
word of another language what the Russian word of its meaning brings (plant, З; design bureau, КБ).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache, partial

from resolver.names.blends import LONGEST_PART, SHORTEST_PART
from resolver.names.blends import SHORTEST_REST as SHORTEST_REST_OF_WORD
from resolver.names.kept import kept
from resolver.names.lexicon import is_stop
from resolver.names.skeleton import is_weak, romanise, skeleton
from resolver.names.tables import read_table

SHORTEST, LONGEST = 3, 7
"""Letters of an initialism."""

SHORTEST_REST = 2
"""Letters of one that stands for all that is left of the other name (SR Rekom, Specialised Registrar Rekom)."""

LONGEST_WRITTEN = 10
"""Latin letters of one that romanises Russian letters."""

LONGEST_SHARE = 4
"""Letters that one word brings at most: a phrase of four words."""

SHARES = 8
"""Ways in which one word may enter an initialism."""

FURTHER = 2
"""Of these by the first letters of other words of its meaning (design: конструкторский, проектный), as many by its
phrases and by its compounds (computing: вычислительная техника; mining: горнодобывающий, горнорудный). Judgement, as the
two below; of 20,000 innocents of the train half one more reached a match with all that these numbers belong to."""

LONG_PART = 5
"""Letters, with its vowel, of a first part behind which a second part may begin with one (горно-обогатительный)."""

CUT_BY = 2
"""Letters that a word has lost at most which its table holds as one that was cut (заво, завод); НИИ is no cut word."""

BEGINNINGS_KEPT = 1 << 16
"""Beginnings of words, with a concept and a second part, of which one process remembers what they bring: about 15 MB."""

# One sign for each Russian letter that Latin writes with several; no initialism tells ю from я.
_SIGNS = {
    "shch": "w",
    "sch": "w",
    "zh": "j",
    "kh": "h",
    "ts": "c",
    "ch": "q",
    "sh": "w",
    "yu": "y",
    "iu": "y",
    "ju": "y",
    "ya": "y",
    "ia": "y",
    "ja": "y",
    "y": "i",
}
_LONGEST_SIGN = 4
_SEVERAL = re.compile("|".join(_SIGNS))
_JOINING, _VOWELS = frozenset("oe"), frozenset("aeiou")


def _coded(latin: str) -> str:
    """Latin letters as signs, several letters for one Russian one read together."""
    return _SEVERAL.sub(lambda found: _SIGNS[found[0]], latin)


@cache
def _code_of_letter(letter: str) -> str:
    """The sign of one letter that is no plain Latin one; "" where it has no sound."""
    return _coded(romanise(letter))[:1]


def spelt_by(word: str) -> tuple[str, ...]:
    """What the letters of a word may stand for: one reading of a Cyrillic word, of a Latin one its letters as they stand and
    as they romanise Russian ones; () for words that are too long, or hold anything but letters of the two scripts."""
    if not (SHORTEST_REST <= len(word) <= LONGEST_WRITTEN and word.isalpha()):
        return ()
    if word.isascii():
        readings: tuple[str, ...] = (word, _coded(word)) if _SEVERAL.search(word) else (word,)
    else:
        readings = () if is_weak(word) else ("".join(map(_code_of_letter, word)),)
    return tuple(one for one in readings if SHORTEST_REST <= len(one) <= LONGEST and one.isascii())


def shares(word: str, concept: str, sound: str) -> tuple[str, ...]:
    """What a word may bring to an initialism, SHARES ways at most; `sound` is its skeleton."""
    said = _said_in_english(concept) if word[:1] == "@" else ""
    own = _shares_of_beginning("" if is_weak(word) else word[:_LONGEST_SIGN], concept, second_part(sound))
    return tuple(dict.fromkeys((said, *own)))[:SHARES] if said else own


def _said_in_english(concept: str) -> str:
    """The first letters of a phrase by which a concept is called (foreign_trade): of a phrase no more is known than what it
    means. "" of one word."""
    words = concept.split("_")
    firsts = "".join([word[0] for word in words if word[:1].isascii() and word[:1].isalpha()])
    return firsts if 1 < len(words) == len(firsts) <= LONGEST_SHARE else ""


@lru_cache(maxsize=BEGINNINGS_KEPT)
def _shares_of_beginning(begin: str, concept: str, second: str) -> tuple[str, ...]:
    """The same of a word that begins so."""
    first = begin[:1] if begin[:1].isascii() else _code_of_letter(begin[0])
    own: tuple[str, ...] = ()
    if first.isalpha():
        several = _coded(begin)[:1] if begin.isascii() else first
        own = (first, several, *((several + second,) if second else ()))
    return tuple(dict.fromkeys((*own, *russian_shares().get(concept, ()))))[:SHARES]


def second_part(sound: str) -> str:
    """The letter by which the second part of a compound begins, behind the vowel that joins both (металл|о|конструкций); ""
    of other words."""
    head = _first_part(sound)
    rest = sound[head:]
    if head >= LONG_PART and sound[head - 1] in _JOINING:
        return rest[:1]
    rest = rest[1:] if rest[:1] in _JOINING else rest
    return "" if not head or rest[:1] in _VOWELS else rest[:1]


def _first_part(sound: str) -> int:
    """Letters of the longest first part of a compound, by either table of such parts."""
    parts = _first_parts()
    for length in range(min(len(sound) - SHORTEST_REST_OF_WORD, LONGEST_PART), SHORTEST_PART - 1, -1):
        if sound[:length] in parts:
            return length
    return 0


@cache
def _first_parts() -> frozenset[str]:
    forms = {row["form"] for row in read_table("combining_forms") if row["place"] == "first"}
    parts = {row["part"] for row in read_table("word_parts") if row["place"] == "first"}
    return frozenset(map(_sound_inside, forms | parts))


def _sound_inside(part: str) -> str:
    """The skeleton of a first part before another one: авиа ends in two vowels, авиаприбор has one of them."""
    alone = skeleton(part)
    behind = next(letter for letter in "nm" if letter != alone[-1:])
    before = skeleton(part + behind)
    return before[:-1] if before.endswith(behind) else alone


def in_russian(brought: Sequence[str], concept: str) -> tuple[str, str]:
    """Which of its `shares` a word brings where the initialism is a Russian one, that of its meaning or else its own as
    Russian has it: without and with the second part of a compound."""
    if known := russian_shares().get(concept):
        return known[0], next((one for one in reversed(known) if one.startswith(known[0])), known[0])
    single = [one for one in brought if len(one) == 1]  # none of a phrase that Russian does not know
    return (single[-1], brought[-1]) if single else ("", "")


@kept
def russian_shares() -> dict[str, tuple[str, ...]]:
    """Concept -> what its Russian words bring: an abbreviation its letters, and the first word, or phrase, that is written
    out its first one."""
    short: dict[str, str] = {}
    long: dict[str, list[str]] = {}
    for row in read_table("lexicon"):
        spellings = [spelling.rstrip("*") for spelling in row["spellings"].split("|")]
        if row["language"] == "ru" and _is_russian(spellings[0]):
            if row["kind"] != "abbreviation":
                long.setdefault(row["concept"], []).extend(filter(_is_russian, spellings))
            elif len(spellings[0]) <= LONGEST_SHARE:
                short.setdefault(row["concept"], spellings[0])
    # a word before a phrase, which may be a contraction (ИЗД ВО)
    found = {concept: _shares_of_all(sorted(said, key=_has_blank)) for concept, said in long.items()}
    for concept, letters in short.items():
        if not any(map(partial(_is_cut, letters), long.get(concept, ()))):
            found[concept] = ("".join(map(_code_of_letter, letters)), *found.get(concept, ()))
    return found


def _is_cut(letters: str, word: str) -> bool:
    """Whether an abbreviation is a word without its last letters (ЗАВО)."""
    return word.startswith(letters) and len(word) - len(letters) <= CUT_BY


def _has_blank(spelling: str) -> bool:
    return " " in spelling


def _is_russian(spelling: str) -> bool:
    letters = spelling.replace(" ", "").replace("*", "")
    return letters.isalpha() and not any(map(str.isascii, letters))


def _shares_of_all(spellings: Sequence[str]) -> tuple[str, ...]:
    """What the first one brings, and the first letters of further ones: of words, of phrases (вычислительной техники), of
    compounds."""
    first, *more = map(_shares_of, map(str.split, spellings))
    told = dict.fromkeys(share for shares in more for share in shares if share not in first)
    phrases = {shares[0] for said, shares in zip(spellings[1:], more, strict=True) if " " in said and shares}
    single = [share for share in told if len(share) == 1][:FURTHER]
    several = [share for share in told if len(share) > 1 and share not in phrases][:FURTHER]
    of_phrases = [share for share in told if len(share) > 1 and share in phrases][:FURTHER]
    return (*first[:1], *single, *of_phrases, *several, *first[1:])


def _shares_of(words: Sequence[str]) -> tuple[str, ...]:
    firsts = "".join(_code_of_letter(word[0]) for word in words if not is_stop(word))
    if len(words) > 1:
        return (firsts,) if len(firsts) <= LONGEST_SHARE else ()
    second = second_part(skeleton(words[0]))
    return (firsts, firsts + second) if second else (firsts,)
