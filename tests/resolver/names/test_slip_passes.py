"""The compiled glance at slips leaves out no word that is one, and most that only begin like a known word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names import mending, rewriting

KNOWN = sorted(
    {word.text for words in mending._neighbours().values() for word in words if word.text.isascii()}
)
ENDINGS = st.sampled_from(["", "", "s", "ov", "nost", "xyz"])
LETTERS = st.sampled_from("aeionrstkx0")


def flagged(words: list[str]) -> list[bool]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rewriting, "are_passes_loaded", lambda: True)
        return mending._are_near(words).tolist()


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A known word with one letter changed, lost, added or two exchanged, and perhaps an ending."""
    word = draw(st.sampled_from(KNOWN))
    at, letter = draw(st.integers(2, len(word) - 1)), draw(LETTERS)
    here, behind = word[at], word[at + 1 :]
    changed = draw(st.sampled_from([letter, "", here + letter, here]))
    if changed == here and behind:
        changed, behind = behind[0] + here, behind[1:]
    return word[:at] + changed + behind + draw(ENDINGS)


@settings(max_examples=300)
@given(st.lists(slips(), min_size=1, max_size=30))
def test_no_slip_is_left_out(words: list[str]) -> None:
    for word, may_be in zip(words, flagged(words), strict=True):
        assert may_be or mending._one_slip(word) == ""


def test_slips_of_every_kind_and_what_only_begins_like_a_known_word() -> None:
    slips = ["technologx", "tecnology", "technollogy", "techonlogy", "industtial", "produkta"]
    others = ["technolem", "industarka", "internadex", "", "te", "enginost"]
    assert flagged(slips) == [True] * len(slips)
    assert sum(flagged(others)) < 2 < mending._near().may_be(others).sum()
