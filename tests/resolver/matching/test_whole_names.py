"""Names that met as a whole: what their features say then."""

from __future__ import annotations

import numpy as np
import pytest

from resolver.matching.alignment import FEATURES
from resolver.matching.whole_names import met_joined
from resolver.matching.word_similarity import HOW_JOINED, JOINED

COLUMN = {name: at for at, name in enumerate(FEATURES)}


def features_of(**given: float) -> np.ndarray:
    row = np.zeros((1, len(FEATURES)), dtype=np.float32)
    for name, value in given.items():
        row[0, COLUMN[name]] = value
    return row


@pytest.mark.parametrize(
    ("given", "edits", "how"),
    [
        ({"matched": 6.0, "listed_left": 10.0, "party_left": 3.0}, (1 - JOINED) * 16, HOW_JOINED),
        ({"matched": 16.0, "edits": 9.0, "how": HOW_JOINED}, (1 - JOINED) * 16, HOW_JOINED),
        ({"matched": 16.0, "edits": 9.0}, 9.0, 0),  # each word met by itself: the slip was in the word
        ({"matched": 16.0, "edits": (1 - JOINED) * 16, "how": HOW_JOINED}, (1 - JOINED) * 16, HOW_JOINED),
    ],
)
def test_the_same_letters_in_another_spacing_have_no_slip(
    given: dict[str, float], edits: float, how: int
) -> None:
    features = features_of(**given)
    met_joined(features, np.array([True]))
    assert features[0, COLUMN["edits"]] == pytest.approx(edits, abs=1e-5)
    assert int(features[0, COLUMN["how"]]) == how
    assert features[0, COLUMN["listed_left"]] == features[0, COLUMN["party_left"]] == 0.0


def test_other_letters_change_nothing() -> None:
    features = features_of(matched=16.0, edits=9.0, how=HOW_JOINED, listed_left=3.0)
    before = features.copy()
    met_joined(features, np.array([False]))
    assert (features == before).all()
