"""Canonical names as arrays: what the candidate channels and the alignment kernel read.

Enters: NAMES and TOKENS tables of `resolver.names`. Leaves: `TokenArrays` (a row per distinct token) and
`NameArrays` (a row per distinct name, tokens as offsets into the former). The two sides of a comparison share one
`Faces`: the numbering of the strings by which two tokens can be the same word (its concept, its skeleton, and the
other skeletons that its spelling admits).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.matching.letter_rows import letter_rows
from resolver.names.blends import shared_parts
from resolver.names.lexicon import key_of
from resolver.names.skeleton import is_weak, sounds, unaccented
from resolver.names.skeleton import skeleton as skeleton_of

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

# Faces kept per token: its concept, its skeleton and the five alternates that the names stage gives at most.
FACES = 7
# Letters of a skeleton that are compared; longer words are compared by their first 40 letters.
LETTERS = 40
# How a word is written: in Latin or Cyrillic letters, or in a script that is read by guess.
SCRIPTS = {"other": 0, "latin": 1, "cyrillic": 2}
# Listings that an unseen word is imagined to be counted among, so that a list of three names does not make
# every word look common (df 1 of 3) and a list of 50,000 still tells common words from rare ones.
PSEUDO_LISTINGS = 30_000

# "Company", "firm": every class calls itself so; as evidence of a form it is none.
COMPATIBLE_FORMS = frozenset({"COMPANY"})
FORM_CLASSES_MAX = 31  # classes are bits of an int32
_VOWELS = re.compile("[aeiouyаеёиоуыэюя]")


@dataclass(slots=True)
class Faces:
    """Numbers for the strings by which tokens are the same word; grows on one side only (the listed one)."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, face: str, *, grow: bool) -> int:
        """The number of `face`; -1 when it is unknown and may not be added."""
        known = self.numbers.get(face)
        if known is not None:
            return known
        if not grow:
            return -1
        self.numbers[face] = len(self.numbers)
        return len(self.numbers) - 1


@dataclass(frozen=True, slots=True)
class TokenArrays:
    """Distinct tokens of one side. Shapes: (tokens,), faces (tokens, FACES), letters (tokens, LETTERS)."""

    text: list[str]
    faces: Ints  # -1 where there is none; column 0 is the concept, column 1 the skeleton
    letters: Bytes  # skeleton, UTF-8 bytes (skeletons are ASCII), 0 beyond its length
    length: Ints
    consonants: Ints  # number of the consonant string, -1 where it is shorter than three letters
    bits: Floats
    number: npt.NDArray[np.bool_]
    meant: npt.NDArray[np.bool_]  # it has a concept, whether the other side knows it or not
    weak: npt.NDArray[np.bool_]
    bag: npt.NDArray[np.int64]  # a bit per letter: a cheap bound on the edit distance
    bare: npt.NDArray[np.bool_]  # written without its vowels, but perhaps the first letter
    head: Ints  # letters at the beginning that many compounds share (ros, tehno), 0 for most words
    tail: Ints  # the same at the end (pribor, konsalt)
    script: Ints  # SCRIPTS of the word as it is written
    spelt: Ints  # number of the word as it is written
    sound: Ints  # number of its sounds before doubled letters and glides are dropped
    written: (
        Bytes  # letters of a Latin word as it is written, without accents, as `letters` holds the skeleton
    )
    written_length: Ints  # 0 for words that are not written in Latin letters
    written_bag: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NameArrays:
    """Distinct names of one side: tokens of name i are `token[offset[i]:offset[i + 1]]`, in order."""

    offset: npt.NDArray[np.int64]
    token: Ints
    forms: Ints  # bit mask of legal-form classes, 0 when none was written
    tokens: TokenArrays
    table: pa.Table  # the NAMES rows these arrays were made of

    def __len__(self) -> int:
        return len(self.offset) - 1

    def words_of(self, name: int) -> Ints:
        """The numbers of the words of one name, in order."""
        return self.token[self.offset[name] : self.offset[name + 1]]


def encode_tokens(described: pa.Table, faces: Faces, *, grow: bool) -> TokenArrays:
    """TOKENS rows as arrays. `grow`: this is the listed side, whose faces get numbers."""
    skeletons: list[str] = described["skeleton"].to_pylist()
    rows = len(skeletons)
    numbers = np.full((rows, FACES), -1, dtype=np.int32)
    consonants = np.full(rows, -1, dtype=np.int32)
    columns = (described[c].to_pylist() for c in ("concept", "alternates", "consonants", "token"))
    for row, (skeleton, concept, alternates, bare, token) in enumerate(zip(skeletons, *columns, strict=True)):
        if concept:
            numbers[row, 0] = faces.number(key_of(concept), grow=grow)
        for column, face in enumerate([skeleton, *alternates][: FACES - 1], start=1):
            numbers[row, column] = faces.number(face, grow=grow)
        if len(bare) >= 3:
            consonants[row] = _consonant_number(bare, skeleton, alternates, faces, grow)
            if grow:  # a clerk drops the vowels of the spelling, and c is k before what is left: CMMRC
                faces.numbers.setdefault("%" + _devowelled(token), int(consonants[row]))
    letters, length = _letters(skeletons)
    parts = np.array([shared_parts(word) for word in skeletons], dtype=np.int32).reshape(-1, 2)
    return TokenArrays(
        text=described["token"].to_pylist(),
        faces=numbers,
        letters=letters,
        length=length,
        consonants=consonants,
        bits=described["bits"].to_numpy().astype(np.float32),
        number=described["is_number"].to_numpy(zero_copy_only=False).astype(np.bool_),
        meant=pc.not_equal(described["concept"], "").to_numpy(zero_copy_only=False).astype(np.bool_),
        weak=described["weak"].to_numpy(zero_copy_only=False).astype(np.bool_),
        bag=_letter_bag(letters),
        bare=_bare(letters, length),
        head=parts[:, 0],
        tail=parts[:, 1],
        **_written(described["token"].to_pylist(), faces, grow=grow),
    )


def _written(tokens: list[str], faces: Faces, *, grow: bool) -> dict[str, Any]:
    """Script, spelling and sounds of the words, for short ones that meet: BYD and BID have one skeleton. And their
    letters: a slip of the pen in Yachts (Yacrhts) or Gemini (Gemixi) is several of the skeleton."""
    plain = [unaccented(token) for token in tokens]
    letters, length = _letters([word if word.isascii() and word.isalpha() else "" for word in plain])
    return {
        "written": letters,
        "written_length": length,
        "written_bag": _letter_bag(letters),
        "script": np.array([_script_of(word) for word in plain], dtype=np.int32),
        "spelt": np.array([faces.number("=" + word, grow=grow) for word in plain], dtype=np.int32),
        "sound": np.array([faces.number("~" + sounds(word), grow=grow) for word in plain], dtype=np.int32),
    }


def _script_of(word: str) -> int:
    if word.isascii():
        return SCRIPTS["latin"]
    return SCRIPTS["other" if is_weak(word) else "cyrillic"]


def _devowelled(token: str) -> str:
    return skeleton_of(_VOWELS.sub("", token)) or token


def _consonant_number(bare: str, skeleton: str, alternates: list[str], faces: Faces, grow: bool) -> int:
    """The number of the consonants; of a word written without vowels, of the first reading that the lists know."""
    if grow or bare != skeleton:
        return faces.number("%" + bare, grow=grow)
    known = (faces.number("%" + reading, grow=False) for reading in (skeleton, *alternates))
    return next((number for number in known if number >= 0), -1)


def _letters(words: list[str]) -> tuple[Bytes, Ints]:
    whole = [word if word.isascii() else _cut(word) for word in words]
    letters, length = letter_rows(pa.array(whole, pa.string()), LETTERS)
    return letters, np.minimum(length, LETTERS).astype(np.int32)


def _cut(word: str) -> str:
    """As much of a word (of a listed name that is only a legal form) as has room, no letter of it cut in two."""
    return word.encode()[:LETTERS].decode(errors="ignore")


def _bare(letters: Bytes, length: Ints) -> npt.NDArray[np.bool_]:
    """Words of three letters and more without a vowel behind the first letter, which is often left standing."""
    vowels = np.isin(letters[:, 1:], np.frombuffer(b"aeiou", dtype=np.uint8)).any(axis=1)
    bare: npt.NDArray[np.bool_] = ~vowels & (length >= 3)
    return bare


def _letter_bag(letters: Bytes) -> npt.NDArray[np.int64]:
    shifts = (letters & 31).astype(np.int64)
    masks = np.where(letters > 0, np.int64(1) << shifts, np.int64(0))
    bag: npt.NDArray[np.int64] = np.bitwise_or.reduce(masks, axis=1)
    return bag


def encode_names(
    names: pa.Table, described: pa.Table, tokens: TokenArrays, classes: dict[str, int]
) -> NameArrays:
    """NAMES rows as arrays over `tokens` (made of `described`); `classes` numbers the legal-form classes."""
    lists = names["tokens"].combine_chunks()
    flat = lists.flatten()
    token = pc.index_in(flat, value_set=described["token"].combine_chunks())
    lengths = pc.list_value_length(lists).to_numpy(zero_copy_only=False)
    return NameArrays(
        offset=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        token=token.to_numpy(zero_copy_only=False).astype(np.int32),
        forms=_form_masks(names["forms"], classes),
        tokens=tokens,
        table=names,
    )


def _form_masks(forms: pa.ChunkedArray, classes: dict[str, int]) -> Ints:
    masks = np.zeros(len(forms), dtype=np.int32)
    lists = forms.combine_chunks()
    parents = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
    for row, form in zip(parents, lists.flatten().to_pylist(), strict=True):
        if form in COMPATIBLE_FORMS:
            continue
        bit = classes.setdefault(form, len(classes))
        masks[row] |= 1 << min(bit, FORM_CLASSES_MAX - 1)
    return masks


def distinct_tokens(names: pa.Table) -> list[str]:
    """The distinct tokens of NAMES rows, sorted: the same numbering whatever the order of the rows."""
    return sorted(pc.unique(names["tokens"].combine_chunks().flatten()).to_pylist())


def count_listed_information(names: NameArrays, listing_of_name: Ints) -> TokenArrays:
    """Tokens whose bits know the lists too: a word of many listings tells little, even an unusual word.

    `listing_of_name` numbers the listing of each name. Returns the tokens with bits = the smaller of the
    background's and log2((listings + PSEUDO_LISTINGS) / listings that hold the word).
    """
    holder = np.repeat(listing_of_name, np.diff(names.offset))
    pairs = np.unique(np.stack([_word(names.tokens)[names.token], holder], axis=1), axis=0)
    words, listings = np.unique(pairs[:, 0], return_counts=True)
    frequency = dict(zip(words.tolist(), listings.tolist(), strict=True))
    total = len(np.unique(listing_of_name)) + PSEUDO_LISTINGS
    held = np.array([frequency.get(w, 1) for w in _word(names.tokens).tolist()], dtype=np.float64)
    bits = np.minimum(names.tokens.bits, np.log2(total / (held + 0.5))).astype(np.float32)
    values = {name: getattr(names.tokens, name) for name in names.tokens.__slots__} | {"bits": bits}
    return TokenArrays(**values)


def _word(tokens: TokenArrays) -> Ints:
    """What a token counts as: its concept where it has one, else its skeleton."""
    return np.where(tokens.faces[:, 0] >= 0, tokens.faces[:, 0], tokens.faces[:, 1]).astype(np.int32)
