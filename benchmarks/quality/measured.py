"""The figures that the package states of itself in run.json: resolver/matching/data/measured.json.

An auditor asks of a run which thresholds were in force and what was measured at them. The figures are those of the
test half, written here and nowhere else; a model that they were not measured with gets none of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolver.config import PRESETS
from resolver.matching.weights import load_model

if TYPE_CHECKING:
    import pandas as pd

FILE = Path(__file__).parents[2] / "resolver" / "matching" / "data" / "measured.json"
MEASURED_PARTS = ("presets", "calibration")
LISTED_SHARE = 0.01  # of the parties of a file, for the share of alerts that are right
PLACES = 4


def preset_figures(
    rows: Mapping[str, Sequence[float]], asked: int, strangers: int
) -> dict[str, dict[str, Any]]:
    """What is kept of the table of presets: shares found, alerts of 1,000, precision, with the thresholds.

    A row holds share, alerts and precision in `match`, then the same in either band.
    """
    names = ("found_in_match", "alerts_in_match", "precision_in_match", "found", "alerts", "precision")
    presets = {
        preset: {
            "match_threshold": PRESETS[preset].match,
            "possible_threshold": PRESETS[preset].possible,
            **{name: round(float(value), PLACES) for name, value in zip(names, row, strict=True)},
        }
        for preset, row in rows.items()
    }
    return {"presets": presets, "sets": {"manipulated_names": asked, "names_on_no_list": strangers}}


def calibration_figures(table: pd.DataFrame, error: float, sure: float) -> dict[str, Any]:
    """What is kept of the reliability table, with the calibration error and the share of wrong pairs above .99."""
    steps = [
        {
            "scores": str(step),
            "pairs": int(row["pairs"]),
            "mean_score": round(float(row["score"]), PLACES),
            "share_right": round(float(row["right"]), PLACES),
        }
        for step, row in table.iterrows()
    ]
    figures = {"error": round(error, PLACES), "wrong_above_99": round(sure, PLACES + 2), "reliability": steps}
    return {"calibration": figures}


def write_measured(measured: Mapping[str, Any], about: Mapping[str, object], path: Path = FILE) -> None:
    """Write the figures with the model that they belong to, the day, and the lists they were measured on."""
    content = {
        "measured_on": date.today().isoformat(),
        "model_sha256": load_model().digest,
        **about,
        "listed_share": LISTED_SHARE,
        "method": "docs/accuracy.md: names alone, without country, address or identifier",
        **measured,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
