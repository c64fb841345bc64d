"""OFAC remarks ("Tax ID No. 77... (Russia); a.k.a. 'X'; Linked To: Y.") -> aliases, identifiers, links,
facts.

The CSV export holds weak aliases and identifiers nowhere else, and SDN.XML repeats some of them; both readers
come here. A segment that is understood leaves the remarks; what is left is free text, unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from watchlists.countries import country_code
from watchlists.identifiers import identifier, label_kind, split_label
from watchlists.model import Identifier, ListedName, NameKind, Relation

_ALIAS = re.compile(r"^\(?([afn])\.k\.a\. ?'(.*?)'?\)?$")
_LINK = re.compile(r"^\(?Linked To: (.*)$", re.IGNORECASE)
_COUNTRY = re.compile(r"^(?:alt\. )?(?:nationality|citizen|Nationality of Registration):? (.+)$")
# "7750004150 (Russia)", "AB12 (Iran) issued 24 Oct 2008 expires 23 Oct 2018"
_NUMBER = re.compile(
    r"^(?P<value>.*?)(?: \((?P<country>[^()]+)\))?(?P<dates>(?:[ ,;]+(?:issued|expires|valid)\b.*)?)$",
    re.DOTALL,
)
# A segment is a label and a number; a longer one is prose, or made to waste time.
_MOST_CHARACTERS = 2000
# Values of these kinds may be letters only; every other number has a digit, else the segment is prose.
_LETTERS_ONLY = frozenset({"swift", "call_sign"})


@dataclass(slots=True)
class Remarks:
    """What one remarks field says. `text` is what was not understood, joined by "; "."""

    aliases: list[ListedName] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    text: str = ""


def read_remarks(text: str, *, entity: bool) -> Remarks:
    """Understand one remarks field. `entity`: it belongs to an organisation, not to a person."""
    found, rest = Remarks(), []
    segments = [segment for part in text.split(";") if (segment := " ".join(part.split()))]
    for position, segment in enumerate(segments):
        bare = segment.removesuffix(".") if position == len(segments) - 1 else segment
        if len(bare) > _MOST_CHARACTERS or not _take(bare, found, entity=entity):
            rest.append(segment)
    found.text = "; ".join(rest)
    return found


def _take(segment: str, found: Remarks, *, entity: bool) -> bool:
    if alias := _ALIAS.match(segment):
        kinds: dict[str, NameKind] = {"a": "aka", "f": "fka", "n": "nka"}
        if name := alias.group(2).strip():
            found.aliases.append(ListedName(name, "weak", kinds[alias.group(1)]))
        return True
    if link := _LINK.match(segment):
        found.relations.append(
            Relation("linked_to", target_name=_close(link.group(1), opened=segment[0] == "("))
        )
        return True
    if nation := _COUNTRY.match(segment):
        found.countries.append(nation.group(1))
        return True
    return _take_labelled(segment, found, entity=entity)


def _close(name: str, *, opened: bool) -> str:
    """The linked name without the bracket that was opened before "Linked To"."""
    name = name.strip()
    if opened and name.endswith(")") and name.count(")") > name.count("("):
        name = name[:-1]
    return name.strip()


def _take_labelled(segment: str, found: Remarks, *, entity: bool) -> bool:
    label, value = split_label(segment)
    kind = label_kind(label) if label else None
    if kind is None:
        return False
    if kind == "":
        found.facts.append(f"{label.rstrip(' :-')}: {value}")
        return True
    number = _number(label, value, entity=entity)
    if number is None or not (number.kind in _LETTERS_ONLY or any(map(str.isdigit, number.value))):
        return False
    found.identifiers.append(number)
    return True


def _number(label: str, value: str, *, entity: bool) -> Identifier | None:
    match = _NUMBER.match(value)
    if not match:
        return None
    number, country = match.group("value"), match.group("country") or ""
    if country and not country_code(country):  # the bracket is part of the number, not a country
        number, country = f"{number} ({country})", ""
    return identifier(label, number, country, entity=entity)
