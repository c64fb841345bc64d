"""Names written without their vowels: which party's name is a listed one, whole and in order, with its vowels left out.

Enters: two `NameArrays`. Leaves: the consonants of whole names, for the channel, and the pairs that agree in them, for the
comparison. Some systems store PTRSBRG SCL BANK; word by word too few letters stay (BR may be bureau), but of the listed
names with four consonants or more, six in seven share theirs with no other. Case, blanks and a legal form on one side
do not count. Only a party's name that holds such a word, and half the vowels of the listed name at most, is one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.encode import NameArrays
from resolver.matching.joining import join, number_strings

Indices = npt.NDArray[np.int64]

# Without and with the legal forms: those of a name without vowels (LMTD SRKT) are not always seen.
COLUMNS = ("key_core", "key_exact")
SHORTEST = 4  # consonants of a whole name, below which names share them
CONSONANT_BITS = 3.0
"""Information of a consonant of a name: words of 2, 3, 4 consonants carry 9.5, 11.6, 12.3 bits (train half)."""
_VOWELS = "aeiouyаеёиоуыэюя"
_BARE_WORD = rf"^(?:[^{_VOWELS}\d@]{{2,}}|[{_VOWELS}][^{_VOWELS}\d@]{{2,}})$"


@dataclass(frozen=True, slots=True)
class BareKeys:
    """Consonants of whole names, once for each of COLUMNS, and how many vowels stand between them."""

    texts: tuple[pa.Array, ...]
    vowels: npt.NDArray[np.int64]  # (names, len(COLUMNS))
    consonants: npt.NDArray[np.int64]  # of the names without their legal forms


def bare_keys(names: NameArrays, rows: Indices | None = None) -> BareKeys:
    """The keys of all names, or of some; "" where there are too few consonants."""
    texts, vowels, consonants = [], [], []
    for column in COLUMNS:
        words = names.table[column] if rows is None else names.table[column].take(pa.array(rows))
        letters = pc.replace_substring_regex(words.combine_chunks(), r"[^\p{L}\p{N}]", "")
        bare = pc.replace_substring_regex(letters, f"[{_VOWELS}]", "")
        length = pc.utf8_length(bare)
        vowels.append(pc.subtract(pc.utf8_length(letters), length).to_numpy(zero_copy_only=False))
        consonants.append(length.to_numpy(zero_copy_only=False))
        texts.append(pc.if_else(pc.greater_equal(length, SHORTEST), bare, ""))
    return BareKeys(tuple(texts), np.stack(vowels, axis=1).astype(np.int64), consonants[0].astype(np.int64))


def hold_bare_words(names: NameArrays) -> Indices:
    """The names that hold a word without vowels, but perhaps its first letter."""
    bare = pc.match_substring_regex(pa.array(names.tokens.text, pa.string()), _BARE_WORD)
    marked = bare.to_numpy(zero_copy_only=False).astype(np.bool_) & ~names.tokens.number
    name = np.repeat(np.arange(len(names)), np.diff(names.offset))
    return np.unique(name[marked[names.token]])


def bare_pairs(party: NameArrays, listed: BareKeys) -> tuple[Indices, Indices]:
    """Distinct pairs (party's name, listed name) of which the one is the other with its vowels left out."""
    rows = hold_bare_words(party)
    own = bare_keys(party, rows)
    found = [np.empty((0, 2), dtype=np.int64)]
    for p, left in enumerate(own.texts):
        for q, right in enumerate(listed.texts):
            i, j = join(*number_strings(pa.chunked_array([left]), pa.chunked_array([right])))
            fewer = 2 * own.vowels[i, p] <= listed.vowels[j, q]
            found.append(np.stack([rows[i[fewer]], j[fewer]], axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[:, 0], pairs[:, 1]
