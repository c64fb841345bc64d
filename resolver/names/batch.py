"""Many names at once: chunks over processes, results as Arrow.

`plain_table_of` is the plain twin of all faster paths; a test holds that they agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from resolver.child_processes import are_living
from resolver.model import NAMES
from resolver.names import rewriting
from resolver.names.canonical import canonical_name
from resolver.names.children import Task, share_out
from resolver.names.collector import collector_paused
from resolver.names.columns import rows_table, table_by_columns
from resolver.names.segment_columns import segmented_table
from resolver.names.tokens import describe_new

SMALLEST_SHARE = 20_000
"""Texts per process below which starting it costs more than it saves (0.7 s of start-up at 30,000
names/s)."""

SMALLEST_LIVING_SHARE = 5_000
"""The same where the processes run already."""

SEGMENTED_AT_ONCE = 2_500
"""Texts per task of `segment_all`: a tenth of a second."""

ASKED_AFTER = 100_000
"""Texts of `canonicalise_while` between two questions whether to go on: some five seconds. Processes wait for one another at
the end of each."""

CHUNK, LAST_CHUNK = 30_000, 1_000
"""Texts per task at most: what is known grows once for each. Where processes share the work tasks get smaller towards its
end, down to the second, so that they end together."""


def canonicalise(texts: Sequence[str], *, jobs: int = 1, known: pa.Table | None = None) -> pa.Table:
    """One row of NAMES per text, in input order; `jobs` processes where there are enough texts for them.

    None counts as "". Columns are in chunks, as they were made: who wants one in one piece puts it together, and most are
    never wanted so. `known` are rows that were made before. The further processes are plain interpreters that know
    nothing of the calling script, and live as long as it does.
    """
    given = [text or "" for text in texts]
    distinct = dict.fromkeys(given)
    before = known if known is not None else NAMES.empty_table()
    held = {text: at for at, text in enumerate(before["text"].to_pylist()) if text in distinct}
    new = [text for text in distinct if text not in held] if held else list(distinct)
    made = _made(new, jobs)
    table = pa.concat_tables([before, made]) if len(before) else made
    if len(given) == len(new):
        return table
    place = held | {text: at for at, text in enumerate(new, len(before))}
    return table.take(pa.array([place[text] for text in given], pa.int64()))


def canonicalise_while(goes_on: Callable[[], bool], texts: Sequence[str], *, jobs: int = 1) -> pa.Table:
    """The rows of NAMES of the first distinct texts, as many as are made while `goes_on` says so."""
    distinct = list(dict.fromkeys(texts))
    made = [NAMES.empty_table()]
    for at in range(0, len(distinct), ASKED_AFTER):
        if not goes_on():
            break
        made.append(_made(distinct[at : at + ASKED_AFTER], jobs))
    return pa.concat_tables(made)


def _made(distinct: list[str], jobs: int) -> pa.Table:
    """The rows of NAMES of distinct texts."""
    jobs = min(jobs, len(distinct) // _smallest_share())
    chunks = _chunks(distinct, jobs)
    if jobs > 1:
        rewriting.expect_many()
    with collector_paused():
        made = share_out(chunks, _NAMES, children=jobs - 1) if jobs > 1 else list(map(table_of, chunks))
        return pa.concat_tables(made)


def _chunks(texts: list[str], jobs: int) -> list[list[str]]:
    """The texts in tasks: of what is left at any time, each process could do two."""
    chunks: list[list[str]] = []
    at = 0
    while at < len(texts):
        share = max(LAST_CHUNK, -(-(len(texts) - at) // (2 * jobs))) if jobs > 1 else CHUNK
        chunks.append(texts[at : at + min(CHUNK, share)])
        at += len(chunks[-1])
    return chunks or [[]]


def table_of(texts: Sequence[str]) -> pa.Table:
    """The rows of NAMES of the texts of one chunk, in this process."""
    with collector_paused():
        return table_by_columns([text or "" for text in texts])


def _described(texts: Sequence[str]) -> pa.Table:
    """`table_of`; tokens are described at once, as the children do, so that all processes end together."""
    names = table_of(texts)
    describe_new(names)
    return names


_NAMES = Task("names", _described)


def segment_all(texts: Sequence[str], *, jobs: int = 1) -> pa.Table:
    """A row of SEGMENTED per text, in order; `jobs` processes where there are enough texts for them."""
    jobs = min(jobs, len(texts) // _smallest_share())
    if jobs < 2:
        return segmented_table(texts)
    chunks = [list(texts[at : at + SEGMENTED_AT_ONCE]) for at in range(0, len(texts), SEGMENTED_AT_ONCE)]
    with collector_paused():
        return pa.concat_tables(share_out(chunks, _SEGMENTS, children=jobs - 1)).combine_chunks()


_SEGMENTS = Task("segments", segmented_table)


def _smallest_share() -> int:
    return SMALLEST_LIVING_SHARE if are_living() else SMALLEST_SHARE


def plain_table_of(texts: Sequence[str]) -> pa.Table:
    """`table_of` name by name."""
    return rows_table([canonical_name(text or "") for text in texts])
