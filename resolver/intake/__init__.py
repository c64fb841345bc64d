"""Manifest files -> parties and rows: encoding, delimiter, heading and columns found, every row accounted
for.

What enters are CSV, TSV, XLSX (XLS, ODS) and Parquet files or tables; what leaves is `Intake`: the tables
PARTIES and ROWS of `resolver.model`, and for each file how it was read. Nothing is dropped silently: a row
is screened, placeholder (an empty row, or one whose names say that nobody is named) or unreadable, with a
reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from resolver.errors import UnreadableInput, UsageError
from resolver.intake.columns import check_wanted
from resolver.intake.fields import Fields
from resolver.intake.files import open_raw, temporary_folder
from resolver.intake.grids import Grid, TextOptions, grid_of_table, read_grids
from resolver.intake.headings import same_heading
from resolver.intake.listings import listing_tables
from resolver.intake.parties import Read, party_table, read_rows
from resolver.intake.workbooks import cell_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["InputFile", "Intake", "TextOptions", "from_table", "listing_tables", "read_parties"]


@dataclass(frozen=True, slots=True)
class InputFile:
    """How one input was read. `columns` maps fields to the headings used; `header_row` is 1-based, 0 for
    none."""

    name: str
    sha256: str
    encoding: str
    delimiter: str
    header_row: int
    columns: Mapping[str, str]
    rows: int
    outcomes: Mapping[str, int]  # screened, placeholder, unreadable; they add up to `rows`


@dataclass(frozen=True, slots=True)
class Intake:
    """All inputs of a run: tables PARTIES and ROWS, in the order of the files and of their rows."""

    parties: pa.Table
    rows: pa.Table
    files: tuple[InputFile, ...]
    warnings: tuple[str, ...] = field(default=())


_OUTCOMES = ("screened", "placeholder", "unreadable")


def _input_file(name: str, sha256: str, grid: Grid, outcomes: Counter[str]) -> InputFile:
    return InputFile(
        name=name,
        sha256=sha256,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        header_row=grid.header_row,
        columns=dict(grid.layout.used),
        rows=outcomes.total(),
        outcomes={outcome: outcomes[outcome] for outcome in _OUTCOMES},
    )


def _check_found(wanted: Mapping[str, str], headings: Sequence[str]) -> None:
    """A column that the user named must stand in at least one of the files."""
    for key, heading in wanted.items():
        if not any(same_heading(heading, text) for text in headings):
            shown = ", ".join(repr(text) for text in headings if text)
            raise UsageError(f"--columns {key}={heading}: no such column; columns found: {shown}")


def _assemble(reads: Sequence[Read], files: Sequence[InputFile], warnings: Sequence[str]) -> Intake:
    rows = pa.concat_tables([read.rows for read in reads])
    return Intake(party_table(reads), rows, tuple(files), tuple(warnings))


def read_parties(
    paths: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    options: TextOptions | None = None,
    jobs: int = 1,
) -> Intake:
    """Read manifests (`-` is standard input). Each sheet of a workbook that holds names is an input of its own.

    `columns` overrules what is found, field -> heading: {"name": "consignee", "country": "dest"}; fields are
    those of a narrow manifest, or with a role before them ("shipper_name"). `options` gives encoding,
    delimiter and header row of text files where they should not be found. `jobs` processes take names apart.
    Raises UnreadableInput for a file
    that is no table or has no column with names, UsageError for a column that no file has.
    """
    wanted = dict(columns or {})
    check_wanted(wanted)
    if not paths:
        raise UnreadableInput("no input file was given")
    reads: list[Read] = []
    files: list[InputFile] = []
    warnings: list[str] = []
    headings: list[str] = []
    fields = Fields(jobs)
    with temporary_folder() as spool:
        for path in paths:
            raw = open_raw(path, Path(spool))
            for name, grid in read_grids(raw, wanted, options or TextOptions()).items():
                headings.extend(grid.layout.headings)
                outcomes: Counter[str] = Counter()
                reads.extend(read_rows(name, grid.layout, grid.records, outcomes, fields))
                files.append(_input_file(name, raw.sha256, grid, outcomes))
                warnings.extend(grid.warnings)
    _check_found(wanted, headings)
    return _assemble(reads, files, warnings)


def from_table(
    table: pa.Table | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    source: str = "table",
    jobs: int = 1,
) -> Intake:
    """Read parties from an Arrow or pandas table with the columns of a manifest; `source` stands as its
    file name. `jobs` processes take names apart."""
    arrow: Any = table if isinstance(table, pa.Table) else _arrow_of(table)
    wanted = dict(columns or {})
    check_wanted(wanted)
    _check_found(wanted, arrow.column_names)
    grid = grid_of_table(arrow, wanted, source)
    outcomes: Counter[str] = Counter()
    reads = list(read_rows(source, grid.layout, grid.records, outcomes, Fields(jobs)))
    return _assemble(reads, [_input_file(source, "", grid, outcomes)], grid.warnings)


def _arrow_of(frame: pd.DataFrame) -> pa.Table:
    """The frame as it is; as texts where its columns hold values of several kinds (numbers among texts, as spreadsheets
    give them), texts that are no Unicode, or one heading twice."""
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (pa.ArrowException, ValueError):
        columns = [frame.iloc[:, place] for place in range(frame.shape[1])]
        texts = [
            [
                "" if gone else cell_text(value).encode("utf-8", "replace").decode()
                for value, gone in zip(column, column.isna(), strict=True)
            ]
            for column in columns
        ]
        return pa.table(
            [pa.array(column, pa.string()) for column in texts], [str(name) for name in frame.columns]
        )
