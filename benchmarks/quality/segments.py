"""How often party segmentation finds the right firms, roles, placeholders and numbers in the fields of a
manifest.

Fields are made from names and addresses of real listings with the noise that was measured in trade records
(manifest_noise_rates of the design notes): capitals, no punctuation, the legal form first, last, inside or
missing, an address glued on, the field cut at 35 characters, several firms in one field, numbers and phones
behind the name. Names, addresses and their order come from the lists, not from the tables of the resolver.
The halves are those of `truth`: rules may be made looking at the train half only.

`python -m benchmarks.quality.segments` prints the table for the held-out half.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import click
from stdnum.ru import inn

from benchmarks.quality.truth import Half, halves, lists_folder, organisations, read_lists
from resolver.names.form_spans import form_spans
from resolver.names.phrases import keys_of
from resolver.names.segments import Segmentation, segment
from resolver.names.tables import read_table
from resolver.names.word_keys import word_key
from watchlists.model import Address, Listing

SEED = 20240224
NO_PUNCTUATION = 0.99  # fields of CIS files that hold letters, digits and blanks only
CUT_FIELDS, CUT_AT = 0.12, range(33, 37)  # share of fields with a length that shows a cut
FORM_FIRST, FORM_LAST, FORM_INSIDE = 0.44, 0.33, 0.08  # local side
LONGEST_NAME = 60  # characters, so that some address is left behind the name
FIRST_FORMS = ("OOO", "ООО", "TOO", "ТОО", "OSOO", "AO", "LLC", "JSC")
LAST_FORMS = ("LLC", "LTD", "TOO", "ТОО", "OSOO", "CO LTD", "JSC", "LTD STI", "SRL", "GMBH", "DOO")
ROLES = {
    "TO THE ORDER OF": "to_order_of",
    "TO ORDER OF": "to_order_of",
    "ПО ПРИКАЗУ": "to_order_of",
    "ON BEHALF OF": "on_behalf_of",
    "O/B": "on_behalf_of",
    "BY ORDER OF": "on_behalf_of",
    "ПО ПОРУЧЕНИЮ": "on_behalf_of",
    "PO PORUCHENIYU": "on_behalf_of",
    "C/O": "care_of",
    "THROUGH": "through",
    "ЧЕРЕЗ": "through",
    "COMMISSIONED BY": "commissioned_by",
}
PLACEHOLDERS = (
    *(
        "TO ORDER",
        "TO THE ORDER OF",
        "SAME AS CONSIGNEE",
        "SAME AS ABOVE",
        "N/A",
        "NULL",
        "-",
        "...",
        "XXX",
        "0",
    ),
    *("нет данных", "НЕ УКАЗАН", "ПО ПРИКАЗУ", "ФИЗЛИЦО", "физическое лицо", "UNKNOWN", "НЕИЗВЕСТНО", "#N/A"),
    *("TO ORDER OF SHIPPER", "Same as notify party", "немає даних", "жоқ", "yok", "无"),
)
_NAMES_FIRMS = re.compile(r"\bc/o\b|\bcare of\b", re.IGNORECASE)  # addresses that name another firm
_NOT_PLAIN = re.compile(r"[^\w\s/]+")


@dataclass(frozen=True, slots=True)
class Field:
    """A made field and what is in it: (role, name) of each firm, numbers to be believed, numbers not to
    be."""

    kind: str
    text: str
    parties: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...] = ()
    false_numbers: tuple[str, ...] = ()


@cache
def _country_names() -> dict[str, str]:
    """The English names of countries, in the wording of ISO 3166."""
    rows = [row for row in read_table("countries") if row["source"] == "ISO 3166-1, iso-codes"]
    return {row["country"]: row["name"] for row in rows}


class Maker:
    """Makes fields from listings; everything random comes from one seed."""

    def __init__(self, listings: Sequence[Listing], seed: int) -> None:
        self.random = random.Random(seed)
        self.names = sorted(
            {n.text for one in listings for n in one.names if 3 < len(n.text) <= LONGEST_NAME}
        )
        addresses = {
            a
            for one in listings
            for a in one.addresses
            if a.text and (a.city or a.country) and not _NAMES_FIRMS.search(a.text)
        }
        self.addresses = sorted(addresses, key=lambda a: (a.text, a.city, a.region, a.postal_code, a.country))

    def noisy(self, text: str) -> str:
        """Capitals, and no punctuation where the file has none."""
        plain = text.upper()
        return (
            " ".join(_NOT_PLAIN.sub(" ", plain).split()) if self.punctuation_lost else " ".join(plain.split())
        )

    def start(self) -> None:
        """Decide once a field whether its file has lost the punctuation."""
        self.punctuation_lost = self.random.random() < NO_PUNCTUATION

    def name(self) -> str:
        """A name of the lists, with a legal form where manifests have one."""
        text = self.noisy(self.random.choice(self.names))
        if form_spans(keys_of(text)) or not any(char.isalpha() for char in text):
            return text
        chance = self.random.random()
        if chance < FORM_FIRST:
            return f"{self.random.choice(FIRST_FORMS)} {text}"
        if chance < FORM_FIRST + FORM_LAST:
            return f"{text} {self.random.choice(LAST_FORMS)}"
        first, _, rest = text.partition(" ")
        inside = chance < FORM_FIRST + FORM_LAST + FORM_INSIDE
        return f"{first} {self.random.choice(FIRST_FORMS)} {rest}".strip() if inside else text

    def address(self) -> str:
        """An address of the lists, its parts in the orders in which manifests give them."""
        address: Address = self.random.choice(self.addresses)
        country = _country_names().get(address.country, "")
        orders = (
            (address.text, address.city, address.postal_code, country),
            (address.postal_code, address.city, address.text, country),
            (country, address.postal_code, address.city, address.text),
            (address.city, address.text, country),
        )
        return self.noisy(", ".join(part for part in self.random.choice(orders) if part))

    def number(self, *, valid: bool) -> str:
        """A ten-digit tax number of Russia whose checksum holds, or does not."""
        stem = f"{self.random.randint(1, 99):02}{self.random.randint(0, 9_999_999):07}"
        right = inn.calc_company_check_digit(stem)
        digit = right if valid else str((int(right) + self.random.randint(1, 9)) % 10)
        return stem + digit

    def glued(self) -> Field:
        """A firm with its address, sometimes cut off."""
        name = self.name()
        mark = ", " if not self.punctuation_lost else " "
        text = f"{name}{mark}{self.address()}"
        if self.random.random() < CUT_FIELDS:
            text = text[: max(len(name) + 12, self.random.choice(CUT_AT))]
        return Field("address glued", text, (("", name),))

    def several(self) -> Field:
        """Two firms with a role phrase between them, or one behind the phrase."""
        phrase, role = self.random.choice(sorted(ROLES.items()))
        second = self.name()
        if role == "to_order_of" or (self.random.random() < 0.2 and role == "on_behalf_of"):
            return Field("role before one firm", f"{phrase} {second}", ((role, second),))
        first = self.name()
        return Field("two firms with a role", f"{first} {phrase} {second}", (("", first), (role, second)))

    def several_with_address(self) -> Field:
        """Two firms, the second with its address."""
        field = self.several()
        return Field("role and address", f"{field.text} {self.address()}", field.parties)

    def numbered(self) -> Field:
        """A firm with a tax number, right or wrong, with a label or without."""
        name, valid = self.name(), self.random.random() < 0.6
        number = self.number(valid=valid)
        label = (
            self.random.choice(("INN", "ИНН", "INN:", "ИНН ", ""))
            if valid
            else self.random.choice(("INN", "ИНН"))
        )
        text = f"{name} {label} {number}"
        return Field(
            "tax number inside", text, (("", name),), (number,) if valid else (), () if valid else (number,)
        )

    def phoned(self) -> Field:
        """A firm with a phone number."""
        name = self.name()
        digits = f"{self.random.randint(100, 999)} {self.random.randint(1000000, 9999999)}"
        sign = self.random.choice(("TEL", "ТЕЛ", "PHONE", "TEL:", "+7", "FAX"))
        return Field("phone inside", f"{name} {sign} {digits}", (("", name),))

    def plain(self) -> Field:
        """A firm and nothing else: nothing may be cut."""
        name = self.name()
        return Field("plain name", name, (("", name),))

    def placeholder(self) -> Field:
        """Nobody."""
        return Field("placeholder", self.random.choice(PLACEHOLDERS), ())


KINDS: tuple[Callable[[Maker], Field], ...] = (
    Maker.plain,
    Maker.glued,
    Maker.several,
    Maker.several_with_address,
    Maker.numbered,
    Maker.phoned,
    Maker.placeholder,
)


def make_fields(listings: Sequence[Listing], count: int, seed: int = SEED) -> list[Field]:
    """`count` fields of each kind; the same for the same listings and seed."""
    maker = Maker(listings, seed)
    fields = []
    for kind in KINDS:
        for _ in range(count):
            maker.start()
            fields.append(kind(maker))
    return fields


def is_right(field: Field, found: Segmentation) -> bool:
    """Whether the firms, their roles and the believed numbers are exactly those that were put in."""
    wanted = Counter((role, word_key(name)) for role, name in field.parties)
    named = Counter((party.role, word_key(party.name)) for party in found.parties)
    numbers = {item.value for party in found.parties for item in party.identifiers if item.valid}
    return wanted == named and numbers >= set(field.numbers) and not numbers & set(field.false_numbers)


def has_right_firms(field: Field, found: Segmentation) -> bool:
    """Whether each firm is there with its role and the whole of its name; some of the address may be left
    on it."""
    wanted = [(role, word_key(name)) for role, name in field.parties]
    named = [(party.role, word_key(party.name)) for party in found.parties]
    return len(wanted) == len(named) and all(
        role == found_role and f"{found_name} ".startswith(f"{name} ")
        for (role, name), (found_role, found_name) in zip(wanted, named, strict=True)
    )


def measure(fields: Iterable[Field]) -> dict[str, tuple[int, float, float]]:
    """For each kind: fields, share that is exactly right, share with the right firms and roles."""
    right: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for field in fields:
        found = segment(field.text)
        right[field.kind].append((is_right(field, found), has_right_firms(field, found)))
    return {
        kind: (
            len(all_),
            sum(exact for exact, _ in all_) / len(all_),
            sum(firms for _, firms in all_) / len(all_),
        )
        for kind, all_ in right.items()
    }


def listings_of_half(half: Half, folder: str | None = None) -> list[Listing]:
    """The organisations of one half of the real lists."""
    snapshots = organisations(read_lists(lists_folder(folder)))
    side = halves(snapshots)
    return [one for s in snapshots for one in s.listings if side[(s.source, one.listing_id)] == half]


@click.command(help=__doc__)
@click.option(
    "--lists", "folder", help="Folder of the real lists; else RESOLVER_LISTS_DIR or ../shared/data."
)
@click.option("--half", type=click.Choice(["test", "train"]), default="test", show_default=True)
@click.option(
    "--count", type=click.IntRange(min=1), default=2000, show_default=True, help="Fields of each kind."
)
@click.option("--misses", type=int, default=0, help="Print so many misses of each kind (train half only).")
def main(folder: str | None, half: Half, count: int, misses: int) -> None:
    """Print a row for each kind of field."""
    fields = make_fields(listings_of_half(half, folder), count)
    click.echo(f"{'field':<24}{'fields':>8}{'exact':>9}{'firms and roles':>18}")
    for kind, (number, exact, firms) in measure(fields).items():
        click.echo(f"{kind:<24}{number:>8}{exact:>9.1%}{firms:>18.1%}")
    if misses and half == "train":
        _show_misses(fields, misses)


def _show_misses(fields: Iterable[Field], misses: int) -> None:
    shown: Counter[str] = Counter()
    for field in fields:
        found = segment(field.text)
        if not has_right_firms(field, found) and shown[field.kind] < misses:
            shown[field.kind] += 1
            named = [(party.role, party.name) for party in found.parties]
            click.echo(
                f"[{field.kind}] {field.text}\n    wanted {field.parties}\n    found  {named} {found.reason}"
            )


if __name__ == "__main__":
    main()
