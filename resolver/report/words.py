"""Which words of two names met and which are left over, as lines of text under an explanation.

Enter: what met as (party's words, listed words, means), and the words of either side that met nothing. Nothing is
compared here.
"""

from __future__ import annotations

from collections.abc import Sequence

from resolver.report.text_table import printable

MEANS = {
    "": "",
    "joined": "one word, joined",
    "meaning": "by meaning",
    "initials": "initials",
    "cut": "cut off",
    "other_word": "a few letters apart, but two words of known meaning",
    "first_letter": "a slip in the first letter",
    "slip": "a slip",
    "vowels": "without vowels",
    "short": "alike in sound only",
    "reading": "another reading of the letters",
}
"""How words met -> what people read; the same word needs no comment."""

Words = tuple[Sequence[tuple[str, str, str]], Sequence[str], Sequence[str]]
"""What met, the words of the party alone, those of the listed name alone."""

_LABELS = ("words met", "only the party's", "only the listed")
_WIDTH = max(map(len, _LABELS))


def render_words(words: Words) -> str:
    """Three lines: the words that met, those of the party's name alone, those of the listed name alone."""
    met, *left = words
    texts = (", ".join(_couple(*one) for one in met), *map(" ".join, left))
    lines = [f"  {label:<{_WIDTH}}  {text or '-'}" for label, text in zip(_LABELS, texts, strict=True)]
    return "\n".join(map(printable, lines))


def rows_of_words(words: Words) -> list[tuple[str, str, str]]:
    """(title, party's words, listed words): those that met, then those left over."""
    met, party_left, listed_left = words
    listed = [other + (f" ({MEANS.get(means, means)})" if means else "") for _, other, means in met]
    return [
        ("Words met", ", ".join(party for party, _, _ in met), ", ".join(listed)),
        ("Left over", " ".join(party_left), " ".join(listed_left)),
    ]


def _couple(party: str, listed: str, means: str) -> str:
    if party == listed:
        return party
    return f"{party} = {listed}" + (f" ({MEANS.get(means, means)})" if means else "")
