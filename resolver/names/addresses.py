"""The address tail behind a name: where it begins, and the city and country in it.

Three kinds of beginning are believed: behind a legal form or a closing quotation mark ("ROMASHKA LLC 125009
MOSCOW"), behind a comma, and, with more evidence, at a word that only addresses use ("УЛ", "MAHALLESI",
"ROOM 5"). Evidence is the sum of the weights of the marks in the tail. When it does not suffice the text
stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from resolver.names.address_field import COMMA, AddressField, anchor_of, sure_spans
from resolver.names.address_marks import Mark, countries_of_code, find_marks, unglued, words_of_kind
from resolver.names.form_spans import FormSpan, leading_forms_end
from resolver.names.phrases import Words, key_of_word


class AddressSplit(NamedTuple):
    """A text taken apart. `address` is "" when nothing was cut; `country` ISO alpha-2."""

    name: str
    address: str = ""
    city: str = ""
    country: str = ""


_BEHIND_ANCHOR = 2.0  # evidence that suffices behind a legal form or a comma
_IN_MID_TEXT = 4.0  # evidence that is asked for where nothing else tells that the name has ended
_STREET_AND_NUMBER = 2.5  # a street word and a number: no name has both in this order
_WORDS_BETWEEN_MARKS = 2  # plain words (names of streets, districts) between the first marks of an address
_LONGEST_STREET_NAME = 3  # words of a street's name between the legal form and the street word or number

# 16A before a street is its house; a bare number may be the name's.
_HOUSE_WITH_LETTER = re.compile(r"\d{1,4}[A-ZА-Я]")


@cache
def _street_endings() -> tuple[str, ...]:
    return tuple(sorted(words_of_kind("ending")))


def _begins_in_mid_text(field: AddressField, mark: Mark) -> bool:
    """Whether a mark by itself can begin an address in the middle of a text."""
    if not mark.strong or mark.behind >= len(field.keys):
        return False
    if mark.kind == "label" or field.has_six_digits(mark.first):
        return True
    if mark.kind in {"street", "area"}:
        return mark.side not in {"before", "word before"}
    follower = next(iter(field.marks_from(mark.behind)), None)
    if follower is None or follower.first - mark.behind > _WORDS_BETWEEN_MARKS:
        return False
    if mark.kind == "unit":
        return follower.kind in {"number", "postcode"}
    return mark.kind in {"place", "country", "postcode"} and follower.kind != "branch"


def _asked_in_mid_text(field: AddressField, mark: Mark, anchor: FormSpan | None) -> float:
    """Less evidence is asked for behind a legal form, and for a street with its number (UL ABAYA 5)."""
    if anchor is not None and mark.first >= anchor.end:
        return _BEHIND_ANCHOR
    if field.forms and field.has_six_digits(mark.first):
        return _BEHIND_ANCHOR
    if field.keys[mark.first] in _REGION_WORDS and field.keys[mark.first - 1].endswith(_REGION):
        return _BEHIND_ANCHOR
    if mark.kind != "street":
        return _IN_MID_TEXT
    near = range(mark.behind, mark.behind + _LONGEST_STREET_NAME + 1)
    numbered = any((follower := field.mark_at(place)) and follower.kind == "number" for place in near)
    return _STREET_AND_NUMBER if numbered else _IN_MID_TEXT


def _street_begin(field: AddressField, mark: Mark, least: int) -> int | None:
    """Where a street begins whose name stands before its word (TVERSKAYA STREET, 12 KING STREET)."""
    if mark.kind != "street" or mark.side == "after" or not mark.strong:
        return None
    before = mark.first - 1
    if before < least:
        return None
    name = field.keys[before]
    is_place = any(m.behind == mark.first and m.kind == "place" for m in field.marks)
    if mark.side == "word before" or is_place or name.endswith(_street_endings()):
        return before
    number = field.mark_at(before - 1)
    return before - 1 if number is not None and number.kind == "number" and before - 1 >= least else None


def _behind_anchor(field: AddressField, span: FormSpan) -> Iterator[tuple[int, float]]:
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


def _behind_commas(field: AddressField, least: int) -> Iterator[tuple[int, float]]:
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


def _behind_stops(field: AddressField, least: int) -> Iterator[tuple[int, float]]:
    """Beginnings behind a full stop that ends the name: a house number, or the name of a street and its word, with a comma
    behind it (ACADEMY. NO. 2 LENIN STREET, MOSCOW); a country by itself (COMMITTEE. RUSSIA)."""
    for place in field.behind_stops:
        if place < least:
            continue
        first = place + (field.keys[place] in _DANGLING and place + 1 < len(field.keys))
        mark = field.mark_at(first)
        if mark is not None and mark.kind == "country" and mark.behind == len(field.keys):
            yield place, 0.0
        follower = next(iter(field.marks_from(first)), None)
        if follower is None or not field.behind_commas or field.behind_commas[-1] <= first:
            continue
        run = follower.first - first
        if run == 0 and follower.kind == "number":
            yield first, _IN_MID_TEXT
        elif (
            run <= _LONGEST_STREET_NAME
            and follower.kind == "street"
            and (run == 0 or follower.side != "after")
        ):
            yield first, _BEHIND_ANCHOR


def _at_the_end(field: AddressField, least: int) -> Iterator[tuple[int, float]]:
    """Beginnings of a place alone behind a name with its legal form in front: Г. ТВЕРЬ, (МОСКВА), ТВЕРСКАЯ ОБЛ."""
    for mark in field.marks_from(least):
        behind = mark.behind
        if field.keys[mark.first] in _CITY and behind < len(field.keys):
            city = field.mark_at(behind)
            told = city is not None and city.kind == "place" and field.is_only_places(behind)
            told = told and (field.keys[0] not in _TRADERS or field.is_dotted(mark.first))
            begin = mark.first
        else:
            region = field.keys[mark.first] in _REGION_WORDS and field.keys[mark.first - 1].endswith(_REGION)
            told = (region and behind == len(field.keys)) or field.ends_in_bracket(mark)
            begin = mark.first - region
        if told and begin >= least and field.has_name_before(begin):
            yield mark.first, 0.0


def _beginnings(field: AddressField) -> Iterator[tuple[int, float]]:
    """Words at which the address may begin, each with the evidence that it asks for."""
    least = field.core + 1
    anchor, quote = field.anchor, field.closing_quote()
    if anchor is not None:
        yield from _behind_anchor(field, anchor)
    if field.core < quote < len(field.keys):
        closes = quote in field.behind_commas
        yield from _behind_anchor(field, FormSpan(quote, quote, leads=True, closes=closes, ends=False))
    yield from _behind_commas(field, least)
    yield from _behind_stops(field, least)
    yield from _at_the_end(field, least)
    for mark in field.marks_from(least):
        if field.ends_in_city_and_code(mark) and (field.forms or mark.first in field.behind_commas):
            yield mark.first, 0.0
        if _begins_in_mid_text(field, mark):
            yield mark.first, _asked_in_mid_text(field, mark, anchor)
        begin = _street_begin(field, mark, least)
        if begin is not None:
            yield begin, _BEHIND_ANCHOR if begin in field.behind_commas else _IN_MID_TEXT


def _tail_begin(field: AddressField) -> int | None:
    """The first word of the address; None when the text is only a name."""
    places = sorted((place, asked) for place, asked in _beginnings(field) if place > 0)
    begin = next((place for place, asked in places if _suffices(field, place, asked)), None)
    if begin is None:
        return None
    return _with_codes(field, _without_dangling(field, _widen(field, begin, field.core + 1)))


def _widen(field: AddressField, begin: int, least: int) -> int:
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
            if field.keys[unit.first - 1] in _numbered() and field.has_number_from(begin):
                return begin
            begin = unit.first
        elif numbered or (before.kind == "number" and _is_of_street(field, before, begin)):
            begin = before.first
        else:
            return begin
    return begin


@cache
def _numbered() -> frozenset[str]:
    """What is numbered by itself (ЗАВОД № 5): the number behind it is the name's where the street has one of its own."""
    return words_of_kind("numbered")


def _is_of_street(field: AddressField, number: Mark, street: int) -> bool:
    """Whether a number right before a street is its house: the rest has none, or a name has ended before it with a stop."""
    return field.is_street_without_number(street) or field.is_behind_stop(number.first)


_REGION = tuple(map(key_of_word, ("СКАЯ", "ЦКАЯ", "СКИЙ", "SKAYA", "SKAIA", "SKAJA")))
"""Endings of a region's name before its word (УДМУРТСКАЯ РЕСП)."""

_CITY = frozenset(map(key_of_word, ("G", "Г", "GOR", "ГОР")))
"""Marks of a city before its name."""

_REGION_WORDS = frozenset(map(key_of_word, ("ОБЛ", "ОБЛАСТЬ", "OBL", "OBLAST")))
"""Words of a region that no firm has for its name: СИБИРСКИЙ КРАЙ may be one."""

_BEHIND_REGION = frozenset(map(key_of_word, ("VILOYATI", "ВИЛОЯТИ", "ОБЛЫСЫ", "OBLYSY", "ОБЛУСУ", "OBLUSU")))
"""Words of a region behind its name in the nominative (SIRDARYO VILOYATI)."""

_DANGLING = frozenset(map(key_of_word, ("G", "Г", "GOR", "ГОР", "NO", "N", "NR", "№")))
"""Marks of a city or number that belong to the address behind them, and to no name before it ..."""

_TRADERS = frozenset(map(key_of_word, ("IP", "ИП", "ЧП", "ФОП", "FOP", "PE", "ЖК", "ЯТТ")))
"""... but for a sole trader's, which ends in initials (IP IVANOV IVAN G)."""


def _without_dangling(field: AddressField, begin: int) -> int:
    """The beginning with the mark that announces its first word (JSC SOVFRAKHT G | BISHKEK), or the region's name."""
    if begin <= field.core + 1 or field.keys[0] in _TRADERS:
        return begin
    before, mark = field.keys[begin - 1], field.mark_at(begin)
    region = mark is not None and mark.kind == "area" and before.endswith(_REGION)
    region = region or field.keys[begin] in _BEHIND_REGION
    dangling = before in _DANGLING and not field.is_hyphenated(begin - 1)  # not of ВЕКТОР-Г
    return begin - 1 if dangling or region else begin


_BEHIND_COMMA = frozenset(map(key_of_word, ("М", "С", "П")))
"""Marks of a town or village that are too short to be believed but behind a comma (", м. | Дніпро")."""


@cache
def _region_codes() -> frozenset[str]:
    """Letters for a region before its towns (ВКО, ХМАО)."""
    return words_of_kind("region code")


def _with_codes(field: AddressField, begin: int) -> int:
    """The beginning with the letters of its region and country before it (РК ВКО | Г УСТЬ-КАМЕНОГОРСК; , РБ, | Г.ГРОДНО)."""
    _, country = _city_and_country(field, begin)
    while begin - 1 > field.core and not field.cuts_through(begin - 1):
        before = field.keys[begin - 1]
        parted = begin - 1 in field.behind_commas
        told = parted or not field.text[field.start(begin - 1)].isascii()
        is_code = before in _region_codes() or country in countries_of_code(before)
        long = next((m for m in field.marks if m.behind == begin and m.kind == "country"), None)
        if (told and is_code) or (parted and before in _BEHIND_COMMA):
            begin -= 1
        elif long and long.behind - long.first > 1 and long.country == country and long.first > field.core:
            begin = long.first  # РЕСПУБЛИКА УЗБЕКИСТАН, | ТАШКЕНТ
        else:
            return begin
    return begin


def _suffices(field: AddressField, place: int, asked: float) -> bool:
    if field.cuts_through(place) or not field.may_begin(place):
        return False
    return asked == 0.0 or field.evidence(place) >= asked


def _city_and_country(field: AddressField, place: int) -> tuple[str, str]:
    tail = field.marks_from(place)
    countries = [mark.country for mark in tail if mark.kind in {"country", "postcode"} and mark.country]
    cities = [mark for mark in tail if mark.kind == "place"]
    country = countries[-1] if countries else cities[0].country if cities else ""
    here = [mark for mark in cities if mark.country == country] or cities
    if not here:
        return "", country
    city = min(here, key=lambda mark: mark.rank)
    return field.text[field.start(city.first) : field.end(city.behind - 1)], country


def _may_end_in_place(words: Words, last: Mark) -> bool:
    """Whether the last mark may be a place alone at the end, in brackets or a region."""
    if last.behind != len(words.keys):
        return False
    return words.keys[last.first] in _REGION_WORDS or words.text.rstrip().endswith(")")


def _may_begin_somewhere(words: Words, marks: Sequence[Mark], forms: Sequence[FormSpan], core: int) -> bool:
    """Whether any beginning could suffice.

    Without a form of the name or a comma before it, and without a country at the end, an address must have a mark that
    names have not, and the least evidence that is ever asked for: a glance, since most fields end here.
    """
    last, anchor = marks[-1], anchor_of(forms, core)
    if anchor is not None and anchor.end <= last.first:
        return True
    if last.kind == "country" and last.behind == len(words.keys):
        return True
    if COMMA.search(words.text) is not None or _may_end_in_place(words, last):
        return True
    behind_name = [mark for mark in marks if mark.first > core]
    is_specific = any(mark.is_specific for mark in behind_name)
    return is_specific and sum([max(mark.weight, 0.0) for mark in behind_name]) >= _BEHIND_ANCHOR


def _field_of(words: Words) -> AddressField | None:
    """A text to be asked where its address begins; None where it surely has none, as most."""
    spaced = unglued(words.text)
    parted = words if spaced == words.text else Words(spaced)
    marks = find_marks(parted.keys)
    core = leading_forms_end(parted.keys) if marks else 0
    if not marks or marks[-1].first <= core:  # nothing behind the name's first word speaks for an address
        return None
    forms = sure_spans(parted.keys, marks)
    return (
        AddressField(parted, marks, forms, core) if _may_begin_somewhere(parted, marks, forms, core) else None
    )


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
