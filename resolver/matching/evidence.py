"""The evidence of hits as JSON: prior and each comparison with its bits, its level and what it compared.

Enters: `Links`, the listed side, the model, and the pairs to be written. Leaves: a text per pair. Pairs of the same
levels differ only in the values compared, so that one template serves them all; texts are made block by block.
`plain_evidence` is the plain twin; a test holds that both agree.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.comparisons import COMPARISONS, Levels
from resolver.matching.linking import Links
from resolver.matching.listed import ListedSide
from resolver.matching.weights import Model

Indices = npt.NDArray[np.int64]

BLOCK = 20_000
"""Pairs whose texts are Python objects at a time: about 40 MB."""

SHOWN = ("words", "legal_form", "country", "place", "identifiers", "type")
"""What is shown of a party and a listing: their words, unless the comparison has a name of these."""


def evidence_texts(links: Links, listed: ListedSide, model: Model, pair: Indices) -> pa.DictionaryArray:
    """The evidence of `links.pairs[pair]`, in the order of `pair`; the bits of each text add up to the match weight.

    Each pair has one text, however often it stands in `pair`.
    """
    templates = _Templates(model)
    party_numbers, listed_numbers = _numbers_of_contexts(links), _numbers_of_listings(listed)
    distinct, place = np.unique(pair, return_inverse=True)
    blocks = []
    for start in range(0, len(distinct), BLOCK):
        rows = distinct[start : start + BLOCK]
        shown = _shown(links, listed, rows, party_numbers, listed_numbers)
        blocks.append(pa.array(templates.fill(links.pairs.levels[rows], shown), pa.large_string()))
    texts = pa.chunked_array(blocks, pa.large_string()).combine_chunks()
    return pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), texts)


class _Templates:
    """The text of each vector of levels, with a place for every value compared."""

    def __init__(self, model: Model) -> None:
        self._known: dict[bytes, str] = {}
        self._prior = json.dumps({"prior": {"bits": round(model.prior_bits, 4)}})[:-1]
        self._parts = [_parts(model, number) for number in range(len(COMPARISONS))]

    def fill(self, levels: Levels, shown: list[list[str]]) -> list[str]:
        """The texts of pairs of these levels and values."""
        order = [
            2 * (SHOWN.index(comparison.name) if comparison.name in SHOWN else 0) + side
            for comparison in COMPARISONS
            for side in (0, 1)
        ]
        values = zip(*[shown[column] for column in order], strict=True)
        return [self._of(row) % compared for row, compared in zip(levels, values, strict=True)]

    def _of(self, levels: Levels) -> str:
        key = levels.tobytes()
        template = self._known.get(key)
        if template is None:
            parts = [part[level] for part, level in zip(self._parts, levels.tolist(), strict=True)]
            template = self._known[key] = ", ".join([self._prior, *parts]) + "}"
        return template


def _parts(model: Model, number: int) -> list[str]:
    """What a template says of one comparison, by its level."""
    comparison, weights = COMPARISONS[number], model.weights(COMPARISONS[number].name)
    said = [
        {comparison.name: {"bits": round(float(bits), 4), "level": level}}
        for bits, level in zip(weights, comparison.levels, strict=True)
    ]
    texts = [json.dumps(one, ensure_ascii=False)[1:-2].replace("%", "%%") for one in said]
    return [text + ', "party": %s, "listed": %s}' for text in texts]


def _shown(
    links: Links, listed: ListedSide, rows: Indices, party_numbers: dict[int, str], listed_numbers: pa.Array
) -> list[list[str]]:
    """The values of the party and of the listing for each of SHOWN, as JSON."""
    ctx, listed_row = links.pairs.context[rows], links.pairs.listed_row[rows]
    name, listed_name = links.contexts.name[ctx], listed.row_name[listed_row]
    listing = listed.listed_names["listing_key"].take(pa.array(listed_row))
    party_places = _places_of_contexts(links)
    columns = []
    for column in ("tokens", "forms"):
        columns += [_words(links.names[column], name), _words(listed.names.table[column], listed_name)]
    columns += [
        links.contexts.country.take(pa.array(ctx)).to_pylist(),
        pc.binary_join(listed.listings["countries"].take(listing), " ").to_pylist(),
        [party_places.get(one, "") for one in ctx.tolist()],
        pc.binary_join(listed.listings["cities"].take(listing), "; ").to_pylist(),
        [party_numbers.get(one, "") for one in ctx.tolist()],
        listed_numbers.take(listing).to_pylist(),
        [""] * len(rows),
        listed.listings["listing_type"].take(listing).to_pylist(),
    ]
    quote = json.JSONEncoder(ensure_ascii=False).encode
    return [list(map(quote, texts)) for texts in columns]


def _words(lists: pa.ChunkedArray, rows: Indices) -> list[str]:
    joined: list[str] = pc.binary_join(lists.take(pa.array(rows)), " ").to_pylist()
    return joined


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
        party, other = shown.get(comparison.name, shown["words"])
        found[comparison.name] = {
            "bits": round(float(model.weights(comparison.name)[level]), 4),
            "level": comparison.levels[level],
            "party": party,
            "listed": other,
        }
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
    numbers = " ".join(i["value"] for i in listed.listings["identifiers"][listing].as_py())
    return {
        "words": (words[0], words[1]),
        "legal_form": (forms[0], forms[1]),
        "country": (links.contexts.country[ctx].as_py(), countries),
        "place": (
            _places_of_contexts(links).get(ctx, ""),
            "; ".join(listed.listings["cities"][listing].as_py()),
        ),
        "identifiers": (links.contexts.identifiers_text(ctx), numbers),
        "type": ("", listed.listings["listing_type"][listing].as_py()),
    }
