"""What the benchmark writes for run.json."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from benchmarks.quality.measured import calibration_figures, preset_figures, write_measured
from resolver.config import PRESETS
from resolver.matching.weights import load_model


def test_the_file_holds_what_was_measured_and_of_which_model(tmp_path: Path) -> None:
    presets = preset_figures({"strict": [0.8, 1.25, 0.9, 0.91234567, 20.0, 0.3]}, 100, 50)
    table = pd.DataFrame({"pairs": [3], "score": [0.05], "right": [1 / 3]}, index=["0.0 to 0.1"])
    write_measured(presets | calibration_figures(table, 0.01, 0.0), {"half": "test"}, tmp_path / "m.json")
    content = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert content["model_sha256"] == load_model().digest
    assert content["half"] == "test"
    assert content["sets"] == {"manipulated_names": 100, "names_on_no_list": 50}
    strict = content["presets"]["strict"]
    assert (strict["found"], strict["alerts"]) == (0.9123, 20.0)
    assert strict["match_threshold"] == PRESETS["strict"].match
    [step] = content["calibration"]["reliability"]
    assert step == {"scores": "0.0 to 0.1", "pairs": 3, "mean_score": 0.05, "share_right": 0.3333}
