"""The invented firms of the samples and the ways in which their names are written.

Enter: the tables in knowledge/. Leave: `Firm` records and spellings. No firm, person, ship, town, address or
number here exists; identifiers have correct checksums but prefixes that no office issues.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

SEED = 20260711
OFAC_FIRST_UID = 990001
EU_FIRST_LOGICAL_ID = 9900001


@dataclass(frozen=True, slots=True)
class Firm:
    """One invented party. `native` is its core name in its own script, `latin` as a list romanises it."""

    key: str
    type: str
    form: str
    native: str
    latin: str
    english: str
    country: str
    city: str
    address: str
    weak: str
    side: str
    on_ofac: bool
    on_eu: bool
    number: int

    @property
    def ofac_uid(self) -> str:
        """Entry number on the fictional OFAC list, "" when not listed there."""
        return str(OFAC_FIRST_UID + self.number) if self.on_ofac else ""

    @property
    def eu_logical_id(self) -> str:
        """Logical ID on the fictional EU list, "" when not listed there."""
        return str(EU_FIRST_LOGICAL_ID + self.number) if self.on_eu else ""

    @property
    def eu_reference(self) -> str:
        """EU reference number on the fictional EU list, "" when not listed there."""
        return f"EU.{99001 + self.number}.77" if self.on_eu else ""

    @property
    def is_listed(self) -> bool:
        """True when either fictional list holds the firm."""
        return self.on_ofac or self.on_eu

    @property
    def tax_id(self) -> str:
        """The firm's invented tax number in the form of its country, "" for countries without one here."""
        return _tax_id(self)


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One legal form in the ways that it is written; "" where a country has no such way."""

    native: str
    native_long: str
    latin_first: str
    english_last: str
    english_long_first: str


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one table of the folder knowledge/."""
    text = resources.files("resolver.samples").joinpath("knowledge", name).read_text(encoding="utf-8")
    return iter(csv.DictReader(text.splitlines()))


@cache
def firms() -> tuple[Firm, ...]:
    """All invented parties, listed ones first, in the order of the tables."""
    listed = [_firm(row, number) for number, row in enumerate(read_table("firms_listed.csv"))]
    not_listed = {"type": "entity", "on": "", "weak": ""}
    return (*listed, *(_firm({**row, **not_listed}, -1) for row in read_table("firms_unlisted.csv")))


TEXT_COLUMNS = (
    *("key", "type", "form", "native", "latin", "english"),
    *("country", "city", "address", "weak", "side"),
)


def _firm(row: dict[str, str], number: int) -> Firm:
    lists = row["on"].split("+")
    return Firm(
        **{name: row[name] for name in TEXT_COLUMNS},
        on_ofac="ofac" in lists,
        on_eu="eu" in lists,
        number=number,
    )


@cache
def legal_forms() -> dict[str, LegalForm]:
    """Form class -> its spellings; "" is the form of those that have none."""
    rows = list(read_table("legal_forms.csv"))
    forms = {row["form"]: LegalForm(**{k: v for k, v in row.items() if k != "form"}) for row in rows}
    return {"": LegalForm("", "", "", "", ""), **forms}


@cache
def _letters(scheme: str) -> dict[int, str]:
    lower = {row["letter"]: row[scheme] for row in read_table("romanisation.csv")}
    return str.maketrans({**lower, **{letter.upper(): latin.upper() for letter, latin in lower.items()}})


def romanise(text: str, *, scheme: str) -> str:
    """Cyrillic text in Latin capitals by a column of romanisation.csv ("icao", "common" or "german")."""
    return text.translate(_letters(scheme)).upper()


def seeded(*purpose: object) -> random.Random:
    """A generator of its own for each purpose: a change to one sample leaves the others as they are."""
    return random.Random(":".join(map(str, (SEED, *purpose))))  # noqa: S311 (samples, not secrets)


def _tax_id(firm: Firm) -> str:
    """INN with region 00, BIN and Kyrgyz INN dated 2049: correct in form, never issued."""
    digits = "".join(seeded("tax_id", firm.key).choices("0123456789", k=9))
    if firm.country == "RU":
        return _with_inn_check("00" + digits[:7])
    if firm.country == "KZ":
        return _with_bin_check("490140" + digits[:5])
    if firm.country == "KG":
        return "001012049" + digits[:5]
    return ""


def _with_inn_check(nine: str) -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    total = sum(weight * int(digit) for weight, digit in zip(weights, nine, strict=True))
    return nine + str(total % 11 % 10)


def _with_bin_check(eleven: str) -> str:
    check = _weighted(eleven, range(1, 12)) % 11
    if check == 10:
        check = _weighted(eleven, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return eleven + str(check % 10)


def _weighted(digits: str, weights: range | tuple[int, ...]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
