"""Why a pair scored what it scored: its comparisons as a waterfall of bits, in text.

Enters: the evidence of a hit, JSON of the shape {"prior": {"bits": -7.1}, "name": {"bits": 9.3, "level": "all words
agree", "party": "...", "listed": "..."}, ...}; a comparison without values of its own compares those of the first one.
Leaves: lines for a terminal; the bits shown add up to the match weight.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from resolver.report.text_table import display_width, pad, printable
from resolver.report.wording import CONCEPT_LEGEND, LEGEND, PRIOR, label, plain_level

BAR_COLUMNS = 24
# Comparisons that moved the weight by less than this many bits are shown as one line.
SMALL_BITS = 0.05
VALUES = {"party", "listed"}


class Step(NamedTuple):
    """One comparison of a waterfall: `before` and `after` are the running sums of bits around it."""

    name: str
    bits: float
    before: float
    after: float
    party: str
    listed: str
    level: str

    @property
    def shown_bits(self) -> float:
        """`bits` to two decimals, such that the numbers of a column add up to the rounded sum under them."""
        return round(self.after, 2) - round(self.before, 2)


def waterfall(evidence: Mapping[str, Any] | str) -> list[Step]:
    """The steps of `evidence` (a mapping or its JSON): the prior first, then the strongest comparison."""
    comparisons = _comparisons(evidence)
    names = sorted(comparisons, key=lambda name: (name != PRIOR, -abs(_bits(comparisons[name])), name))
    compared: Mapping[str, Any] = next((one for one in comparisons.values() if one.keys() >= VALUES), {})
    words = {key: compared.get(key) for key in VALUES}
    none_met = levels(comparisons).get("words_met", "").startswith("0 words")
    steps: list[Step] = []
    total = 0.0
    for name in names:
        bits = _bits(comparisons[name])
        detail = comparisons[name] if name == PRIOR else words | comparisons[name]
        party, listed, level = (str(detail.get(key) or "") for key in ("party", "listed", "level"))
        level = level.replace("same words", "no word met") if name == "spelling" and none_met else level
        steps.append(Step(name, bits, total, total + bits, party, listed, level))
        total += bits
    return steps


def levels(evidence: Mapping[str, Any] | str) -> dict[str, str]:
    """The level of each comparison of `evidence`."""
    return {name: str(one.get("level") or "") for name, one in _comparisons(evidence).items()}


def _comparisons(evidence: Mapping[str, Any] | str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(evidence or "{}") if isinstance(evidence, str) else evidence
    return found


def shown_steps(steps: list[Step]) -> list[Step]:
    """The steps as people read them: small ones as one, values only where they first stand. The sum is the
    same."""
    large = [step for step in steps if not _is_small(step)]
    small = [step for step in steps if _is_small(step)]
    if len(small) > 1:
        names = ", ".join(label(step.name) for step in small)
        bits = small[-1].after - small[0].before
        others = Step(
            "others", bits, small[0].before, small[-1].after, "", "", f"under {SMALL_BITS} each: {names}"
        )
        small = [others]
    return _without_repetition(large + small)


def _is_small(step: Step) -> bool:
    return step.name != PRIOR and abs(step.bits) < SMALL_BITS


def _without_repetition(steps: list[Step]) -> list[Step]:
    seen: set[tuple[str, str]] = {("", "")}
    shown = []
    for step in steps:
        values = (step.party, step.listed)
        shown.append(step._replace(party="", listed="") if values in seen else step)
        seen.add(values)
    return shown


def _bits(comparison: Mapping[str, Any]) -> float:
    return float(comparison.get("bits") or 0.0)


def match_probability(bits: float) -> float:
    """Probability of a match weight in bits: odds are two to its power."""
    if bits >= 0:
        return 1.0 / (1.0 + math.pow(2.0, -bits))
    return math.pow(2.0, bits) / (1.0 + math.pow(2.0, bits))


def render_explanation(evidence: Mapping[str, Any] | str, *, score: float | None = None) -> str:
    """The waterfall as text: a line per comparison, what was compared under it, and the sum at the end.

    `score` is the probability as the table of hits has it; without it, it is that of the sum: evidence is rounded, so
    that the fourth decimal can differ.
    """
    steps = shown_steps(waterfall(evidence))
    if not steps:
        return "no comparison was made\n"
    width = max(len("match weight"), *(display_width(label(step.name)) for step in steps))
    scale = _Scale.of(steps)
    lines = [line for step in steps for line in _step_lines(step, width, scale)]
    weight = steps[-1].after
    lines.append(
        f"  {pad('match weight', width)}  {weight:+8.2f} bits  "
        f"= probability {probability_text(match_probability(weight) if score is None else score)}"
    )
    return "\n".join(lines) + "\n"


def legend(*evidence: Mapping[str, Any] | str) -> str:
    """What the bits, and the signs that stand in any of this evidence, mean."""
    concepts = any("@" in step.party + step.listed for one in evidence for step in waterfall(one))
    return "\n".join((*LEGEND, CONCEPT_LEGEND) if concepts else LEGEND) + "\n"


def probability_text(probability: float | None) -> str:
    """Four decimals, never rounded up to certainty nor down to nothing; a dash for none."""
    if probability is None or math.isnan(probability):
        return "–"
    if 0.0001 <= probability <= 0.9999:
        return f"{probability:.4f}"
    return ">0.9999" if probability > 0.5 else "<0.0001"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Bits -> column of the bar: the lowest running sum is column 0, the highest the last."""

    low: float
    span: float

    @classmethod
    def of(cls, steps: list[Step]) -> _Scale:
        sums = [0.0, *(step.after for step in steps)]
        return cls(min(sums), max(max(sums) - min(sums), 1e-9))

    def column(self, bits: float) -> int:
        return round((bits - self.low) / self.span * BAR_COLUMNS)


def _step_lines(step: Step, width: int, scale: _Scale) -> list[str]:
    level = printable(plain_level(step.name, step.level))
    lines = [
        f"  {pad(label(step.name), width)}  {step.shown_bits:+8.2f} bits  {_bar(step, scale)}  {level}".rstrip()
    ]
    if step.party or step.listed:
        blank = " " * (width + 4)
        lines += [
            f"{blank}party   {printable(step.party) or '-'}",
            f"{blank}listed  {printable(step.listed) or '-'}",
        ]
    return lines


def _bar(step: Step, scale: _Scale) -> str:
    start, end = sorted((scale.column(step.before), scale.column(step.after)))
    mark = "+" if step.bits >= 0 else "-"
    filled = mark * (end - start) if end > start else ("|" if step.bits == 0 else mark)
    return (" " * start + filled).ljust(BAR_COLUMNS + 1)
