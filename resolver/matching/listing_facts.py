"""What is known of each listing besides its names: countries, identifiers, type, cities and addresses, as rows.

Enters: LISTINGS. Leaves: `ListingFacts`, made once for a list however often it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching import places

TYPES = {"entity": 0, "unknown": 0, "individual": 1, "vessel": 2, "aircraft": 2}
# Identifiers of these kinds name one legal person each; others (phones, call signs) are not compared.
COMPARED_KINDS = ("tax_id", "registration_id", "lei", "imo", "swift", "duns")
# A shorter number is shared by chance.
SHORTEST_IDENTIFIER = 7


def nowhere() -> pa.Table:
    """A table of places without a row."""
    return pa.table({"holder": pa.array([], pa.int64()), "key": pa.array([], pa.string())})


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """`countries` (holder, country) and `identifiers` (holder, value, scheme) of listings; `type` per listing."""

    countries: pa.Table
    identifiers: pa.Table
    type: npt.NDArray[np.uint8]
    cities: pa.Table = field(default_factory=nowhere)  # columns holder (listing), key
    addresses: pa.Table = field(default_factory=nowhere)


def listing_facts(listings: pa.Table) -> ListingFacts:
    """Countries, identifiers and types of the listings, exploded."""
    lists = listings["countries"].combine_chunks()
    countries = pa.table(
        {"holder": pc.list_parent_indices(lists).cast(pa.int64()), "country": lists.flatten()}
    )
    types = np.array([TYPES[t] for t in listings["listing_type"].to_pylist()], dtype=np.uint8)
    cities = _exploded(listings["cities"])
    named = pc.list_parent_indices(listings["cities"].combine_chunks()).cast(pa.int64())
    keys = places.city_keys(cities.to_pylist())
    addresses = places.exploded(
        [
            sorted({k for keys in places.address_keys(held) for k in keys})
            for held in listings["addresses"].to_pylist()
        ]
    )
    return ListingFacts(
        countries,
        identifier_rows(listings["identifiers"]),
        types,
        pa.table({"holder": named, "key": pa.array(keys, pa.string())}),
        places.without_common_words(addresses),
    )


def _exploded(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks().flatten()


def identifier_rows(column: pa.ChunkedArray) -> pa.Table:
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
