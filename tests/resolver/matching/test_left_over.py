"""What of two names is left over when the rest has met, of real words: the small language of other tests has no bodies."""

import numpy as np
import pytest

from resolver.matching import left_over
from resolver.matching.alignment import FEATURES, align

from .test_known_words import sides


@pytest.mark.parametrize(
    ("one", "other", "surplus"),
    [
        ("Orlan Directorate", "Centre of the Orlan Directorate", left_over.SURPLUS_UNIT),
        ("Главное управление Орлан", "Центр Главного управления Орлан", left_over.SURPLUS_UNIT),
        ("Tarhuna Brigade", "Tarhuna Brigade Reconnaissance Company Battalion", left_over.SURPLUS_UNIT),
        ("Orlan", "Centre of Orlan", left_over.SURPLUS_IN_FRONT),  # none is shared
        # Nothing left over is one; words are left over on both sides.
        ("Orlan Directorate", "Orlan Special Directorate", left_over.SURPLUS_BETWEEN),
        ("Orlan Directorate Mira", "Centre of the Orlan Directorate", left_over.SURPLUS_NONE),
        ("Orlan Corps", "Orlan Base", left_over.OTHER_UNITS),
        ("Корпус Орлан", "Орлан Brigade Mira", left_over.OTHER_UNITS),
        ("Orlan Corps Mira", "Orlan Tumanit", left_over.SURPLUS_NONE),  # one says a body
        ("Orlan Corps Mira", "Корпус Орлан Туманит", left_over.SURPLUS_NONE),  # the same body
        ("Popular Front of Orlan", "Popular Front of Orlan General Command", left_over.SURPLUS_UNIT),
    ],
)
def test_a_body_beside_one_that_is_shared(one: str, other: str, surplus: int) -> None:
    first = np.zeros(1, dtype=np.int64)
    for party, listed in ((one, other), (other, one)):
        ours, theirs = sides(party, listed)
        row = align(ours, theirs, first, first, ours.tokens.bits)[0]
        assert row[FEATURES.index("surplus")] == surplus
