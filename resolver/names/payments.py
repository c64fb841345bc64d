"""Fields of payment orders (SWIFT MT 103 and 202): what stands around the name in :50K:, :50F: and :59:.

In: a tidy field. Out: the same without tag and account before the name, and with the numbered lines of the options F
(1/ name, 2/ address, 3/ country and town) as one text with commas. Any other field comes out as it went in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAG = r":?5[0-9][A-Z]?:"
_ACCOUNT = r"/(?:[A-Z]{2}\d{2}[0-9A-Z]{8,30}|\d[0-9A-Z]{7,33})(?=\s)"
_HEAD = re.compile(rf"\s*(?:{_TAG}\s*(?:{_ACCOUNT})?|{_ACCOUNT})\s*(?=\S)")
_LINE = re.compile(r"(?:^|(?<=\s))([1-8])/(?=\S)")
_NAME = "1"


def payment_party(text: str) -> str:
    """The name and address of a field of a payment order, as other fields say them."""
    if "/" not in text and text.lstrip()[:1] != ":":
        return text
    found = _HEAD.match(text)
    rest = text[found.end() :] if found else text
    lines = list(_LINE.finditer(rest))
    numbers = [line[1] for line in lines]
    is_fraction = found is None and len(lines) == 1  # 1/F
    if not lines or lines[0].start() > 0 or numbers[0] != _NAME or numbers != sorted(numbers) or is_fraction:
        return rest
    return _without_lines(rest, lines)


def _without_lines(text: str, lines: Sequence[re.Match[str]]) -> str:
    """ "1/ROMASHKA LLC 2/LENINA 5 3/RU/MOSCOW" -> "ROMASHKA LLC, LENINA 5, RU, MOSCOW"."""
    ends = [line.start() for line in lines[1:]] + [len(text)]
    said = [(line[1], text[line.end() : end].strip()) for line, end in zip(lines, ends, strict=True)]
    name = " ".join(part for number, part in said if number == _NAME)
    return ", ".join([name, *(part.replace("/", ", ") for number, part in said if number != _NAME)])
