"""Databases in memory, as every stage opens them: silent.

By itself DuckDB draws a bar on stdout where a query takes two seconds, whether or not anybody looks at it: it would stand
among the data of whoever reads our output, also of a run that was told to be quiet.
"""

from __future__ import annotations

import duckdb


def connected(**settings: str) -> duckdb.DuckDBPyConnection:
    """A database of one's own with DuckDB's `settings` (memory_limit, temp_directory and the like)."""
    connection = duckdb.connect(":memory:", config=dict(settings))
    connection.execute("SET enable_progress_bar = false")
    return connection
