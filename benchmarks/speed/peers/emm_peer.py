"""emm (Entity Matching model), unsupervised: its three default indexers propose, cosine scores rank."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from emm import PandasEntityMatching

from benchmarks.speed.peers.exchange import run

PARAMETERS = {
    "name_only": True,
    "entity_id_col": "id",
    "name_col": "name",
    "preprocessor": "preprocess_merge_abbr",
    "indexers": [
        {
            "type": "cosine_similarity",
            "tokenizer": "words",
            "ngram": 1,
            "num_candidates": 10,
            "cos_sim_lower_bound": 0.2,
        },
        {
            "type": "cosine_similarity",
            "tokenizer": "characters",
            "ngram": 2,
            "num_candidates": 5,
            "cos_sim_lower_bound": 0.2,
        },
        {"type": "sni", "window_length": 3},
    ],
    "supervised_on": False,
}


def prepare(listed: pd.DataFrame) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Fits the indexers on the listed names; a name is found again by its row."""
    truth = pd.DataFrame({"id": range(len(listed)), "name": listed["name"]})
    matcher = PandasEntityMatching(PARAMETERS)
    matcher.fit(truth)
    listing_ids = listed["listing_id"].to_numpy()

    def search(parties: pd.DataFrame) -> pd.DataFrame:
        asked = pd.DataFrame({"id": range(len(parties)), "name": parties["name"]})
        pairs = matcher.transform(asked).dropna(subset=["gt_entity_id"])
        scores = pairs[[column for column in pairs.columns if column.startswith("score_")]].max(axis=1)
        found = pd.DataFrame(
            {
                "id": parties["id"].to_numpy()[pairs["entity_id"].astype(int)],
                "listing_id": listing_ids[pairs["gt_entity_id"].astype(int)],
                "score": scores.to_numpy(),
            }
        )
        return found.sort_values("score", ascending=False, kind="stable").drop_duplicates(
            ["id", "listing_id"]
        )

    return search


if __name__ == "__main__":
    run(prepare)
