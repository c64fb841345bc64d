"""An emulation of the score of OFAC's own search (Sanctions List Search, FAQ 246 to 249), for comparison.

Banks compare with it, so it stands beside our score and decides nothing: the larger of Jaro-Winkler on the whole
string and the mean over the words of the searched name of their best Jaro-Winkler or Soundex agreement.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import jellyfish
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

# A Soundex agreement counts as much as this Jaro-Winkler score: the FAQ names the algorithm, not its value.
SOUNDEX_AGREEMENT = 0.85


BLOCK = 20_000
"""Pairs of names whose words are compared at a time: about 30 MB."""


def reference_scores(party_names: pa.ChunkedArray, listed_names: pa.ChunkedArray) -> pa.Array:
    """`ofac_reference_score` of each pair of names, in order; a pair that stands there often is scored once."""
    party, listed = (names.combine_chunks().dictionary_encode() for names in (party_names, listed_names))
    width = max(1, len(listed.dictionary))
    code = party.indices.to_numpy().astype(np.int64) * width + listed.indices.to_numpy()
    distinct, place = np.unique(code, return_inverse=True)
    words = _Words()
    left, right = (_names(side.dictionary, words) for side in (party, listed))
    scores = []
    for start in range(0, len(distinct), BLOCK):
        block = distinct[start : start + BLOCK]
        scores.append(_scores(left, block // width, right, block % width, words))
    return pa.array(np.concatenate([np.empty(0), *scores])[place])


class _Words:
    """Numbers of words, and their sounds as numbers: -1 where there is none."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.sounds: list[int] = []
        self._known: dict[str, int] = {}
        self._sound_numbers: dict[str, int] = {"": -1}

    def number(self, word: str) -> int:
        """The number of a word."""
        number = self._known.get(word)
        if number is None:
            number = self._known[word] = len(self.texts)
            self.texts.append(word)
            self.sounds.append(self._sound_numbers.setdefault(_sound_of(word), len(self._sound_numbers)))
        return number


@dataclass(frozen=True, slots=True)
class _Names:
    """Folded names of one side: words of name i are `word[start[i] : start[i] + many[i]]`."""

    texts: pa.Array
    word: Indices
    start: Indices
    many: Indices


def _names(names: pa.Array, words: _Words) -> _Names:
    texts = _folded_texts(names)
    empty = pc.equal(texts, "").to_numpy(zero_copy_only=False).astype(np.bool_)
    lists = pc.split_pattern(texts, " ")
    held = lists.flatten().dictionary_encode()
    number = np.array([words.number(word) for word in held.dictionary.to_pylist()], dtype=np.int64)
    many = np.where(empty, 0, pc.list_value_length(lists).to_numpy(zero_copy_only=False)).astype(np.int64)
    named = ~empty[pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)]
    word = number[held.indices.to_numpy(zero_copy_only=False)][named]
    return _Names(texts, word, np.cumsum(many) - many, many)


def _folded_texts(names: pa.Array) -> pa.Array:
    """`_folded` of many names: those of ASCII letters by columns."""
    texts = pc.replace_substring_regex(pc.ascii_upper(names), "[^0-9A-Z]+", " ")
    foreign = np.flatnonzero(~pc.string_is_ascii(names).to_numpy(zero_copy_only=False).astype(np.bool_))
    place = np.arange(len(names))
    place[foreign] = len(names) + np.arange(len(foreign))
    others = [_folded(name)[0] for name in names.take(pa.array(foreign)).to_pylist()]
    return pa.concat_arrays([pc.ascii_trim(texts, " "), pa.array(others, texts.type)]).take(pa.array(place))


def _scores(left: _Names, p: Indices, right: _Names, q: Indices, words: _Words) -> Floats:
    """`ofac_reference_score` of left names p and right names q; the words of all pairs are compared at once."""
    ours, theirs = left.texts.take(pa.array(p)), right.texts.take(pa.array(q))
    whole = _jaro_winkler(ours.to_pylist(), theirs.to_pylist())
    best = np.maximum(whole, _word_means(left, p, right, q, words))
    best[pc.equal(ours, theirs).to_numpy(zero_copy_only=False).astype(np.bool_)] = 1.0
    best[(left.many[p] == 0) | (right.many[q] == 0)] = 0.0
    return np.array([round(100.0 * score, 1) for score in best.tolist()])


def _word_means(left: _Names, p: Indices, right: _Names, q: Indices, words: _Words) -> Floats:
    """For each pair of names the mean over the left words of their best agreement with a right one."""
    pair, own = _spread(left.start[p], left.many[p])
    of_own, other = _spread(right.start[q][pair], right.many[q][pair])
    agreement = _word_scores(left.word[own][of_own], right.word[other], words)
    best = np.zeros(len(own))
    np.maximum.at(best, of_own, agreement)
    total = np.bincount(pair, best, minlength=len(p)).astype(np.float64)  # adds in order, as a loop does
    return total / np.maximum(left.many[p], 1)


def _spread(start: Indices, many: Indices) -> tuple[Indices, Indices]:
    """The ranges start[i] .. start[i] + many[i], one after the other: i, and the place."""
    holder = np.repeat(np.arange(len(many)), many)
    return holder, np.arange(len(holder)) + np.repeat(start - np.cumsum(many) + many, many)


def _word_scores(left: Indices, right: Indices, words: _Words) -> Floats:
    """`_word_score` of pairs of numbered words, each distinct pair compared once."""
    width = max(1, len(words.texts))
    codes, place = np.unique(left * width + right, return_inverse=True)
    a, b = codes // width, codes % width
    texts = words.texts
    scores = _jaro_winkler([texts[at] for at in a.tolist()], [texts[at] for at in b.tolist()])
    sounds = np.array(words.sounds, dtype=np.int64)
    alike = (sounds[a] == sounds[b]) & (sounds[a] >= 0)
    floored: Floats = np.where(alike, np.maximum(scores, SOUNDEX_AGREEMENT), scores)
    return floored[place]


def _jaro_winkler(left: Sequence[str], right: Sequence[str]) -> Floats:
    """Jaro-Winkler of pairs of texts: the numbers of jellyfish, many at once."""
    if not left:
        return np.empty(0)
    scores: Floats = process.cpdist(left, right, scorer=JaroWinkler.similarity, dtype=np.float64, workers=1)
    return scores


def ofac_reference_score(party_name: str, listed_name: str) -> float:
    """0 to 100. Names are folded to upper case first; an empty name scores 0."""
    (party, party_words), (listed, listed_words) = _folded(party_name), _folded(listed_name)
    if not party or not listed:
        return 0.0
    if party == listed:
        return 100.0
    whole = jellyfish.jaro_winkler_similarity(party, listed)
    return round(100.0 * max(whole, _word_mean(party_words, listed_words)), 1)


def _folded(name: str) -> tuple[str, tuple[str, ...]]:
    """Letters and digits in upper case, everything else a blank; and the words."""
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    words = _NOT_WORD.sub(" ", text.upper()).split()
    return " ".join(words), tuple(words)


_NOT_WORD = re.compile(r"[\W_]+")


def _word_mean(party: tuple[str, ...], listed: tuple[str, ...]) -> float:
    best = (1.0 if word in listed else max([_word_score(word, other) for other in listed]) for word in party)
    return sum(best) / len(party)


def _word_score(word: str, other: str) -> float:
    score = jellyfish.jaro_winkler_similarity(word, other)
    if score >= SOUNDEX_AGREEMENT:
        return score
    return max(score, SOUNDEX_AGREEMENT) if _sound_of(word) and _sound_of(word) == _sound_of(other) else score


def _sound_of(word: str) -> str:
    """The Soundex code of a word of plain letters, "" of any other."""
    return jellyfish.soundex(word) if word.isascii() and word.isalpha() else ""
