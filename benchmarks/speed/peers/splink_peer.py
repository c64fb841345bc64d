"""splink alone, as its tutorial deduplicates a table: ordinary blocking rules, EM training, connected components.

FOLDER OUT LIMIT as the other peers, on FOLDER/registry.csv; OUT is a CSV of id, cluster.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.95  # match probability from which two rows are one firm, as in the tutorial
PREFIX = 6  # letters of the name without legal form that block
_FORMS = r"\b(ooo|llc|ltd|limited|company|co|ao|oao|zao|pao|jsc|ojsc|fze|llp|too|osoo|corp|inc|gmbh|srl|ооо|ао|оао|зао)\b"


def prepare(registry: pd.DataFrame) -> pd.DataFrame:
    """Lower case, punctuation off, legal forms off; the first letters and words to block on."""
    plain = registry["name"].str.lower().str.replace(r"[^\w\s]", " ", regex=True)
    plain = plain.str.replace(_FORMS, " ", regex=True).str.split().str.join(" ")
    words = plain.str.split()
    return pd.DataFrame(
        {
            "unique_id": registry["id"],
            "name": plain.where(plain != ""),
            "prefix": plain.str[:PREFIX],
            "first_word": words.str[0],
            "last_word": words.str[-1],
            "country": registry["country"],
            "city": registry["city"].where(registry["city"] != ""),
            "tax_id": registry["tax_id"].where(registry["tax_id"] != ""),
        }
    )


def cluster(table: pd.DataFrame) -> pd.DataFrame:
    """id and cluster of every row."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("city"),
            cl.ExactMatch("tax_id"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("prefix", "country"),
            block_on("first_word", "last_word"),
            block_on("tax_id"),
        ],
    )
    linker = Linker(DuckDBAPI().register(table, dataset_display_name="registry"), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "country")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("prefix", "country"))
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, THRESHOLD)
    rows = found.as_pandas_dataframe()
    return pd.DataFrame({"id": rows["unique_id"], "cluster": rows["cluster_id"]})


def main() -> None:
    """Reads the registry, writes the clusters and the seconds."""
    folder, out, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    registry = pd.read_csv(folder / "registry.csv", dtype=str, keep_default_na=False, nrows=limit)
    started, cpu = time.perf_counter(), time.process_time()
    cluster(prepare(registry)).to_csv(out, index=False)
    spent = {
        "work": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "parties": len(registry),
    }
    Path(f"{out}.json").write_text(json.dumps(spent), encoding="utf-8")


if __name__ == "__main__":
    main()
