"""What changed between two snapshots: ADD, DEL and MOD per listing, with the fields that changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from watchlists.model import Address, Identifier, ListedName, Listing, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchlists.model import Snapshot


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a listing: the values that went and those that came, as text, each sorted."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One listing that came (ADD), went (DEL) or changed (MOD). `name` is the primary name, the newer one for
    MOD."""

    action: str
    listing_id: str
    type: str
    name: str
    changes: tuple[FieldChange, ...] = ()


def diff(old: Snapshot, new: Snapshot) -> list[Change]:
    """Changes in the order of listing IDs (numbers by value).

    The order of names or addresses alone is no change, and neither is a part that one of the two files does
    not hold at all (`not_compared`).
    """
    skipped = not_compared(old, new)
    before = {listing.listing_id: _without(listing, skipped) for listing in old.listings}
    after = {listing.listing_id: _without(listing, skipped) for listing in new.listings}
    found = []
    for number in sorted(before.keys() | after.keys(), key=_order):
        if number not in before:
            found.append(_change("ADD", after[number]))
        elif number not in after:
            found.append(_change("DEL", before[number]))
        elif before[number] != after[number] and (
            changed := tuple(_field_changes(before[number], after[number]))
        ):
            found.append(_change("MOD", after[number], changed))
    return found


def not_compared(old: Snapshot, new: Snapshot) -> list[str]:
    """Parts that one of the snapshots was read without: "strong aliases", "addresses"."""
    marks = sorted({*old.extra, *new.extra})
    return [mark.removeprefix("without ") for mark in marks if mark.startswith("without ")]


def _without(listing: Listing, skipped: list[str]) -> Listing:
    if "addresses" in skipped:
        listing = replace(listing, addresses=())
    if "strong aliases" in skipped:
        listing = replace(listing, names=tuple(name for name in listing.names if name.quality != "strong"))
    return listing


def _order(number: str) -> tuple[int, int, str]:
    return (0, int(number), number) if number.isdecimal() and number.isascii() else (1, 0, number)


def _change(action: str, listing: Listing, changes: tuple[FieldChange, ...] = ()) -> Change:
    return Change(action, listing.listing_id, listing.type, listing.primary_name, changes)


def _field_changes(old: Listing, new: Listing) -> Iterable[FieldChange]:
    for field in fields(Listing):
        before, after = Counter(_texts(getattr(old, field.name))), Counter(_texts(getattr(new, field.name)))
        if before != after:
            yield FieldChange(
                field.name,
                tuple(sorted((before - after).elements())),
                tuple(sorted((after - before).elements())),
            )


def _texts(value: Any) -> list[str]:
    """A field as texts that a person can compare."""
    if isinstance(value, str):
        return [value] if value else []
    return [_part_text(part) for part in value]


def _part_text(part: Any) -> str:
    if isinstance(part, ListedName):
        return f"{part.text} [{part.quality} {part.kind}{f' {part.script}' if part.script else ''}]"
    if isinstance(part, Identifier):
        return f"{part.label or part.kind}: {part.value}{f' ({part.country})' if part.country else ''}"
    if isinstance(part, Address):
        place = " ".join(filter(None, (part.postal_code, part.city)))
        return ", ".join(filter(None, (part.text, place, part.region, part.country)))
    if isinstance(part, Relation):
        return f"{part.kind}: {part.target_name}{f' ({part.target_id})' if part.target_id else ''}"
    return str(part)


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """How many of each action, all three always there."""
    found = Counter(change.action for change in changes)
    return {action: found[action] for action in ("ADD", "MOD", "DEL")}
