"""What was compared before need not be compared again: pairs of a registry are kept from run to run.

Enters: the contexts of this run and `Compared`, which an earlier run left. Leaves: the pairs that are taken over, which
contexts are new, and `Compared` for the next run. A pair that is taken over keeps the score that it was given, whatever
names have come since. What a word tells depends on who else holds it, so such a score ages; when the names have grown by
`RENEWED` all pairs are compared anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.context import Contexts
from resolver.matching.weights import Model
from resolver.matching.within_keys import mixed, string_keys
from resolver.matching.within_names import WithinSide, identifier_text
from resolver.model import COMPARED_BASIS, COMPARED_CONTEXTS, COMPARED_PAIRS, NAMES, TOKENS, Compared
from resolver.names.code_digest import code_digest

Indices = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Distinct names, as a multiple of those among which all pairs were last compared, from which all are compared again. A
# small first file would otherwise decide for ever how rare a word is. Judgement; docs/entities.md says what it costs.
RENEWED = 1.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scored pairs of contexts, arrays of equal length."""

    left: Indices
    right: Indices
    weight: Floats  # bits, prior included
    probability: Floats
    contains: Flags
    identified: Flags
    said: Indices  # `within_comparisons.packed` levels

    def take(self, rows: Indices) -> Pairs:
        """Those of `rows`, in their order."""
        return Pairs(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Kept:
    """`pairs` of the contexts that are `settled` (by context): they were compared with each other. `basis`: distinct names
    when all pairs were compared together."""

    pairs: Pairs
    settled: Flags
    basis: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """Contexts that have to be compared, and the names that they bear."""

    contexts: Flags
    names: Flags

    @staticmethod
    def of(settled: Flags, side: WithinSide) -> Fresh:
        """All that is not settled."""
        names = np.zeros(len(side.names), dtype=np.bool_)
        names[side.contexts.name[~settled]] = True
        return Fresh(~settled, names)


def is_usable(earlier: Compared, print_of_run: str) -> bool:
    """Whether names and scores of `earlier` are what this version of the tool would make with these settings."""
    return bool(earlier.basis["fingerprint"].to_pylist() == [print_of_run])


def fingerprint(model: Model, threshold: float) -> str:
    """Of the code and tables that make names and scores, the model, and the least probability that is kept."""
    return sha256(
        f"{code_digest('resolver.matching', 'resolver.names')} {model.digest} {threshold!r}".encode()
    ).hexdigest()


def place_marks(parties: pa.Table, contexts: Contexts) -> Indices:
    """A number per context that changes with the set of cities and addresses of its rows; 0 where there are none."""
    marks = np.zeros(len(contexts.name), dtype=np.uint64)
    for salt, column in enumerate(("city", "address"), start=1):
        texts = parties[column].combine_chunks().dictionary_encode()
        keys = np.zeros(len(texts.dictionary), dtype=np.uint64)
        said = string_keys(pa.chunked_array([texts.dictionary], pa.string()), 1)
        keys[said.name] = mixed(said.key.view(np.uint64) + np.uint64(salt))
        width = max(1, len(keys))
        number = texts.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        held = np.unique(contexts.of_party * width + number)
        np.add.at(marks, held // width, keys[held % width])
    return marks.view(np.int64)


def kept_pairs(side: WithinSide, marks: Indices, earlier: Compared | None) -> Kept:
    """What of `earlier` holds for the contexts of this run. Nothing when the names have grown too much since."""
    count = len(side.contexts.name)
    basis = int(earlier.basis["names"][0].as_py()) if earlier is not None else 0
    if earlier is None or len(side.names) >= RENEWED * basis:
        none = COMPARED_PAIRS.empty_table()
        return Kept(_pairs(none, np.empty(0, np.int64)), np.zeros(count, dtype=np.bool_), len(side.names))
    before = _keys(earlier.names, earlier.contexts)
    at = pc.index_in(before, value_set=_keys(side.names.table, _contexts(side.contexts, marks)))
    at = at.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    same = (at >= 0) & (marks[at] == earlier.contexts["places"].to_numpy())
    settled = np.zeros(count, dtype=np.bool_)
    settled[at[same]] = True
    left, right = (earlier.pairs[c].to_numpy() for c in ("left", "right"))
    return Kept(_pairs(earlier.pairs.filter(pa.array(same[left] & same[right])), at), settled, basis)


def _pairs(table: pa.Table, at: Indices) -> Pairs:
    """COMPARED_PAIRS as arrays; `at` has the context of this run for each of the earlier ones."""
    columns = {c: table[c].to_numpy(zero_copy_only=False) for c in COMPARED_PAIRS.names}
    columns |= {c: at[columns[c]] for c in ("left", "right")}
    return Pairs(**columns)


def _keys(names: pa.Table, contexts: pa.Table) -> pa.Array:
    """What makes a context, as text: words, legal forms, country, identifiers."""
    words, forms = (pc.binary_join(names[c].combine_chunks(), " ") for c in ("tokens", "forms"))
    of_name = pc.binary_join_element_wise(words, forms, "\x1f").take(contexts["name"].combine_chunks())
    parts = (contexts[c].combine_chunks() for c in ("country", "identifiers"))
    return pc.binary_join_element_wise(of_name, *parts, "\x1f")


def _contexts(contexts: Contexts, marks: Indices) -> pa.Table:
    columns = [contexts.name, contexts.country, identifier_text(contexts), marks]
    return pa.table([pa.array(c) for c in columns], schema=COMPARED_CONTEXTS)


def as_compared(side: WithinSide, marks: Indices, pairs: Pairs, print_of_run: str, basis: int) -> Compared:
    """What the next run needs to know of this one."""
    columns = [pa.array(getattr(pairs, name)) for name in COMPARED_PAIRS.names]
    return Compared(
        names=side.names.table.select(NAMES.names).cast(NAMES),
        tokens=side.tokens.select(TOKENS.names).cast(TOKENS),
        contexts=_contexts(side.contexts, marks),
        pairs=pa.table(columns, schema=COMPARED_PAIRS),
        basis=pa.table([[print_of_run], [basis]], schema=COMPARED_BASIS),
    )
