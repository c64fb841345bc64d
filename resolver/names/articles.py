"""The Arabic article, which publishers write, leave out and spell in a dozen ways: al-Noor, El Noor, An-Nur, Nur.

In: words of a name. Out: the words without it, as long as a word remains that tells whose it is. Articles of other languages
are stop words of the lexicon. Some of these are words or legal forms of other languages too (as, an, ad): they are articles
only before the letter that they take on.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from resolver.names import background
from resolver.names.tables import read_table

if TYPE_CHECKING:
    from resolver.names.vocabulary import Word

SHORTEST_OWN = 3
"""Letters of a word of the firm's own beside which an article says nothing: EL in "EL Trade" may be the name."""

RARE = 7.0
"""Bits of a concept from which on it tells whose name it is (al-Shams, sun): banks and markets have fewer, suns and stars
as many."""


@cache
def articles() -> dict[str, str]:
    """Each article, and the letters that the next word must begin with ("" when any may)."""
    return {row["article"]: row["before"] for row in read_table("articles")}


def is_own(word: Word) -> bool:
    """Whether a word is one of the firm's own, beside which an article may be left out."""
    if word.is_stop or len(word.exact) < SHORTEST_OWN or not word.exact.isalpha():
        return False
    return not word.concept or background.bits("@" + word.concept, "") >= RARE


def goes_before(article: str, following: str) -> bool:
    """Whether a word of that spelling is an article before the following word; "" when none follows."""
    letters = articles().get(article)
    return letters is not None and following != "" and following.startswith(letters)


def without_articles(words: list[Word]) -> list[Word]:
    """The words that are no articles."""
    if articles().keys().isdisjoint([word.exact for word in words]) or not any(map(is_own, words)):
        return words
    following = [*[word.exact for word in words[1:]], ""]
    return [
        word for word, behind in zip(words, following, strict=True) if not goes_before(word.exact, behind)
    ]
