"""Why a hit is in its band and of its kind, in a sentence each: what the bits alone do not say.

Enter: the facts of a hit (columns of HITS) and the settings that were in force. Leaves: text. The rules themselves are
those of `resolver.matching.hits`; here they are told, not applied again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from resolver.report.explanation import probability_text, waterfall
from resolver.report.wording import PRIOR, label, plain_level
from resolver.report.words import Words

KINDS = {
    "same": "if the hit is right, the two names are those of one firm",
    "contains": "the party's name says more than the listed one: a branch, a subsidiary, or another firm by chance",
}
SAYS_OTHER_THINGS = (
    "the party's name says more and lacks words of the listed one: another firm of its group, or of none"
)
"""`contains`, where a word of the listed name is missing too."""
A_SLIP_AWAY = "word by word the party's name says more than the listed one; as a whole it is one or two letters away from it"
"""`contains`, where what is left over may be the listed name misspelt (CO LD)."""
MOST_AGAINST = 2
"""Comparisons that are named as reasons why a pair is no hit."""


def band_reason(band: str, score: float, settings: Mapping[str, Any]) -> str:
    """Why `band`, given the probability and `match_threshold` and `possible_threshold` of a run's configuration.

    Only two rules put a hit elsewhere than its probability does: a weak alias alone, and a name that holds a listed one.
    """
    match, possible = settings["match_threshold"], settings["possible_threshold"]
    shown = probability_text(score)
    if band == "possible" and score >= match:
        return (
            f"probability {shown} would be a match, but a weak alias alone is never one: no identifier agrees"
        )
    if band == "possible" and score < possible:
        return f"probability {shown} is under {possible:g}; reported because it holds the telling words of the listed name"
    lowest = match if band == "match" else possible
    return f"probability {shown}; {band} from {lowest:g}"


def kind_reason(kind: str, evidence: Mapping[str, Any] | str = "") -> str:
    """What the kind of a hit says of the two firms, given its evidence."""
    if kind != "contains":
        return KINDS.get(kind, kind)
    found = {step.name: plain_level(step.name, step.level) for step in waterfall(evidence)}
    if "apart" in found.get("letters", ""):
        return A_SLIP_AWAY
    missing = not found.get("words_missing", "none").startswith("none")  # more than "the" and "company"
    return SAYS_OTHER_THINGS if missing else KINDS[kind]


def none_reason(
    score: float, evidence: Mapping[str, Any] | str, words: Words, settings: Mapping[str, Any]
) -> list[str]:
    """Why a pair is no hit, in lines: the threshold that it does not reach, the words that miss, and the comparisons that
    speak against it most."""
    lines = [f"probability {probability_text(score)} is under {settings['possible_threshold']:g}"]
    _, _, listed_left = words
    if listed_left:
        lines.append(f"not in the party's name: {', '.join(listed_left)}")
    steps = [step for step in waterfall(evidence) if step.name != PRIOR and step.bits < 0]
    against = [f"{label(step.name)} ({step.bits:+.2f} bits)" for step in steps[:MOST_AGAINST]]
    return lines + ([f"most against it: {', '.join(against)}"] if against else [])
