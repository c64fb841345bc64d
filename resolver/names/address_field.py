"""One text of a firm and its address, asked where the address may begin: words, marks, legal forms, commas and brackets.

What is asked of it, and when the answers suffice, is in `resolver.names.addresses`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property

from resolver.names.address_marks import CODE_LENGTHS, Mark, words_of_kind
from resolver.names.form_spans import FormSpan, form_spans
from resolver.names.phrases import Words

_BEHIND_END = 1.0  # behind a form that only stands last, where no name goes on
_LEAST_COVERAGE = 0.4  # share of the words of a tail that are evidence
_LEAST_BEHIND_END = 0.25  # the same behind a form that only stands last

_SHORTEST_NAME = 4  # letters of a word that may be a name by itself before a city: not of ТД or НПО

_WRITTEN_TOGETHER = frozenset({"CN", "HK", "MO", "TW"})


@cache
def _connectors() -> frozenset[str]:
    """Words that bind what follows to the name: "COMPANY OF IRAN", "имени Калинина"."""
    return words_of_kind("connector")


def _is_one_country(left: str, right: str) -> bool:
    """Whether two codes stand side by side in one address: China and Hong Kong do."""
    return left == right or {left, right} <= _WRITTEN_TOGETHER


_QUOTED = re.compile(r"[\"«“„”'][^\"«»“”„']{3,}[\"»”“']")
COMMA = re.compile(r"[,;\n]")
_BRACKET = re.compile(r"[«“„»”()\[\]\"]")


def sure_spans(keys: Sequence[str], marks: Sequence[Mark]) -> list[FormSpan]:
    """The legal forms among the words that are no part of a country's name and no unit before its number (КОРП. 1)."""
    spans = form_spans(keys)
    if not spans:
        return spans
    named: set[int] = set()
    for mark in marks:
        if mark.kind == "country":
            named.update(range(mark.first, mark.behind))
        elif mark.kind == "unit" and mark.behind < len(keys) and keys[mark.behind].isdigit():
            named.add(mark.first)
    return [span for span in spans if span.start not in named] if named else spans


def anchor_of(forms: Sequence[FormSpan], core: int) -> FormSpan | None:
    """The last legal form, if a word of the name stands before it."""
    return forms[-1] if forms and forms[-1].start > core else None


def _after_commas(words: Words) -> list[int]:
    """The words, but the first, before which a comma, semicolon or line break stands, in order."""
    commas = [found.start() for found in COMMA.finditer(words.text)]
    if not commas:
        return commas
    starts = [start for start, _ in words.spans]
    return sorted({bisect_left(starts, comma) for comma in commas} - {0, len(starts)})


_SHORTEST_ENDED = 4
"""Letters of a word behind which a full stop ends something: shorter ones may be abbreviations."""


class AddressField:
    """One text with its words, marks and legal forms, asked where its address begins.

    `core` is the first word behind the legal forms at its start.
    """

    def __init__(self, words: Words, marks: list[Mark], forms: list[FormSpan], core: int) -> None:
        self.text, self.keys, self.marks, self.core = words.text, words.keys, marks, core
        self.forms, self.anchor = forms, anchor_of(forms, core)
        self._last_form_end = forms[-1].end if forms else 0
        self._words = words
        self._firsts = [mark.first for mark in marks]
        self._by_first = dict(zip(self._firsts, marks, strict=True))
        self.behind_commas = _after_commas(words)

    @cached_property
    def behind_stops(self) -> list[int]:
        """The words, but the first, before which a full stop has ended a word that is no abbreviation."""
        if ". " not in self.text:
            return []
        return [place for place in range(1, len(self.keys)) if self.is_behind_stop(place, signs=".")]

    def start(self, place: int) -> int:
        """Where a word begins in the text."""
        return self._words.spans[place][0]

    def end(self, place: int) -> int:
        """Where a word ends in the text."""
        return self._words.spans[place][1]

    def marks_from(self, place: int) -> list[Mark]:
        """The marks that begin at a word or behind it."""
        return self.marks[bisect_left(self._firsts, place) :]

    def has_form_from(self, place: int) -> bool:
        """Whether a legal form ends behind the beginning of a word."""
        return self._last_form_end > place

    def closing_quote(self) -> int:
        """The first word behind a quoted name; 0 when there is none."""
        match = _QUOTED.search(self.text)
        if match is None:
            return 0
        starts = [start for start, _ in self._words.spans]
        quoted = any(match.start() < start < match.end() for start in starts)
        return bisect_left(starts, match.end()) if quoted else 0

    def mark_at(self, place: int) -> Mark | None:
        """The mark that begins at a word."""
        return self._by_first.get(place)

    def evidence(self, place: int) -> float:
        """The weight of the marks from `place` on; 0 where names or forms follow, or plain words outweigh
        the marks."""
        if self.has_form_from(place):
            return 0.0
        marks = self.marks_from(place)
        if self.has_six_digits(place):
            return sum([mark.weight for mark in marks])
        covered = sum([mark.behind - mark.first for mark in marks if mark.kind != "branch"])
        if covered < _LEAST_COVERAGE * (len(self.keys) - place):
            return 0.0
        if len(marks) < 2 or not any(mark.is_specific for mark in marks):
            return marks[0].weight if marks and marks[0].kind == "label" else 0.0
        if all(mark.kind in {"number", "branch"} for mark in marks):
            return 0.0
        return sum([mark.weight for mark in marks])

    def has_six_digits(self, place: int) -> bool:
        """Whether a word is a postcode of six digits (Russia and its neighbours, China, India): no part
        of a name."""
        key = self.keys[place]
        return len(key) == len("125009") and key.isdigit()

    def cuts_through(self, place: int) -> bool:
        """Whether a cut before a word would part a bracket or quotation from its end, or a word from its
        "of"."""
        if self.keys[place] in _connectors() or self.keys[place - 1] in _connectors():
            return True
        if self.text[self.end(place - 1) : self.start(place)] in {"", "-", "–", ".", "'"}:
            return True
        head = self.text[: self.start(place)].rstrip(" ([")
        if _BRACKET.search(head) is None:
            return False
        opening, closing = ("«„([", "»“”)]") if "„" in head else ("«“([", "»”)]")
        opened = sum(map(head.count, opening)) - sum(map(head.count, closing))
        return opened > 0 or head.count('"') % 2 == 1

    def may_begin(self, place: int) -> bool:
        """Whether an address may begin with this word.

        Not with a word of names ("Branch"), not with a single letter of little weight, and not with a place
        when one in another country follows at once: then the first belongs to the name (BANK ROSSIYA,
        ALEPPO).
        """
        mark = self.mark_at(place)
        if mark is None:
            return True
        follower = self.mark_at(mark.behind)
        numbered = follower is not None and follower.kind == "number"
        if mark.kind == "branch" or (not mark.strong and len(self.keys[place]) == 1 and not numbered):
            return False
        both = follower is not None and {mark.kind, follower.kind} <= {"place", "country"}
        return not (both and follower is not None and not _is_one_country(mark.country, follower.country))

    def is_street_without_number(self, place: int) -> bool:
        """Whether a street begins here and no house number follows it."""
        mark = self.mark_at(place)
        if mark is None or mark.kind != "street":
            return False
        return not self.has_number_from(place)

    def has_number_from(self, place: int) -> bool:
        """Whether a house number stands from `place` on."""
        return any(mark.kind == "number" for mark in self.marks_from(place))

    def is_address_like(self, place: int) -> bool:
        """Whether something of an address and nothing of a name stands from `place` on."""
        if self.has_form_from(place):
            return False
        marks = self.marks_from(place)
        if any(mark.kind == "branch" for mark in marks):
            return False
        if len(marks) < 2 and not any(mark.is_specific for mark in marks):
            return False
        covered = sum(mark.behind - mark.first for mark in marks)
        weight = sum(mark.weight for mark in marks)
        return weight >= _BEHIND_END and covered >= _LEAST_BEHIND_END * (len(self.keys) - place)

    def is_numbered(self, place: int) -> bool:
        """Whether a house number, postcode or street stands from `place` on."""
        return any(mark.kind in {"number", "postcode", "street"} for mark in self.marks_from(place))

    def is_hyphenated(self, place: int) -> bool:
        """Whether a word is joined to the one before it (ВЕКТОР-Г)."""
        return self.text[self.end(place - 1) : self.start(place)] == "-"

    def is_dotted(self, place: int) -> bool:
        """Whether a word and the next one are one piece with a full stop in it (Г.ОШ), as initials are not."""
        return self.text[self.end(place) : self.start(place + 1)] == "."

    def is_behind_stop(self, place: int, signs: str = ".,") -> bool:
        """Whether one of the signs and a blank end the word before, which is no abbreviation (NO. 5, ST. 5)."""
        before = self.text[self.end(place - 1) : self.start(place)]
        ends = before[:1] in signs and before[1:].isspace()
        return ends and len(self.keys[place - 1]) >= _SHORTEST_ENDED

    def ends_in_city_and_code(self, city: Mark) -> bool:
        """Whether the text ends in this city and its country, in letters (BISHKEK, KG), which no name does, or behind a
        name with its legal form."""
        code = self.mark_at(city.behind)
        if code is None or code.kind != "country" or code.behind != len(self.keys) or city.kind != "place":
            return False
        if len(self.keys[-1]) <= max(CODE_LENGTHS):
            return True
        return code.country == city.country and self.has_name_before(city.first)

    def is_only_places(self, place: int) -> bool:
        """Whether nothing but places, countries and postcodes stands from `place` on."""
        kinds = {"place", "country", "postcode"}
        marks = [mark for mark in self.marks_from(place) if mark.kind in kinds]
        covered = sum(mark.behind - mark.first for mark in marks)
        words = len(self.keys) - place - self.keys[place:].count("/")  # MALTEPE/ISTANBUL
        return 0 < covered == words and any(mark.kind != "postcode" for mark in marks)

    def has_name_before(self, place: int) -> bool:
        """Whether a legal form and a word long enough for a name stand before a word."""
        before = self.keys[self.core : place]
        return bool(self.forms) and any(len(key) >= _SHORTEST_NAME for key in before)

    def ends_in_bracket(self, city: Mark) -> bool:
        """Whether the text ends in this city by itself in brackets (ООО РОМАШКА (МОСКВА))."""
        if city.kind != "place" or city.behind != len(self.keys) or city.first == 0:
            return False
        before = self.text[self.end(city.first - 1) : self.start(city.first)].strip()
        return before == "(" and self.text[self.end(city.behind - 1) :].strip() == ")"
