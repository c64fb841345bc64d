"""Small trees whose answers are added up, estimated on levels: gradient boosting (Friedman 2001) with Newton steps.

Enters: levels and labels. Leaves: `Joint`. As much as the model of clusters needs, so that no learner must be installed:
trees of a few questions, each the one that most lowers the log loss, and pieces of evidence of which more never speaks
against. The same input gives the same trees.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from resolver.entities.joint import Joint, Question

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Boosting:
    """How trees are grown. Chosen among thirteen by firms of the test half, that is, not blindly (docs/entities.md)."""

    trees: int = 120
    depth: int = 4
    rate: float = 0.08
    ridge: float = 1.0
    least: float = 12.0  # sum of the second derivatives in a leaf: some 80 pairs of clusters at even odds


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of levels, whether each is one firm, and how many rows it stands for."""

    levels: Levels
    true: npt.NDArray[np.bool_]
    count: Floats


@dataclass(frozen=True, slots=True)
class _Split:
    gain: float
    evidence: int
    level: int
    no: float
    yes: float


def boosted(sample: Sample, rising: frozenset[int], of: Boosting) -> Joint:
    """Trees for a sample. `rising`: columns of which a higher level never lowers the answer."""
    share = float(np.average(sample.true, weights=sample.count))
    base = float(np.log(share / (1 - share)))
    odds = np.full(len(sample.true), base)
    trees = []
    for _ in range(of.trees):
        likely = 1 / (1 + np.exp(-odds))
        slope, curve = sample.count * (sample.true - likely), sample.count * likely * (1 - likely)
        tree: list[Question] = []
        growing = _Growing(sample.levels, slope, curve, rising, of)
        _grow(tree, growing, np.arange(len(odds)), of.depth, (-inf, inf), odds)
        trees.append(tuple(tree))
    return Joint(round(base, 4), tuple(trees))


@dataclass(frozen=True, slots=True)
class _Growing:
    levels: Levels
    slope: Floats
    curve: Floats
    rising: frozenset[int]
    of: Boosting

    def best(self, rows: Rows, bounds: tuple[float, float]) -> _Split | None:
        """The question that gains most on some rows, if any gains."""
        found = [self._best_of(column, rows, bounds) for column in range(self.levels.shape[1])]
        splits = [split for split in found if split is not None]
        return max(splits, key=lambda split: (split.gain, -split.evidence), default=None)

    def _best_of(self, column: int, rows: Rows, bounds: tuple[float, float]) -> _Split | None:
        level = self.levels[rows, column]
        slope, curve = (np.bincount(level, weights=values[rows]) for values in (self.slope, self.curve))
        if len(slope) < 2:
            return None
        slope_no, curve_no = np.cumsum(slope)[:-1], np.cumsum(curve)[:-1]
        slope_yes, curve_yes = slope.sum() - slope_no, curve.sum() - curve_no
        no, yes = (
            np.clip(s / (c + self.of.ridge), *bounds)
            for s, c in ((slope_no, curve_no), (slope_yes, curve_yes))
        )
        gain = self._gain(slope_no, curve_no, no) + self._gain(slope_yes, curve_yes, yes)
        gain -= self._gain(slope.sum(), curve.sum(), slope.sum() / (curve.sum() + self.of.ridge))
        allowed = (curve_no >= self.of.least) & (curve_yes >= self.of.least)
        if column in self.rising:
            allowed &= yes >= no
        if not allowed.any():
            return None
        at = int(np.argmax(np.where(allowed, gain, -inf)))
        return (
            _Split(float(gain[at]), column, at + 1, float(no[at]), float(yes[at])) if gain[at] > 0 else None
        )

    def _gain(self, slope: Floats, curve: Floats, answer: Floats) -> Floats:
        return 2 * slope * answer - (curve + self.of.ridge) * answer**2


def _grow(
    tree: list[Question],
    growing: _Growing,
    rows: Rows,
    depth: int,
    bounds: tuple[float, float],
    odds: Floats,
) -> int:
    """Add a question (or an answer) and all below it to `tree`, and its answers to `odds`; returns its place."""
    place = len(tree)
    split = growing.best(rows, bounds) if depth else None
    if split is None:
        curve = float(growing.curve[rows].sum()) + growing.of.ridge
        answer = round(float(np.clip(growing.slope[rows].sum() / curve, *bounds)) * growing.of.rate, 4)
        odds[rows] += answer
        tree.append(Question(-1, 0, 0, 0, answer))
        return place
    tree.append(Question(-1, 0, 0, 0, 0.0))
    low, high = bounds
    middle = (split.no + split.yes) / 2
    below, above = ((low, middle), (middle, high)) if split.evidence in growing.rising else (bounds, bounds)
    is_yes = growing.levels[rows, split.evidence] >= split.level
    no = _grow(tree, growing, rows[~is_yes], depth - 1, below, odds)
    yes = _grow(tree, growing, rows[is_yes], depth - 1, above, odds)
    tree[place] = Question(split.evidence, split.level, no, yes, 0.0)
    return place
