"""Slips between whole names, against a plain distance and a plain twin."""

from __future__ import annotations

import numpy as np
import pytest
from rapidfuzz.distance import OSA

from resolver.matching.whole_letters import SLIPS, WIDTH, slips_apart, slips_between

from .toy import every_pair, random_names, sides


def test_slips_are_the_distance_of_the_joined_letters() -> None:
    texts = random_names(5, 60)
    party, listed = sides(texts, texts + [text[:-1] for text in texts])
    p, q = every_pair(len(party), len(listed))
    slips, longer = slips_apart(party, listed, p, q)
    keys = [names.table["key_joined"].to_pylist() for names in (party, listed)]
    for i, j, found, letters in zip(p, q, slips, longer, strict=True):
        a, b = keys[0][i], keys[1][j]
        expected = (
            min(OSA.distance(a, b), SLIPS + 1) if a and b and max(map(len, (a, b))) <= WIDTH else SLIPS + 1
        )
        assert (found, letters) == (expected, max(len(a), len(b)))


@pytest.mark.parametrize(
    ("party", "listed", "slips"),
    [
        ("sea route ship maynagment", "sea route ship management", 2),
        ("gazprom", "gazprom", 0),
        ("gaz prom", "gazprom", 0),
        ("gazporm", "gazprom", 1),
        ("gazprom", "gazprom export", 3),
    ],
)
def test_slips(party: str, listed: str, slips: int) -> None:
    found, _ = slips_apart(*sides([party], [listed]), *every_pair(1, 1))
    assert found.tolist() == [slips]


def test_the_compiled_loop_equals_its_plain_twin() -> None:
    rng = np.random.default_rng(1)
    letters = rng.integers(97, 100, (8, WIDTH)).astype(np.uint8)
    letters.setflags(write=False)  # as in a run: no second version is compiled
    length = rng.integers(1, 9, 8)
    p, q = every_pair(8, 8)
    arrays = (0, len(p), p, q, letters, length, letters, length)
    fast, plain = np.full((2, len(p)), SLIPS + 1, dtype=np.uint8)
    slips_between(*arrays, fast)
    slips_between.py_func(*arrays, plain)
    assert fast.tolist() == plain.tolist()
    assert set(fast.tolist()) >= {0, SLIPS, SLIPS + 1}


def test_of_long_names_nothing_is_said() -> None:
    long = "k" * (WIDTH + 1)
    found, letters = slips_apart(*sides([long], [long]), *every_pair(1, 1))
    assert (found.tolist(), letters.tolist()) == ([SLIPS + 1], [WIDTH + 1])
