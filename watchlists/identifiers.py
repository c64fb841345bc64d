"""A publisher's label and value -> Identifier, or None where the label names no identifier (Gender, Website,
DOB).

Which label means what is the table data/identifier_labels.csv; a label matches by its longest known
beginning. Values stay as published, except that a leading "IMO" or "#" goes: it is no part of the number.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from watchlists.countries import country_code
from watchlists.model import Identifier

_IMO = re.compile(r"^IMO[\s:.#-]*(?=\d)", re.IGNORECASE)
# ISO 17442: 18 letters or digits, then two check digits.
_LEI = re.compile(r"^[A-Z0-9]{18}[0-9]{2}$")
_ALTERNATIVE = re.compile(r"^alt\.\s+", re.IGNORECASE)


# Words that go on with a label before its number: "Folio Mercantil" + "No.", "D-U-N-S" + "Number", "NIT" +
# "#".
_LABEL_WORDS = r"\b(?:No|Number|Numbers|Card|Document|Code|Certificate|Identification)\b\.?"
_LABEL_TAIL = re.compile(rf"(?:[\s.]*(?:{_LABEL_WORDS}|#|\([A-Z/ ]+\)|- [A-Z]+\b))*[\s:]*")


@cache
def _label_rows() -> tuple[tuple[str, str, str], ...]:
    """(folded label, kind, source), longest label first."""
    text = resources.files("watchlists").joinpath("data/identifier_labels.csv").read_text(encoding="utf-8")
    rows = [
        (row["label"].casefold(), row["kind"], row["source"]) for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


def _begins(text: str, label: str) -> bool:
    return text.startswith(label) and not text[len(label) : len(label) + 1].isalnum()


@cache
def label_kind(label: str) -> str | None:
    """The kind of identifier that a label names, "" when it names none, None when the table does not know
    it."""
    folded = _ALTERNATIVE.sub("", label.strip()).casefold().replace("’", "'")
    return next((kind for known, kind, _ in _label_rows() if _begins(folded, known)), None)


def split_label(text: str) -> tuple[str, str]:
    """ "Tax ID No. 7750004150 (Russia)" -> ("Tax ID No.", "7750004150 (Russia)"), by OFAC's labels; else ("",
    text)."""
    bare = _ALTERNATIVE.sub("", text.strip())
    folded = bare.casefold().replace("’", "'")
    for known, _, source in _label_rows():
        if source.startswith("OFAC") and _begins(folded, known):
            tail = _LABEL_TAIL.match(bare, len(known))
            end = tail.end() if tail else len(known)
            return bare[:end].rstrip(" :"), bare[end:].strip()
    return "", text


def identifier(label: str, value: str, country: str = "", *, entity: bool = True) -> Identifier | None:
    """One published number as an Identifier; None when the label names no identifier or the value is empty.

    `country` is the publisher's word or a code. For an organisation a bare "Identification Number" is a
    registration, for a person it is a national number. An unknown label gives kind "other".
    """
    value, kind = value.strip().removeprefix("#").strip(), label_kind(label)
    if not value or kind == "":
        return None
    number = _IMO.sub("", value)
    if number != value:
        kind = "imo"
    elif kind == "registration_id" and _LEI.match(value):
        kind = "lei"
    elif kind == "national_id" and entity and label.strip().casefold().startswith("identification"):
        kind = "registration_id"
    clean = _ALTERNATIVE.sub("", label.strip()).rstrip(" :#-")
    return Identifier(kind=kind or "other", value=number, country=country_code(country), label=clean)


def telling_label(*labels: str) -> str:
    """The first of several labels of one number that the table knows; the first that is given when it knows
    none."""
    given = [label for label in labels if label]
    return next((label for label in given if label_kind(label) is not None), given[0] if given else "")
