"""The address tail behind a name: where it begins, and the city and country in it.

Three kinds of beginning are believed: behind a legal form or a closing quotation mark ("ROMASHKA LLC 125009
MOSCOW"), behind a comma, and, with more evidence, at a word that only addresses use ("УЛ", "MAHALLESI",
"ROOM 5"). Evidence is the sum of the weights of the marks in the tail. When it does not suffice the text
stays a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from resolver.names.address_marks import CODE_LENGTHS, Mark, find_marks, unglued, words_of_kind
from resolver.names.form_spans import FormSpan, form_spans, leading_forms_end
from resolver.names.phrases import Words


class AddressSplit(NamedTuple):
    """A text taken apart. `address` is "" when nothing was cut; `country` ISO alpha-2."""

    name: str
    address: str = ""
    city: str = ""
    country: str = ""


_BEHIND_ANCHOR = 2.0  # evidence that suffices behind a legal form or a comma
_BEHIND_END = 1.0  # behind a form that only stands last, where no name goes on
_IN_MID_TEXT = 4.0  # evidence that is asked for where nothing else tells that the name has ended
_STREET_AND_NUMBER = 2.5  # a street word and a number: no name has both in this order
_LEAST_BEHIND_END = 0.25  # the same behind a form that only stands last
_LEAST_COVERAGE = 0.4  # share of the words of a tail that are evidence
_WORDS_BETWEEN_MARKS = 2  # plain words (names of streets, districts) between the first marks of an address
_LONGEST_STREET_NAME = 3  # words of a street's name between the legal form and the street word or number

_WRITTEN_TOGETHER = frozenset({"CN", "HK", "MO", "TW"})
# 16A before a street is its house; a bare number may be the name's.
_HOUSE_WITH_LETTER = re.compile(r"\d{1,4}[A-ZА-Я]")


@cache
def _connectors() -> frozenset[str]:
    """Words that bind what follows to the name: "COMPANY OF IRAN", "имени Калинина"."""
    return words_of_kind("connector")


@cache
def _street_endings() -> tuple[str, ...]:
    return tuple(sorted(words_of_kind("ending")))


def _is_one_country(left: str, right: str) -> bool:
    """Whether two codes stand side by side in one address: China and Hong Kong do."""
    return left == right or {left, right} <= _WRITTEN_TOGETHER


_QUOTED = re.compile(r"[\"«“„”'][^\"«»“”„']{3,}[\"»”“']")
_COMMA = re.compile(r"[,;\n]")
_BRACKET = re.compile(r"[«“„»”()\[\]\"]")


def _sure_spans(keys: Sequence[str], marks: Sequence[Mark]) -> list[FormSpan]:
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


def _anchor(forms: Sequence[FormSpan], core: int) -> FormSpan | None:
    """The last legal form, if a word of the name stands before it."""
    return forms[-1] if forms and forms[-1].start > core else None


def _after_commas(words: Words) -> list[int]:
    """The words, but the first, before which a comma, semicolon or line break stands, in order."""
    commas = [found.start() for found in _COMMA.finditer(words.text)]
    if not commas:
        return commas
    starts = [start for start, _ in words.spans]
    return sorted({bisect_left(starts, comma) for comma in commas} - {0, len(starts)})


class _Field:
    """One text with its words, marks and legal forms, asked where its address begins.

    `core` is the first word behind the legal forms at its start.
    """

    def __init__(self, words: Words, marks: list[Mark], forms: list[FormSpan], core: int) -> None:
        self.text, self.keys, self.marks, self.core = words.text, words.keys, marks, core
        self.forms, self.anchor = forms, _anchor(forms, core)
        self._last_form_end = forms[-1].end if forms else 0
        self._words = words
        self._firsts = [mark.first for mark in marks]
        self._by_first = dict(zip(self._firsts, marks, strict=True))
        self.behind_commas = _after_commas(words)

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
        return all(one.kind != "number" for one in self.marks_from(place))

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

    def ends_in_city_and_code(self, city: Mark) -> bool:
        """Whether the text ends in this city and the code of its country (BISHKEK, KG), which no name does."""
        code = self.mark_at(city.behind)
        ends = code is not None and code.kind == "country" and code.behind == len(self.keys)
        return ends and city.kind == "place" and len(self.keys[-1]) <= max(CODE_LENGTHS)

    def is_only_places(self, place: int) -> bool:
        """Whether nothing but places, countries and postcodes stands from `place` on."""
        kinds = {"place", "country", "postcode"}
        marks = [mark for mark in self.marks_from(place) if mark.kind in kinds]
        covered = sum(mark.behind - mark.first for mark in marks)
        return 0 < covered == len(self.keys) - place and any(mark.kind != "postcode" for mark in marks)


def _begins_in_mid_text(field: _Field, mark: Mark) -> bool:
    """Whether a mark by itself can begin an address in the middle of a text."""
    if not mark.strong or mark.behind >= len(field.keys):
        return False
    if mark.kind == "label" or field.has_six_digits(mark.first):
        return True
    if mark.kind in {"street", "area"}:
        return mark.side != "before"
    follower = next(iter(field.marks_from(mark.behind)), None)
    if follower is None or follower.first - mark.behind > _WORDS_BETWEEN_MARKS:
        return False
    if mark.kind == "unit":
        return follower.kind in {"number", "postcode"}
    return mark.kind in {"place", "country", "postcode"} and follower.kind != "branch"


def _asked_in_mid_text(field: _Field, mark: Mark, anchor: FormSpan | None) -> float:
    """Less evidence is asked for behind a legal form, and for a street with its number (UL ABAYA 5)."""
    if anchor is not None and mark.first >= anchor.end:
        return _BEHIND_ANCHOR
    if field.forms and field.has_six_digits(mark.first):
        return _BEHIND_ANCHOR
    if mark.kind != "street":
        return _IN_MID_TEXT
    near = range(mark.behind, mark.behind + _LONGEST_STREET_NAME + 1)
    numbered = any((follower := field.mark_at(place)) and follower.kind == "number" for place in near)
    return _STREET_AND_NUMBER if numbered else _IN_MID_TEXT


def _street_begin(field: _Field, mark: Mark, least: int) -> int | None:
    """Where a street begins whose name stands before its word (TVERSKAYA STREET, 12 KING STREET)."""
    if mark.kind != "street" or mark.side == "after" or not mark.strong:
        return None
    before = mark.first - 1
    if before < least:
        return None
    name = field.keys[before]
    if name.endswith(_street_endings()) or any(
        m.behind == mark.first and m.kind == "place" for m in field.marks
    ):
        return before
    number = field.mark_at(before - 1)
    return before - 1 if number is not None and number.kind == "number" and before - 1 >= least else None


def _behind_anchor(field: _Field, span: FormSpan) -> Iterator[tuple[int, float]]:
    """Beginnings right behind a legal form: at once, or after the name of a street."""
    place = span.end
    if place >= len(field.keys):
        return
    if span.ends and field.is_address_like(place):
        yield place, 0.0
    if span.closes and field.is_only_places(place):
        yield place, 0.0
    if field.mark_at(place) is not None:
        yield place, _BEHIND_ANCHOR
        return
    follower = next(iter(field.marks_from(place)), None)
    if follower is None or span.leads or follower.first - place > _LONGEST_STREET_NAME:
        return
    if follower.kind == "number" or (follower.kind == "street" and follower.side != "after"):
        yield place, _BEHIND_ANCHOR


def _behind_commas(field: _Field, least: int) -> Iterator[tuple[int, float]]:
    """Beginnings behind a comma: a mark at once, or the name of a street and then its number or word."""
    has_form = any(span.closes for span in field.forms)
    for place in field.behind_commas:
        if place < least:
            continue
        follower = next(iter(field.marks_from(place)), None)
        if follower is None:
            return
        run = follower.first - place
        if run == 0:
            only_places = has_form and field.is_only_places(place)
            if has_form or field.is_numbered(place):
                yield place, 0.0 if only_places else _BEHIND_ANCHOR
        elif run <= _LONGEST_STREET_NAME and follower.kind in {"number", "street"}:
            yield place, _BEHIND_ANCHOR


def _beginnings(field: _Field) -> Iterator[tuple[int, float]]:
    """Words at which the address may begin, each with the evidence that it asks for."""
    least = field.core + 1
    anchor, quote = field.anchor, field.closing_quote()
    if anchor is not None:
        yield from _behind_anchor(field, anchor)
    if field.core < quote < len(field.keys):
        closes = quote in field.behind_commas
        yield from _behind_anchor(field, FormSpan(quote, quote, leads=True, closes=closes, ends=False))
    yield from _behind_commas(field, least)
    for mark in field.marks_from(least):
        if field.ends_in_city_and_code(mark) and (field.forms or mark.first in field.behind_commas):
            yield mark.first, 0.0
        if _begins_in_mid_text(field, mark):
            yield mark.first, _asked_in_mid_text(field, mark, anchor)
        begin = _street_begin(field, mark, least)
        if begin is not None:
            yield begin, _BEHIND_ANCHOR if begin in field.behind_commas else _IN_MID_TEXT


def _tail_begin(field: _Field) -> int | None:
    """The first word of the address; None when the text is only a name."""
    places = sorted((place, asked) for place, asked in _beginnings(field) if place > 0)
    begin = next((place for place, asked in places if _suffices(field, place, asked)), None)
    if begin is None:
        return None
    return _without_dangling(field, _widen(field, begin, field.core + 1))


def _widen(field: _Field, begin: int, least: int) -> int:
    """The beginning with what stands before it and can only belong to it: 16A, D 27, NO 10, STR 3.

    A bare number does so only where the rest has no house number ("28 ULITSA KULAGINA"): "ZAVOD 5 UL LENINA
    3" is factory number 5.
    """
    while begin > least:
        before = next((mark for mark in field.marks if mark.behind == begin and mark.first >= least), None)
        if before is None:
            return begin
        numbered = _HOUSE_WITH_LETTER.fullmatch(field.keys[begin - 1]) is not None
        unit = next(
            (mark for mark in field.marks if mark.behind == before.first and mark.kind == "unit"), None
        )
        if before.kind == "number" and unit is not None and unit.first >= least:
            begin = unit.first
        elif numbered or (before.kind == "number" and field.is_street_without_number(begin)):
            begin = before.first
        else:
            return begin
    return begin


_REGION = ("СКАЯ", "ЦКАЯ", "СКИЙ", "SKAYA", "SKAIA", "SKAJA")
"""Endings of a region's name before its word (УДМУРТСКАЯ РЕСП)."""

_DANGLING = frozenset({"G", "Г", "GOR", "ГОР", "NO", "N", "NR", "№"})
"""Marks of a city or number that belong to the address behind them, and to no name before it ..."""

_TRADERS = frozenset({"IP", "ИП", "ЧП", "ФОП", "FOP", "PE", "ЖК", "ЯТТ"})
"""... but for a sole trader's, which ends in initials (IP IVANOV IVAN G)."""


def _without_dangling(field: _Field, begin: int) -> int:
    """The beginning with the mark that announces its first word (JSC SOVFRAKHT G | BISHKEK), or the region's name."""
    if begin <= field.core + 1 or field.keys[0] in _TRADERS:
        return begin
    before, mark = field.keys[begin - 1], field.mark_at(begin)
    region = mark is not None and mark.kind == "area" and before.endswith(_REGION)
    return begin - 1 if before in _DANGLING or region else begin


def _suffices(field: _Field, place: int, asked: float) -> bool:
    if field.cuts_through(place) or not field.may_begin(place):
        return False
    return asked == 0.0 or field.evidence(place) >= asked


def _city_and_country(field: _Field, place: int) -> tuple[str, str]:
    tail = field.marks_from(place)
    countries = [mark.country for mark in tail if mark.kind == "country"]
    cities = [mark for mark in tail if mark.kind == "place"]
    country = countries[-1] if countries else cities[0].country if cities else ""
    here = [mark for mark in cities if mark.country == country] or cities
    if not here:
        return "", country
    city = min(here, key=lambda mark: mark.rank)
    return field.text[field.start(city.first) : field.end(city.behind - 1)], country


def _may_begin_somewhere(words: Words, marks: Sequence[Mark], forms: Sequence[FormSpan], core: int) -> bool:
    """Whether any beginning could suffice.

    Without a form of the name or a comma before it, and without a country at the end, an address must have a mark that
    names have not, and the least evidence that is ever asked for: a glance, since most fields end here.
    """
    last, anchor = marks[-1], _anchor(forms, core)
    if anchor is not None and anchor.end <= last.first:
        return True
    if last.kind == "country" and last.behind == len(words.keys):
        return True
    if _COMMA.search(words.text) is not None:
        return True
    behind_name = [mark for mark in marks if mark.first > core]
    is_specific = any(mark.is_specific for mark in behind_name)
    return is_specific and sum([max(mark.weight, 0.0) for mark in behind_name]) >= _BEHIND_ANCHOR


def _field_of(words: Words) -> _Field | None:
    """A text to be asked where its address begins; None where it surely has none, as most."""
    spaced = unglued(words.text)
    parted = words if spaced == words.text else Words(spaced)
    marks = find_marks(parted.keys)
    core = leading_forms_end(parted.keys) if marks else 0
    if not marks or marks[-1].first <= core:  # nothing behind the name's first word speaks for an address
        return None
    forms = _sure_spans(parted.keys, marks)
    return _Field(parted, marks, forms, core) if _may_begin_somewhere(parted, marks, forms, core) else None


def may_hold_address(words: Words) -> bool:
    """Whether `split_address` must be asked."""
    return _field_of(words) is not None


def split_address(words: Words) -> AddressSplit:
    """Name and address tail of one firm's text; the whole text is the name when no address is certain."""
    field = _field_of(words)
    begin = None if field is None else _tail_begin(field)
    if field is None or begin is None:
        return AddressSplit(words.text)
    cut = field.start(begin)
    city, country = _city_and_country(field, begin)
    return AddressSplit(field.text[:cut], field.text[cut:], city, country)
