"""A list file as a stream of bytes: unpacked when it is gzip, bounded, hashed, with its head at hand.

Refuses what is missing, a folder, empty, or unpacks to more than the limit (a gzip bomb).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, AnyStr

from watchlists.errors import UnreadableList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

# The largest official file in use (SDN_ADVANCED.XML) has 126 MB: eight times that is no list.
MAX_UNPACKED_BYTES = 1 << 30
MAX_LINE = 1 << 24
# Enough for a prolog with comments; a root element or a header that starts later is refused.
HEAD_BYTES = 1 << 16
GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Content:
    """One list file. `head` is the first 64 KiB unpacked; `sha256` is of the file's bytes as they lie on
    disk."""

    path: Path
    gzipped: bool
    head: bytes
    sha256: str
    max_bytes: int = MAX_UNPACKED_BYTES

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name


class _BoundedStream(io.RawIOBase):
    """Reads through to another stream and stops at a number of bytes, whatever the stream still holds."""

    def __init__(self, inner: IO[bytes], *, name: str, limit: int) -> None:
        super().__init__()
        self._inner, self._name, self._left, self._limit = inner, name, limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        chunk = self._inner.read(len(view))
        self._left -= len(chunk)
        if self._left < 0:
            raise UnreadableList(
                f"{self._name}: more than {self._limit >> 20} MiB, which no list has; not read"
            )
        view[: len(chunk)] = chunk
        return len(chunk)


def examine(path: Path, *, max_bytes: int = MAX_UNPACKED_BYTES) -> Content:
    """Hash a file and look at its head. Raises UnreadableList when it cannot be opened or is empty."""
    if path.is_dir():
        raise UnreadableList(f"{path}: a folder, not a list; name one file of it")
    if path.is_fifo():
        raise UnreadableList(f"{path}: a pipe, which can be read but once; give a file")
    try:
        sha256, magic = _hash(path)
    except FileNotFoundError:
        raise UnreadableList(f"{path}: no such file") from None
    except OSError as error:
        raise UnreadableList(f"{path}: cannot be read ({error.strerror or error})") from None
    content = Content(path, gzipped=magic == GZIP_MAGIC, head=b"", sha256=sha256, max_bytes=max_bytes)
    with open_content(content) as stream:
        head = stream.read(HEAD_BYTES)
    if not head.strip(b"\x00\x1a\xef\xbb\xbf \t\r\n"):
        raise UnreadableList(f"{path.name}: empty; there is no list in it")
    return Content(path, gzipped=content.gzipped, head=head, sha256=sha256, max_bytes=max_bytes)


@contextmanager
def open_content(content: Content) -> Iterator[IO[bytes]]:
    """The unpacked bytes; damage in the packing (cut off, bad checksum) is an UnreadableList."""
    opener = gzip.open if content.gzipped else open
    try:
        with opener(content.path, "rb") as inner:
            bounded = _BoundedStream(inner, name=content.name, limit=content.max_bytes)  # type: ignore[arg-type]
            yield io.BufferedReader(bounded, HEAD_BYTES)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableList(f"{content.name}: damaged gzip file ({error}); fetch it again") from None


def read_bytes(content: Content, *, most: int) -> bytes:
    """All unpacked bytes at once, at most so many, for formats that need them so."""
    with open_content(content) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise UnreadableList(
            f"{content.name}: more than {most >> 20} MiB in a form that is read at once; not read"
        )
    return data


def bounded_lines(stream: IO[AnyStr], *, name: str) -> Iterator[AnyStr]:
    """The lines of a stream, each no longer than a row of a list can be."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) >= MAX_LINE:
            raise UnreadableList(
                f"{name} line {number}: longer than {MAX_LINE >> 20} MiB; not a row of a list"
            )
        yield line


def refuse_if_cut_off(content: Content, line: int) -> None:
    """UnreadableList when the last row, of which the reader has found that cells are missing, ends without the end of its
    line: it is half a row of half a file."""
    if _ends_within_a_line(content):
        raise UnreadableList(f"{content.name} line {line}: ends in the middle of a row; fetch it again")


def _ends_within_a_line(content: Content) -> bool:
    """Whether the last line has no end: publishers write one, a file that was cut off seldom has it."""
    last = b""
    with open_content(content) as stream:
        while chunk := stream.read(1 << 20):
            last = chunk
    return not last.endswith((b"\n", b"\r", b"\x1a"))


def _hash(path: Path) -> tuple[str, bytes]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        magic = file.read(len(GZIP_MAGIC))
        digest.update(magic)
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest(), magic
