"""Short words that sound alike and are written otherwise: real words, through the real names package."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from resolver.matching import alignment as al
from resolver.matching.encode import Faces, NameArrays, distinct_tokens, encode_names, encode_tokens
from resolver.names import canonicalise, describe_tokens


def side(name: str, faces: Faces, *, grow: bool) -> NameArrays:
    names = canonicalise([name])
    described: pa.Table = describe_tokens(distinct_tokens(names))
    return encode_names(names, described, encode_tokens(described, faces, grow=grow), {})


def how(party: str, listed: str) -> int:
    faces, at = Faces(), np.zeros(1, dtype=np.int64)
    right = side(listed, faces, grow=True)
    left = side(party, faces, grow=False)
    row = al.align(left, right, at, at, left.tokens.bits)[0]
    assert row[al.FEATURES.index("matched")] > 0
    return int(row[al.FEATURES.index("how")])


@pytest.mark.parametrize(
    ("party", "listed", "otherwise"),
    [
        ("BYD", "BID", True),
        ("KYK", "KIK", True),
        ("МАЯК", "MAK", True),  # a glide and a vowel dropped
        ("МАЯК", "MAYAK", False),
        ("МАЯК", "MAIAK", False),
        ("ЦНИИ", "TSNII", False),
        ("КАМА", "КАМА", False),
        ("ŞOK", "SHOK", True),  # one script: the letters differ
        ("MÜGE", "MUGE", False),  # accents are no letters: customs type none
        ("BYDGOSTAL", "BIDGOSTAL", False),  # long words of one sound are one word
    ],
)
def test_short_words_of_one_skeleton(party: str, listed: str, *, otherwise: bool) -> None:
    for one, other in ((party, listed), (listed, party)):
        assert bool(how(one, other) & al.HOW_SHORT) is otherwise
