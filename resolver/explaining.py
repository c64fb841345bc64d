"""Explain a pair: what each name became, which channels propose it, and the weights of its score, in text."""

from __future__ import annotations

import pandas as pd

from resolver.comparing import compare_pairs
from resolver.config import Config
from resolver.names import explain_name
from resolver.report import render_explanation


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
    row = compare_pairs(frame, config).iloc[0]
    parts = [_name_steps("party", party), _name_steps("listed", listed)]
    if row["note"] or not row["evidence"]:
        reason = row["note"].replace("_", " ") or "one of the names holds no words"
        return "\n\n".join([*parts, f"No score, and never a match: {reason}."])
    verdict = f"band {row['band']}" + (f", kind {row['kind']}" if row["kind"] else "")
    match, possible = config.match_threshold, config.possible_threshold
    limits = f"match from {match:g}, possible from {possible:g} ({config.preset})"
    channels = row["proposed_by"].replace("given", "").strip("|").replace("|", ", ")
    proposed = (
        f"A run would propose this pair by: {channels}."
        if channels
        else ("A run would not propose this pair: no channel of candidates connects the two names.")
    )
    return "\n\n".join([*parts, proposed, render_explanation(row["evidence"]), f"{verdict} ({limits})"])


def explain_text(text: str) -> str:
    """What one name becomes, step by step."""
    return _name_steps("name", text)


def _name_steps(side: str, text: str) -> str:
    lines = [f"{side}: {text}"]
    lines += [f"  {s.step:<22}{s.value}" + (f"   ({s.note})" if s.note else "") for s in explain_name(text)]
    return "\n".join(lines)
