"""Numbers out of prose: "(УНН/ИНН): 190950894 (Belarus), 7704734000/770301001 (Russia)" -> Identifiers.

Some publishers write registration numbers as sentences. A number is a run with five digits or more; the word
before it says what it is, the bracket behind it where. A Russian tax number with its nine-digit KPP behind a
stroke is two.
"""

from __future__ import annotations

import re

from watchlists.countries import country_code
from watchlists.model import Identifier

_NUMBER = re.compile(r"(?<![\w/])(?:[A-Z]{1,3}-?)?\d[\dA-Z./-]*[\dA-Z](?![\w/])")
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:IMO)\b", re.IGNORECASE), "imo"),
    (re.compile(r"\b(?:LEI|legal entity identifier)\b", re.IGNORECASE), "lei"),
    (re.compile(r"\b(?:KPP|КПП|OKPO|ОКПО|BIK|БИК)\b", re.IGNORECASE), "other"),
    (
        re.compile(r"\b(?:INN|ИНН|TIN|ITN|УНН|УНП|UNP|UNN|VAT|tax|taxpayer|ЄДРПОУ|EDRPOU)\b", re.IGNORECASE),
        "tax_id",
    ),
    (
        re.compile(r"\b(?:OGRN|ОГРН|PSRN|registration|company|business|BIN|БИН|number|no)\b", re.IGNORECASE),
        "registration_id",
    ),
)
_COUNTRY = re.compile(r"\s*\(([^()]{2,40})\)")
_TAX_WITH_KPP = re.compile(r"^(\d{10})/(\d{9})$")
_LEAST_DIGITS = 5
_MOST_CHARACTERS = 10_000  # of one field: no publisher writes more numbers than that


def numbers_in_prose(text: str, *, label: str, kind: str = "registration_id") -> list[Identifier]:
    """Identifiers in the order of the text; `kind` where no word before a number tells it."""
    found: list[Identifier] = []
    text = text[:_MOST_CHARACTERS]
    position, told = 0, kind
    for match in _NUMBER.finditer(text):
        if sum(map(str.isdigit, match.group())) < _LEAST_DIGITS:
            continue
        told = _kind_told(text[position : match.start()]) or told
        place = _COUNTRY.match(text, match.end())
        country = country_code(place.group(1)) if place else ""
        found += _split(match.group(), told, country=country, label=label)
        position = match.end()
    return list(dict.fromkeys(found))


def _kind_told(words: str) -> str:
    """The kind that the last telling word names."""
    places = [(match.start(), kind) for pattern, kind in _WORDS for match in pattern.finditer(words)]
    specific = [place for place in places if place[1] != "registration_id"] or places
    return max(specific)[1] if specific else ""


def _split(value: str, kind: str, *, country: str, label: str) -> list[Identifier]:
    if value.startswith("IMO"):
        return [Identifier("imo", value.removeprefix("IMO").lstrip("-"), country, label)]
    if pair := _TAX_WITH_KPP.match(value):
        return [
            Identifier("tax_id", pair.group(1), country, label),
            Identifier("other", pair.group(2), country, f"{label} (KPP)"),
        ]
    return [Identifier(kind, value, country, label)]
