"""Small trees: what they learn of made levels, and what they may not."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.quality.boosting import Boosting, Sample, boosted
from resolver.entities.joint import Joint, _answer


def log_odds(model: Joint, levels: list[int]) -> float:
    return model.base + sum(_answer(tree, levels) for tree in model.trees)


@pytest.fixture(scope="module")
def both() -> Sample:
    """True where both levels are 1: no sum of two columns says so."""
    rng = np.random.default_rng(1)
    levels = rng.integers(0, 2, (4000, 3)).astype(np.uint8)
    return Sample(levels, (levels[:, 0] + levels[:, 1] == 2) ^ (rng.random(4000) < 0.1), np.ones(4000))


def test_what_two_columns_say_only_together(both: Sample) -> None:
    model = boosted(both, frozenset(), Boosting(trees=60))
    assert [log_odds(model, [a, b, 0]) > 0 for a, b in ((0, 0), (0, 1), (1, 0), (1, 1))] == [
        False,
        False,
        False,
        True,
    ]
    assert abs(log_odds(model, [1, 1, 0]) - np.log(9)) < 0.3  # a tenth of the labels is wrong
    assert boosted(both, frozenset(), Boosting(trees=60)) == model


def test_a_rising_column_never_lowers_the_answer() -> None:
    rng = np.random.default_rng(2)
    levels = rng.integers(0, 5, (3000, 2)).astype(np.uint8)
    likely = np.array([0.1, 0.6, 0.3, 0.9, 0.5])[levels[:, 0]] * (0.5 + levels[:, 1] / 8)
    sample = Sample(levels, rng.random(3000) < likely, np.ones(3000))

    def falls(rising: frozenset[int]) -> bool:
        model = boosted(sample, rising, Boosting())
        answers = [[log_odds(model, [level, other]) for level in range(5)] for other in range(5)]
        return any(b < a - 1e-9 for row in answers for a, b in pairwise(row))

    assert falls(frozenset())
    assert not falls(frozenset({0}))


def test_a_row_counts_as_many_times_as_it_stands_for(both: Sample) -> None:
    """Each false row twice: as if it stood there twice."""
    twice = Sample(both.levels, both.true, np.where(both.true, 1.0, 2.0))
    rows = np.concatenate([np.arange(4000), np.flatnonzero(~both.true)])
    written = Sample(both.levels[rows], both.true[rows], np.ones(len(rows)))
    one, other = (boosted(sample, frozenset(), Boosting(trees=20)) for sample in (twice, written))
    for levels in ([0, 0, 0], [0, 1, 1], [1, 1, 0]):
        assert abs(log_odds(one, levels) - log_odds(other, levels)) < 1e-3
