"""Why a hit is in its band and of its kind, in a sentence each: what the bits alone do not say.

Enter: the facts of a hit (columns of HITS) and the settings that were in force. Leaves: text. The rules themselves are
those of `resolver.matching.hits`; here they are told, not applied again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resolver.report.explanation import probability_text, waterfall
from resolver.report.wording import plain_level

KINDS = {
    "same": "the two names are taken for those of one firm",
    "contains": "the party's name says more than the listed one: a branch, a subsidiary, or another firm by chance",
}
SAYS_OTHER_THINGS = (
    "the party's name says more and lacks words of the listed one: another firm of its group, or of none"
)
"""`contains`, where a word of the listed name is missing too."""


def band_reason(band: str, score: float, settings: Mapping[str, Any]) -> str:
    """Why `band`, given the probability and `match_threshold` and `possible_threshold` of a run's configuration.

    Only two rules put a hit elsewhere than its probability does: a weak alias alone, and a name that holds a listed one.
    """
    match, possible = settings["match_threshold"], settings["possible_threshold"]
    shown = probability_text(score)
    if band == "possible" and score >= match:
        return (
            f"probability {shown} would be a match, but a weak alias alone is none: no number agrees with it"
        )
    if band == "possible" and score < possible:
        return f"probability {shown} is under {possible:g}; reported because the party's name holds the listed one"
    lowest = match if band == "match" else possible
    return f"probability {shown}; {band} from {lowest:g}"


def kind_reason(kind: str, evidence: Mapping[str, Any] | str = "") -> str:
    """What the kind of a hit says of the two firms, given its evidence."""
    if kind == "contains" and _words_are_missing(evidence):
        return SAYS_OTHER_THINGS
    return KINDS.get(kind, kind)


def _words_are_missing(evidence: Mapping[str, Any] | str) -> bool:
    """Listed words, and more than "the" and "company", are not in the party's name."""
    levels = [step.level for step in waterfall(evidence) if step.name == "words_missing"]
    return any(not plain_level("words_missing", level).startswith("none") for level in levels)
