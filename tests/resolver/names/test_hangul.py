"""Hangul by sound: the Revised Romanisation, and as firms write themselves."""

from __future__ import annotations

import pytest

from resolver.names.hangul import is_hangul, spellings
from resolver.names.readings import alternates
from resolver.names.skeleton import skeleton


@pytest.mark.parametrize(
    ("word", "revised", "usual"),
    [
        ("한빛", "hanbit", "hanbit"),  # a last consonant as it sounds
        ("성우", "seongu", "sungwoo"),
        ("현진", "hyeonjin", "hyunjin"),
        ("영남", "yeongnam", "yungnam"),
        ("대웅", "daeung", "daewoong"),  # u at the beginning of a syllable
        ("국어", "gugeo", "googu"),  # a last consonant before a vowel as it is
    ],
)
def test_spellings(word: str, revised: str, usual: str) -> None:
    assert spellings(word) == (revised, usual)


def test_both_spellings_are_readings() -> None:
    assert {skeleton("sungwoo"), skeleton("seongu")} <= {skeleton("성우"), *alternates("성우")}


def test_only_syllables_are_hangul() -> None:
    assert is_hangul("한빛")
    assert not any(map(is_hangul, ("", "hanbit", "한bit", "ㄱ")))
