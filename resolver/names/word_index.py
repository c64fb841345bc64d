"""Words of many texts as numbers, without a Python text for each: the fast twin of `parting.part_texts` and a dict.

In: texts. Out: the number of each of their words and its text, and the words that are new. Only texts of other letters than
plain ones are parted by Python; all of them are numbered by their bytes, in `resolver.names.word_passes`.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence, Sized
from itertools import compress
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from resolver.names import word_passes
from resolver.names.fold import BETWEEN, LONGEST_TEXT
from resolver.names.parting import bare_texts, mended

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Number = TypeVar("Number", bound=np.generic)

_FEWEST = 1 << 12


class WordsSaid(NamedTuple):
    """Words with a blank behind each, where each begins and the end, and the text of each."""

    said: Bytes
    begins: Ints
    text: Ints


_NONE = WordsSaid(np.zeros(0, np.uint8), np.zeros(1, np.int64), np.zeros(0, np.int64))


def words_said(texts: Sequence[str]) -> WordsSaid:
    """The words of texts, as they are folded and parted; the texts are in no order, the words of each are."""
    plain = np.fromiter(map(str.isascii, texts), np.bool_, len(texts))
    places = np.flatnonzero(plain)
    chosen = list(compress(texts, plain))
    whole = "".join([BETWEEN.join(chosen), BETWEEN]).lower()
    if not chosen or whole.count(BETWEEN) != len(chosen):
        return _together([_NONE, *_parted_by_python(texts, np.arange(len(texts)))])
    letters = np.frombuffer(whole.encode("ascii"), dtype=np.uint8)
    kinds = word_passes.kinds_of_texts(letters, len(chosen), LONGEST_TEXT)
    asked = np.flatnonzero(kinds == word_passes.THOUGHT)
    changed = mended([chosen[at].lower() for at in asked.tolist()]) if len(asked) else []
    others = np.concatenate([np.flatnonzero(~plain), places[kinds == word_passes.ALONE]])
    return _together(
        [
            _parted(letters, kinds, places, _SIGNS),
            _parted_mended(changed, places[asked]),
            *_parted_by_python([texts[at] for at in others.tolist()], others),
        ]
    )


def _parted(letters: Bytes, kinds: Bytes, places: Ints, signs: Bytes) -> WordsSaid:
    said, begins, owner = word_passes.words_of_texts(letters, kinds, signs)
    return WordsSaid(said, begins, places[owner])


def _parted_mended(texts: Sequence[str], places: Ints) -> WordsSaid:
    letters = np.frombuffer("".join([text + BETWEEN for text in texts]).encode("ascii"), dtype=np.uint8)
    return _parted(letters, _all_plain(texts), places, _SIGNS)


def _parted_by_python(texts: Sequence[str], places: Ints) -> Iterator[WordsSaid]:
    """Texts that Python makes bare; their words are told by the blanks between them."""
    for bare, which in bare_texts(texts):
        yield _parted(_bytes_of(bare + BETWEEN), _all_plain(which), places[which], _BLANKS)


def _bytes_of(text: str) -> Bytes:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _all_plain(texts: Sized) -> Bytes:
    return np.zeros(len(texts) + 1, dtype=np.uint8)


def _together(parts: Sequence[WordsSaid]) -> WordsSaid:
    before = np.cumsum([0, *[len(part.said) for part in parts]])
    begins = [part.begins[:-1] + first for part, first in zip(parts, before[:-1], strict=True)]
    return WordsSaid(
        np.concatenate([part.said for part in parts]),
        np.concatenate([*begins, before[-1:]]),
        np.concatenate([part.text for part in parts]),
    )


def _signs() -> Bytes:
    """What each byte of a mended text is: as `fold.without_punctuation` and the parting at blanks have it."""
    signs = np.full(256, word_passes.LETTER, dtype=np.uint8)
    signs[[ord(sign) for sign in string.punctuation]] = word_passes.BLANK
    signs[[one for one in range(128) if chr(one).isspace()]] = word_passes.BLANK
    signs[[ord("'"), ord("`")]] = word_passes.NOTHING
    signs[ord("&")], signs[ord(BETWEEN)] = word_passes.AND, word_passes.END
    return signs


def _blanks() -> Bytes:
    """The same of bare texts, of which nothing is left but words and blanks."""
    signs = np.full(256, word_passes.LETTER, dtype=np.uint8)
    signs[[one for one in range(128) if chr(one).isspace()]] = word_passes.BLANK
    signs[ord(BETWEEN)] = word_passes.END
    return signs


_SIGNS, _BLANKS = _signs(), _blanks()


class WordIndex:
    """The words so far by their bytes: the number of each is its place among them."""

    def __init__(self, words: Sequence[str]) -> None:
        self.known = 0
        self._held = np.empty(_FEWEST, dtype=np.uint8)
        self._begins = np.zeros(_FEWEST, dtype=np.int64)
        self._hashes = np.empty(_FEWEST, dtype=np.uint64)
        self._table = np.full(_FEWEST, -1, dtype=np.int64)
        if words:
            self.add(words)

    def add(self, words: Sequence[str]) -> None:
        """Number further distinct words."""
        letters = _bytes_of(" ".join([*words, ""]))
        said, begins, _ = word_passes.words_of_texts(letters, _all_plain(()), _BLANKS)
        self.numbers(WordsSaid(said, begins, begins[:-1]))

    def numbers(self, words: WordsSaid) -> tuple[Ints, list[str]]:
        """The number of each word, and those that are new, in the order of their numbers."""
        self._make_room(len(words.text), len(words.said))
        before = self.known
        number, self.known = word_passes.numbers_of_words(
            words.said, words.begins, self._held, self._begins, self._hashes, self._table, before
        )
        new = self._held[self._begins[before] : self._begins[self.known]].tobytes()
        return number, new.decode("utf-8", "surrogatepass").split(" ")[:-1]

    def _make_room(self, words: int, letters: int) -> None:
        words += self.known + 1
        self._held = _with_room(self._held, int(self._begins[self.known]) + letters)
        self._begins, self._hashes = _with_room(self._begins, words), _with_room(self._hashes, words)
        if 2 * words > len(self._table):
            self._table = np.full(1 << (2 * words).bit_length(), -1, dtype=np.int64)
            word_passes.refill(self._table, self._hashes, self.known)


def _with_room(column: npt.NDArray[Number], least: int) -> npt.NDArray[Number]:
    """The column, longer where it has fewer than `least` places."""
    if len(column) >= least:
        return column
    longer = np.empty(2 * least, dtype=column.dtype)
    longer[: len(column)] = column
    return longer


def in_order(number: Ints, text: Ints, start: Ints) -> Ints:
    """The numbers of words in the order of their texts, of which text i begins at `start[i]`."""
    found: Ints = word_passes.in_order(number, text, start)
    return found
