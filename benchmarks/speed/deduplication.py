"""One round of deduplication: the resolver and splink alone on the synthetic registry, as whole processes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.quality.clusters import cluster_figures
from benchmarks.quality.registry import make_registry
from benchmarks.speed.contest import REPOSITORY, RESOLVER
from benchmarks.speed.processes import Ran, run

KEPT = ["precision", "recall", "b_f1", "wrong_merges"]


@dataclass(frozen=True)
class Clustered:
    """Of one program: its process, and the figures of its clusters; `note` says why there are none."""

    name: str
    ran: Ran
    figures: dict[str, float]
    note: str = ""


def write_registry(folder: Path, rows: int) -> Path:
    """The registry with its truth, as registry.csv."""
    path = folder / "registry.csv"
    make_registry(rows).to_csv(path, index=False)
    return path


def ours(registry: Path, folder: Path) -> Clustered:
    """`resolver dedupe` as a user runs it; the column with the truth is not mapped to anything."""
    out = folder / "ours"
    columns = "id=id,name=name,country=country,city=city,tax_id=tax_id"
    asked = ["dedupe", str(registry), "--columns", columns, "--out", str(out), "--quiet"]
    ran = run([*RESOLVER, *asked], folder=folder)
    if ran.exit_code:
        return Clustered("resolver", ran, {}, f"failed: {ran.message}")
    found = pd.read_csv(out / "clusters.csv", dtype=str, usecols=["party_id", "entity_id"])
    return Clustered("resolver", ran, _judged(registry, found.set_axis(["cluster", "id"], axis=1)))


def splink_alone(registry: Path, folder: Path, rows: int) -> Clustered:
    """splink with ordinary blocking rules and default training."""
    out = folder / "splink.csv"
    command = [sys.executable, "-m", "benchmarks.speed.peers.splink_peer", str(folder), str(out), str(rows)]
    ran = run(command, folder=folder, environment={"PYTHONPATH": str(REPOSITORY)})
    if ran.exit_code:
        return Clustered("splink", ran, {}, f"failed: {ran.message}")
    return Clustered("splink", ran, _judged(registry, pd.read_csv(out, dtype=str)))


def _judged(registry: Path, found: pd.DataFrame) -> dict[str, float]:
    truth = pd.read_csv(registry, dtype=str, usecols=["id", "truth"])
    both = truth.merge(found.drop_duplicates("id"), on="id", how="left")
    return cluster_figures(both["truth"], both["cluster"].fillna(both["id"]))
