"""The address tail behind a name: where it begins, and the city and country in it.

Three kinds of beginning are believed: behind a legal form or a closing quotation mark ("ROMASHKA LLC 125009
MOSCOW"), behind a comma, and, with more evidence, at a word that only addresses use ("УЛ", "MAHALLESI", "ROOM 5").
Evidence is the sum of the weights of the marks in the tail. When it does not suffice the text stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from resolver.names.countries import country_names
from resolver.names.form_spans import FormSpan, form_spans
from resolver.names.phrases import PhraseTable, Word, telling_word, words_of
from resolver.names.tables import read_table
from resolver.names.word_keys import word_key


@dataclass(frozen=True, slots=True)
class AddressSplit:
    """A text taken apart. `address` is "" when nothing was cut; `country` ISO alpha-2."""

    name: str
    address: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """words[first:behind] says something about an address. `side`: where its own name or number stands."""

    first: int
    behind: int
    kind: str  # street, unit, area, label, branch, place, country, postcode, number
    strong: bool = True
    side: str = "either"
    country: str = ""
    rank: int = 0  # order of the table of places: larger cities of a country come first


# Weights of evidence, chosen by hand: what only an address holds counts 2 and more, what a name may hold less.
_STRONG = {
    "street": 2.0,
    "unit": 1.5,
    "area": 1.5,
    "label": 3.0,
    "place": 1.5,
    "country": 1.5,
    "postcode": 2.0,
}
_WEAK = {"street": 1.0, "unit": 0.75, "area": 0.75}
_NUMBER = 0.5
_BRANCH = -2.0  # "ROMASHKA LLC MOSCOW BRANCH" is a name
_BEHIND_ANCHOR = 2.0  # evidence that suffices behind a legal form or a comma
_IN_MID_TEXT = 4.0  # evidence that is asked for where nothing else tells that the name has ended
_STREET_AND_NUMBER = 2.5  # a street word and a number: no name has both in this order
_LEAST_COVERAGE = 0.4  # share of the words of a tail that are evidence
_LONGEST_STREET_NAME = 3  # words of a street's name between the legal form and the street word or number

_POSTCODE = re.compile(r"\d{5,6}|[A-Z]{2}\d{4,5}")
_HOUSE = re.compile(r"\d{1,4}[A-Z]?|[A-Z]\d{1,4}|\d{1,4}[А-ЯA-Z]?")
_SHORTEST_COUNTRY = 4  # letters; shorter names of countries are codes that are words elsewhere
_SHORT_COUNTRIES = ("UAE", "USA", "КНР", "ОАЭ", "США", "РФ", "PRC")
# Words that bind what follows to the name: "COMPANY OF IRAN", "имени Калинина".
_CONNECTORS = frozenset(
    word_key(word)
    for word in "of the de del des der di da do du von van in at for and named & имени им по для в во на и при of's та".split()
    if word_key(word)
)
_STREET_ADJECTIVES = tuple(
    word_key(ending)
    for ending in (
        "ская",
        "ского",
        "ской",
        "ова",
        "ева",
        "ина",
        "ная",
        "ська",
        "ского",
        "ого",
        "skaya",
        "skaia",
    )
    + ("skogo", "skoy", "skoi", "ova", "eva", "naya", "naia", "ska", "ivska", "ogo", "skaja")
)


@cache
def _vocabulary() -> PhraseTable[Mark]:
    """Phrases -> a mark with the places still open; address words win over places of the same spelling."""
    entries: list[tuple[str, Mark]] = [
        (row["words"], Mark(0, 0, row["kind"], row["strength"] == "strong", row["side"]))
        for row in read_table("address_words")
    ]
    entries += [
        (name, Mark(0, 0, "country", country=code))
        for name, code in country_names().items()
        if (len(name) >= _SHORTEST_COUNTRY or name in _SHORT_COUNTRIES) and not name.isdigit()
    ]
    entries += [
        (row["name"], Mark(0, 0, "place", country=row["country"], rank=rank))
        for rank, row in enumerate(read_table("places"))
    ]
    return PhraseTable(entries)


def _begins(row: dict[str, str]) -> bool:
    return row["strength"] == "strong" and row["kind"] != "branch"


@cache
def trigger_words() -> frozenset[str]:
    """Words without one of which no text has an address tail: the rarest of each phrase that can begin one."""
    starts = [row["words"] for row in read_table("address_words") if _begins(row)]
    names = [name for name in country_names() if len(name) >= _SHORTEST_COUNTRY and not name.isdigit()]
    places = [row["name"] for row in read_table("places")]
    return frozenset(map(telling_word, (*starts, *names, *_SHORT_COUNTRIES, *places)))


def _mark_at(words: Sequence[Word], place: int) -> Mark | None:
    hit = _vocabulary().at(words, place)
    if hit is not None:
        mark, length = hit
        return Mark(place, place + length, mark.kind, mark.strong, mark.side, mark.country, mark.rank)
    key = words[place].key
    if _POSTCODE.fullmatch(key):
        return Mark(place, place + 1, "postcode")
    return Mark(place, place + 1, "number") if _HOUSE.fullmatch(key) else None


def _marks(words: Sequence[Word]) -> list[Mark]:
    found: list[Mark] = []
    place = 0
    while place < len(words):
        mark = _mark_at(words, place)
        if mark is not None:
            found.append(mark)
        place = mark.behind if mark is not None else place + 1
    return found


def _weight(mark: Mark) -> float:
    if mark.kind == "number":
        return _NUMBER
    if mark.kind == "branch":
        return _BRANCH
    return _STRONG[mark.kind] if mark.strong else _WEAK[mark.kind]


def _is_specific(mark: Mark) -> bool:
    """Marks that tell an address from a name with places in it (Perm Engines Research Complex)."""
    return mark.kind in {"number", "postcode", "label"} or (
        mark.strong and mark.kind in {"street", "unit", "area"}
    )


class _Field:
    """One text with its words, marks and legal forms, asked where its address begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.marks = _marks(self.words)
        self.forms = form_spans(self.words)
        self._by_first = {mark.first: mark for mark in self.marks}

    def first_core_word(self) -> int:
        """The first word that belongs to no legal form."""
        covered = {place for span in self.forms for place in range(span.start, span.end)}
        return next((place for place in range(len(self.words)) if place not in covered), len(self.words))

    def anchor(self) -> FormSpan | None:
        """The last legal form with a word of the name before it."""
        core = self.first_core_word()
        return next((span for span in reversed(self.forms) if span.start > core), None)

    def closing_quote(self) -> int:
        """The first word behind a quoted name; 0 when there is none."""
        match = re.search(r"[\"«“„”'][^\"«»“”„']{3,}[\"»”“']", self.text)
        if match is None:
            return 0
        behind = next(
            (place for place, word in enumerate(self.words) if word.start >= match.end()), len(self.words)
        )
        return behind if any(match.start() < word.start < match.end() for word in self.words) else 0

    def mark_at(self, place: int) -> Mark | None:
        """The mark that begins at a word."""
        return self._by_first.get(place)

    def has_comma_before(self, place: int) -> bool:
        """Whether a comma, semicolon or line break stands before a word."""
        gap = self.text[self.words[place - 1].end : self.words[place].start] if place else ""
        return any(char in gap for char in ",;\n")

    def evidence(self, place: int) -> float:
        """The weight of the marks from `place` on; 0 where names or forms follow, or plain words outweigh the marks."""
        marks = [mark for mark in self.marks if mark.first >= place]
        if any(span.end > place for span in self.forms):
            return 0.0
        covered = sum(mark.behind - mark.first for mark in marks if mark.kind != "branch")
        if covered < _LEAST_COVERAGE * (len(self.words) - place):
            return 0.0
        if len(marks) < 2 or not any(_is_specific(mark) for mark in marks):
            return _weight(marks[0]) if marks and marks[0].kind == "label" else 0.0
        return 0.0 if all(mark.kind in {"number", "branch"} for mark in marks) else sum(map(_weight, marks))

    def cuts_through(self, place: int) -> bool:
        """Whether a cut before a word would part a bracket or quotation from its end, or a word from its "of"."""
        if self.words[place].key in _CONNECTORS or self.words[place - 1].key in _CONNECTORS:
            return True
        head = self.text[: self.words[place].start].rstrip(" ([")
        opening, closing = ("«„([", "»“”)]") if "„" in head else ("«“([", "»”)]")
        opened = sum(map(head.count, opening)) - sum(map(head.count, closing))
        return opened > 0 or head.count('"') % 2 == 1

    def is_numbered(self, place: int) -> bool:
        """Whether a house number, postcode or street stands from `place` on."""
        tail = (mark for mark in self.marks if mark.first >= place)
        return any(mark.kind in {"number", "postcode", "street"} for mark in tail)

    def is_only_places(self, place: int) -> bool:
        """Whether nothing but places, countries and postcodes stands from `place` on."""
        kinds = {"place", "country", "postcode"}
        marks = [mark for mark in self.marks if mark.first >= place and mark.kind in kinds]
        covered = sum(mark.behind - mark.first for mark in marks)
        return 0 < covered == len(self.words) - place and any(mark.kind != "postcode" for mark in marks)


def _begins_in_mid_text(field: _Field, mark: Mark) -> bool:
    """Whether a mark by itself can begin an address in the middle of a text."""
    follower = field.mark_at(mark.behind)
    if not mark.strong or mark.behind >= len(field.words):
        return False
    if mark.kind == "label":
        return True
    if mark.kind in {"street", "area"}:
        return mark.side != "before"
    if mark.kind == "unit":
        return follower is not None and follower.kind == "number"
    if mark.kind in {"place", "country", "postcode"}:
        return follower is not None and follower.kind != "branch"
    return False


def _asked_in_mid_text(field: _Field, mark: Mark, anchor: FormSpan | None) -> float:
    """Less evidence is asked for behind a legal form, and for a street with its number (UL ABAYA 5)."""
    if anchor is not None and mark.first >= anchor.end:
        return _BEHIND_ANCHOR
    near = range(mark.behind, mark.behind + _LONGEST_STREET_NAME + 1)
    numbered = any((follower := field.mark_at(place)) and follower.kind == "number" for place in near)
    return _STREET_AND_NUMBER if mark.kind == "street" and numbered else _IN_MID_TEXT


def _street_begin(field: _Field, mark: Mark, least: int) -> int | None:
    """Where a street begins whose name stands before its word (TVERSKAYA STREET, 12 KING STREET)."""
    if mark.kind != "street" or mark.side == "after" or not mark.strong:
        return None
    before = mark.first - 1
    if before < least:
        return None
    name = field.words[before].key
    if name.endswith(_STREET_ADJECTIVES) or any(
        m.behind == mark.first and m.kind == "place" for m in field.marks
    ):
        return before
    number = field.mark_at(before - 1)
    return before - 1 if number is not None and number.kind == "number" and before - 1 >= least else None


def _behind_anchor(field: _Field, place: int, *, leads: bool, closes: bool) -> Iterator[tuple[int, float]]:
    """Beginnings right behind a legal form: at once, or after the name of a street."""
    if place >= len(field.words):
        return
    if closes and field.is_only_places(place):
        yield place, 0.0
    if field.mark_at(place) is not None:
        yield place, _BEHIND_ANCHOR
        return
    follower = next((mark for mark in field.marks if mark.first >= place), None)
    if follower is None or leads or follower.first - place > _LONGEST_STREET_NAME:
        return
    if follower.kind == "number" or (follower.kind == "street" and follower.side != "after"):
        yield place, _BEHIND_ANCHOR


def _behind_commas(field: _Field, least: int) -> Iterator[tuple[int, float]]:
    """Beginnings behind a comma: a mark at once, or the name of a street and then its number or word."""
    has_form = any(span.closes for span in field.forms)
    for place in range(least, len(field.words)):
        if not field.has_comma_before(place):
            continue
        follower = next((mark for mark in field.marks if mark.first >= place), None)
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
    least = field.first_core_word() + 1
    anchor, quote = field.anchor(), field.closing_quote()
    if anchor is not None:
        yield from _behind_anchor(field, anchor.end, leads=anchor.leads, closes=anchor.closes)
    if field.first_core_word() < quote < len(field.words):
        yield from _behind_anchor(field, quote, leads=True, closes=field.has_comma_before(quote))
    yield from _behind_commas(field, least)
    for mark in field.marks:
        if mark.first < least:
            continue
        if _begins_in_mid_text(field, mark):
            yield mark.first, _asked_in_mid_text(field, mark, anchor)
        begin = _street_begin(field, mark, least)
        if begin is not None:
            yield begin, _BEHIND_ANCHOR if field.has_comma_before(begin) else _IN_MID_TEXT


def _tail_begin(field: _Field) -> int | None:
    """The first word of the address; None when the text is only a name."""
    accepted = [place for place, asked in _beginnings(field) if place > 0 and _suffices(field, place, asked)]
    return min(accepted, default=None)


def _suffices(field: _Field, place: int, asked: float) -> bool:
    if field.cuts_through(place):
        return False
    return asked == 0.0 or field.evidence(place) >= asked


def _city_and_country(field: _Field, place: int) -> tuple[str, str]:
    tail = [mark for mark in field.marks if mark.first >= place]
    countries = [mark.country for mark in tail if mark.kind == "country"]
    cities = [mark for mark in tail if mark.kind == "place"]
    country = countries[-1] if countries else cities[0].country if cities else ""
    here = [mark for mark in cities if mark.country == country] or cities
    if not here:
        return "", country
    city = min(here, key=lambda mark: mark.rank)
    return field.text[field.words[city.first].start : field.words[city.behind - 1].end], country


_GLUED = re.compile(
    r"(?<![^\W_])(LLC|LTD|SRL|GMBH|INC|JSC|CORP|SARL|DOO|EOOD|BVBA|SPA|LIMITED|ŞTİ|STI)(?=([^\W\d_]+|\d{4,}))"
)


def _unglue(text: str) -> str:
    """A blank between a legal form and an address word, place or number glued to it (SRLMUN CHISINAU, LLCG KYIV)."""

    def with_blank(match: re.Match[str]) -> str:
        rest = match[2]
        known = rest.isdigit() or rest == "G" or _mark_at(words_of(rest), 0) is not None
        return match[1] + " " if known else match[1]

    return _GLUED.sub(with_blank, text)


def split_address(text: str) -> AddressSplit:
    """Name and address tail of one firm's text; the whole text is the name when no address is certain."""
    field = _Field(_unglue(text))
    begin = _tail_begin(field) if len(field.words) > 1 else None
    if begin is None:
        return AddressSplit(text)
    cut = field.words[begin].start
    city, country = _city_and_country(field, begin)
    return AddressSplit(field.text[:cut], field.text[cut:], city, country)
