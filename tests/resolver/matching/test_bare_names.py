"""Names without their vowels: whole, in order, and only where the party's name is one."""

from __future__ import annotations

import pytest

from resolver.matching.bare_names import bare_keys, bare_pairs, hold_bare_words

from .toy import sides

LISTED = ("petersburg social bank", "taube precious hk", "koryo", "limited sirketi dayan/LLC", "vektor trest")


def met(party: str) -> list[str]:
    """The listed names that `party` is without its vowels."""
    names, listed = sides([party], LISTED)
    _, found = bare_pairs(names, bare_keys(listed))
    return [LISTED[row] for row in found]


@pytest.mark.parametrize(
    ("party", "listed"),
    [
        ("ptrsbrg scl bank", "petersburg social bank"),
        ("ptrsbrgscl bnk", "petersburg social bank"),
        ("tb prcs hk", "taube precious hk"),
        ("lmtd srkt dyn", "limited sirketi dayan/LLC"),
    ],
)
def test_the_whole_name_agrees(party: str, listed: str) -> None:
    assert met(party) == [listed]


@pytest.mark.parametrize(
    "party",
    [
        "scl ptrsbrg bank",  # another order
        "ptrsbrg bank",  # a word less
        "kr",  # too few consonants
        "vektor trst holding",  # a word more
        "vektar trist",  # other vowels are another name
        "petersburg social bank",
        "vaktur tres t",  # no word without vowels
    ],
)
def test_other_names_do_not(party: str) -> None:
    assert met(party) == []


def test_names_with_most_of_their_vowels_are_not_bare() -> None:
    names, listed = sides(["aurora invest ooze kr"], ["aurora invest ooze kiru"])
    assert hold_bare_words(names).tolist() == [0]
    assert len(bare_pairs(names, bare_keys(listed))[0]) == 0


def test_keys_count_what_they_leave_out() -> None:
    names, _ = sides(["kudo kai", "trest 12/LLC"], [])
    keys = bare_keys(names)
    assert keys.texts[0].to_pylist() == ["", "trst12"]
    assert keys.consonants.tolist() == [3, 6]
    assert keys.vowels[:, 0].tolist() == [4, 1]


def test_no_names_at_all() -> None:
    names, listed = sides([], LISTED)
    assert len(bare_pairs(names, bare_keys(listed))[0]) == 0
