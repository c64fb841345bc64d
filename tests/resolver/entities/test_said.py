"""What the comparisons of two names say, as it is packed where they are compared and unpacked here."""

import numpy as np

from resolver.entities.said import A_BODY_MORE, OTHER_BODIES, SAID, SAID_BITS, level_said, levels_said
from resolver.matching.left_over import OTHER_UNITS, SURPLUS_UNIT
from resolver.matching.within_comparisons import WITHIN, packed


def test_the_comparisons_are_those_of_names() -> None:
    of_names = [comparison for comparison in WITHIN if comparison.of_name]
    assert {one.name: len(one.levels) for one in of_names} == SAID
    assert max(SAID.values()) <= 1 << SAID_BITS


def test_what_is_packed_is_what_is_read() -> None:
    levels = np.array([[min(i + 1, len(one.levels) - 1) for i, one in enumerate(WITHIN)]], dtype=np.uint8)
    expected = {one.name: int(level) for one, level in zip(WITHIN, levels[0], strict=True) if one.of_name}
    said = packed(levels)
    assert dict(zip(SAID, levels_said(int(said[0])), strict=True)) == expected
    assert {name: int(level_said(name, said)[0]) for name in SAID} == expected


def test_the_levels_by_which_two_bodies_are_known() -> None:
    (surplus,) = (one for one in WITHIN if one.name == "surplus")
    assert A_BODY_MORE == SURPLUS_UNIT
    assert surplus.levels[A_BODY_MORE] == "a body beside one that is shared"
    assert OTHER_BODIES == OTHER_UNITS
    assert surplus.levels[OTHER_BODIES] == "another body on either side"
