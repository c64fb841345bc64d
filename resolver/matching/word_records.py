# mypy: disable-error-code="untyped-decorator"
"""Words as records: all that the compiled comparison reads of a word lies together in memory, under its name.

Enters: `TokenArrays`. Leaves: an array of WORD. A record is a place in memory to compiled code; of arrays side by side each
would be counted whenever a function takes it, by all cores at once, which took more time than the comparing itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
from numba import njit

from resolver.matching.encode import FACES, LETTERS, SCRIPTS, NameArrays, TokenArrays
from resolver.matching.initials import READINGS
from resolver.names.initialisms import LONGEST, LONGEST_SHARE, SHARES, SHORTEST_REST
from resolver.names.phrase_words import LONGEST as LONGEST_WORDING
from resolver.names.phrase_words import WORDINGS, words_of

# What some word of a name is, a bit each; what no word of two names is need not be asked of the pair.
# COMPANY: the word came off as a legal form. PARTS: it is said in several words, too.
NUMBER, WEAK, IN_LATIN, IN_CYRILLIC, COMPANY, PARTS = 1, 2, 4, 8, 16, 32
TRAITS = NUMBER | WEAK | IN_LATIN | IN_CYRILLIC | COMPANY | PARTS
_LATIN, _CYRILLIC = SCRIPTS["latin"], SCRIPTS["cyrillic"]

WORD = np.dtype(
    [
        # What tells at a glance that two words cannot meet, together in one line of memory.
        ("face_bits", np.int64),  # words that share a face share a bit
        ("bag", np.int64),
        ("written_bag", np.int64),
        ("consonants", np.int32),
        ("length", np.int32),
        ("written_length", np.int32),
        ("script", np.int32),
        ("spelt", np.int32),
        ("sound", np.int32),
        ("head", np.int32),
        ("tail", np.int32),
        # a bit for each letter with which it may begin as an initialism (none if it can be none), and for those that it
        # brings to one
        ("begins", np.int32),
        ("brings", np.int32),
        ("bits", np.float32),
        ("number", np.bool_),
        ("meant", np.bool_),
        ("meaning", np.int32),
        ("parts", np.int32, (WORDINGS, LONGEST_WORDING)),
        ("weak", np.bool_),
        ("bare", np.bool_),
        ("known", np.int32),
        ("languages", np.int64),
        ("faces", np.int32, (FACES,)),
        ("letters", np.uint8, (LETTERS,)),
        ("written", np.uint8, (LETTERS,)),
        ("spells", np.uint8, (READINGS, LONGEST + 1)),
        ("shares", np.uint8, (SHARES, LONGEST_SHARE + 1)),
    ],
    align=True,
)
"""A word: its fields are those of `TokenArrays`, and what is told of them at a glance."""

_TOLD = {"face_bits", "bits", "begins", "brings", "parts"}
_LETTERS_OF_A_MASK = 31


def records_of(tokens: TokenArrays, bits: npt.NDArray[np.float32]) -> Any:
    """The words of one side, shape (tokens,), with the information that they have in this comparison."""
    words = np.zeros(len(tokens.text), dtype=WORD)
    for name in WORD.names or ():
        if name not in _TOLD:
            words[name] = getattr(tokens, name)
    words["bits"] = bits
    words["parts"] = words_of(tokens.meaning)
    words["face_bits"] = _face_bits(tokens.faces)
    words["begins"] = _letter_bits(tokens.spells[:, :, 0]) | np.where(
        (tokens.length >= SHORTEST_REST) & (tokens.length <= LONGEST),
        _letter_bits(tokens.letters[:, :1]),
        0,
    )
    words["brings"] = _letter_bits(tokens.shares[:, :, 0]) | _letter_bits(tokens.letters[:, :1])
    return words.view(np.recarray)


def _face_bits(faces: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    bits = np.where(faces >= 0, np.int64(1) << (faces.astype(np.int64) % 63), np.int64(0))
    united: npt.NDArray[np.int64] = np.bitwise_or.reduce(bits, axis=1)
    return united


def _letter_bits(letters: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """A bit for each letter of a row; letters of one bit are told apart later, zeros are none."""
    bits = np.where(letters > 0, np.int32(1) << (letters.astype(np.int32) % _LETTERS_OF_A_MASK), np.int32(0))
    united: npt.NDArray[np.int32] = np.bitwise_or.reduce(bits, axis=1)
    return united


def traits_of(names: NameArrays, words: Any) -> npt.NDArray[np.uint8]:
    """TRAITS of each name."""
    traits: npt.NDArray[np.uint8] = _traits_of_words(names.offset, names.token, words)
    forms = names.table["forms"].combine_chunks()
    is_company = pc.equal(forms.flatten(), "COMPANY").to_numpy(zero_copy_only=False).astype(np.bool_)
    traits[pc.list_parent_indices(forms).to_numpy(zero_copy_only=False)[is_company]] |= COMPANY
    return traits


@njit(cache=True, nogil=True)
def _traits_of_words(offset: Any, token: Any, words: Any) -> Any:
    """TRAITS of the words of each name."""
    out = np.zeros(len(offset) - 1, dtype=np.uint8)
    for name in range(len(out)):
        for at in range(offset[name], offset[name + 1]):
            word = words[token[at]]
            out[name] |= NUMBER if word.number else 0
            out[name] |= WEAK if word.weak else 0
            out[name] |= IN_LATIN if word.script == _LATIN else 0
            out[name] |= IN_CYRILLIC if word.script == _CYRILLIC else 0
            out[name] |= PARTS if word.parts[0, 0] >= 0 else 0
    return out
