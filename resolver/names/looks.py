"""How the names are written in which legal forms are sought, as numbers: names of one look and one key lose the same words.

In: texts and the words of them that tell (`resolver.names.form_columns`). Out: a number for each text, which holds what
`resolver.names.form_signs.look_of` says of it and whether it is a full field. Most texts are told together; one by one go
those with hyphens or letters that stand apart.
"""

from __future__ import annotations

from itertools import compress, repeat
from operator import contains

import numpy as np
import numpy.typing as npt

from resolver.names import forms
from resolver.names.appearance import is_like_a_word, may_be_written_apart
from resolver.names.form_columns import Signs, Singly
from resolver.names.form_memory import ranges
from resolver.names.form_signs import NO_LOOK, Look, look_of, may_be_beside_hyphen
from resolver.names.texts import Texts
from resolver.names.token_store import flags_of
from resolver.names.word_store import APART, DOUBTFUL, SHORT

Ints = npt.NDArray[np.int64]

LONGEST_LOOK = 60
"""What may be told of the way in which a text is written; a text with more of it is looked at by itself."""

HEAD = 1 + len(NO_LOOK)
"""What is told of every text: whether it is a full field, and the kinds of what follows."""


def looks(read: Texts, signs: Signs, each: Singly, asked: Ints, held: Ints) -> Ints:
    """What of the way in which each of the asked texts is written matters to its forms, as a number; -1 when it must be
    looked at by itself. `held` are the bits of the telling words of each text."""
    texts = [read.texts[at] for at in asked.tolist()]
    full = flags_of(map(forms.FULL_FIELD.__contains__, map(len, texts)))
    full &= signs.told[read.start[1:][asked] - 1]  # else no form is cut
    hyphened = flags_of(map(contains, texts, repeat("-")))
    number = _number_of((False, *NO_LOOK)) + (full << len(NO_LOOK))
    doubtful = held[asked] & DOUBTFUL > 0
    mixed = doubtful.copy()
    mixed[doubtful] = flags_of(not (text.isupper() or text.islower()) for text in compress(texts, doubtful))
    alone = held[asked] & APART > 0
    alone[alone] = flags_of(map(may_be_written_apart, compress(texts, alone)))
    known, apart = read.vocabulary.words, read.vocabulary.apart
    for at, text in zip(
        *(column[alone | hyphened].tolist() for column in (np.arange(len(asked)), asked)), strict=True
    ):
        numbers = each.telling(text)
        words = [known[one] for one in numbers]
        beside = bool(hyphened[at]) and may_be_beside_hyphen(words, texts[at])
        if beside or alone[at]:
            forms_of_words = [form for one in numbers for form in apart.get(one, ())] if alone[at] else []
            look = look_of(texts[at], words, forms_of_words, doubtful=bool(doubtful[at]), beside=beside)
            number[at], alone[at] = _number_of((bool(full[at]), *look)), True
    together = np.flatnonzero(mixed & ~alone)
    number[together] = _written_like_words(read, signs, asked[together], number[together])
    return number


def _written_like_words(read: Texts, signs: Signs, texts: Ints, number: Ints) -> Ints:
    """The looks of texts, of which `number` are the beginnings, with what of each telling word is written like a word; only
    short words may be."""
    count = np.diff(signs.first_place)[texts]
    told = read.word[signs.place[ranges(signs.first_place[texts], count)]]
    owner = np.repeat(np.arange(len(texts)), count)
    behind = np.repeat(np.cumsum(count), count) - 1 - np.arange(len(told))  # telling words behind each one
    room = count <= LONGEST_LOOK - HEAD
    found = np.where(room, number << np.where(room, count, 0), -1)
    words = read.vocabulary.words
    for at in np.flatnonzero((read.vocabulary.traits[told] & SHORT > 0) & room[owner]).tolist():
        if is_like_a_word([words[told[at]]], read.texts[texts[owner[at]]]):
            found[owner[at]] |= 1 << int(behind[at])
    return found


def _number_of(look: Look) -> int:
    """A look as a number; -1 of one that says more than a number holds."""
    if len(look) > LONGEST_LOOK:
        return -1
    number = 1
    for one in look:
        number = 2 * number + one
    return number
