"""Compounds fall into what thousands share and what is their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.blends import SHORTEST_REST, shared_parts


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("metropribor", (0, 6)),
        ("ferropribor", (0, 6)),
        ("rosmedkomplekt", (3, 8)),
        ("pribor", (0, 0)),
        ("kamaz", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_case(word: str, parts: tuple[int, int]) -> None:
    assert shared_parts(word) == parts


@given(st.text(alphabet="abeiknoprst", max_size=20))
def test_a_part_of_its_own_stays(word: str) -> None:
    head, tail = shared_parts(word)
    assert head + tail == 0 or len(word) - head - tail >= SHORTEST_REST
