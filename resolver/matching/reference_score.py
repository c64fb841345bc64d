"""An emulation of the score of OFAC's own search (Sanctions List Search, FAQ 246 to 249), for comparison.

Banks compare with it, so it stands beside our score and decides nothing: the larger of Jaro-Winkler on the whole
string and the mean over the words of the searched name of their best Jaro-Winkler or Soundex agreement.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import jellyfish
import numpy as np
import pyarrow as pa

# A Soundex agreement counts as much as this Jaro-Winkler score: the FAQ names the algorithm, not its value.
SOUNDEX_AGREEMENT = 0.85


NAMES_KEPT = 1 << 16
WORD_PAIRS_KEPT = 1 << 18
"""Names, and pairs of words, whose folding and agreement are remembered: about 50 MB at the most."""


def reference_scores(party_names: pa.ChunkedArray, listed_names: pa.ChunkedArray) -> pa.Array:
    """`ofac_reference_score` of each pair of names, in order; a pair that stands there often is scored once."""
    party, listed = (names.combine_chunks().dictionary_encode() for names in (party_names, listed_names))
    width = max(1, len(listed.dictionary))
    code = party.indices.to_numpy().astype(np.int64) * width + listed.indices.to_numpy()
    distinct, place = np.unique(code, return_inverse=True)
    left = party.dictionary.take(pa.array(distinct // width)).to_pylist()
    right = listed.dictionary.take(pa.array(distinct % width)).to_pylist()
    scores = [ofac_reference_score(a, b) for a, b in zip(left, right, strict=True)]
    return pa.array(scores, pa.float64()).take(pa.array(place))


def ofac_reference_score(party_name: str, listed_name: str) -> float:
    """0 to 100. Names are folded to upper case first; an empty name scores 0."""
    (party, party_words), (listed, listed_words) = _folded(party_name), _folded(listed_name)
    if not party or not listed:
        return 0.0
    if party == listed:
        return 100.0
    whole = jellyfish.jaro_winkler_similarity(party, listed)
    return round(100.0 * max(whole, _word_mean(party_words, listed_words)), 1)


@lru_cache(maxsize=NAMES_KEPT)
def _folded(name: str) -> tuple[str, tuple[str, ...]]:
    """Letters and digits in upper case, everything else a blank; and the words."""
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    words = _NOT_WORD.sub(" ", text.upper()).split()
    return " ".join(words), tuple(words)


_NOT_WORD = re.compile(r"[\W_]+")


def _word_mean(party: tuple[str, ...], listed: tuple[str, ...]) -> float:
    best = (1.0 if word in listed else max([_word_score(word, other) for other in listed]) for word in party)
    return sum(best) / len(party)


@lru_cache(maxsize=WORD_PAIRS_KEPT)
def _word_score(word: str, other: str) -> float:
    score = jellyfish.jaro_winkler_similarity(word, other)
    if score >= SOUNDEX_AGREEMENT:
        return score
    return max(score, SOUNDEX_AGREEMENT) if _sound_of(word) and _sound_of(word) == _sound_of(other) else score


@lru_cache(maxsize=NAMES_KEPT)
def _sound_of(word: str) -> str:
    """The Soundex code of a word of plain letters, "" of any other."""
    return jellyfish.soundex(word) if word.isascii() and word.isalpha() else ""
