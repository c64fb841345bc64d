"""Names of rows and parties that depend on content, never on position.

A row is named by its id column where it is given and unique in the run, otherwise by a hash of its cells,
with "-2", "-3" behind repeated rows. A party is named like its row; when a row gives several parties ":role"
follows, and ":2", ":3" behind a repeated role. Shuffling the rows therefore changes nothing but
`source_row`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_DIGEST_BYTES = 8  # a million different rows collide with a chance of 3 in 100 million


def digest(cells: Sequence[str]) -> str:
    """Sixteen hexadecimal digits of a row's content; blanks around cells and empty cells at the end do
    not count."""
    text = "\x1f".join(map(str.strip, cells)).rstrip("\x1f")
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def party_suffixes(
    rows: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], roles: pa.ChunkedArray
) -> pa.Array:
    """What stands behind the row's name in the names of its parties.

    `rows`: the place of each party's row, sorted; `counts`: the parties of each row; `roles`: one a party.
    """
    suffixes = [""] * len(rows)
    shared = np.flatnonzero(counts[rows] > 1)
    seen: Counter[tuple[int, str]] = Counter()
    told = zip(shared.tolist(), rows[shared].tolist(), roles.take(pa.array(shared)).to_pylist(), strict=True)
    for at, row, role in told:
        seen[row, role] += 1
        times = seen[row, role]
        suffixes[at] = f":{role}" if times == 1 else f":{role}:{times}"
    return pa.array(suffixes, pa.string())


def _occurrence(keys: pa.Array) -> npt.NDArray[np.int64]:
    """How often each key has occurred up to and including its place: 1, 2, 3, ..."""
    codes = keys.dictionary_encode().indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = (
        np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        if len(codes)
        else np.zeros(0, dtype=np.int64)
    )
    lengths = np.diff(np.r_[starts, len(codes)])
    result = np.empty(len(codes), dtype=np.int64)
    result[order] = np.arange(len(codes)) - np.repeat(starts, lengths) + 1
    return result


def _is_unique(keys: pa.Array) -> pa.Array:
    """Whether each key occurs once in the run and says anything."""
    encoded = keys.dictionary_encode()
    codes = encoded.indices.to_numpy()
    counts = np.bincount(codes, minlength=len(encoded.dictionary))
    return pc.and_(pa.array(counts[codes] == 1), pc.not_equal(keys, ""))


def name_rows(given_ids: pa.Array, digests: pa.Array) -> pa.Array:
    """The name of each row of a run, from its id column ("" where there is none) and the hash of its
    content."""
    times = _occurrence(digests)
    numbered = pc.binary_join_element_wise("-", pa.array(times).cast(pa.string()), "")
    number = pc.if_else(pa.array(times == 1), "", numbered)
    hashed = pc.binary_join_element_wise(digests, number, "")
    return pc.if_else(_is_unique(given_ids), given_ids, hashed)
