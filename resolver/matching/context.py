"""What is known of a party besides its name, and of a listing besides its names: country, identifiers, type.

Enters: PARTIES and LISTINGS. Leaves: distinct *contexts* (name, country, identifiers) and the levels of the
comparisons that depend on them. Parties repeat: a context is scored once, however many rows share it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching import places
from resolver.matching.comparisons import POSITION, Levels
from resolver.matching.joining import join, number_strings
from resolver.matching.listed import ListedSide
from resolver.matching.listing_facts import ListingFacts, identifier_rows, nowhere
from resolver.matching.weights import Model

Indices = npt.NDArray[np.int64]
QUALITIES = {"primary": 0, "strong": 1, "weak": 2}
DIFFERENT_COUNTRY = 2  # the level of the comparison "country"


@dataclass(frozen=True, slots=True)
class ByName:
    """Contexts grouped by name; or rows of a table by their holder."""

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
    cities: pa.Table = field(default_factory=nowhere)  # columns holder (context), key
    addresses: pa.Table = field(default_factory=nowhere)

    def identifiers_text(self, row: int) -> str:
        """The compared identifiers of one context, for people."""
        held = self.identifiers.filter(pc.equal(self.identifiers["holder"], row))
        return " ".join(held["value"].to_pylist())

    def place_bits(self, model: Model) -> npt.NDArray[np.float64]:
        """For each name the most that its contexts can gain by the comparison of places."""
        _, address, city, _ = model.weights("place")
        most = np.zeros(int(self.name.max(initial=-1)) + 1)
        for rows, bits in ((self.cities, city), (self.addresses, address)):
            holders = rows["holder"].to_numpy()
            most[self.name[holders]] = np.maximum(most[self.name[holders]], bits)
        return most

    def by_name(self) -> ByName:
        """The contexts of each name."""
        order = np.argsort(self.name, kind="stable")
        return ByName(order, self.name[order])


def distinct_contexts(
    parties: pa.Table, name_of_party: Indices, facts: ListingFacts | None = None
) -> Contexts:
    """Group parties by name, country and identifiers; with `facts` also by city, and by what of their address stands
    on a list too (other addresses would tell rows apart that score the same)."""
    held = identifier_rows(parties["identifiers"])
    text = _joined_text(parties.num_rows, held, "value")
    cities, addresses = _party_places(parties, facts) if facts else (nowhere(), nowhere())
    key = pc.binary_join_element_wise(
        pa.array(name_of_party).cast(pa.string()),
        parties["country"].combine_chunks(),
        text,
        _joined_text(parties.num_rows, cities, "key"),
        _joined_text(parties.num_rows, addresses, "key"),
        "\x1f",
    )
    group = key.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    first = np.unique(group, return_index=True)[1]
    rank = np.full(parties.num_rows, -1, dtype=np.int64)
    rank[first] = np.arange(len(first))
    return Contexts(
        name_of_party[first],
        parties["country"].combine_chunks().take(pa.array(first)),
        _of_first(held, rank),
        group,
        _of_first(cities, rank),
        _of_first(addresses, rank),
    )


def _of_first(rows: pa.Table, rank: Indices) -> pa.Table:
    """The rows of the first party of each context, under the context's number."""
    holder = rows["holder"].to_numpy()
    is_first = rank[holder] >= 0
    return rows.filter(pa.array(is_first)).set_column(
        0, "holder", pa.array(rank[holder[is_first]], pa.int64())
    )


def _party_places(parties: pa.Table, facts: ListingFacts) -> tuple[pa.Table, pa.Table]:
    """City and address keys of the parties, addresses only as far as some listing has the same."""
    cities = _keys_of(
        parties["city"], lambda texts: [[key] if key else [] for key in places.city_keys(texts)]
    )
    addresses = _keys_of(parties["address"], places.address_keys)
    known = pc.is_in(addresses["key"], value_set=facts.addresses["key"].combine_chunks().unique())
    return cities, addresses.filter(known)


def _keys_of(column: pa.ChunkedArray, keys: Callable[[list[str]], list[list[str]]]) -> pa.Table:
    """Keys of each distinct text, handed to the rows that hold it."""
    encoded = column.combine_chunks().dictionary_encode()
    of_text = pa.array(keys(encoded.dictionary.to_pylist()), pa.list_(pa.string()))
    lists = of_text.take(encoded.indices)
    return pa.table({"holder": pc.list_parent_indices(lists).cast(pa.int64()), "key": lists.flatten()})


def _joined_text(rows: int, held: pa.Table, column: str) -> pa.Array:
    """The values of a column for each holder, sorted and joined; "" for rows that hold none."""
    text = np.full(rows, "", dtype=object)
    if held.num_rows:
        ordered = held.sort_by([("holder", "ascending"), (column, "ascending")])
        grouped = ordered.group_by("holder", use_threads=False).aggregate([(column, "list")])
        joined = pc.binary_join(grouped[f"{column}_list"].combine_chunks(), " ")
        text[grouped["holder"].to_numpy()] = joined.to_pylist()
    return pa.array(text, pa.string())


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
    country = _country_states(contexts, ctx, listing, facts)
    levels[:, POSITION["country"]] = country
    levels[:, POSITION["place"]] = _place_states(contexts, ctx, listing, facts, country)
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
    return np.where(same, 1, np.where(comparable, DIFFERENT_COUNTRY, 0)).astype(np.uint8)


def _place_states(
    contexts: Contexts, ctx: Indices, listing: Indices, facts: ListingFacts, country: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """1 when a street or building with its number is shared, 2 the city, 3 both name a city and none is shared; 0 when
    nothing is known, or the country differs already."""
    same_address = _share(contexts.addresses, ctx, facts.addresses, listing, "key")
    same_city = _share(contexts.cities, ctx, facts.cities, listing, "key")
    comparable = np.isin(ctx, contexts.cities["holder"].to_numpy()) & np.isin(
        listing, facts.cities["holder"].to_numpy()
    )
    state = np.where(same_address, 1, np.where(same_city, 2, np.where(comparable, 3, 0)))
    return np.where(country == DIFFERENT_COUNTRY, 0, state).astype(np.uint8)


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
    return _share(contexts.identifiers, ctx, facts.identifiers, listing, column)


def _share(
    left: pa.Table, ctx: Indices, right: pa.Table, listing: Indices, column: str
) -> npt.NDArray[np.bool_]:
    """Whether context and listing of each pair hold an equal value in `column` of their rows. Asked pair by pair: in a
    large city there are more pairs of a party and a listing than are ever compared."""
    ours, theirs = number_strings(left[column], right[column])
    many = int(max(ours.max(initial=0), theirs.max(initial=0))) + 1
    known = theirs >= 0
    held = np.unique(right["holder"].to_numpy()[known] * many + theirs[known])
    order = np.argsort(left["holder"].to_numpy(), kind="stable")
    pair, row = ByName(order, left["holder"].to_numpy()[order]).expand(ctx)
    shared = (ours[row] >= 0) & np.isin(listing[pair] * many + ours[row], held)
    found = np.zeros(len(ctx), dtype=np.bool_)
    found[pair[shared]] = True
    return found


def alias_rank(listed_names: pa.Table) -> npt.NDArray[np.int64]:
    """0 primary, 1 strong, 2 weak, per row of LISTED_NAMES."""
    return np.array([QUALITIES[q] for q in listed_names["alias_quality"].to_pylist()], dtype=np.int64)
