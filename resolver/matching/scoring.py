"""Levels -> scores: every distinct vector of levels is scored once by Splink, and pairs look theirs up.

Enters: levels of pairs, a model and its comparisons (of parties and listings, or of the parties of one file). Leaves: match
weights in bits and probabilities.
"""

from __future__ import annotations

from concurrent.futures import Future

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.matching.comparisons import COMPARISONS, Comparison, Levels
from resolver.matching.splink_model import Ask, score_patterns
from resolver.matching.weights import Model

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

FEW_PATTERNS = 2_000
"""Distinct patterns of a question that is asked again and again, of a few names at a time; a run asks once."""

PATTERNS_KEPT = 100_000  # scores that one process remembers

_known: dict[tuple[str, tuple[str, ...]], dict[int, Floats]] = {}


def upper_bound(levels: Levels, model: Model, comparisons: tuple[Comparison, ...] = COMPARISONS) -> Floats:
    """Bits that a pair reaches at most: its name's weights, and the best level of every other comparison but
    identifiers (pairs that share one are kept anyway) and place (see `Contexts.place_bits`)."""
    bound = np.full(len(levels), model.prior_bits)
    for column, comparison in enumerate(comparisons):
        weights = model.weights(comparison.name)
        if comparison.of_name:
            bound += weights[levels[:, column]]
        elif comparison.name not in ("identifiers", "place"):
            bound += weights.max()
    return bound


def plain_weight(levels: Levels, model: Model, comparisons: tuple[Comparison, ...] = COMPARISONS) -> Floats:
    """Match weight of each pair as a plain sum: Splink's, but for rounding."""
    total = np.full(len(levels), model.prior_bits)
    for column, comparison in enumerate(comparisons):
        total += model.weights(comparison.name)[levels[:, column]]
    return total


def score(
    levels: Levels,
    model: Model,
    comparisons: tuple[Comparison, ...] = COMPARISONS,
    ready: Future[Ask] | None = None,
) -> tuple[Floats, Floats]:
    """Match weight and probability of each pair; `ready`: what was made for this one question, or is being made."""
    if not len(levels):
        return np.empty(0), np.empty(0)
    code = np.zeros(len(levels), dtype=np.int64)
    for column, comparison in enumerate(comparisons):
        code = code * len(comparison.levels) + levels[:, column]
    codes, first, pattern = np.unique(code, return_index=True, return_inverse=True)
    if ready is not None and len(codes) > FEW_PATTERNS:
        weight, probability = _scores(ready.result()(levels[first]))
    else:
        asked = _asked if len(codes) > FEW_PATTERNS else _remembered
        weight, probability = asked(codes, levels[first], model, comparisons)
    return weight[pattern], probability[pattern]


def _asked(
    _codes: Indices, patterns: Levels, model: Model, comparisons: tuple[Comparison, ...]
) -> tuple[Floats, Floats]:
    """Match weight and probability of each pattern, by Splink."""
    return _scores(score_patterns(patterns, model, comparisons))


def _scores(scored: pa.Table) -> tuple[Floats, Floats]:
    weight = scored["match_weight"].to_numpy().astype(np.float64)
    return weight, scored["match_probability"].to_numpy().astype(np.float64)


def _remembered(
    codes: Indices, patterns: Levels, model: Model, comparisons: tuple[Comparison, ...]
) -> tuple[Floats, Floats]:
    """The same; Splink is asked only for patterns that this process has not met, since a question takes it a second."""
    if sum(map(len, _known.values())) > PATTERNS_KEPT:
        _known.clear()
    known = _known.setdefault((model.digest, tuple(one.name for one in comparisons)), {})
    new = [at for at, code in enumerate(codes.tolist()) if code not in known]
    if new:
        scores = np.stack(_asked(codes[new], patterns[new], model, comparisons), axis=1)
        known.update(zip(codes[new].tolist(), scores, strict=True))
    both = np.array([known[code] for code in codes.tolist()])
    return both[:, 0], both[:, 1]
