"""Model files: what is written is read back, what does not fit is refused with one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resolver.errors import UsageError
from resolver.matching.comparisons import COMPARISONS
from resolver.matching.weights import load_model, save_model


@pytest.fixture
def written(tmp_path: Path) -> Path:
    save_model(load_model(), tmp_path / "model.json")
    return tmp_path / "model.json"


def test_round_trip(written: Path) -> None:
    assert load_model(written) == load_model()
    assert load_model(written).digest == load_model().digest


def test_the_shipped_model() -> None:
    model = load_model()
    assert 0 < model.prior < 1
    assert model.prior_bits == pytest.approx(np.log2(model.prior / (1 - model.prior)))
    for comparison in COMPARISONS:
        weights = model.weights(comparison.name)
        assert len(weights) == len(comparison.levels)
        assert np.isfinite(weights).all()
        assert sum(model.u[comparison.name]) == pytest.approx(1)
    assert model.card, "a model says what it was estimated on"


def test_the_digest_knows_every_number(written: Path) -> None:
    raw = json.loads(written.read_text(encoding="utf-8"))
    raw["comparisons"]["country"]["m"][1] *= 1.5
    written.write_text(json.dumps(raw), encoding="utf-8")
    assert load_model(written).digest != load_model().digest


def change(raw: dict[str, Any], what: str) -> None:
    """Damage a model in one way."""
    match what:
        case "no prior":
            del raw["prior"]
        case "prior of 1":
            raw["prior"] = 1.0
        case "prior of 0":
            raw["prior"] = 0
        case "text for a number":
            raw["comparisons"]["edits"]["m"][0] = "high"
        case "a level too few":
            raw["comparisons"]["edits"]["u"].pop()
        case "no such comparison":
            del raw["comparisons"]["words_found"]
        case "zero":
            raw["comparisons"]["edits"]["m"][0] = 0
        case "not a number":
            raw["comparisons"]["edits"]["u"][0] = float("nan")
        case "above one":
            raw["comparisons"]["edits"]["u"][0] = 1.5
        case "a list":
            raw["comparisons"] = []


DAMAGE = (
    "no prior",
    "prior of 1",
    "prior of 0",
    "text for a number",
    "a level too few",
    "no such comparison",
    "zero",
    "not a number",
    "above one",
    "a list",
)


@pytest.mark.parametrize("what", DAMAGE)
def test_a_model_that_does_not_fit(what: str, written: Path) -> None:
    raw = json.loads(written.read_text(encoding="utf-8"))
    change(raw, what)
    written.write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(UsageError, match=r"model\.json"):
        load_model(written)


@pytest.mark.parametrize("content", ["", "[]", "3", "{}", "{", "\x00"])
def test_no_model_at_all(content: str, tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"model\.json"):
        load_model(tmp_path / "model.json")
    with pytest.raises(UsageError, match="nowhere"):
        load_model(tmp_path / "nowhere.json")
