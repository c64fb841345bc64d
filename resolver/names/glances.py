"""One glance at many new words: what no table can say of each, so that few of them are asked for anything.

In: words as `resolver.names.learning` has them. Out: for each a number, whose bits are the questions that it is to be asked.
Some are asked in vain; no question that has an answer is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from resolver.names import forms, lexicon, mending, respellings

CONCEPT, EDGE, RESPELT, SLIP, KEY, MISREAD = (1 << at for at in range(6))
"""Is it a concept; does a legal form or a phrase begin with it; is it a word of a form without its vowels; a common word
without them or cut short; has it a meaning in the letters of the other script; does it hold digits, or letters that are
misread for others?"""

_FIRST = [itemgetter(slice(length)) for length in lexicon.BEGINNINGS_TOLD]


class _Tables(NamedTuple):
    """The questions to be asked of a word by its letters, by its skeleton, by the stem and by the first letters of that."""

    letters: dict[str, int]
    sound: dict[str, int]
    stem: dict[str, int]
    first: dict[str, int]


def questions(
    spelling: Sequence[str], exact: Sequence[str], sound: Sequence[str], stem: Sequence[str]
) -> list[int]:
    """What each of many words is to be asked."""
    tables, count = _tables(), len(spelling)
    looked_up = [(tables.letters, exact), (tables.sound, sound), (tables.stem, stem)]
    looked_up += [(tables.first, list(map(first, sound))) for first in _FIRST]
    found = np.bitwise_or.reduce(
        [np.fromiter(map(table.get, words, repeat(0)), np.int64, count) for table, words in looked_up]
    )
    for at, word in enumerate(spelling):
        if "rn" in word or "vv" in word or not word.isalpha():
            found[at] |= MISREAD
        if not word.isascii():
            found[at] |= tables.letters.get(word, 0)
    bits: list[int] = found.tolist()
    return bits


@cache
def _tables() -> _Tables:
    words, known = lexicon.told_by(), lexicon.keys_by_sound()
    edges = frozenset(forms.tree()) | frozenset(lexicon.phrases())
    stem_edges = (edge[1:] for edge in edges if edge[:1] == "~")
    cut = mending.cut_short()
    bare = (respellings.without_vowels(), RESPELT), (mending.bare(), SLIP)
    return _Tables(
        letters=_bits((words.letters, CONCEPT), (edges, EDGE), (cut, SLIP)),
        sound=_bits((words.sound, CONCEPT), (known.exact, KEY), (known.cyrillic, KEY), *bare, (cut, SLIP)),
        stem=_bits((words.stem, CONCEPT), (stem_edges, EDGE), (known.stem, KEY)),
        first=_bits((words.first, CONCEPT)),
    )


def _bits(*tables: tuple[Iterable[str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for keys, bit in tables:
        for key in keys:
            found[key] = found.get(key, 0) | bit
    return found
