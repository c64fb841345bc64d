"""Which words of two names met, and which are left over: for people who read why a pair scored what it scored.

Enters: a party's name and a listed one, as text. Leaves: `WordsMet`. The words meet as they do in a run
(`aligned_words.similarities`); only how they are put side by side is told here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from resolver.matching.aligned_words import Similarities, similarities
from resolver.matching.bare_names import bare_pairs
from resolver.matching.encode import NameArrays
from resolver.matching.listed import ListedSide, encode_party_names, party_names, prepare_listed
from resolver.matching.word_similarity import (
    HOW_ALTERNATE,
    HOW_CONCEPT,
    HOW_CONSONANTS,
    HOW_EDIT,
    HOW_FIRST,
    HOW_INITIALS,
    HOW_KNOWN,
    HOW_SHORT,
    HOW_TRUNCATED,
    HOW_VOWELS,
)
from resolver.model import LISTED_NAMES, LISTINGS

MEANS = (
    (HOW_CONCEPT, "meaning"),
    (HOW_INITIALS, "initials"),
    (HOW_TRUNCATED, "cut"),
    (HOW_KNOWN, "other_word"),
    (HOW_FIRST, "first_letter"),
    (HOW_EDIT, "slip"),
    (HOW_VOWELS | HOW_CONSONANTS, "vowels"),
    (HOW_SHORT, "short"),
    (HOW_ALTERNATE, "reading"),
)
"""HOW bits -> what they are called here; the first that holds is said."""
MEANS_OF_RUN = "joined"


class Met(NamedTuple):
    """Words of the party and of the listed name that met; `means`: "" for the same word, MEANS_OF_RUN, or one of MEANS."""

    party: str
    listed: str
    means: str


class WordsMet(NamedTuple):
    """What met, in the order of the listed name, and the words of either side that met nothing."""

    met: tuple[Met, ...]
    party_left: tuple[str, ...]
    listed_left: tuple[str, ...]


def words_met(pairs: Sequence[tuple[str, str]], *, jobs: int = 1) -> list[WordsMet]:
    """The words of each (party's name, listed name) side by side; nothing met where a name has no words."""
    if not pairs:
        return []
    listed = _listed_side([name for _, name in pairs], jobs)
    found = party_names(pa.chunked_array([[name for name, _ in pairs]], pa.string()), listed, jobs=jobs)
    party = encode_party_names(found.table, listed)
    bare = set(zip(*(side.tolist() for side in bare_pairs(party, listed.index.bare)), strict=True))
    rows = list(zip(found.position.tolist(), listed.row_name.tolist(), strict=True))
    return [
        _as_a_whole(party, listed.names, p, q, bare=(p, q) in bare)
        or _side_by_side(_tokens(party, p), _tokens(listed.names, q), alike)
        for (p, q), alike in zip(rows, similarities(party, listed.names, rows), strict=True)
    ]


def words_of_hits(hits: Iterable[Mapping[str, Any]]) -> list[WordsMet]:
    """The same of rows of HITS (`party_name`, `listed_name`)."""
    return words_met([(hit["party_name"], hit["listed_name"]) for hit in hits])


def _as_a_whole(party: NameArrays, listed: NameArrays, p: int, q: int, *, bare: bool) -> WordsMet | None:
    """Two names of the same letters whose blanks stand elsewhere, or of which one is the other without vowels."""
    words, others = _tokens(party, p), _tokens(listed, q)
    joined, other = (side.table["key_joined"][row].as_py() for side, row in ((party, p), (listed, q)))
    is_run = joined == other and len(words) != len(others)
    if not bare and not is_run:
        return None
    means = MEANS_OF_RUN if is_run else "vowels"
    return WordsMet((Met(" ".join(words), " ".join(others), means),), (), ()) if words else None


def _listed_side(names: list[str], jobs: int) -> ListedSide:
    rows = [
        {"listing_key": key, "listed_name": name, "alias_quality": "primary", "name_kind": "name"}
        for key, name in enumerate(names)
    ]
    table = pa.Table.from_pylist(rows, schema=LISTED_NAMES)
    return prepare_listed(LISTINGS.empty_table(), table, jobs=jobs, from_background=True)


def _tokens(side: NameArrays, row: int) -> list[str]:
    found: list[str] = side.table["tokens"][row].as_py()
    return found


def _side_by_side(words: list[str], others: list[str], alike: Similarities) -> WordsMet:
    by_initials = alike.how & HOW_INITIALS > 0
    couples = [
        (left, right, _means_of(left, right, alike))
        for value in np.unique(alike.listed[(alike.listed > 0) & ~by_initials]).tolist()
        for left, right in _couples(
            np.flatnonzero(alike.party == value).tolist(),
            np.flatnonzero((alike.listed == value) & ~by_initials).tolist(),
            alike,
            value,
        )
    ]
    if by_initials.any():  # the word and its run reach different similarities
        coupled = {at for left, _, _ in couples for at in left}
        spelt = [at for at in np.flatnonzero(alike.party > 0).tolist() if at not in coupled]
        couples.append((spelt, np.flatnonzero(by_initials).tolist(), _means(HOW_INITIALS)))
    met = [
        (right[0], Met(" ".join(words[i] for i in left), " ".join(others[j] for j in right), means))
        for left, right, means in couples
    ]
    return WordsMet(
        tuple(one for _, one in sorted(met, key=lambda pair: pair[0])),
        tuple(words[i] for i in np.flatnonzero(alike.party == 0)),
        tuple(others[j] for j in np.flatnonzero(alike.listed == 0)),
    )


def _means_of(left: list[int], right: list[int], alike: Similarities) -> str:
    """By which means words met: of one and several those of a phrase by their meaning, others as they are joined."""
    how = int(alike.how[right[0]])
    return MEANS_OF_RUN if len(left) != len(right) and not how & HOW_CONCEPT else _means(how)


def _couples(
    ours: list[int], theirs: list[int], alike: Similarities, value: float
) -> list[tuple[list[int], list[int]]]:
    """Who met whom among words of one similarity: one by one, or all together where a run of words met one word."""
    if len(ours) == len(theirs) == 1:
        return [(ours, theirs)]
    free, couples = list(ours), []
    for j in theirs:
        i = next((i for i in free if alike.alone(i, j) == value), None)
        if i is None:
            return [(ours, theirs)]
        free.remove(i)
        couples.append(([i], [j]))
    return [(ours, theirs)] if free else couples


def _means(how: int) -> str:
    return next((name for bits, name in MEANS if how & bits), "")
