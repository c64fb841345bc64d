"""Tokens and their keys as columns that grow: what the columns of NAMES need of each distinct token, told once.

In: tokens. Out: their places in `TokenColumns`, which hold their texts as Arrow and the rest as numbers. Not safe for
threads by itself: `resolver.names.word_store` has the lock. What has been handed out never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import filterfalse, repeat
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.names import stems
from resolver.names.canonical import LONGEST_LONE, Token
from resolver.names.telling_keys import (
    IMPLIED,
    KEYS_LEFT_OUT,
    LONGEST_SHORT,
    RULES,
    SHORTEST_BARE,
    SHORTEST_LONG,
    is_short,
)

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_FIRST = itemgetter(slice(1))

# What is to be known of a key, as bits; from LEFT_OUT on one for each of the rules of telling keys.
LONG, ALONE, LEFT_OUT = (1 << at for at in range(3))


_IMPLIED_BIT = {key: 1 << at for at, key in enumerate(sorted(IMPLIED))}
_IMPLIES_BITS = {
    one: sum(_IMPLIED_BIT[key] for key in IMPLIED if one in IMPLIED[key])
    for one in frozenset().union(*IMPLIED.values())
}


_LEFT_OUT_BITS = {
    key: sum(
        LEFT_OUT << at for at, rule in enumerate(RULES) if rule.leaves is not is_short and rule.leaves(key)
    )
    for key in KEYS_LEFT_OUT
}
_SHORT_BITS = sum(LEFT_OUT << at for at, rule in enumerate(RULES) if rule.leaves is is_short)


class KeyColumns(NamedTuple):
    """Of each distinct key its text, the bits above, the bit of the key if others imply it, and the bits of those that it
    implies."""

    text: pa.Array
    traits: Ints
    implied: Ints
    implies: Ints


class TokenColumns(NamedTuple):
    """Of each token its record, three of its texts, their letters, a number of its sound, and the place of its key in
    `keys`."""

    records: list[Token]
    text: pa.Array
    sound: pa.Array
    initial: pa.Array
    text_letters: Ints
    sound_letters: Ints
    initial_letters: Ints
    sound_number: Ints
    key: Ints
    keys: KeyColumns


class TokenStore:
    """Tokens so far; `columns` of them."""

    def __init__(self) -> None:
        none, no_text = np.zeros(0, dtype=np.int64), pa.array([], pa.string())
        self._place: dict[Token, int] = {}
        self._key_place: dict[str, int] = {}
        self._sound_number: dict[str, int] = {}
        self._bare = none
        keys = KeyColumns(no_text, none, none, none)
        self.columns = TokenColumns([], no_text, no_text, no_text, none, none, none, none, none, keys)

    def add(self, tokens: Sequence[Token]) -> int:
        """The place of the first of these tokens, which are taken for new ones."""
        first = len(self.columns.records)
        texts, sounds, keys, initials = zip(*tokens, strict=True) if tokens else ((), (), (), ())
        known = self._keys(keys)
        numbers = self._sound_number
        number = [numbers.setdefault(sound, len(numbers)) for sound in sounds]
        old = self.columns
        old.records.extend(tokens)
        self.columns = TokenColumns(
            records=old.records,
            text=grown_texts(old.text, texts),
            sound=grown_texts(old.sound, sounds),
            initial=grown_texts(old.initial, initials),
            text_letters=grown(old.text_letters, map(len, texts)),
            sound_letters=grown(old.sound_letters, map(len, sounds)),
            initial_letters=grown(old.initial_letters, map(len, initials)),
            sound_number=grown(old.sound_number, number),
            key=grown(old.key, map(self._key_place.__getitem__, keys)),
            keys=known,
        )
        return first

    def places(self, tokens: Sequence[Token]) -> list[int]:
        """The places of tokens that stand in many names (of phrases); those that are new get one."""
        new = [token for token in dict.fromkeys(tokens) if token not in self._place]
        if new:
            first = self.add(new)
            self._place.update(zip(new, range(first, first + len(new)), strict=True))
        return [self._place[token] for token in tokens]

    def bare(self, keys: Ints) -> tuple[Ints, KeyColumns]:
        """The places of what keys are without their vowels (`telling_keys.bare`), and the columns that hold them. Only of
        those of long names is it asked."""
        unknown = np.unique(keys[self._bare[keys] < 0])
        if len(unknown):
            texts = self.columns.keys.text.take(pa.array(unknown)).to_pylist()
            found = _without_vowels(texts)
            bare = [found.get(text, text) for text in texts]
            self.columns = self.columns._replace(keys=self._keys(bare))
            self._bare[unknown] = numbers_of(map(self._key_place.__getitem__, bare))
        return self._bare[keys], self.columns.keys

    def _keys(self, keys: Iterable[str]) -> KeyColumns:
        """The columns with these keys among them."""
        old = self.columns.keys
        new = list(dict.fromkeys(filterfalse(self._key_place.__contains__, keys)))
        self._key_place.update(zip(new, range(len(old.text), len(old.text) + len(new)), strict=True))
        self._bare = np.concatenate([self._bare, np.full(len(new), -1)])
        return KeyColumns(
            grown_texts(old.text, new),
            np.concatenate([old.traits, _traits(new)]),
            grown(old.implied, map(_IMPLIED_BIT.get, new, repeat(0))),
            grown(old.implies, map(_IMPLIES_BITS.get, new, repeat(0))),
        )


def _traits(keys: Sequence[str]) -> Ints:
    """The bits of keys that hang on the key alone; what they mean is said by `telling_keys` and `canonical.needs_more`."""
    concepts = flags_of(map("@".__eq__, map(_FIRST, keys)))
    own = ~(concepts | flags_of(map(str.isdigit, keys)))
    letters = numbers_of(map(len, keys))
    short = own & (letters <= LONGEST_SHORT)
    alone = concepts | (own & (letters <= LONGEST_LONE))
    traits = LONG * (own & (letters >= SHORTEST_LONG)) | ALONE * alone
    of_tables = numbers_of(map(_LEFT_OUT_BITS.get, keys, repeat(0)))
    return traits | of_tables | _SHORT_BITS * short


def _without_vowels(keys: list[str]) -> dict[str, str]:
    """`bare` of those keys that may lose vowels."""
    own = [key for key in keys if len(key) > LONGEST_SHORT and key.isalpha()]
    pairs = zip(own, stems.without_vowels(own), strict=True)
    return {key: found for key, found in pairs if len(found) >= SHORTEST_BARE}


def numbers_of(numbers: Iterable[int]) -> Ints:
    """A column of numbers."""
    return np.fromiter(numbers, np.int64)


def flags_of(flags: Iterable[bool]) -> Flags:
    """A column of flags."""
    return np.fromiter(flags, np.bool_)


def grown(old: Ints, new: Iterable[int]) -> Ints:
    """A column of numbers with further ones behind."""
    return np.concatenate([old, numbers_of(new)])


def grown_texts(old: pa.Array, new: Sequence[str]) -> pa.Array:
    """A column of texts with further ones behind."""
    return pa.concat_arrays([old, pa.array(new, pa.string())])
