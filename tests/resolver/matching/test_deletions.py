"""Texts one letter apart, against the plain twin."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from resolver.matching.deletions import Deletions, deletions, index_of, meet, shortened
from resolver.matching.letter_rows import buffers

WORDS = st.lists(st.text(alphabet="abбв東", max_size=7), max_size=12)


def made(words: list[str]) -> Deletions:
    letters, offset = buffers(pa.array(words, pa.string()))
    return deletions(np.arange(len(words)) + 5, letters, offset[:-1], offset[1:])


@given(WORDS)
def test_a_key_for_each_shorter_text(words: list[str]) -> None:
    keys = made(words)
    texts = [(row + 5, text) for row, word in enumerate(words) for text in shortened(word)]
    assert keys.row.tolist() == [row for row, _ in texts]
    number = {text: key for (_, text), key in zip(texts, keys.key.tolist(), strict=True)}
    assert keys.key.tolist() == [number[text] for _, text in texts]
    assert len(set(number.values())) == len(number)


@given(WORDS, WORDS)
def test_texts_meet_that_share_a_shorter_one(left: list[str], right: list[str]) -> None:
    i, j = meet(made(left), index_of(made(right)))
    plain = [
        (p + 5, q + 5)
        for p, ours in enumerate(left)
        for q, theirs in enumerate(right)
        for _ in set(shortened(ours)) & set(shortened(theirs))
    ]
    assert sorted(zip(i.tolist(), j.tolist(), strict=True)) == plain
