"""Compare the claims of `data/kremlin_linked.csv` with the lists that they name.

Enters: the Kremlin-linked firms and the listings of each publisher, as `read_file` gives them. Leaves: a
finding for every claim that does not stand there. A claim is a part of a firm's `basis`, for example
`OFAC 17260 (since 2022-06-28)`; docs/kremlin_linked.md describes it. State ownership is no claim on a list.
The check refuses to guess: a claim on a list that was not given is a finding too.

    python -m watchlists.kremlin_linked_check LISTS_DIR [--names]
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from watchlists.errors import WatchlistError
from watchlists.readers import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from watchlists.model import Listing, Snapshot

KREMLIN_LINKED = Path(__file__).parent / "data" / "kremlin_linked.csv"

# List named in a basis -> the publisher whose numbers it cites. Treasury numbers its two lists as one.
PUBLISHERS = {"OFAC": "OFAC", "OFAC-NS": "OFAC", "EU": "EU", "UK": "UK", "UN": "UN", "BIS": "BIS"}
# First part of a format's name -> publisher; the joined US list is divided by programme.
_FORMAT_PUBLISHERS = {"ofac": "OFAC", "eu": "EU", "uk": "UK", "un": "UN"}
_ENTITY_LIST = "entity list"

_CLAIM = re.compile(rf"({'|'.join(PUBLISHERS)})(?: (\S+))?(?: \(since ([0-9-]+)\))?")
# Enough to compare two writings of one legal form; names are not canonicalised here.
_LEGAL_FORMS = re.compile(
    r"\b(?:limited liability company|limited liability partnership|joint stock company|public|limited|ltd|llc"
    r"|llp|company|co|inc|corp|corporation|jsc|pjsc|ojsc|ooo|ao|pao|oao|osoo|too|ооо|оао|пао|ао|зао)\b"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A list that a firm is said to stand on; `number` is the publisher's, "" where the list has none."""

    listing_id: str
    firm: str
    list: str
    number: str
    since: str  # ISO date, or its year, or ""

    def __str__(self) -> str:
        return f"{self.listing_id} {self.firm}: {self.list} {self.number}".rstrip()


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim that does not stand, and why."""

    claim: Claim
    reason: str

    def __str__(self) -> str:
        return f"{self.claim}: {self.reason}"


def claims_of(firm: Listing) -> list[Claim]:
    """The lists that the basis of a firm names, in its order; state ownership is passed over."""
    basis = next((fact.removeprefix("basis: ") for fact in firm.facts if fact.startswith("basis: ")), "")
    found = (_CLAIM.fullmatch(part) for part in basis.split("; "))
    return [
        Claim(firm.listing_id, firm.primary_name, match[1], match[2] or "", match[3] or "")
        for match in found
        if match
    ]


def fold_name(name: str) -> str:
    """Letters and digits only, without case, accents and the commonest legal forms: "A.B. Ltd" -> "ab"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.sub(r"[^\w]+", " ", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return re.sub(r"[\W_]+", "", _LEGAL_FORMS.sub(" ", words))


def check_claims(firms: Iterable[Listing], lists: Mapping[str, Sequence[Listing]]) -> list[Finding]:
    """Findings for every claim of `firms` that does not stand on `lists` (publisher -> its listings)."""
    numbers = {publisher: _by_number(listings) for publisher, listings in lists.items()}
    names = {publisher: _folded_names(listings) for publisher, listings in lists.items()}
    findings = []
    for firm in firms:
        for claim in claims_of(firm):
            publisher = PUBLISHERS[claim.list]
            if publisher not in lists:
                reason = "no such list was given"
            elif claim.number:
                reason = _disagreement(firm, numbers[publisher].get(claim.number, []))
            else:
                reason = "" if _folded_names([firm]) & names[publisher] else "no name of it stands there"
            if reason:
                findings.append(Finding(claim, reason))
    return findings


def _disagreement(firm: Listing, listed: Sequence[Listing]) -> str:
    """Why the listings of one number are not the firm; "" when a name or a tax number agrees."""
    if not listed:
        return "no such number stands there"
    if _folded_names([firm]) & _folded_names(listed) or _tax_ids([firm]) & _tax_ids(listed):
        return ""
    return f"the number belongs to {listed[0].primary_name}"


def unlisted_names(firms: Iterable[Listing], lists: Mapping[str, Sequence[Listing]]) -> Iterator[str]:
    """Primary and strong names that no list holds: the spellings that are ours alone."""
    listed = frozenset[str]().union(*(_folded_names(listings) for listings in lists.values()))
    for firm in firms:
        for name in firm.names:
            if name.quality != "weak" and claims_of(firm) and fold_name(name.text) not in listed:
                yield f"{firm.listing_id} {name.text}"


def _by_number(listings: Iterable[Listing]) -> dict[str, list[Listing]]:
    found = defaultdict(list)
    for listing in listings:
        found[listing.listing_id].append(listing)
    return found


def _folded_names(listings: Iterable[Listing]) -> set[str]:
    return {fold_name(name.text) for listing in listings for name in listing.names} - {""}


def _tax_ids(listings: Iterable[Listing]) -> set[str]:
    return {number.value for listing in listings for number in listing.identifiers if number.kind == "tax_id"}


def listings_by_publisher(snapshots: Iterable[Snapshot]) -> dict[str, list[Listing]]:
    """Join snapshots by publisher; of the joined US list only the Entity List (BIS) is taken."""
    found: dict[str, list[Listing]] = defaultdict(list)
    for snapshot in snapshots:
        family = snapshot.format.partition("-")[0]
        if family in _FORMAT_PUBLISHERS:
            found[_FORMAT_PUBLISHERS[family]] += snapshot.listings
        elif family == "us":
            found["BIS"] += [listing for listing in snapshot.listings if _on_entity_list(listing)]
    return dict(found)


def _on_entity_list(listing: Listing) -> bool:
    return any(_ENTITY_LIST in program.casefold() for program in listing.programs)


def _read_folder(folder: Path) -> Iterator[Snapshot]:
    """Every list in a folder; files that are no list are named on standard error."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            yield read_file(path)
        except WatchlistError as error:
            print(f"passed over: {error}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the claims that do not stand; exit code 1 when there are any, 3 when nothing could be read."""
    parser = argparse.ArgumentParser(prog="python -m watchlists.kremlin_linked_check", description=__doc__)
    parser.add_argument(
        "folder", type=Path, metavar="LISTS_DIR", help="folder with lists in official formats"
    )
    parser.add_argument("--names", action="store_true", help="also print the names that no list holds")
    options = parser.parse_args(arguments)
    lists = listings_by_publisher(_read_folder(options.folder))
    if not lists:
        print(f"{options.folder}: no list found there; give the folder with the lists", file=sys.stderr)
        return 3
    firms = read_file(KREMLIN_LINKED).listings
    findings = check_claims(firms, lists)
    print(*findings, sep="\n", end="\n" if findings else "")
    if options.names:
        print(*unlisted_names(firms, lists), sep="\n")
    claims = sum(len(claims_of(firm)) for firm in firms)
    print(f"{len(firms)} firms, {claims} claims on {', '.join(sorted(lists))}; {len(findings)} do not stand")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
