"""Comparisons of two names of one file: as those of a party and a listing, but without a direction.

Enters: aligned features of pairs of names, and how their words are spread over the file. Leaves: levels, shape (pairs,
len(WITHIN)), uint8. The contexts fill in country, place and identifiers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from resolver.matching import alignment as al
from resolver.matching.comparisons import LOOSE as LOOSE_MEANS
from resolver.matching.comparisons import Comparison, Levels
from resolver.matching.training import ASSUMED as PARTY_TO_LISTING
from resolver.matching.within_spread import SPREAD_FEATURES
from resolver.matching.word_similarity import INITIALS

Floats = npt.NDArray[np.float32]
COLUMN = {name: i for i, name in enumerate(al.FEATURES)}
SPREAD_COLUMN = {name: i for i, name in enumerate(SPREAD_FEATURES)}

# Edges in bits; see `comparisons` for what a word carries.
SHARED = (4.0, 7.0, 9.0, 11.0, 13.0, 15.0, 18.0, 22.0, 27.0, 34.0)
BEST = (5.0, 8.0, 10.0, 12.0, 13.5, 15.0)
WHOLE = (7.0, 9.0, 11.0, 13.0, 16.0, 20.0, 26.0)
MORE = (0.5, 2.0, 4.0, 6.5, 9.0, 12.0, 15.0, 20.0, 30.0)
OTHERS = (0.5, 2.0, 4.0, 6.0, 8.0, 10.0, 12.5, 16.0)
EDITED = (0.3, 1.3, 2.4, 3.7, 5.2, 7.0, 9.0)
SHARE = (0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.985)
# Lowest counts of a level: names, from many to few; languages. A level of its own for a word that 16 languages keep rests on
# two dozen pairs of firms, and joined bodies of one army that are called after one town (docs/entities.md).
HOLDERS = (16, 10, 6, 4, 3, 2, 1)
SECOND_HOLDERS = (10, 4, 1)
LANGUAGES_OF_WORD = (2, 4, 8)
LANGUAGES_LEFT = (1, 2, 3, 5, 9)
OTHER_MEANS = al.HOW_SHORT | al.HOW_CONCEPT | al.HOW_ALTERNATE | al.HOW_JOINED | al.HOW_WEAK
LOOSE = 2  # the level of `spelling` of words that met by initials, a beginning, or consonants alone


def _steps(unit: str, edges: tuple[float, ...]) -> tuple[str, ...]:
    shown = [f"{e:g}" for e in edges]
    between = [f"{a} to {b} {unit}" for a, b in pairwise(shown)]
    return (f"under {shown[0]} {unit}", *between, f"{shown[-1]} {unit} or more")


def _counts(unit: str, lowest: tuple[int, ...]) -> tuple[str, ...]:
    """Labels of levels that begin at ascending counts, each up to the next."""
    last = [f"{a}" if b == a + 1 else f"{a} to {b - 1}" for a, b in pairwise(lowest)]
    return tuple(f"{shown} {unit}" for shown in (*last, f"{lowest[-1]} or more"))


def _held_by(which: str, lowest: tuple[int, ...]) -> tuple[str, ...]:
    return (
        f"no {which} word shared, or all words",
        *reversed(_counts("names of a language hold it", lowest[::-1])),
    )


WITHIN: tuple[Comparison, ...] = (
    Comparison("words_shared", _steps("bits", SHARED)),
    Comparison("best_word", _steps("bits", BEST)),
    Comparison("whole_name", ("words left over", *(f"all words agree, {s}" for s in _steps("bits", WHOLE)))),
    Comparison("words_more", _steps("bits on the longer side", MORE)),
    Comparison("words_replaced", _steps("bits on both sides", OTHERS)),
    Comparison("share", _steps("of the longer name", SHARE)),
    Comparison("edits", _steps("bits", EDITED)),
    Comparison(
        "spelling",
        ("same words", "translated, joined or spelt by another scheme", "cut off, other vowels or initials"),
    ),
    Comparison("numbers", ("none", "agree", "on one side", "differ", "places differ")),
    Comparison("legal_form", ("same class", "none on one side", "different class")),
    Comparison("rarest_word", _held_by("telling", HOLDERS)),
    Comparison("second_word", _held_by("second telling", SECOND_HOLDERS)),
    Comparison("word_languages", ("one or none", *_counts("languages keep the word", LANGUAGES_OF_WORD))),
    Comparison("left_on_both", ("no word of its own", *_counts("languages keep it", LANGUAGES_LEFT))),
    Comparison("left_on_one", ("no word of its own", *_counts("languages keep it", LANGUAGES_LEFT))),
    Comparison(
        "surplus",
        (
            "none, or on both sides",
            "behind the shared words",
            "in front of the shared words",
            "between them",
            "a body beside one that is shared",
            "another body on either side",
        ),
    ),
    Comparison("country", ("not known", "same", "different"), of_name=False),
    Comparison("place", ("not known", "same address", "same city", "other city"), of_name=False),
    Comparison("identifiers", ("none shared", "equal", "different of one kind"), of_name=False),
)
POSITION = {c.name: i for i, c in enumerate(WITHIN)}

OF_NAMES = tuple(i for i, c in enumerate(WITHIN) if c.of_name)
"""Places of the comparisons of two names."""


def packed(levels: Levels) -> npt.NDArray[np.int64]:
    """What the comparisons of two names say, in one number: four bits for each, the first lowest."""
    found = np.zeros(len(levels), dtype=np.int64)
    for place, column in enumerate(OF_NAMES):
        found |= levels[:, column].astype(np.int64) << (4 * place)
    return found


# Which way the weights of a comparison may run (see `training.DIRECTION`). `whole_name` runs freely: `words_shared` rises
# with the bits, which it must be able to take back: a name of one telling word is one firm nearly as often as a long one.
DIRECTION = {
    "words_shared": 1,
    "best_word": 1,
    "whole_name": 0,
    "words_more": -1,
    "words_replaced": -1,
    "share": 1,
    "edits": -1,
    "spelling": 0,
    "numbers": 0,
    "legal_form": -1,
    "rarest_word": 0,
    "second_word": 0,
    "word_languages": 1,
    "left_on_both": 0,
    "left_on_one": 0,
    "surplus": 0,
    "country": 0,
}
# Set by judgement, as for listings (`training.ASSUMED` says how): a shared valid tax number decides, two of one kind speak
# strongly against; a shared address tells much, a city little.
ASSUMED = {name: PARTY_TO_LISTING[name] for name in ("place", "identifiers")}


def undirected(features: Floats) -> Floats:
    """Features with the larger remainder on the listed side, bits as they are."""
    out = features.copy()
    for party, listed in (("party_left", "listed_left"), ("party_left_best", "listed_left_best")):
        p, t = features[:, COLUMN[party]], features[:, COLUMN[listed]]
        out[:, COLUMN[listed]] = np.maximum(p, t)
        out[:, COLUMN[party]] = np.minimum(p, t)
    return out


def within_levels(
    features: Floats, spread: Floats, one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]
) -> Levels:
    """Levels of undirected features and of SPREAD_FEATURES; `one` and `other` are masks of legal forms."""
    f = {name: features[:, i] for name, i in COLUMN.items()}
    levels = np.zeros((len(features), len(WITHIN)), dtype=np.uint8)
    how = f["how"].astype(np.int32)
    # Initials tell three letters of a name, a cut word not all of it: nothing is left over, and yet no whole name is met.
    complete = (f["listed_left"] < MORE[0]) & (f["edits"] < EDITED[0]) & (_spelling(how) < LOOSE)
    told = f["matched"] * np.where((how & al.HOW_INITIALS) > 0, INITIALS, 1.0)
    longer = f["matched"] + f["edits"] + f["listed_left"]
    measured = {
        "words_shared": np.digitize(f["matched"], SHARED),
        "best_word": np.digitize(f["best_word"], BEST),
        "whole_name": np.where(complete, 1 + np.digitize(f["matched"], WHOLE), 0),
        "words_more": np.digitize(f["listed_left"], MORE),
        "words_replaced": np.digitize(f["party_left"], OTHERS),
        "share": np.digitize(told / np.maximum(longer, 1e-6), SHARE),
        "edits": np.digitize(f["edits"], EDITED),
        "spelling": _spelling(how),
        "numbers": f["numbers"],
        "legal_form": _form_states(one, other),
        "surplus": f["surplus"],
    }
    # Where all words agree no other row of the file is asked: what is one name stays one, whoever else bears its words.
    asked = np.where(complete[:, np.newaxis], np.float32(0), spread)
    measured |= _spread_levels({name: asked[:, i] for name, i in SPREAD_COLUMN.items()})
    for name, values in measured.items():
        levels[:, POSITION[name]] = values
    return levels


def _spread_levels(s: dict[str, Floats]) -> dict[str, npt.NDArray[np.int64]]:
    return {
        "rarest_word": _holder_states(s["holders"], HOLDERS),
        "second_word": _holder_states(s["second_holders"], SECOND_HOLDERS),
        "word_languages": np.digitize(s["languages"], LANGUAGES_OF_WORD),
        "left_on_both": np.digitize(s["left_on_both"], LANGUAGES_LEFT),
        "left_on_one": np.digitize(s["left_on_one"], LANGUAGES_LEFT),
    }


def _holder_states(holders: Floats, lowest: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """0 no such word, then from many names to one."""
    return np.where(holders == 0, 0, len(lowest) + 1 - np.digitize(holders, lowest[::-1]))


def _form_states(one: npt.NDArray[np.int32], other: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    differ = np.where((one & other) > 0, 0, 2)
    return np.where((one == 0) & (other == 0), 0, np.where((one == 0) | (other == 0), 1, differ))


def _spelling(how: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    loose = (how & LOOSE_MEANS) > 0
    other = (how & OTHER_MEANS) > 0
    return np.where(loose, LOOSE, np.where(other, 1, 0))
