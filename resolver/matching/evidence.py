"""The evidence of hits as JSON: prior and each comparison with its bits, its level and what it compared.

Enters: `Links`, the listed side, the model, and the pairs to be written. Leaves: a text per pair. What a level says
is written once and the values are quoted once each; Arrow joins them, block by block.
`plain_evidence` is the plain twin; a test holds that both agree.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.comparisons import COMPARISONS, POSITION, Levels
from resolver.matching.linking import Links
from resolver.matching.listed import ListedSide
from resolver.matching.weights import Model

Indices = npt.NDArray[np.int64]

BLOCK = 10_000
"""Pairs whose texts are joined at a time: about 50 MB."""

SHOWN = (COMPARISONS[0].name, "legal_form", "country", "place", "identifiers", "type")
"""The comparisons whose two values are written. All others compare the words of both names, which stand at the first:
written at each, they were half of a table of hits."""

SAME_ADDRESS = COMPARISONS[POSITION["place"]].levels.index("same address")


def evidence_texts(links: Links, listed: ListedSide, model: Model, pair: Indices) -> pa.DictionaryArray:
    """The evidence of `links.pairs[pair]`, in the order of `pair`; the bits of each text add up to the match weight.

    Each pair has one text, however often it stands in `pair`.
    """
    said = [_said(model, number) for number in range(len(COMPARISONS))]
    held = _Held(
        _places_of_contexts(links),
        _numbers_of_contexts(links),
        _numbers_of_listings(listed),
        _shared_addresses(links, listed, pair),
    )
    distinct, place = np.unique(pair, return_inverse=True)
    blocks = (distinct[start : start + BLOCK] for start in range(0, len(distinct), BLOCK))
    texts = together(
        _filled(said, links.pairs.levels[rows], _shown(links, listed, rows, held)) for rows in blocks
    )
    return pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), texts)


def together(blocks: Iterable[pa.Array]) -> pa.Array:
    """One array of the large strings of several without nulls, each let go of as soon as it is copied: the texts of a large
    run are half a gigabyte, which must not stand in memory twice. (A bytearray grows in its place.)"""
    data, offsets = bytearray(), [np.zeros(1, dtype=np.int64)]
    for block in blocks:
        own = np.frombuffer(block.buffers()[1], dtype=np.int64)[block.offset : block.offset + len(block) + 1]
        offsets.append(own[1:] - own[0] + len(data))
        data += memoryview(block.buffers()[2])[own[0] : own[-1]]
    ends = np.concatenate(offsets)
    return pa.LargeStringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), pa.py_buffer(data))


def _filled(said: list[pa.Array], levels: Levels, shown: list[pa.Array]) -> pa.Array:
    """The texts of pairs of these levels and values: for each comparison what its level says, and both values of some."""
    pieces: list[Any] = []
    for number, comparison in enumerate(COMPARISONS):
        pieces.append(said[number].take(pa.array(levels[:, number])))
        if comparison.name in SHOWN:
            column = 2 * SHOWN.index(comparison.name)
            pieces += [shown[column], pa.scalar(', "listed": ', pa.large_string()), shown[column + 1]]
    ends = pa.scalar("}}", pa.large_string())
    return pc.binary_join_element_wise(*pieces, ends, pa.scalar("", pa.large_string()))


def _said(model: Model, number: int) -> pa.Array:
    """What is said of one comparison by its level, up to the party's value if it is written; the first one begins the
    text."""
    comparison, weights = COMPARISONS[number], model.weights(COMPARISONS[number].name)
    begin = json.dumps({"prior": {"bits": round(model.prior_bits, 4)}})[:-1] + ", " if number == 0 else "}, "
    value = ', "party": ' if comparison.name in SHOWN else ""
    said = [
        json.dumps({comparison.name: {"bits": round(float(bits), 4), "level": level}}, ensure_ascii=False)
        for bits, level in zip(weights, comparison.levels, strict=True)
    ]
    return pa.array([f"{begin}{text[1:-2]}{value}" for text in said], pa.large_string())


@dataclass(frozen=True, slots=True)
class _Held:
    """Places and identifiers of contexts that have some, identifiers of all listings, and of pairs with one address what of
    it is shared: texts for people."""

    places: dict[int, str]
    numbers: dict[int, str]
    listed_numbers: pa.Array
    addresses: dict[int, str]  # of a row of the pairs


def _shown(links: Links, listed: ListedSide, rows: Indices, held: _Held) -> list[pa.Array]:
    """The values of the party and of the listing for each of SHOWN, as JSON."""
    ctx, listed_row = links.pairs.context[rows], links.pairs.listed_row[rows]
    name, listed_name = links.contexts.name[ctx], listed.row_name[listed_row]
    listing = listed.listed_names["listing_key"].take(pa.array(listed_row))
    columns: list[Any] = []
    for column in ("tokens", "forms"):
        columns += [_words(links.names[column], name), _words(listed.names.table[column], listed_name)]
    columns += [
        links.contexts.country.take(pa.array(ctx)),
        pc.binary_join(listed.listings["countries"].take(listing), " "),
        [held.places.get(one, "") for one in ctx.tolist()],
        _listed_places(pc.binary_join(listed.listings["cities"].take(listing), "; "), rows, held),
        [held.numbers.get(one, "") for one in ctx.tolist()],
        held.listed_numbers.take(listing),
        [""] * len(rows),
        listed.listings["listing_type"].take(listing),
    ]
    return [_quoted(texts) for texts in columns]


def _listed_places(cities: pa.ChunkedArray, rows: Indices, held: _Held) -> pa.ChunkedArray | list[str]:
    """The cities of the listing of each row, behind the address where that is what agrees."""
    if not held.addresses:
        return cities
    both = zip(rows.tolist(), cities.to_pylist(), strict=True)
    return ["; ".join(filter(None, (held.addresses.get(row), named))) for row, named in both]


def _shared_addresses(links: Links, listed: ListedSide, pair: Indices) -> dict[int, str]:
    """What the addresses of both sides share, for those of some pairs with the same address."""
    rows = np.unique(pair[links.pairs.levels[pair, POSITION["place"]] == SAME_ADDRESS])
    if not len(rows):
        return {}
    listing = listed.listed_names["listing_key"].to_numpy()[links.pairs.listed_row[rows]]
    ours = _held_keys(links.contexts.addresses, links.pairs.context[rows])
    theirs = _held_keys(listed.facts.addresses, listing)
    held = zip(rows.tolist(), links.pairs.context[rows].tolist(), listing.tolist(), strict=True)
    return {row: "; ".join(sorted(ours[ctx] & theirs[entry])) for row, ctx, entry in held}


def _held_keys(table: pa.Table, holders: Indices) -> dict[int, set[str]]:
    wanted = table.filter(pc.is_in(table["holder"], pa.array(np.unique(holders))))
    found: dict[int, set[str]] = defaultdict(set)
    for holder, key in zip(wanted["holder"].to_pylist(), wanted["key"].to_pylist(), strict=True):
        found[holder].add(key)
    return found


def _quoted(texts: pa.Array | pa.ChunkedArray | list[str]) -> pa.Array:
    """Texts as JSON, each distinct one quoted once."""
    column = pa.array(texts, pa.string()) if isinstance(texts, list) else texts
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    encoded = column.dictionary_encode()
    quote = json.JSONEncoder(ensure_ascii=False).encode
    known = pa.array(map(quote, encoded.dictionary.to_pylist()), pa.large_string())
    return known.take(encoded.indices)


def _words(lists: pa.ChunkedArray, rows: Indices) -> pa.ChunkedArray:
    return pc.binary_join(lists.take(pa.array(rows)), " ")


def _numbers_of_contexts(links: Links) -> dict[int, str]:
    """The compared identifiers of each context that has some, for people."""
    return _texts_of_holders(links.contexts.identifiers, "value", " ")


def _places_of_contexts(links: Links) -> dict[int, str]:
    """The cities of each context, and what of its address some listing has too, as they were compared."""
    return _texts_of_holders(pa.concat_tables([links.contexts.cities, links.contexts.addresses]), "key", "; ")


def _texts_of_holders(rows: pa.Table, column: str, between: str) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for holder, value in zip(rows["holder"].to_pylist(), rows[column].to_pylist(), strict=True):
        found.setdefault(holder, []).append(value)
    return {holder: between.join(values) for holder, values in found.items()}


def _numbers_of_listings(listed: ListedSide) -> pa.Array:
    lists = listed.listings["identifiers"].combine_chunks()
    return pc.binary_join(pa.ListArray.from_arrays(lists.offsets, lists.values.field("value")), " ")


def plain_evidence(links: Links, listed: ListedSide, model: Model, row: int) -> str:
    """The evidence of one pair."""
    pairs = links.pairs
    shown = _shown_values(links, listed, row)
    found: dict[str, Any] = {"prior": {"bits": round(model.prior_bits, 4)}}
    for number, comparison in enumerate(COMPARISONS):
        level = int(pairs.levels[row, number])
        bits = round(float(model.weights(comparison.name)[level]), 4)
        found[comparison.name] = {"bits": bits, "level": comparison.levels[level]}
        if comparison.name in SHOWN:
            found[comparison.name] |= dict(zip(("party", "listed"), shown[comparison.name], strict=True))
    return json.dumps(found, ensure_ascii=False)


def _shown_values(links: Links, listed: ListedSide, row: int) -> dict[str, tuple[str, str]]:
    ctx, listed_row = int(links.pairs.context[row]), int(links.pairs.listed_row[row])
    sides = (
        (links.names, int(links.contexts.name[ctx])),
        (listed.names.table, int(listed.row_name[listed_row])),
    )
    listing = listed.listed_names["listing_key"][listed_row].as_py()
    words = [" ".join(table["tokens"][at].as_py()) for table, at in sides]
    forms = [" ".join(table["forms"][at].as_py()) for table, at in sides]
    countries = " ".join(listed.listings["countries"][listing].as_py())
    shared = filter(None, [_shared_addresses(links, listed, np.array([row])).get(row, "")])
    numbers = " ".join(i["value"] for i in listed.listings["identifiers"][listing].as_py())
    return {
        SHOWN[0]: (words[0], words[1]),
        "legal_form": (forms[0], forms[1]),
        "country": (links.contexts.country[ctx].as_py(), countries),
        "place": (
            _places_of_contexts(links).get(ctx, ""),
            "; ".join([*shared, *listed.listings["cities"][listing].as_py()]),
        ),
        "identifiers": (links.contexts.identifiers_text(ctx), numbers),
        "type": ("", listed.listings["listing_type"][listing].as_py()),
    }
