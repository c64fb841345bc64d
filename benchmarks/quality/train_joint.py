"""Estimate the model of clusters on the train half: `python -m benchmarks.quality.train_joint OUT.json`.

Enters: the listed names of the train half among innocents, those of the US Entity List among others, and a synthetic
registry of the train seed. Leaves: a model file
with its card. Each is clustered by pairs alone; every two clusters with a pair of some likelihood between them are a row,
true when most rows of both are of one firm.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.quality.boosting import Boosting, Sample, boosted
from benchmarks.quality.clusters import SIBLINGS, alias_parties, is_listed
from benchmarks.quality.entity_list import controlled_parties, entries
from benchmarks.quality.registry import make_registry
from benchmarks.quality.truth import lists_folder, organisations, read_lists
from resolver.config import Config
from resolver.entities.calling import Words, bearers_of
from resolver.entities.clustering import cluster_nodes
from resolver.entities.graph import Graph, graph_of
from resolver.entities.joint import (
    LEVELS,
    NAMES,
    Evidence,
    Link,
    Side,
    evidence_of,
    levels_of,
    save_joint,
    told_by,
)
from resolver.entities.near import Near, edges_near, together, weights
from resolver.entities.rules import Rules
from resolver.intake import from_table
from resolver.matching.within import link_within

REGISTRY_ROWS = 50_000
LEAST = 0.1  # probability of the best pair between two clusters that are a row
# Of these more never speaks against two clusters being one.
RISING = frozenset(NAMES.index(name) for name in ("best", "binding", "mean"))

Indices = npt.NDArray[np.int64]


class Pair(NamedTuple):
    """Two clusters: what they say, and the firm that most rows of each are of."""

    evidence: Evidence
    firm: str
    other: str

    @property
    def true(self) -> bool:
        """Whether they are one firm."""
        return self.firm == self.other


def graph_and_truth(rows: pd.DataFrame, columns: list[str]) -> tuple[Graph, list[Counter[str]]]:
    """The graph of some rows, and how many rows of which firm each node has."""
    config = Config()
    parties = from_table(rows[columns], columns=None, jobs=1).parties
    edges = link_within(parties, config)
    firm = dict(zip(rows["id"], rows["truth"], strict=True))
    held: list[Counter[str]] = [Counter() for _ in range(len(edges.contexts.name))]
    for party, node in zip(parties["party_id"].to_pylist(), edges.contexts.of_party.tolist(), strict=True):
        row, _, _ = party.partition(":")  # of a listed name that is two firms, the second is called "ID:"
        held[node][firm[row]] += 1
    return graph_of(edges, None, None), held


def cluster_pairs(graph: Graph, held: list[Counter[str]]) -> Iterator[Pair]:
    """Every two clusters that pairs leave two, and between which a pair of LEAST stands."""
    assert graph.words is not None
    cluster = cluster_nodes(replace(graph, words=None), Rules(Config().cluster_threshold)).cluster
    members: dict[int, list[int]] = defaultdict(list)
    for node, name in enumerate(cluster.tolist()):
        members[name].append(node)
    bearers = bearers_of(graph.words)
    sides = {name: _side(nodes, graph, graph.words) for name, nodes in members.items()}
    heavy = {name: float(weights(graph.rows[nodes]).sum()) for name, nodes in members.items()}
    firms = {name: sum((held[node] for node in nodes), Counter()) for name, nodes in members.items()}
    links = links_between(graph, cluster)
    best: dict[int, list[float]] = defaultdict(list)
    for (a, b), found in links.items():
        best[a].append(found.best)
        best[b].append(found.best)
    for (a, b), found in links.items():
        if found.best < LEAST:
            continue
        nearer = sorted(sum(1 for other in best[end] if other >= found.best) - 1 for end in (a, b))
        link = Link(found, found.total / (heavy[a] * heavy[b]), nearer[0], nearer[1])
        evidence = evidence_of(sides[a], sides[b], link, bearers)
        yield Pair(evidence, _main(firms[a]), _main(firms[b]))


def _main(firms: Counter[str]) -> str:
    return min(firms, key=lambda firm: (-firms[firm], firm))


def _side(nodes: list[int], graph: Graph, words: Words) -> Side:
    return Side(
        told_by(nodes, words),
        frozenset(graph.country[node] for node in nodes) - {""},
        frozenset(form for node in nodes for form in graph.forms[node]),
        min(float(graph.bits[node]) for node in nodes),
    )


def links_between(graph: Graph, cluster: Indices) -> dict[tuple[int, int], Near]:
    """What stands between any two clusters."""
    found: dict[tuple[int, int], Near] = {}
    for left, right, near in edges_near(graph, np.arange(len(graph.left))):
        a, b = sorted((int(cluster[left]), int(cluster[right])))
        if a != b:
            found[a, b] = together(found[a, b], near) if (a, b) in found else near
    return found


def sample_of(pairs: list[Pair], listed: frozenset[str]) -> Sample:
    """Levels, labels and weights: two `listed` firms count SIBLINGS times."""
    return Sample(
        np.array([levels_of(pair.evidence) for pair in pairs], dtype=np.uint8),
        np.array([pair.true for pair in pairs]),
        np.array([_weight(pair, listed) for pair in pairs]),
    )


def _weight(pair: Pair, listed: frozenset[str]) -> float:
    return SIBLINGS if not pair.true and {pair.firm, pair.other} <= listed else 1.0


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lists", type=Path)
    given = parser.parse_args()
    folder = lists_folder(given.lists)
    lists = organisations(read_lists(folder))
    by_lists = [alias_parties(lists, "train"), controlled_parties(lists, "train", entries(folder))]
    registry = make_registry(REGISTRY_ROWS, seed=1)
    pairs = [
        *(
            pair
            for rows in by_lists
            for pair in cluster_pairs(*graph_and_truth(rows, ["id", "name", "country"]))
        ),
        *cluster_pairs(*graph_and_truth(registry, ["id", "name", "country", "city", "tax_id"])),
    ]
    sample = sample_of(pairs, frozenset(firm for rows in by_lists for firm in rows["truth"][is_listed(rows)]))
    card: dict[str, Any] = {
        "made": date.today().isoformat(),
        "pairs": len(pairs),
        "true_pairs": int(sample.true.sum()),
        "levels": {name: list(edges) for name, edges in LEVELS.items()},
        "data": "pairs of clusters of listed names of the train half (OFAC, EU, UK) among 10,000 innocents, of names of the "
        f"train half of the US Entity List among 5,000, and of a synthetic registry of {REGISTRY_ROWS} rows (seed 1); "
        "two listed firms count twice, since a half holds a quarter of such pairs",
    }
    save_joint(boosted(sample, RISING, Boosting()), given.out, card)
    print(f"{len(pairs)} pairs of clusters, {sample.true.sum()} true")


if __name__ == "__main__":
    main()
