"""An emulation of the score of OFAC's own search (Sanctions List Search, FAQ 246 to 249), for comparison.

Banks compare with it, so it stands beside our score and decides nothing: the larger of Jaro-Winkler on the whole
string and the mean over the words of the searched name of their best Jaro-Winkler or Soundex agreement.
"""

from __future__ import annotations

import unicodedata

import jellyfish

# A Soundex agreement counts as much as this Jaro-Winkler score: the FAQ names the algorithm, not its value.
SOUNDEX_AGREEMENT = 0.85


def ofac_reference_score(party_name: str, listed_name: str) -> float:
    """0 to 100. Names are folded to upper case first; an empty name scores 0."""
    party, listed = _folded(party_name), _folded(listed_name)
    if not party or not listed:
        return 0.0
    whole = jellyfish.jaro_winkler_similarity(party, listed)
    return round(100.0 * max(whole, _word_mean(party.split(), listed.split())), 1)


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).upper()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def _word_mean(party: list[str], listed: list[str]) -> float:
    return sum(max(_word_score(word, other) for other in listed) for word in party) / len(party)


def _word_score(word: str, other: str) -> float:
    score = jellyfish.jaro_winkler_similarity(word, other)
    same_sound = word.isascii() and other.isascii() and jellyfish.soundex(word) == jellyfish.soundex(other)
    return max(score, SOUNDEX_AGREEMENT) if same_sound and word.isalpha() and other.isalpha() else score
