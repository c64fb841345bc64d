"""Scored pairs among the parties themselves: which contexts (name, country, identifiers) may be one firm.

Enters: PARTIES and a configuration. Leaves: `Edges` between contexts at or above `config.possible_threshold`, with the
words' evidence, and a report of what the caps left out. Names are compared once; the contexts that share a name, and
those of two names that met, are paired by rules that keep the pairs linear in the contexts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.config import Config, processes
from resolver.matching.comparisons import Levels
from resolver.matching.context import Contexts
from resolver.matching.joining import number_strings
from resolver.matching.scoring import score, upper_bound
from resolver.matching.weights import Model, load_model
from resolver.matching.within_candidates import (
    CHANNELS,
    Extra,
    WithinCandidates,
    WithinLimits,
    propose_within,
)
from resolver.matching.within_comparisons import POSITION, WITHIN, packed
from resolver.matching.within_contexts import Pairing, context_states, pair_contexts, prepare_pairing
from resolver.matching.within_keys import Blocks
from resolver.matching.within_levels import compared, same_name_levels
from resolver.matching.within_memory import (
    Fresh,
    Pairs,
    as_compared,
    fingerprint,
    is_usable,
    kept_pairs,
    place_marks,
)
from resolver.matching.within_names import WithinSide, prepare_within
from resolver.matching.within_places import Places, place_states
from resolver.matching.within_spread import NameWords, words_of_names
from resolver.model import Compared

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

SAME, CONTAINS = "same", "contains"
# Candidate pairs that are aligned at a time: 13 float32 features and 14 levels each, 130 MB.
SLICE = 2_000_000


@dataclass(frozen=True, slots=True)
class Edges:
    """Scored pairs of contexts, left < right, sorted; arrays of equal length. `contexts.of_party` leads back to rows."""

    contexts: Contexts
    names: pa.Table  # NAMES, a row per distinct name; contexts.name points into it
    name_bits: Floats  # information of each distinct name, bits
    words: NameWords  # of each distinct name
    left: Indices
    right: Indices
    weight: Floats  # bits, prior included
    probability: Floats
    contains: npt.NDArray[np.bool_]  # one name holds the other and says more: an alert, not an identity
    identified: npt.NDArray[np.bool_]  # the two contexts share a valid identifier
    said: Indices  # what the comparisons of the two names say (`within_comparisons.packed`)
    blocks: tuple[Blocks, ...]
    candidate_pairs: int  # pairs of names that were compared in this run
    compared: Compared  # all of this for a later run

    @property
    def kind(self) -> npt.NDArray[np.str_]:
        """`same` or `contains` of each edge."""
        return np.where(self.contains, CONTAINS, SAME)


def within_model(path: Path | None = None) -> Model:
    """The shipped model of pairs within a file."""
    return load_model(
        path or Path(str(resources.files("resolver.matching") / "data" / "within_model.json")), WITHIN
    )


def link_within(
    parties: pa.Table,
    config: Config,
    progress: Progress | None = None,
    *,
    model: Model | None = None,
    limits: WithinLimits | None = None,
    earlier: Compared | None = None,
) -> Edges:
    """Every pair of contexts that may be one firm, at or above `config.possible_threshold`.

    `earlier`: what a run before, over some of the same contexts found. Their pairs are taken over as they stand, and
    only pairs with a new context, or one whose places changed, are compared. See `within_memory` for when all are.
    """
    model, limits = model or within_model(), limits or WithinLimits()
    print_of_run = fingerprint(model, config.possible_threshold)
    known = earlier if earlier is not None and is_usable(earlier, print_of_run) else None
    side = prepare_within(parties, jobs=processes(config), known=known)
    marks = place_marks(parties, side.contexts)
    kept = kept_pairs(side, marks, known)
    fresh = Fresh.of(kept.settled, side)
    proposed = propose_within(side.names, extra_of(parties, side), limits, fresh.names)
    least = _bits(config.possible_threshold)
    found = [kept.pairs, *_scored(side, proposed, fresh, model, least, progress)]
    joined = _joined(found)
    remembered = as_compared(side, marks, joined, print_of_run, kept.basis)
    return Edges(
        contexts=side.contexts,
        names=side.names.table,
        name_bits=side.bits,
        words=words_of_names(side.names, side.spread),
        **{name: getattr(joined, name) for name in Pairs.__slots__},
        blocks=proposed.blocks,
        candidate_pairs=len(proposed.left),
        compared=remembered,
    )


def _bits(probability: float) -> float:
    return float(np.log2(probability / (1 - probability))) if probability < 1 else 20.0


def extra_of(parties: pa.Table, side: WithinSide) -> Extra:
    """What names share besides words: identifiers, addresses, countries."""
    contexts = side.contexts
    held = contexts.identifiers
    value, _ = number_strings(held["value"], held["value"].slice(0, 0))
    country, _ = number_strings(
        pa.chunked_array([contexts.country]), pa.chunked_array([contexts.country[:0]])
    )
    address, _ = number_strings(parties["address"], parties["address"].slice(0, 0))
    return Extra(
        identifier=_distinct(contexts.name[held["holder"].to_numpy()], value),
        address=_distinct(side.name_of_party, address),
        country=_distinct(contexts.name, country),
    )


def _distinct(name: Indices, value: Indices) -> tuple[Indices, Indices]:
    """Distinct rows with a value, in the order of names."""
    keep = value >= 0
    name, value = name[keep], value[keep]
    order = np.lexsort((value, name))
    name, value = name[order], value[order]
    first = np.ones(len(name), dtype=np.bool_)
    first[1:] = (name[1:] != name[:-1]) | (value[1:] != value[:-1])
    return name[first], value[first]


def _scored(
    side: WithinSide,
    proposed: WithinCandidates,
    fresh: Fresh,
    model: Model,
    least: float,
    progress: Progress | None,
) -> Iterator[Pairs]:
    """Pairs of contexts of one name first, then those of different names, slice by slice."""
    names = np.flatnonzero(fresh.names)
    scoring = _Scoring(prepare_pairing(side.contexts, len(side.names)), side.places, fresh, model, least)
    levels, contains = same_name_levels(side.names, side.spread, names)
    gain = side.places.most_bits(side.contexts, len(side.names), model)
    yield scoring.of_contexts(names, names, levels, contains)
    total = len(proposed.left)
    for start in range(0, total, SLICE):
        rows = slice(start, start + SLICE)
        left, right = proposed.left[rows], proposed.right[rows]
        levels, contains = compared(side.names, side.spread, left, right)
        identified = (proposed.channels[rows] & _IDENTIFIER) > 0
        bound = upper_bound(levels, model, WITHIN) + np.minimum(gain[left], gain[right])
        keep = (bound >= least) | identified
        yield scoring.of_contexts(left[keep], right[keep], levels[keep], contains[keep])
        if progress:
            progress(min(start + SLICE, total), total)


_IDENTIFIER = np.uint16(1 << CHANNELS.index("identifier"))


@dataclass(frozen=True, slots=True)
class _Scoring:
    """What pairs of names need to become scored pairs of contexts."""

    pairing: Pairing
    places: Places
    fresh: Fresh
    model: Model
    least: float  # bits

    def of_contexts(
        self, left: Indices, right: Indices, levels: Levels, contains: npt.NDArray[np.bool_]
    ) -> Pairs:
        """The pairs of contexts of pairs of names, one of them fresh, that reach `least`."""
        pair, one, other = pair_contexts(self.pairing, left, right)
        new = self.fresh.contexts[one] | self.fresh.contexts[other]
        pair, one, other = pair[new], one[new], other[new]
        country, identifiers = context_states(self.pairing, one, other)
        said = packed(levels)[pair]
        levels = levels[pair]
        levels[:, POSITION["country"]] = country
        levels[:, POSITION["place"]] = place_states(self.places, one, other)
        levels[:, POSITION["identifiers"]] = identifiers
        weight, probability = score(levels, self.model, WITHIN)
        shared = identifiers == 1
        found = Pairs(one, other, weight, probability, contains[pair] & ~shared, shared, said)
        return found.take(np.flatnonzero(weight >= self.least))


def _joined(found: list[Pairs]) -> Pairs:
    """All pairs, left < right, sorted."""
    columns = {name: np.concatenate([getattr(one, name) for one in found]) for name in Pairs.__slots__}
    low, high = np.minimum(columns["left"], columns["right"]), np.maximum(columns["left"], columns["right"])
    columns |= {"left": low, "right": high}
    return Pairs(**columns).take(np.lexsort((high, low)))
