"""The tables of a run as files: CSV, Parquet, JSON lines.

Enter: Arrow tables with the columns of resolver.model. Leave: one file per table and format, sorted, with
numbers of fixed precision, so that the same result is the same bytes. DuckDB writes them; no Python loop runs
over rows.

CSV is UTF-8 without BOM, RFC 4180 quoting, lines end in a line feed, an empty text is an empty field. In JSON
lines the column `evidence` is an object, not a string.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.database import connected
from resolver.errors import UsageError
from resolver.model import plain_schema
from resolver.report.csv_lines import may_be_lines, write_lines
from resolver.report.exports import write_export
from resolver.report.folder import EXPORT_FILES, TABLE_FORMATS, TABLE_NAMES, staged, unwritable

# Sorted by score within a row and by row; what follows the score breaks ties by content.
SORT_ORDER: Mapping[str, tuple[str, ...]] = {
    "hits": (
        "source_file",
        "source_row",
        "score DESC",
        "match_weight DESC",
        "party_id",
        "list",
        "listing_id",
        "listed_name",
    ),
    "clusters": ("entity_id", "source_file", "source_row", "party_id"),
    "entities": ("best_score DESC", "list_hits DESC", "size DESC", "entity_id"),
    "possible": ("score DESC", "entity_id", "other_entity_id"),
    "links": ("entity_id", "score", "spelling", "other_spelling"),
    "diagnostics": ("spellings DESC", "entity_id"),
    "rows": ("source_file", "source_row"),
}

# Decimals written: probabilities 6, bits 3, OFAC's score (0 to 100) 2.
DECIMALS: Mapping[str, int] = {"match_weight": 3, "ofac_reference_score": 2}
DEFAULT_DECIMALS = 6

# First characters that make a spreadsheet run a cell (OWASP, "CSV Injection"), full-width forms included;
# blanks before them do not stop every spreadsheet.
EXECUTABLE_CELL = "^(\\s*[=+\\-@＝＋－＠]|[\\t\\r\\n])"

# Sorting takes at most this, or what the caller says, then spills beside the file that is written.
SORT_MEMORY = "1GB"

_COPY_OPTIONS = {
    "csv": "(FORMAT csv, HEADER true)",
    "jsonl": "(FORMAT json, ARRAY false)",
    "parquet": "(FORMAT parquet, COMPRESSION zstd)",
}


def write_tables(
    out: Path,
    tables: Mapping[str, pa.Table],
    *,
    formats: Sequence[str] = ("csv",),
    safe_csv: bool = False,
    memory: str = SORT_MEMORY,
) -> list[Path]:
    """Write hits, clusters, entities and rows (those that `tables` holds) into `out`, all or none.

    `formats` are names of TABLE_FORMATS or of EXPORT_FILES; others raise UsageError. `safe_csv` puts an
    apostrophe before cells that a spreadsheet would execute; `memory` is DuckDB's limit ("2GB"). Returns the paths
    written, in the order of TABLE_NAMES. Raises UnwritableOutput.
    """
    _require_known(formats)
    suffixes = [name for name in dict.fromkeys(formats) if name in TABLE_FORMATS]
    names = [(name, suffix) for name in TABLE_NAMES if name in tables for suffix in suffixes]
    exports = [name for name in EXPORT_FILES if name in formats]
    with staged(out) as folder:
        for name, suffix in names:
            file = folder / f"{name}.{suffix}"
            _copy(tables[name], file, order=SORT_ORDER[name], safe_csv=safe_csv, memory=memory)
        for name in exports:
            write_export(folder / EXPORT_FILES[name], tables, export=name)
    written = [f"{name}.{suffix}" for name, suffix in names] + [EXPORT_FILES[name] for name in exports]
    return [out / name for name in written]


def write_table(path: Path, table: pa.Table, *, safe_csv: bool = False) -> Path:
    """Write one table in its own order; the ending of `path` names the format, any unknown one is CSV."""
    with staged(path.parent) as folder:
        _copy(table, folder / path.name, order=(), safe_csv=safe_csv, memory=SORT_MEMORY)
    return path


def safe_cell(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would execute it; the twin of what `_text` does in SQL."""
    return f"'{text}" if re.match(EXECUTABLE_CELL, text) else text


def csv_text(table: pa.Table, *, safe_csv: bool = False) -> str:
    """One table in its own order as the text of a CSV file: the same bytes as `write_table` writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_table(Path(folder) / "table.csv", table, safe_csv=safe_csv)
        return path.read_bytes().decode()


def _require_known(formats: Sequence[str]) -> None:
    known = (*TABLE_FORMATS, *EXPORT_FILES)
    unknown = [name for name in formats if name not in known]
    if unknown:
        raise UsageError(f"unknown output format {unknown[0]!r}; choose from {', '.join(known)}")


def _copy(table: pa.Table, path: Path, *, order: Sequence[str], safe_csv: bool, memory: str) -> None:
    """Write a table. The database asks for rows as it needs them, and writes them with a thread for each core; a long CSV
    file is written here (`csv_lines`), but for cells that are to be escaped."""
    spill, suffix = str(path.parent / ".spill"), path.suffix.lstrip(".")
    format_name = suffix if suffix in TABLE_FORMATS else "csv"
    with connected(temp_directory=spill, memory_limit=memory) as connection:
        places = _order_of(connection, table, order)
        if format_name == "csv" and not safe_csv and may_be_lines(_without_decimals(table)):
            _write_lines(connection, table, places, path)
        else:
            _copy_rows(connection, _batches(table, places), path, format_name, safe_csv=safe_csv)


def _with_decimals(table: pa.Table) -> list[str]:
    return [field.name for field in table.schema if pa.types.is_floating(field.type)]


def _without_decimals(table: pa.Table) -> pa.Table:
    return table.drop_columns(_with_decimals(table))


def _write_lines(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, places: pa.Array | None, path: Path
) -> None:
    """Write a long table of plain cells as CSV; the database says how numbers with decimals are written."""
    numbers = table.select(_with_decimals(table))
    if numbers.column_names:
        connection.register("rows", numbers)
        cells = ", ".join(_cell(field, "csv", safe_csv=False) for field in numbers.schema)
        texts = connection.sql(f"SELECT {cells} FROM rows").to_arrow_table()
        for name in numbers.column_names:
            table = table.set_column(table.column_names.index(name), name, texts[name].combine_chunks())
    try:
        write_lines(path, table.column_names, _batches(table, places))
    except OSError as error:
        raise unwritable(path.parent, error) from error


def _copy_rows(
    connection: duckdb.DuckDBPyConnection,
    rows: pa.RecordBatchReader,
    path: Path,
    format_name: str,
    *,
    safe_csv: bool,
) -> None:
    cells = ", ".join(_cell(field, format_name, safe_csv=safe_csv) for field in rows.schema)
    connection.register("rows", rows)
    try:
        connection.execute(
            f"COPY (SELECT {cells} FROM rows) TO $path {_COPY_OPTIONS[format_name]}", {"path": str(path)}
        )
    except duckdb.IOException as error:
        raise unwritable(path.parent, error) from error


WRITTEN_AT_ONCE = 5_000  # rows: of hits about 10 MB


def _order_of(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, order: Sequence[str]
) -> pa.Array | None:
    """The places of the rows in the order of the file; None where they stand in it already.

    Only the keys are sorted: the evidence of a million hits would fill the memory, and no sort can spill all of it.
    """
    present = [key for key in order if key.split()[0] in table.column_names]
    if not present:
        return None
    keys = table.select(list(dict.fromkeys(key.split()[0] for key in present)))
    connection.register("keys", keys.append_column("place_of_row", pa.array(np.arange(len(table)))))
    sorting = ", ".join(f"keys.{key} NULLS LAST" for key in (*present, "place_of_row"))
    found = connection.sql(f"SELECT place_of_row FROM keys ORDER BY {sorting}").to_arrow_table()
    return found["place_of_row"].combine_chunks()


def _batches(table: pa.Table, places: pa.Array | None) -> pa.RecordBatchReader:
    """The rows in the order of `places`, WRITTEN_AT_ONCE at a time."""
    batches = table.to_batches()
    starts = np.cumsum([0, *map(len, batches)])[:-1]
    schema = plain_schema(table.schema)

    def written() -> Iterator[pa.RecordBatch]:
        if places is None:
            for batch in table.to_batches(max_chunksize=WRITTEN_AT_ONCE):
                yield batch.cast(schema)
            return
        for start in range(0, len(table), WRITTEN_AT_ONCE):
            wanted = places[start : start + WRITTEN_AT_ONCE]
            if (
                len(batches) == 1
            ):  # few calls: for each the page that is made beside this lets go of the interpreter late
                yield batches[0].take(wanted).cast(schema)
            else:
                yield from _taken(batches, starts, wanted.to_numpy(), schema).to_batches()

    return pa.RecordBatchReader.from_batches(schema, written())


def _taken(
    batches: Sequence[pa.RecordBatch],
    starts: npt.NDArray[np.int64],
    wanted: npt.NDArray[np.int64],
    schema: pa.Schema,
) -> pa.Table:
    """The wanted rows, taken batch by batch: Arrow would join all batches first, and text beyond 2 GB with them."""
    holder = np.searchsorted(starts, wanted, side="right") - 1
    order = np.argsort(holder, kind="stable")
    parts = [
        batches[one].take(pa.array(wanted[holder == one] - starts[one])).cast(schema)
        for one in np.unique(holder).tolist()
    ]
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.arange(len(order))
    return pa.Table.from_batches(parts).combine_chunks().take(pa.array(back))


def _cell(field: pa.Field, format_name: str, *, safe_csv: bool) -> str:
    """The SQL expression that writes one column; the name is quoted, nothing else of the user's gets in.

    With `safe_csv` a heading is escaped like a cell: `resolver compare` writes those of the user's own file.
    """
    column = f"rows.{_quoted(field.name)}"
    escaped = safe_csv and format_name == "csv" and re.match(EXECUTABLE_CELL, field.name)
    name = _quoted(f"'{field.name}" if escaped else field.name)
    if pa.types.is_floating(field.type):
        return f"{_number(column, DECIMALS.get(field.name, DEFAULT_DECIMALS), format_name)} AS {name}"
    if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
        return f"{_text(column, field.name, format_name, safe_csv=safe_csv)} AS {name}"
    return f"{column} AS {name}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _number(column: str, decimals: int, format_name: str) -> str:
    """Rounded, never minus zero, nothing where it is not finite."""
    rounded = f"round({column}, {decimals}) + 0.0"
    value = f"printf('%.{decimals}f', {rounded})" if format_name == "csv" else rounded
    return f"CASE WHEN isfinite({column}) THEN {value} END"


def _text(column: str, name: str, format_name: str, *, safe_csv: bool) -> str:
    if format_name == "jsonl" and name == "evidence":
        return f"nullif({column}, '')::JSON"
    if format_name != "csv":
        return column
    if safe_csv:
        column = (
            f"CASE WHEN regexp_matches({column}, '{EXECUTABLE_CELL}') THEN '''' || {column} ELSE {column} END"
        )
    return f"nullif({column}, '')"
