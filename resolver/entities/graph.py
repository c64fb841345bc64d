"""What the clustering reads: contexts as nodes, scored pairs as edges, and the facts that keep firms apart.

Enters: scored pairs between contexts (name, country, identifiers) and the hits of the parties. Leaves: `Graph`. A fact is
(what it is about, value): two clusters that both know a fact and share no value of it are not one firm.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.entities.calling import Words
from resolver.entities.said import A_BODY_MORE, OTHER_BODIES, level_said
from resolver.model import Compared
from resolver.names.form_classes import NO_LEGAL_FORM

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Schemes of which one firm can hold several numbers: different ones do not keep two rows apart.
SEVERAL_PER_FIRM = frozenset({"", "SWIFT", "IMO", "RU-OKPO", "KG-OKPO", "PL-REGON"})

# Least probability of a pair of which one name contains the other and says more that makes the two one by itself. Short
# names never reach it (one telling word and "trading" beyond it: .5); long ones of which one adds "the republic of" do.
# Train half, recall of pairs that share a distinctive word and precision: .479 and .990 with none, .487 and .990 from .99,
# .515 and .989 from .95, .536 and .986 from .9 (pairs between .9 and .95: 91 % right, most of the rest one firm that two
# lists hold as two).
CONTAINED = 0.9

Facts = dict[str, frozenset[str]]


def contradict(one: Facts, other: Facts) -> bool:
    """Whether both know a fact and share no value of it."""
    if len(one) > len(other):
        one, other = other, one
    return any(key in other and values.isdisjoint(other[key]) for key, values in one.items())


def together(one: Facts, other: Facts) -> Facts:
    """What the two know."""
    if not other:
        return one
    return {key: one.get(key, frozenset()) | other.get(key, frozenset()) for key in {**one, **other}}


class Situations(Protocol):
    """Distinct (name, country, identifiers): `resolver.matching.context.Contexts`."""

    @property
    def name(self) -> Indices: ...
    @property
    def country(self) -> pa.Array: ...
    @property
    def identifiers(self) -> pa.Table: ...
    @property
    def of_party(self) -> Indices: ...


class WordsOfNames(Protocol):
    """The words of distinct names: `resolver.matching.within_spread.NameWords`."""

    @property
    def offset(self) -> Indices: ...
    @property
    def word(self) -> Indices: ...
    @property
    def main(self) -> npt.NDArray[np.bool_]: ...
    @property
    def telling(self) -> npt.NDArray[np.bool_]: ...
    @property
    def language(self) -> npt.NDArray[np.int32]: ...


class ScoredPairs(Protocol):
    """Scored pairs between contexts: `resolver.matching.within.Edges`."""

    @property
    def contexts(self) -> Situations: ...
    @property
    def names(self) -> pa.Table: ...
    @property
    def name_bits(self) -> Floats: ...
    @property
    def words(self) -> WordsOfNames: ...
    @property
    def left(self) -> Indices: ...
    @property
    def right(self) -> Indices: ...
    @property
    def probability(self) -> Floats: ...
    @property
    def contains(self) -> npt.NDArray[np.bool_]: ...
    @property
    def identified(self) -> npt.NDArray[np.bool_]: ...
    @property
    def said(self) -> Indices: ...
    @property
    def compared(self) -> Compared: ...


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes are contexts, numbered by content; edges left < right, sorted. Arrays of nodes: content, rows, bits, facts."""

    content: list[str]  # what a node is, as text: words, forms, country, identifiers
    rows: Indices  # how many rows stand in it
    bits: Floats  # information of its name
    country: list[str]
    forms: list[frozenset[str]]  # classes of its legal form
    facts: list[Facts]  # identifiers by scheme, listings by list
    left: Indices
    right: Indices
    probability: Floats
    contains: npt.NDArray[np.bool_]
    identified: npt.NDArray[np.bool_]  # the two share a valid identifier
    said: Indices  # what the comparisons of the two names say, four bits for each
    words: Words | None = None  # None: not known

    def binding(self, rows: Indices | slice = slice(None)) -> npt.NDArray[np.bool_]:
        """Which edges (of `rows`) can make two nodes one by themselves: not those of which one name contains the other and
        says more, unless they are nearly certain, and never those between two bodies."""
        sure = ~self.contains[rows] | (self.probability[rows] >= CONTAINED)
        binds: npt.NDArray[np.bool_] = sure & self.supporting(rows)
        return binds

    def supporting(self, rows: Indices | slice = slice(None)) -> npt.NDArray[np.bool_]:
        """Which edges (of `rows`) count in the mean: not those between two bodies, unless they share an identifier."""
        surplus = level_said("surplus", self.said[rows])
        two = (surplus == A_BODY_MORE) | (surplus == OTHER_BODIES)
        supports: npt.NDArray[np.bool_] = ~two | self.identified[rows]
        return supports


def contents(edges: ScoredPairs) -> list[str]:
    """What each context is, as text that depends on nothing else: the matter of entity IDs."""
    words = pc.binary_join(edges.names["tokens"].combine_chunks(), " ")
    forms = pc.binary_join(edges.names["forms"].combine_chunks(), " ")
    names = pc.binary_join_element_wise(words, forms, "\x1f").to_pylist()
    numbers = _identifier_texts(edges.contexts)
    rows = zip(edges.contexts.name.tolist(), edges.contexts.country.to_pylist(), numbers, strict=True)
    return ["\x1f".join((names[name], country, text)) for name, country, text in rows]


def _forms(edges: ScoredPairs) -> list[frozenset[str]]:
    classes = [frozenset(forms) - NO_LEGAL_FORM for forms in edges.names["forms"].to_pylist()]
    return [classes[name] for name in edges.contexts.name.tolist()]


def _words(edges: ScoredPairs) -> Words:
    of = edges.words
    return Words(edges.contexts.name, of.offset, of.word, of.main, of.telling, of.language)


def _identifier_texts(contexts: Situations) -> list[str]:
    found: list[list[str]] = [[] for _ in range(len(contexts.name))]
    for holder, scheme, value in _identifier_rows(contexts.identifiers):
        found[holder].append(f"{scheme}:{value}")
    return [" ".join(sorted(set(one))) for one in found]


def _identifier_rows(table: pa.Table) -> Any:
    return zip(*(table[c].to_pylist() for c in ("holder", "scheme", "value")), strict=True)


def graph_of(
    edges: ScoredPairs, hits: pa.Table | None, party_of_hit: Indices | None, rows: Indices | None = None
) -> Graph:
    """The graph of the scored pairs, with the listings that the parties certainly are. `rows`: how many rows each party
    stands for (one, unless it is remembered)."""
    contexts = edges.contexts
    facts: list[dict[str, set[str]]] = [{} for _ in range(len(contexts.name))]
    for holder, scheme, value in _identifier_rows(contexts.identifiers):
        if scheme not in SEVERAL_PER_FIRM:
            facts[holder].setdefault(scheme, set()).add(value)
    if hits is not None and party_of_hit is not None:
        _add_listings(facts, contexts.of_party, hits, party_of_hit)
    return Graph(
        content=contents(edges),
        rows=np.bincount(contexts.of_party, weights=rows, minlength=len(contexts.name)).astype(np.int64),
        bits=edges.name_bits[contexts.name],
        country=contexts.country.to_pylist(),
        forms=_forms(edges),
        facts=[{key: frozenset(values) for key, values in one.items()} for one in facts],
        left=edges.left,
        right=edges.right,
        probability=edges.probability,
        contains=edges.contains,
        identified=edges.identified,
        said=edges.said,
        words=_words(edges),
    )


def _add_listings(
    facts: list[dict[str, set[str]]], of_party: Indices, hits: pa.Table, party_of_hit: Indices
) -> None:
    """A hit of kind `same` in band `match` is a fact about its party: which listing of that list it is."""
    certain = pc.and_(pc.equal(hits["kind"], "same"), pc.equal(hits["band"], "match")).to_numpy()
    chosen = hits.filter(pa.array(certain))
    rows = zip(
        of_party[party_of_hit[certain.astype(np.bool_)]].tolist(),
        chosen["list"].to_pylist(),
        chosen["listing_id"].to_pylist(),
        strict=True,
    )
    for context, source, listing in rows:
        facts[context].setdefault(f"list {source}", set()).add(listing)


def digest(text: str) -> str:
    """Forty hexadecimal digits of the SHA-256 of a text."""
    return sha256(text.encode()).hexdigest()[:40]
