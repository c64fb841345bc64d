"""The compiled glance at words sees just what the one by numpy does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import mending, respellings, rewriting
from resolver.names.near_words import NearWords

LETTERS = st.text(alphabet="abckostx05", max_size=9)


def both(near: NearWords, words: list[str]) -> tuple[list[bool], list[bool]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rewriting, "are_passes_loaded", lambda: True)
        compiled = near.may_be(words).tolist()
    return compiled, near.may_be_by_columns(words).tolist()


@given(st.lists(LETTERS, min_size=1), st.lists(LETTERS), st.integers(1, 8), st.integers(0, 3))
def test_near_words(texts: list[str], words: list[str], letters: int, first: int) -> None:
    further = [word for text in texts for word in (text, text[1:], text + "a", text[:2] + text[3:])]
    near = NearWords(texts, letters=letters, first=min(first, letters - 1))
    compiled, plain = both(near, [*words, *further])
    assert compiled == plain


@pytest.mark.parametrize("near", [mending._near(), respellings._near()])
def test_near_words_of_the_tables(near: NearWords) -> None:
    words = [
        f"{word}{end}" for word in ("organizatsi", "limite", "kraton", "obshestv") for end in ("", "a", "d")
    ]
    compiled, plain = both(near, [word[:at] + word[at + 1 :] for word in words for at in range(8)])
    assert compiled == plain and any(plain) and not all(plain)
