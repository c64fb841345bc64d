"""A child interpreter that canonicalises or segments chunks of texts: `serve` is its whole life.

Protocol, both ways: eight bytes of length (little-endian), then an Arrow IPC stream of that many bytes. In: a
table of one column `text`, whose metadata names the task. Out: for "names" the NAMES rows of these texts, then the
TOKENS rows of the tokens that this process meets in them first; for "segments" the SEGMENTED rows of these texts, then a
table without rows. The end of the input ends the process. It is started by
`resolver.child_processes` and never imports the caller's own script, so that callers need no main guard.
"""

from __future__ import annotations

import gc
import os
import sys
from itertools import product
from string import ascii_lowercase
from typing import BinaryIO

import pyarrow as pa

LENGTH_BYTES = 8


def write_table(stream: BinaryIO, table: pa.Table) -> None:
    """Send one table."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    message = sink.getvalue()
    stream.write(message.size.to_bytes(LENGTH_BYTES, "little"))
    stream.write(message)
    stream.flush()


def read_table(stream: BinaryIO) -> pa.Table | None:
    """Receive one table; None at the end of the stream, EOFError inside a message."""
    head = stream.read(LENGTH_BYTES)
    if not head:
        return None
    size = int.from_bytes(head, "little")
    body = stream.read(size)
    if len(head) < LENGTH_BYTES or len(body) < size:
        raise EOFError("the other end stopped within a message")
    return pa.ipc.open_stream(body).read_all()


def serve() -> None:
    """Answer until the input ends. What anything prints goes to the error stream, not between the answers."""
    gc.disable()  # names make no cycles
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    warm_up()
    while (asked := read_table(source)) is not None:
        texts = asked["text"].to_pylist()
        segments = asked.schema.metadata[b"task"] == b"segments"
        for table in _segmented(texts) if segments else _named(texts):
            write_table(target, table)


def warm_up() -> None:
    """Read the tables and load what is compiled, while nothing is asked yet."""
    from resolver.names import learning, rewriting

    names = ["ООО Кратон", "KRATON LIMITED LIABILITY COMPANY"]
    _named(names)
    rewriting.expect_many()
    pairs = product(ascii_lowercase, repeat=2)
    words = [f"{one}kraton{other}{side}" for one, other in pairs for side in ("", "ts", "tek")]
    learning.records_of(words)
    _named(names)  # now by what is compiled


def _named(texts: list[str]) -> tuple[pa.Table, pa.Table]:
    from resolver.names.batch import table_of
    from resolver.names.tokens import describe_new

    names = table_of(texts)
    return names, describe_new(names)


def _segmented(texts: list[str]) -> tuple[pa.Table, pa.Table]:
    from resolver.model import TOKENS
    from resolver.names.segment_columns import segmented_table

    return segmented_table(texts), TOKENS.empty_table()
