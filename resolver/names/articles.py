"""The Arabic article, which publishers write, leave out and spell in a dozen ways: al-Noor, El Noor, An-Nur, Nur.

In: words of a name. Out: the words without it, as long as a word remains that tells whose it is. Articles of other languages
are stop words of the lexicon. Some of these are words or legal forms of other languages too (as, an, ad): they are articles
only before the letter that they take on, with a hyphen between. Maltese ones (l-Istitut tal-Istat) are so behind any word
else, whatever the words are, in small letters beside capitals as Maltese writes them: OOO TAT-TRADE and Tal-Invest
are names of firms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from resolver.names.kept import kept
from resolver.names.tables import read_table

if TYPE_CHECKING:
    from resolver.names.vocabulary import Word

SHORTEST_OWN = 3
"""Letters of a word of the firm's own beside which an article says nothing: EL in "EL Trade" may be the name."""


SURE = {"behind": "[-‐‑]", "apostrophe": "['’‘`]"}
"""Signs behind a Maltese article or preposition, which in small letters then is nothing else behind another word."""

LETTERS = {"z": "[zż]", "c": "[cċ]"}
"""How the letters of these are written."""


@cache
def articles() -> dict[str, tuple[str, str]]:
    """Each article, the letters that the next word must begin with ("" when any may), and what must stand around it: "", a
    "hyphen" between, or one of SURE."""
    return {row["article"]: (row["before"], row["joined"]) for row in read_table("articles")}


def is_sure(article: str) -> bool:
    """Whether an article is nothing else where it stands as its row says, so that no word of the firm's own is needed."""
    return articles()[article][1] in SURE


def is_own(word: Word) -> bool:
    """Whether a word is one of the firm's own, beside which an article may be left out."""
    if word.is_stop or len(word.exact) < SHORTEST_OWN or not word.exact.isalpha():
        return False
    return not word.concept or word.concept in _names()


def are_own(stops: Sequence[bool], exact: Sequence[str], concepts: Sequence[str]) -> list[bool]:
    """`is_own` of many words, by the columns of their records."""
    names = _names()
    return [
        not is_stop and len(one) >= SHORTEST_OWN and one.isalpha() and (not concept or concept in names)
        for is_stop, one, concept in zip(stops, exact, concepts, strict=True)
    ]


@kept
def _names() -> frozenset[str]:
    """The concepts of names that have many spellings (Muhammad, Nour): no English word stands for them."""
    rows = [(row["concept"], row["language"]) for row in read_table("lexicon") if row["kind"] == "word"]
    return frozenset(concept for concept, language in rows if language == "mul") - {
        concept for concept, language in rows if language == "en"
    }


def goes_before(article: str, following: str, text: str) -> bool:
    """Whether a word of that spelling is an article before the following word, as the text is written; "" when none follows.
    Initials with full stops (A.L. Orion) are none."""
    letters, joined = articles().get(article, ("", ""))
    if not following or article not in articles() or not following.startswith(letters):
        return False
    if joined in SURE and text.islower():
        return False
    return _written(article, joined).search(text) is not None


@cache
def _written(article: str, joined: str) -> re.Pattern[str]:
    if joined in SURE:
        written = "".join(LETTERS.get(letter, letter) for letter in article)
        return re.compile(rf"(?<=\w\s){written}{SURE[joined]}")
    behind = "[-‐‑]" if joined else r"(?!\w|[.])"
    return re.compile(rf"(?<!\w){article}{behind}", re.IGNORECASE)


def without_articles(words: list[Word], text: str) -> list[Word]:
    """The words that are no articles."""
    if articles().keys().isdisjoint([word.exact for word in words]):
        return words
    following = [*[word.exact for word in words[1:]], ""]
    pairs, have_own = zip(words, following, strict=True), any(map(is_own, words))
    return [word for word, behind in pairs if not comes_off(word.exact, behind, text, have_own)]


def comes_off(article: str, following: str, text: str, have_own: bool) -> bool:
    """Whether a word is an article that says nothing, in a name with or without a word of the firm's own."""
    if article not in articles() or not (have_own or is_sure(article)):
        return False
    return goes_before(article, following, text)
