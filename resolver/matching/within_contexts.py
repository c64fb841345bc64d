# mypy: disable-error-code="untyped-decorator,misc"
"""Which contexts of two names are compared: all of them where they are few, else delegates and those with a reason.

Enters: contexts and pairs of names (a name may be paired with itself). Leaves: pairs of contexts and the levels of the
comparisons that depend on them. A name that stands with hundreds of tax numbers is not compared number by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from resolver.matching.context import Contexts
from resolver.matching.joining import join, number_strings

Indices = npt.NDArray[np.int64]
States = npt.NDArray[np.uint8]

# Contexts of a name that are compared with every delegate of another name; those without identifiers come first.
DELEGATES = 12
# Holders of one identifier that are compared pair by pair; beyond it each with its next neighbours.
SHARERS, SHARERS_NEXT = 40, 3
# Distinct names under one number from which it names no firm any more (a broker's, a carrier's, a filler such as
# 1111111117): it then neither binds nor parts. Seen in no list for a firm with its own number.
NAMES_OF_ONE_NUMBER = 40
# Schemes of which one firm can hold several numbers: two different ones say nothing.
SEVERAL_PER_FIRM = frozenset({"SWIFT", "IMO", "RU-OKPO", "KG-OKPO", "PL-REGON"})


@dataclass(frozen=True, slots=True)
class Held:
    """Identifiers of contexts as arrays: those of context i are `[offset[i]:offset[i + 1]]`; scheme -1 compares nothing."""

    offset: Indices
    value: Indices
    scheme: Indices


def held_identifiers(contexts: Contexts) -> Held:
    """The identifiers, numbered."""
    table = contexts.identifiers
    holder = table["holder"].to_numpy()
    several = pa.compute.is_in(table["scheme"], pa.array(sorted(SEVERAL_PER_FIRM)))
    schemes = pa.compute.if_else(several, "", table["scheme"])
    value, _ = number_strings(table["value"], table["value"].slice(0, 0))
    scheme, _ = number_strings(_chunked(schemes), table["value"].slice(0, 0))
    worn = _worn_out(value, contexts.name[holder])
    value, scheme = np.where(worn, -1, value), np.where(worn, -1, scheme)
    order = np.argsort(holder, kind="stable")
    offset = np.searchsorted(holder[order], np.arange(len(contexts.name) + 1))
    return Held(offset.astype(np.int64), value[order], scheme[order])


def _worn_out(value: Indices, name: Indices) -> npt.NDArray[np.bool_]:
    """Rows whose value stands under more than NAMES_OF_ONE_NUMBER names."""
    order = np.lexsort((name, value))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(value[order]) != 0) | (np.diff(name[order]) != 0)
    names = np.bincount(np.maximum(value[order][first], 0), minlength=int(value.max(initial=0)) + 1)
    worn: npt.NDArray[np.bool_] = names[np.maximum(value, 0)] > NAMES_OF_ONE_NUMBER
    return worn


def _chunked(column: Any) -> pa.ChunkedArray:
    return column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])


@dataclass(frozen=True, slots=True)
class Pairing:
    """What is needed to pair contexts, made once."""

    order: Indices  # contexts by name, those without identifiers first
    start: Indices  # by name: its first position in `order`
    delegates: Indices  # by name: how many of its contexts are delegates
    country: Indices
    held: Held
    sharing: Indices  # codes name * names + name of the sharing pairs, sorted ...
    sharing_pairs: tuple[Indices, Indices]  # ... and the two contexts of each
    names: int


def prepare_pairing(contexts: Contexts, names: int) -> Pairing:
    """Delegates and sharers of every name."""
    held = held_identifiers(contexts)
    numbered = np.diff(held.offset) > 0
    order = np.lexsort((np.arange(len(contexts.name)), numbered, contexts.name))
    start = np.searchsorted(contexts.name[order], np.arange(names + 1))
    country, _ = number_strings(
        pa.chunked_array([contexts.country]), pa.chunked_array([contexts.country[:0]])
    )
    codes, pairs = _sharing(contexts, held, names)
    return Pairing(
        order, start[:-1], np.minimum(np.diff(start), DELEGATES), country, held, codes, pairs, names
    )


def _sharing(contexts: Contexts, held: Held, names: int) -> tuple[Indices, tuple[Indices, Indices]]:
    """Pairs of contexts that share an identifier, under the code of their two names."""
    holder = np.repeat(np.arange(len(contexts.name)), np.diff(held.offset))
    order = np.argsort(held.value, kind="stable")
    order = order[held.value[order] >= 0]
    value, holder = held.value[order], holder[order]
    start = np.flatnonzero(np.append(True, value[1:] != value[:-1])) if len(value) else np.empty(0, np.int64)
    size = np.diff(np.append(start, len(value)))
    one, other = _neighbours(start, size, SHARERS, SHARERS_NEXT)
    left, right = holder[one], holder[other]
    low, high = np.minimum(left, right), np.maximum(left, right)
    low_name, high_name = contexts.name[low], contexts.name[high]
    code = low_name * names + high_name
    keep = np.lexsort((high, low, code))
    code, low, high = code[keep], low[keep], high[keep]
    first = np.ones(len(code), dtype=np.bool_)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    first &= low != high
    return code[first], (low[first], high[first])


@njit(cache=True)
def _neighbours(start: Any, size: Any, cap: int, reach: int) -> Any:
    count = 0
    for filling in range(2):
        if filling:
            one, other = np.empty(count, np.int64), np.empty(count, np.int64)
            count = 0
        for b in range(len(start)):
            far = size[b] if size[b] <= cap else reach
            for i in range(size[b]):
                for j in range(i + 1, min(size[b], i + 1 + far)):
                    if filling:
                        one[count], other[count] = start[b] + i, start[b] + j
                    count += 1
    return one, other


def pair_contexts(pairing: Pairing, left: Indices, right: Indices) -> tuple[Indices, Indices, Indices]:
    """(row of `left`, context, context) of every pair of contexts that is worth comparing; no pair twice."""
    at, one, other = _delegate_pairs(pairing, left, right)
    more_at, more_one, more_other = _sharing_pairs(pairing, left, right)
    own_at, own_one, own_other = _own_country(pairing, left, right)
    at = np.concatenate([at, more_at, own_at])
    one, other = np.concatenate([one, more_one, own_one]), np.concatenate([other, more_other, own_other])
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((high, low))
    at, low, high = at[order], low[order], high[order]
    first = np.ones(len(low), dtype=np.bool_)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return at[first], low[first], high[first]


def _delegate_pairs(pairing: Pairing, left: Indices, right: Indices) -> tuple[Indices, Indices, Indices]:
    many_left, many_right = pairing.delegates[left], pairing.delegates[right]
    many = many_left * many_right
    at = np.repeat(np.arange(len(left)), many)
    within = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
    i, j = within // many_right[at], within % many_right[at]
    keep = (left[at] != right[at]) | (i < j)
    at, i, j = at[keep], i[keep], j[keep]
    start = pairing.start
    return at, pairing.order[start[left[at]] + i], pairing.order[start[right[at]] + j]


def _sharing_pairs(pairing: Pairing, left: Indices, right: Indices) -> tuple[Indices, Indices, Indices]:
    code = np.minimum(left, right) * pairing.names + np.maximum(left, right)
    at, row = join(code, pairing.sharing)
    low, high = pairing.sharing_pairs
    return at, low[row], high[row]


def _own_country(pairing: Pairing, left: Indices, right: Indices) -> tuple[Indices, Indices, Indices]:
    """A context that is no delegate meets the delegate of its own name and country that has no identifier."""
    own = np.flatnonzero(left == right)
    total = np.diff(np.append(pairing.start, len(pairing.order)))[left[own]]
    extra = np.maximum(total - DELEGATES, 0)
    at = own[np.repeat(np.arange(len(own)), extra)]
    within = np.arange(len(at)) - np.repeat(np.cumsum(extra) - extra, extra) + DELEGATES
    context = pairing.order[pairing.start[left[at]] + within]
    bare = np.flatnonzero(np.diff(pairing.held.offset) == 0)
    width = int(pairing.country.max(initial=0)) + 2
    name_of = np.empty(len(pairing.order), dtype=np.int64)
    name_of[pairing.order] = np.repeat(
        np.arange(pairing.names), np.diff(np.append(pairing.start, len(pairing.order)))
    )
    i, j = join(
        name_of[context] * width + pairing.country[context] + 1,
        name_of[bare] * width + pairing.country[bare] + 1,
    )
    keep = context[i] != bare[j]
    return at[i[keep]], context[i[keep]], bare[j[keep]]


def context_states(pairing: Pairing, one: Indices, other: Indices) -> tuple[States, States]:
    """Levels of `country` and `identifiers` of pairs of contexts."""
    a, b = pairing.country[one], pairing.country[other]
    country = np.where((a >= 0) & (b >= 0), np.where(a == b, 1, 2), 0).astype(np.uint8)
    held = pairing.held
    return country, _identifier_states(one, other, held.offset, held.value, held.scheme)


@njit(cache=True)
def _identifier_states(one: Any, other: Any, offset: Any, value: Any, scheme: Any) -> Any:
    """1 a value is shared, 2 both have one of a scheme and none is shared, 0 otherwise."""
    out = np.zeros(len(one), dtype=np.uint8)
    for k in range(len(one)):
        state = 0
        for i in range(offset[one[k]], offset[one[k] + 1]):
            for j in range(offset[other[k]], offset[other[k] + 1]):
                if value[i] >= 0 and value[i] == value[j]:
                    state = 1
                elif state != 1 and scheme[i] >= 0 and scheme[i] == scheme[j]:
                    state = 2
        out[k] = state
    return out
