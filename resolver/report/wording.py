"""What the comparisons of an explanation are called where people read them.

Enter: names and levels as they stand in the column `evidence` (docs/matching.md says what each measures). Leave: plain
words. Nothing is decided here, and a name that is not known stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

PRIOR = "prior"
LABELS = {
    "words_found": "words in common",
    "words_shared": "words in common",
    "best_word": "rarest of them",
    "coverage": "listed name covered",
    "share": "longer name covered",
    "words_missing": "listed words missing",
    "words_extra": "party's other words",
    "words_more": "other words",
    "words_met": "words that met",
    "own_words": "words of its own",
    "place": "city and address",
    "words_replaced": "words exchanged",
    "edits": "letters changed",
    "letters": "slips in the whole name",
    "meaning": "telling words by meaning",
    "translation": "may be translated",
    "numbers": "numbers and opposites",
    "spelling": "how words agree",
}
# Levels of next to nothing: what is left over, or in common, are words such as "the" and "company".
_NOTHING = {
    "words_missing": (re.compile(r"^under 0\.5 bits"), "none"),
    "words_extra": (re.compile(r"^under 0\.5 bits"), "none"),
    "words_more": (re.compile(r"^under 0\.5 bits on the longer side"), "none"),
    "words_replaced": (re.compile(r"^under (?:2|0\.5) bits on both sides"), "none"),
    "words_found": (re.compile(r"^under 4 bits"), "hardly any (under 4 bits)"),
    "words_shared": (re.compile(r"^under 4 bits"), "hardly any (under 4 bits)"),
    "edits": (re.compile(r"^under 0\.3 bits( of edits)?"), "none"),
    # the way in which words met, whether or not letters were changed; in another script, or with a letter doubled, too
    "spelling": (re.compile(r"^same words"), "sound by sound"),
    # "Company" and "branch" are shown beside it, and belong to no class
    "legal_form": (re.compile(r"^none on one side"), "none, or one that tells nothing, on one side"),
    # said where nothing was compared: a number with wrong check digits is none, and one of another kind says nothing
    "identifiers": (
        re.compile(r"^none shared"),
        "none to compare (no valid number of one kind on both sides)",
    ),
    # also names of which every word met, one of them by initials or cut off: nothing need be left over
    "whole_name": (re.compile(r"^words left over"), "not all words agree"),
}
# A common word that is misspelt is taken by its meaning too: "translated" would be said of "Syrina" and "Syrian".
_BY_MEANING = (re.compile(r"^translated"), "by meaning (translated, or a common word misspelt)")
# "Kontsern" and "NPO" may be left over: a kind of enterprise tells next to nothing.
_TELLING = (re.compile(r"^all words agree"), "all telling words agree")
# A level may end in the group of names for which it stands: how much the name, its rarest word, or what was found tells.
_BITS = r"((?:under )?[\d.]+(?: to [\d.]+)? bits)"
_GROUPS = (
    (re.compile(rf", {_BITS} the best word( or more)?$"), r", rarest word \1\2"),
    (re.compile(rf", {_BITS} found( or more)?$"), r", beside \1\2 in common"),
    (
        re.compile(rf"^{_BITS} of the listed name's( or more)?, {_BITS} of the party's( or more)?$"),
        r"listed \1\2, party \3\4",
    ),
    (re.compile(rf", {_BITS}( or more)?$"), r", in a name of \1\2"),
)

LEGEND = (
    "Bits of a comparison: +1 doubles the odds that the two are one firm, -1 halves them.",
    "Bits of a word or name: how rare it is; 10 bits are one firm name in about 1,000.",
    "Weights were measured side by side: one alone, above all a small one, may point the other way than its words.",
)
CONCEPT_LEGEND = "@: a word taken by its meaning (@plant is завод, plant, works)."


def label(comparison: str) -> str:
    """The plain name of a comparison."""
    return LABELS.get(comparison, comparison.replace("_", " "))


@lru_cache(maxsize=4096)  # of levels there are some hundred, of hits on a page a thousand
def plain_level(comparison: str, level: str) -> str:
    """What was found, as people say it: "no letter, in a name of 18 bits or more"."""
    if comparison == PRIOR and not level:
        return "few of the pairs that are looked at are one firm"
    pattern, plain = _NOTHING.get(comparison, (None, ""))
    level = pattern.sub(plain, level) if pattern else level
    level = _BY_MEANING[0].sub(_BY_MEANING[1], level) if comparison == "spelling" else level
    level = _TELLING[0].sub(_TELLING[1], level) if comparison == "whole_name" else level
    for group, words in _GROUPS:
        level, changed = group.subn(words, level)
        if changed:
            break
    return level
