"""The parties of one file as names and contexts, numbered by content: the same numbers in whatever order rows come.

Enters: PARTIES. Leaves: `WithinSide`. Names are numbered in the order of their sorted skeletons (neighbours resemble
each other), contexts by name, country and identifiers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.context import Contexts, distinct_contexts
from resolver.matching.encode import (
    FORM_CLASSES_MAX,
    Faces,
    NameArrays,
    distinct_tokens,
    encode_names,
    encode_tokens,
)
from resolver.matching.listed import DistinctNames, distinct_names
from resolver.matching.within_places import Places, places_of
from resolver.matching.within_spread import Spread, spread_of
from resolver.model import NAMES, Compared
from resolver.names import canonicalise, describe_tokens
from resolver.names.form_classes import NO_LEGAL_FORM
from resolver.names.known_words import place_contrasts
from resolver.names.tokens import remember

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WithinSide:
    """Distinct names, encoded, and the contexts they stand in.

    Words carry the information that they have among ordinary company names, whatever this file holds. `spread` alone
    looks at the other names of the file: who else holds a word.
    """

    names: NameArrays
    tokens: pa.Table  # TOKENS of the names
    spread: Spread
    contexts: Contexts
    places: Places
    name_of_party: Indices

    @property
    def bits(self) -> npt.NDArray[np.float64]:
        """Information of each name: the sum over its words."""
        total = np.concatenate([[0.0], np.cumsum(self.names.tokens.bits[self.names.token], dtype=np.float64)])
        summed: npt.NDArray[np.float64] = total[self.names.offset[1:]] - total[self.names.offset[:-1]]
        return np.round(summed, 4)


def prepare_within(parties: pa.Table, *, jobs: int, known: Compared | None = None) -> WithinSide:
    """Canonicalise each distinct spelling once, collapse to distinct names, number by content. `known` has names and
    tokens that were made earlier."""
    spelling = parties["party_name"].combine_chunks().dictionary_encode()
    if known:
        remember(known.tokens)
    made = _canonical(spelling.dictionary, known.names if known else NAMES.empty_table(), jobs)
    distinct = by_skeleton(distinct_names(made))
    name_of_party = distinct.position[spelling.indices.to_numpy(zero_copy_only=False)]
    tokens = describe_tokens(distinct_tokens(distinct.table))
    names = _encoded(distinct.table, tokens)
    contexts = in_order(distinct_contexts(parties, name_of_party))
    places = places_of(parties, contexts)
    return WithinSide(names, tokens, spread_of(names), contexts, places, name_of_party)


def _canonical(texts: pa.Array, known: pa.Table, jobs: int) -> pa.Table:
    """NAMES rows of distinct texts; those that are known need not be made."""
    at = pc.index_in(texts, value_set=known["text"].combine_chunks())
    new = pc.is_null(at)
    made = canonicalise(texts.filter(new).to_pylist(), jobs=jobs)
    place = at.to_numpy(zero_copy_only=False).copy()
    is_new = new.to_numpy(zero_copy_only=False)
    place[is_new] = known.num_rows + np.arange(is_new.sum())
    return pa.concat_tables([known, made]).combine_chunks().take(pa.array(place.astype(np.int64)))


def by_skeleton(distinct: DistinctNames) -> DistinctNames:
    """The same names in the order of their sorted skeletons, then of their text."""
    table = distinct.table
    order = pc.sort_indices(
        table.select(["key_sorted", "text"]), sort_keys=[("key_sorted", "ascending"), ("text", "ascending")]
    ).to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return DistinctNames(table.take(pa.array(order)), rank[distinct.position])


def _encoded(table: pa.Table, described: pa.Table) -> NameArrays:
    tokens = encode_tokens(described, Faces(), grow=True)
    tokens.languages[:] |= place_contrasts(described["concept"].to_pylist(), tokens.languages)
    classes: dict[str, int] = {}
    names = encode_names(table, described, tokens, classes)
    for neutral in sorted(NO_LEGAL_FORM):
        names.forms[:] &= ~np.int32(1 << classes.get(neutral, FORM_CLASSES_MAX - 1))
    return names


def in_order(contexts: Contexts) -> Contexts:
    """Contexts renumbered by name, country and identifiers."""
    text = identifier_text(contexts)
    table = pa.table({"name": contexts.name, "country": contexts.country, "text": text})
    order = pc.sort_indices(table, sort_keys=[(c, "ascending") for c in table.column_names]).to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    held = contexts.identifiers
    held = held.set_column(0, "holder", pa.array(rank[held["holder"].to_numpy()]))
    held = held.sort_by([("holder", "ascending"), ("scheme", "ascending"), ("value", "ascending")])
    return Contexts(
        contexts.name[order], contexts.country.take(pa.array(order)), held, rank[contexts.of_party]
    )


def identifier_text(contexts: Contexts) -> pa.Array:
    """scheme:value of each context's identifiers, sorted and joined by blanks."""
    text = np.full(len(contexts.name), "", dtype=object)
    held = contexts.identifiers
    if held.num_rows:
        pairs = pa.table(
            {
                "holder": held["holder"],
                "text": pc.binary_join_element_wise(held["scheme"], held["value"], ":"),
            }
        )
        ordered = pairs.sort_by([("holder", "ascending"), ("text", "ascending")])
        grouped = ordered.group_by("holder", use_threads=False).aggregate([("text", "list")])
        joined = pc.binary_join(grouped["text_list"].combine_chunks(), " ")
        text[grouped["holder"].to_numpy()] = joined.to_pylist()
    return pa.array(text, pa.string())
