"""Several firms in one field, one behind the other: parted by marks, by numbers, by commas or by "and".

In: a text, out: its parts, or the text in one piece when a part would be no firm. Marks are believed where every part
holds a legal form, numbers that count from 1 where one part does; commas and "and", which stand inside names as well,
where either side has a form, both at the same end or both at the cut, and beside it a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from resolver.names import vocabulary
from resolver.names.fold import fold_text
from resolver.names.form_rows import form_rows
from resolver.names.form_spans import form_spans, holds_legal_form
from resolver.names.phrases import Words, keys_of

_BETWEEN_FIRMS = re.compile(r"[;|\n]|\s/\s|//|/(?=\s)|(?<=\s)/")
_MAY_STAND_BETWEEN = re.compile(r"[;|\n/]")
_NUMBER = re.compile(r"(?:^|(?<=\s))([1-9])[.)]\s*(?=[^\W\d])")
_COMMA = re.compile(r",\s*")
_AND = re.compile(r"\s(?:and/or|and|и/или|и|та|і|й|ve|və|va|und|et|және|жана|ва)\s", re.IGNORECASE)

_FEWEST_FIRMS = 2

_SHORTEST_OWN_WORD = 4
"""Letters of a word that may be a firm's own: shorter ones join others (ДЛЯ ДОМА И ОФИСА)."""

_CLASSES = frozenset({"LLC", "JSC", "SUE", "IP"})


def has_word_of_its_own(words: Iterable[str]) -> bool:
    """Whether any word has no meaning in company names: SELLER KRATON LLC is labelled, Seller Group LLC a name."""
    long = (fold_text(word) for word in words if len(word) >= _SHORTEST_OWN_WORD)
    return any(not vocabulary.know(word).concept for word in long)


@cache
def _form_words() -> frozenset[str]:
    """The keys of sure legal forms of one word."""
    rows = (row for row in form_rows() if row["certainty"] == "sure" and row["class"] in _CLASSES)
    keys = (keys_of(row["form"]) for row in rows)
    return frozenset(key[0] for key in keys if len(key) == 1 and len(key[0]) > 1)


def may_be_several(text: str, words: Sequence[str]) -> bool:
    """A glance: whether numbers, commas or "and" may part firms in a text whose key has these words; most hold one form."""
    if text[:1] == "1" and len(_by_numbers(text)) > 1:
        return True
    if sum(map(_form_words().__contains__, words)) < _FEWEST_FIRMS:
        return False
    return "," in text or _AND.search(text) is not None


def split_by_marks(text: str) -> list[str]:
    """ "A LLC; B LLC" -> both, when every part holds a legal form; otherwise the text stays in one piece."""
    parts = _by_signs(text)
    if len(parts) > 1 and all(map(_is_firm, parts)):
        return parts
    parts = _by_numbers(text)
    if len(parts) > 1 and any(map(_is_firm, parts)):
        return parts
    return _by_forms(text)


def _is_firm(part: str) -> bool:
    return holds_legal_form(keys_of(part))


def _by_signs(text: str) -> list[str]:
    if _MAY_STAND_BETWEEN.search(text) is None:
        return [text]
    return [part for part in _BETWEEN_FIRMS.split(text) if part.strip()]


def _by_numbers(text: str) -> list[str]:
    """The parts behind 1. 2. 3., when the text begins with 1 and counts on."""
    found = list(_NUMBER.finditer(text))
    if len(found) < _FEWEST_FIRMS or found[0].start() > 0:
        return [text]
    if [int(one[1]) for one in found] != list(range(1, len(found) + 1)):
        return [text]
    ends = [one.start() for one in found[1:]] + [len(text)]
    return [text[one.end() : end] for one, end in zip(found, ends, strict=True)]


def _by_forms(text: str) -> list[str]:
    """The parts between commas and "and", when each is a firm, their forms at the same end or on either side of the cut."""
    if not may_be_several(text, keys_of(text)):
        return [text]
    cuts = [found.span() for found in (*_COMMA.finditer(text), *_AND.finditer(text))]
    parts, begin = [], 0
    for start, end in sorted(cuts):
        before, after = text[begin:start], text[end:]
        if start > begin and not _is_quoted(before) and _are_two_firms(before, after):
            parts.append(before)
            begin = end
    return [*parts, text[begin:]]


def _is_quoted(before: str) -> bool:
    """Whether a quotation or a bracket is open where a text ends."""
    opened = sum(map(before.count, "«“„([")) - sum(map(before.count, "»”)]"))
    return opened > 0 or before.count('"') % 2 == 1


def _are_two_firms(before: str, after: str) -> bool:
    left, right = _ends_of_firm(before), _ends_of_firm(_COMMA.split(after)[0])
    if left.closes and right.opens:  # KALA LTD AND OOO ROMA: a form on either side of the cut
        return True
    same_end = (left.opens and right.opens) or (left.closes and right.closes)
    return same_end and left.has_own_word and right.has_own_word


class _Ends(NamedTuple):
    """Whether a text begins with a sure legal form, ends with one, and has beside it a word of its own."""

    opens: bool
    closes: bool
    has_own_word: bool


def _ends_of_firm(text: str) -> _Ends:
    """The ends of a text that may be a firm; none where nothing but forms and short words is there."""
    words = Words(text)
    spans = [span for span in form_spans(words.keys) if span.closes]
    of_forms = {place for span in spans for place in range(span.start, span.end)}
    own = [text[begin:end] for place, (begin, end) in enumerate(words.spans) if place not in of_forms]
    if not spans or all(len(word) < _SHORTEST_OWN_WORD for word in own):
        return _Ends(False, False, False)
    return _Ends(spans[0].start == 0, spans[-1].end == len(words.keys), has_word_of_its_own(own))
