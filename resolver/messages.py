"""What this process and its child interpreters say to each other: eight bytes of length (little-endian), then as many
bytes, which are an Arrow IPC stream where a table is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

LENGTH_BYTES = 8


def write_message(stream: BinaryIO, message: Buffer) -> None:
    """Send some bytes."""
    stream.write(memoryview(message).nbytes.to_bytes(LENGTH_BYTES, "little"))
    stream.write(message)
    stream.flush()


def read_message(stream: BinaryIO) -> bytes | None:
    """Receive the bytes of one message; None at the end of the stream, EOFError inside a message."""
    head = stream.read(LENGTH_BYTES)
    if not head:
        return None
    size = int.from_bytes(head, "little")
    body = stream.read(size)
    if len(head) < LENGTH_BYTES or len(body) < size:
        raise EOFError("the other end stopped within a message")
    return body


def write_table(stream: BinaryIO, table: pa.Table) -> None:
    """Send one table."""
    write_message(stream, as_message(table))


def as_message(table: pa.Table) -> pa.Buffer:
    """The bytes of a message that is one table."""
    counted = pa.MockOutputStream()  # a buffer that grows takes twenty times as long to fill
    _write(table, counted)
    message = pa.allocate_buffer(counted.size())
    _write(table, pa.FixedSizeBufferWriter(message))
    return message


def _write(table: pa.Table, sink: pa.NativeFile) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


def read_table(stream: BinaryIO) -> pa.Table | None:
    """Receive one table; None at the end of the stream, EOFError inside a message."""
    body = read_message(stream)
    return None if body is None else pa.ipc.open_stream(body).read_all()


def question(task: str, texts: Sequence[str]) -> pa.Table:
    """What a child is asked: a task by its name, and the texts that it is done with."""
    return of_task(task, pa.table({"text": pa.array(texts, pa.string())}))


def of_task(task: str, table: pa.Table) -> pa.Table:
    """The same, of a table that the task is done with."""
    return table.replace_schema_metadata({"task": task})


def task_of(asked: pa.Table) -> str:
    """The task that a question names."""
    return bytes(asked.schema.metadata[b"task"]).decode()
