"""What was measured of the shipped model: what each preset finds and costs, and whether a probability is what it says.

Enters: `data/measured.json`, which `python -m benchmarks.quality` writes, and the model and thresholds of a run.
Leaves: the figures that hold for that run, for run.json and the page. Refuses: to give figures of one model or of
one pair of thresholds to another.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from resolver.config import Config
from resolver.matching.weights import Model

FILE = "measured.json"


def read_measured() -> dict[str, Any]:
    """The content of the file that the quality benchmark wrote."""
    file = resources.files("resolver.matching") / "data" / FILE
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def measured_figures(model: Model, config: Config) -> dict[str, Any]:
    """The measured figures of the thresholds in force; {"none": why} where nothing was measured at them.

    Shares lie between 0 and 1, alerts are of 1,000 names that are on no list, precision is that of a file in which
    `listed_share` of the parties are listed.
    """
    content = read_measured()
    if model.digest != content["model_sha256"]:
        return {
            "none": "these figures exist for the shipped model only; measure your own with labelled pairs"
        }
    about = {key: value for key, value in content.items() if key != "presets"}
    preset = content["presets"].get(config.preset)
    if preset is None or _thresholds(config) != (preset["match_threshold"], preset["possible_threshold"]):
        return {**about, "preset": {"none": "measured for the thresholds of the presets only, not for these"}}
    return {**about, "preset": {"name": config.preset, **preset}}


def _thresholds(config: Config) -> tuple[float, float]:
    return config.match_threshold, config.possible_threshold
