"""Where a firm is: its cities and addresses as keys that can be joined.

Enters: cities and addresses as they are written. Leaves: (holder, key) rows. A city's key is that of its canonical name,
so that Москва is Moscow; an address gives a key for each of its words with each of its numbers, so that two spellings
of one address share some whatever their order. Refuses to geocode: what is written otherwise is another place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.names import canonicalise, describe_tokens
from resolver.names.address_marks import is_address_word
from resolver.names.fold import fold_text, split_words
from resolver.names.skeleton import skeleton

Indices = npt.NDArray[np.int64]

_CITY_WORDS = re.compile(
    r"^(?:г|гор|город|g|gor|gorod|city of)[\s.]+|[\s,]+(?:city|shi|shahri|şehri)$", re.IGNORECASE
)
SHORTEST_WORD = 5  # letters of a word of an address that tells a street or a building
MOST_WORDS, MOST_NUMBERS = 8, 4  # of one address, in the order of the text
# "Street", "office", "district" in any language stand beside every number: a word that so many different addresses
# hold tells no street.
COMMON_WORD = 200


def city_keys(cities: Sequence[str]) -> list[str]:
    """The key of each city; "" where none is written."""
    names = canonicalise([_CITY_WORDS.sub("", city.strip()) for city in cities])
    tokens: list[list[str]] = names["tokens"].to_pylist()
    distinct = sorted({token for words in tokens for token in words})
    described = describe_tokens(distinct)
    means = dict(zip(distinct, described["concept"].to_pylist(), strict=True))
    sounds = dict(zip(distinct, described["skeleton"].to_pylist(), strict=True))
    return [" ".join(sorted(means[word] or sounds[word] for word in words)) for words in tokens]


def address_keys(addresses: Sequence[str]) -> list[list[str]]:
    """For each address the pairs of a word and a number of it, e.g. "abaa 150"."""
    return [_pairs(address) for address in addresses]


def _pairs(address: str) -> list[str]:
    words = split_words(fold_text(address))
    sounds = [skeleton(word) for word in words if word.isalpha() and not is_address_word(word.upper())]
    told = [sound for sound in sounds if len(sound) >= SHORTEST_WORD][:MOST_WORDS]
    numbers = [word for word in words if word[0].isdigit()][:MOST_NUMBERS]
    return sorted({f"{word} {number}" for word in told for number in numbers})


def exploded(keys: Sequence[Sequence[str]]) -> pa.Table:
    """Rows (holder, key) of lists of keys."""
    lists = pa.array(list(keys), pa.list_(pa.string()))
    return pa.table({"holder": pc.list_parent_indices(lists).cast(pa.int64()), "key": lists.flatten()})


def without_common_words(rows: pa.Table) -> pa.Table:
    """Address rows (holder, key) without those whose word stands with more than COMMON_WORD different numbers."""
    if not rows.num_rows:
        return rows
    word = pc.list_element(pc.split_pattern(rows["key"], " "), 0)
    pairs = (
        pa.table({"word": word, "key": rows["key"]})
        .group_by(["word", "key"], use_threads=False)
        .aggregate([])
    )
    counts = pairs.group_by("word", use_threads=False).aggregate([("key", "count")])
    common = counts.filter(pc.greater(counts["key_count"], COMMON_WORD))["word"]
    return rows.filter(pc.invert(pc.is_in(word, value_set=common.combine_chunks())))
