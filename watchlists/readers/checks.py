"""What every reading is checked for before it may serve: entries, unique IDs, the publisher's own count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from watchlists.errors import UnreadableList
from watchlists.model import Address, Listing

if TYPE_CHECKING:
    from watchlists.readers.reading import Reading

_NOWHERE = Address()
_SHOWN = 5  # unknown words named in a warning


def check_reading(reading: Reading, *, name: str) -> None:
    """Refuse a list without entries; make IDs unique; warn of a wrong count and of unknown countries."""
    if not reading.listings:
        first = next((f" ({len(reading.excluded)} excluded: {item.reason})" for item in reading.excluded), "")
        raise UnreadableList(
            f"{name}: a list without entries{first}; it would find nothing, so it is refused"
        )
    reading.listings = [_without_empty_addresses(listing) for listing in reading.listings]
    _make_unique(reading)
    found, declared = len(reading.listings), reading.declared_entries
    if declared is not None and declared != found:
        reading.warnings.append(
            f"the file declares {declared} entries; read: {found}, excluded: {len(reading.excluded)}"
        )
    for what, places in reading.oddities.items():
        more = f" and {len(places) - 1:,} more" if len(places) > 1 else ""
        reading.warnings.append(f"{what} ({places[0]}{more})")
    if reading.unknown_countries:
        words = sorted(reading.unknown_countries.items(), key=lambda item: (-item[1], item[0]))
        shown = ", ".join(f"{word[:40]!r} ({count})" for word, count in words[:_SHOWN])
        reading.warnings.append(f"country names that the table does not know: {shown}")


def _without_empty_addresses(listing: Listing) -> Listing:
    """Some publishers write an address with nothing in it for a party without one."""
    if _NOWHERE not in listing.addresses:
        return listing
    return replace(listing, addresses=tuple(address for address in listing.addresses if address != _NOWHERE))


def _make_unique(reading: Reading) -> None:
    """A listing that stands there twice unchanged counts once; another one under the same ID gets "#2" behind
    it."""
    times = Counter(listing.listing_id for listing in reading.listings)
    seen: dict[str, dict[Listing, None]] = {}
    unique: list[Listing] = []
    for listing in reading.listings:
        if times[listing.listing_id] == 1:
            unique.append(listing)
            continue
        known = seen.setdefault(listing.listing_id, {})
        if listing in known:
            reading.exclude(listing.listing_id, "the same listing stands there twice, word for word")
            continue
        known[listing] = None
        if len(known) > 1:
            number = f"{listing.listing_id}#{len(known)}"
            reading.note_odd("an ID is used again by another party; kept under a number of its own", number)
            listing = replace(listing, listing_id=number)
        unique.append(listing)
    reading.listings = unique
