"""Bytes of a text format -> text lines and CSV rows, with the encoding found out or refused by name."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from watchlists.errors import UnreadableList
from watchlists.readers.content import Content, bounded_lines, open_content, refuse_if_cut_off

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # may be half of a character
DELIMITERS = (",", ";", "\t", "|")


def marked_encoding(head: bytes) -> str:
    """The encoding that a byte order mark names; "" without one."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")


def decode_head(content: Content) -> str:
    """The head as text, for recognition only: what cannot be decoded is replaced."""
    return content.head.decode(marked_encoding(content.head) or "utf-8", errors="replace")


def guess_encoding(content: Content) -> str:
    """Encoding of a user's own table: by its mark, UTF-8 when all of it is or most of its lines are (who reads it finds the
    damage), else what its letters look like."""
    if marked := marked_encoding(content.head):
        return marked
    with open_content(content) as stream:
        decoder, sample = codecs.getincrementaldecoder("utf-8")(), bytearray()
        try:
            while chunk := stream.read(1 << 20):
                sample += chunk[: (1 << 20) - len(sample)]
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            if not _mostly_utf8(bytes(sample)):
                return _best_single_byte(bytes(sample), name=content.name)
    return "utf-8"


def _mostly_utf8(sample: bytes) -> bool:
    """Whether most lines with foreign letters are UTF-8: lines of another encoding are so by chance only."""
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    return 2 * sum(map(_is_utf8, lines)) > len(lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _best_single_byte(sample: bytes, *, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(
        sample, cp_isolation=["cp1251", "cp1252", "cp1250", "cp1254", "cp866", "koi8_r", "gb18030"]
    ).best()
    if best is None:
        raise UnreadableList(f"{name}: its encoding cannot be told; save it as UTF-8")
    return str(best.encoding)


def parsed_json(data: bytes) -> Any:
    """A JSON value of UTF-8, half characters in it (an escape such as \\ud800 by itself) as �: no file takes them. Raises
    ValueError and RecursionError."""
    text = data.decode("utf-8-sig")
    value = json.loads(text)
    if _HALF.search(text):
        whole = (
            json.dumps(value, ensure_ascii=False)
            .encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
        )
        value = json.loads(whole)
    return value


def published_rows(content: Content) -> Iterator[tuple[int, list[str]]]:
    """`csv_rows` of a publisher's file. Raises UnreadableList when it ends in the middle of a row."""
    widest, line, cells = 0, 0, list[str]()
    for line, cells in csv_rows(content, encoding="utf-8-sig", delimiter=","):
        widest = max(widest, len(cells))
        yield line, cells
    if len(cells) < widest:
        refuse_if_cut_off(content, line)


def csv_rows(content: Content, *, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line number of its end, cells) of each row that is not blank. Raises UnreadableList with the line."""
    with open_content(content) as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        reader = csv.reader(bounded_lines(text, name=content.name), delimiter=delimiter, strict=True)
        try:
            for row in reader:
                if any(map(str.strip, row)):
                    yield reader.line_num, row
        except csv.Error as error:
            where = f"{content.name} line {reader.line_num}"
            raise UnreadableList(f"{where}: not whole CSV ({error}); fetch or save it again") from None
        except UnicodeError:
            where = f"{content.name} after line {reader.line_num}"
            raise UnreadableList(
                f"{where}: bytes that are not {encoding}; fetch it again or save it as UTF-8"
            ) from None


def first_row(text: str) -> tuple[list[str], str]:
    """Cells of the first line and the delimiter that splits it into most cells."""
    line = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))
    cells = next(csv.reader([line], delimiter=delimiter), [])
    if len(cells) == 1 and cells[0] != line and line.startswith('"'):  # a whole row in quotes once more
        return first_row(cells[0])
    return cells, delimiter
