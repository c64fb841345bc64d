"""Identifiers: a number as somebody typed it -> its scheme, its normalised value, and whether its checksum
holds.

The schemes stand in tables/identifier_schemes.csv, the words that announce a number in
tables/identifier_labels.csv. A number whose checksum fails is returned with `valid` False and must never be
believed. A number that fits several schemes and has nothing to choose between them keeps scheme "": its
value can still be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module

from stdnum import imo
from stdnum.by import unp

from resolver.names.phrases import Words
from resolver.names.tables import read_table
from resolver.names.word_keys import word_key

Check = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class IdentifierValue:
    """One number. `kind` and `scheme` as in `resolver.model.IDENTIFIER`; `value` letters and digits, in
    capitals."""

    kind: str
    scheme: str
    value: str
    valid: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """A row of identifier_schemes.csv.

    `bare` says where a number is recognised by its checksum alone: "no", "yes" (in a text or column of
    unknown country), "anywhere" (under the flag of another country too: the shape is rare and the checksum
    strict), "bracket" (in brackets behind a name: KALA SDN BHD (123456-X)).
    """

    name: str
    kind: str
    country: str
    pattern: re.Pattern[str]
    check: Check | None
    bare: str

    def fits(self, value: str) -> bool:
        """Whether `value` has the shape of this scheme."""
        return self.pattern.fullmatch(value) is not None

    def holds(self, value: str) -> bool:
        """Whether the checksum of `value` holds; True where the scheme has none."""
        return self.check is None or self.check(value)


def _modulo_11(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def _is_date(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def check_kz_bin(value: str) -> bool:
    """BIN and IIN of Kazakhstan: YYMM, then two passes of modulo 11 (Government decree 565 of 2003)."""
    remainder = _modulo_11(value, range(1, 12))
    if remainder == 10:
        remainder = _modulo_11(value, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))
    return 1 <= int(value[2:4]) <= 12 and remainder == int(value[11])


def check_kg_inn(value: str) -> bool:
    """INN of Kyrgyzstan: no checksum is published, but the digits 2 to 9 are a date, DDMMYYYY."""
    return _is_date(value[1:3], value[3:5]) and 1900 <= int(value[5:9]) <= 2099


def check_uz_pinfl(value: str) -> bool:
    """PINFL of Uzbekistan: a birth date, DDMMYY, and a check digit with the weights 7, 3, 1 modulo 10."""
    total = sum(int(digit) * (7, 3, 1)[place % 3] for place, digit in enumerate(value[:13]))
    return _is_date(value[1:3], value[3:5]) and total % 10 == int(value[13])


def check_by_unp(value: str) -> bool:
    """UNP of Belarus: weighted sum modulo 11; the letters of older numbers are left to python-stdnum."""
    if not value.isdigit():
        return bool(unp.is_valid(value))
    return _modulo_11(value[:8], (29, 23, 19, 17, 13, 7, 5, 3)) == int(value[8])


def check_imo(value: str) -> bool:
    """IMO numbers: ships (weights 7 to 2, last digit of the sum) and companies (8 6 4 2 9 7, modulo 11)."""
    company = (11 - _modulo_11(value[:6], (8, 6, 4, 2, 9, 7))) % 10
    return bool(imo.is_valid(value)) or company == int(value[6])


_OWN_CHECKS: dict[str, Check] = {
    "by_unp": check_by_unp,
    "imo": check_imo,
    "kg_inn": check_kg_inn,
    "kz_bin": check_kz_bin,
    "uz_pinfl": check_uz_pinfl,
}


def _check_named(name: str) -> Check | None:
    """The check that the table names: "stdnum:ru.inn" is `stdnum.ru.inn.is_valid`, "" is none."""
    if not name.startswith("stdnum:"):
        return _OWN_CHECKS[name] if name else None
    is_valid: Check = import_module("stdnum." + name.removeprefix("stdnum:")).is_valid
    return is_valid


@cache
def schemes() -> dict[str, Scheme]:
    """All schemes by name, in the order of the table."""
    return {
        row["scheme"]: Scheme(
            name=row["scheme"],
            kind=row["kind"],
            country=row["country"],
            pattern=re.compile(row["pattern"]),
            check=_check_named(row["check"]),
            bare=row["bare"],
        )
        for row in read_table("identifier_schemes")
    }


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    """The words that announce a number, as word keys, and the schemes that they may mean (() = any)."""
    rows = read_table("identifier_labels")
    return {word_key(r["label"]): () if r["schemes"] == "*" else tuple(r["schemes"].split("|")) for r in rows}


_ONLY_KIND = "="
"""Before the kind of a number (=tax_id) whose scheme no table knows: under no country it is taken for none of another's."""

_NUMERIC_KINDS = {"tax_id", "registration_id"}


def _schemes_of_kind(kind: str) -> list[Scheme]:
    """Tax and registration numbers are mixed up in practice, so either word admits both."""
    kinds = _NUMERIC_KINDS if kind in _NUMERIC_KINDS else {kind}
    return [scheme for scheme in schemes().values() if scheme.kind in kinds]


_NOT_ALNUM = re.compile(r"[\W_]+")
_COUNTRY_PREFIX = re.compile(r"[A-Z]{2}(?=\d{8,})")


def _compact(value: str) -> str:
    return _NOT_ALNUM.sub("", unicodedata.normalize("NFKC", value)).upper()


def _mended(value: str) -> Iterable[str]:
    """The value without a country prefix (LT123456789), and with zeros that a spreadsheet ate."""
    if _COUNTRY_PREFIX.match(value):
        yield value[2:]
    if value.isdigit():
        yield "0" + value
        yield "00" + value


def _choose(kind: str, candidates: Sequence[Scheme], value: str) -> tuple[Scheme, str] | None:
    """The one scheme that `value` belongs to; None when there is none, or no reason to prefer one.

    A checksum that holds decides. Where none holds, a scheme of the same kind is named, so that a wrong
    number is called wrong and not taken for one of a scheme without checksum.
    """
    fitting = [scheme for scheme in candidates if scheme.fits(value)]
    holding = [scheme for scheme in fitting if scheme.check and scheme.check(value)]
    if holding:
        return (holding[0], value) if len(holding) == 1 else None
    if fitting:
        own = [scheme for scheme in fitting if scheme.kind == kind] or fitting
        unchecked = [scheme for scheme in own if scheme.check is None]
        if len(unchecked) > 1 or (unchecked and len(own) > 1):
            return None
        return own[0], value
    mended = ((s, spelling) for spelling in _mended(value) for s in candidates if s.fits(spelling))
    return next(((s, spelling) for s, spelling in mended if s.check and s.check(spelling)), None)


def _identify(kind: str, value: str, candidates: Sequence[Scheme]) -> IdentifierValue:
    chosen = _choose(kind, candidates, value)
    if chosen is None:
        return IdentifierValue(kind, "", value, True)
    scheme, spelling = chosen
    return IdentifierValue(scheme.kind, scheme.name, spelling, scheme.holds(spelling))


def _by_checksum(kind: str, compact: str, country: str) -> IdentifierValue:
    """The number by its checksum alone: believed only when exactly one scheme that allows it holds."""
    levels = {"anywhere"} if country else {"anywhere", "yes"}
    holding = [s for s in schemes().values() if s.bare in levels and s.fits(compact) and s.holds(compact)]
    if len(holding) == 1:
        return IdentifierValue(holding[0].kind, holding[0].name, compact, True)
    return IdentifierValue(kind, "", compact, True)


@lru_cache(maxsize=1 << 16)
def normalise(kind: str, value: str, country: str = "") -> IdentifierValue:
    """One number of a column or a listing.

    `kind` is tax_id, registration_id, lei, imo, swift or other; `country` ISO alpha-2 or "". The kind of the
    result is that of the recognised scheme, so that a registration number given as a tax number meets its
    twin.
    """
    compact = _compact(value)
    if kind == "imo":
        compact = compact.removeprefix("IMO")
    own = [scheme for scheme in _schemes_of_kind(kind) if scheme.country == country or not scheme.country]
    found = _identify(kind, compact, own)
    return found if found.scheme else _by_checksum(kind, compact, country)


_SEPARATORS = re.compile(r"[;,|\n]|\s(?=\d{8,})")
# A stroke separates numbers (7704734000/770301001), but not the parts of one (J40/242/2004).
_STROKE = re.compile(r"(?<=\d{7})\s*/\s*(?=\d{7})")
_PARENTHESES = re.compile(r"\([^()]*\)")


def _kpp(value: str) -> IdentifierValue:
    scheme = schemes()["RU-KPP"]
    return IdentifierValue(scheme.kind, scheme.name, value, True)


def normalise_all(kind: str, value: str, country: str = "") -> tuple[IdentifierValue, ...]:
    """All numbers of one cell: "7704734000/770301001" is an INN and a KPP, "INN 7704734000; OGRN 1027..."
    two numbers.

    Parentheses ("(Russia)") are left out. Empty when no part holds a digit.
    """
    bare = _PARENTHESES.sub(" ", value)
    labelled = find_in_text(bare, labelled_only=True)
    if labelled:
        return tuple(found for found, _, _ in labelled)
    parts = [
        part for part in _SEPARATORS.split(_STROKE.sub(";", bare)) if any(char.isdigit() for char in part)
    ]
    found = [normalise(kind, part.strip(), country) for part in parts]
    if len(found) > 1 and found[0].scheme == "RU-INN":
        found[1:] = [_kpp(item.value) if schemes()["RU-KPP"].fits(item.value) else item for item in found[1:]]
    return tuple(dict.fromkeys(found))


def normalise_labelled(label: str, value: str, country: str = "") -> IdentifierValue | None:
    """A number under a known word ("ИНН", "BIN"); None when the word is no label of identifier_labels.csv."""
    names = _labels().get(word_key(label))
    if names is None:
        return None
    if not names:
        return normalise("tax_id", value, country)
    if names[0].startswith(_ONLY_KIND):
        kind = names[0].removeprefix(_ONLY_KIND)
        return (
            normalise(kind, value, country) if country else IdentifierValue(kind, "", _compact(value), True)
        )
    candidates = [schemes()[name] for name in names]
    here = [scheme for scheme in candidates if scheme.country == country] or candidates
    return _identify(candidates[0].kind, _compact(value), here)


_LONGEST_LABEL = 3  # words
_LABEL_REACH = 40  # characters before a number in which its label stands
_IN_GROUPS = (
    r"\d{2,4}(?:[ .-]\d{1,6}){1,5}(?:/\d{4}-\d{2})?|\d{8}-\d-\d{2}"  # 305 671 248, 12.345.678/0001-95
)
_NUMBER_TOKEN = re.compile(
    rf"(?<![^\W_])(?:{_IN_GROUPS}|[0-9A-Za-z]{{5,34}})(?![^\W_])"
)  # an IBAN has 34 at the most
_FEWEST_DIGITS, _FEWEST_IN_GROUPS = 5, 7
"""Digits of a number whose label says nothing of its shape: CR TECH21 LLC is a firm."""
_BY_ITSELF = frozenset({"yes", "anywhere"})
_IN_BRACKETS = re.compile(r"\(\s*([0-9A-Za-z]{5,13}(?:-[A-Za-z])?)\s*\)")
_KPP_BEHIND = re.compile(r"\s*/\s*(\d{9})(?![^\W_])")
_NUMBER_SIGNS = frozenset({"№", "#", "N", "NO", "NR", "/"})
_BARE = re.compile(r"(?<![0-9A-Za-z+])(?:\d{10}|\d{12,15}|[0-9A-Z]{18}|[0-9A-Z]{20})(?![0-9A-Za-z])")

Found = tuple[IdentifierValue, int, int]


def _label_before(text: str, behind: int, start: int) -> tuple[str, int] | None:
    """The longest known label that ends where a number starts, and the place where it begins."""
    reach = max(behind, start - _LABEL_REACH)
    words = Words(text[reach:start])
    keys = words.keys
    for end in range(len(keys), 0, -1):
        for first in range(max(end - _LONGEST_LABEL, 0), end):
            label = " ".join(key for key in keys[first:end] if key != "/")
            if label in _labels():
                return label, reach + words.spans[first][0]
        if keys[end - 1] not in _NUMBER_SIGNS:  # INN No 7704..., but REG NO is a label of two words
            break
    return None


def _is_number(label: str, token: str) -> bool:
    """Whether a token behind a label is its number: one in groups must fit, one of no known scheme be of digits."""
    names = _labels()[label]
    digits = sum(char.isdigit() for char in token)
    if not names or names[0].startswith(_ONLY_KIND):
        return digits >= (_FEWEST_DIGITS if token.isalnum() else _FEWEST_IN_GROUPS)
    is_long = token.isalnum() and digits >= _FEWEST_DIGITS
    return is_long or any(schemes()[name].fits(_compact(token)) for name in names)


def _find_labelled(text: str) -> list[Found]:
    found: list[Found] = []
    behind = 0
    for match in _NUMBER_TOKEN.finditer(text):
        if not any(char.isdigit() for char in match[0]):
            continue
        label = _label_before(text, behind, match.start())
        follows = bool(found) and text[found[-1][2] : match.start()].strip() == "/"
        if label is None and follows:
            label = ("KPP" if found[-1][0].scheme == "RU-INN" else "TAX ID", found[-1][1])
        identifier = (
            normalise_labelled(label[0], match[0]) if label and _is_number(label[0], match[0]) else None
        )
        if label and identifier is not None:
            found.append((identifier, label[1], match.end()))
            behind = match.end()
    return found


def _find_bracketed(text: str) -> list[Found]:
    """Numbers that stand alone in brackets, as firms of Malaysia and Singapore write theirs."""
    found: list[Found] = []
    for match in _IN_BRACKETS.finditer(text):
        value = _compact(match[1])
        for scheme in schemes().values():
            if scheme.bare == "bracket" and scheme.fits(value) and scheme.holds(value):
                found.append((IdentifierValue(scheme.kind, scheme.name, value, True), *match.span()))
                break
    return found


def _find_bare(text: str, taken: Sequence[Found]) -> list[Found]:
    """Numbers without a label whose checksum holds, in the order of the table where several schemes agree."""
    found: list[Found] = []
    for match in _BARE.finditer(text):
        if any(start < match.end() and match.start() < end for _, start, end in taken):
            continue
        value = match[0].upper()
        holding = [s for s in schemes().values() if s.bare in _BY_ITSELF and s.fits(value) and s.holds(value)]
        if holding:
            identifier = IdentifierValue(holding[0].kind, holding[0].name, value, True)
            found.append((identifier, match.start(), match.end()))
            if identifier.scheme == "RU-INN" and (kpp := _KPP_BEHIND.match(text, match.end())):
                found.append((_kpp(kpp[1]), kpp.start(), kpp.end()))
    return found


def find_in_text(text: str, *, labelled_only: bool = False) -> tuple[Found, ...]:
    """The numbers inside a text, each with the span (label included) that it takes up, in the order of the
    text.

    A number with a label is returned whether or not its checksum holds (`valid` says so); one without a
    label only when the checksum of a scheme that allows it holds.
    """
    labelled = _find_labelled(text)
    bare = [] if labelled_only else [*_find_bracketed(text), *_find_bare(text, labelled)]
    return tuple(sorted([*labelled, *bare], key=lambda item: (item[1], item[2])))
