"""What a run on the samples found of what was put into them.

Enter: the hits of a run on the sample manifests. Leaves: the mentions of listed parties that were found and
missed, and the hits that the truth does not know. The truth is that of the generator (fictional_truth.csv).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

import pyarrow as pa
import pyarrow.csv as pacsv

from resolver.samples import paths

SHOWN = 5
MEANINGS = {"same": "mentions of listed firms", "contains": "mentions of firms that extend a listed name"}
COLUMNS = ("source_file", "source_row", "listing_id", "party_name", "listed_name")
_LINES_IN_CELLS = pacsv.ParseOptions(newlines_in_values=True)


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
    """Planted mentions that were `found` and `missed`, one per list, and hits that were not planted."""

    found: tuple[Mention, ...]
    missed: tuple[Mention, ...]
    unexpected: tuple[tuple[str, int, str, str], ...]

    def __str__(self) -> str:
        """A few lines for a terminal."""
        lines = ["Held against the truth of the samples (a party on two lists counts twice):"]
        lines += [self._line(relation, meaning) for relation, meaning in MEANINGS.items()]
        missed = list(dict.fromkeys(_mention_text(mention) for mention in self.missed))
        lines += [f"    missed: {text}" for text in missed[:SHOWN]] + _more(len(missed))
        lines.append(f"  {len(self.unexpected)} hits that were not planted")
        lines += [
            f"    {file} row {row}: {name} ~ {other}" for file, row, name, other in self.unexpected[:SHOWN]
        ]
        return "\n".join([*lines, *_more(len(self.unexpected))])

    def _line(self, relation: str, meaning: str) -> str:
        found, missed = (sum(m.relation == relation for m in group) for group in (self.found, self.missed))
        return f"  {found} of {found + missed} {meaning} found"


def _mention_text(mention: Mention) -> str:
    noise = f" ({mention.noise.replace('|', ', ').replace('_', ' ')})" if mention.noise else ""
    return f"{mention.source_file} row {mention.source_row}: {mention.text}{noise}"


def _more(number: int) -> list[str]:
    return [f"    and {number - SHOWN} more"] if number > SHOWN else []


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


def compare_run_with_truth(out: Path) -> TruthReport:
    """As `compare_with_truth`, for the hits.csv of a finished run."""
    texts = pacsv.ConvertOptions(
        include_columns=list(COLUMNS), column_types=dict.fromkeys(COLUMNS, pa.string())
    )
    hits = pacsv.read_csv(out / "hits.csv", parse_options=_LINES_IN_CELLS, convert_options=texts)
    return compare_with_truth(hits.set_column(1, "source_row", hits.column("source_row").cast(pa.int64())))


def compare_with_truth(hits: pa.Table) -> TruthReport:
    """Hold the hits of a run on the sample manifests (any band, any kind) against the truth."""
    rows = hits.select(COLUMNS).to_pylist()
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
    lost = set(missed)
    found = tuple(mention for mention in planted if mention not in lost)
    return TruthReport(found, tuple(missed), tuple(sorted(unexpected)))


def _file_name(row: dict[str, object]) -> str:
    return PurePath(str(row["source_file"])).name
