"""The auditor's matrix: every manipulation applied to a sample of listed organisations, alone and in twos."""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.quality.folding import core, is_latin
from benchmarks.quality.innocents import word_counts
from benchmarks.quality.manipulations import COMBINABLE, SINGLE, Manipulation, Subject, subject
from benchmarks.quality.romanisable import correspondence
from benchmarks.quality.truth import (
    QUERY_COLUMNS,
    SHORTEST_KEY,
    Half,
    Key,
    by_key,
    country_of,
    cyrillic_names,
    halves,
    same_firm,
)
from watchlists.model import Listing, Snapshot

if TYPE_CHECKING:
    import pandas as pd

COMBINED = "combined"
EASTERN = frozenset(["RU", "BY", "UA", "KZ", "KG", "UZ", "TJ", "AM", "MD", "AZ"])


def matrix_queries(
    snapshots: tuple[Snapshot, ...],
    half: Half,
    *,
    each: int = 400,
    seed: int = 1,
    folder: str | Path | None = None,
) -> pd.DataFrame:
    """Manipulated main names as QUERY_COLUMNS, at most `each` per manipulation, which `class` names.

    The combinations of two stand under the class "combined", four times as many. Meant for the full lists: an
    auditor changes what is listed and leaves the list alone. Every name is reproducible by itself: its
    generator is seeded with the manipulation and the listing.
    """
    import pandas as pd

    subjects = listed_subjects(snapshots, half, folder)
    listings = by_key(snapshots)
    rows = [
        (f"{kind}-{'-'.join(key)}", text, country_of(listings[key]), *key, kind, 0)
        for kind, cases in _cases(subjects, each, seed)
        for key, text in cases
    ]
    return pd.DataFrame(rows, columns=QUERY_COLUMNS)


def listed_subjects(
    snapshots: tuple[Snapshot, ...], half: Half, folder: str | Path | None = None
) -> list[tuple[Key, Subject]]:
    """The main Latin name of each listing of a half, taken apart, where it has a word of its own."""
    counts, half_by_key = word_counts(snapshots), halves(snapshots)
    russian = _russian_names(snapshots, folder)
    found = []
    for key, listing in sorted(by_key(snapshots).items()):
        name = _main_name(listing)
        if half_by_key[key] == half and name:
            text, eastern = russian.get(key, ""), _is_eastern(listing)
            found.append(
                (key, subject(name, lambda word: counts[core(word)], cyrillic=text, eastern=eastern))
            )
    return [(key, one) for key, one in found if len(core(one.rarest)) >= 2]


def _is_eastern(listing: Listing) -> bool:
    programs = " ".join(listing.programs).upper()
    return country_of(listing) in EASTERN or any(
        word in programs for word in ("RUSSIA", "UKRAINE", "BELARUS")
    )


def _main_name(listing: Listing) -> str:
    names = (n.text for n in listing.names if n.quality != "weak" and is_latin(n.text))
    return next((text for text in names if len(core(text)) >= SHORTEST_KEY), "")


def _russian_names(snapshots: tuple[Snapshot, ...], folder: str | Path | None) -> dict[Key, str]:
    """For each listing a Cyrillic name of the same firm that corresponds by sound to its main name."""
    listings, neighbours = by_key(snapshots), same_firm(snapshots)
    found: dict[Key, str] = {}
    for key, text in cyrillic_names(folder, snapshots):
        for other in sorted(neighbours[key]):
            if other not in found and correspondence(text, [_main_name(listings[other])]) == "spelling":
                found[other] = text
    return found


def _cases(
    subjects: list[tuple[Key, Subject]], each: int, seed: int
) -> Iterator[tuple[str, list[tuple[Key, str]]]]:
    for kind, change in SINGLE.items():
        yield kind, list(_applied(_shuffled(subjects, f"{seed}/{kind}"), kind, change, each))
    yield COMBINED, list(_combined(_shuffled(subjects, f"{seed}/{COMBINED}"), 4 * each, seed))


def _shuffled(subjects: list[tuple[Key, Subject]], salt: str) -> list[tuple[Key, Subject]]:
    return sorted(subjects, key=lambda row: sha256("/".join((salt, *row[0])).encode()).digest())


def _applied(
    subjects: list[tuple[Key, Subject]], kind: str, change: Manipulation, most: int
) -> Iterator[tuple[Key, str]]:
    count = 0
    for key, of in subjects:
        text = change(random.Random("/".join((kind, *key))), of)
        if text and count < most:
            count += 1
            yield key, text


def _combined(subjects: list[tuple[Key, Subject]], most: int, seed: int) -> Iterator[tuple[Key, str]]:
    count = 0
    for key, of in subjects:
        text = combine(random.Random(f"{seed}/{COMBINED}/{'/'.join(key)}"), of)
        if text and count < most:
            count += 1
            yield key, text


def combine(rng: random.Random, of: Subject) -> str:
    """Two different manipulations, one after the other; "" when the second leaves nothing to the first."""
    first, second = rng.sample(COMBINABLE, 2)
    once = SINGLE[first](rng, of)
    if not once:
        return ""
    again = subject(once, of.rarity, cyrillic=of.cyrillic, eastern=of.eastern)
    return SINGLE[second](rng, again)
