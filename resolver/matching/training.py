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
    "words_met": 1,
    "own_words": -1,
    "edits": -1,
    "letters": 0,
    "meaning": 0,
    "translation": 0,
    "spelling": 0,
    "numbers": 0,
    "legal_form": 0,
    "country": 0,
}
# Weights (bits) that no truth set of list aliases can teach, set by judgement and said so in the model card: an equal
# valid tax number decides (chance agreement of two 10-digit numbers is below 2^-30; errors of entry are
# what is left), a different one of the same kind speaks strongly against (a firm has one, but branches and data
# errors exist), and a person or a ship of the same name is seldom the firm.
# A city: two organisations of one country on the OFAC list share one with a chance of .34 (measured); seven in ten of
# the true pairs are assumed to. A street with its number is shared by chance in one of a hundred pairs of one city, and
# by firms of one mass address (assumed).
ASSUMED = {
    "identifiers": (0.0, 16.0, -7.0),
    "type": (0.0, -3.0, -3.0),
    "place": (0.0, 5.0, 1.0, -1.1),
}
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
    coefficients, intercept = _fit(design, patterns.true.astype(np.float64), patterns.count, _bounds(columns))
    m: dict[str, tuple[float, ...]] = {}
    u: dict[str, tuple[float, ...]] = {}
    prior_bits = intercept / np.log(2)
    for number, comparison in enumerate(of.comparisons):
        weights = _level_weights(comparison, coefficients, columns, of)
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


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the design. Of a comparison whose levels are ordered it counts for `level` and those above it in the
    same group, else for `level` alone. `sign` bounds its coefficient: 1 not below zero, -1 not above, 0 free."""

    name: str
    level: int
    groups: int
    ordered: bool
    sign: int

    def reached(self, levels: Levels) -> npt.NDArray[np.bool_]:
        """The pairs (their levels of this comparison) that the column stands for."""
        if not self.ordered:
            return np.asarray(levels == self.level)
        same_group = levels % self.groups == self.level % self.groups
        return np.asarray((levels >= self.level) & same_group)


def _columns(of: Design) -> list[_Column]:
    """A column per step; the lowest step of each group but the first is free: it says what the group says by itself."""
    found = []
    for comparison in of.comparisons:
        if comparison.name in of.assumed:
            continue
        direction, groups = of.direction[comparison.name], comparison.groups
        for level in range(1, len(comparison.levels)):
            sign = direction if level >= groups else 0
            found.append(_Column(comparison.name, level, groups, direction != 0, sign))
    return found


def _design(levels: Levels, of: Design) -> tuple[sparse.csr_matrix, list[_Column]]:
    """A column per step: 1 where the pair reaches at least that level (ordered) or exactly it (states)."""
    place = {comparison.name: number for number, comparison in enumerate(of.comparisons)}
    columns = _columns(of)
    parts = [
        sparse.csc_matrix(column.reached(levels[:, place[column.name]])[:, np.newaxis].astype(np.float64))
        for column in columns
    ]
    return sparse.hstack(parts, format="csr"), columns


def _bounds(columns: list[_Column]) -> list[tuple[float | None, float | None]]:
    allowed: dict[int, tuple[float | None, float | None]] = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    return [allowed[column.sign] for column in columns]


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
    comparison: Comparison, coefficients: Floats, columns: list[_Column], of: Design
) -> Floats:
    """Weights in bits, level by level."""
    if comparison.name in of.assumed:
        return np.array(of.assumed[comparison.name])
    every = np.arange(len(comparison.levels), dtype=np.uint8)
    weights: Floats = np.zeros(len(every))
    for value, column in zip(coefficients, columns, strict=True):
        if column.name == comparison.name:
            weights += column.reached(every) * value / np.log(2)
    return weights


def _counted_u(labelled: Labelled, number: int, levels: int) -> Floats:
    false = ~labelled.true
    counted = (
        np.bincount(labelled.levels[false, number], weights=labelled.count[false], minlength=levels)
        + SMOOTHING
    )
    share: Floats = counted / counted.sum()
    return share
