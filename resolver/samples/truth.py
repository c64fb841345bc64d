"""What a run on the samples found of what was put into them.

Enter: the hits of a run on the sample manifests. Leaves: the mentions of listed parties that were found and
missed, and the hits that the truth does not know. The truth is that of the generator (fictional_truth.csv).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import pyarrow as pa

from resolver.samples import paths

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """One field of a sample manifest that names a listed party, or one that extends its name."""

    source_file: str
    source_row: int
    text: str
    relation: str
    listing_ids: tuple[str, ...]
    noise: str


@dataclass(frozen=True, slots=True)
class TruthReport:
    """`found` and `missed` are planted mentions, by list; `unexpected` are hits with no mention behind them."""

    found: int
    missed: tuple[Mention, ...]
    unexpected: tuple[tuple[str, int, str, str], ...]

    def __str__(self) -> str:
        """A few lines for a terminal."""
        planted = self.found + len(self.missed)
        lines = [f"Of {planted} planted mentions of listed firms, counted per list, {self.found} were found."]
        lines += [f"  missed: {_mention_text(mention)}" for mention in self.missed[:SHOWN]]
        lines += _more(len(self.missed))
        lines.append(f"Hits that were not planted: {len(self.unexpected)}.")
        lines += [
            f"  {file} row {row}: {party} ~ {listed}" for file, row, party, listed in self.unexpected[:SHOWN]
        ]
        return "\n".join([*lines, *_more(len(self.unexpected))])


def _mention_text(mention: Mention) -> str:
    noise = f" ({mention.noise.replace('|', ', ').replace('_', ' ')})" if mention.noise else ""
    return f"{mention.source_file} row {mention.source_row}: {mention.text}{noise}"


def _more(number: int) -> list[str]:
    return [f"  and {number - SHOWN} more"] if number > SHOWN else []


def mentions() -> Iterator[Mention]:
    """The planted mentions, one per field and list that holds the party."""
    with paths().truth.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from _mentions_of(row)


def _mentions_of(row: dict[str, str]) -> Iterator[Mention]:
    place = (row["source_file"], int(row["source_row"]), row["text"], row["relation"])
    for identifiers in ((row["ofac_uid"],), (row["eu_logical_id"], row["eu_reference"])):
        if identifiers[0]:
            yield Mention(*place, identifiers, row["noise"])


def compare_with_truth(hits: pa.Table) -> TruthReport:
    """Hold the hits of a run on the sample manifests (any band, any kind) against the truth."""
    columns = ("source_file", "source_row", "listing_id", "party_name", "listed_name")
    rows = hits.select(columns).to_pylist()
    hit_places = {(_file_name(row), row["source_row"], row["listing_id"]) for row in rows}
    planted = list(mentions())
    missed = [
        m for m in planted if not hit_places & {(m.source_file, m.source_row, i) for i in m.listing_ids}
    ]
    known = {(m.source_file, m.source_row, identifier) for m in planted for identifier in m.listing_ids}
    unexpected = {
        (_file_name(row), row["source_row"], row["party_name"], row["listed_name"])
        for row in rows
        if (_file_name(row), row["source_row"], row["listing_id"]) not in known
    }
    return TruthReport(len(planted) - len(missed), tuple(missed), tuple(sorted(unexpected)))


def _file_name(row: dict[str, object]) -> str:
    return PurePath(str(row["source_file"])).name
