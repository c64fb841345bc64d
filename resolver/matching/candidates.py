"""Candidate pairs: which listed names are worth comparing with which party names, and who proposed them.

Enters: `NameArrays` of a slice of parties and of the lists. Leaves: `Candidates` (distinct pairs with a bit mask of
channels). Channels propose, they never score. What a channel is good for is in docs/matching.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from resolver.matching.bare_names import BareKeys, bare_keys, bare_pairs
from resolver.matching.deletions import DeletionIndex, Deletions, deletions, index_of, meet
from resolver.matching.encode import Faces, NameArrays, TokenArrays
from resolver.matching.initials import codes_as_texts
from resolver.matching.joining import join, number_strings
from resolver.matching.letter_rows import buffers
from resolver.matching.nearest import nearest
from resolver.names.initialisms import SHORTEST

Indices = npt.NDArray[np.int64]

__all__ = [
    "CHANNELS",
    "GIVEN",
    "IDENTIFIER",
    "CandidateLimits",
    "Candidates",
    "ListedIndex",
    "channel_names",
    "index_listed",
    "propose",
    "unite",
]

# Bit per channel, in the order in which `proposed_by` names them.
CHANNELS = (
    "exact",
    "grams",
    "rare_word",
    "fuzzy_word",
    "short_name",
    "initials",
    "identifier",
    "given",
    "consonants",
)
EXACT, GRAMS, RARE_WORD, FUZZY_WORD, SHORT_NAME, INITIALS, IDENTIFIER, GIVEN, CONSONANTS = (
    1 << i for i in range(9)
)
EXACT_KEYS = ("key_joined", "key_sorted", "key_concepts")


SHORTEST_TRANSLATED = 4
"""Letters of an initialism that is looked for in another language. Of three, 1,093 pairs are proposed for 1,959 acronyms of
no list instead of 18, and no pair more reaches an alert (train half)."""


@dataclass(frozen=True, slots=True)
class CandidateLimits:
    """How far the channels reach; docs/matching.md says what each is for."""

    grams_top: int = 20
    grams_cosine: float = 0.3
    rare_word_bits: float = 9.0
    rare_words_per_name: int = 2
    rare_word_names: int = 80  # a word of more listed names than this proposes nothing
    fuzzy_word_letters: int = 6
    short_name_letters: int = 12


@dataclass(frozen=True, slots=True)
class Candidates:
    """Distinct pairs, sorted by party then listed name; `channels` has the bits of CHANNELS."""

    party: Indices
    listed: Indices
    channels: npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class ListedIndex:
    """What the channels need of the listed names, made once per run."""

    names: NameArrays
    faces: Faces
    gram_ids: npt.NDArray[np.int64]  # sorted codes of the known 3-grams
    idf: npt.NDArray[np.float32]
    grams_transposed: sparse.csr_matrix  # (grams, names), rows of unit length
    rare_face: Indices  # faces of the telling words ...
    rare_name: Indices  # ... and the listed name that each stands in
    bare: BareKeys  # consonants of the whole names
    telling: tuple[Indices, Indices]  # (token, name) of the most telling words
    fuzzy: DeletionIndex  # of the telling words that are compared with a slip
    short: DeletionIndex  # of the short names
    consonants: pa.ChunkedArray  # of the longer words of each name
    limits: CandidateLimits


def index_listed(names: NameArrays, faces: Faces, limits: CandidateLimits) -> ListedIndex:
    """Prepare the listed side."""
    codes = _gram_codes(names.tokens)
    gram_ids = np.unique(codes[1])
    counts = _name_grams(names, codes, gram_ids)
    frequency = np.bincount(counts.indices, minlength=len(gram_ids))
    idf = (np.log((1 + len(names)) / (1 + frequency)) + 1).astype(np.float32)
    face, name = _rare_words(names, limits)
    grams = _unit_rows(counts, idf)
    telling = _top_words(names, limits)
    return ListedIndex(
        names,
        faces,
        gram_ids,
        idf,
        grams.T.tocsr(),
        face,
        name,
        bare_keys(names),
        telling,
        index_of(_fuzzy_words(names, telling[0], limits)),
        index_of(_short_names(names, limits)),
        _consonant_keys(names),
        limits,
    )


def propose(party: NameArrays, index: ListedIndex) -> Candidates:
    """All channels that look at names, united."""
    found = [
        _by_keys(party, index.names),
        _by_grams(party, index),
        _by_rare_words(party, index),
        _by_fuzzy_words(party, index),
        _by_short_names(party, index),
        _by_initials(party, index.names),
        _by_consonants(party, index),
    ]
    return unite(found, len(index.names))


def unite(found: list[tuple[Indices, Indices, int]], listed_names: int) -> Candidates:
    """Distinct pairs of several channels, each given as (party, listed, channel bit)."""
    code = np.concatenate([p.astype(np.int64) * listed_names + q for p, q, _ in found])
    bit = np.concatenate([np.full(len(p), channel, dtype=np.uint16) for p, _, channel in found])
    order = np.argsort(code, kind="stable")
    code, bit = code[order], bit[order]
    first = (
        np.flatnonzero(np.concatenate([[True], code[1:] != code[:-1]]))
        if len(code)
        else np.empty(0, np.int64)
    )
    channels = np.bitwise_or.reduceat(bit, first) if len(first) else bit
    code = code[first]
    return Candidates(code // listed_names, code % listed_names, channels)


def channel_names(mask: int) -> str:
    """The channels of a bit mask, joined by "|"."""
    return "|".join(name for i, name in enumerate(CHANNELS) if mask & (1 << i))


def _by_keys(party: NameArrays, listed: NameArrays) -> tuple[Indices, Indices, int]:
    pairs = [join(*number_strings(party.table[key], listed.table[key])) for key in EXACT_KEYS]
    return np.concatenate([p for p, _ in pairs]), np.concatenate([q for _, q in pairs]), EXACT


def _by_initials(party: NameArrays, listed: NameArrays) -> tuple[Indices, Indices, int]:
    """UVZ for Ural Vagon Zavod, TsKBA for the Central Design Bureau of Automatics, either way round; initials of two letters
    would propose everything."""
    found = [
        _initials_of(party, listed),
        _initials_of(listed, party)[::-1],
        _translated_initials(party, listed),
        _translated_initials(listed, party)[::-1],
    ]
    return np.concatenate([p for p, _ in found]), np.concatenate([q for _, q in found]), INITIALS


def _initials_of(short: NameArrays, long: NameArrays) -> tuple[Indices, Indices]:
    """Names that are the first letters of the words of others."""
    letters = pc.if_else(
        pc.greater_equal(pc.utf8_length(long.table["initials"]), SHORTEST),
        long.table["initials"],
        "",
    )
    return join(*number_strings(short.table["key_joined"], letters))


def _translated_initials(short: NameArrays, long: NameArrays) -> tuple[Indices, Indices]:
    """Names of one word that others spell in Russian, whatever they are written in (`resolver.names.initialisms`)."""
    alone = np.flatnonzero(np.diff(short.offset) == 1)
    words = short.token[short.offset[:-1][alone]]
    spelt = codes_as_texts(short.tokens.spells[words])
    enough = np.char.str_len(spelt) >= SHORTEST_TRANSLATED
    name, _ = np.nonzero(enough)
    texts = pa.chunked_array([spelt[enough].astype(str).tolist()], pa.string())
    found = [join(*number_strings(texts, _in_russian(long, brought))) for brought in long.tokens.in_russian]
    i, j = (np.concatenate(side) for side in zip(*found, strict=True))
    return alone[name[i]], j


def _in_russian(names: NameArrays, brought: pa.Array) -> pa.ChunkedArray:
    """The initialism of each name, of what its words bring; "" where it is too short."""
    of_word = pa.ListArray.from_arrays(
        pa.array(names.offset, pa.int32()), brought.take(pa.array(names.token))
    )
    spelt = pc.binary_join(of_word, "")
    enough = pc.greater_equal(pc.utf8_length(spelt), SHORTEST_TRANSLATED)
    return pa.chunked_array([pc.if_else(enough, spelt, "")])


def _by_grams(party: NameArrays, index: ListedIndex) -> tuple[Indices, Indices, int]:
    counts = _name_grams(party, _gram_codes(party.tokens), index.gram_ids)
    limits = index.limits
    rows, listed = nearest(
        _unit_rows(counts, index.idf), index.grams_transposed, limits.grams_top, limits.grams_cosine
    )
    return rows, listed, GRAMS


def _gram_codes(tokens: TokenArrays) -> tuple[Indices, Indices]:
    """(token, code) of every 3-gram of " word ", with the concept's number as one gram where there is a concept."""
    letters = tokens.letters.astype(np.int64)
    padded = np.zeros((letters.shape[0], letters.shape[1] + 2), dtype=np.int64)
    padded[:, 1:-1] = letters
    codes = (padded[:, :-2] << 16) | (padded[:, 1:-1] << 8) | padded[:, 2:]
    rows, columns = np.nonzero(padded[:, 1:-1] > 0)
    conceptual = np.flatnonzero(tokens.faces[:, 0] >= 0)
    concept_codes = tokens.faces[conceptual, 0].astype(np.int64) + (1 << 32)
    return np.concatenate([rows, conceptual]), np.concatenate([codes[rows, columns], concept_codes])


def _name_grams(names: NameArrays, codes: tuple[Indices, Indices], known: Indices) -> sparse.csr_matrix:
    """Gram weights of each name, shape (names, known grams): a telling word's grams weigh more than a common one's."""
    token, code = codes
    column = np.searchsorted(known, code)
    found = np.isin(code, known)  # a list may hold no word at all
    weight = np.clip(names.tokens.bits / 16.0, 0.1, 1.0)[token[found]]
    shape = (len(names.tokens.text), len(known))
    per_token = sparse.csr_matrix((weight, (token[found], column[found])), shape=shape, dtype=np.float32)
    per_token.sum_duplicates()
    ones = np.ones(len(names.token), dtype=np.float32)
    holds = sparse.csr_matrix((ones, names.token, names.offset), shape=(len(names), shape[0]))
    return (holds @ per_token).tocsr()


def _unit_rows(counts: sparse.csr_matrix, idf: npt.NDArray[np.float32]) -> sparse.csr_matrix:
    weighted = counts.copy()
    weighted.data = np.sqrt(weighted.data) * idf[weighted.indices]
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scale = np.repeat(1.0 / np.maximum(norms, 1e-9), np.diff(weighted.indptr))
    weighted.data = (weighted.data * scale).astype(np.float32)
    weighted.sort_indices()
    return weighted


def _top_words(names: NameArrays, limits: CandidateLimits) -> tuple[Indices, Indices]:
    """(token, name) of the most telling words of each name."""
    name = np.repeat(np.arange(len(names)), np.diff(names.offset))
    bits = names.tokens.bits[names.token]
    order = np.lexsort((names.token, -bits, name))
    name, token, bits = name[order], names.token[order].astype(np.int64), bits[order]
    rank = np.arange(len(name)) - names.offset[name]
    keep = (rank < limits.rare_words_per_name) & (bits >= limits.rare_word_bits) & ~names.tokens.number[token]
    return token[keep], name[keep]


def _rare_words(names: NameArrays, limits: CandidateLimits) -> tuple[Indices, Indices]:
    token, name = _top_words(names, limits)
    face, holder = _faces_of(names.tokens, token, name)
    _, inverse, counts = np.unique(face, return_inverse=True, return_counts=True)
    keep = counts[inverse] <= limits.rare_word_names
    return face[keep], holder[keep]


def _faces_of(tokens: TokenArrays, token: Indices, holder: Indices) -> tuple[Indices, Indices]:
    faces = tokens.faces[token]
    row, column = np.nonzero(faces >= 0)
    return faces[row, column].astype(np.int64), holder[row]


def _by_rare_words(party: NameArrays, index: ListedIndex) -> tuple[Indices, Indices, int]:
    name = np.repeat(np.arange(len(party)), np.diff(party.offset))
    face, holder = _faces_of(party.tokens, party.token.astype(np.int64), name)
    i, j = join(face, index.rare_face)
    return holder[i], index.rare_name[j], RARE_WORD


def _by_fuzzy_words(party: NameArrays, index: ListedIndex) -> tuple[Indices, Indices, int]:
    """Telling words one letter apart: words that share the string left when one letter is deleted."""
    limits = index.limits
    listed_token, listed_name = index.telling
    known = np.zeros(len(party.tokens.text), dtype=np.bool_)
    known[party.tokens.faces[:, 1] >= 0] = True  # written as some listed word is: the exact channels have it
    unknown = np.flatnonzero(~known & (party.tokens.length >= limits.fuzzy_word_letters - 1))
    near_party, near_listed = meet(_word_deletions(party.tokens, unknown), index.fuzzy)
    name = np.repeat(np.arange(len(party)), np.diff(party.offset))
    a, b = join(near_party, party.token.astype(np.int64))
    party_name, listed_word = name[b], near_listed[a]
    c, d = join(listed_word, listed_token)
    counts = np.bincount(c, minlength=len(listed_word))
    keep = counts[c] <= limits.rare_word_names
    return party_name[c[keep]], listed_name[d[keep]], FUZZY_WORD


def _by_short_names(party: NameArrays, index: ListedIndex) -> tuple[Indices, Indices, int]:
    """Short names (all words joined) one letter apart: too few 3-grams survive a typo in them."""
    return *meet(_short_names(party, index.limits), index.short), SHORT_NAME


def _short_names(names: NameArrays, limits: CandidateLimits) -> Deletions:
    letters = names.table["key_joined"]
    length = pc.utf8_length(letters)
    chosen = pc.and_(pc.greater_equal(length, 4), pc.less_equal(length, limits.short_name_letters))
    rows = np.flatnonzero(chosen.to_numpy().astype(np.bool_))
    texts, offset = buffers(letters)
    return deletions(rows, texts, offset[rows], offset[rows + 1])


def _fuzzy_words(names: NameArrays, token: Indices, limits: CandidateLimits) -> Deletions:
    words = np.unique(token[names.tokens.length[token] >= limits.fuzzy_word_letters])
    return _word_deletions(names.tokens, words)


def _word_deletions(tokens: TokenArrays, words: Indices) -> Deletions:
    start = words * tokens.letters.shape[1]
    return deletions(words, tokens.letters.ravel(), start, start + tokens.length[words])


def _by_consonants(party: NameArrays, index: ListedIndex) -> tuple[Indices, Indices, int]:
    """Words written without their vowels, alone or all of a name: some systems store names so."""
    listed_token, listed_name = index.telling
    bare = index.names.tokens.consonants[listed_token].astype(np.int64)
    name = np.repeat(np.arange(len(party)), np.diff(party.offset))
    i, j = join(_without_vowels(party)[party.token], bare)
    counts = np.bincount(i, minlength=len(party.token))
    keep = counts[i] <= index.limits.rare_word_names
    wholes = (_by_all_consonants(party, index), bare_pairs(party, index.bare))
    return (
        np.concatenate([name[i[keep]], *(p for p, _ in wholes)]),
        np.concatenate([listed_name[j[keep]], *(q for _, q in wholes)]),
        CONSONANTS,
    )


def _by_all_consonants(party: NameArrays, index: ListedIndex) -> tuple[Indices, Indices]:
    """Names of which a word lost its vowels, and that agree in the consonants of all longer words: ORNTL CMMRC."""
    bare = np.flatnonzero(_any_of(party, party.tokens.bare))
    i, j = join(*number_strings(_consonant_keys(party, bare), index.consonants))
    counts = np.bincount(i, minlength=len(bare))
    keep = counts[i] <= index.limits.rare_word_names
    return bare[i[keep]], j[keep]


def _consonant_keys(names: NameArrays, rows: Indices | None = None) -> pa.ChunkedArray:
    """The sorted consonant numbers of each name, or of some (in order), of two such words or more, as text; "" for other
    names."""
    rows = np.arange(len(names)) if rows is None else rows
    number = names.tokens.consonants[names.token].astype(np.int64)
    wanted = np.zeros(len(names), dtype=np.bool_)
    wanted[rows] = True
    name = np.repeat(np.arange(len(names)), np.diff(names.offset))
    held = (number >= 0) & wanted[name]
    number, name = number[held], name[held]
    count = np.bincount(name, minlength=len(names))[rows]
    several = count > 1
    number = number[np.lexsort((number, name))][np.repeat(several, count)]
    offsets = np.cumsum([0, *np.where(several, count, 0)]).astype(np.int32)
    listed = pa.ListArray.from_arrays(pa.array(offsets), pa.array(number).cast(pa.string()))
    return pa.chunked_array([pc.binary_join(listed, " ")])


def _any_of(names: NameArrays, marked: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether any token of each name is marked."""
    name = np.repeat(np.arange(len(names)), np.diff(names.offset))
    found = np.zeros(len(names), dtype=np.bool_)
    found[name[marked[names.token]]] = True
    return found


def _without_vowels(party: NameArrays) -> Indices:
    """Consonant number of the tokens that are nothing but consonants, -1 for others."""
    tokens = party.tokens
    bare: Indices = np.where(tokens.bare, tokens.consonants, -1).astype(np.int64)
    return bare
