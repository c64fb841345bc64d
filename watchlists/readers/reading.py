"""What a reader hands back: listings with what the file says of itself, before it becomes a Snapshot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from watchlists.countries import country_code, is_unrecognised
from watchlists.identifiers import identifier, label_kind
from watchlists.model import Excluded, Identifier, Listing


@dataclass(slots=True)
class Reading:
    """A file as read so far. `published` is ISO 8601; `unknown_countries` counts words that no table knows,
    `oddities` holds the places of what was read with a grain of salt."""

    listings: list[Listing] = field(default_factory=list)
    published: str = ""
    declared_entries: int | None = None
    excluded: list[Excluded] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    unknown_countries: Counter[str] = field(default_factory=Counter)
    oddities: dict[str, list[str]] = field(default_factory=dict)

    def country(self, name: str) -> str:
        """`country_code`, counting what it does not know."""
        if is_unrecognised(name):
            self.unknown_countries[name.strip()] += 1
        return country_code(name)

    def number(self, label: str, value: str, country: str = "", *, entity: bool = True) -> Identifier | None:
        """`identifier`, noting a label that the table does not know: its numbers are of kind "other"."""
        if value and label_kind(label) is None:
            self.note_odd(
                f"identifiers are labelled {label[:60]!r}, which no table knows; kind other", value[:60]
            )
        return identifier(label, value, country, entity=entity)

    def note_odd(self, what: str, where: str) -> None:
        """Remember that something odd stands somewhere; each kind becomes one warning with its first
        place."""
        self.oddities.setdefault(what, []).append(where)

    def exclude(self, where: str, reason: str) -> None:
        """Note an entry that cannot become a listing."""
        self.excluded.append(Excluded(where, reason))
