"""Comparisons: what is compared of a pair, and the level that the pair reaches in each.

Enters: aligned features of pairs and the contexts of both sides. Leaves: a matrix of levels, shape (pairs,
len(COMPARISONS)), uint8. A level is an interval of a measured quantity or a named state; its weight is the
model's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from resolver.matching import alignment as al

Levels = npt.NDArray[np.uint8]
Columns = Mapping[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison and the names of its levels, lowest first. `of_name`: it depends on the two names alone.

    `groups` > 1: the same looseness means less in a name that tells much, so each step of the quantity stands once for
    each group of names; level = step * groups + group.
    """

    name: str
    levels: tuple[str, ...]
    of_name: bool = True
    groups: int = 1


def _steps(unit: str, *edges: float) -> tuple[str, ...]:
    """Level names for np.digitize over `edges`."""
    shown = [f"{e:g}" for e in edges]
    between = [f"{a} to {b} {unit}" for a, b in pairwise(shown)]
    return (f"under {shown[0]} {unit}", *between, f"{shown[-1]} {unit} or more")


def _grouped(steps: tuple[str, ...], groups: tuple[str, ...]) -> tuple[str, ...]:
    """The names of levels of a comparison with groups."""
    return tuple(f"{step}, {group}" for step in steps for group in groups)


# Edges in bits. A common word ("trading") carries 3 to 7, an ordinary proper word ("vostok") 8 to 11, a rare
# one 14 to 17: the steps are closest where one ordinary word decides.
FOUND = (4.0, 7.0, 9.0, 11.0, 13.0, 15.0, 18.0, 22.0, 27.0, 34.0, 45.0)
MISSING = (0.5, 2.0, 4.0, 6.5, 9.0, 12.0, 15.0, 20.0)
EXTRA = (0.5, 2.0, 4.0, 6.5, 9.0, 12.0, 15.0, 20.0, 30.0)
COVERED = (0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.985)
OWN = (4.0, 8.0, 12.0)
BEST_WORD = (5.0, 8.0, 10.0, 12.0, 13.5, 15.0)
WHOLE = (9.0, 13.0, 17.0, 24.0)
EDITED = (0.3, 1.3, 2.4, 3.7, 5.2, 7.0, 9.0)

# By which means words met, the loosest one last: a name counts as spelt in the loosest way of its words.
SPELLINGS = (
    "same words",
    "short words in other letters",
    "blanks elsewhere",
    "another scheme of romanisation",
    "script without letters",
    "translated",
    "another first letter",
    "another known word",
    "cut off",
    "other vowels",
    "without vowels",
    "initials",
    "all words without vowels",
)
SPELLING_BITS = (
    al.HOW_SHORT,
    al.HOW_JOINED,
    al.HOW_ALTERNATE,
    al.HOW_WEAK,
    al.HOW_CONCEPT,
    al.HOW_FIRST,
    al.HOW_KNOWN,
    al.HOW_TRUNCATED,
    al.HOW_VOWELS,
    al.HOW_CONSONANTS,
    al.HOW_INITIALS,
    al.HOW_BARE,
)
# Means by which words meet that tell of a possibility more than of the same word.
LOOSE = al.HOW_INITIALS | al.HOW_TRUNCATED | al.HOW_CONSONANTS | al.HOW_VOWELS | al.HOW_KNOWN
# The same looseness means less in a name that tells much.
SPELLING_FOUND = (11.0, 18.0)
EDITED_FOUND = (9.0, 13.0, 18.0)
FOUND_GROUPS = (13.0, 22.0)
BEST_GROUPS = (9.0, 13.0)
MOST_WORDS = 4
# Bits left over on both sides in two scripts: one word or several that the lexicon may not know to be one thing.
TRANSLATABLE = (2.0, 6.5)
# Letters of the longer of two whole names: a slip in a name of eight letters makes another name, in one of twenty hardly.
LETTERS = (10, 13, 16, 22)
SLIPS = ("two letters apart", "one letter apart")
AS_WORDS = "as the words say"
ONE_MEANING = ("the telling words have one meaning",)
IN_TWO_SCRIPTS = ("a common word left over in two scripts", "words left over in two scripts")

_BEST = _steps("bits the best word", *BEST_GROUPS)
_FOUND = _steps("bits found", *FOUND_GROUPS)
_OWN = _steps("bits of the party's", *OWN)
_COUNTS = (*(f"{n} words" if n != 1 else "1 word" for n in range(MOST_WORDS)), f"{MOST_WORDS} words or more")

COMPARISONS: tuple[Comparison, ...] = (
    Comparison("words_found", _steps("bits", *FOUND)),
    Comparison("best_word", _steps("bits", *BEST_WORD)),
    Comparison(
        "whole_name",
        ("words left over", *(f"all words agree, {s}" for s in _steps("bits", *WHOLE)), "identical"),
    ),
    Comparison("words_met", _grouped(_COUNTS, _BEST), groups=len(_BEST)),
    Comparison("coverage", _grouped(_steps("of the listed name", *COVERED), _BEST), groups=len(_BEST)),
    Comparison("words_missing", _grouped(_steps("bits", *MISSING), _FOUND), groups=len(_FOUND)),
    Comparison("words_extra", _grouped(_steps("bits", *EXTRA), _FOUND), groups=len(_FOUND)),
    Comparison("own_words", _grouped(_steps("bits of the listed name's", *OWN), _OWN), groups=len(_OWN)),
    Comparison(
        "edits",
        _grouped(_steps("bits of edits", *EDITED), _steps("bits", *EDITED_FOUND)),
        groups=len(EDITED_FOUND) + 1,
    ),
    Comparison("letters", (AS_WORDS, *_grouped(SLIPS, _steps("letters", *LETTERS)))),
    Comparison("meaning", (AS_WORDS, *_grouped(ONE_MEANING, _FOUND))),
    Comparison("translation", (AS_WORDS, *_grouped(IN_TWO_SCRIPTS, _FOUND))),
    Comparison(
        "spelling", _grouped(SPELLINGS, _steps("bits", *SPELLING_FOUND)), groups=len(SPELLING_FOUND) + 1
    ),
    Comparison("numbers", ("none", "agree", "on one side", "differ")),
    Comparison(
        "legal_form",
        (
            "none on one side",
            "same class",
            "different class, rare word",
            "different class, ordinary word",
            "different class, common words",
        ),
    ),
    Comparison("country", ("not known", "same", "different"), of_name=False),
    Comparison("place", ("not known", "same address", "same city", "other city"), of_name=False),
    Comparison("identifiers", ("none shared", "equal", "different of one kind"), of_name=False),
    Comparison("type", ("entity", "individual", "vessel or aircraft"), of_name=False),
)
NAMES = tuple(c.name for c in COMPARISONS)
POSITION = {name: i for i, name in enumerate(NAMES)}


def name_levels(
    features: npt.NDArray[np.float32],
    party_forms: npt.NDArray[np.int32],
    listed_forms: npt.NDArray[np.int32],
    identical: npt.NDArray[np.bool_],
    slips: npt.NDArray[np.uint8],
    letters: npt.NDArray[np.int64],
    one_meaning: npt.NDArray[np.bool_],
) -> Levels:
    """Levels of the comparisons of the names; those of the context are left at 0 (not known).

    `slips`: between the whole names, 3 for more than two; `letters`: that the name has; `one_meaning`: the names have one
    key of concepts."""
    f: Columns = {name: features[:, i] for i, name in enumerate(al.FEATURES)}
    levels = np.zeros((len(features), len(COMPARISONS)), dtype=np.uint8)
    whole = f["matched"] + f["listed_left"]
    measured: dict[str, npt.NDArray[Any]] = {
        "words_found": np.digitize(f["matched"], FOUND),
        "best_word": np.digitize(f["best_word"], BEST_WORD),
        "whole_name": _whole_name(f, identical),
        "words_met": _step(
            np.minimum(f["matched_words"], MOST_WORDS).astype(np.int64), f["best_word"], BEST_GROUPS
        ),
        "coverage": _step(
            np.digitize(f["matched"] / np.maximum(whole, 1e-6), COVERED), f["best_word"], BEST_GROUPS
        ),
        "words_missing": _step(np.digitize(f["listed_left"], MISSING), f["matched"], FOUND_GROUPS),
        "words_extra": _step(np.digitize(f["party_left"], EXTRA), f["matched"], FOUND_GROUPS),
        "own_words": _step(np.digitize(f["listed_left_best"], OWN), f["party_left_best"], OWN),
        "edits": _step(np.digitize(f["edits"], EDITED), f["matched"], EDITED_FOUND),
        "letters": _letters(f, slips, letters),
        "meaning": _meaning(f, one_meaning),
        "translation": _translation(f),
        "spelling": _spelling(f["how"].astype(np.int32), f["matched"]),
        "numbers": f["numbers"],
        "legal_form": _form_states(party_forms, listed_forms, f["best_word"]),
    }
    for name, values in measured.items():
        levels[:, POSITION[name]] = values
    return levels


def _step(
    step: npt.NDArray[np.int64], told: npt.NDArray[np.float32], groups: tuple[float, ...]
) -> npt.NDArray[np.int64]:
    """Levels of a comparison with groups: the step, and the group by what the name tells."""
    levels: npt.NDArray[np.int64] = step * (len(groups) + 1) + np.digitize(told, groups)
    return levels


def _letters(
    f: Columns, slips: npt.NDArray[np.uint8], longer: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Slips between whole names where words are left over. Where all have met, the words say it better: a letter of Volga
    (Volna) is one in five, whatever stands behind it. It is no slip where numbers differ (SU-4 and SU-14 are two firms), nor
    where two words are known to be two (Guangzhou, Hangzhou)."""
    near = (
        _left_over(f)
        & (f["how"].astype(np.int32) & al.HOW_APART == 0)
        & (slips >= 1)
        & (slips <= len(SLIPS))
        & (f["numbers"] != al.NUMBERS_CONFLICT)
    )
    step = len(SLIPS) - np.clip(slips, 1, len(SLIPS)).astype(np.int64)
    return np.where(near, 1 + _step(step, longer.astype(np.float32), LETTERS), 0)


def _meaning(f: Columns, one_meaning: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Names with words left over that nobody would miss: the key of concepts leaves out initials, "holding", the
    abbreviation of the words before it, and takes loans and compounds of one meaning for one word."""
    group = 1 + np.digitize(f["matched"], FOUND_GROUPS)
    return np.where(_left_over(f) & one_meaning, group, 0)


def _translation(f: Columns) -> npt.NDArray[np.int64]:
    """Words left over on both sides in two scripts say less against a pair than words of one script: they may be
    translations that the lexicon does not know."""
    step = np.digitize(f["translatable"], TRANSLATABLE)
    group = _step(np.maximum(step - 1, 0), f["matched"], FOUND_GROUPS)
    return np.where(step > 0, 1 + group, 0)


def _left_over(f: Columns) -> npt.NDArray[np.bool_]:
    """A word of either name has met none of the other."""
    left: npt.NDArray[np.bool_] = np.maximum(f["listed_left"], f["party_left"]) >= MISSING[1]
    return left


def _whole_name(f: Columns, identical: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """A pair without a word left over on either side, but for a kind of enterprise (NPO, group), is more than the sum
    of its words; three letters that only sound alike (BYD, BID) are not, where they are all there is."""
    how = f["how"].astype(np.int32)
    loose = (how & LOOSE) > 0
    loose |= ((how & al.HOW_SHORT) > 0) & (f["matched"] < WHOLE[2])
    complete = (f["listed_left"] < MISSING[1]) & (f["party_left"] < EXTRA[1]) & ~loose
    levels: npt.NDArray[np.int64] = np.where(complete, 1 + np.digitize(f["matched"], WHOLE), 0)
    levels[identical] = len(WHOLE) + 2
    return levels


def _spelling(how: npt.NDArray[np.int32], matched: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    way = np.zeros(len(how), dtype=np.int64)
    for number, bit in enumerate(SPELLING_BITS, start=1):
        way[(how & bit) > 0] = number
    return _step(way, matched, SPELLING_FOUND)


def _form_states(
    party: npt.NDArray[np.int32], listed: npt.NDArray[np.int32], best_word: npt.NDArray[np.float32]
) -> npt.NDArray[np.int64]:
    """A form that differs tells firms of common words apart (Deutsche Bank AG, Deutsche Bank GmbH), and much less
    those of a rare word: firms change their form, and clerks mistake it."""
    one_missing = (party == 0) | (listed == 0)
    differ = 4 - np.digitize(best_word, BEST_GROUPS)
    return np.where(one_missing, 0, np.where((party & listed) > 0, 1, differ))


# Bits of words that only the party's name holds from which a hit says "contains" instead of "same": one generic
# word ("trading", 3.6) is enough to name another firm of the group, a stop word is not.
EXTENSION_BITS = 3.5
# A listed name counts as held when this share of its information stands in the party's name and its best word is a
# telling one; or when two words or more, a telling one among them, stand there with this much information.
HELD_SHARE, HELD_WORD_BITS = 0.8, 12.0
# ... and a rare one where the party has a further word that tells this much: "Ladoga" in "Ladoga Agro", not in every
# name of a lake and a firm. Of 1,000 innocents of the train half 11 alert so, 14 without this rule.
OWN_WORD_BITS, HELD_RARE_BITS = 8.0, 14.0
PARTLY_HELD_BITS, PARTLY_HELD_SHARE, PARTLY_HELD_WORD_BITS = 18.0, 0.5, 11.0
# The words beside the best one must be more than a common word: "Almaz Antey" (11 and 8 bits) holds, "Golden Dune" (13 and
# 7) does not. Of 1,000 innocents of the train half 2.9 alerted by parts without this rule, 0.1 with it.
PARTLY_HELD_OTHER_BITS = 7.5
# Where both names have a word of their own that tells this much, one word stands for another: not an extension.
EXCHANGED_BITS = 7.6
SURE_BITS = 16.0  # from here on a name held by another reading of its letters counts as held


def extends(features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """The party's name says more than the listed one."""
    more: npt.NDArray[np.bool_] = features[:, al.FEATURES.index("party_left")] >= EXTENSION_BITS
    return more


def may_hold_listed_name(features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Whether `holds_listed_name` is worth asking: it says more, and one of its words that met is a telling one."""
    telling = min(HELD_WORD_BITS, HELD_RARE_BITS, PARTLY_HELD_WORD_BITS)
    may: npt.NDArray[np.bool_] = features[:, al.FEATURES.index("best_word")] >= telling
    return may & extends(features)


def holds_listed_name(features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """The party's name extends a telling listed name ("Almaz Antey Telecom"): an alert, however unlikely it is that
    the two are one firm. Words have met by their sound or concept, not by initials, and with hardly an edit."""
    f: Columns = {name: features[:, i] for i, name in enumerate(al.FEATURES)}
    share = f["matched"] / np.maximum(f["matched"] + f["listed_left"], 1e-6)
    asked = np.where(f["party_left_best"] <= OWN_WORD_BITS, HELD_WORD_BITS, HELD_RARE_BITS)
    wholly = (share >= HELD_SHARE) & (f["best_word"] >= asked)
    partly = (f["matched"] >= PARTLY_HELD_BITS) & (share >= PARTLY_HELD_SHARE)
    partly &= (f["best_word"] >= PARTLY_HELD_WORD_BITS) & (f["matched_words"] >= 2)
    partly &= f["matched"] - f["best_word"] >= PARTLY_HELD_OTHER_BITS
    how = f["how"].astype(np.int32)
    # A short word that met through another reading of its letters (Koç, KOEC) is too easily another word.
    wholly &= (f["matched"] >= SURE_BITS) | (how == 0)
    partly &= how & ~al.HOW_CONCEPT == 0
    partly &= np.minimum(f["listed_left_best"], f["party_left_best"]) < EXCHANGED_BITS
    loose = (how & LOOSE) > 0
    close = ~loose & (f["edits"] < EDITED[1]) & (f["numbers"] != al.NUMBERS_CONFLICT)
    held: npt.NDArray[np.bool_] = (wholly | partly) & close & extends(features)
    return held
