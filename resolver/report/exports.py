"""The exports of a run: which module makes which, and the queries that all of them read.

Enter: the tables of a run (hits, clusters, entities; parties where the caller has them, for countries,
addresses and numbers). Leave: lines of text, written to one file per export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

Tables = Mapping[str, pa.Table]


def write_export(path: Path, tables: Tables, *, export: str) -> Path:
    """Write one export ("ftm", "senzing" or "graphml") to `path`."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in _lines_of(export)(tables):
            file.write(line + "\n")
    return path


def _lines_of(export: str) -> Callable[[Tables], Iterator[str]]:
    from resolver.report import ftm, graphml, senzing

    return {"ftm": ftm.lines, "senzing": senzing.lines, "graphml": graphml.lines}[export]


# The strongest hit of each subject (entity, or party where there are no entities) on each listing.
STRONGEST_LINKS = """
SELECT CASE WHEN entity_id = '' THEN party_id ELSE entity_id END AS subject, party_name, list, listing_id,
       listed_name, kind, band, score, match_weight
FROM hits
QUALIFY row_number() OVER (PARTITION BY subject, list, listing_id
                           ORDER BY score DESC, match_weight DESC, party_name, listed_name, party_id) = 1
ORDER BY subject, list, listing_id
"""

# Each listing that was hit, with the names by which it was.
LISTINGS_HIT = """
SELECT list, listing_id, min(listing_type) AS listing_type, min(primary_name) AS primary_name,
       min(programs) AS programs, list(DISTINCT listed_name ORDER BY listed_name) AS names
FROM hits
GROUP BY list, listing_id
ORDER BY list, listing_id
"""

# Each entity with the names of its members.
ENTITY_NAMES = """
SELECT entities.entity_id, entities.name, entities.countries, entities.size,
       list(DISTINCT clusters.party_name ORDER BY clusters.party_name) AS names
FROM entities JOIN clusters USING (entity_id)
GROUP BY ALL
ORDER BY entities.entity_id
"""

# Each party that was hit, for runs without entities.
PARTIES_HIT = """
SELECT party_id, min(party_name) AS party_name FROM hits GROUP BY party_id ORDER BY party_id
"""


def rows_of(query: str, tables: Tables, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a query over the named tables of a run, a batch at a time."""
    from resolver.database import connected

    with connected() as connection:
        for name in names:
            connection.register(name, tables[name])
        for batch in connection.sql(query).to_arrow_table().to_batches(max_chunksize=10_000):
            yield from batch.to_pylist()
