"""Input files as bytes: what a path or standard input holds, its hash, and what kind of file it is.

The kind is told by the content, never by the name. Anything that is no table of rows is refused with one
line.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import shutil
import sys
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from resolver.errors import UnreadableInput, UnwritableOutput
from resolver.readable import readable

Kind = Literal["text", "workbook", "parquet"]

STANDARD_INPUT = "-"
_BLOCK = 1 << 20
_LONGEST_LINE = (
    64 << 20
)  # bytes: no manifest has such a line; a file of one endless line would fill the memory
_LARGEST_WORKBOOK = (
    4 << 30
)  # bytes unpacked: against zip bombs; an .xlsx of a million rows unpacks to about 0.5 GB
_SAMPLE_LINES = 400  # lines with a byte above 127 that are kept to tell the encoding

_NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"PK\x07\x08", "a part of a zip archive; put it together and unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it first"),
    (b"\x1f\x9d", "a .Z archive; unpack it first"),
    (b"\x04\x22\x4d\x18", "an lz4 archive; unpack it first"),
    (b"%PDF", "a PDF document; export the table as CSV or XLSX"),
    (b"\x89PNG", "a picture; export the table as CSV or XLSX"),
    (b"\xff\xd8\xff", "a picture; export the table as CSV or XLSX"),
    (b"SQLite format 3", "a database; export the table as CSV"),
    (b"<?xml", "XML; a manifest is a table (CSV, TSV, XLSX or Parquet)"),
    (b"{\\rtf", "a text document; export the table as CSV or XLSX"),
)
# Of any block size, so that no name of a firm is taken for it; an object or a list of objects or texts.
_BZIP2, _TAR, _TAR_AT = re.compile(rb"BZh[1-9]1AY&SY"), b"ustar", 257
_JSON = re.compile(rb"""\{\s*"|\[\s*[\[{"]""")
_HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class RawFile:
    """One input on disk. `name` is what reports call it, `sample` its start and lines with foreign
    letters."""

    name: str
    path: Path
    kind: Kind
    sha256: str
    is_utf8: bool
    sample: bytes


def _refuse(name: str, why: str) -> UnreadableInput:
    return UnreadableInput(f"{name}: {why}")


def _check_path(path: Path, name: str) -> None:
    if path.is_dir():
        raise _refuse(name, "is a directory; name the files in it")
    if not path.exists():
        raise _refuse(name, "no such file; check the path")


def spool_standard_input(folder: Path) -> Path:
    """Standard input as a file in `folder`, so that it can be read twice."""
    target = folder / "standard_input"
    try:
        with target.open("wb") as out:
            shutil.copyfileobj(sys.stdin.buffer, out, _BLOCK)
    except OSError as error:
        why = error.strerror or error
        message = f"standard input cannot be kept in {folder.parent}: {why}; set TMPDIR to a folder with room"
        raise UnwritableOutput(message) from error
    return target


def _spooled_pipe(pipe: Path, name: str, folder: Path) -> Path:
    """What a named pipe gives (`<(zcat m.csv.gz)`) as a file: it can be read but once."""
    handle, target = tempfile.mkstemp(dir=folder)
    try:
        with open(handle, "wb") as out, pipe.open("rb") as stream:  # noqa: PTH123
            shutil.copyfileobj(stream, out, _BLOCK)
    except OSError as error:
        raise _refuse(name, f"cannot be read ({error.strerror or error})") from error
    return Path(target)


def _kind_of(path: Path, name: str, head: bytes) -> Kind:
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise _refuse(name, "is empty")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        _check_archive(path, name)
        return "workbook"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if any(start.startswith(sign) for sign in _HTML_SIGNS) or b"<html" in start[:2048]:
        raise _refuse(name, "is an HTML page, not a table; a download may have failed")
    if _JSON.match(start):
        raise _refuse(name, "is JSON; a manifest is a table (CSV, TSV, XLSX or Parquet)")
    if _BZIP2.match(head):
        raise _refuse(name, "is a bzip2 archive; unpack it first")
    if head.startswith(_TAR, _TAR_AT):
        raise _refuse(name, "is a tar archive; unpack it first")
    for sign, what in _NOT_TABLES:
        if start.startswith(sign.lower()):
            raise _refuse(name, f"is {what}")
    return "text"


def _check_archive(path: Path, name: str) -> None:
    """A workbook is a zip of XML: other archives and bombs are refused before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _refuse(name, f"is a damaged archive or workbook ({error})") from error
    if not any(entry.filename.startswith(("xl/", "content.xml")) for entry in entries):
        raise _refuse(name, "is a zip archive, not a workbook; unpack it first")
    if sum(entry.file_size for entry in entries) > _LARGEST_WORKBOOK:
        raise _refuse(name, "unpacks to more than 4 GB; export the sheet as CSV")


class _Scan:
    """One pass over the bytes: hash, UTF-8 check, longest line, sample of the lines with foreign letters."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.is_utf8 = True
        self.line_length = 0
        self.sample: list[bytes] = []
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def feed(self, block: bytes, *, last: bool) -> None:
        self.hash.update(block)
        newline = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self.line_length = len(block) - newline - 1 if newline >= 0 else self.line_length + len(block)
        if len(self.sample) < _SAMPLE_LINES and not block.isascii():
            foreign = (line for line in block.split(b"\n") if not line.isascii())
            self.sample.extend(line for line, _ in zip(foreign, range(_SAMPLE_LINES), strict=False))
        if self.is_utf8:
            try:
                self._decoder.decode(block, final=last)
            except UnicodeDecodeError:
                self.is_utf8 = False


def _scan(stream: IO[bytes], name: str, kind: Kind) -> _Scan:
    scan = _Scan()
    while block := stream.read(_BLOCK):
        scan.feed(block, last=False)
        if kind == "text" and scan.line_length > _LONGEST_LINE:
            raise _refuse(name, "has a line of more than 64 MB; this is no table of rows")
    scan.feed(b"", last=True)
    return scan


def open_raw(source: str | Path, spool: Path) -> RawFile:
    """Examine one input (`-` is standard input, spooled into the folder `spool`).

    Raises UnreadableInput for what is missing, empty, a directory, an archive, HTML or another thing than a
    table.
    """
    is_stdin = str(source) == STANDARD_INPUT
    name = "standard input" if is_stdin else readable(str(source))
    path = spool_standard_input(spool) if is_stdin else Path(source)
    _check_path(path, name)
    if path.is_fifo():
        path = _spooled_pipe(path, name, spool)
    try:
        with path.open("rb") as stream:
            head = stream.read(1 << 16)
            kind = _kind_of(path, name, head)
            stream.seek(0)
            scan = _scan(stream, name, kind)
    except OSError as error:
        raise _refuse(name, f"cannot be read ({error.strerror or error})") from error
    sample = head + b"\n" + b"\n".join(scan.sample[:_SAMPLE_LINES])
    return RawFile(name, path, kind, scan.hash.hexdigest(), scan.is_utf8, sample)


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for spooled input, removed when the caller leaves it."""
    return tempfile.TemporaryDirectory(prefix="resolver-")
