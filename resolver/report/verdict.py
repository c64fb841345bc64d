"""Why a hit is in its band and of its kind, in a sentence each: what the bits alone do not say.

Enter: the facts of a hit (columns of HITS) and the settings that were in force. Leaves: text. The rules themselves are
those of `resolver.matching.hits`; here they are told, not applied again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from resolver.report.explanation import Step, levels, probability_text, waterfall
from resolver.report.wording import PRIOR, label, plain_level
from resolver.report.words import Words

KINDS = {
    "same": "if the hit is right, the two names are those of one {what}",
    "contains": "the party's name says more than the listed one: a branch, a subsidiary, or another firm by chance",
}
LISTED_AS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
"""What an entry of this type is called; any other is a firm."""
HOLDS_A_NAME = (
    "the party's name holds {how_much} of a listed {what}: {what} and party may be linked, or alike by chance"
)
"""`contains`, where the listed name is not that of a firm: it has no branches."""
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
        return f"probability {shown} is under {possible:g}; reported because it holds telling words of the listed name"
    lowest = match if band == "match" else possible
    return f"probability {shown}; {band} from {lowest:g}"


def kind_reason(kind: str, evidence: Mapping[str, Any] | str = "", listing_type: str = "") -> str:
    """What the kind of a hit says of the party and of the listed firm, person or vessel, given its evidence."""
    what = LISTED_AS.get(listing_type, "firm")
    if kind not in KINDS:  # of a table that another version wrote, or a hand changed
        return kind
    if kind != "contains":
        return KINDS[kind].format(what=what)
    found = {name: plain_level(name, level) for name, level in levels(evidence).items()}
    if "apart" in found.get("letters", ""):
        return A_SLIP_AWAY
    missing = not found.get("words_missing", "none").startswith("none")  # more than "the" and "company"
    if what != "firm":
        return HOLDS_A_NAME.format(what=what, how_much="part of the name" if missing else "the name")
    return SAYS_OTHER_THINGS if missing else KINDS[kind]


def agreement(hit: Mapping[str, Any]) -> list[str]:
    """What a reviewer wants to see beside the name: other marks that agree or speak against it."""
    found = levels(hit["evidence"])
    kind = hit["listing_type"]
    marks = ["numbers agree"] if found.get("identifiers") == "equal" else []
    marks += ["numbers differ"] if found.get("identifiers", "").startswith("different") else []
    marks += [f"country {found['country']}"] if found.get("country") in ("same", "different") else []
    marks += [found["place"]] if found.get("place") in ("same address", "same city") else []
    marks += [f"listed as {kind}"] if kind not in ("", "entity") else []
    return marks + (["weak alias"] if hit["alias_quality"] == "weak" else [])


def none_reason(
    score: float, evidence: Mapping[str, Any] | str, words: Words, settings: Mapping[str, Any]
) -> list[str]:
    """Why a pair is no hit, in lines: the threshold that it does not reach and by how much, the words left over on either
    side, and the differences that speak against it most, in the bits that the waterfall shows."""
    possible = settings["possible_threshold"]
    steps = waterfall(evidence)
    lines = [f"probability {probability_text(score)} is under {possible:g}{_short_of(possible, steps)}"]
    _, party_left, listed_left = words
    if listed_left:
        lines.append(f"not in the party's name: {', '.join(listed_left)}")
    if party_left:
        lines.append(f"not in the listed name: {', '.join(party_left)}")
    against = [f"{label(step.name)} ({step.shown_bits:+.2f} bits)" for step in steps if _is_against(step)]
    return lines + ([f"most against it: {', '.join(against[:MOST_AGAINST])}"] if against else [])


def _is_against(step: Step) -> bool:
    """Whether a comparison found something that differs. "Letters changed: none" can weigh below zero beside the others, and
    would be no reason."""
    level = plain_level(step.name, step.level)
    return step.name != PRIOR and step.shown_bits < 0 and not level.startswith("none")


def _short_of(threshold: float, steps: list[Step]) -> str:
    """By how many bits the match weight misses a threshold; nothing where there is no weight to compare."""
    if not steps or not 0 < threshold < 1:
        return ""
    lowest, weight = round(math.log2(threshold / (1 - threshold)), 2), round(steps[-1].after, 2)
    short = lowest - weight
    return f" ({weight:+.2f} bits; from {lowest:+.2f}, {short:.2f} more)" if short > 0 else ""
