"""Rows of a grid -> the tables PARTIES and ROWS: every row accounted for, every firm of it a party.

Works by columns, some ten thousand rows at a time, and segments each distinct text once. What the columns
say of a row (country, city, address, numbers) is said of its own firm only, not of the firm on whose behalf
it acts; it comes before what was found in the text of the name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from resolver.intake.columns import Layout, PartyColumns
from resolver.intake.delimited import Record
from resolver.intake.headings import meaning_of, same_heading
from resolver.intake.row_ids import digest, name_rows, party_suffixes
from resolver.model import IDENTIFIER, PARTIES, ROWS
from resolver.names.batch import segment_all
from resolver.names.collector import collector_paused
from resolver.names.countries import country_code
from resolver.names.form_spans import only_legal_form
from resolver.names.identifiers import IdentifierValue, normalise_all, normalise_labelled
from resolver.names.segments import Segmentation, SegmentedParty

_CHUNK = 50_000  # rows that are held as Python objects before they become Arrow columns
_CACHED_TEXTS = 1 << 18  # distinct texts whose segmentation is remembered while files are read; about 200 MB
_NUMBER_FIELDS = ("tax_id", "registration_id", "kpp", "lei", "imo", "swift")
_PARTY_SCHEMA = pa.schema([field for field in PARTIES if field.name != "party_id"])


@dataclass(frozen=True, slots=True)
class Read:
    """Some rows of one file as Arrow: parties without their names, rows, and what the names are made of."""

    parties: pa.Table
    party_row: pa.Array  # place of each party's row in `rows`
    suffix: pa.Array
    rows: pa.Table
    given_id: pa.Array
    digest: pa.Array


_segmented: dict[str, tuple[Segmentation, str]] = {}


def _segment(texts: Sequence[str], jobs: int) -> list[tuple[Segmentation, str]]:
    """The segmentations of texts, which repeat from row to row, and what is to be noted about each."""
    new = [text for text in dict.fromkeys(texts) if text not in _segmented]
    if len(_segmented) + len(new) > _CACHED_TEXTS:
        _segmented.clear()
        new = list(dict.fromkeys(texts))
    for text, segmentation in zip(new, segment_all(new, jobs=jobs), strict=True):
        bare = any(only_legal_form(party.name) for party in segmentation.parties)
        _segmented[text] = segmentation, "only a legal form" if bare else segmentation.reason
    return [_segmented[text] for text in texts]


def forget_texts() -> None:
    """Let go of the remembered segmentations: what comes after the intake wants the memory."""
    _segmented.clear()


@lru_cache(maxsize=4096)
def _role_word(text: str) -> str:
    """A cell of a role column as a role: "Получатель" is consignee; unknown words stay, in small letters."""
    meaning = meaning_of(text)
    return meaning.role if meaning is not None and meaning.role else text.casefold()


@lru_cache(maxsize=1 << 16)
def _numbers_in_cell(kind: str, value: str, label: str, country: str) -> tuple[IdentifierValue, ...]:
    if kind == "kpp":
        return (IdentifierValue("other", "RU-KPP", value, True),)
    labelled = normalise_labelled(label, value, country) if label and value.isalnum() else None
    return (labelled,) if labelled is not None else normalise_all(kind, value, country)


def _collapse(cell: str) -> str:
    return cell if cell.isalnum() else " ".join(cell.split())


class _Columns:
    """The cells of some rows, asked by column; a cell that a row does not have is ""."""

    def __init__(self, cells: Sequence[Sequence[str]]) -> None:
        self._cells = cells
        self._known: dict[int, list[str]] = {}

    def raw(self, place: int) -> list[str]:
        """A column as it stands, outer blanks off."""
        return [row[place].strip() if place < len(row) else "" for row in self._cells]

    def __getitem__(self, place: int) -> list[str]:
        """A column with blanks collapsed."""
        if place not in self._known:
            self._known[place] = [_collapse(row[place]) if place < len(row) else "" for row in self._cells]
        return self._known[place]

    def get(self, place: int | None) -> list[str]:
        """The same; a column of nothing where the file has none."""
        return [""] * len(self._cells) if place is None else self[place]

    def joined(self, places: Sequence[int]) -> list[str]:
        """Several columns as one, different texts joined by commas."""
        if len(places) < 2:
            return self.get(places[0] if places else None)
        columns = [self[place] for place in places]
        return [", ".join(dict.fromkeys(filter(None, texts))) for texts in zip(*columns, strict=True)]


def _identifier_array(values: Sequence[Sequence[IdentifierValue]]) -> pa.Array:
    """Lists of identifiers as the Arrow type of PARTIES, each number once."""
    distinct = [tuple(dict.fromkeys(numbers)) if len(numbers) > 1 else numbers for numbers in values]
    offsets = np.cumsum([0, *map(len, distinct)], dtype=np.int32)
    flat = [number for numbers in distinct for number in numbers]
    fields = [
        pa.array([getattr(number, name) for number in flat], IDENTIFIER.field(name).type)
        for name in ("kind", "scheme", "value", "valid")
    ]
    return pa.ListArray.from_arrays(
        pa.array(offsets), pa.StructArray.from_arrays(fields, fields=list(IDENTIFIER))
    )


def _column_numbers(
    columns: _Columns,
    party: PartyColumns,
    labels: Mapping[int, str],
    rows: Sequence[int],
    countries: Sequence[str],
) -> list[tuple[IdentifierValue, ...]]:
    """The numbers that the columns of a party hold, for the given rows."""
    found: list[tuple[IdentifierValue, ...]] = [()] * len(rows)
    for kind in _NUMBER_FIELDS:
        for place in party.places.get(kind, ()):
            values, label = columns[place], labels.get(place, "")
            for at, row in enumerate(rows):
                if values[row]:
                    found[at] += _numbers_in_cell(kind, values[row], label, countries[at])
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    """The parties of one name column: the row of each, and what segmentation says of it."""

    rows: list[int]
    parties: list[SegmentedParty]
    texts: list[str]


class _Chunk:
    """Some rows of one file on their way into Arrow."""

    def __init__(
        self, source: str, layout: Layout, records: Sequence[Record], first_row: int, jobs: int = 1
    ) -> None:
        self.jobs = jobs
        self.source = source
        self.layout = layout
        self.records = records
        self.first_row = first_row
        self.columns = _Columns([record.cells for record in records])
        self.notes: dict[int, list[str]] = defaultdict(list)
        self.dead = self._rows_without_parties()

    def _rows_without_parties(self) -> dict[int, tuple[str, str]]:
        """Rows that are damaged or repeat the heading, with outcome and reason."""
        dead: dict[int, tuple[str, str]] = {}
        for row, record in enumerate(self.records):
            if record.damage:
                dead[row] = ("unreadable", record.damage)
            elif self._repeats_heading(record.cells):
                dead[row] = ("placeholder", "repeats the heading")
        return dead

    def _repeats_heading(self, cells: Sequence[str]) -> bool:
        headings = self.layout.headings
        place = self.layout.parties[0].name
        if place >= len(cells) or len(cells[place]) > 2 * len(headings[place]) + 2 or len(headings) < 2:
            return False
        return all(same_heading(cell, text) for cell, text in zip(cells, headings, strict=False))

    def _find(self, party: PartyColumns) -> _Found:
        """Segment one name column and note its placeholders."""
        found = _Found([], [], [])
        said = f"{party.role}: " if party.role and len(self.layout.parties) > 1 else ""
        texts = self.columns.raw(party.name)
        rows = [row for row, text in enumerate(texts) if text and row not in self.dead]
        segmented = _segment([texts[row] for row in rows], self.jobs)
        for row, (segmentation, note) in zip(rows, segmented, strict=True):
            if note:
                self.notes[row].append(said + note)
            for one in segmentation.parties:
                found.rows.append(row)
                found.parties.append(one)
                found.texts.append(texts[row])
        return found

    def _table(self, columns: PartyColumns, found: _Found) -> pa.Table:
        """The rows of PARTIES for one name column, in the order of the file."""
        rows, parties, own = found.rows, found.parties, [not party.role for party in found.parties]
        role_cells = self.columns.get(self.layout.row.get("role"))

        def of_row(field: str) -> list[str]:
            values = self.columns.joined(columns.places.get(field, ()))
            return [values[row] if mine else "" for row, mine in zip(rows, own, strict=True)]

        def of_file(field: str) -> list[str]:
            values = self.columns.get(self.layout.row.get(field))
            return [values[row] for row in rows]

        given = [country_code(text) for text in of_row("country")]
        countries = [code or party.country for code, party in zip(given, parties, strict=True)]
        numbers = _column_numbers(self.columns, columns, self.layout.labels, rows, countries)
        values = {
            "source_file": [self.source] * len(rows),
            "source_row": [self.first_row + row for row in rows],
            "party_role": [
                party.role or columns.role or _role_word(role_cells[row])
                for party, row in zip(parties, rows, strict=True)
            ],
            "raw_name": found.texts,
            "party_name": [party.name for party in parties],
            "country": countries,
            "city": [text or party.city for text, party in zip(of_row("city"), parties, strict=True)],
            "address": [
                text or party.address for text, party in zip(of_row("address"), parties, strict=True)
            ],
            "identifiers": _identifier_array(
                [
                    (listed if mine else ()) + party.identifiers
                    for listed, mine, party in zip(numbers, own, parties, strict=True)
                ]
            ),
            "hs_code": of_file("hs_code"),
            "date": of_file("date"),
            "origin": [country_code(text) or text for text in of_file("origin")],
            "destination": [country_code(text) or text for text in of_file("destination")],
        }
        return pa.table(values, schema=_PARTY_SCHEMA)

    def _outcome(self, row: int, parties: int) -> tuple[str, str]:
        if row in self.dead:
            return self.dead[row]
        cells, notes = self.records[row].cells, self.notes.get(row, [])
        if parties:
            return "screened", "; ".join(dict.fromkeys((*notes, *self._oddities(cells))))
        if notes:
            return "placeholder", "; ".join(dict.fromkeys(notes))
        return "placeholder", "no name given" if any(cell.strip() for cell in cells) else "empty row"

    def _oddities(self, cells: Sequence[str]) -> Iterator[str]:
        width = len(self.layout.headings)
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield f"{len(cells)} cells where the heading has {width}"
        if any("\ufffd" in cell for cell in cells):
            yield "holds bytes that are no text in this encoding"

    def read(self) -> Read:
        """The rows as Arrow."""
        found = [(party, self._find(party)) for party in self.layout.parties]
        tables = pa.concat_tables([self._table(party, one) for party, one in found])
        rows = np.concatenate([np.asarray(one.rows, dtype=np.int64) for _, one in found])
        if len(found) > 1:
            order = np.argsort(rows, kind="stable")
            rows, tables = rows[order], tables.take(pa.array(order))
        counts = np.bincount(rows, minlength=len(self.records)).tolist()
        ended = [self._outcome(row, count) for row, count in enumerate(counts)]
        listed = rows.tolist()
        return Read(
            parties=tables,
            party_row=pa.array(rows),
            suffix=pa.array(party_suffixes(listed, tables["party_role"].to_pylist()), pa.string()),
            rows=pa.table(
                {
                    "source_file": [self.source] * len(counts),
                    "source_row": range(self.first_row, self.first_row + len(counts)),
                    "outcome": [outcome for outcome, _ in ended],
                    "reason": [reason for _, reason in ended],
                    "parties": counts,
                },
                schema=ROWS,
            ),
            given_id=pa.array(self.columns.get(self.layout.row.get("id")), pa.string()),
            digest=pa.array([digest(record.cells) for record in self.records], pa.string()),
        )


def read_rows(
    source: str, layout: Layout, records: Iterable[Record], outcomes: Counter[str], *, jobs: int = 1
) -> Iterator[Read]:
    """The rows of one file in chunks; `outcomes` counts how the rows ended, `jobs` processes segment the names."""
    first_row, stream = 1, iter(records)
    while True:
        with collector_paused():
            chunk = tuple(islice(stream, _CHUNK))
            if not chunk:
                break
            read = _Chunk(source, layout, chunk, first_row, jobs).read()
        outcomes.update(read.rows["outcome"].to_pylist())
        first_row += len(chunk)
        yield read
    if first_row == 1:
        yield _Chunk(source, layout, (), 1).read()


def party_table(reads: Sequence[Read]) -> pa.Table:
    """The table PARTIES of a run, with names, in the order of files and rows."""
    names = name_rows(
        pa.chunked_array([read.given_id for read in reads], pa.string()).combine_chunks(),
        pa.chunked_array([read.digest for read in reads], pa.string()).combine_chunks(),
    )
    offsets = np.cumsum([0, *(read.rows.num_rows for read in reads)])
    places = [read.party_row.to_numpy() + offset for read, offset in zip(reads, offsets, strict=False)]
    suffixes = pa.chunked_array([read.suffix for read in reads], pa.string()).combine_chunks()
    party_ids = pc.binary_join_element_wise(names.take(pa.array(np.concatenate(places))), suffixes, "")
    return pa.concat_tables([read.parties for read in reads]).add_column(
        0, PARTIES.field("party_id"), party_ids
    )
