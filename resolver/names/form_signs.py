"""What of a word matters to the search for legal forms: whether it tells, or how long it is.

Which words of a name are taken off as legal forms is decided by the words of forms in it, where these are whole or go on
(initials are words of forms and seldom do); of any other word only matters how long it is and whether it says what a
firm does, and of several in a row only the longest. Names of the
same telling words, with such rows between them in the same places, and of the same look (capitals, letters written
apart, a full field) therefore lose the same words, and `resolver.names.columns` asks `resolver.names.forms` once for
all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from resolver.names import appearance, forms
from resolver.names.sequences import END, Tree, all_values

if TYPE_CHECKING:
    from resolver.names.vocabulary import Word

LONGEST_TOLD = max(*forms.SHORTEST_REST.values(), forms.SHORTEST_REST_ELSE)
"""Letters up to which the length of an ordinary word is told: longer ones are long enough beside any form."""


def tells_behind(word: Word) -> bool:
    """Whether a word may go on with a form, whole or cut off: it tells only where the word before it does."""
    if not _inner_edges().isdisjoint(word.edges) or not _inner_edges().isdisjoint(word.respelled):
        return True
    return word.exact in _beginnings() or "~" + word.skeleton in _beginnings()


def is_alone(word: Word) -> bool:
    """Whether a form that begins with this word ends with it; else it tells only before a word that goes on with one."""
    return any(END in branch for branch in word.form_branches)


def edges_behind(word: Word) -> frozenset[str]:
    """The edges by which the forms go on that begin with this word."""
    return frozenset(edge for branch in word.form_branches for edge in branch) - {END}


def goes_on(edges: frozenset[str], word: Word) -> bool:
    """Whether a word takes one of the edges behind another one, whole or cut off by the end of the field."""
    if not edges.isdisjoint(word.edges) or not edges.isdisjoint(word.respelled):
        return True
    return any(edge.startswith(forms.left_of(word)) for edge in edges)


def is_in_phrase(exact: str) -> bool:
    """Whether a word is of a phrase that looks like a form: it tells beside a word of a form (Too Faced) only."""
    return exact in _in_phrases()


def tell_behind(
    exact: Sequence[str],
    sound: Sequence[str],
    edges: Sequence[Sequence[str]],
    respelled: Sequence[Sequence[str]],
) -> npt.NDArray[np.bool_]:
    """`tells_behind` of many words, by the columns of their records."""
    inner, whole, stems = _inner_edges(), *_cut()
    takes_none = (np.fromiter(map(inner.isdisjoint, column), np.bool_) for column in (edges, respelled))
    is_left = (
        np.fromiter(map(left.__contains__, column), np.bool_)
        for left, column in ((whole, exact), (stems, sound))
    )
    found: npt.NDArray[np.bool_] = ~np.logical_and.reduce([*takes_none]) | np.logical_or.reduce([*is_left])
    return found


@cache
def _cut() -> tuple[frozenset[str], frozenset[str]]:
    """`_beginnings` of words, and of stems."""
    return _beginnings(), frozenset(one[1:] for one in _beginnings() if one[:1] == "~")


def forms_apart(word: Word) -> tuple[str, ...]:
    """The forms that begin with this word and count only when they are written apart (I/S)."""
    return tuple(sorted({form.form for form in _beginning_with(word) if form.certainty == "apart"}))


def is_doubtful(word: Word) -> bool:
    """Whether a form that begins with this word may be another word (TOO, AT, SA)."""
    return not all(form.is_sure for form in _beginning_with(word))


def is_weighed(word: Word) -> bool:
    """Whether a form that begins with this word is weighed against the words beside it: one that may be another word, or
    that seldom stands in front."""
    return any(not form.is_sure or form.position == "seldom first" for form in _beginning_with(word))


def _beginning_with(word: Word) -> Iterator[forms.Form]:
    return chain.from_iterable(map(_forms_below, word.form_branches))


_below: dict[int, tuple[Tree, frozenset[forms.Form]]] = {}


def _forms_below(branch: Tree) -> frozenset[forms.Form]:
    """The forms of a branch of the tree of forms, gone through once: slips of a word share its branches, which are told by
    their identity and kept alive for that."""
    if id(branch) not in _below:
        _below[id(branch)] = branch, frozenset(all_values(branch))
    return _below[id(branch)][1]


PARTS_BITS = 3
MOST_PARTS = (1 << PARTS_BITS) - 1
"""Parts of a hyphenated word that are told, and their flags: only of more words than a form has it is asked whether there
are more, and forms of so many words are long ones, of which it is not asked."""

Look = tuple[bool, ...]
"""Whether letters that may be written apart are told, whether parts of hyphenated words are, and what is told."""

NO_LOOK: Look = (False, False)


def look_of(text: str, words: list[Word], apart: list[str], *, doubtful: bool, beside: bool) -> Look:
    """What of the way in which a text is written matters to its forms, beside the signs of its words.

    `words` are those that tell, `apart` their `forms_apart`; `doubtful` says whether a doubtful form begins with one of
    them, `beside` whether one `may_be_beside_hyphen`. What the look leaves out is whether the text is a full field, which
    matters where a form may be cut.
    """
    written = appearance.are_written_apart(apart, text)
    hyphened = _parts(words, text) if beside else []
    kinds = bool(written), bool(hyphened)
    if not hyphened and (not doubtful or text.isupper() or text.islower()):
        return *kinds, *written
    short = (1 < len(word.spelling) <= appearance.LONGEST_DOUBTFUL for word in words)
    like = (
        is_short and appearance.is_like_a_word([word], text)
        for word, is_short in zip(words, short, strict=True)
    )
    return *kinds, *written, *like, *hyphened


def _parts(words: list[Word], text: str) -> list[bool]:
    """The parts of the longest hyphenated word of which each word is one, as PARTS_BITS flags; nothing where none is."""
    found = list(appearance.compounds(text))
    parts = [max((len(one) for one in found if word.exact in one), default=0) for word in words]
    if not any(parts):
        return []
    return [min(most, MOST_PARTS) >> bit & 1 == 1 for most in parts for bit in range(PARTS_BITS)]


def may_be_beside_hyphen(words: list[Word], text: str) -> bool:
    """A glance that most texts end at: a part of a hyphenated word stands in it as it is, unless it may have an accent."""
    written = appearance.without_case(text)
    if not text.isascii():
        if any(hyphen in written for hyphen in appearance.OTHER_HYPHENS):
            return True
        if any(word.exact.isascii() for word in words):
            return True
    return any("-" + word.exact in written or word.exact + "-" in written for word in words)


@cache
def _inner_edges() -> frozenset[str]:
    """The edges of the tree of forms below its first ones."""
    return frozenset(edge for branch in forms.tree().values() for edge in _edges_in(branch))


@cache
def _beginnings() -> frozenset[str]:
    """What the end of a field may leave of an inner edge, and what may stand behind a form to mark a country."""
    left = frozenset(edge[:length] for edge in _inner_edges() for length in range(len(edge) + 1))
    return left | appearance.country_codes()


@cache
def _in_phrases() -> frozenset[str]:
    return frozenset(word for phrase in appearance.phrases() for word in phrase) | forms.WHOLE


def _edges_in(branch: Tree) -> Iterator[str]:
    for edge, below in branch.items():
        if edge != END:
            yield edge
            yield from _edges_in(below)
