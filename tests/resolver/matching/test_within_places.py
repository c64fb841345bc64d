"""Places of contexts: cities across scripts, addresses by a word with a number, several of each."""

from __future__ import annotations

import numpy as np
import pytest

from resolver.matching.within import within_model
from resolver.matching.within_names import prepare_within
from resolver.matching.within_places import NOT_KNOWN, OTHER_CITY, SAME_ADDRESS, SAME_CITY, place_states
from tests.resolver.matching.test_within import parties


def side_of(rows):
    """The prepared side of (name, city, address) rows."""
    table = parties([(name, "RU") for name, _, _ in rows])
    for column, at in (("city", 1), ("address", 2)):
        place = table.schema.get_field_index(column)
        table = table.set_column(place, table.schema.field(place), [[row[at] for row in rows]])
    return prepare_within(table, jobs=1)


def state(*rows):
    side = side_of(rows)
    one, other = side.contexts.of_party[[0, 1]]
    return place_states(side.places, np.array([one]), np.array([other]))[0]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Пермь", ""), ("PERM", ""), SAME_CITY),
        (("Perm", ""), ("Omsk", ""), OTHER_CITY),
        (("Perm", ""), ("", ""), NOT_KNOWN),
        (("Perm", "Zarnitsina st 12"), ("", "12 ZARNITSINA, Perm"), SAME_ADDRESS),
        (("Perm", "Zarnitsina 12"), ("Omsk", "Zarnitsina 12"), SAME_ADDRESS),
        (("Perm", "Zarnitsina 12"), ("Perm", "Zarnitsina 14"), SAME_CITY),
    ],
)
def test_levels_of_place(one, other, expected):
    assert state(("Gromoboy", *one), ("Lunokhod", *other)) == expected


def test_one_of_several_cities_is_enough():
    rows = [("Gromoboy", "Perm", ""), ("Lunokhod", "Omsk", ""), ("Gromoboy", "Omsk", "")]
    assert state(*rows) == SAME_CITY


def test_names_without_places_gain_nothing():
    side = side_of([("Gromoboy", "Perm", ""), ("Lunokhod", "", "")])
    most = side.places.most_bits(side.contexts, len(side.names), within_model())
    weights = within_model().weights("place")
    assert sorted(most.tolist()) == [0.0, weights[SAME_CITY]]
