"""Estimate the model from labelled candidate pairs.

Enters: levels of candidate pairs and whether each is a true pair. Leaves: a `Model`. The comparisons of one name
are correlated, so m and u counted one comparison at a time claim too much. Here the weights are fitted together
(logistic regression on the levels, which is the Fellegi-Sunter score with jointly estimated weights), u is counted
on the false pairs, and m follows as u * 2^weight, normalised. Weights of ordered levels may not run against
their order: more words found never counts against a pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from resolver.matching.comparisons import COMPARISONS, Comparison, Levels
from resolver.matching.weights import Model

Floats = npt.NDArray[np.float64]

# +1: a higher level may not weigh less than the one below; -1: not more; 0: named states in no order.
DIRECTION = {
    "words_found": 1,
    "best_word": 1,
    "whole_name": 1,
    "coverage": 1,
    "words_missing": -1,
    "words_extra": -1,
    "words_replaced": -1,
    "edits": 0,
    "spelling": 0,
    "numbers": 0,
    "legal_form": 0,
    "country": 0,
}
# Weights (bits) that no truth set of list aliases can teach, set by judgement and said so in the model card: an equal
# valid tax number decides (chance agreement of two 10-digit numbers is below 2^-30; errors of entry are
# what is left), a different one of the same kind speaks strongly against (a firm has one, but branches and data
# errors exist), and a person or a ship of the same name is seldom the firm.
ASSUMED = {"identifiers": (0.0, 16.0, -7.0), "type": (0.0, -3.0, -3.0)}
# Ridge penalty on each step between levels, in units of pairs: keeps rare levels near their neighbours.
RIDGE = 2.0
SMOOTHING = 0.5  # pairs added to each level when u is counted


@dataclass(frozen=True, slots=True)
class Design:
    """The comparisons of a model, which way the weights of each may run, and the weights that are set by judgement."""

    comparisons: tuple[Comparison, ...]
    direction: Mapping[str, int]
    assumed: Mapping[str, tuple[float, ...]]


PARTY_TO_LISTING = Design(COMPARISONS, DIRECTION, ASSUMED)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Candidate pairs: levels, truth, and how many pairs each row stands for."""

    levels: Levels
    true: npt.NDArray[np.bool_]
    count: Floats


def estimate(
    labelled: Labelled, *, version: str, card: dict[str, Any], of: Design = PARTY_TO_LISTING
) -> Model:
    """The model whose scores fit the labels best. Raises ValueError when one of the two kinds is missing."""
    if labelled.true.all() or not labelled.true.any():
        raise ValueError("labelled pairs must hold true and false ones")
    patterns = collapsed(labelled)
    design, columns = _design(patterns.levels, of)
    coefficients, intercept = _fit(
        design, patterns.true.astype(np.float64), patterns.count, _bounds(columns, of)
    )
    m: dict[str, tuple[float, ...]] = {}
    u: dict[str, tuple[float, ...]] = {}
    prior_bits = intercept / np.log(2)
    for number, comparison in enumerate(of.comparisons):
        weights = _level_weights(comparison.name, len(comparison.levels), coefficients, columns, of)
        share = _counted_u(labelled, number, len(comparison.levels))
        scale = float((share * 2.0**weights).sum())
        m[comparison.name] = tuple((share * 2.0**weights / scale).tolist())
        u[comparison.name] = tuple(share.tolist())
        prior_bits += np.log2(scale)
    return Model(version, float(1 / (1 + 2.0**-prior_bits)), m, u, card)


def collapsed(labelled: Labelled) -> Labelled:
    """Every vector of levels once per label, with the sum of its counts: the same likelihood, fewer rows."""
    rows = np.column_stack([labelled.levels, labelled.true.astype(np.uint8)])
    distinct, which = np.unique(rows, axis=0, return_inverse=True)
    count = np.bincount(which.ravel(), weights=labelled.count).astype(np.float64)
    return Labelled(distinct[:, :-1], distinct[:, -1].astype(np.bool_), count)


def _design(levels: Levels, of: Design) -> tuple[sparse.csr_matrix, list[tuple[str, int]]]:
    """A column per step: 1 where the pair reaches at least that level (ordered) or exactly it (states)."""
    parts, columns = [], []
    for number, comparison in enumerate(of.comparisons):
        if comparison.name in of.assumed:
            continue
        ordered = of.direction[comparison.name] != 0
        for level in range(1, len(comparison.levels)):
            reached = levels[:, number] >= level if ordered else levels[:, number] == level
            parts.append(sparse.csc_matrix(reached[:, np.newaxis].astype(np.float64)))
            columns.append((comparison.name, level))
    return sparse.hstack(parts, format="csr"), columns


def _bounds(columns: list[tuple[str, int]], of: Design) -> list[tuple[float | None, float | None]]:
    allowed: dict[int, tuple[float | None, float | None]] = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    return [allowed[of.direction[name]] for name, _ in columns]


def _fit(
    design: sparse.csr_matrix, true: Floats, count: Floats, bounds: list[tuple[float | None, float | None]]
) -> tuple[Floats, float]:
    transposed = design.T.tocsr()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        score = design @ parameters[:-1] + parameters[-1]
        cost = (count * (np.logaddexp(0.0, score) - true * score)).sum() + RIDGE * (
            parameters[:-1] ** 2
        ).sum() / 2
        error = count * (1 / (1 + np.exp(-score)) - true)
        gradient = np.append(transposed @ error + RIDGE * parameters[:-1], error.sum())
        return float(cost), gradient

    start = np.zeros(design.shape[1] + 1)
    result = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)], options={"maxiter": 2000}
    )
    return result.x[:-1], float(result.x[-1])


def _level_weights(
    name: str, levels: int, coefficients: Floats, columns: list[tuple[str, int]], of: Design
) -> Floats:
    """Weights in bits, level by level."""
    if name in of.assumed:
        return np.array(of.assumed[name])
    steps = np.zeros(levels)
    for value, (comparison, level) in zip(coefficients, columns, strict=True):
        if comparison == name:
            steps[level] = value / np.log(2)
    weights: Floats = np.cumsum(steps) if of.direction[name] else steps
    return weights


def _counted_u(labelled: Labelled, number: int, levels: int) -> Floats:
    false = ~labelled.true
    counted = (
        np.bincount(labelled.levels[false, number], weights=labelled.count[false], minlength=levels)
        + SMOOTHING
    )
    share: Floats = counted / counted.sum()
    return share
