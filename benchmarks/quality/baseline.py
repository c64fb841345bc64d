"""The frozen baseline: figures of the last accepted run, and what counts as a loss against them.

baseline.json holds the figures of a full run on the test half, with the run's particulars. Shares (recall,
F1) may fall by one point, those of small sets by two; alerts of 1,000 may rise by a tenth and one, the
calibration error by .005.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BASELINE = Path(__file__).with_name("baseline.json")
SHARE_MAY_FALL = 0.01  # of recall, over sets of thousands
SMALL_SHARE_MAY_FALL = 0.02  # over sets of a few hundred: two standard errors at .95 and 400 names
ALERTS_MAY_RISE = (1.1, 1.0)  # factor, and alerts of 1,000
ERROR_MAY_RISE = 0.005  # of calibration
_LARGE = ("matrix/single", "matrix/combined", "aliases/all", "exact/match")
_LOWER_IS_BETTER = (
    "innocents/",
    "hard/",
    "acronyms/",
    "calibration/",
    "clusters/wrong",
    "controlled/wrong",
    "across/other",
)


@dataclass(frozen=True)
class Difference:
    """A figure, now and in the baseline; `lost` says that it got worse beyond its tolerance."""

    figure: str
    before: float | None
    now: float
    lost: bool


def allowed(figure: str, before: float) -> float:
    """The worst value that still counts as no loss."""
    if figure.startswith(("innocents/", "hard/", "acronyms/")):
        return before * ALERTS_MAY_RISE[0] + ALERTS_MAY_RISE[1]
    if figure.startswith(_LOWER_IS_BETTER):
        return before + ERROR_MAY_RISE
    return before - (SHARE_MAY_FALL if figure in _LARGE else SMALL_SHARE_MAY_FALL)


def compare(figures: Mapping[str, float], frozen: Mapping[str, float]) -> list[Difference]:
    """Each figure of this run beside the frozen one; figures that the baseline lacks are no loss."""
    return [_difference(name, value, frozen.get(name)) for name, value in sorted(figures.items())]


def _difference(name: str, now: float, before: float | None) -> Difference:
    if before is None:
        return Difference(name, None, now, lost=False)
    limit = allowed(name, before)
    lost = now > limit if name.startswith(_LOWER_IS_BETTER) else now < limit
    return Difference(name, before, now, lost)


def read_baseline(path: Path = BASELINE) -> dict[str, float]:
    """The frozen figures; empty when none were frozen yet."""
    return json.loads(path.read_text(encoding="utf-8"))["figures"] if path.exists() else {}


def write_baseline(figures: Mapping[str, float], about: Mapping[str, object], path: Path = BASELINE) -> None:
    """Freezes the figures of a full run, rounded to four places, with what they were measured on."""
    rounded = {name: round(value, 4) for name, value in sorted(figures.items())}
    text = json.dumps({"about": dict(about), "figures": rounded}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
