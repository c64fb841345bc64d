"""rapidfuzz: every party against every listed name, token_sort_ratio, the best of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process, utils

from benchmarks.speed.peers.exchange import run

SLICE = 500  # parties at a time: a matrix of 500 x 100,000 bytes


def prepare(listed: pd.DataFrame) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Names in lower case without punctuation, as rapidfuzz's own processor makes them."""
    names = [utils.default_process(name) for name in listed["name"]]
    ids = listed["listing_id"].to_numpy()

    def search(parties: pd.DataFrame) -> pd.DataFrame:
        best: list[np.ndarray] = []
        scores: list[np.ndarray] = []
        for start in range(0, len(parties), SLICE):
            asked = [utils.default_process(name) for name in parties["name"].iloc[start : start + SLICE]]
            matrix = process.cdist(asked, names, scorer=fuzz.token_sort_ratio, dtype=np.uint8, workers=-1)
            best.append(matrix.argmax(axis=1))
            scores.append(matrix.max(axis=1))
        return pd.DataFrame(
            {"id": parties["id"], "listing_id": ids[np.concatenate(best)], "score": np.concatenate(scores)}
        )

    return search


if __name__ == "__main__":
    run(prepare)
