"""Marks of an address in a text: street words, rooms, districts, cities, countries, postcodes, house
numbers.

The words stand in tables/address_words.csv, the cities in tables/places.csv, the countries in
tables/countries.csv. A mark has a weight; whether marks make an address is decided in
`resolver.names.addresses`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from resolver.names.countries import country_names
from resolver.names.kept import kept
from resolver.names.phrases import PhraseTable, keys_of, telling_word
from resolver.names.tables import read_table
from resolver.names.word_keys import word_key

# Kinds of address_words.csv that are no marks: words that bind, endings, phones, words before a person,
# words that tell nothing, letters for a region, endings of words that are streets, what has a number of its own.
_NO_MARKS = frozenset(
    {"connector", "ending", "phone", "common", "person", "region code", "street ending", "numbered"}
)

# Weights of evidence, chosen by hand on the train half of benchmarks/quality/segments.py: what only an
# address holds counts 1.5 and more, what a name may hold as well less.
_STRONG = {
    "street": 2.0,
    "unit": 1.5,
    "area": 1.5,
    "label": 3.0,
    "place": 1.5,
    "country": 1.5,
    "postcode": 2.0,
}
_WEAK = {"street": 1.0, "unit": 0.75, "area": 0.75, "label": 1.0}
_OTHERS = {"number": 0.5, "branch": -2.0}  # "ROMASHKA LLC MOSCOW BRANCH" is a name

_POSTCODE = re.compile(r"\d{5,6}|[A-Z]{2}\d{4,5}")
_HOUSE = re.compile(r"\d{7,10}|\d{1,4}[A-ZА-Я]?|[A-Z]\d{1,4}")
_OUTWARD, _INWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?"), re.compile(r"\d[A-Z]{2}")
_PARTS_OF_POSTCODE = 2
_ORDINALS = frozenset({"ST", "ND", "RD", "TH"})
_SHORTEST_COUNTRY = 4  # letters; shorter names of countries are codes that are words elsewhere
CODE_LENGTHS = (2, 3)  # ISO 3166-1 alpha-2 and alpha-3, and what trade documents write (КР, РФ)
_SHORT_COUNTRIES = ("UAE", "USA", "КНР", "ОАЭ", "США", "РФ", "PRC")


class Mark(NamedTuple):
    """words[first:behind] says something about an address. `side`: where its own name or number stands; a
    street's name of one word before it (BRIVIBAS IELA) is told from others."""

    kind: str  # street, unit, area, label, branch, place, country, postcode, number
    first: int = 0
    behind: int = 0
    strong: bool = True
    side: str = "either"
    country: str = ""
    rank: int = 0  # order of the table of places: larger cities of a country come first
    weight: float = 0.0  # how much it speaks for an address
    is_specific: bool = (
        False  # it tells an address from a name with places in it (Perm Engines Research Complex)
    )


def _known(kind: str, *, strong: bool = True, side: str = "either", country: str = "", rank: int = 0) -> Mark:
    """A mark without a place."""
    specific = (strong and kind in {"street", "unit", "area"}) or kind in {"number", "postcode", "label"}
    weight = _OTHERS.get(kind) or (_STRONG if strong else _WEAK)[kind]
    return Mark(kind, 0, 0, strong, side, country, rank, weight, specific)


def _at(known: Mark, first: int, behind: int) -> Mark:
    """A known mark where it stands."""
    kind, _, _, strong, side, country, rank, weight, is_specific = known
    return Mark(kind, first, behind, strong, side, country, rank, weight, is_specific)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(row for row in read_table("address_words") if row["kind"] not in _NO_MARKS)


def words_of_kind(kind: str) -> frozenset[str]:
    """The keys of the words of one kind of address_words.csv."""
    return frozenset(word_key(row["words"]) for row in read_table("address_words") if row["kind"] == kind)


def _countries() -> list[tuple[str, str]]:
    return [
        (name, code)
        for name, code in country_names().items()
        if (len(name) >= _SHORTEST_COUNTRY or name in _SHORT_COUNTRIES) and not name.isdigit()
    ]


@kept
def _vocabulary() -> PhraseTable[Mark]:
    """Phrases -> marks without a place; address words win over places of the same spelling."""
    words = [
        (row["words"], _known(row["kind"], strong=row["strength"] == "strong", side=row["side"]))
        for row in _rows()
    ]
    countries = [(name, _known("country", country=code)) for name, code in _countries()]
    places = [
        (row["name"], _known("place", country=row["country"], rank=rank))
        for rank, row in enumerate(read_table("places"))
    ]
    return PhraseTable([*words, *countries, *places])


@kept
def trigger_words() -> frozenset[str]:
    """Words without one of which no text has an address tail: the rarest of each phrase that can begin
    one."""
    starts = [row["words"] for row in _rows() if row["strength"] == "strong" and row["kind"] != "branch"]
    places = [row["name"] for row in read_table("places")]
    common = words_of_kind("common")
    phrases = (*starts, *(name for name, _ in _countries()), *places)
    return frozenset(telling_word(phrase, common) for phrase in phrases)


def mark_at(keys: Sequence[str], place: int) -> Mark | None:
    """The longest mark that begins at a word."""
    hit = _vocabulary().at(keys, place)
    if hit is not None:
        known, length = hit
        return _at(known, place, place + length)
    if _is_british_postcode(keys[place : place + 2]):
        return _at(_BRITISH_POSTCODE_MARK, place, place + 2)
    number = _number(keys[place])
    return _at(number, place, place + 1) if number is not None else None


def _is_british_postcode(keys: Sequence[str]) -> bool:
    """Whether two words are a postcode of the United Kingdom (RG2 6UF), and no road and floor (A1 3RD)."""
    if len(keys) < _PARTS_OF_POSTCODE or not keys[1][0].isdigit():
        return False
    inward, outward = _INWARD.fullmatch(keys[1]), _OUTWARD.fullmatch(keys[0])
    return bool(inward and outward) and keys[1][1:] not in _ORDINALS


_POSTCODE_MARK, _NUMBER_MARK = _known("postcode"), _known("number")
_BRITISH_POSTCODE_MARK = _known("postcode", country="GB")


def _number(key: str) -> Mark | None:
    """A word as a postcode or the number of a house."""
    if not (key[0].isdigit() or key[-1].isdigit()):
        return None
    return _POSTCODE_MARK if _POSTCODE.fullmatch(key) else _NUMBER_MARK if _HOUSE.fullmatch(key) else None


@cache
def _codes() -> dict[str, frozenset[str]]:
    """Keys of short names of countries (KG, KGZ, КР) -> the countries that are written so."""
    found: dict[str, set[str]] = {}
    for name, code in country_names().items():
        if len(name) in CODE_LENGTHS and name.isalpha():
            found.setdefault(word_key(name), set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


_SHORTEST_STREET = 8
"""Letters of a word that is a street by its ending (STORGATAN 12)."""


@cache
def _street_endings() -> tuple[str, ...]:
    return tuple(sorted(words_of_kind("street ending")))


def _street_by_ending(keys: Sequence[str], place: int) -> Mark | None:
    """A word that ends as streets do and has a house number behind it."""
    if len(keys[place]) < _SHORTEST_STREET or not keys[place].endswith(_street_endings()):
        return None
    behind = _number(keys[place + 1]) if place + 1 < len(keys) else None
    numbered = behind is not None and behind.kind == "number"
    return _at(_known("street", side="after"), place, place + 1) if numbered else None


def countries_of_code(key: str) -> frozenset[str]:
    """The countries that are written so in letters (KG, КР); none for any other word."""
    return _codes().get(key, frozenset())


def _own_code(keys: Sequence[str], place: int, before: Sequence[Mark]) -> Mark | None:
    """A country's code right behind a place of that country (BISHKEK, KG): anywhere else it may be a word."""
    city = before[-1] if before else None
    if city is None or city.kind != "place" or city.behind != place:
        return None
    known = city.country in countries_of_code(keys[place])
    return _at(_known("country", country=city.country), place, place + 1) if known else None


def find_marks(keys: Sequence[str]) -> list[Mark]:
    """All marks among the words of these keys, left to right, not overlapping."""
    found: list[Mark] = []
    behind, first_words = 0, _vocabulary().first_words
    for place, key in enumerate(keys):
        if place < behind:
            continue
        mark = mark_at(keys, place) if key in first_words or not key.isalpha() else None
        if mark is None and found and behind == place:
            mark = _own_code(keys, place, found)
        mark = mark or _street_by_ending(keys, place)
        if mark is not None:
            found.append(mark)
            behind = mark.behind
    return found


def is_address_word(text: str) -> bool:
    """Whether a text begins with a mark."""
    keys = keys_of(text)
    return bool(keys) and mark_at(keys, 0) is not None


_GLUED_FORMS = r"(LLC|LTD|SRL|GMBH|INC|JSC|CORP|SARL|DOO|EOOD|BVBA|SPA|LIMITED|ŞTİ|STI)"
_GLUED = re.compile(rf"(?<![^\W_]){_GLUED_FORMS}(?=([^\W\d_]{{3,}}|\d{{4,}}|G\b))")
_MAY_BE_GLUED = re.compile(rf"{_GLUED_FORMS}(?=[^\W_])")
"""A glance that begins with a letter of its own, by which it is found many times faster."""


def unglued(text: str) -> str:
    """A blank between a legal form and an address word, place or number glued to it (SRLMUN CHISINAU,
    LLCG KYIV)."""

    def with_blank(match: re.Match[str]) -> str:
        rest = match[2]
        known = rest.isdigit() or rest == "G" or is_address_word(rest)
        return match[1] + " " if known else match[1]

    return text if _MAY_BE_GLUED.search(text) is None else _GLUED.sub(with_blank, text)
