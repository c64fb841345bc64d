"""Runs the resolver over queries and says what became of each: in which band, in which place.

Enters: queries (query_id, name, truth), lists, hits in the columns of resolver.model.HITS. Leaves: one row
per query and tables of shares. Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.quality.truth import Key
from watchlists.model import Snapshot

if TYPE_CHECKING:
    import pandas as pd

OUTCOME_COLUMNS = ["query_id", "name", "class", "band", "first", "match_weight", "score"]
OUTCOME_COLUMNS += ["best_wrong", "wrong_score"]
BINS = 10  # of the reliability table, equal steps of probability


def screen(
    queries: pd.DataFrame,
    snapshots: Sequence[Snapshot],
    *,
    preset: str = "standard",
    threshold: float | None = None,
) -> pd.DataFrame:
    """The hits for the names of `queries`, without any country, at a preset of the resolver.

    `party_id` of a hit is the `query_id`. With a `threshold` every pair from that probability up is returned.
    """
    import resolver
    from resolver.config import Config, with_preset

    parties = queries.rename(columns={"query_id": "id"})[["id", "name"]]
    config = with_preset(Config(), preset)
    if threshold is not None:
        config = replace(config, possible_threshold=threshold)
    return resolver.screen(parties, list(snapshots), config=config)


def mark(queries: pd.DataFrame, hits: pd.DataFrame, firms: Mapping[Key, frozenset[Key]]) -> pd.DataFrame:
    """The hits of queries with a column `right`: the listing is the truth, or `same_firm` with it.

    Queries without a truth (columns missing) have no right hits. Strongest hits come first.
    """
    if "truth_source" not in queries:
        accepted: dict[str, frozenset[Key]] = {}
    else:
        truths = queries[["query_id", "truth_source", "truth_listing_id"]].itertuples(index=False)
        accepted = {i: firms.get((s, one), frozenset({(s, one)})) for i, s, one in truths}
    marked = hits[hits["party_id"].isin(queries["query_id"])].copy()
    cells = marked[["party_id", "list", "listing_id"]].itertuples(index=False)
    marked["right"] = [(source, one) in accepted.get(i, ()) for i, source, one in cells]
    return marked.sort_values("match_weight", ascending=False, kind="stable")


def outcomes(queries: pd.DataFrame, marked: pd.DataFrame) -> pd.DataFrame:
    """One row per query as OUTCOME_COLUMNS.

    `band` is the best of its right hits, or "none"; `first` holds when no wrong hit has a larger match weight
    than the best right one; `best_wrong` is the listed name of the strongest wrong hit.
    """
    right = marked[marked["right"]].drop_duplicates("party_id").set_index("party_id")
    wrong = marked[~marked["right"]].drop_duplicates("party_id").set_index("party_id")
    in_match = set(marked.loc[marked["right"] & (marked["band"] == "match"), "party_id"])
    found = queries[["query_id", "name", "class"]].copy()
    ids = found["query_id"]
    weight = ids.map(right["match_weight"])
    found["band"] = ["match" if i in in_match else "possible" if i in right.index else "none" for i in ids]
    found["first"] = weight.notna() & ~(ids.map(wrong["match_weight"]) > weight)
    found["best_wrong"] = ids.map(wrong["listed_name"]).fillna("")
    found["match_weight"] = weight
    found["score"], found["wrong_score"] = ids.map(right["score"]), ids.map(wrong["score"])
    return found[OUTCOME_COLUMNS]


def shares(found: pd.DataFrame) -> pd.DataFrame:
    """Per class and over all: queries, and the shares in `match`, in a band, and first in rank."""
    marked = found[["class"]].assign(
        queries=1, match=found["band"] == "match", found=found["band"] != "none", first=found["first"]
    )
    return _by_class(marked, {"queries": "sum", "match": "mean", "found": "mean", "first": "mean"})


def alerts(frame: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Names on no list, per class and over all: how many of 1,000 reach `match`, how many `possible` only."""
    in_match = set(hits.loc[hits["band"] == "match", "party_id"])
    alerted = set(hits["party_id"])
    marked = frame[["class"]].assign(
        names=1,
        match=[1000.0 * (i in in_match) for i in frame["query_id"]],
        possible=[1000.0 * (i in alerted and i not in in_match) for i in frame["query_id"]],
    )
    return _by_class(marked, {"names": "sum", "match": "mean", "possible": "mean"})


def _by_class(marked: pd.DataFrame, rules: dict[str, str]) -> pd.DataFrame:
    table = marked.groupby("class", sort=False).agg(rules)
    table.loc["all"] = marked.agg(rules)
    return table


def reliability(marked: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Scored pairs in steps of probability: pairs, mean score, share right; and the calibration error.

    The error is the mean distance of the two, weighted by pairs (expected calibration error).
    """
    steps = (marked["score"] * BINS).astype(int).clip(upper=BINS - 1)
    table = marked.groupby(steps).agg(
        pairs=("right", "size"), score=("score", "mean"), right=("right", "mean")
    )
    table.index = [f"{i / BINS:.1f} to {(i + 1) / BINS:.1f}" for i in table.index]
    gaps = (table["score"] - table["right"]).abs() * table["pairs"]
    return table, float(gaps.sum() / max(1, len(marked)))


def f1(predicted: Sequence[bool], actual: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1 of yes/no answers; 0 where nothing was answered or asked."""
    both = sum(p and a for p, a in zip(predicted, actual, strict=True))
    precision, recall = both / max(1, sum(predicted)), both / max(1, sum(actual))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def examples(
    found: pd.DataFrame, snapshots: Sequence[Snapshot], queries: pd.DataFrame, *, each: int = 10
) -> list[str]:
    """Lines of what was not found or not first, per class: for the train half only, to learn from."""
    listed = {(s.source, one.listing_id): one for s in snapshots for one in s.listings}
    truths = queries.set_index("query_id")[["truth_source", "truth_listing_id"]].to_dict("index")
    lines = []
    for kind, rows in found.groupby("class", sort=False):
        missed = rows[(rows["band"] == "none") | ~rows["first"]]
        lines.append(f"{kind}: {len(missed)} of {len(rows)} not found or not first")
        for row in missed.head(each).itertuples():
            truth = truths[row.query_id]
            names = [n.text for n in listed[truth["truth_source"], truth["truth_listing_id"]].names][:4]
            lines.append(
                f"  {row.band} {row.score} {row.name!r} <> {names} | {row.wrong_score} {row.best_wrong!r}"
            )
    return lines
