"""`resolver train`: a model from a user's own labelled pairs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from resolver.comparing import link_frame
from resolver.config import Config
from resolver.errors import UnreadableInput
from resolver.matching.training import Labelled, estimate
from resolver.matching.weights import save_model
from resolver.pipeline import model_of

FEWEST_PAIRS = 50  # of each kind; below that the weights are mostly the ridge's


def train_on(frame: pd.DataFrame, out: Path, source: str) -> str:
    """Estimate on columns left, right, label of the file `source`; write the model to `out`. Returns what to tell the
    user."""
    if "label" not in frame.columns:
        raise UnreadableInput(
            f"{source}: no column called label (1 same, 0 not); found {', '.join(frame.columns)}"
        )
    labels = frame["label"].str.strip().str.lower().map({"1": True, "0": False, "true": True, "false": False})
    if labels.isna().any():
        row = int(labels.isna().idxmax()) + 1
        raise UnreadableInput(
            f"{source}: row {row}: label {frame['label'].iloc[row - 1]!r} is neither 1 (same) nor 0 (not)"
        )
    true = labels.astype(bool).to_numpy()
    fewer = int(min(true.sum(), (~true).sum()))
    if fewer < FEWEST_PAIRS:
        raise UnreadableInput(
            f"{source}: only {fewer} pairs of one kind; at least {FEWEST_PAIRS} pairs of each kind are needed"
        )
    config = Config()
    pairs, rows = link_frame(frame, model_of(config), config)
    labelled = Labelled(pairs.levels, true[rows], np.ones(len(rows)))
    card = {"pairs": len(rows), "true_pairs": int(labelled.true.sum()), "data": "labelled pairs of the user"}
    model = estimate(labelled, version="user", card=card)
    save_model(model, out)
    return f"{out}: estimated on {len(rows)} pairs, {int(labelled.true.sum())} of them true"
