"""The encoding of a text file, told by its bytes: BOM, UTF-16 by its zeros, UTF-8 (of most lines),
then the legacy code pages.

Cyrillic code pages are told apart by how Russian the letters come out (cp1251, KOI8-R/U, cp866, Mac, ISO
8859-5); Chinese by GB 18030 in its common range; the rest by charset-normalizer.
"""

from __future__ import annotations

import codecs
import math
from itertools import pairwise

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = ("cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")

# Share of each letter in Russian text, per thousand (National Corpus of the Russian Language, unigrams).
_RUSSIAN = (
    {
        "о": 110,
        "е": 85,
        "а": 80,
        "и": 74,
        "н": 67,
        "т": 63,
        "с": 55,
        "р": 47,
        "в": 45,
        "л": 44,
        "к": 35,
        "м": 32,
    }
    | {
        "д": 30,
        "п": 28,
        "у": 26,
        "я": 20,
        "ы": 19,
        "ь": 17,
        "г": 17,
        "з": 16,
        "б": 16,
        "ч": 14,
        "й": 12,
        "х": 10,
    }
    | {"ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3, "ъ": 1, "ё": 1}
)
# Letters of the other Cyrillic alphabets that those code pages hold: rare, but no sign of a wrong page.
_OTHER_CYRILLIC = dict.fromkeys("іїєґўј№«»–—“”„…’ ", 3)
_FLOOR = 0.02  # per thousand: a sign that Russian or Ukrainian text does not hold
_PLAUSIBLE = 2.0  # mean of ln(per thousand) above which a text counts as Cyrillic; a wrong page stays below 1
_COMMON_CHINESE = range(0xB0, 0xD8)  # lead bytes of the 3,755 common characters of GB 2312
# Share of the lines with foreign letters that are valid UTF-8 above which a file is UTF-8 with damaged rows (cut in a
# letter, or joined from files of two encodings). Lines of a legacy page are valid by chance only: of the names of the EU's
# list in nine pages (3,156 and more in each) not one.
_MOSTLY = 0.5
_UTF16_ZEROS = 0.2  # share of zero bytes at even or odd places that only UTF-16 has


def _by_zeros(sample: bytes) -> str:
    """UTF-16 without BOM: ASCII letters leave a zero at every second byte."""
    even, odd = sample[0:4096:2], sample[1:4096:2]
    if not odd:
        return ""
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if max(zeros_even, zeros_odd) < _UTF16_ZEROS or min(zeros_even, zeros_odd) > _UTF16_ZEROS / 2:
        return ""
    return "utf-16-le" if zeros_odd > zeros_even else "utf-16-be"


def byte_order(encoding: str, sample: bytes) -> str:
    """`encoding` as the user named it; UTF-16 of a text without a mark by where its zeros stand, as far as they tell."""
    is_marked = any(sample.startswith(bom) for bom, _ in _BOMS)
    is_wide = encoding.lower().replace("_", "-") in ("utf-16", "utf16")
    return (_by_zeros(sample) if is_wide and not is_marked else "") or encoding


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _case_jumps(text: str) -> int:
    """Capitals after small letters inside a word: KOI8 read as cp1251 swaps the cases."""
    return sum(left.islower() and right.isupper() for left, right in pairwise(text))


def _russianness(sample: bytes, encoding: str) -> float:
    """Mean of ln(per thousand) over the foreign characters of the sample, less a penalty for case jumps."""
    text = sample.decode(encoding, errors="replace")
    foreign = [char for char in text if ord(char) > 127]
    if not foreign:
        return -math.inf
    shares = _RUSSIAN | _OTHER_CYRILLIC
    total = sum(math.log(shares.get(char.lower(), _FLOOR)) for char in foreign)
    beside_latin = sum(
        (a.isascii() and a.isalpha() and ord(b) > 127) or (b.isascii() and b.isalpha() and ord(a) > 127)
        for a, b in pairwise(text)
    )
    return (total - 3 * _case_jumps(text) - 2 * beside_latin) / len(foreign)


def _is_chinese(sample: bytes) -> bool:
    foreign = [byte for byte in sample if byte > 127]
    try:
        text = sample.decode("gb18030")
    except UnicodeDecodeError:
        text = sample[: len(sample) // 2].decode("gb18030", errors="replace")
        if "\ufffd" in text:
            return False
    leads = [char.encode("gb18030")[0] for char in text if "\u4e00" <= char <= "\u9fff"]
    common = sum(lead in _COMMON_CHINESE for lead in leads)
    return len(leads) * 2 > 0.8 * len(foreign) and common > 0.9 * len(leads)


def detect_encoding(sample: bytes, *, is_utf8: bool) -> str:
    """The name of the codec that reads the file; `is_utf8` says that the whole file is valid UTF-8."""
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    wide = _by_zeros(sample)
    if wide:
        return wide
    if is_utf8:
        return "utf-8"
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    if sum(map(_is_utf8, lines)) > _MOSTLY * len(lines):
        return "utf-8"
    foreign = b"\n".join(lines)
    best = max(_CYRILLIC, key=lambda encoding: _russianness(foreign, encoding))
    if _russianness(foreign, best) > _PLAUSIBLE:
        return best
    if _is_chinese(foreign):
        return "gb18030"
    guess = from_bytes(foreign).best()
    return guess.encoding if guess is not None else "cp1252"
