"""Hangul by sound: the Revised Romanisation, and the spelling by which Korean firms write themselves in English.

In: a word of Hangul. Out: its spellings in Latin letters. A syllable is taken apart by its number in Unicode, where its
three sounds are in order; a last consonant is written as it sounds (텍, tek), but before a vowel as it is (한국어, gugeo).
"""

from __future__ import annotations

_FIRST, _LAST = "가", "힣"
_VOWELS, _ENDS = 21, 28
_NONE = "-"  # of a sound that a syllable lacks


def _sounds(text: str) -> list[str]:
    return [sound.replace(_NONE, "") for sound in text.split()]


_INITIALS = _sounds("g kk n d tt r m b pp s ss - j jj ch k t p h")
_REVISED = _sounds("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_USUAL = _sounds("a ae ya yae u e yu ye o wa wae oe yo oo wo we wi yu u ui i")
"""Vowels as firms write them: 성 is sung, 현 hyun, 우 woo."""
_FINALS = _sounds("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
_LINKED = _sounds("- g kk gs n nj nh d r lg lm lb ls lt lp lh m b bs s ss ng j ch k t p h")
_SILENT = 11


def is_hangul(word: str) -> bool:
    """Whether a word is made of Hangul syllables only."""
    return bool(word) and all(_FIRST <= letter <= _LAST for letter in word)


def spellings(word: str) -> tuple[str, str]:
    """A word of Hangul by the Revised Romanisation, and as firms usually write it."""
    return _romanised(word, _REVISED, ""), _romanised(word, _USUAL, "w")


def _romanised(word: str, vowels: list[str], before_u: str) -> str:
    numbers = [ord(letter) - ord(_FIRST) for letter in word]
    sounds = [(one // _ENDS // _VOWELS, one // _ENDS % _VOWELS, one % _ENDS) for one in numbers]
    said = []
    for place, (initial, vowel, final) in enumerate(sounds):
        linked = place + 1 < len(sounds) and sounds[place + 1][0] == _SILENT
        glide = before_u if initial == _SILENT and vowels[vowel] == "oo" else ""
        said += [_INITIALS[initial], glide, vowels[vowel], (_LINKED if linked else _FINALS)[final]]
    return "".join(said)
