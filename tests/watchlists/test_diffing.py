from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from watchlists import read_file
from watchlists.diffing import counts, diff, not_compared
from watchlists.model import Address, Identifier, ListedName, Listing, Relation, Snapshot

SAMPLES = Path(__file__).parent / "samples"
ALPHA = Listing(
    "10",
    "entity",
    (ListedName("Alpha", "primary", "name"), ListedName("Альфа", "strong", script="Cyrl")),
    programs=("A", "B"),
    addresses=(Address("1 Street", "Moscow", country="RU"),),
    identifiers=(Identifier("tax_id", "77", "RU", "Tax ID No."),),
    relations=(Relation("linked_to", "9", "Beta"),),
)


def snapshot(*listings: Listing, **extra: str) -> Snapshot:
    return Snapshot("s", "p", "f", "h", listings, extra=dict(extra))


def test_what_came_went_and_changed() -> None:
    changed = replace(
        ALPHA,
        names=(ALPHA.names[0], ListedName("Alfa", "weak")),
        addresses=(Address("2 Street", "Moscow", country="RU"),),
        programs=("B", "C"),
    )
    gone, come = replace(ALPHA, listing_id="9"), replace(ALPHA, listing_id="101")
    found = diff(snapshot(ALPHA, gone), snapshot(come, changed))
    assert [(change.action, change.listing_id) for change in found] == [
        ("DEL", "9"),
        ("MOD", "10"),
        ("ADD", "101"),
    ]
    assert counts(found) == {"ADD": 1, "MOD": 1, "DEL": 1}
    assert {c.field: (c.removed, c.added) for c in found[1].changes} == {
        "names": (("Альфа [strong aka Cyrl]",), ("Alfa [weak aka]",)),
        "programs": (("A",), ("C",)),
        "addresses": (("1 Street, Moscow, RU",), ("2 Street, Moscow, RU",)),
    }


def test_one_changed_address_in_a_file(tmp_path: Path) -> None:
    text = (SAMPLES / "sdn.xml").read_text(encoding="utf-8")
    (tmp_path / "new.xml").write_text(text.replace("Building 2", "Building 3"), encoding="utf-8")
    [change] = diff(read_file(SAMPLES / "sdn.xml"), read_file(tmp_path / "new.xml"))
    [field] = change.changes
    assert (change.action, change.listing_id, field.field) == ("MOD", "90001", "addresses")
    assert field.removed == ("ul. Nesushchestvuyushchaya, d. 1, Building 2, 000001 Moscow, RU",)
    assert field.added == ("ul. Nesushchestvuyushchaya, d. 1, Building 3, 000001 Moscow, RU",)


def test_the_order_of_parts_is_no_change() -> None:
    turned = replace(ALPHA, names=ALPHA.names[::-1], programs=ALPHA.programs[::-1])
    assert diff(snapshot(ALPHA), snapshot(turned)) == []


def test_what_one_file_does_not_hold_is_not_compared() -> None:
    bare = replace(ALPHA, names=ALPHA.names[:1], addresses=())
    old, new = (
        snapshot(ALPHA),
        snapshot(bare, **{"without addresses": "yes", "without strong aliases": "yes"}),
    )
    assert not_compared(old, new) == ["addresses", "strong aliases"]
    assert diff(old, new) == []


@given(st.lists(st.sampled_from("abc"), max_size=4), st.lists(st.sampled_from("abc"), max_size=4))
def test_a_diff_turned_round_swaps_what_came_and_went(old: list[str], new: list[str]) -> None:
    before, after = replace(ALPHA, facts=tuple(old)), replace(ALPHA, facts=tuple(new))
    there = [
        (c.removed, c.added) for change in diff(snapshot(before), snapshot(after)) for c in change.changes
    ]
    back = [
        (c.added, c.removed) for change in diff(snapshot(after), snapshot(before)) for c in change.changes
    ]
    assert there == back
    assert diff(snapshot(before), snapshot(before)) == []
