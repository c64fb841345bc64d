"""`python -m benchmarks.quality.names.background`: makes resolver/names/tables/background.csv.

Enters: the files of a folder of real lists (OFAC, EU, UK, UN, the BIS Entity List) and ordinary_words.csv,
words of ordinary company names with a class of frequency each. Leaves: a share per concept or skeleton, the
larger of what the lists show and what the class says. Only statistics leave the lists: keys that SEEN_IN or
more firms hold.

A list repeats the proper names of the few groups that it is after (a bank and its forty daughters), which
ordinary names do not hold. Such a name stands in one country, so the firms of the country that holds a key
most count as one in FAMILY; the brands of world-wide groups are told by hand, and there the lists are not
heard.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.quality.truth import country_of, lists_folder, read_lists
from resolver.names.canonical import canonical_name
from resolver.names.tokens import describe_token
from resolver.names.vocabulary import know
from watchlists import read_file

WORDS = Path(__file__).with_name("ordinary_words.csv")
TABLE = Path(__file__).parents[3] / "resolver" / "names" / "tables" / "background.csv"

SEEN_IN = 5  # firms; rarer keys would be names of the lists, not statistics
FAMILY = 8  # firms of one country that count as one: three bits

SHARE_OF_CLASS = {
    "everywhere": 1 / 24,
    "common": 1 / 60,
    "usual": 1 / 170,
    "known": 1 / 700,
    "occasional": 1 / 3000,
    "seldom": 1 / 10000,
    "brand": 1 / 10000,
}
"""Share of company names that hold a word of the class: 4.6, 5.9, 7.4, 9.5, 11.6 and 13.3 bits."""


@dataclass(frozen=True)
class Firm:
    """One organisation of the lists: its names and the first country that the list gives, or ""."""

    names: tuple[str, ...]
    country: str


def read_firms(folder: Path) -> list[Firm]:
    """The organisations of all lists; the same firm on two lists counts once, by its first name."""
    firms: dict[str, Firm] = {}
    for firm in (*_of_lists(folder), *_of_bis(folder)):
        firms.setdefault(canonical_name(firm.names[0]).key_sorted, firm)
    return list(firms.values())


def _of_lists(folder: Path) -> Iterator[Firm]:
    snapshots = [*read_lists(folder), read_file(folder / "un" / "consolidated.xml")]
    for listing in (one for snapshot in snapshots for one in snapshot.listings if one.type == "entity"):
        yield Firm(tuple(name.text for name in listing.names), country_of(listing))


def _of_bis(folder: Path) -> Iterator[Firm]:
    for one in json.loads((folder / "bis" / "entity_list.json").read_text(encoding="utf-8"))["entities"]:
        yield Firm((one["name"], *one["aliases"]), one["country"])


def keys_of(name: str) -> set[str]:
    """The skeletons and "@concept"s of the tokens of a name; numbers stay out, their length says enough."""
    keys = set()
    for token in canonical_name(name).tokens:
        _, sound, _, concept, _, is_number, *_ = describe_token(token)
        if not is_number:
            keys |= {"@" + concept} if concept else set()
            keys |= {sound} if not token.startswith("@") else set()
    return keys


def list_shares(firms: Iterable[Firm]) -> dict[str, float]:
    """Share of the firms of known country that hold a key, for the keys of SEEN_IN of them and more."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for firm in firms:
        total += bool(firm.country)
        for key in sorted(set().union(*map(keys_of, firm.names))) if firm.country else ():
            seen[key][firm.country] += 1
    return {
        key: _counted(key, by_country) / total
        for key, by_country in seen.items()
        if by_country.total() >= SEEN_IN
    }


def _counted(key: str, by_country: Counter[str]) -> float:
    """Firms that hold a key; a concept is no name of a group, whatever country says it most."""
    if key.startswith("@"):
        return by_country.total()
    return by_country.total() - max(by_country.values()) * (1 - 1 / FAMILY)


def word_shares(rows: Iterable[Mapping[str, str]]) -> dict[str, float]:
    """Share by the class of ordinary_words.csv, for the skeleton and for the concept of each word."""
    found: dict[str, float] = {}
    for row in rows:
        share = SHARE_OF_CLASS[row["class"]]
        for spelling in row["words"].split("|"):
            for key in _word_keys(spelling):
                found[key] = max(share, found.get(key, 0.0))
    return found


def _word_keys(spelling: str) -> list[str]:
    if spelling.startswith("@"):
        return [spelling]
    word = know(spelling)
    return [word.skeleton, *(["@" + word.concept] if word.concept else [])]


def brands_of(rows: Iterable[Mapping[str, str]]) -> set[str]:
    """The keys of the words whose class is "brand"."""
    named = (spelling for row in rows if row["class"] == "brand" for spelling in row["words"].split("|"))
    return {key for spelling in named for key in _word_keys(spelling)}


def combine(
    lists: Mapping[str, float], words: Mapping[str, float], brands: Collection[str]
) -> list[tuple[str, str, str]]:
    """Rows of background.csv, the larger share of both sources (of brands that of words), sorted by key."""
    rows = []
    for key in sorted({*lists, *words}):
        in_lists, in_words = 0.0 if key in brands else lists.get(key, 0.0), words.get(key, 0.0)
        source = "list statistics" if in_lists > in_words else "ordinary words"
        rows.append((key, f"{max(in_lists, in_words):.6f}", source))
    return rows


def read_words() -> list[dict[str, str]]:
    """The rows of ordinary_words.csv: class, topic, words joined by "|", source."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@click.command(help=__doc__)
@click.option(
    "--lists", "folder", help="Folder of the real lists; else RESOLVER_LISTS_DIR or ../shared/data."
)
def main(folder: str | None) -> None:
    """Writes the table and says what it holds."""
    firms = read_firms(lists_folder(folder))
    words = read_words()
    rows = combine(list_shares(firms), word_shares(words), brands_of(words))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["key", "share", "source"])
        writer.writerows(rows)
    sources = Counter(source for _, _, source in rows)
    click.echo(
        f"{len(firms)} firms, {len(rows)} keys: " + ", ".join(f"{n} {s}" for s, n in sorted(sources.items()))
    )


if __name__ == "__main__":
    main()
