"""A second truth: the firms of the US Entity List (export controls) with the names that it gives each of them.

Enters: the parsed Entity List of the folder of real lists, and the lists of `truth`. Leaves: rows of PARTY_COLUMNS. Half of
its firms stand on no other list, most make or trade what is passed on (semiconductors, optics, aircraft parts), and nothing
of the truth of `truth.one_firm` hangs on it. The list does not say who is a person: firms are those with a name that holds a
word of firms. A firm that another list names too goes into the half of that list's group; the others are split by a hash.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.quality.clusters import PARTY_COLUMNS, strange_parties
from benchmarks.quality.folding import core, fold, is_cyrillic, is_latin
from benchmarks.quality.romanisable import GENERIC, near_names
from benchmarks.quality.truth import (
    MOST_SHARERS,
    Half,
    Key,
    by_key,
    connected,
    half_of,
    halves,
    lists_folder,
    name_keys,
    one_firm,
)
from watchlists.countries import country_code
from watchlists.model import Snapshot

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "bis-entity-list"
FILE = "bis/entity_list.json"
# Words of firms beside the generic ones of folding.toml: forms, and what institutions call themselves.
FIRM_WORDS = GENERIC | {
    *("co", "llc", "inc", "corp", "jsc", "ojsc", "pjsc", "ooo", "oao", "ao", "zao", "gmbh", "fze", "fzco"),
    *(
        "university",
        "research",
        "technology",
        "technologies",
        "trading",
        "industries",
        "enterprise",
        "bureau",
    ),
    *("college", "laboratory"),
}


class Entry(NamedTuple):
    """One entry: its names, the first one first, and its country as a code, or ""."""

    key: Key
    names: tuple[str, ...]
    country: str


def entries(folder: str | Path | None = None) -> list[Entry]:
    """The firms of the list, in its order."""
    listed = json.loads((lists_folder(folder) / FILE).read_text(encoding="utf-8"))["entities"]
    found = (
        Entry(
            (SOURCE, str(at)),
            tuple(dict.fromkeys((one["name"], *one["aliases"]))),
            country_code(one["country"]),
        )
        for at, one in enumerate(listed)
    )
    return [entry for entry in found if any(FIRM_WORDS & set(fold(name).split()) for name in entry.names)]


def controlled_parties(
    snapshots: tuple[Snapshot, ...], half: Half, given: list[Entry], strangers: int = 5_000
) -> pd.DataFrame:
    """The rows of `entity_list_parties`, and innocents."""
    import pandas as pd

    rows = [entity_list_parties(snapshots, half, given), strange_parties(snapshots, half, strangers)]
    return pd.concat(rows, ignore_index=True)


def entity_list_parties(snapshots: tuple[Snapshot, ...], half: Half, given: list[Entry]) -> pd.DataFrame:
    """The Latin and Cyrillic names of the firms of a half as PARTY_COLUMNS: `truth` names the firm.

    Left out is a firm that is two listings of different halves.
    """
    import pandas as pd

    group = connected(_neighbours(snapshots, given))
    held = _halves_of(snapshots, group)
    rows = [
        (f"{'-'.join(entry.key)}-{at}", name, entry.country, "-".join(group[entry.key]))
        for entry in given
        if held.get(group[entry.key], {half_of(group[entry.key])}) == {half}
        for at, name in enumerate(entry.names)
        if is_latin(name) or is_cyrillic(name)
    ]
    return pd.DataFrame(rows, columns=PARTY_COLUMNS)


def _halves_of(snapshots: tuple[Snapshot, ...], group: Mapping[Key, Key]) -> dict[Key, set[Half]]:
    """The halves of the listings of each group that has listings."""
    found: dict[Key, set[Half]] = defaultdict(set)
    for key, half in halves(snapshots).items():
        found[group[key]].add(half)
    return found


def _neighbours(snapshots: tuple[Snapshot, ...], given: list[Entry]) -> dict[Key, frozenset[Key]]:
    """Listings and entries that are one firm: `one_firm`, and entries that share a whole name with an entry or a listing,
    nearly the same sound with a listing."""
    found = {key: set(others) for key, others in one_firm(snapshots).items()}
    found |= {entry.key: {entry.key} for entry in given}
    for key, other in [*_of_one_name(snapshots, given), *_of_one_sound(snapshots, given)]:
        found[key].add(other)
        found[other].add(key)
    return {key: frozenset(others) for key, others in found.items()}


def _of_one_name(snapshots: tuple[Snapshot, ...], given: list[Entry]) -> list[tuple[Key, Key]]:
    sharers: dict[str, set[Key]] = defaultdict(set)
    listed: dict[str, set[Key]] = defaultdict(set)
    for entry in given:
        for name in entry.names:
            for one in name_keys(name):
                sharers[one].add(entry.key)
    for key, listing in by_key(snapshots).items():
        for one in {one for name in listing.names for one in name_keys(name.text)} & sharers.keys():
            listed[one].add(key)
    return [
        (min(keys), other)
        for one, keys in sharers.items()
        if len(keys) <= MOST_SHARERS >= len(listed[one])
        for other in keys | listed[one]
    ]


def _of_one_sound(snapshots: tuple[Snapshot, ...], given: list[Entry]) -> list[tuple[Key, Key]]:
    owners: dict[str, set[Key]] = defaultdict(set)
    for entry in given:
        for name in entry.names:
            owners[core(name)].add(entry.key)
    for key, listing in by_key(snapshots).items():
        for listed in listing.names:
            if listed.quality != "weak":
                owners[core(listed.text)].add(key)
    return [
        (a, b)
        for left, right in near_names(sorted(owners))
        for a in owners[left]
        for b in owners[right]
        if (a[0] == SOURCE) != (b[0] == SOURCE)
    ]
