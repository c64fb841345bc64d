"""The benchmark of segmentation: seeded, and right on fictional listings."""

from __future__ import annotations

from benchmarks.quality.segments import KINDS, has_right_firms, is_right, make_fields, measure
from resolver.names.segments import segment
from watchlists.model import Address, ListedName, Listing

LISTINGS = [
    Listing(
        str(number),
        "entity",
        (ListedName(name, "primary", "name"),),
        addresses=(Address(f"ul. Lesnaya {number}", city, "", "101000", "RU"),),
    )
    for number, (name, city) in enumerate(
        [
            ("Romashka Stroi", "Moscow"),
            ("Lyutik Invest", "Kazan"),
            ("Zarya Mash", "Tula"),
            ("LLC Vymysel", "Omsk"),
        ],
        1,
    )
]


def test_same_seed_same_fields() -> None:
    assert make_fields(LISTINGS, 5, seed=1) == make_fields(LISTINGS, 5, seed=1)
    assert make_fields(LISTINGS, 5, seed=1) != make_fields(LISTINGS, 5, seed=2)
    assert len(make_fields(LISTINGS, 5)) == 5 * len(KINDS)


def test_fictional_fields_are_taken_apart() -> None:
    for kind, (count, _, firms) in measure(make_fields(LISTINGS, 60)).items():
        assert count > 0
        assert firms >= 0.97, kind


def test_numbers_that_are_wrong_are_not_believed() -> None:
    fields = [field for field in make_fields(LISTINGS, 60) if field.numbers or field.false_numbers]
    assert {bool(field.numbers) for field in fields} == {True, False}
    assert all(
        is_right(field, segment(field.text)) and has_right_firms(field, segment(field.text))
        for field in fields
    )
