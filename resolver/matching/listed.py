"""The listed side of a run: its distinct canonical names, encoded and indexed once.

Enters: LISTINGS and LISTED_NAMES. Leaves: `ListedSide`. A canonical name that stands on three lists is compared
once and its result handed to the three listings.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching import candidates
from resolver.matching.as_written import folded_texts, forms_as_words
from resolver.matching.encode import (
    Faces,
    NameArrays,
    count_listed_information,
    distinct_tokens,
    encode_names,
    encode_tokens,
)
from resolver.matching.listing_facts import ListingFacts, listing_facts
from resolver.names import canonicalise, describe_tokens

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DistinctNames:
    """`table`: NAMES rows without repeats; `position`: for each row given, its row in `table`."""

    table: pa.Table
    position: Indices


@dataclass(frozen=True, slots=True)
class ListedSide:
    """`row_name[i]` is the distinct name of row i of `listed_names`; `name_rows` the reverse, as offsets."""

    listings: pa.Table
    listed_names: pa.Table
    index: candidates.ListedIndex
    faces: Faces
    row_name: Indices
    face_bits: npt.NDArray[
        np.float32
    ]  # information of each numbered face as the lists know it, inf where unknown
    facts: ListingFacts
    texts: frozenset[str]  # the listed names as texts are folded, for fields that are one word for word
    form_classes: dict[str, int] = field(default_factory=dict)

    @property
    def names(self) -> NameArrays:
        """The distinct listed names, encoded."""
        return self.index.names


def distinct_names(names: pa.Table) -> DistinctNames:
    """Collapse NAMES rows with the same tokens and forms; the first in the order of their text stays."""
    key = pc.binary_join_element_wise(
        pc.binary_join(names["tokens"].combine_chunks(), " "),
        pc.binary_join(names["forms"].combine_chunks(), " "),
        "|",
    )
    order = pc.sort_indices(names["text"])
    group = (
        key.take(order).dictionary_encode().indices.to_numpy(zero_copy_only=False)
    )  # numbered as they are met
    first = np.unique(group, return_index=True)[1]
    position = np.empty(len(group), dtype=np.int64)
    position[order.to_numpy()] = group
    return DistinctNames(names.take(order.take(pa.array(first))), position)


def prepare_listed(
    listings: pa.Table,
    listed_names: pa.Table,
    *,
    jobs: int = 1,
    limits: candidates.CandidateLimits | None = None,
    from_background: bool = False,
) -> ListedSide:
    """Canonicalise, encode and index the listed names. `from_background`: words carry the information that they have in
    ordinary company names, whatever these lists hold."""
    distinct = distinct_names(
        forms_as_words(canonicalise(listed_names["listed_name"].to_pylist(), jobs=jobs))
    )
    faces, classes = Faces(), dict[str, int]()
    described = describe_tokens(distinct_tokens(distinct.table))
    tokens = encode_tokens(described, faces, grow=True)
    names = encode_names(distinct.table, described, tokens, classes)
    listing_of_name = np.zeros(len(names), dtype=np.int32)
    listing_of_name[distinct.position] = listed_names["listing_key"].to_numpy().astype(np.int32)
    if not from_background:
        names = replace(names, tokens=count_listed_information(names, listing_of_name))
    index = candidates.index_listed(names, faces, limits or candidates.CandidateLimits())
    return ListedSide(
        listings,
        listed_names,
        index,
        faces,
        distinct.position,
        _face_bits(names, faces),
        listing_facts(listings),
        folded_texts(listed_names["listed_name"]),
        classes,
    )


def party_names(
    texts: pa.ChunkedArray, listed: ListedSide, *, jobs: int = 1, known: pa.Table | None = None
) -> DistinctNames:
    """The distinct canonical names of parties; one that is a listed name word for word has words, as the listed one has.
    `known` are rows of NAMES that were made ahead."""
    as_words = frozenset(listed.names.table["key_core"].to_pylist())
    given = texts.combine_chunks().dictionary_encode()
    made = canonicalise(given.dictionary.to_pylist(), jobs=jobs, known=known)
    distinct = distinct_names(forms_as_words(made, as_words))
    return DistinctNames(distinct.table, distinct.position[given.indices.to_numpy(zero_copy_only=False)])


def _face_bits(names: NameArrays, faces: Faces) -> npt.NDArray[np.float32]:
    bits = np.full(len(faces.numbers), np.inf, dtype=np.float32)
    for column in (1, 0):  # concept last: it counts more listings than any one word of it
        number = names.tokens.faces[:, column]
        held = number >= 0
        np.minimum.at(bits, number[held], names.tokens.bits[held])
    return bits


def party_bits(names: NameArrays, listed: ListedSide) -> npt.NDArray[np.float32]:
    """Information of the party's tokens: that of the lists where the word stands there, else the background's."""
    bits = names.tokens.bits.copy()
    for column in (0, 1):
        number = names.tokens.faces[:, column]
        known = number >= 0
        bits[known] = np.minimum(bits[known], listed.face_bits[number[known]])
    return bits


def encode_party_names(table: pa.Table, listed: ListedSide) -> NameArrays:
    """Encode distinct party names against the faces of the lists."""
    described = describe_tokens(distinct_tokens(table))
    tokens = encode_tokens(described, listed.faces, grow=False)
    return encode_names(table, described, tokens, dict(listed.form_classes))
