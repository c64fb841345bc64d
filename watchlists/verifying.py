"""Is a stored snapshot still what was fetched, and do its counts hold against the publisher's own?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchlists.errors import UnreadableList
from watchlists.store import Stored, describe, open_raw, read_stored

if TYPE_CHECKING:
    from watchlists.model import Snapshot

_COUNTED = (
    "entries",
    "entries_by_type",
    "names",
    "names_by_quality",
    "identifiers_by_kind",
    "addresses",
    "relations",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of a snapshot: what was checked, whether it holds, and the two values."""

    check: str
    holds: bool
    detail: str


def verify(stored: Stored) -> list[Finding]:
    """All checks of one snapshot. A damaged file is a finding that does not hold, not an exception."""
    findings = [_verify_raw(stored)]
    try:
        snapshot = read_stored(stored)
    except UnreadableList as error:
        return [*findings, Finding("listings", holds=False, detail=str(error))]
    return [*findings, *_verify_counts(stored, snapshot), _verify_declared(snapshot), _verify_ids(snapshot)]


def _verify_raw(stored: Stored) -> Finding:
    digest = hashlib.sha256()
    try:
        for file in stored.record.get("files", []):
            with open_raw(stored, file) as stream:
                while chunk := stream.read(1 << 20):
                    digest.update(chunk)
    except (OSError, EOFError, KeyError) as error:
        return Finding("hash of the raw file", holds=False, detail=f"cannot be read ({error})")
    found, wanted = digest.hexdigest(), str(stored.record.get("sha256", ""))
    detail = f"SHA-256 {found[:16]}..." + ("" if found == wanted else f", recorded {wanted[:16]}...")
    return Finding("hash of the raw file", holds=found == wanted, detail=detail)


def _verify_counts(stored: Stored, snapshot: Snapshot) -> list[Finding]:
    now: dict[str, Any] = describe(snapshot)
    return [
        Finding(
            name,
            holds=now[name] == stored.record.get(name),
            detail=_compared(now[name], stored.record.get(name)),
        )
        for name in _COUNTED
    ]


def _compared(found: Any, recorded: Any) -> str:
    return f"{found}" if found == recorded else f"{found}, recorded {recorded}"


def _verify_declared(snapshot: Snapshot) -> Finding:
    declared, found = snapshot.declared_entries, len(snapshot.listings)
    if declared is None:
        return Finding("publisher's count", holds=True, detail="the format declares none")
    return Finding("publisher's count", holds=declared == found, detail=f"declared {declared}, read {found}")


def _verify_ids(snapshot: Snapshot) -> Finding:
    ids = [listing.listing_id for listing in snapshot.listings]
    return Finding(
        "listing IDs are unique", holds=len(set(ids)) == len(ids), detail=f"{len(set(ids))} of {len(ids)}"
    )
