"""A phrase that one language has as one token meets its words in another one, wherever they stand."""

import numpy as np
import pytest

from resolver.matching.alignment import FEATURES, align
from resolver.names import canonicalise

from .test_known_words import sides


@pytest.mark.parametrize(
    ("party", "listed", "left"),
    [
        ("orlan biomedical", "medicala biologice orlan", 0),
        ("orlan électromécanique", "orlan mechanikai elektromos", 0),
        ("orlan materials science", "recherches materiaux orlan", 0),
        ("orlan биомедицинский", "orlan medicala biologice", 0),
        ("orlan biomedical", "orlan medicala", 1),  # one of its words is not the phrase
        ("orlan biomedical", "orlan medicala medicala", 1),  # nor is one word twice
        # A word that has met is no part any more.
        ("orlan biomedical medical", "orlan medicala biologice", 1),
    ],
)
def test_a_phrase_meets_its_words_in_any_order(party: str, listed: str, left: int) -> None:
    for one, other in ((party, listed), (listed, party)):
        ours, theirs = sides(one, other)
        first = np.zeros(1, dtype=np.int64)
        row = align(ours, theirs, first, first, ours.tokens.bits)[0]
        found = dict(zip(FEATURES, row.tolist(), strict=True))
        assert (found["listed_left"] + found["party_left"] > 0) == bool(left), (one, other)


def test_the_words_of_a_phrase_are_no_phrase_by_themselves() -> None:
    """Else the names would be one without this."""
    token = canonicalise(["orlan medicala biologice", "orlan biomedical"], jobs=1)["tokens"].to_pylist()
    assert [len(words) for words in token] == [3, 2]
