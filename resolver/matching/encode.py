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

from resolver.matching.initials import initial_codes
from resolver.matching.letter_rows import letter_bags, letter_rows
from resolver.matching.word_similarity import SHORT
from resolver.names.blends import shared_parts
from resolver.names.form_classes import COMPATIBLE_FORMS, JOINT_STOCK, STATE_FORMS
from resolver.names.known_words import known_words, meanings
from resolver.names.lexicon import key_of
from resolver.names.skeleton import is_weak, sounds, unaccented
from resolver.names.skeleton import skeleton as skeleton_of

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.int64]

# Faces kept per token: its concept, its skeleton and the five alternates that the names stage gives at most.
FACES = 7
# Letters of a skeleton that are compared; longer words are compared by their first 40 letters.
LETTERS = 40
SHORTEST_CONSONANTS = 3
# How a word is written: in Latin or Cyrillic letters, or in a script that is read by guess.
SCRIPTS = {"other": 0, "latin": 1, "cyrillic": 2}
# Listings that an unseen word is imagined to be counted among, so that a list of three names does not make
# every word look common (df 1 of 3) and a list of 50,000 still tells common words from rare ones.
PSEUDO_LISTINGS = 30_000

FORM_CLASSES_MAX = 31  # classes are bits of an int32
_VOWELS = re.compile("[aeiouyаеёиоуыэюя]")


@dataclass(slots=True)
class Faces:
    """Numbers for the strings by which tokens are the same word; grows on one side only (the listed one)."""

    numbers: dict[str, int] = field(default_factory=dict)
    _columns: tuple[pa.Array, Ints] | None = field(default=None, init=False, repr=False, compare=False)

    def number(self, face: str, *, grow: bool) -> int:
        """The number of `face`; -1 when it is unknown and may not be added."""
        known = self.numbers.get(face)
        if known is not None:
            return known
        if not grow:
            return -1
        self.numbers[face] = len(self.numbers)
        return len(self.numbers) - 1

    def known(self, faces: pa.Array) -> Ints:
        """The numbers of many faces at once; -1 for those that are unknown."""
        columns = self._columns
        if columns is None or len(columns[0]) != len(self.numbers):
            columns = pa.array(self.numbers, pa.string()), np.array([*self.numbers.values(), -1], np.int32)
            self._columns = columns
        place = pc.fill_null(pc.index_in(faces, value_set=columns[0]), -1)
        known: Ints = columns[1][place.to_numpy(zero_copy_only=False)]
        return known


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
    meaning: Ints  # number of its concept (`known_words.meanings`), -1 where it has none
    known: Ints  # number of what it means as it stands, -1 for a word that is none or only resembles one
    languages: npt.NDArray[np.int64]  # a bit per language that writes it so (see `known_words`)
    weak: npt.NDArray[np.bool_]
    bag: npt.NDArray[np.int64]  # a bit per letter: a cheap bound on the edit distance
    bare: npt.NDArray[np.bool_]  # written without its vowels, but perhaps the first letter
    head: Ints  # letters at the beginning that many compounds share (ros, tehno), 0 for most words
    tail: Ints  # the same at the end (pribor, konsalt)
    script: Ints  # SCRIPTS of the word as it is written
    spelt: Ints  # number of the word as it is written
    sound: Ints  # number of its sounds before doubled letters and glides are dropped
    written: Bytes  # letters of a Latin word as written, without accents, as `letters` holds the skeleton
    written_length: Ints  # 0 for words that are not written in Latin letters
    spells: Bytes  # what it may stand for as an initialism, (tokens, READINGS, letters), zeros behind each
    shares: Bytes  # what it may bring to one, (tokens, SHARES, letters)
    # which of these it brings in Russian, without and with the second part of a compound
    in_russian: tuple[pa.Array, pa.Array]
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
    described = described.combine_chunks()
    skeletons: list[str] = described["skeleton"].to_pylist()
    letters, length = _letters(_column(described, "skeleton"))
    parts = np.array([shared_parts(word) for word in skeletons], dtype=np.int32).reshape(-1, 2)
    spelling = _spelling(_column(described, "token"), length, grow=grow)
    numbered = _grown(described, spelling, faces) if grow else known_faces(described, spelling, faces)
    words, concepts = described["token"].to_pylist(), described["concept"].to_pylist()
    known, languages = known_words(words, concepts, skeletons)
    return TokenArrays(
        text=words,
        faces=numbered.faces,
        letters=letters,
        length=length,
        consonants=numbered.consonants,
        bits=described["bits"].to_numpy().astype(np.float32),
        number=described["is_number"].to_numpy(zero_copy_only=False).astype(np.bool_),
        meant=pc.not_equal(described["concept"], "").to_numpy(zero_copy_only=False).astype(np.bool_),
        meaning=meanings(concepts),
        known=known,
        languages=languages,
        weak=described["weak"].to_numpy(zero_copy_only=False).astype(np.bool_),
        bag=letter_bags(letters),
        bare=_bare(letters, length),
        head=parts[:, 0],
        tail=parts[:, 1],
        script=spelling.script,
        spelt=numbered.spelt,
        sound=numbered.sound,
        **_written(spelling.plain),
        **initial_codes(spelling.plain, concepts, skeletons),
    )


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words without accents and how they are written; `compared`: those whose spelling and sounds may be asked for."""

    plain: pa.Array
    script: Ints
    compared: Indices
    sounds: list[str]  # of the compared ones


@dataclass(frozen=True, slots=True)
class Numbered:
    """The numbers of what words are, -1 for what the lists do not know (see `TokenArrays`)."""

    faces: Ints
    consonants: Ints
    spelt: Ints
    sound: Ints


def _spelling(tokens: pa.Array, length: Ints, *, grow: bool) -> Spelling:
    """Script, spelling and sounds of the words, for short ones that meet: BYD and BID have one skeleton. Those of listed
    words are all numbered; of longer words of parties nobody asks."""
    script = np.full(len(tokens), SCRIPTS["latin"], dtype=np.int32)
    foreign = np.flatnonzero(~pc.string_is_ascii(tokens).to_numpy(zero_copy_only=False).astype(np.bool_))
    plain = [unaccented(word) for word in tokens.take(pa.array(foreign)).to_pylist()]
    script[foreign] = [_script_of(word) for word in plain]
    words = _replaced(tokens, foreign, plain)
    compared = np.arange(len(words)) if grow else np.flatnonzero(length <= SHORT)
    return Spelling(words, script, compared, [sounds(w) for w in words.take(pa.array(compared)).to_pylist()])


def _replaced(texts: pa.Array, rows: Indices, others: list[str]) -> pa.Array:
    """`texts` with others in these rows."""
    place = np.arange(len(texts))
    place[rows] = len(texts) + np.arange(len(rows))
    return pa.concat_arrays([texts, pa.array(others, pa.string())]).take(pa.array(place))


def _grown(described: pa.Table, spelling: Spelling, faces: Faces) -> Numbered:
    """The numbers of listed words: what has none gets one."""
    numbered = plain_faces(described, faces, grow=True)
    spelt = [faces.number("=" + word, grow=True) for word in spelling.plain.to_pylist()]
    sound = [faces.number("~" + word, grow=True) for word in spelling.sounds]
    return Numbered(*numbered, np.array(spelt, dtype=np.int32), np.array(sound, dtype=np.int32))


def plain_faces(described: pa.Table, faces: Faces, *, grow: bool) -> tuple[Ints, Ints]:
    """Faces and consonants of words, one by one."""
    rows = described.num_rows
    numbers = np.full((rows, FACES), -1, dtype=np.int32)
    consonants = np.full(rows, -1, dtype=np.int32)
    columns = (described[c].to_pylist() for c in ("skeleton", "concept", "alternates", "consonants", "token"))
    for row, (skeleton, concept, alternates, bare, token) in enumerate(zip(*columns, strict=True)):
        if concept:
            numbers[row, 0] = faces.number(key_of(concept), grow=grow)
        for column, face in enumerate([skeleton, *alternates][: FACES - 1], start=1):
            numbers[row, column] = faces.number(face, grow=grow)
        if len(bare) >= SHORTEST_CONSONANTS:
            consonants[row] = _consonant_number(bare, skeleton, alternates, faces, grow)
            if grow:  # a clerk drops the vowels of the spelling, and c is k before what is left: CMMRC
                faces.numbers.setdefault("%" + _devowelled(token), int(consonants[row]))
    return numbers, consonants


def known_faces(described: pa.Table, spelling: Spelling, faces: Faces) -> Numbered:
    """The numbers of words of parties, by columns; `plain_faces` is the plain twin."""
    skeleton, bare = _column(described, "skeleton"), _column(described, "consonants")
    concepts = _column(described, "concept").dictionary_encode()
    keys = pa.array([key_of(one) if one else "" for one in concepts.dictionary.to_pylist()], pa.string())
    other, row, column = _alternates(_column(described, "alternates"))
    asked = (
        keys.take(concepts.indices),
        skeleton,
        other,
        _marked("%", bare),
        _marked("=", spelling.plain.take(pa.array(spelling.compared))),
        _marked("~", pa.array(spelling.sounds, pa.string())),
    )
    found = faces.known(pa.concat_arrays(asked))
    concept, sound, others, consonants, spelt, heard = np.split(found, np.cumsum([*map(len, asked)])[:-1])
    numbers = np.full((len(skeleton), FACES), -1, dtype=np.int32)
    numbers[:, 0], numbers[:, 1] = (
        np.where(pc.equal(asked[0], "").to_numpy(zero_copy_only=False), -1, concept),
        sound,
    )
    numbers[row, column] = others
    consonants = _with_bare(consonants, described, faces)
    return Numbered(numbers, consonants, *(_spread(f, spelling.compared, len(bare)) for f in (spelt, heard)))


def _marked(mark: str, texts: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(mark, texts, "")


def _spread(numbers: Ints, rows: Indices, many: int) -> Ints:
    """Numbers of some rows among all; -1 for the others."""
    spread = np.full(many, -1, dtype=np.int32)
    spread[rows] = numbers
    return spread


def _alternates(lists: pa.ListArray) -> tuple[pa.Array, Indices, Indices]:
    """As many alternates as have room, and of each its row and its column among the faces."""
    row = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    many = np.diff(lists.offsets.to_numpy())
    column = 2 + np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    room = np.flatnonzero(column < FACES)
    return lists.flatten().take(pa.array(room)), row[room], column[room]


def _with_bare(numbers: Ints, described: pa.Table, faces: Faces) -> Ints:
    """Numbers of consonants without those of too few, and of words written without vowels by what the lists know."""
    bare, skeleton = _column(described, "consonants"), _column(described, "skeleton")
    long = pc.greater_equal(pc.utf8_length(bare), SHORTEST_CONSONANTS)
    consonants = np.where(long.to_numpy(zero_copy_only=False), numbers, -1).astype(np.int32)
    without = np.flatnonzero(pc.and_(long, pc.equal(bare, skeleton)).to_numpy(zero_copy_only=False))
    words = described.select(["consonants", "skeleton", "alternates"]).take(pa.array(without))
    columns = (words[name].to_pylist() for name in words.column_names)
    consonants[without] = [
        _consonant_number(own, whole, alternates, faces, False)
        for own, whole, alternates in zip(*columns, strict=True)
    ]
    return consonants


def _column(table: pa.Table, name: str) -> pa.Array:
    """A column as one array that begins with its first row."""
    column = table[name].combine_chunks()
    return pa.concat_arrays([column]) if column.offset else column


def _written(plain: pa.Array) -> dict[str, Any]:
    """Letters of Latin words as they are written: a slip of the pen in Yachts (Yacrhts) or Gemini (Gemixi) is several of the
    skeleton."""
    letters, length = _letters(pc.if_else(pc.ascii_is_alpha(plain), plain, ""))
    return {"written": letters, "written_length": length, "written_bag": letter_bags(letters)}


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


def _letters(words: pa.Array) -> tuple[Bytes, Ints]:
    foreign = np.flatnonzero(~pc.string_is_ascii(words).to_numpy(zero_copy_only=False).astype(np.bool_))
    if len(foreign):
        words = _replaced(words, foreign, [_cut(word) for word in words.take(pa.array(foreign)).to_pylist()])
    letters, length = letter_rows(words, LETTERS)
    return letters, np.minimum(length, LETTERS).astype(np.int32)


def _cut(word: str) -> str:
    """As much of a word (of a listed name that is only a legal form) as has room, no letter of it cut in two."""
    return word.encode()[:LETTERS].decode(errors="ignore")


def _bare(letters: Bytes, length: Ints) -> npt.NDArray[np.bool_]:
    """Words of three letters and more without a vowel behind the first letter, which is often left standing."""
    vowels = np.isin(letters[:, 1:], np.frombuffer(b"aeiou", dtype=np.uint8)).any(axis=1)
    bare: npt.NDArray[np.bool_] = ~vowels & (length >= 3)
    return bare


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
    lists = forms.combine_chunks()
    written = lists.flatten().dictionary_encode()  # in the order in which they are first met
    bits = np.array([_form_bits(form, classes) for form in written.dictionary.to_pylist()], dtype=np.int32)
    masks = np.zeros(len(forms), dtype=np.int32)
    parents = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
    np.bitwise_or.at(masks, parents, bits[written.indices.to_numpy(zero_copy_only=False)])
    return masks


def _form_bits(form: str, classes: dict[str, int]) -> int:
    """The bit of a class; a form of the state has that of joint-stock companies too, which is no other form."""
    if form in COMPATIBLE_FORMS:
        return 0
    own = 1 << min(classes.setdefault(form, len(classes)), FORM_CLASSES_MAX - 1)
    return own | _form_bits(JOINT_STOCK, classes) if form in STATE_FORMS else own


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
