# mypy: disable-error-code="untyped-decorator,misc"
"""Where the rows of a context stand: the cities and addresses that they give, and whether two contexts meet in one.

Enters: PARTIES and the contexts made of them. Leaves: `Places`, and for pairs of contexts a level. A context keeps every
city and address of its rows: a firm has several, and which of them a clerk writes is chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from resolver.matching.context import Contexts
from resolver.matching.places import address_keys, city_keys, without_common_words
from resolver.matching.weights import Model

Indices = npt.NDArray[np.int64]
Keys = Callable[[Sequence[str]], Sequence[Sequence[str]]]

NOT_KNOWN, SAME_ADDRESS, SAME_CITY, OTHER_CITY = 0, 1, 2, 3  # the levels of `place`


@dataclass(frozen=True, slots=True)
class Held:
    """Numbers of what contexts hold, sorted: those of context i are `value[offset[i]:offset[i + 1]]`."""

    offset: Indices
    value: Indices


@dataclass(frozen=True, slots=True)
class Places:
    """Cities and addresses of contexts."""

    cities: Held
    addresses: Held

    def most_bits(self, contexts: Contexts, names: int, model: Model) -> npt.NDArray[np.float64]:
        """For each name the most that its contexts can gain by the comparison of places."""
        weights = model.weights("place")
        most = np.zeros(names)
        for held, bits in ((self.cities, weights[SAME_CITY]), (self.addresses, weights[SAME_ADDRESS])):
            named = contexts.name[np.diff(held.offset) > 0]
            most[named] = np.maximum(most[named], bits)
        return most


def places_of(parties: pa.Table, contexts: Contexts) -> Places:
    """The places of every context. Cities meet across scripts (Пермь, Perm), addresses by a word with a number."""
    cities = _keys_of(
        parties["city"], contexts, lambda texts: [[key] if key else [] for key in city_keys(texts)]
    )
    addresses = without_common_words(_keys_of(parties["address"], contexts, address_keys))
    return Places(_held(cities, len(contexts.name)), _held(addresses, len(contexts.name)))


def _keys_of(column: pa.ChunkedArray, contexts: Contexts, keys: Keys) -> pa.Table:
    """Rows (holder, key) of contexts. Each distinct text of a context is looked at once."""
    texts = column.combine_chunks().dictionary_encode()
    of_text = pa.array(keys(texts.dictionary.to_pylist()), pa.list_(pa.string()))
    width = max(1, len(texts.dictionary))
    said = np.unique(
        contexts.of_party * width + texts.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    )
    lists = of_text.take(pa.array(said % width))
    holder = said[pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)] // width
    return pa.table({"holder": pa.array(holder), "key": lists.flatten()})


def _held(rows: pa.Table, contexts: int) -> Held:
    keys = rows["key"].combine_chunks().dictionary_encode()
    number = keys.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    width = max(1, len(keys.dictionary))
    held = np.unique(rows["holder"].to_numpy() * width + number)
    offset = np.searchsorted(held // width, np.arange(contexts + 1))
    return Held(offset.astype(np.int64), held % width)


def place_states(places: Places, one: Indices, other: Indices) -> npt.NDArray[np.uint8]:
    """Level of `place` of pairs of contexts."""
    city = _states(one, other, places.cities.offset, places.cities.value)
    address = _states(one, other, places.addresses.offset, places.addresses.value)
    known = np.where(city == 1, SAME_CITY, np.where(city == 2, OTHER_CITY, NOT_KNOWN))
    return np.where(address == 1, SAME_ADDRESS, known).astype(np.uint8)


@njit(cache=True)
def _states(one: Any, other: Any, offset: Any, value: Any) -> Any:
    """1 a value is shared, 2 both have values and share none, 0 otherwise. Values of a context are sorted."""
    out = np.zeros(len(one), dtype=np.uint8)
    for k in range(len(one)):
        i, i_end = offset[one[k]], offset[one[k] + 1]
        j, j_end = offset[other[k]], offset[other[k] + 1]
        if i == i_end or j == j_end:
            continue
        out[k] = 2
        while i < i_end and j < j_end:
            if value[i] == value[j]:
                out[k] = 1
                break
            if value[i] < value[j]:
                i += 1
            else:
                j += 1
    return out
