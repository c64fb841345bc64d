"""Rows of a grid -> the tables PARTIES and ROWS: every row accounted for, every firm of it a party.

Works by columns, some ten thousand rows at a time, and looks at each distinct text once. What the columns
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
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.intake.cells import Cells, Column, Places, chosen
from resolver.intake.columns import Layout, PartyColumns, places_read
from resolver.intake.delimited import Record
from resolver.intake.fields import Fields
from resolver.intake.headings import meaning_of, same_heading
from resolver.intake.row_ids import digest, name_rows, party_suffixes
from resolver.model import PARTIES, ROWS
from resolver.names.collector import collector_paused
from resolver.names.countries import country_code
from resolver.names.identifiers import IdentifierValue, normalise_all, normalise_labelled
from resolver.names.segment_columns import identifier_lists

_CHUNK = 25_000  # rows held as Python objects before they become Arrow columns; other processes wait for the last ones
_NUMBER_FIELDS = ("tax_id", "registration_id", "kpp", "lei", "imo", "swift")
_PARTY_SCHEMA = pa.schema([field for field in PARTIES if field.name != "party_id"])
_ONLY_A_FORM = "only a legal form"


@dataclass(frozen=True, slots=True)
class Read:
    """Some rows of one file as Arrow: parties without their names, rows, and what the names are made of."""

    parties: pa.Table
    party_row: pa.Array  # place of each party's row in `rows`
    suffix: pa.Array
    rows: pa.Table
    given_id: pa.Array
    digest: pa.Array


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


def _column_numbers(
    cells: Cells, party: PartyColumns, labels: Mapping[int, str], rows: Places, countries: pa.Array
) -> dict[int, tuple[IdentifierValue, ...]]:
    """The numbers that the columns of a party hold: the place in `rows` of those that have any -> the numbers."""
    found: dict[int, tuple[IdentifierValue, ...]] = {}
    for kind in _NUMBER_FIELDS:
        for place in party.places.get(kind, ()):
            values, label = cells.tidy(place).taken(rows), labels.get(place, "")
            some = np.flatnonzero(values.where(bool))
            held = zip(
                some.tolist(),
                values.taken(some).to_list(),
                countries.take(pa.array(some)).to_pylist(),
                strict=True,
            )
            for at, value, country in held:
                found[at] = found.get(at, ()) + _numbers_in_cell(kind, value, label, country)
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    """The parties of one name column: the row of each, its field as it stood, and what segmentation says of it."""

    rows: Places
    texts: pa.Array
    parties: pa.StructArray  # of SEGMENTED_PARTY


class _Chunk:
    """Some rows of one file on their way into Arrow."""

    def __init__(
        self, source: str, layout: Layout, records: Sequence[Record], first_row: int, fields: Fields
    ) -> None:
        self.fields = fields
        self.source = source
        self.layout = layout
        self.records = records
        self.first_row = first_row
        self.cells = Cells([record.cells for record in records])
        self.notes: dict[int, list[str]] = defaultdict(list)
        self.dead = self._rows_without_parties()
        self.read_places = frozenset(places_read(layout))

    def _rows_without_parties(self) -> dict[int, tuple[str, str]]:
        """Rows that are damaged or repeat the heading, with outcome and reason."""
        dead = dict.fromkeys(self._repeated_headings(), ("placeholder", "repeats the heading"))
        return dead | {row: ("unreadable", one.damage) for row, one in enumerate(self.records) if one.damage}

    def _repeated_headings(self) -> list[int]:
        headings = self.layout.headings
        if len(headings) < 2:
            return []
        name = self.layout.parties[0].name
        heading, longest = headings[name], 2 * len(headings[name]) + 2
        may_be = self.cells.as_written(name).where(
            lambda cell: len(cell) <= longest and same_heading(cell, heading)
        )
        return [
            row
            for row in np.flatnonzero(may_be & (self.cells.widths > name)).tolist()
            if all(map(same_heading, self.records[row].cells, headings))
        ]

    def _find(self, party: PartyColumns) -> _Found:
        """Segment one name column and note its placeholders."""
        said = f"{party.role}: " if party.role and len(self.layout.parties) > 1 else ""
        names = self.cells.stripped(party.name)
        living = names.where(bool)
        living[list(self.dead)] = False
        rows = np.flatnonzero(living)
        held, place = np.unique(names.codes[rows], return_inverse=True)
        texts = [names.texts[code] for code in held.tolist()]
        segmented = self.fields.segmented(texts)
        self._note(rows, place, segmented, said)
        lists = segmented["parties"].combine_chunks().take(pa.array(place))
        of_row = pc.list_parent_indices(lists).to_numpy()
        return _Found(
            rows[of_row],
            pa.array(texts, pa.string()).take(pa.array(place[of_row])),
            pc.list_flatten(lists),
        )

    def _note(self, rows: Places, place: Places, segmented: pa.Table, said: str) -> None:
        """What is to be told of rows that name nobody, or nothing but a legal form."""
        told = pc.if_else(segmented["bare"], _ONLY_A_FORM, segmented["reason"])
        noted = pc.not_equal(told, "").to_numpy()
        if not noted.any():
            return
        for row, at in zip(rows[noted[place]].tolist(), place[noted[place]].tolist(), strict=True):
            self.notes[row].append(said + told[at].as_py())

    def _table(self, columns: PartyColumns, found: _Found) -> pa.Table:
        """The rows of PARTIES for one name column, in the order of the file."""
        rows = found.rows
        said = {name: found.parties.field(name) for name in ("role", "name", "address", "city", "country")}
        own = pc.equal(said["role"], "")

        def of_row(field: str) -> pa.Array:
            given = self.cells.joined(columns.places.get(field, ())).taken(rows)
            given = given.mapped(country_code) if field == "country" else given
            return chosen(pc.if_else(own, given.array, ""), said[field])

        def of_file(field: str) -> Column:
            return self.cells.tidy(self.layout.row.get(field)).taken(rows)

        countries = of_row("country")
        role = pa.scalar(columns.role) if columns.role else of_file("role").mapped(_role_word).array
        values = {
            "source_file": pa.repeat(self.source, len(rows)),
            "source_row": pa.array(self.first_row + rows),
            "party_role": pc.if_else(own, role, said["role"]),
            "raw_name": found.texts,
            "party_name": said["name"],
            "country": countries,
            "city": of_row("city"),
            "address": of_row("address"),
            "identifiers": self._numbers(columns, found, own, countries),
            "hs_code": of_file("hs_code").array,
            "date": of_file("date").array,
            "origin": of_file("origin").mapped(_code_or_text).array,
            "destination": of_file("destination").mapped(_code_or_text).array,
        }
        return pa.table(values, schema=_PARTY_SCHEMA)

    def _numbers(self, columns: PartyColumns, found: _Found, own: pa.Array, countries: pa.Array) -> pa.Array:
        """The numbers of each party: those of its columns, then those that stood in the field."""
        in_field = found.parties.field("identifiers")
        listed = _column_numbers(self.cells, columns, self.layout.labels, found.rows, countries)
        mine = own.to_numpy(zero_copy_only=False)
        listed = {at: numbers for at, numbers in listed.items() if mine[at]}
        if not listed:
            return in_field
        numbers: list[tuple[IdentifierValue, ...]] = [()] * len(found.rows)
        for at in np.flatnonzero(pc.list_value_length(in_field).to_numpy()).tolist():
            numbers[at] = tuple(IdentifierValue(**one) for one in in_field[at].as_py())
        for at, columns_say in listed.items():
            numbers[at] = columns_say + numbers[at]
        return identifier_lists(numbers)

    def _outcomes(self, counts: npt.NDArray[np.int64]) -> tuple[list[str], list[str]]:
        """How each row ended, and why: most are screened without a word, and the others are looked at one by one."""
        outcomes, reasons = ["screened"] * len(counts), [""] * len(counts)
        told = {*self.dead, *self.notes, *np.flatnonzero(counts == 0).tolist(), *self._odd_rows()}
        for row in told:
            outcomes[row], reasons[row] = self._outcome(row, int(counts[row]))
        return outcomes, reasons

    def _odd_rows(self) -> list[int]:
        """Rows of which `_oddities` may have something to say."""
        wide = self.cells.widths > len(self.layout.headings)
        strange = [
            row
            for row, record in enumerate(self.records)
            if record.unknown or "\ufffd" in "".join(record.cells)
        ]
        return [*np.flatnonzero(wide).tolist(), *strange]

    def _outcome(self, row: int, parties: int) -> tuple[str, str]:
        if row in self.dead:
            return self.dead[row]
        cells, notes = self.records[row].cells, self.notes.get(row, [])
        unknown = self._uncalculated(row)
        if parties:
            return "screened", "; ".join(dict.fromkeys((*notes, *self._oddities(cells), *unknown)))
        if any(party.name in self.records[row].unknown for party in self.layout.parties):
            return "unreadable", "; ".join(dict.fromkeys((*notes, *unknown)))
        if notes:
            return "placeholder", "; ".join(dict.fromkeys((*notes, *unknown)))
        given = self.records[row].unknown or any(cell.strip() for cell in cells)
        return "placeholder", "; ".join(("no name given" if given else "empty row", *unknown))

    def _uncalculated(self, row: int) -> tuple[str, ...]:
        """What is to be told of cells that would be read if their formula had been calculated."""
        read = set(self.records[row].unknown) & self.read_places
        headings = [self.layout.headings[place] for place in sorted(read)]
        return (f"formula without a stored result: {', '.join(headings)}",) if headings else ()

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
        rows = np.concatenate([one.rows for _, one in found])
        if len(found) > 1:
            order = np.argsort(rows, kind="stable")
            rows, tables = rows[order], tables.take(pa.array(order))
        counts = np.bincount(rows, minlength=len(self.records))
        outcomes, reasons = self._outcomes(counts)
        return Read(
            parties=tables,
            party_row=pa.array(rows),
            suffix=party_suffixes(rows, counts, tables["party_role"]),
            rows=pa.table(
                {
                    "source_file": pa.repeat(self.source, len(counts)),
                    "source_row": pa.array(np.arange(self.first_row, self.first_row + len(counts))),
                    "outcome": outcomes,
                    "reason": reasons,
                    "parties": counts,
                },
                schema=ROWS,
            ),
            given_id=self.cells.tidy(self.layout.row.get("id")).array,
            digest=pa.array([digest(record.cells) for record in self.records], pa.string()),
        )


def _code_or_text(cell: str) -> str:
    return country_code(cell) or cell


def read_rows(
    source: str, layout: Layout, records: Iterable[Record], outcomes: Counter[str], fields: Fields
) -> Iterator[Read]:
    """The rows of one file in chunks; `outcomes` counts how the rows ended, `fields` takes the names apart."""
    first_row, stream = 1, iter(records)
    while True:
        with collector_paused():
            chunk = tuple(islice(stream, _CHUNK))
            if not chunk:
                break
            read = _Chunk(source, layout, chunk, first_row, fields).read()
        ended = pc.value_counts(read.rows["outcome"].combine_chunks())
        outcomes.update({one["values"]: one["counts"] for one in ended.to_pylist()})
        first_row += len(chunk)
        yield read
    if first_row == 1:
        yield _Chunk(source, layout, (), 1, fields).read()


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
