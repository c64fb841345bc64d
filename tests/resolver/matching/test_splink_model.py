"""Scores by Splink are prior and weights added up; components are those of a plain union-find."""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np

from resolver.matching.comparisons import COMPARISONS, Levels
from resolver.matching.linking import ROUNDING
from resolver.matching.scoring import FEW_PATTERNS, plain_weight, score
from resolver.matching.splink_model import Ask, ready_to_score, score_patterns
from resolver.matching.weights import load_model


def random_levels(seed: int, rows: int) -> Levels:
    chance = np.random.default_rng(seed)
    return np.stack([chance.integers(0, len(c.levels), rows) for c in COMPARISONS], axis=1).astype(np.uint8)


def test_a_match_weight_is_the_prior_and_the_weights_of_the_levels() -> None:
    model, levels = load_model(), random_levels(1, 300)
    scored = score_patterns(levels, model)
    expected = np.full(len(levels), model.prior_bits)
    for column, comparison in enumerate(COMPARISONS):
        bits = model.weights(comparison.name)[levels[:, column]]
        np.testing.assert_allclose(scored[f"mw_{comparison.name}"].to_numpy(), bits, atol=1e-9)
        expected += bits
    np.testing.assert_allclose(scored["match_weight"].to_numpy(), expected, atol=1e-9)
    probability = 1 / (1 + 2.0**-expected)
    np.testing.assert_allclose(scored["match_probability"].to_numpy(), probability, rtol=1e-9)


def test_a_plain_sum_is_the_match_weight_but_for_rounding() -> None:
    model, levels = load_model(), random_levels(4, 300)
    weight, _ = score(levels, model)
    np.testing.assert_allclose(plain_weight(levels, model), weight, atol=ROUNDING / 10)


def test_scores_do_not_depend_on_the_other_rows() -> None:
    model, levels = load_model(), random_levels(2, 80)
    whole = score_patterns(levels, model)["match_weight"].to_numpy()
    turned = score_patterns(levels[::-1], model)["match_weight"].to_numpy()
    np.testing.assert_array_equal(whole, turned[::-1])


def test_pairs_look_their_pattern_up() -> None:
    model = load_model()
    levels = random_levels(3, 40)[np.random.default_rng(3).integers(0, 40, 500)]
    weight, probability = score(levels, model)
    one_by_one = score_patterns(levels, model)
    np.testing.assert_array_equal(weight, one_by_one["match_weight"].to_numpy())
    np.testing.assert_array_equal(probability, one_by_one["match_probability"].to_numpy())


def test_what_was_made_ahead_answers_as_one_question_does() -> None:
    model, levels = load_model(), random_levels(5, FEW_PATTERNS + 50)
    ready: Future[Ask] = Future()
    ready.set_result(ready_to_score(model))
    weight, probability = score(levels, model, ready=ready)
    plain = score_patterns(levels, model)
    np.testing.assert_array_equal(weight, plain["match_weight"].to_numpy())
    np.testing.assert_array_equal(probability, plain["match_probability"].to_numpy())


def test_no_pairs() -> None:
    weight, probability = score(random_levels(0, 0), load_model())
    assert weight.shape == probability.shape == (0,)
