"""Levels: in range, monotone in what they measure, and named as the model names them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.matching import alignment as al
from resolver.matching.comparisons import COMPARISONS, NAMES, POSITION, name_levels

COLUMN = {name: i for i, name in enumerate(al.FEATURES)}
ROW = st.fixed_dictionaries(
    {name: st.floats(0, 90, width=32) for name in al.FEATURES if name not in {"numbers", "how"}}
    | {"numbers": st.integers(0, 3), "how": st.integers(0, 2047)}
)


def levels_of(
    rows: list[dict[str, float]], forms: tuple[int, int] = (0, 0), *, identical: bool = False
) -> npt.NDArray[np.uint8]:
    features = np.array([[row.get(name, 0.0) for name in al.FEATURES] for row in rows], dtype=np.float32)
    masks = (np.full(len(rows), mask, dtype=np.int32) for mask in forms)
    slips, letters = (np.array([row.get(name, 20) for row in rows]) for name in ("slips", "letters"))
    meaning = np.array([row.get("one_meaning", 0) > 0 for row in rows])
    return name_levels(
        features, *masks, np.full(len(rows), identical), slips.astype(np.uint8), letters, meaning
    )


@given(st.lists(ROW, min_size=1, max_size=5), st.booleans())
def test_every_level_has_a_name(rows: list[dict[str, float]], identical: bool) -> None:
    levels = levels_of(rows, (1, 2), identical=identical)
    assert levels.shape == (len(rows), len(COMPARISONS))
    assert (levels < [len(c.levels) for c in COMPARISONS]).all()


def test_names_and_levels_are_unique() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for comparison in COMPARISONS:
        assert len(set(comparison.levels)) == len(comparison.levels)


@pytest.mark.parametrize(
    ("translatable", "matched", "level"),
    [
        (1.9, 20.0, "as the words say"),
        (4.0, 20.0, "a common word left over in two scripts, 13 to 22 bits found"),
        (6.5, 20.0, "words left over in two scripts, 13 to 22 bits found"),
        (30.0, 5.0, "words left over in two scripts, under 13 bits found"),
    ],
)
def test_what_may_be_translated_is_graded(translatable: float, matched: float, level: str) -> None:
    levels = levels_of([{"translatable": translatable, "matched": matched}])
    place = POSITION["translation"]
    assert COMPARISONS[place].levels[levels[0, place]] == level


def test_the_context_is_not_known_yet() -> None:
    levels = levels_of([{"matched": 20.0}])
    assert all(levels[0, POSITION[c.name]] == 0 for c in COMPARISONS if not c.of_name)


@pytest.mark.parametrize(
    ("comparison", "feature", "sign"),
    [
        ("words_found", "matched", 1),
        ("best_word", "best_word", 1),
        ("words_missing", "listed_left", 1),
        ("words_extra", "party_left", 1),
        ("edits", "edits", 1),
        ("coverage", "listed_left", -1),
    ],
)
def test_levels_follow_what_they_measure(comparison: str, feature: str, sign: int) -> None:
    base = {"matched": 20.0}
    levels = levels_of([base | {feature: float(value)} for value in np.linspace(0, 60, 121)])
    steps = np.diff(levels[:, POSITION[comparison]].astype(int))
    assert (sign * steps >= 0).all()
    assert steps.any()


def test_whole_name() -> None:
    column = POSITION["whole_name"]
    labels = COMPARISONS[column].levels

    def label(row: dict[str, float], *, identical: bool = False) -> str:
        return labels[int(levels_of([row], identical=identical)[0, column])]

    complete = {"matched": 20.0, "best_word": 14.0}
    assert label(complete | {"listed_left": 5.0}) == "words left over"
    assert label(complete | {"party_left": 5.0}) == "words left over"
    assert label(complete).startswith("all words agree")
    assert label(complete, identical=True) == "identical"


def test_legal_forms() -> None:
    column = POSITION["legal_form"]
    labels = COMPARISONS[column].levels

    def label(forms: tuple[int, int], best_word: float) -> str:
        return labels[int(levels_of([{"best_word": best_word}], forms)[0, column])]

    assert label((0, 1), 9.0) == label((1, 0), 9.0) == label((0, 0), 9.0) == "none on one side"
    assert label((1, 1), 9.0) == label((3, 2), 9.0) == "same class"
    assert label((1, 2), 15.0) == "different class, rare word"
    assert label((1, 2), 11.0) == "different class, ordinary word"
    assert label((1, 2), 5.0) == "different class, common words"


def test_short_words_in_other_letters_are_no_whole_name_by_themselves() -> None:
    short, long = ({"matched": bits, "how": al.HOW_SHORT} for bits in (12.0, 30.0))
    levels = levels_of([short, long, short | {"how": 0}])
    assert levels[:, POSITION["whole_name"]].tolist()[0] == 0
    assert all(levels[1:, POSITION["whole_name"]] > 0)


def test_slips_count_where_words_are_left_over() -> None:
    left = {"matched": 12.0, "listed_left": 9.0, "party_left": 16.5}
    rows = [
        left | {"slips": 3.0, "letters": 30},
        left | {"slips": 2.0, "letters": 9},
        left | {"slips": 1.0, "letters": 10},
        left | {"slips": 1.0, "letters": 22},
        left | {"slips": 0.0, "letters": 22},
        {"matched": 21.0, "edits": 5.0, "slips": 1.0, "letters": 22},
        left | {"slips": 1.0, "letters": 22, "numbers": float(al.NUMBERS_CONFLICT)},
    ]
    place = POSITION["letters"]
    assert [COMPARISONS[place].levels[level] for level in levels_of(rows)[:, place]] == [
        "as the words say",
        "two letters apart, under 10 letters",
        "one letter apart, 10 to 13 letters",
        "one letter apart, 22 letters or more",
        "as the words say",
        "as the words say",
        "as the words say",
    ]
