"""Truth sets from a folder of real lists: who is the same firm, in which half, and which names are held out.

Enters: the OFAC SDN and consolidated lists, the EU and the UK list as files. Leaves: queries (a name, and the
listing that it belongs to) and the lists without the names that are asked for. The split into halves follows
connected groups of listings, so that a firm that stands on three lists falls into one half; rules, weights
and thresholds may look at the train half only. Refuses to guess: a truth is an alias that the publisher
himself gave.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from benchmarks.quality.folding import core, fold, has_cyrillic, is_cyrillic, is_latin, romanise
from benchmarks.quality.romanisable import correspondence, near_names
from watchlists.model import ListedName, Listing, Snapshot

if TYPE_CHECKING:
    import pandas as pd

Half = Literal["train", "test"]
Key = tuple[str, str]  # (source of the snapshot, listing_id)

LIST_FILES = {
    "ofac-sdn": "ofac/sdn.xml",
    "ofac-consolidated": "ofac/consolidated.xml",
    "eu-fsf": "eu/fsf_1_1.xml",
    "uk-sanctions-list": "uk/uk_sanctions_list.csv",
}
# Holds the publisher's Cyrillic names of some listings of sdn.xml, under the same listing ids.
CYRILLIC_NAMES_FILE = "ofac/sdn_advanced.xml.gz"
QUERY_COLUMNS = ["query_id", "name", "country", "truth_source", "truth_listing_id", "class", "fold"]
SHORTEST_KEY = 4  # letters; shorter names (initials) are shared by strangers
MOST_SHARERS = 12  # listings; a name that more of them share is a phrase such as "ministry of defence"


def lists_folder(given: str | Path | None = None) -> Path:
    """The folder with real lists: as given, else RESOLVER_LISTS_DIR, else the sibling of the checkout."""
    default = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    return Path(given or os.environ.get("RESOLVER_LISTS_DIR") or default)


def read_lists(folder: str | Path | None = None) -> tuple[Snapshot, ...]:
    """The four lists with everything that stands on them, under the source names of LIST_FILES.

    The names are fixed here because the halves hang on them.
    """
    from watchlists import read_file

    return tuple(
        replace(read_file(lists_folder(folder) / path), source=name) for name, path in LIST_FILES.items()
    )


def organisations(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """The same snapshots without individuals, vessels and aircraft."""
    return tuple(_narrowed(s, (one for one in s.listings if one.type == "entity")) for s in snapshots)


def _narrowed(snapshot: Snapshot, listings: Iterable[Listing]) -> Snapshot:
    return replace(snapshot, listings=tuple(listings), declared_entries=None)


def by_key(snapshots: Iterable[Snapshot]) -> dict[Key, Listing]:
    """Every listing under (source, listing id)."""
    return {(s.source, one.listing_id): one for s in snapshots for one in s.listings}


def name_keys(text: str) -> set[str]:
    """What listings are grouped by: the core of a name, and the romanised core of a Cyrillic one."""
    keys = {core(text)}
    if has_cyrillic(text):
        keys.add(core(romanise(text)))
    return {key for key in keys if sum(map(str.isalnum, key)) >= SHORTEST_KEY}


def _sharers(snapshots: tuple[Snapshot, ...]) -> dict[str, list[Key]]:
    sharers: dict[str, list[Key]] = defaultdict(list)
    for key, listing in by_key(snapshots).items():
        for name_key in sorted({k for name in listing.names for k in name_keys(name.text)}):
            sharers[name_key].append(key)
        for identifier in sorted({f"{i.kind}:{i.value}" for i in listing.identifiers if len(i.value) >= 9}):
            sharers[identifier].append(key)
    return sharers


def same_firm(snapshots: tuple[Snapshot, ...]) -> dict[Key, frozenset[Key]]:
    """For each listing all that share a whole name (legal forms aside) or an identifier with it, itself too.

    A hit on any of them answers a query for the firm: the lists repeat each other. Halves hang on this rule.
    """
    found: dict[Key, set[Key]] = {key: {key} for key in by_key(snapshots)}
    for keys in _sharers(snapshots).values():
        if 1 < len(keys) <= MOST_SHARERS:
            for key in keys:
                found[key].update(keys)
    return {key: frozenset(others) for key, others in found.items()}


def same_firm_by_sound(snapshots: tuple[Snapshot, ...]) -> dict[Key, frozenset[Key]]:
    """As `same_firm`, and listings of different lists with a whole name of nearly the same sound.

    For judging what a hit or a merge is: two publishers romanise one firm in two ways. Numbers must agree.
    """
    found = {key: set(others) for key, others in same_firm(snapshots).items()}
    owners: dict[str, set[Key]] = defaultdict(set)
    for key, listing in by_key(snapshots).items():
        for name in listing.names:
            if name.quality != "weak":
                owners[core(name.text)].add(key)
    for left, right in near_names(sorted(owners)):
        for a in owners[left]:
            for b in owners[right]:
                if a[0] != b[0]:
                    found[a].add(b)
                    found[b].add(a)
    return {key: frozenset(others) for key, others in found.items()}


def one_firm(snapshots: tuple[Snapshot, ...]) -> dict[Key, frozenset[Key]]:
    """As `same_firm_by_sound`, and the listings of two lists that were judged by hand to be one firm (same_firm.csv and
    same_firm_further.csv): two publishers translate one name in two ways, which no rule of sound can know. Halves do not
    hang on it."""
    import pandas as pd

    found = {key: set(others) for key, others in same_firm_by_sound(snapshots).items()}
    table = pd.concat([_judged(), judged_further()])
    left, right = (zip(table[f"{s}_list"], table[f"{s}_id"], strict=True) for s in ("left", "right"))
    for a, b, same in zip(left, right, table["same"], strict=True):
        if same == "1" and a in found and b in found:
            found[a].add(b)
            found[b].add(a)
    return {key: frozenset(others) for key, others in found.items()}


def _judged() -> pd.DataFrame:
    """Pairs of listings on two lists that were judged by hand."""
    import pandas as pd

    return pd.read_csv(Path(__file__).with_name("same_firm.csv"), dtype=str)


def judged_further() -> pd.DataFrame:
    """Further pairs of listings on two lists that were judged by hand, for `one_firm` alone: they ask no query.

    Drawn without the resolver: groups (of `one_firm` by same_firm.csv) without a common list that share a distinctive
    word (`clusters`) of at most five groups; an address or a short number; at least two words, or all, that more groups
    bear, where they weigh .6 of the shorter name; and three pairs met while reading.

    Drawn once more, since two lists may translate one name into words of which none is the same, by what needs no shared
    word: a number of two digits and more that at most eight groups bear; an abbreviation that is the initials of a name of
    the other group (Cyrillic ones romanised), or that both bear in either script; a web domain, telephone, postcode with
    house number or identifier; a city of at most twelve groups; and names alike when their words of trade are read in
    Russian, Persian and English as one.

    All pairs that were judged the same stand here, of the others those that teach (siblings, parents, namesakes); what
    could not be told is left out. Counts: docs/entities.md.
    """
    import pandas as pd

    return pd.read_csv(Path(__file__).with_name("same_firm_further.csv"), dtype=str)


def groups(snapshots: tuple[Snapshot, ...]) -> dict[Key, Key]:
    """The connected group of each listing under `same_firm`, named by its smallest key."""
    return connected(same_firm(snapshots))


def connected(neighbours: Mapping[Key, frozenset[Key]]) -> dict[Key, Key]:
    """The connected group of each listing, named by its smallest key."""
    group: dict[Key, Key] = {}
    for start in sorted(neighbours):
        waiting = [] if start in group else [start]
        while waiting:
            key = waiting.pop()
            if key not in group:
                group[key] = start
                waiting.extend(sorted(neighbours[key]))
    return group


def half_of(group: Key) -> Half:
    """The half of a group, by a hash of its name: about one in two, the same on every machine."""
    return "train" if sha256("/".join(group).encode()).digest()[0] % 2 == 0 else "test"


def halves(snapshots: tuple[Snapshot, ...]) -> dict[Key, Half]:
    """The half of each listing."""
    return {key: half_of(group) for key, group in groups(snapshots).items()}


def country_of(listing: Listing) -> str:
    """The first country that the list gives for a listing, or ""."""
    given = [address.country for address in listing.addresses] + list(listing.countries)
    return next((country for country in given if country), "")


def train_queries(snapshots: tuple[Snapshot, ...], folds: int = 1) -> pd.DataFrame:
    """Held-out aliases of the train half: see `queries`."""
    return queries(snapshots, "train", folds)


def test_queries(snapshots: tuple[Snapshot, ...], folds: int = 1) -> pd.DataFrame:
    """Held-out aliases of the test half: see `queries`."""
    return queries(snapshots, "test", folds)


test_queries.__test__ = False  # type: ignore[attr-defined]  # the name is not a test's


def queries(snapshots: tuple[Snapshot, ...], half: Half, folds: int = 1) -> pd.DataFrame:
    """One name per group of listings and fold, to be taken out of the lists by `held_out`.

    Only groups with a listing that keeps another name take part. Columns as QUERY_COLUMNS; `truth_*` is the
    listing that keeps the most names; `class` is the script of the query (latin, cyrillic, other) and how far
    it corresponds by sound to the names that stay: spelling (all of it), word (a distinctive word), other
    (nothing). Queries of one fold belong to different groups, so one set of lists serves them all.
    """
    import pandas as pd

    listings = by_key(snapshots)
    members: dict[Key, list[Key]] = defaultdict(list)
    for key, group in sorted(groups(snapshots).items()):
        if half_of(group) == half:
            members[group].append(key)
    rows = [
        (
            f"{half}-{fold_number}-{'-'.join(truth)}",
            name,
            country_of(listings[truth]),
            *truth,
            _class(name, listings[truth]),
            fold_number,
        )
        for group, keys in sorted(members.items())
        for fold_number, (name, truth) in enumerate(_askable(group, [(k, listings[k]) for k in keys])[:folds])
    ]
    return pd.DataFrame(rows, columns=QUERY_COLUMNS)


def _class(text: str, listing: Listing) -> str:
    script = "latin" if is_latin(text) else "cyrillic" if is_cyrillic(text) else "other"
    kept = [name.text for name in listing.names if fold(name.text) != fold(text)]
    return script if script == "other" else f"{script}_{correspondence(text, kept)}"


def _askable(group: Key, listings: Sequence[tuple[Key, Listing]]) -> list[tuple[str, Key]]:
    """The names of a group that some listing of it can be found without, in an order shuffled by hash."""
    names = sorted({n.text for _, listing in listings for n in listing.names if n.quality != "weak"})
    names.sort(key=lambda text: sha256("/".join((*group, text)).encode()).digest())
    found, seen = [], set()
    for text in names:
        kept = {
            key: _keeps(listing, text)
            for key, listing in listings
            if any(fold(n.text) == fold(text) for n in listing.names)
        }
        truth = max(kept, key=lambda key: (kept[key], key))
        if kept[truth] and fold(text) not in seen and len(fold(text)) >= SHORTEST_KEY:
            found.append((text, truth))
            seen.add(fold(text))
    return found


def _keeps(listing: Listing, text: str) -> int:
    return sum(fold(name.text) != fold(text) for name in listing.names)


def held_out(snapshots: tuple[Snapshot, ...], asked: pd.DataFrame) -> tuple[Snapshot, ...]:
    """The lists without the names of `asked`, wherever in the group of the asked listing they stand.

    Listings left without a name go. `asked` must hold one fold only (`asked[asked["fold"] == 0]`).
    """
    group = groups(snapshots)
    gone: dict[Key, set[str]] = defaultdict(set)
    for name, source, listing_id in asked[["name", "truth_source", "truth_listing_id"]].itertuples(
        index=False
    ):
        gone[group[source, listing_id]].add(fold(name))
    return _filtered(snapshots, {key: gone.get(group[key], set()) for key in group})


def _filtered(snapshots: Iterable[Snapshot], gone: Mapping[Key, set[str]]) -> tuple[Snapshot, ...]:
    return tuple(
        _narrowed(
            s, (r for one in s.listings if (r := _without(one, gone.get((s.source, one.listing_id), set()))))
        )
        for s in snapshots
    )


def _without(listing: Listing, gone: set[str]) -> Listing | None:
    if not gone:
        return listing
    return _renamed(listing, [name for name in listing.names if fold(name.text) not in gone])


def _renamed(listing: Listing, names: Sequence[ListedName]) -> Listing | None:
    """A listing with fewer names; the first that stays is its primary name."""
    if not names:
        return None
    return replace(listing, names=(replace(names[0], quality="primary"), *names[1:]))


def checked_pairs(snapshots: tuple[Snapshot, ...], half: Half) -> pd.DataFrame:
    """Pairs of listings on two lists that were judged by hand (same_firm.csv): those of a half.

    Columns left_list, left_id, right_list, right_id and same (True or False). The half is that of the left
    listing.
    """
    pairs = _judged()
    half_by_key = halves(snapshots)
    left = [half_by_key.get(key) for key in zip(pairs["left_list"], pairs["left_id"], strict=True)]
    right = [half_by_key.get(key) for key in zip(pairs["right_list"], pairs["right_id"], strict=True)]
    stands = [a == half and b is not None for a, b in zip(left, right, strict=True)]
    return pairs[stands].assign(same=lambda table: table["same"] == "1").reset_index(drop=True)


def listed_names(snapshots: tuple[Snapshot, ...], half: Half) -> pd.DataFrame:
    """Every name of every listing of a half, as it stands; `class` is its quality (primary, strong, weak)."""
    import pandas as pd

    half_by_key = halves(snapshots)
    rows = [
        (f"listed-{'-'.join(key)}-{i}", name.text, country_of(one), *key, name.quality, 0)
        for key, one in by_key(snapshots).items()
        if half_by_key[key] == half
        for i, name in enumerate(one.names)
    ]
    return pd.DataFrame(rows, columns=QUERY_COLUMNS)


def latin_only(snapshots: Iterable[Snapshot]) -> tuple[Snapshot, ...]:
    """The lists without every name that has a letter of another script; listings without a Latin name go."""
    return tuple(
        _narrowed(
            s, (r for one in s.listings if (r := _renamed(one, [n for n in one.names if is_latin(n.text)])))
        )
        for s in snapshots
    )


def cyrillic_names(folder: str | Path | None, snapshots: tuple[Snapshot, ...]) -> list[tuple[Key, str]]:
    """Every Cyrillic name of a listed organisation: on the lists, and in OFAC's advanced format."""
    from watchlists import read_file

    known = by_key(snapshots)
    found = {(key, n.text) for key, one in known.items() for n in one.names if is_cyrillic(n.text)}
    path = lists_folder(folder) / CYRILLIC_NAMES_FILE
    for one in read_file(path).listings if path.exists() else ():
        key = (snapshots[0].source, one.listing_id)
        found |= {(key, n.text) for n in one.names if key in known and is_cyrillic(n.text)}
    return sorted(found)


def cyrillic_queries(
    snapshots: tuple[Snapshot, ...], half: Half, folder: str | Path | None = None
) -> pd.DataFrame:
    """Cyrillic names of listings that also have a Latin one, to be asked of `latin_only` lists.

    `class` tells how the name corresponds to the Latin names of the same firm: cyrillic_spelling (the whole
    name, letter for letter, legal form and order aside), cyrillic_word (a distinctive word of it does),
    cyrillic_other.
    """
    import pandas as pd

    latin = by_key(latin_only(snapshots))
    neighbours, half_by_key = same_firm(snapshots), halves(snapshots)
    rows: list[tuple[object, ...]] = []
    seen: set[tuple[Key, str]] = set()
    for key, text in cyrillic_names(folder, snapshots):
        if key in latin and half_by_key[key] == half and (key, fold(text)) not in seen:
            seen.add((key, fold(text)))
            firms = [latin[k] for k in sorted(neighbours[key]) if k in latin]
            kind = correspondence(text, [name.text for one in firms for name in one.names])
            rows.append(
                (
                    f"{half}-cyr-{len(rows)}-{'-'.join(key)}",
                    text,
                    country_of(latin[key]),
                    *key,
                    f"cyrillic_{kind}",
                    0,
                )
            )
    return pd.DataFrame(rows, columns=QUERY_COLUMNS)
