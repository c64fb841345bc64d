"""Tokens and their keys as columns that grow: what the columns of NAMES need of each distinct token, told once.

In: tokens. Out: their places in `TokenColumns`, which hold their texts as Arrow and the rest as numbers. Not safe for
threads by itself: `resolver.names.word_store` has the lock. What has been handed out never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.names import stems
from resolver.names.canonical import Token, needs_more
from resolver.names.telling_keys import IMPLIED, LONGEST_SHORT, RULES, SHORTEST_BARE, is_long

Ints = npt.NDArray[np.int64]

# What is to be known of a key, as bits; from LEFT_OUT on one for each of the rules of telling keys.
LONG, ALONE, HAS_VOWELS, LEFT_OUT = (1 << at for at in range(4))


_IMPLIED_BIT = {key: 1 << at for at, key in enumerate(sorted(IMPLIED))}
_IMPLIES_BITS = {
    one: sum(_IMPLIED_BIT[key] for key in IMPLIED if one in IMPLIED[key])
    for one in frozenset().union(*IMPLIED.values())
}


class KeyColumns(NamedTuple):
    """Of each distinct key its text, the bits above, the place of the key that it is without its vowels, the bit of the
    key if others imply it, and the bits of those that it implies."""

    text: pa.Array
    traits: Ints
    bare: Ints
    implied: Ints
    implies: Ints


class TokenColumns(NamedTuple):
    """Of each token its record, three of its texts, their letters, and the place of its key in `keys`."""

    records: list[Token]
    text: pa.Array
    sound: pa.Array
    initial: pa.Array
    text_letters: Ints
    sound_letters: Ints
    initial_letters: Ints
    key: Ints
    keys: KeyColumns


class TokenStore:
    """Tokens so far; `columns` of them."""

    def __init__(self) -> None:
        none, no_text = np.zeros(0, dtype=np.int64), pa.array([], pa.string())
        self._place: dict[Token, int] = {}
        self._key_place: dict[str, int] = {}
        keys = KeyColumns(no_text, none, none, none, none)
        self.columns = TokenColumns([], no_text, no_text, no_text, none, none, none, none, keys)

    def add(self, tokens: Sequence[Token]) -> int:
        """The place of the first of these tokens, which are taken for new ones."""
        first = len(self.columns.records)
        keys = self._keys([token.key for token in tokens])
        old = self.columns
        old.records.extend(tokens)
        texts, sounds, initials = (
            [token.text for token in tokens],
            [token.skeleton for token in tokens],
            [token.initial for token in tokens],
        )
        self.columns = TokenColumns(
            records=old.records,
            text=grown_texts(old.text, texts),
            sound=grown_texts(old.sound, sounds),
            initial=grown_texts(old.initial, initials),
            text_letters=grown(old.text_letters, map(len, texts)),
            sound_letters=grown(old.sound_letters, map(len, sounds)),
            initial_letters=grown(old.initial_letters, map(len, initials)),
            key=grown(old.key, [self._key_place[token.key] for token in tokens]),
            keys=keys,
        )
        return first

    def places(self, tokens: Sequence[Token]) -> list[int]:
        """The places of tokens that stand in many names (of phrases); those that are new get one."""
        new = [token for token in dict.fromkeys(tokens) if token not in self._place]
        if new:
            first = self.add(new)
            self._place.update(zip(new, range(first, first + len(new)), strict=True))
        return [self._place[token] for token in tokens]

    def _keys(self, keys: Iterable[str]) -> KeyColumns:
        """The columns with these keys among them."""
        old = self.columns.keys
        new = [key for key in dict.fromkeys(keys) if key not in self._key_place]
        bare_of = _without_vowels(new)
        new = list(dict.fromkeys([*new, *[key for key in bare_of.values() if key not in self._key_place]]))
        self._key_place.update(zip(new, range(len(old.text), len(old.text) + len(new)), strict=True))
        return KeyColumns(
            grown_texts(old.text, new),
            grown(old.traits, [HAS_VOWELS * (bare_of.get(key, key) != key) | _traits(key) for key in new]),
            grown(old.bare, [self._key_place[bare_of.get(key, key)] for key in new]),
            grown(old.implied, [_IMPLIED_BIT.get(key, 0) for key in new]),
            grown(old.implies, [_IMPLIES_BITS.get(key, 0) for key in new]),
        )


def _traits(key: str) -> int:
    left_out = sum(LEFT_OUT << at for at, rule in enumerate(RULES) if rule.leaves(key))
    return LONG * is_long(key) | ALONE * needs_more(key) | left_out


def _without_vowels(keys: list[str]) -> dict[str, str]:
    """`bare` of those keys that may lose vowels."""
    own = [key for key in keys if len(key) > LONGEST_SHORT and key.isalpha()]
    pairs = zip(own, stems.without_vowels(own), strict=True)
    return {key: found for key, found in pairs if len(found) >= SHORTEST_BARE}


def grown(old: Ints, new: Iterable[int]) -> Ints:
    """A column of numbers with further ones behind."""
    return np.concatenate([old, np.array(list(new), dtype=np.int64)])


def grown_texts(old: pa.Array, new: list[str]) -> pa.Array:
    """A column of texts with further ones behind."""
    return pa.concat_arrays([old, pa.array(new, pa.string())])
