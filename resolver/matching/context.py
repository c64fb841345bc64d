"""What is known of a party besides its name, and of a listing besides its names: country, identifiers, type.

Enters: PARTIES and LISTINGS. Leaves: distinct *contexts* (name, country, identifiers) and the levels of the
comparisons that depend on them. Parties repeat: a context is scored once, however many rows share it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.candidates import join, number_strings
from resolver.matching.comparisons import POSITION, Levels
from resolver.matching.listed import ListedSide

Indices = npt.NDArray[np.int64]
TYPES = {"entity": 0, "unknown": 0, "individual": 1, "vessel": 2, "aircraft": 2}
QUALITIES = {"primary": 0, "strong": 1, "weak": 2}
# Identifiers of these kinds name one legal person each; others (phones, call signs) are not compared.
COMPARED_KINDS = ("tax_id", "registration_id", "lei", "imo", "swift", "duns")
# A shorter number is shared by chance.
SHORTEST_IDENTIFIER = 7


@dataclass(frozen=True, slots=True)
class ByName:
    """Contexts grouped by name."""

    order: Indices
    names: Indices

    def expand(self, wanted: Indices) -> tuple[Indices, Indices]:
        """(position in `wanted`, context) for every context of every wanted name."""
        start = np.searchsorted(self.names, wanted, side="left")
        many = np.searchsorted(self.names, wanted, side="right") - start
        at = np.repeat(np.arange(len(wanted)), many)
        within = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
        return at, self.order[np.repeat(start, many) + within]


@dataclass(frozen=True, slots=True)
class Contexts:
    """Row i is one distinct (name, country, identifiers)."""

    name: Indices
    country: pa.Array
    identifiers: pa.Table  # columns holder (context), value, scheme
    of_party: Indices

    def identifiers_text(self, row: int) -> str:
        """The compared identifiers of one context, for people."""
        held = self.identifiers.filter(pc.equal(self.identifiers["holder"], row))
        return " ".join(held["value"].to_pylist())

    def by_name(self) -> ByName:
        """The contexts of each name."""
        order = np.argsort(self.name, kind="stable")
        return ByName(order, self.name[order])


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """`countries` (holder, country) and `identifiers` (holder, value, scheme) of listings; `type` per listing."""

    countries: pa.Table
    identifiers: pa.Table
    type: npt.NDArray[np.uint8]


def distinct_contexts(parties: pa.Table, name_of_party: Indices) -> Contexts:
    """Group parties by name, country and identifiers."""
    held = _identifier_rows(parties["identifiers"])
    text = _identifier_text(parties.num_rows, held)
    key = pc.binary_join_element_wise(
        pa.array(name_of_party).cast(pa.string()), parties["country"].combine_chunks(), text, "\x1f"
    )
    group = key.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    first = np.unique(group, return_index=True)[1]
    rank = np.full(parties.num_rows, -1, dtype=np.int64)
    rank[first] = np.arange(len(first))
    holder = held["holder"].to_numpy()
    is_first = rank[holder] >= 0
    chosen = held.filter(pa.array(is_first))
    identifiers = chosen.set_column(0, "holder", pa.array(rank[holder[is_first]]))
    return Contexts(
        name_of_party[first], parties["country"].combine_chunks().take(pa.array(first)), identifiers, group
    )


def _identifier_rows(column: pa.ChunkedArray) -> pa.Table:
    """holder, value, scheme of the valid identifiers of the kinds that are compared."""
    lists = column.combine_chunks()
    flat = lists.flatten()
    table = pa.table(
        {
            "holder": pc.list_parent_indices(lists).cast(pa.int64()),
            "value": pc.struct_field(flat, "value"),
            "scheme": pc.struct_field(flat, "scheme"),
        }
    )
    kept = pc.and_(
        pc.and_(
            pc.struct_field(flat, "valid"), pc.is_in(pc.struct_field(flat, "kind"), pa.array(COMPARED_KINDS))
        ),
        pc.greater_equal(pc.utf8_length(pc.struct_field(flat, "value")), SHORTEST_IDENTIFIER),
    )
    return table.filter(kept)


def _identifier_text(rows: int, held: pa.Table) -> pa.Array:
    text = np.full(rows, "", dtype=object)
    if held.num_rows:
        joined = held.sort_by([("holder", "ascending"), ("value", "ascending")]).group_by(
            "holder", use_threads=False
        )
        grouped = joined.aggregate([("value", "list")])
        text[grouped["holder"].to_numpy()] = pc.binary_join(
            grouped["value_list"].combine_chunks(), " "
        ).to_pylist()
    return pa.array(text, pa.string())


def listing_facts(listings: pa.Table) -> ListingFacts:
    """Countries, identifiers and types of the listings, exploded."""
    lists = listings["countries"].combine_chunks()
    countries = pa.table(
        {"holder": pc.list_parent_indices(lists).cast(pa.int64()), "country": lists.flatten()}
    )
    types = np.array([TYPES[t] for t in listings["listing_type"].to_pylist()], dtype=np.uint8)
    return ListingFacts(countries, _identifier_rows(listings["identifiers"]), types)


def share_identifier(contexts: Contexts, facts: ListingFacts) -> tuple[Indices, Indices]:
    """Distinct (context, listing) that share a valid identifier."""
    i, j = join(*number_strings(contexts.identifiers["value"], facts.identifiers["value"]))
    pairs = np.stack(
        [contexts.identifiers["holder"].to_numpy()[i], facts.identifiers["holder"].to_numpy()[j]], axis=1
    )
    distinct = np.unique(pairs, axis=0)
    return distinct[:, 0], distinct[:, 1]


def with_context(
    levels: Levels,
    contexts: Contexts,
    ctx: Indices,
    listed: ListedSide,
    listed_row: Indices,
    facts: ListingFacts,
) -> Levels:
    """`levels` with the comparisons of country, identifiers and type filled in."""
    listing = listed.listed_names["listing_key"].to_numpy()[listed_row]
    levels = levels.copy()
    levels[:, POSITION["country"]] = _country_states(contexts, ctx, listing, facts)
    levels[:, POSITION["identifiers"]] = _identifier_states(contexts, ctx, listing, facts)
    levels[:, POSITION["type"]] = facts.type[listing]
    return levels


def _country_states(
    contexts: Contexts, ctx: Indices, listing: Indices, facts: ListingFacts
) -> npt.NDArray[np.uint8]:
    party, listed = number_strings(
        pa.chunked_array([contexts.country]), pa.chunked_array(facts.countries["country"].chunks)
    )
    holders = facts.countries["holder"].to_numpy()
    known = np.zeros(len(facts.type), dtype=np.bool_)
    known[holders[listed >= 0]] = True
    width = int(max(party.max(initial=0), listed.max(initial=0))) + 2
    same = np.isin(listing * width + party[ctx], holders * width + listed) & (party[ctx] >= 0)
    comparable = (party[ctx] >= 0) & known[listing]
    return np.where(same, 1, np.where(comparable, 2, 0)).astype(np.uint8)


def _identifier_states(
    contexts: Contexts, ctx: Indices, listing: Indices, facts: ListingFacts
) -> npt.NDArray[np.uint8]:
    """1 when a valid identifier is shared, 2 when both have one of a scheme and none is shared, else 0."""
    shared = _meets(contexts, ctx, listing, facts, "value")
    same_scheme = _meets(contexts, ctx, listing, facts, "scheme")
    return np.where(shared, 1, np.where(same_scheme, 2, 0)).astype(np.uint8)


def _meets(
    contexts: Contexts, ctx: Indices, listing: Indices, facts: ListingFacts, column: str
) -> npt.NDArray[np.bool_]:
    party, listed = number_strings(contexts.identifiers[column], facts.identifiers[column])
    i, j = join(party, listed)
    pairs = (
        contexts.identifiers["holder"].to_numpy()[i] * len(facts.type)
        + facts.identifiers["holder"].to_numpy()[j]
    )
    found: npt.NDArray[np.bool_] = np.isin(ctx * len(facts.type) + listing, np.unique(pairs))
    return found


def alias_rank(listed_names: pa.Table) -> npt.NDArray[np.int64]:
    """0 primary, 1 strong, 2 weak, per row of LISTED_NAMES."""
    return np.array([QUALITIES[q] for q in listed_names["alias_quality"].to_pylist()], dtype=np.int64)
