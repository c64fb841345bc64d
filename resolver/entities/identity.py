"""Entity IDs from content: the same rows give the same ID, whatever stands before, after or around them."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha256

# Base-32 digits of an entity ID: 65 bits, a chance meeting among ten million entities has odds of one in 700,000.
DIGITS = 13
PREFIX = "E-"
MEMBER = "M-"


def entity_id(content: str) -> str:
    """The ID of the entity that a member of this content founded."""
    return PREFIX + b32encode(sha256(content.encode()).digest()).decode()[:DIGITS]


def member_key(content: str) -> str:
    """The key of a member, with the digits of the entity that it would found."""
    return MEMBER + entity_id(content).removeprefix(PREFIX)


def founder(contents: Iterable[str]) -> str:
    """The member that an entity takes its ID from: the smallest hash. A new member takes its place seldom (one time in
    size + 1), and the ledger of `resolver.entities.registry` keeps the old ID even then."""
    return min(contents, key=lambda text: (sha256(text.encode()).digest(), text))
