# mypy: disable-error-code="untyped-decorator,misc"
"""Where the rows of a context stand: the cities and addresses that they give, and whether two contexts meet in one.

Enters: PARTIES and the contexts made of them. Leaves: `Places`, and for pairs of contexts a level. A context keeps every
city and address of its rows: a firm has several, and which of them a clerk writes is chance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from resolver.matching.context import Contexts
from resolver.names import canonicalise

Indices = npt.NDArray[np.int64]

NOT_KNOWN, SAME_CITY, SAME_ADDRESS, OTHER_CITY = 0, 1, 2, 3
# An address of fewer words ("Moscow", "office 5") is no place by itself.
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W_]+")


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


def places_of(parties: pa.Table, contexts: Contexts) -> Places:
    """The places of every context. Cities meet across scripts (Москва, Moscow), addresses in any order of their words."""
    return Places(
        _held(parties["city"], contexts, _city_keys), _held(parties["address"], contexts, _address_keys)
    )


def _held(column: pa.ChunkedArray, contexts: Contexts, keys_of: Any) -> Held:
    spelling = column.combine_chunks().dictionary_encode()
    keys = pa.array(keys_of(spelling.dictionary.to_pylist()), pa.string()).dictionary_encode()
    number = keys.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    empty = np.array([not key for key in keys.dictionary.to_pylist()], dtype=np.bool_)
    value = number[spelling.indices.to_numpy(zero_copy_only=False)] if len(number) else np.empty(0, np.int64)
    given = ~empty[value] if len(value) else np.empty(0, np.bool_)
    width = len(empty) + 1
    held = np.unique(contexts.of_party[given] * width + value[given])
    offset = np.searchsorted(held // width, np.arange(len(contexts.name) + 1))
    return Held(offset.astype(np.int64), held % width)


def _city_keys(texts: list[str]) -> list[str]:
    """The concept of a town that is known, else its sound."""
    keys: list[str] = canonicalise(texts, jobs=1)["key_concepts"].to_pylist()
    return keys


def _address_keys(texts: list[str]) -> list[str]:
    """The words of an address in the order of the alphabet; "" where they are fewer than FEWEST_WORDS."""
    words = (sorted(_WORD.findall(text.casefold())) for text in texts)
    return [" ".join(found) if len(found) >= FEWEST_WORDS else "" for found in words]


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
