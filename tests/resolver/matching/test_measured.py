"""Figures of the shipped model hold for it alone, and for the thresholds they were measured at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from resolver.config import PRESETS, Config, with_preset
from resolver.matching.measured import measured_figures, read_measured
from resolver.matching.weights import load_model


def test_the_figures_belong_to_the_shipped_model_and_to_the_presets() -> None:
    """Fails when model or presets changed and `python -m benchmarks.quality --update-measured` was not run."""
    measured = read_measured()
    assert measured["model_sha256"] == load_model().digest
    for name, preset in PRESETS.items():
        figures = measured["presets"][name]
        assert (figures["match_threshold"], figures["possible_threshold"]) == (preset.match, preset.possible)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_its_figures(preset: str) -> None:
    figures = measured_figures(load_model(), with_preset(Config(), preset))
    assert figures["preset"]["name"] == preset
    assert figures["calibration"]["error"] < 0.03


def test_other_thresholds_and_other_models_have_none() -> None:
    model = load_model()
    assert set(measured_figures(model, replace(Config(), match_threshold=0.77))["preset"]) == {"none"}
    assert set(measured_figures(replace(model, prior=model.prior / 2), Config())) == {"none"}
