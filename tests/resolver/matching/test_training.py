"""Estimation: planted weights come back, ordered levels stay in order, correlated comparisons are not
counted twice.
"""

from __future__ import annotations

import numpy as np
import pytest

from resolver.matching.comparisons import COMPARISONS, POSITION
from resolver.matching.training import ASSUMED, DIRECTION, Labelled, estimate
from resolver.matching.weights import Model

CARD = {"data": "planted"}


def planted(seed: int, pairs: int, weights: dict[str, list[float]], intercept: float) -> Labelled:
    """Pairs with independent levels whose truth follows the weights (bits)."""
    chance = np.random.default_rng(seed)
    levels = np.zeros((pairs, len(COMPARISONS)), dtype=np.uint8)
    score = np.full(pairs, intercept)
    for name, bits in weights.items():
        levels[:, POSITION[name]] = chance.integers(0, len(bits), pairs)
        score += np.array(bits)[levels[:, POSITION[name]]]
    true = chance.random(pairs) < 1 / (1 + 2.0**-score)
    return Labelled(levels, true, np.ones(pairs))


def spread(model: Model, name: str, level: int) -> float:
    """How many bits a level weighs above the lowest one."""
    weights = model.weights(name)
    return float(weights[level] - weights[0])


def test_planted_weights_are_recovered() -> None:
    weights = {"edits": [0, -1, -2, -3, -4, -5], "numbers": [0, 3, -1, -4], "country": [0, 2, -2]}
    model = estimate(planted(1, 40_000, weights, intercept=1.0), version="t", card=CARD)
    for name, bits in weights.items():
        for level, expected in enumerate(bits):
            assert spread(model, name, level) == pytest.approx(expected, abs=0.4), (name, level)


def test_the_prior_and_the_weights_give_the_planted_probability() -> None:
    weights = {"country": [0, 3, -3]}
    labelled = planted(2, 40_000, weights, intercept=-1.0)
    model = estimate(labelled, version="t", card=CARD)
    for level in range(3):
        rows = labelled.levels[:, POSITION["country"]] == level
        bits = model.prior_bits + sum(
            model.weights(c.name)[level if c.name == "country" else 0] for c in COMPARISONS
        )
        assert 1 / (1 + 2.0**-bits) == pytest.approx(labelled.true[rows].mean(), abs=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_ordered_levels_never_run_against_their_order(seed: int) -> None:
    chance = np.random.default_rng(seed)
    levels = np.stack([chance.integers(0, len(c.levels), 400) for c in COMPARISONS], axis=1).astype(np.uint8)
    labelled = Labelled(levels, chance.random(400) < 0.4, chance.random(400) * 3)
    model = estimate(labelled, version="t", card=CARD)
    for comparison in COMPARISONS:
        if direction := DIRECTION.get(comparison.name, 0):
            by_group = model.weights(comparison.name).reshape(-1, comparison.groups)
            steps = direction * np.diff(by_group, axis=0)
            assert (steps >= -1e-9).all(), comparison.name


def test_two_comparisons_that_say_the_same_share_the_weight() -> None:
    labelled = planted(3, 20_000, {"country": [0, 4, -4]}, intercept=0.0)
    levels = labelled.levels.copy()
    levels[:, POSITION["numbers"]] = levels[:, POSITION["country"]]
    model = estimate(Labelled(levels, labelled.true, labelled.count), version="t", card=CARD)
    assert spread(model, "country", 1) + spread(model, "numbers", 1) == pytest.approx(4, abs=0.5)


def test_weights_by_judgement_stay_as_they_are() -> None:
    model = estimate(planted(4, 2_000, {"country": [0, 2, -2]}, 0.0), version="t", card=CARD)
    for name, bits in ASSUMED.items():
        assert [spread(model, name, level) for level in range(len(bits))] == pytest.approx(list(bits))


def test_counts_are_repetitions() -> None:
    labelled = planted(5, 500, {"country": [0, 2, -2], "numbers": [0, 1, 0, -1]}, 0.0)
    count = np.random.default_rng(5).integers(1, 4, 500)
    rows = np.repeat(np.arange(500), count)
    counted = estimate(Labelled(labelled.levels, labelled.true, count.astype(float)), version="t", card=CARD)
    repeated = estimate(
        Labelled(labelled.levels[rows], labelled.true[rows], np.ones(len(rows))), version="t", card=CARD
    )
    for name in ("country", "numbers"):
        np.testing.assert_allclose(counted.weights(name), repeated.weights(name), atol=0.01)


@pytest.mark.parametrize("truth", [True, False])
def test_one_kind_only_is_refused(truth: bool) -> None:
    labelled = planted(6, 20, {"country": [0, 2, -2]}, 0.0)
    with pytest.raises(ValueError, match="true and false"):
        estimate(Labelled(labelled.levels, np.full(20, truth), np.ones(20)), version="t", card=CARD)
