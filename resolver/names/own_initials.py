"""Names that are said in words and again in their own initials: "Safety Equipment Procurement Company (SEP)", "Armament
Industries Group - AIG", SAFETY EQUIPMENT SUPPLY SES.

In: a raw text, or its words. Out: the text without the initials, and these. They add nothing to the words that they
abbreviate, whose initials are known anyway; left in, they are the rarest word of a name and keep it from the same name
without them. Letters of another language (RZD of the Russian Railways) are no initials of these words and stay, and so do
initials in front: BPT Berlin Petroleum Trading is called BPT as often. A number behind letters in brackets is said again,
too: 13th Research Institute (CETC 13).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from resolver.names import forms
from resolver.names.fold import fold_text, split_words
from resolver.names.vocabulary import Word, know

_LETTERS = r"[^\W\d_]{3,10}"
"""Two letters are the initials of too many."""

FEWEST = 3
"""Words that initials repeat, one of them of the legal form at the most."""

_IN_BRACKETS = re.compile(rf"\(\s*({_LETTERS})\s*\)")
_NUMBERED = re.compile(rf"\(\s*({_LETTERS})[\s-]*(\d{{1,4}})\s*\)")
_BEHIND = re.compile(rf"^(.+) [-–] ({_LETTERS})\s*$")

LONGEST_NAME = 240
"""Letters of a text in which its own initials are sought: ten words of a name are not longer, and a field of nothing but
brackets costs little."""

SIGNS = ("(", " - ", " – ")
"""One of these stands beside initials that repeat a name."""


def without_initials(text: str) -> tuple[str, str]:
    """The text without initials of its own words, and these; "" where there are none."""
    if not any(sign in text for sign in SIGNS):
        return text, ""
    return next(_found(text), (text, ""))


def _numbered(text: str) -> Iterator[tuple[str, str]]:
    """The text without a number in brackets, behind letters, that stands before the brackets."""
    for found in _NUMBERED.finditer(text[:LONGEST_NAME]):
        if re.search(rf"(?<!\d){found[2]}(?!\d)", text[: found.start()]):
            yield f"{text[: found.start()]}({found[1]}){text[found.end() :]}", found[2]


def _found(text: str) -> Iterator[tuple[str, str]]:
    yield from _numbered(text)
    for found in _IN_BRACKETS.finditer(text[:LONGEST_NAME]):
        if are_initials(found[1], text[: found.start()]):
            yield f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}".strip(), found[1]
    if len(text) <= LONGEST_NAME and (behind := _BEHIND.match(text)) and are_initials(behind[2], behind[1]):
        yield behind[1].rstrip(), behind[2]


def are_initials(letters: str, text: str) -> bool:
    """Whether letters are the first ones of the words of a text, all but joining words and the legal forms at its ends, and
    no legal form themselves. The form behind the words may have letters, too (Smart Digital Interface Company (SDIC)), of
    which one counts as a word (Gulf Metal Company (GMC))."""
    words = [know(word) for word in split_words(fold_text(text))]
    first, last = _core(words)
    counted = [word for word in words[first:last] if not word.is_stop]
    wanted = know(fold_text(letters))
    if len(counted) < FEWEST - 1 or wanted.form_branches:
        return False
    own, of_form = ("".join([word.exact[:1] for word in some]) for some in (counted, words[last:]))
    rest = wanted.exact.removeprefix(own)
    return wanted.exact.startswith(own) and of_form.startswith(rest) and len(counted) + len(rest) >= FEWEST


def _core(words: Sequence[Word]) -> tuple[int, int]:
    """Where the words between the legal forms at either end begin and end."""
    spans = forms.find_spans(list(words))
    first = max((span.end for span in spans if span.start == 0), default=0)
    last = min((span.start for span in spans if span.end == len(words)), default=len(words))
    return first, max(first, last)


def place_of_initials(words: Sequence[Word]) -> int:
    """The place of the last word where it only repeats the first letters of all before it (Safety Equipment Supply SES);
    -1 elsewhere. Joining words and words of legal forms do not count."""
    counted = [at for at, word in enumerate(words) if not (word.is_stop or word.form_branches)]
    if len(counted) <= FEWEST:
        return -1
    *others, last = counted
    letters = "".join([words[at].exact[:1] for at in others])
    return last if words[last].exact == letters and not words[last].concept else -1
