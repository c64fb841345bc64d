"""A child interpreter that canonicalises chunks of names: `serve` is its whole life.

Protocol, both ways: eight bytes of length (little-endian), then an Arrow IPC stream of that many bytes. In: a
table of one column `text`. Out: the NAMES rows of these texts, then the TOKENS rows of the tokens that this
process meets in them first. The end of the input ends the process. It is started by `resolver.names.children`
and never imports the caller's own script, so that callers need no main guard.
"""

from __future__ import annotations

import gc
import os
import sys
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
    from resolver.names.batch import table_of
    from resolver.names.tokens import describe_new

    gc.disable()  # names make no cycles
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while (asked := read_table(source)) is not None:
        names = table_of(asked["text"].to_pylist())
        write_table(target, names)
        write_table(target, describe_new(names))
