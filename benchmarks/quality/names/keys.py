"""How often the keys of a Cyrillic and of a Latin name of one listing agree, and how often keys collide.

Enters: lists, and Cyrillic names with the listing that each belongs to (benchmarks.quality.truth). Leaves: for
each key of KEYS the share of Cyrillic names that agree with any Latin name of their listing, and the share of
OFAC organisations that share a key with an unrelated one. The keys are those of resolver.names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.quality.folding import core, fold, romanise
from benchmarks.quality.truth import Key, by_key
from resolver.names.canonical import CanonicalName, canonical_name
from watchlists.model import Listing, Snapshot

KeyOf = Callable[[str], str]


@lru_cache(maxsize=200_000)
def name_of(text: str) -> CanonicalName:
    """The canonical name, made once."""
    return canonical_name(text)


KEYS: dict[str, KeyOf] = {
    "fold case and punctuation": lambda text: fold(romanise(text)),
    "+ legal forms off": lambda text: core(romanise(text)),
    "+ skeleton": lambda text: name_of(text).key_skeleton,
    "+ sorted": lambda text: name_of(text).key_sorted,
    "joined": lambda text: name_of(text).key_joined,
    "concepts": lambda text: name_of(text).key_concepts,
}


@dataclass(frozen=True)
class Alias:
    """A Cyrillic name and the Latin names of the listing that it is a name of."""

    text: str
    listing: Key
    latin: tuple[str, ...]


def agreement(aliases: Sequence[Alias], key_of: KeyOf) -> float:
    """Share of the aliases whose key is that of one of the Latin names."""
    return sum(agrees(alias, key_of) for alias in aliases) / max(1, len(aliases))


def agrees(alias: Alias, key_of: KeyOf) -> bool:
    """True when the key, not empty, is also that of one of the Latin names."""
    key = key_of(alias.text)
    return key != "" and any(key_of(name) == key for name in alias.latin)


def collisions(snapshots: Iterable[Snapshot], key_of: KeyOf) -> tuple[int, int]:
    """OFAC organisations that share a key with an unrelated one, and all OFAC organisations."""
    listings = {key: one for key, one in by_key(snapshots).items() if key[0].startswith("ofac")}
    holders: dict[str, set[Key]] = defaultdict(set)
    for key, one in listings.items():
        for name in one.names:
            holders[key_of(name.text)].add(key)
    holders.pop("", None)
    ties = {key: _ties(key, one) for key, one in listings.items()}
    colliding = {
        key
        for keys in holders.values()
        for key in keys
        if any(other != key and not ties[key] & ties[other] for other in keys)
    }
    return len(colliding), len(listings)


def _ties(key: Key, listing: Listing) -> set[str]:
    """What makes two listings related: the same identifier, one parent, or one the parent of the other."""
    parents = {relation.target_id or relation.target_name.casefold() for relation in listing.relations}
    numbers = {identifier.value for identifier in listing.identifiers if len(identifier.value) >= 6}
    return {key[1], listing.primary_name.casefold()} | parents | numbers
