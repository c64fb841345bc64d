"""Rows of a grid -> the tables PARTIES and ROWS: every row accounted for, every firm of it a party.

A distinct text is segmented once. Identifiers of the columns come before those found in the text; a country column
comes before a country at the end of an address.

Names of parties: `party_id` is the id column where it is given and unique in the run, otherwise a hash of the row's
cells (never of its position), with "-2", "-3" behind repeated rows. When a row gives several parties ":role" follows,
and ":2", ":3" behind a repeated role. Shuffling the rows therefore changes nothing but `source_row`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.intake.columns import Layout, PartyColumns
from resolver.intake.delimited import Record
from resolver.intake.headings import meaning_of, same_heading
from resolver.model import PARTIES, ROWS
from resolver.names.countries import country_code
from resolver.names.form_spans import only_legal_form
from resolver.names.identifiers import IdentifierValue, normalise_all, normalise_labelled
from resolver.names.segments import Segmentation, SegmentedParty, segment

_CHUNK = 50_000  # rows that are held as Python objects before they become Arrow columns
_CACHED_TEXTS = 1 << 17  # distinct texts whose segmentation is remembered; about 100 MB
_PARTY_COLUMNS = [name for name in PARTIES.names if name != "party_id"]
_NUMBER_FIELDS = ("tax_id", "registration_id", "kpp", "lei", "imo", "swift")


@dataclass(slots=True)
class _Chunk:
    """Columns of some rows, on their way into Arrow."""

    parties: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in _PARTY_COLUMNS})
    party_row: list[int] = field(default_factory=list)
    suffix: list[str] = field(default_factory=list)
    rows: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in ROWS.names})
    given_id: list[str] = field(default_factory=list)
    digest: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """Some rows of one file as Arrow: parties without their IDs, rows, and what the IDs are made of."""

    parties: pa.Table
    party_row: pa.Array  # place of each party's row in `rows`
    suffix: pa.Array
    rows: pa.Table
    given_id: pa.Array
    digest: pa.Array


@lru_cache(maxsize=_CACHED_TEXTS)
def _segment(text: str) -> Segmentation:
    return segment(text)


@lru_cache(maxsize=_CACHED_TEXTS)
def _is_only_legal_form(name: str) -> bool:
    return only_legal_form(name)


@lru_cache(maxsize=4096)
def _role_word(text: str) -> str:
    """A cell of a role column as a role: "Получатель" is consignee; unknown words stay, in small letters."""
    meaning = meaning_of(text)
    return meaning.role if meaning is not None and meaning.role else " ".join(text.casefold().split())


def _cell(cells: Sequence[str], place: int | None) -> str:
    return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""


def _cells_of(cells: Sequence[str], party: PartyColumns, name: str) -> str:
    """The texts of all columns of one field, joined."""
    texts = [_cell(cells, place) for place in party.places.get(name, ())]
    return ", ".join(dict.fromkeys(text for text in texts if text))


@lru_cache(maxsize=1 << 16)
def _numbers_in_cell(kind: str, value: str, label: str, country: str) -> tuple[IdentifierValue, ...]:
    if label and value.isalnum():
        labelled = normalise_labelled(label, value, country)
        return (labelled,) if labelled is not None else ()
    return normalise_all(kind, value, country)


def _column_identifiers(
    cells: Sequence[str], party: PartyColumns, labels: Mapping[int, str], country: str
) -> list[IdentifierValue]:
    found: list[IdentifierValue] = []
    for name in _NUMBER_FIELDS:
        for place in party.places.get(name, ()):
            value = _cell(cells, place)
            if not value:
                continue
            if name == "kpp":
                found.append(IdentifierValue("other", "RU-KPP", value, True))
            else:
                found.extend(_numbers_in_cell(name, value, labels.get(place, ""), country))
    return found


def _identifier_rows(identifiers: Iterable[IdentifierValue]) -> list[dict[str, Any]]:
    return [
        {"kind": item.kind, "scheme": item.scheme, "value": item.value, "valid": item.valid}
        for item in dict.fromkeys(identifiers)
    ]


def _digest(cells: Sequence[str]) -> str:
    """Sixteen hexadecimal digits of the row's content; blanks at the ends of cells and empty cells at the end are none."""
    text = "\x1f".join(cell.strip() for cell in cells).rstrip("\x1f")
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class _Reader:
    """Turns the records of one file into chunks; holds the layout and the counts that a record needs."""

    def __init__(self, source: str, layout: Layout) -> None:
        self.source = source
        self.layout = layout
        self.chunk = _Chunk()
        self.source_row = 0
        self.outcomes: Counter[str] = Counter()
        self._has_several = len(layout.parties) > 1

    def read(self, record: Record) -> None:
        """Account for one record."""
        self.source_row += 1
        chunk, cells = self.chunk, record.cells
        if record.damage:
            self._close(cells, "unreadable", record.damage, 0)
            return
        if self._repeats_heading(cells):
            self._close(cells, "placeholder", "repeats the heading", 0)
            return
        first = len(chunk.party_row)
        notes: list[str] = []
        for party in self.layout.parties:
            self._read_party(cells, party, notes)
        count = len(chunk.party_row) - first
        if count:
            self._name_parties(first)
            notes.extend(self._notes_on_cells(cells))
            self._close(cells, "screened", "; ".join(dict.fromkeys(notes)), count)
        else:
            empty = not any(cell.strip() for cell in cells)
            reason = "empty row" if empty else "; ".join(dict.fromkeys(notes)) or "no name given"
            self._close(cells, "placeholder", reason, 0)

    def _repeats_heading(self, cells: Sequence[str]) -> bool:
        place, heading = self.layout.parties[0].name, self.layout.headings
        if place >= len(cells) or len(heading) < 2 or not same_heading(cells[place], heading[place]):
            return False
        return all(same_heading(cell, text) for cell, text in zip(cells, heading, strict=False))

    def _notes_on_cells(self, cells: Sequence[str]) -> list[str]:
        notes = []
        if any(cell.strip() for cell in cells[len(self.layout.headings) :]):
            notes.append(f"{len(cells)} cells where the heading has {len(self.layout.headings)}")
        if any("\ufffd" in cell for cell in cells):
            notes.append("holds bytes that are no text in this encoding")
        return notes

    def _read_party(self, cells: Sequence[str], columns: PartyColumns, notes: list[str]) -> None:
        raw = cells[columns.name].strip() if columns.name < len(cells) else ""
        if not raw:
            return
        segmentation = _segment(raw)
        if segmentation.placeholder:
            said = f"{columns.role}: " if self._has_several and columns.role else ""
            notes.append(said + segmentation.reason)
            return
        role = columns.role or _role_word(_cell(cells, self.layout.row.get("role")))
        for party in segmentation.parties:
            if _is_only_legal_form(party.name):
                notes.append("only a legal form")
            self._add_party(cells, columns, raw, role, party)

    def _add_party(
        self, cells: Sequence[str], columns: PartyColumns, raw: str, role: str, party: SegmentedParty
    ) -> None:
        """One party; what the columns say of the row's own firm is not said of a firm with another role."""
        own = not party.role
        country = country_code(_cells_of(cells, columns, "country")) if own else ""
        country = country or party.country
        numbers = _column_identifiers(cells, columns, self.layout.labels, country) if own else []
        values = {
            "source_file": self.source,
            "source_row": self.source_row,
            "party_role": party.role or role,
            "raw_name": raw,
            "party_name": party.name,
            "country": country,
            "city": (_cells_of(cells, columns, "city") if own else "") or party.city,
            "address": (_cells_of(cells, columns, "address") if own else "") or party.address,
            "identifiers": _identifier_rows((*numbers, *party.identifiers)),
        }
        for name in ("hs_code", "date"):
            values[name] = _cell(cells, self.layout.row.get(name))
        for name in ("origin", "destination"):
            text = _cell(cells, self.layout.row.get(name))
            values[name] = country_code(text) or text
        for name, value in values.items():
            self.chunk.parties[name].append(value)
        self.chunk.party_row.append(len(self.chunk.digest))

    def _name_parties(self, first: int) -> None:
        """The part of the party IDs behind the row's: nothing, ":role", or ":role:2"."""
        roles = self.chunk.parties["party_role"][first:]
        if len(roles) == 1:
            self.chunk.suffix.append("")
            return
        seen: Counter[str] = Counter()
        for role in roles:
            seen[role] += 1
            self.chunk.suffix.append(f":{role}" if seen[role] == 1 else f":{role}:{seen[role]}")

    def _close(self, cells: Sequence[str], outcome: str, reason: str, parties: int) -> None:
        values = (self.source, self.source_row, outcome, reason, parties)
        for name, value in zip(ROWS.names, values, strict=True):
            self.chunk.rows[name].append(value)
        self.chunk.given_id.append(_cell(cells, self.layout.row.get("id")))
        self.chunk.digest.append(_digest(cells))
        self.outcomes[outcome] += 1

    def take_chunk(self) -> Read:
        """The rows since the last call, as Arrow."""
        chunk, self.chunk = self.chunk, _Chunk()
        schema = pa.schema([PARTIES.field(name) for name in _PARTY_COLUMNS])
        return Read(
            pa.table(chunk.parties, schema=schema),
            pa.array(chunk.party_row, pa.int64()),
            pa.array(chunk.suffix, pa.string()),
            pa.table(chunk.rows, schema=ROWS),
            pa.array(chunk.given_id, pa.string()),
            pa.array(chunk.digest, pa.string()),
        )


def read_rows(
    source: str, layout: Layout, records: Iterable[Record], outcomes: Counter[str]
) -> Iterator[Read]:
    """The rows of one file in chunks; `outcomes` is filled with how many rows ended in which way."""
    reader = _Reader(source, layout)
    for record in records:
        reader.read(record)
        if len(reader.chunk.digest) >= _CHUNK:
            yield reader.take_chunk()
    yield reader.take_chunk()
    outcomes.update(reader.outcomes)


def _occurrence(keys: pa.ChunkedArray) -> np.ndarray:
    """How often each key has occurred up to and including its place: 1, 2, 3, ..."""
    codes = keys.combine_chunks().dictionary_encode().indices.to_numpy()
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = (
        np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        if len(codes)
        else np.array([], dtype=np.int64)
    )
    lengths = np.diff(np.r_[starts, len(codes)])
    ranks = np.arange(len(codes)) - np.repeat(starts, lengths) + 1
    result = np.empty(len(codes), dtype=np.int64)
    result[order] = ranks
    return result


def _unique(keys: pa.ChunkedArray) -> pa.Array:
    """Whether each key occurs once in the run and says anything."""
    encoded = keys.combine_chunks().dictionary_encode()
    counts = np.bincount(encoded.indices.to_numpy(), minlength=len(encoded.dictionary))
    single = pa.array(counts[encoded.indices.to_numpy()] == 1)
    return pc.and_(single, pc.not_equal(keys.combine_chunks(), ""))


def _row_ids(reads: Sequence[Read]) -> pa.Array:
    """The ID of each row of the run: its own where it is unique, else the hash of its content with a number."""
    given = pa.chunked_array([read.given_id for read in reads], pa.string())
    digest = pa.chunked_array([read.digest for read in reads], pa.string())
    times = _occurrence(digest)
    number = pc.if_else(
        pa.array(times == 1), "", pc.binary_join_element_wise("-", pa.array(times).cast("string"), "")
    )
    hashed = pc.binary_join_element_wise(digest.combine_chunks(), number, "")
    return pc.if_else(_unique(given), given.combine_chunks(), hashed)


def party_table(reads: Sequence[Read]) -> pa.Table:
    """The table PARTIES of a run, with IDs, in the order of files and rows."""
    row_ids = _row_ids(reads)
    offsets = np.cumsum([0, *(read.rows.num_rows for read in reads)])[:-1]
    places = [pc.add(read.party_row, int(offset)) for read, offset in zip(reads, offsets, strict=True)]
    suffix = pa.chunked_array([read.suffix for read in reads], pa.string()).combine_chunks()
    base = row_ids.take(pa.chunked_array(places, pa.int64()).combine_chunks())
    parties = pa.concat_tables([read.parties for read in reads])
    return parties.add_column(0, "party_id", pc.binary_join_element_wise(base, suffix, "")).cast(PARTIES)
