"""Link parties to listings: slices of distinct names through candidates, alignment, levels and scores.

Enters: PARTIES and a `ListedSide`. Leaves: `Links`, one row per (party, listing) that reaches the lower threshold,
and counts of what was compared. Memory is bounded by the slice, not by the number of parties.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.child_processes import Child, lent
from resolver.config import Config, processes
from resolver.matching import candidates, context
from resolver.matching.alignment import FEATURES, HOW_APART, align
from resolver.matching.bare_names import CONSONANT_BITS, bare_pairs
from resolver.matching.beside import ready_beside
from resolver.matching.candidates import Candidates
from resolver.matching.comparisons import (
    COMPARISONS,
    Levels,
    holds_listed_name,
    may_hold_listed_name,
    name_levels,
)
from resolver.matching.encode import NameArrays
from resolver.matching.joining import join, number_strings
from resolver.matching.listed import ListedSide, encode_party_names, party_bits, party_names
from resolver.matching.name_bounds import most_bits
from resolver.matching.scoring import plain_weight, score, upper_bound
from resolver.matching.splink_model import Ask
from resolver.matching.weights import Model
from resolver.matching.whole_letters import slips_apart
from resolver.matching.whole_names import met_bare, met_joined

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]  # done, total (distinct names)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a context (distinct name, country, identifiers) and a row of LISTED_NAMES. Equal lengths.

    What `compare_slice` leaves has no probability yet, and weights that differ from Splink's by rounding: see `scored`."""

    context: Indices
    listed_row: Indices
    channels: npt.NDArray[np.uint16]
    levels: Levels
    features: npt.NDArray[np.float32]
    weight: Floats  # bits, prior included
    probability: Floats

    def take(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Pairs:
        """The chosen rows."""
        return Pairs(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Links:
    """`pairs` with, for each, its context; `contexts.of_party[i]` is the context of party i (-1: no name)."""

    pairs: Pairs
    contexts: context.Contexts
    names: pa.Table  # NAMES row of each distinct name
    candidate_pairs: int
    distinct_names: int


@dataclass(frozen=True, slots=True)
class Comparing:
    """What every slice of a run is compared with, and what is kept: pairs from `least` bits on, with `alerts` also
    names that hold a listed one."""

    contexts: context.Contexts
    order: context.ByName
    listed: ListedSide
    model: Model
    least: float
    alerts: bool


@dataclass(frozen=True, slots=True)
class Met:
    """Candidate pairs of which words have met: their features, and whether the names are identical or have one meaning."""

    proposed: Candidates
    features: npt.NDArray[np.float32]
    identical: npt.NDArray[np.bool_]
    one_meaning: npt.NDArray[np.bool_]

    def take(self, rows: Indices) -> Met:
        """The chosen pairs."""
        proposed = Candidates(*(getattr(self.proposed, name)[rows] for name in Candidates.__slots__))
        return Met(proposed, self.features[rows], self.identical[rows], self.one_meaning[rows])


ROUNDING = 1e-6
"""Bits by which a sum of weights may differ from Splink's."""

AT_ONCE = 2
SMALLEST_SLICE = 10_000  # distinct names; smaller slices are not worth the joins of each with the lists

# Bits that no pair reaches, for a threshold of 1.
UNREACHED = 20.0


def _least_bits(config: Config) -> float:
    threshold = config.possible_threshold
    return float(np.log2(threshold / (1 - threshold))) if threshold < 1 else UNREACHED


def link(
    parties: pa.Table,
    listed: ListedSide,
    model: Model,
    config: Config,
    progress: Progress | None = None,
    *,
    known: pa.Table | None = None,
) -> Links:
    """Every (party, listing) at or above `config.possible_threshold`, or that alerts; best name each. `known` are rows of
    NAMES that were made ahead."""
    names = party_names(parties["party_name"], listed, jobs=processes(config), known=known)
    sizes = _slices(len(names.table), config)
    with ThreadPoolExecutor(1) as beside, _helping(sizes, config) as child:
        ready = beside.submit(ready_beside, model, child) if _are_at_once(sizes, config) else None
        contexts = context.distinct_contexts(parties, names.position, listed.facts)
        least, alerts = _least_bits(config), config.contains_alerts
        against = Comparing(contexts, contexts.by_name(), listed, model, least, alerts)

        def compared_slice(bounds: tuple[int, int]) -> tuple[Pairs, int]:
            start, stop = bounds
            return _compared(names.table.slice(start, stop - start), start, against)

        found: list[Pairs] = []
        compared = 0
        for (_, stop), (pairs, many) in zip(sizes, _at_once(compared_slice, sizes, config), strict=True):
            found.append(pairs)
            compared += many
            if progress:
                progress(stop, len(names.table))
        pairs = scored(_joined(found), against, ready)
    return Links(pairs, contexts, names.table, compared, len(names.table))


def _compared(names: pa.Table, start: int, against: Comparing) -> tuple[Pairs, int]:
    """The pairs of a slice of names that begins at `start`, and how many were proposed."""
    party = encode_party_names(names, against.listed)
    proposed = candidates.propose(party, against.listed.index)
    proposed = _with_identifiers(proposed, against.contexts, against.listed, start, start + len(names))
    return compare_slice(party, start, proposed, against), len(proposed.party)


def _slices(names: int, config: Config) -> list[tuple[int, int]]:
    """Beginning and end of each slice; half as large where two are compared at once, to take no more memory, and the first
    one half as large again: the two would be at one stage otherwise, both in the interpreter or both in compiled code."""
    size = first = config.slice_names
    if processes(config) > 1:
        size = min(size, max(SMALLEST_SLICE, min(size, names) // AT_ONCE))
        first = max(1, size // 2) if names > size else size
    starts = [0, *range(first, names, size)] if names else []
    return list(pairwise([*starts, names]))


def _are_at_once(slices: list[tuple[int, int]], config: Config) -> bool:
    return processes(config) > 1 and len(slices) > 1


def _helping(slices: list[tuple[int, int]], config: Config) -> AbstractContextManager[Child | None]:
    """A child that may score the pairs of many slices."""
    return lent() if _are_at_once(slices, config) else nullcontext()


def _at_once(
    work: Callable[[tuple[int, int]], tuple[Pairs, int]], slices: list[tuple[int, int]], config: Config
) -> Iterator[tuple[Pairs, int]]:
    """What is made of each slice, in order; two at a time where there are two cores: while the one is in the
    interpreter the other is in compiled code, which takes all cores by itself."""
    if not _are_at_once(slices, config):
        yield from map(work, slices)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = deque(pool.submit(work, one) for one in slices[:AT_ONCE])
        for one in [*slices[AT_ONCE:], None]:
            made = waiting.popleft().result()
            if one is not None:
                waiting.append(pool.submit(work, one))
            yield made
        yield from (one.result() for one in waiting)


def _with_identifiers(
    proposed: Candidates,
    contexts: context.Contexts,
    listed: ListedSide,
    start: int,
    stop: int,
) -> Candidates:
    """Add the names of listings that share a valid identifier with a party of the slice."""
    ctx, listing = context.share_identifier(contexts, listed.facts)
    name = contexts.name[ctx]
    inside = (name >= start) & (name < stop)
    rows_listing = listed.listed_names["listing_key"].to_numpy()
    i, row = join(listing[inside], rows_listing)
    extra = (name[inside][i] - start, listed.row_name[row], candidates.IDENTIFIER)
    if not len(i):
        return proposed
    merged = candidates.unite([extra], len(listed.names))
    return _merge(proposed, merged, len(listed.names))


def _merge(a: Candidates, b: Candidates, width: int) -> Candidates:
    code = np.concatenate([a.party * width + a.listed, b.party * width + b.listed])
    channels = np.concatenate([a.channels, b.channels])
    order = np.argsort(code, kind="stable")
    code, channels = code[order], channels[order]
    first = np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]]))
    return Candidates(code[first] // width, code[first] % width, np.bitwise_or.reduceat(channels, first))


def compare_slice(party: NameArrays, start: int, proposed: Candidates, against: Comparing) -> Pairs:
    """Align, keep what can still reach `least` bits, meet the contexts, weigh, keep the best name per listing."""
    listed, model, contexts = against.listed, against.model, against.contexts
    place_bits = contexts.place_bits(model)
    met = _near(party, start, proposed, against, place_bits)
    proposed, features, levels = met.proposed, met.features, _levels(party, met, listed)
    most = upper_bound(levels, model) + place_bits[proposed.party + start]
    reachable = (most >= against.least) | (against.alerts & holds_listed_name(features))
    keep = np.flatnonzero(reachable | ((proposed.channels & candidates.IDENTIFIER) > 0))
    pair, listed_row = join(proposed.listed[keep], listed.row_name)
    pair = keep[pair]
    at, ctx = against.order.expand(proposed.party[pair] + start)
    pair, listed_row = pair[at], listed_row[at]
    levels = context.with_context(levels[pair], contexts, ctx, listed, listed_row, listed.facts)
    features, channels = features[pair], proposed.channels[pair]
    weight = plain_weight(levels, model)
    weighed = Pairs(ctx, listed_row, channels, levels, features, weight, np.zeros(len(weight)))
    near = (weight >= against.least - ROUNDING) | (against.alerts & holds_listed_name(features))
    return best_per_listing(weighed.take(near), listed)


def scored(pairs: Pairs, against: Comparing, ready: Future[Ask] | None = None) -> Pairs:
    """The pairs of all slices with Splink's weights and probabilities, without those that fall short of `least` bits: asked
    once, since asking costs Splink more than answering."""
    weight, probability = score(pairs.levels, against.model, ready=ready)
    keep = (weight >= against.least) | (against.alerts & holds_listed_name(pairs.features))
    known = replace(pairs, weight=weight, probability=probability)
    return known if keep.all() else known.take(keep)


def candidate_levels(
    party: NameArrays, listed: ListedSide
) -> tuple[Candidates, npt.NDArray[np.float32], Levels]:
    """Candidate pairs of encoded names with their features and the levels of the names alone."""
    proposed = candidates.propose(party, listed.index)
    met = _met(party, proposed, listed)
    return proposed, met.features, _levels(party, met, listed)


def _near(
    party: NameArrays,
    start: int,
    proposed: Candidates,
    against: Comparing,
    place_bits: npt.NDArray[np.float64],
) -> Met:
    """The pairs that may reach `least` bits whatever their letters say, may alert, or share an identifier: one in five."""
    met = _met(party, proposed, against.listed)
    forms = party.forms[proposed.party], against.listed.names.forms[proposed.listed]
    most = most_bits(met.features, *forms, met.identical, met.one_meaning, against.model)
    most += place_bits[proposed.party + start]
    wanted = (most >= against.least - ROUNDING) | ((proposed.channels & candidates.IDENTIFIER) > 0)
    return met.take(np.flatnonzero(wanted | (against.alerts & may_hold_listed_name(met.features))))


def _met(party: NameArrays, proposed: Candidates, listed: ListedSide) -> Met:
    features = align(party, listed.names, proposed.party, proposed.listed, party_bits(party, listed))
    same = _same_letters(party, proposed, listed) & ~_are_apart(features)
    met_joined(features, same)
    _meet_bare(features, party, proposed, listed, same)
    # 航空, 航天: one family, two words. Asked again, since names that meet as a whole are no longer apart.
    one_meaning = _one_meaning(party, proposed, listed) & ~_are_apart(features)
    return Met(proposed, features, _identical(party, proposed, listed), one_meaning)


def _levels(party: NameArrays, met: Met, listed: ListedSide) -> Levels:
    """Levels of the names alone."""
    p, q = met.proposed.party, met.proposed.listed
    slips = slips_apart(party, listed.names, p, q)
    forms = party.forms[p], listed.names.forms[q]
    return name_levels(met.features, *forms, met.identical, *slips, met.one_meaning)


def _same_letters(party: NameArrays, proposed: Candidates, listed: ListedSide) -> npt.NDArray[np.bool_]:
    """The same letters in the same order, wherever the blanks stand."""
    letters_p, letters_l = number_strings(party.table["key_joined"], listed.names.table["key_joined"])
    same: npt.NDArray[np.bool_] = letters_p[proposed.party] == letters_l[proposed.listed]
    return same & (letters_p[proposed.party] >= 0)


def _are_apart(features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Two words of one sound are known to be two: Shanxi, Shaanxi."""
    apart: npt.NDArray[np.bool_] = features[:, FEATURES.index("how")].astype(np.int32) & HOW_APART > 0
    return apart


def _meet_bare(
    features: npt.NDArray[np.float32],
    party: NameArrays,
    proposed: Candidates,
    listed: ListedSide,
    same: npt.NDArray[np.bool_],
) -> None:
    """Change the features of pairs of which one name is the other, whole, without its vowels."""
    width = len(listed.names)
    p, q = bare_pairs(party, listed.index.bare)
    bare = np.isin(proposed.party * width + proposed.listed, p * width + q)
    rows = np.flatnonzero(bare & ~same)
    met_bare(features, rows, CONSONANT_BITS * listed.index.bare.consonants[proposed.listed[rows]])


def _one_meaning(party: NameArrays, proposed: Candidates, listed: ListedSide) -> npt.NDArray[np.bool_]:
    """The same key of concepts."""
    keys_p, keys_l = number_strings(party.table["key_concepts"], listed.names.table["key_concepts"])
    same: npt.NDArray[np.bool_] = keys_p[proposed.party] == keys_l[proposed.listed]
    return same & (keys_p[proposed.party] >= 0)


def _identical(party: NameArrays, proposed: Candidates, listed: ListedSide) -> npt.NDArray[np.bool_]:
    """The same words in the same order and script, with the same legal form."""
    words_p, words_l = number_strings(party.table["key_core"], listed.names.table["key_core"])
    same_words = words_p[proposed.party] == words_l[proposed.listed]
    same: npt.NDArray[np.bool_] = same_words & (
        party.forms[proposed.party] == listed.names.forms[proposed.listed]
    )
    return same


def name_weight(features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """A rough order of pairs by the names alone, for choosing a listing's best name before a model exists."""
    matched, listed_left, party_left, edits = (features[:, i] for i in range(4))
    weight: npt.NDArray[np.float32] = matched - listed_left - 0.5 * party_left - edits
    return weight


def best_per_listing(pairs: Pairs, listed: ListedSide) -> Pairs:
    """One pair per (context, listing): the best-scored name; among equals the better alias, then the earlier row."""
    listing = listed.listed_names["listing_key"].to_numpy()[pairs.listed_row]
    quality = context.alias_rank(listed.listed_names)[pairs.listed_row]
    order = np.lexsort(
        (pairs.listed_row, quality, -pairs.features[:, 0], -pairs.weight, listing, pairs.context)
    )
    ctx, listing = pairs.context[order], listing[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (ctx[1:] != ctx[:-1]) | (listing[1:] != listing[:-1])
    return pairs.take(order[first])


def _joined(found: list[Pairs]) -> Pairs:
    if not found:
        empty = np.empty(0, dtype=np.int64)
        width = len(COMPARISONS)
        none = np.empty((0, width), np.uint8)
        return Pairs(
            empty,
            empty,
            empty.astype(np.uint16),
            none,
            np.empty((0, len(FEATURES)), np.float32),
            np.empty(0),
            np.empty(0),
        )
    return Pairs(*(np.concatenate([getattr(p, name) for p in found]) for name in Pairs.__slots__))
