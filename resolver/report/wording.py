"""What the comparisons of an explanation are called where people read them.

Enter: names and levels as they stand in the column `evidence` (docs/matching.md says what each measures). Leave: plain
words. Nothing is decided here, and a name that is not known stays as it is.
"""

from __future__ import annotations

import re

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
    "words_replaced": "words exchanged",
    "edits": "letters changed",
    "spelling": "how words agree",
}
# Levels of next to nothing: what is left over, or in common, are words such as "the" and "company".
_NOTHING = {
    ("words_missing", "under 0.5 bits"): "none",
    ("words_extra", "under 0.5 bits"): "none",
    ("words_more", "under 0.5 bits on the longer side"): "none",
    ("words_replaced", "under 2 bits on both sides"): "none",
    ("words_replaced", "under 0.5 bits on both sides"): "none",
    ("words_found", "under 4 bits"): "hardly any (under 4 bits)",
    ("words_shared", "under 4 bits"): "hardly any (under 4 bits)",
}
_RARITY = re.compile(r", (?=(?:under )?[\d.]+ (?:to [\d.]+ )?bits(?: or more)?$)")
_UNCHANGED = re.compile(r"^under 0\.3 bits( of edits)?")

LEGEND = (
    "Bits of a comparison: +1 doubles the odds that the two are one firm, -1 halves them.",
    "Bits of a word or name: how rare it is; 10 bits are one firm name in about 1,000.",
)
CONCEPT_LEGEND = "@: a word taken by its meaning (@plant is завод, plant, works)."


def label(comparison: str) -> str:
    """The plain name of a comparison."""
    return LABELS.get(comparison, comparison.replace("_", " "))


def plain_level(comparison: str, level: str) -> str:
    """What was found, as people say it: "no letter, in a name of 18 bits or more"."""
    if comparison == PRIOR and not level:
        return "few of the pairs that are looked at are one firm"
    level = _NOTHING.get((comparison, level), level)
    if comparison == "edits":
        level = _UNCHANGED.sub("none", level)
    if comparison == "spelling":  # the way in which words met, whether or not letters were changed
        level = level.replace("same words", "letter by letter")
    return _RARITY.sub(", in a name of ", level)
