"""One module a format family: bytes -> listings. `read_file` picks the reader by the content of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from watchlists.errors import UnreadableList
from watchlists.model import Snapshot
from watchlists.readers import (
    eu_csv,
    eu_xml,
    ofac_advanced,
    ofac_csv,
    ofac_enhanced,
    ofac_xml,
    opensanctions,
    table,
    uk,
    un_xml,
    us_csl,
)
from watchlists.readers.checks import check_reading
from watchlists.readers.content import Content, examine
from watchlists.readers.detect import detect_format

if TYPE_CHECKING:
    import os

    from watchlists.readers.reading import Reading

OFAC = "US Treasury, Office of Foreign Assets Control"
EU = "European Commission"
UK = "UK Foreign, Commonwealth & Development Office"
US = "US International Trade Administration"


@dataclass(frozen=True, slots=True)
class Format:
    """One readable format: who publishes in it, and the function that reads it."""

    publisher: str
    read: Callable[[Content], Reading]
    version: int = 1  # raised when the same bytes would give other listings


FORMATS: dict[str, Format] = {
    "ofac-xml": Format(OFAC, ofac_xml.read),
    "ofac-csv": Format(OFAC, ofac_csv.read),
    "ofac-advanced": Format(OFAC, ofac_advanced.read),
    "ofac-enhanced": Format(OFAC, ofac_enhanced.read),
    "eu-xml-1.1": Format(EU, eu_xml.read),
    "eu-csv-1.1": Format(EU, eu_csv.read_current),
    "eu-csv-1.0": Format(EU, eu_csv.read_old),
    "uk-csv": Format(UK, uk.read_csv),
    "uk-xml": Format(UK, uk.read_xml),
    "un-xml": Format("United Nations Security Council", un_xml.read),
    "us-csl-csv": Format(US, us_csl.read_csv),
    "us-csl-json": Format(US, us_csl.read_json),
    "opensanctions-csv": Format("OpenSanctions", opensanctions.read_csv),
    "opensanctions-ftm": Format("OpenSanctions", opensanctions.read_ftm),
    "table-csv": Format("", table.read_csv),
    "table-xlsx": Format("", table.read_xlsx, version=2),
    "table-parquet": Format("", table.read_parquet, version=2),
}


def read_file(path: str | os.PathLike[str]) -> Snapshot:
    """Read one list file whole, in whatever supported format it is.

    Raises UnreadableList (damaged, hostile, empty, HTML) or UnknownFormat; each message is one line. `sha256`
    is of the file's bytes; for OFAC's CSV of the main file and its companions one after the other.
    """
    content = examine(Path(path))
    name = detect_format(content)
    reading = FORMATS[name].read(content)
    check_reading(reading, name=content.name)
    reading.extra["reader"] = f"{name}/{FORMATS[name].version}"
    return Snapshot(
        source=content.name,
        publisher=FORMATS[name].publisher,
        format=name,
        sha256=ofac_csv.combined_sha256(content) if name == "ofac-csv" else content.sha256,
        listings=tuple(reading.listings),
        published=reading.published,
        declared_entries=reading.declared_entries,
        excluded=tuple(reading.excluded),
        warnings=tuple(reading.warnings),
        extra=reading.extra,
    )


__all__ = ["FORMATS", "Format", "UnreadableList", "read_file"]
