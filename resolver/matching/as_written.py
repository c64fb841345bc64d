"""A field that is a listed name word for word is that name, whatever the segmentation took off its end.

Enters: PARTIES and LISTED_NAMES. Leaves: PARTIES, whose `party_name` is the whole field where the field stands on a list:
"VTB BANK JSC BELGRADE" is listed so, and the city is not an address of VTB Bank then.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from resolver.names.fold import fold_text, split_words


def as_listed(parties: pa.Table, listed_names: pa.Table) -> pa.Table:
    """`parties` with the whole field as the name where it is a listed one and names this party only."""
    shortened = pc.and_(
        pc.not_equal(parties["raw_name"], parties["party_name"]), _alone(parties)
    ).combine_chunks()
    texts = parties["raw_name"].filter(shortened).unique().to_pylist()
    if not texts:
        return parties
    listed = {_folded(name) for name in listed_names["listed_name"].to_pylist()}
    known = pa.array([text for text in texts if _folded(text) in listed], pa.string())
    whole = pc.and_(shortened, pc.is_in(parties["raw_name"], known))
    names = pc.if_else(whole, parties["raw_name"], parties["party_name"])
    return parties.set_column(parties.column_names.index("party_name"), "party_name", names)


def _folded(text: str) -> str:
    return " ".join(split_words(fold_text(text)))


def _alone(parties: pa.Table) -> pa.ChunkedArray:
    """Whether each party is the only one of its row."""
    row = pc.binary_join_element_wise(
        parties["source_file"], pc.cast(parties["source_row"], pa.string()), "\n"
    )
    counted = row.combine_chunks().value_counts()
    once = counted.field("values").filter(pc.equal(counted.field("counts"), 1))
    return pc.is_in(row, once)
