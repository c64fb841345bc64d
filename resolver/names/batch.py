"""Many names at once: chunks over processes, results as Arrow.

`canonicalise` with jobs=1 is the plain twin of the parallel path; a test holds that both agree.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from resolver.model import NAMES
from resolver.names.canonical import canonical_name

SMALLEST_SHARE = 20_000
"""Texts per process below which starting it costs more than it saves (0.7 s of start-up at 30,000
names/s)."""

CHUNK = 5_000
"""Texts per task: large enough that handing over costs little, small enough that processes end together."""


def canonicalise(texts: Sequence[str], *, jobs: int = 1) -> pa.Table:
    """One row of NAMES per text, in input order; `jobs` processes where there are enough texts for them.

    None counts as "". The further processes are plain interpreters that know nothing of the calling script,
    and live as long as it does.
    """
    from resolver.names.children import share_out

    jobs = min(jobs, len(texts) // SMALLEST_SHARE)
    if jobs < 2:
        return table_of(texts)
    chunks = [[text or "" for text in texts[at : at + CHUNK]] for at in range(0, len(texts), CHUNK)]
    return pa.concat_tables(share_out(chunks, children=jobs - 1, make=table_of)).combine_chunks()


def table_of(texts: Sequence[str]) -> pa.Table:
    """`canonicalise` in this process."""
    rows = [canonical_name(text or "") for text in texts]
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in NAMES]
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, NAMES, strict=True)],
        schema=NAMES,
    )
