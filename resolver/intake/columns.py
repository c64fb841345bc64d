"""Which column holds what: the heading row is found, its headings are understood, and the user may overrule
both.

A narrow manifest has one party a row (`name, role, country, ...`); a wide one several (`shipper_name, ...,
consignee_name, ...`). Both become a `Layout`: for each party of a row the places of its fields.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence, Set
from dataclasses import astuple, dataclass, field

from resolver.errors import UnreadableInput, UsageError
from resolver.intake.headings import Meaning, meaning_of, same_heading
from resolver.names.identifiers import normalise_labelled
from resolver.names.word_keys import word_key

PARTY_FIELDS = (
    "name",
    "country",
    "city",
    "address",
    "tax_id",
    "registration_id",
    "kpp",
    "lei",
    "imo",
    "swift",
)
ROW_FIELDS = ("id", "role", "hs_code", "date", "origin", "destination")
ROLES = (
    "shipper",
    "seller",
    "consignee",
    "buyer",
    "notify",
    "declarant",
    "carrier",
    "manufacturer",
    "consolidator",
    "owner",
    "end_user",
    "contract_holder",
)
_HEADING_WITHIN = 20  # rows: titles and blank lines above a heading are fewer in practice


@dataclass(frozen=True, slots=True)
class PartyColumns:
    """The columns of one party of a row: field -> places (several columns may hold numbers of one kind)."""

    role: str
    places: Mapping[str, tuple[int, ...]]

    @property
    def name(self) -> int:
        """The place of the name."""
        return self.places["name"][0]


@dataclass(frozen=True, slots=True)
class Layout:
    """What each column of a file means. `used` is the mapping shown to the user: field -> heading.

    `left_out` are headings of names that are not read because the user said where names stand.
    """

    parties: tuple[PartyColumns, ...]
    row: Mapping[str, int]
    headings: tuple[str, ...]
    used: Mapping[str, str]
    labels: Mapping[int, str] = field(default_factory=dict)  # place -> the label of the numbers in it ("ИНН")
    left_out: tuple[str, ...] = ()


def places_read(layout: Layout) -> list[int]:
    """The places of all columns that are read, in their order."""
    of_parties = (place for party in layout.parties for places in party.places.values() for place in places)
    return sorted({*of_parties, *layout.row.values()})


def find_heading(rows: Sequence[Sequence[str]], wanted: Mapping[str, str]) -> int | None:
    """The place of the heading among the first rows: the one in which most cells are understood; None if
    none is.

    Without a name among them a row is no heading, unless the user named a column (`wanted`) that stands in
    it.
    """
    best, best_score = None, 0
    for place, row in enumerate(rows[:_HEADING_WITHIN]):
        cells = [cell for cell in row if cell.strip()]
        if any(same_heading(cell, heading) for cell in cells for heading in wanted.values()):
            score = 1000 + len(cells)
        else:
            meanings = [meaning for cell in cells if (meaning := meaning_of(cell.strip())) is not None]
            has_name = any(meaning.field == "name" for meaning in meanings)
            score = 2 * len(meanings) if has_name and 2 * len(meanings) >= min(len(cells), 4) else 0
        if score > best_score:
            best, best_score = place, score
    return best


def _override(wanted: Mapping[str, str], headings: Sequence[str]) -> dict[int, Meaning]:
    """The columns that the user named: place -> meaning. "shipper_name" names role and field, "name" the
    field."""
    chosen: dict[int, Meaning] = {}
    for key, heading in wanted.items():
        meaning = _wanted_meaning(key)
        for place, text in enumerate(headings):
            if same_heading(text, heading):
                own = meaning_of(text)
                role = meaning.role or (own.role if own is not None and meaning.field in PARTY_FIELDS else "")
                chosen[place] = Meaning(role, meaning.field)
                break
    return chosen


def _wanted_meaning(key: str) -> Meaning:
    if key in PARTY_FIELDS or key in ROW_FIELDS:
        return Meaning("", key)
    for role in ROLES:
        rest = key.removeprefix(f"{role}_")
        if rest != key and rest in PARTY_FIELDS:
            return Meaning(role, rest)
    known = ", ".join((*PARTY_FIELDS, *ROW_FIELDS))
    raise UsageError(
        f"--columns: unknown field {key!r}; known are {known}, and shipper_name, consignee_country, ..."
    )


def check_wanted(wanted: Mapping[str, str]) -> None:
    """Raise UsageError for a field that does not exist."""
    for key in wanted:
        _wanted_meaning(key)


def _meanings(headings: Sequence[str], wanted: Mapping[str, str]) -> dict[int, Meaning]:
    """The meaning of each column that has one; what the user named stands in place of what would be found."""
    chosen = _override(wanted, headings)
    taken = {(meaning.role, meaning.field) for meaning in chosen.values()}
    names_given = any(meaning.field == "name" for meaning in chosen.values())
    found: dict[int, Meaning] = dict(chosen)
    for place, heading in enumerate(headings):
        meaning = meaning_of(heading.strip()) if place not in found else None
        if meaning is None or (meaning.role, meaning.field) in taken or ("", meaning.field) in taken:
            continue
        if names_given and meaning.field == "name":
            continue
        found[place] = meaning
    return found


def _party_columns(
    meanings: Mapping[int, Meaning], left_out: Sequence[int], headings: Sequence[str]
) -> tuple[PartyColumns, ...]:
    """A party for each name column; fields without a role belong to the party when there is only one role, and to the
    name that they stand beside when each firm has its own (name, country, name, country), also one that is `left_out`."""
    names = [(place, meaning.role) for place, meaning in sorted(meanings.items()) if meaning.field == "name"]
    roles = {role for _, role in names}
    if (
        len(roles) > 1 and "" in roles
    ):  # "company" beside "shipper" and "consignee" names somebody else or nobody new
        names = [item for item in names if item[1]]
        roles.discard("")
    names = sorted(names + [(place, "") for place in left_out])
    parties: list[dict[str, tuple[int, ...]]] = [{"name": (place,)} for place, _ in names]
    for meaning in sorted({one for one in meanings.values() if one.field in PARTY_FIELDS}, key=astuple):
        if meaning.field == "name":
            continue
        columns = [place for place, one in sorted(meanings.items()) if one == meaning]
        bearers = [
            n for n, (place, role) in enumerate(names) if meaning.role in (role, "") or place in left_out
        ]
        blocks = None
        if _are_several({(names[n][1], word_key(headings[names[n][0]])) for n in bearers}):
            blocks = _blocks(columns, [names[n][0] for n in bearers])
        if blocks is None and meaning.role == "" and len(roles) > 1:
            continue
        for n, places in zip(bearers, blocks or [columns] * len(bearers), strict=True):
            parties[n][meaning.field] = tuple(sorted((*parties[n].get(meaning.field, ()), *places)))
    found = zip(names, parties, strict=True)
    return tuple(PartyColumns(role, places) for (place, role), places in found if place not in left_out)


def _are_several(names: Set[tuple[str, str]]) -> bool:
    """Whether columns of names, by role and heading, name different firms: those of two roles, or of one heading twice;
    "name" beside "English name" is one firm."""
    return len(names) == 1 or len({role for role, _ in names}) > 1


def _blocks(columns: Sequence[int], names: Sequence[int]) -> list[list[int]] | None:
    """The columns of one field for each name: those behind it or those before it, up to the next name, where every name has
    some and none are left; else None."""
    for turn in (1, -1):
        ends = sorted(turn * place for place in names)
        held: dict[int, list[int]] = {place: [] for place in names}
        for column in columns:
            if (before := bisect(ends, turn * column)) == 0:
                break
            held[turn * ends[before - 1]].append(column)
        else:
            if len(names) > 1 and all(held.values()):
                return list(held.values())
    return None


def _row_columns(meanings: Mapping[int, Meaning]) -> dict[str, int]:
    """The first column of each field that belongs to the row as a whole."""
    found: dict[str, int] = {}
    for place, meaning in sorted(meanings.items()):
        if meaning.field in ROW_FIELDS and not meaning.role:
            found.setdefault(meaning.field, place)
    return found


def _used(parties: Sequence[PartyColumns], row: Mapping[str, int], headings: Sequence[str]) -> dict[str, str]:
    used = {name: headings[place] for name, place in row.items()}
    held: dict[str, dict[int, None]] = {}
    for party in parties:
        prefix = f"{party.role}_" if party.role else ""
        for name, places in party.places.items():
            held.setdefault(f"{prefix}{name}", {}).update(dict.fromkeys(places))
    used |= {name: " + ".join(headings[place] for place in sorted(places)) for name, places in held.items()}
    return dict(sorted(used.items()))


def plan_layout(headings: Sequence[str], wanted: Mapping[str, str], source: str) -> Layout:
    """The layout of a file with these headings. Raises UnreadableInput when no column holds names."""
    texts = tuple(" ".join(heading.split()) for heading in headings)
    meanings = _meanings(texts, wanted)
    left_out = [
        place
        for place, text in enumerate(texts)
        if wanted and place not in meanings and (own := meaning_of(text)) is not None and own.field == "name"
    ]
    parties = _party_columns(meanings, left_out, texts)
    if not parties:
        shown = ", ".join(repr(text) for text in texts if text) or "none"
        raise UnreadableInput(
            f"{source}: no column with names was found; columns: {shown}. Name it: --columns name=COLUMN"
        )
    row = _row_columns(meanings)
    labels = {
        place: texts[place]
        for party in parties
        for kind in ("tax_id", "registration_id")
        for place in party.places.get(kind, ())
        if normalise_labelled(texts[place], "0") is not None
    }
    unread = tuple(texts[place] for place in left_out)
    return Layout(parties, row, texts, _used(parties, row, texts), labels, unread)


def one_column_of_names(source: str, heading: str = "") -> Layout:
    """The layout of a file that is nothing but names, one a line."""
    party = PartyColumns("", {"name": (0,)})
    return Layout(
        (party,), {}, (heading or "(no heading)",), {"name": heading or f"(only column of {source})"}
    )
