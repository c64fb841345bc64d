"""The compiled bound of a pair: the plain levels with the best that the comparison of letters may say."""

from __future__ import annotations

import numpy as np

from resolver.matching import alignment as al
from resolver.matching.comparisons import (
    COMPARISONS,
    POSITION,
    holds_listed_name,
    may_hold_listed_name,
    name_levels,
)
from resolver.matching.name_bounds import _OF_FEATURES, bounds, most_bits
from resolver.matching.scoring import upper_bound
from resolver.matching.weights import load_model

PAIRS = 20_000
EDGES = (
    0.0,
    0.35,
    0.985,
    0.3,
    1.3,
    0.5,
    2.0,
    3.5,
    4.0,
    5.0,
    6.5,
    7.5,
    8.0,
    9.0,
    11.0,
    13.0,
    15.0,
    17.0,
    18.0,
    22.0,
)


def _features() -> np.ndarray:
    """Features of pairs that need not exist: bits at random and on the edges of levels, every way of meeting."""
    chance = np.random.default_rng(7)
    features = (chance.gamma(2.0, 5.0, (PAIRS, len(al.FEATURES)))).astype(np.float32)
    on_edge = chance.random(features.shape) < 0.4
    features[on_edge] = chance.choice(np.array(EDGES, dtype=np.float32), int(on_edge.sum()))
    for name, values in {
        "numbers": chance.integers(0, 4, PAIRS),
        "how": np.where(chance.random(PAIRS) < 0.4, 0, 1 << chance.integers(0, 14, PAIRS))
        | chance.choice([0, 1], PAIRS),
        "matched_words": chance.integers(0, 8, PAIRS),
    }.items():
        features[:, al.FEATURES.index(name)] = values
    return features


def _asked() -> tuple[np.ndarray, ...]:
    chance = np.random.default_rng(8)
    forms = [chance.choice(np.array([0, 1, 2, 3], dtype=np.int32), PAIRS) for _ in range(2)]
    return (_features(), *forms, chance.random(PAIRS) < 0.05, chance.random(PAIRS) < 0.2)


def _plain(asked: tuple[np.ndarray, ...], slips: int, letters: int) -> np.ndarray:
    features, ours, theirs, identical, one_meaning = asked
    apart = np.full(PAIRS, slips, dtype=np.uint8), np.full(PAIRS, letters)
    return upper_bound(name_levels(features, ours, theirs, identical, *apart, one_meaning), load_model())


def test_the_bound_is_that_of_the_levels_with_the_best_letters() -> None:
    asked, model = _asked(), load_model()
    ways = [_plain(asked, slips, letters) for slips in (1, 2, 3) for letters in (5, 11, 14, 18, 30)]
    assert np.allclose(most_bits(*asked, model), np.maximum.reduce(ways), rtol=0, atol=1e-9)
    assert len(np.unique(_plain(asked, 3, 0))) > PAIRS / 10


def test_every_comparison_of_the_names_is_in_the_bound() -> None:
    assert {*_OF_FEATURES, "letters"} == {c.name for c in COMPARISONS if c.of_name}
    assert "letters" in POSITION


def test_the_plain_twin_agrees() -> None:
    few = tuple(column[:300] for column in _asked())
    weights = np.random.default_rng(9).normal(size=(len(_OF_FEATURES), 64))
    rest = weights, np.array([0.1, 4.0]), -8.0
    fast, plain = np.empty(300), np.empty(300)
    bounds(0, 300, *few, *rest, fast)
    bounds.py_func(0, 300, *few, *rest, plain)
    assert np.allclose(fast, plain, rtol=0, atol=1e-9)


def test_a_name_that_holds_a_listed_one_may_hold_it() -> None:
    features = _features()
    features[:, al.FEATURES.index("edits")] = 0.0
    features[:, al.FEATURES.index("how")] = 0.0
    holds, may = holds_listed_name(features), may_hold_listed_name(features)
    assert holds.any()
    assert not (holds & ~may).any()
    assert not may.all()
