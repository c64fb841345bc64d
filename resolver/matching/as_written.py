"""A field that is a listed name word for word is that name, whatever the segmentation took off its end.

Enters: PARTIES and the folded texts of LISTED_NAMES. Leaves: PARTIES, whose `party_name` is the whole field where the
field stands on a list: "VTB BANK JSC BELGRADE" is listed so, and the city is not an address of VTB Bank then. A listed name
that is nothing but a legal form to the reader (ASC, an alias) is one word that only the same text equals.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import compress, pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.names.parting import part_texts


def folded_texts(names: pa.ChunkedArray) -> frozenset[str]:
    """Names as they are compared with whole fields: letters folded, a blank between words."""
    return frozenset(_all_folded(names.to_pylist()))


def _all_folded(texts: Sequence[str]) -> list[str]:
    """Each of some texts as it is compared."""
    parted, folded = part_texts(texts), [""] * len(texts)
    begins = np.flatnonzero(np.diff(parted.text, prepend=-1)).tolist()
    for begin, end in pairwise([*begins, len(parted.words)]):
        folded[parted.text[begin]] = " ".join(parted.words[begin:end])
    return folded


def as_listed(parties: pa.Table, listed: Set[str]) -> pa.Table:
    """`parties` with the whole field as the name where it is one of `listed` (`folded_texts`) and names this party only."""
    shortened = pc.and_(
        pc.not_equal(parties["raw_name"], parties["party_name"]), _alone(parties)
    ).combine_chunks()
    texts = parties["raw_name"].filter(shortened).unique().to_pylist()
    if not texts:
        return parties
    known = pa.array(compress(texts, map(listed.__contains__, _all_folded(texts))), pa.string())
    whole = pc.and_(shortened, pc.is_in(parties["raw_name"], known))
    names = pc.if_else(whole, parties["raw_name"], parties["party_name"])
    return parties.set_column(parties.column_names.index("party_name"), "party_name", names)


def forms_as_words(names: pa.Table, known: Set[str] | None = None) -> pa.Table:
    """NAMES rows in which a name that is only a legal form becomes one word; with `known` only where it is one of these
    words (`form_word`): a party called LLC stays without a word, unless a list holds just that."""
    bare = pc.equal(names["empty_reason"], "only_legal_form")
    rows = [
        row
        for row in np.flatnonzero(bare.to_numpy().astype(np.bool_)).tolist()
        if known is None or form_word(names["key_exact"][row].as_py()) in known
    ]
    if not rows:
        return names
    order = np.arange(names.num_rows)
    order[rows] = names.num_rows + np.arange(len(rows))
    words = [_as_word(row) for row in names.take(pa.array(rows)).to_pylist()]
    both = pa.concat_tables([names, pa.Table.from_pylist(words, schema=names.schema)])
    return both.take(pa.array(order)).combine_chunks()


def form_word(text: str) -> str:
    """The word that stands for a folded name which is only a legal form. No spelling of another word is like it."""
    return "@" + text.replace(" ", "_")


def _as_word(name: dict[str, object]) -> dict[str, object]:
    word = form_word(str(name["key_exact"]))
    keys = ("key_core", "key_skeleton", "key_sorted", "key_joined", "key_letters", "key_concepts")
    return name | dict.fromkeys(keys, word) | {"tokens": [word], "forms": [], "empty_reason": ""}


def _alone(parties: pa.Table) -> pa.Array:
    """Whether each party is the only one of its row."""
    file = parties["source_file"].combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    row = parties["source_row"].to_numpy()
    _, place, times = np.unique(
        file * (row.max(initial=0) + 1) + row, return_inverse=True, return_counts=True
    )
    return pa.array(times[place] == 1)
