"""OFAC's CSV export -> listings: sdn.csv (or cons_prim.csv) with alt, add and sdn_comments beside it.

Source of the layout: OFAC's dat_spec. No header, "-0- " for nothing, 0x1A at the end (and in the middle of
two files joined). Columns: 12 in sdn, 5 in alt, 6 in add, 2 in comments. Weak aliases and identifiers stand
in the remarks only, and remarks run on in comments, cut in mid-token. The file holds no date of publication.
"""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from watchlists.errors import UnreadableList
from watchlists.identifiers import identifier
from watchlists.model import Address, ListedName, Listing, ListingType, NameKind
from watchlists.readers.content import Content, bounded_lines, examine, open_content, refuse_if_cut_off
from watchlists.readers.ofac_remarks import Remarks, read_remarks
from watchlists.readers.ofac_terms import named_region
from watchlists.readers.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

SDN_COLUMNS, ALT_COLUMNS, ADD_COLUMNS, COMMENT_COLUMNS = 12, 5, 6, 2
_TYPES: dict[str, ListingType] = {
    "": "entity",
    "entity": "entity",
    "individual": "individual",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_ALIAS_KINDS: dict[str, NameKind] = {"aka": "aka", "fka": "fka", "nka": "nka"}
_VESSEL_FACTS = ((6, "vesselType"), (7, "tonnage"), (8, "grossRegisteredTonnage"), (10, "vesselOwner"))

Rows = dict[str, list[list[str]]]


def read(content: Content) -> Reading:
    """All entries of sdn.csv; a companion file that is not there is a warning, an orphan of one is
    excluded."""
    reading = Reading()
    aliases = _companion(content, "alt", columns=ALT_COLUMNS, reading=reading)
    addresses = _companion(content, "add", columns=ADD_COLUMNS, reading=reading)
    comments = _companion(content, "comments", columns=COMMENT_COLUMNS, reading=reading)
    for where, row in _rows(content):
        if len(row) != SDN_COLUMNS or not row[0].strip().isdecimal() or not _value(row[1]):
            reading.exclude(where, f"not a row of {SDN_COLUMNS} columns with a number and a name")
            continue
        number = row[0].strip()
        more = "".join(cells[1] for cells in comments.pop(number, []))
        reading.listings.append(
            _listing(
                row,
                aliases=aliases.pop(number, []),
                addresses=addresses.pop(number, []),
                more=more,
                to=reading,
            )
        )
    for name, left in (("alt", aliases), ("add", addresses), ("comments", comments)):
        _exclude_orphans(name, left, reading)
    return reading


def _exclude_orphans(name: str, left: Rows, reading: Reading) -> None:
    known = {listing.listing_id for listing in reading.listings}
    for number, rows in left.items():
        why = (
            "a second entry of this number took it"
            if number in known
            else "its entry is not in the main file"
        )
        for row in rows:
            reading.exclude(f"{name} row of {number}: {', '.join(map(_value, row[1:5]))}", why)


def _companion(content: Content, part: str, *, columns: int, reading: Reading) -> Rows:
    path = companion_path(content.path, part)
    if path is None:
        if part != "comments":
            reading.warnings.append(f"no {part} file beside {content.name}: its {_HOLDS[part]} are not read")
            reading.extra[f"without {_HOLDS[part]}"] = "yes"
        return {}
    found, grouped = examine(path, max_bytes=content.max_bytes), Rows()
    for where, row in _rows(found):
        if len(row) != columns:
            reading.exclude(where, f"not a row of {columns} columns")
            continue
        grouped.setdefault(row[0].strip(), []).append(row)
    reading.extra[f"sha256 of {path.name}"] = found.sha256
    return grouped


_HOLDS = {"alt": "strong aliases", "add": "addresses"}


def companion_path(main: Path, part: str) -> Path | None:
    """sdn.csv -> alt.csv, sdn_2026.csv.gz -> alt_2026.csv[.gz], CONS_PRIM.CSV -> CONS_ALT.CSV; None when not
    there."""
    stem = main.name.casefold().removesuffix(".gz")
    if "cons_prim" in stem:
        wanted = stem.replace("cons_prim", f"cons_{part}", 1)
    elif "sdn" in stem:
        wanted = stem.replace("sdn", f"sdn_{part}" if part == "comments" else part, 1)
    else:
        return None
    there = {path.name.casefold(): path for path in sorted(main.parent.iterdir()) if path.is_file()}
    return there.get(wanted) or there.get(f"{wanted}.gz")


def combined_sha256(content: Content) -> str:
    """SHA-256 of the file alone, or of main, alt, add and comments one after the other where they are
    there."""
    companions = [companion_path(content.path, part) for part in ("alt", "add", "comments")]
    if not any(companions):
        return content.sha256
    digest = hashlib.sha256()
    for path in (content.path, *companions):
        if path is not None:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _rows(content: Content) -> Iterator[tuple[str, list[str]]]:
    """(where, cells) of each row; the byte 0x1A and empty lines are no rows."""
    with open_content(content) as stream, io.TextIOWrapper(stream, "latin-1", newline="") as text:
        lines = (_utf8_if_it_is(line.replace("\x1a", "")) for line in bounded_lines(text, name=content.name))
        reader = csv.reader(lines, strict=True)
        widest, row = 0, list[str]()
        try:
            for row in filter(None, reader):
                widest = max(widest, len(row))
                yield f"{content.name} line {reader.line_num}", row
        except csv.Error as error:
            raise UnreadableList(
                f"{content.name} line {reader.line_num}: not whole CSV ({error}); fetch it again"
            ) from None
    if len(row) < widest:
        refuse_if_cut_off(content, reader.line_num)


def _utf8_if_it_is(line: str) -> str:
    """The export is ASCII by its specification; a line that is not is UTF-8, and Windows-1252 when it is not
    that."""
    if line.isascii():
        return line
    raw = line.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _value(cell: str) -> str:
    cell = " ".join(cell.split())
    return "" if cell == "-0-" else cell


def _listing(
    row: list[str], *, aliases: list[list[str]], addresses: list[list[str]], more: str, to: Reading
) -> Listing:
    kind = _TYPES.get(_value(row[2]).casefold(), "unknown")
    remarks = read_remarks(_value(row[11] + more), entity=kind == "entity")
    call_sign = identifier("Vessel Call Sign", _value(row[5]))
    countries = [_value(row[9]), *remarks.countries]
    return Listing(
        listing_id=row[0].strip(),
        type=kind,
        names=(ListedName(_value(row[1]), "primary", "name"), *_names(aliases, remarks)),
        programs=tuple(dict.fromkeys(_value(row[3]).split("] ["))) if _value(row[3]) else (),
        addresses=tuple(_address(cells, to) for cells in addresses),
        identifiers=tuple(dict.fromkeys([*remarks.identifiers, *([call_sign] if call_sign else [])])),
        relations=tuple(remarks.relations),
        countries=tuple(dict.fromkeys(code for name in countries if (code := to.country(name)))),
        remarks=remarks.text,
        facts=tuple(dict.fromkeys([*_own_facts(row), *remarks.facts])),
    )


def _names(aliases: list[list[str]], remarks: Remarks) -> list[ListedName]:
    strong = [
        ListedName(name, "strong", _ALIAS_KINDS.get(_value(cells[2]).casefold(), "aka"))
        for cells in aliases
        if (name := _value(cells[3]))
    ]
    known = {alias.text.casefold() for alias in strong}
    return strong + [alias for alias in remarks.aliases if alias.text.casefold() not in known]


def _address(cells: list[str], reading: Reading) -> Address:
    city, region, postal_code = split_place(_value(cells[3]))
    return Address(
        text=_value(cells[2]),
        city=city,
        region=region or named_region(_value(cells[4])),
        postal_code=postal_code,
        country=reading.country(_value(cells[4])),
    )


def split_place(place: str) -> tuple[str, str, str]:
    """ "Mexico, D.F. 11570" -> ("Mexico", "D.F.", "11570"): the export joins city, region and postal code."""
    words = place.split()
    kept = len(words)
    while kept > 1 and any(map(str.isdigit, words[kept - 1])):
        kept -= 1
    city, _, region = " ".join(words[:kept]).rstrip(", ").partition(", ")
    return city, region, " ".join(words[kept:])


def _own_facts(row: list[str]) -> list[str]:
    facts = [f"Title: {title}"] if (title := _value(row[4])) else []
    return facts + [f"{name}: {value}" for column, name in _VESSEL_FACTS if (value := _value(row[column]))]
