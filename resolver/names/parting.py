"""Many raw texts to folded words at once: the fast twin of `split_words(fold_text(text))` of `resolver.names.fold`.

In: texts. Out: all their words in one list, and the text of each. Texts are folded, mended and parted in one pass over the
letters of all of them, since no rule of `fold` reads across the sign that stands between them; those that hold that sign,
an entity or more letters than are read go one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from resolver.names.fold import (
    BETWEEN,
    LONGEST_TEXT,
    MAY_BE_CONTRACTED,
    MAY_BE_GLUED_COMPANY,
    MAY_BE_INITIALS,
    MAY_BE_ORNAMENT,
    MAY_BE_SPACED,
    fold_letters,
    fold_text,
    has_signed_number,
    mend,
    split_words,
    without_punctuation,
)
from resolver.names.letter_names import MAY_BE_APART

Ints = npt.NDArray[np.int64]

_MAY_BE_HARD_SIGN = re.compile('["”](?=[eyij])')
_DOT_INSIDE = re.compile("·")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_LINE = re.compile("_")
_MAY_BE_LOST = re.compile("[?\ufffd]")
"""A glance at what stands for a lost letter that begins with a sign of its own."""

_NUMBER = re.compile("[0-9]+")


class Parted(NamedTuple):
    """Words, and the place of the text of each among the texts; words of one text stand together, in their order."""

    words: list[str]
    text: Ints


def part_texts(texts: Sequence[str]) -> Parted:
    """The words of texts; the texts are in no order."""
    parts = [_split(bare, places) for bare, places in bare_texts(texts)]
    text = np.concatenate([_places([]), *[part.text for part in parts]])
    return Parted(list(chain.from_iterable(part.words for part in parts)), text)


def bare_texts(texts: Sequence[str]) -> Iterator[tuple[str, Ints]]:
    """The texts, in no order, as words with blanks between them, several joined by BETWEEN; and their places."""
    joined = [_may_be_joined(text) for text in texts]
    plain = list(map(str.isascii, texts))
    alone = [at for at, may in enumerate(joined) if not may]
    ascii_only = [
        at for at, (may, is_plain) in enumerate(zip(joined, plain, strict=True)) if may and is_plain
    ]
    others = [
        at for at, (may, is_plain) in enumerate(zip(joined, plain, strict=True)) if may and not is_plain
    ]
    if alone:
        yield (
            BETWEEN.join([" ".join(split_words(fold_text(texts[at]))) for at in alone]),
            _places(alone),
        )
    yield from _bare_together([texts[at] for at in ascii_only], _places(ascii_only), str.lower)
    yield from _bare_together([texts[at] for at in others], _places(others), fold_letters)


def _places(places: Sequence[int]) -> Ints:
    return np.array(places, dtype=np.int64)


def _may_be_joined(text: str) -> bool:
    """Whether a text is as long as it is read, and has neither entities nor the sign that stands between texts."""
    return BETWEEN not in text and len(text) <= LONGEST_TEXT and not ("&" in text and ";" in text)


def _bare_together(
    texts: Sequence[str], places: Ints, fold: Callable[[str], str]
) -> Iterator[tuple[str, Ints]]:
    """The same of texts that may be joined, all ASCII or none."""
    if not len(texts):
        return
    whole = fold(BETWEEN.join(texts))
    folded = whole.split(BETWEEN)
    if len(thought := _need_thought(whole, folded)):
        for at, text in zip(thought, mended([folded[at] for at in thought]), strict=True):
            folded[at] = text
    plain = np.fromiter(map(str.isascii, folded), np.bool_, len(folded))  # of other letters none may be left
    for alike in filter(len, (np.flatnonzero(plain), np.flatnonzero(~plain))):
        yield without_punctuation(BETWEEN.join([folded[at] for at in alike.tolist()])), places[alike]


def mended(folded: Sequence[str]) -> list[str]:
    """`mend` of many texts; it minds numbers in other digits only where a text has ours too, so that such texts go alone."""
    whole = BETWEEN.join(folded)
    has_other = not whole.isascii() and _OTHER_DIGIT.search(whole)
    return list(map(mend, folded)) if has_other else mend(whole).split(BETWEEN)


def _split(bare: str, places: Ints) -> Parted:
    """The words of bare texts."""
    words = bare.replace(BETWEEN, f" {BETWEEN} ").split()
    ends = np.fromiter(map(BETWEEN.__eq__, words), np.bool_, len(words))
    return Parted(list(filter(BETWEEN.__ne__, words)), places[np.cumsum(ends)[~ends]])


def _need_thought(whole: str, folded: Sequence[str]) -> list[int]:
    """Which of the folded texts, joined in `whole`, `mend` may change."""
    ends = np.cumsum(np.fromiter(map(len, folded), np.int64, len(folded)) + 1)
    found = {at for at in _places_in(ends, _NUMBER, whole) if has_signed_number(folded[at])}
    spoken = () if whole.isascii() else (MAY_BE_APART, MAY_BE_ORNAMENT)
    glances = (
        MAY_BE_INITIALS,
        MAY_BE_SPACED,
        MAY_BE_GLUED_COMPANY,
        _MAY_BE_HARD_SIGN,
        _DOT_INSIDE,
        _MAY_BE_LOST,
        _LINE,
    )
    for pattern in (*glances, *MAY_BE_CONTRACTED, *spoken):
        found.update(_places_in(ends, pattern, whole))
    return sorted(found)


def _places_in(ends: Ints, pattern: re.Pattern[str], whole: str) -> list[int]:
    """The texts, which end at `ends` of `whole`, in which a pattern is found."""
    places = np.fromiter((one.start() for one in pattern.finditer(whole)), np.int64)
    found: list[int] = np.unique(np.searchsorted(ends, places, side="right")).tolist()
    return found
