"""Explain a pair: what each name became, which channels propose it, and the weights of its score, in text."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resolver.comparing import best_hits, with_results
from resolver.config import PRESETS, Config
from resolver.matching.words_met import words_of_hits
from resolver.names import explain_name
from resolver.report import (
    Words,
    band_reason,
    kind_reason,
    legend,
    none_reason,
    render_explanation,
    render_words,
)

# docs/matching.md, "Information": a run knows how many of its listings hold a word.
ALONE = (
    "Asked alone. In a run, words that many of its listings hold count for less, and the score can differ."
)


def explain_pair(party: str, listed: str, party_country: str, listed_country: str, config: Config) -> str:
    """The explanation of any pair, also below every threshold."""
    frame = pd.DataFrame(
        {
            "left": [party],
            "right": [listed],
            "left_country": [party_country],
            "right_country": [listed_country],
        }
    )
    best = best_hits(frame, config)
    row = with_results(frame, best).iloc[0]
    parts = [_name_steps("party", party), _name_steps("listed", listed)]
    if row["note"] or not row["evidence"]:
        reason = _no_firm(row["note"])
        return "\n\n".join([*parts, f"No score, and never a match: {reason}."])
    waterfall = render_explanation(row["evidence"], score=row["score"]).rstrip("\n")
    words = words_of_hits(best.values())[0]
    weights = [_proposed(row["proposed_by"]), render_words(words), waterfall]
    verdict = [_verdict(row, words, config), legend(row["evidence"]) + ALONE]
    return "\n\n".join([*parts, *weights, *verdict])


def _proposed(channels: str) -> str:
    shown = ", ".join(name for name in channels.split("|") if name not in ("", "given"))
    if not shown:
        return "A run would not look at this pair: no channel of candidates connects the two names."
    return f"A run would look at this pair, proposed by: {shown}."


def _no_firm(note: str) -> str:
    """The note of `compare_pairs` ("left: to order") in words: which of the two names none, and why."""
    side, _, reason = note.replace("_", " ").partition(": ")
    whose = {"left": "the party's text names no firm", "right": "the listed text names no firm"}.get(side)
    return f"{whose} ({reason})" if whose else "one of the names holds no words"


def _verdict(row: Any, words: Words, config: Config) -> str:
    band, kind, score = row["band"], row["kind"], row["score"]
    verdict = "no hit" if band == "none" else f"band {band}, kind {kind}"
    limits = f"match from {config.match_threshold:g}, possible from {config.possible_threshold:g}"
    preset = PRESETS[config.preset]
    own = (config.match_threshold, config.possible_threshold) != (preset.match, preset.possible)
    lines = [f"{verdict} ({limits}; {'thresholds of your own' if own else f'preset {config.preset}'})"]
    if band == "none":
        reasons = none_reason(score, row["evidence"], words, config.as_dict())
    else:
        reasons = [f"{band}: {band_reason(band, score, config.as_dict())}"]
        reasons += [f"{kind}: {kind_reason(kind, row['evidence'])}"]
    return "\n".join([*lines, *(f"  {reason}" for reason in reasons)])


def explain_text(text: str) -> str:
    """What one name becomes, step by step."""
    return _name_steps("name", text)


def _name_steps(side: str, text: str) -> str:
    lines = [f"{side}: {text}"]
    lines += [f"  {s.step:<22}{s.value}" + (f"   ({s.note})" if s.note else "") for s in explain_name(text)]
    return "\n".join(lines)
