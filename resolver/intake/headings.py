"""What a column heading means: "Наименование получателя" -> (role consignee, field name).

A heading is understood when all of its words are: words for a role, words for a field, and words that change
nothing. "Product name" or "Наименование товара" therefore mean nothing here. The words stand in
tables/headings.csv.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from resolver.names.phrases import PhraseTable, keys_of
from resolver.names.word_keys import word_key


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds: `field` is a column of a narrow manifest, `role` is "" unless the heading
    names one."""

    role: str
    field: str


_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")


_HAN = re.compile(r"[\u4e00-\u9fff]")


@cache
def _words() -> dict[str, tuple[str, str]]:
    """The words of the table -> (kind, value)."""
    text = files("resolver.intake.tables").joinpath("headings.csv").read_text(encoding="utf-8")
    return {row["words"]: (row["kind"], row["value"]) for row in csv.DictReader(text.splitlines())}


@cache
def _phrases() -> PhraseTable[tuple[str, str]]:
    return PhraseTable(_words().items())


@cache
def _unspaced() -> re.Pattern[str]:
    """Words of the table that are written without blanks between them (Chinese, Japanese), longest first."""
    words = sorted(filter(_HAN.search, _words()), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


def _spaced(heading: str) -> str:
    """Blanks between Chinese words: 收货人名称 is 收货人 and 名称."""
    return _unspaced().sub(r" \g<0> ", heading) if _HAN.search(heading) else heading


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> Meaning | None:
    """The meaning of a heading in any of the known languages; None when one of its words is not
    understood."""
    keys = keys_of(_CAMEL.sub(" ", _spaced(heading.replace("_", " "))))
    keys = [key for key in keys if key not in {"/", "#"}] or keys
    found = _phrases().find(keys)
    if not keys or sum(end - start for start, end, _ in found) < len(keys):
        return None
    roles = [value for _, _, (kind, value) in found if kind == "role"]
    fields = list(dict.fromkeys(value for _, _, (kind, value) in found if kind == "field"))
    if len(roles) > 1 or len(fields) > 2 or not (roles or fields):
        return None
    if len(fields) == 2:
        fields = [_of_two(fields)]
    return Meaning(roles[0] if roles else "", fields[0] if fields else "name") if fields != [""] else None


def _of_two(fields: list[str]) -> str:
    """Two field words in one heading: "name, country" is the name column, "company address" the address."""
    rest = [field for field in fields if field not in {"name", "id"}]
    if "name" in fields and rest == ["address"]:
        return "address"
    return rest[0] if len(rest) == 1 else ""


def same_heading(left: str, right: str) -> bool:
    """Whether two headings are the same words, whatever their case, punctuation or look-alike letters."""
    return word_key(left) == word_key(right)
