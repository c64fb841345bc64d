"""Estimate the model of pairs within a file on the train half: `python -m benchmarks.quality.train_within OUT.json`.

Enters: the real lists and the generators of this folder. Leaves: a model file with its card. One file is made of the
names of the train half of the listed organisations, manipulated main names of them, and innocents; its candidate
pairs are those that a run would compare, and a pair is true when both names are of one group of listings. Countries
are partly simulated, because a list repeats its own country for every alias.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from benchmarks.quality import innocents, matrix, truth
from benchmarks.quality.clusters import alias_parties
from resolver.matching.training import Design, Labelled, estimate
from resolver.matching.weights import save_model
from resolver.matching.within import extra_of
from resolver.matching.within_candidates import WithinLimits, propose_within
from resolver.matching.within_comparisons import ASSUMED, DIRECTION, POSITION, WITHIN
from resolver.matching.within_levels import compared
from resolver.matching.within_names import prepare_within
from resolver.model import PARTIES
from watchlists.model import Snapshot

DESIGN = Design(WITHIN, DIRECTION, ASSUMED)
INNOCENTS, HARD, PER_MANIPULATION = 30_000, 6_000, 150
# Assumed, not measured: both rows name a country in half of the pairs; two rows of one firm then name the same one in
# 19 of 20 (the rest are branches, agents and slips). Strangers agree as often as the made names do.
COUNTRY_GIVEN, COUNTRY_AGREES = 0.5, 0.95


def train_parties(lists: tuple[Snapshot, ...], folder: Path) -> pd.DataFrame:
    """id, name, country, truth of the rows of the made file."""
    aliases = alias_parties(lists, "train", INNOCENTS)
    asked = matrix.matrix_queries(lists, "train", each=PER_MANIPULATION, folder=folder)
    groups = truth.groups(lists)
    keys = zip(asked["truth_source"], asked["truth_listing_id"], strict=True)
    damaged = pd.DataFrame(
        {
            "id": asked["query_id"],
            "name": asked["name"],
            "country": asked["country"],
            "truth": ["-".join(groups[key]) for key in keys],
        }
    )
    hard = innocents.hard_negatives(lists, "train", HARD)
    strangers = pd.DataFrame(
        {"id": hard["query_id"], "name": hard["name"], "country": "", "truth": hard["query_id"]}
    )
    return pd.concat([aliases, damaged, strangers], ignore_index=True)


def parties_table(rows: pd.DataFrame) -> pa.Table:
    """id, name, country (and tax_id, address where they stand) as PARTIES."""
    empty = {"string": "", "int64": 0}
    columns: dict[str, Sequence[object]] = {
        field.name: [empty.get(str(field.type), [])] * len(rows) for field in PARTIES
    }
    columns |= {
        "party_id": rows["id"].tolist(),
        "source_row": list(range(1, len(rows) + 1)),
        "raw_name": rows["name"].tolist(),
        "party_name": rows["name"].tolist(),
        "country": rows["country"].tolist(),
    }
    return pa.table([pa.array(columns[f.name], f.type) for f in PARTIES], schema=PARTIES)


def collect(lists: tuple[Snapshot, ...], folder: Path, seed: int = 1) -> Labelled:
    """Levels and labels of the candidate pairs of distinct names."""
    rows = train_parties(lists, folder)
    parties = parties_table(rows)
    side = prepare_within(parties, jobs=1)
    proposed = propose_within(side.names, extra_of(parties, side), WithinLimits())
    firm, country = _facts_of_names(rows, side.name_of_party, len(side.names))
    levels, contains = compared(side.names, proposed.left, proposed.right)
    true = _share(firm, proposed.left, proposed.right)
    levels[:, POSITION["country"]] = _countries(country, proposed.left, proposed.right, true, seed)
    print(f"{len(rows)} rows, {len(side.names)} names, {len(true)} pairs, {true.sum()} true")
    return Labelled(levels, true, np.ones(len(true)))


def _facts_of_names(
    rows: pd.DataFrame, name_of_party: npt.NDArray[np.int64], names: int
) -> tuple[list[frozenset[str]], npt.NDArray[np.object_]]:
    """The firms that bear each name, and its first country."""
    firms: list[set[str]] = [set() for _ in range(names)]
    country = np.full(names, "", dtype=object)
    for name, firm, where in zip(name_of_party.tolist(), rows["truth"], rows["country"], strict=True):
        firms[name].add(firm)
        country[name] = country[name] or where
    return [frozenset(f) for f in firms], country


def _share(
    firm: list[frozenset[str]], left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return np.array([not firm[i].isdisjoint(firm[j]) for i, j in pairs], dtype=np.bool_)


def _countries(
    country: npt.NDArray[np.object_],
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    true: npt.NDArray[np.bool_],
    seed: int,
) -> npt.NDArray[np.uint8]:
    """Level of `country`: of strangers as made, of one firm as assumed, not known in half of both."""
    rng = np.random.default_rng(seed)
    given = (rng.random(len(true)) < COUNTRY_GIVEN) & (country[left] != "") & (country[right] != "")
    agrees = np.where(true, rng.random(len(true)) < COUNTRY_AGREES, country[left] == country[right])
    states: npt.NDArray[np.uint8] = np.where(given, np.where(agrees, 1, 2), 0).astype(np.uint8)
    return states


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lists", type=Path)
    given = parser.parse_args()
    folder = truth.lists_folder(given.lists)
    labelled = collect(truth.organisations(truth.read_lists(folder)), folder)
    card = {
        "made": date.today().isoformat(),
        "pairs": len(labelled.true),
        "true_pairs": int(labelled.true.sum()),
        "data": "one file of the train half: names of the organisations of OFAC SDN, OFAC consolidated, EU FSF and UK "
        "lists by connected groups, manipulated main names, generated innocents and hard negatives",
        "assumed": "weights of identifiers and type; how often countries are given and agree",
    }
    save_model(estimate(labelled, version="within-1", card=card, of=DESIGN), given.out, WITHIN)


if __name__ == "__main__":
    main()
