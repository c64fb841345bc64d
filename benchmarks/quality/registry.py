"""A synthetic shipper registry with planted truth: which rows are one firm is known because we made them.

A firm is a name, a legal form, a country, a city and a tax number. Its spellings differ as manifests differ:
script, romanisation, form dropped, moved or respelled, capitals, typing slips, glued addresses, cut fields,
branches. Strangers share names on purpose: the same name in another country, and a few names borne by many
firms of one country.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anyascii import anyascii

from benchmarks.quality.folding import core
from benchmarks.quality.innocents import (
    BARE_SHARE,
    CAPITALS_SHARE,
    PATTERNS,
    SCHEMES,
    Pattern,
    fill,
    form_texts,
)
from benchmarks.quality.truth import Half

if TYPE_CHECKING:
    import pandas as pd

REGISTRY_COLUMNS = ["id", "name", "country", "city", "tax_id", "truth"]
# Shares measured in trade records (manifest_noise_rates of the design notes) or, where none could be,
# assumed.
SPELLINGS_OF_ROWS = 0.2  # distinct spellings in a row count of one
HEAD = 50  # flattens the top of Zipf's law: the most frequent spelling has about .2 % of a million rows
MOST_SPELLINGS = 8  # of one firm, beside the first
SAME_NAME_ABROAD = 0.03  # firms that bear a name known from another country
COMMON_NAME = 0.01  # firms that bear one of the common names of their country
COMMON_NAMES = 20  # of each country
TAX_ID_GIVEN = 0.3  # rows
CITY_GIVEN = 0.7  # rows
TYPO, OCR, GLUED_ADDRESS, CUT, BRANCH, SPLIT, NO_FORM = 0.03, 0.01, 0.06, 0.05, 0.02, 0.02, 0.15  # spellings
CUT_AT = 35
HALVES: tuple[Half, ...] = ("train", "test")
_JOINT_STOCK = re.compile(
    r"\b(?:АО|ПАО|ЗАО|ОАО|ПрАТ|AO|PAO|ZAO|OAO|O?JSC|CJSC|A\.Ş\.|AS|Anonim|AG|S\.p\.A\.|SPA|PLC)(?!\w)"
)
_CITIES = {
    "RU": ["Moscow", "Saint Petersburg", "Ekaterinburg", "Novosibirsk", "Kazan", "Samara", "Omsk", "Perm"],
    "KG": ["Bishkek", "Osh", "Tokmok", "Karakol"],
    "KZ": ["Almaty", "Astana", "Shymkent", "Aktobe"],
    "CN": ["Shenzhen", "Guangzhou", "Shanghai", "Ningbo", "Yiwu", "Urumqi"],
    "TR": ["Istanbul", "Ankara", "Izmir", "Bursa"],
    "AE": ["Dubai", "Sharjah", "Ajman"],
}
_OTHER_CITIES = ["Port City", "Old Town", "Riverside", "Northgate", "Hill Station"]
_STREETS = [
    "UL LENINA 12",
    "PR MIRA 45 OF 301",
    "NO 88 NANSHAN RD",
    "PO BOX 17412",
    "UL ABAYA 150",
    "STR 14 BLD 3",
]


@dataclass(frozen=True)
class Firm:
    """One planted firm: `text` is its name without a legal form, `forms` how its form is written."""

    truth: str
    text: str
    forms: tuple[str, ...]
    latin_forms: tuple[str, ...]
    country: str
    city: str
    tax_id: str


def make_registry(rows: int, seed: int = 1) -> pd.DataFrame:
    """`rows` rows as REGISTRY_COLUMNS in random order; `truth` is the firm; a fifth of names are distinct.

    Names repeat as in trade records: few firms have thousands of rows, most have one or two (Zipf). `city`
    and `tax_id` are given in part of the rows and are right where given.
    """
    import numpy as np
    import pandas as pd

    rng = random.Random(f"registry/{seed}")
    spellings = list(_spellings(rng, max(2, int(rows * SPELLINGS_OF_ROWS))))
    draw = np.random.default_rng(seed)
    weights = 1.0 / (HEAD + draw.permutation(len(spellings)))
    extra = draw.choice(len(spellings), size=max(0, rows - len(spellings)), p=weights / weights.sum())
    order = draw.permutation(np.concatenate([np.arange(len(spellings)), extra]))[:rows]
    frame = pd.DataFrame(spellings, columns=REGISTRY_COLUMNS[1:]).iloc[order].reset_index(drop=True)
    frame.loc[draw.random(len(frame)) > CITY_GIVEN, "city"] = ""
    frame.loc[draw.random(len(frame)) > TAX_ID_GIVEN, "tax_id"] = ""
    frame.insert(0, "id", [f"r{i}" for i in range(len(frame))])
    return frame


def _spellings(rng: random.Random, count: int) -> list[tuple[str, str, str, str, str]]:
    """(name, country, city, tax_id, truth), `count` of them, those of a firm in a row."""
    made: list[tuple[str, str, str, str, str]] = []
    for firm in firms(rng):
        names = {spell(rng, firm): None for _ in range(1 + min(MOST_SPELLINGS, int(rng.expovariate(1.0))))}
        made += [(name, firm.country, firm.city, firm.tax_id, firm.truth) for name in names]
        if len(made) >= count:
            break
    return made[:count]


def firms(rng: random.Random) -> Iterator[Firm]:
    """Planted firms without end; a few bear the name of a stranger, abroad or in the same country."""
    shares = [pattern.share for pattern in PATTERNS]
    names = _Names({}, {})
    for number in itertools.count():
        pattern = rng.choices(PATTERNS, shares)[0]
        country = rng.choice(pattern.country)
        text = names.take(rng, fill(rng, rng.choice(pattern.text), rng.choice(HALVES)), country)
        yield _firm(rng, number, text, pattern, country)


@dataclass(frozen=True)
class _Names:
    """The names given so far by country, and the first of each country, which many firms share."""

    taken: dict[str, dict[str, str]]
    common: dict[str, list[str]]

    def take(self, rng: random.Random, text: str, country: str) -> str:
        """The name of a new firm of `country`: `text`, or on purpose one that a stranger bears."""
        here = self.taken.setdefault(country, {})
        common = self.common.setdefault(country, [])
        others = [c for c in self.taken if c != country and self.taken[c]]
        kind = rng.random()
        if kind < COMMON_NAME and common:
            return rng.choice(common)
        if kind < COMMON_NAME + SAME_NAME_ABROAD and others:
            text = rng.choice(self.common[rng.choice(others)])
        while core(text) in here:
            text = f"{text} {fill(rng, '{en_invented}', rng.choice(HALVES)).capitalize()}"
        here[core(text)] = text
        if len(common) < COMMON_NAMES:
            common.append(text)
        return text


def _firm(rng: random.Random, number: int, text: str, pattern: Pattern, country: str) -> Firm:
    forms = form_texts(pattern.forms)
    first = rng.choice(forms)
    latin = _like(first, form_texts(pattern.latin_forms)) if pattern.latin_forms else ()
    city = rng.choice(_CITIES.get(country, _OTHER_CITIES))
    return Firm(
        f"f{number}", text, _like(first, forms), latin, country, city, str(rng.randrange(10**9, 10**10))
    )


def _like(form: str, others: list[str]) -> tuple[str, ...]:
    """The forms of one kind: joint-stock or not."""
    stock = bool(_JOINT_STOCK.search(form))
    return tuple(one for one in others if bool(_JOINT_STOCK.search(one)) == stock) or ("{}",)


def spell(rng: random.Random, firm: Firm) -> str:
    """One spelling of a firm's name, as a clerk might have typed it."""
    latin = bool(firm.latin_forms) and rng.random() < 0.66
    form = "{}" if rng.random() < NO_FORM else rng.choice(firm.latin_forms if latin else firm.forms)
    name = form.format(firm.text)
    if latin:
        name = anyascii(rng.choice(SCHEMES).translate(name))
    if rng.random() < BARE_SHARE:
        name = " ".join(re.sub(r"[«»\"“”„().,]+", " ", name).split())
    if rng.random() < CAPITALS_SHARE:
        name = name.upper()
    return _damaged(rng, name, firm)


def _damaged(rng: random.Random, name: str, firm: Firm) -> str:
    if rng.random() < TYPO:
        name = _slipped(rng, name)
    if rng.random() < OCR:
        name = name.replace("O", "0", 1).replace("I", "1", 1)
    if rng.random() < SPLIT:
        at = rng.randrange(1, max(2, len(name) - 1))
        name = f"{name[:at]} {name[at:]}"
    if rng.random() < BRANCH:
        name = f"{name} {firm.city.upper()} BRANCH"
    if rng.random() < GLUED_ADDRESS:
        name = f"{name} {firm.city.upper()} {rng.choice(_STREETS)}"
    return name[:CUT_AT].strip() if len(name) > CUT_AT and rng.random() < CUT else name


def _slipped(rng: random.Random, name: str) -> str:
    at = rng.randrange(1, max(2, len(name) - 1))
    return name[:at] + rng.choice(["", name[at : at + 1] * 2, rng.choice("AEIORSTN")]) + name[at + 1 :]
