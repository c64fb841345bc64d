"""One round: the resolver and its peers on the same work, each measured as a whole process."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from benchmarks.speed.processes import run
from benchmarks.speed.work import Work

REPOSITORY = Path(__file__).resolve().parents[2]
# As the installed command does it, without asking where it is installed.
RESOLVER = [sys.executable, "-c", "from resolver.start import main; main()"]  # the installed command
# Most parties that a peer is given; its seconds for more are projected from them (set-up counted once).
PEERS = {"rapidfuzz": 20_000, "emm": 100_000, "nomenklatura": 500}


@dataclass(frozen=True)
class Result:
    """Of one program: seconds for all parties (wall, cores), peak memory, shares of listed found and first.

    `note` says why there are no figures, or that the seconds were projected.
    """

    name: str
    parties: int
    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    found: float = 0.0
    first: float = 0.0
    pairs_per_party: float = 0.0
    note: str = ""

    @property
    def throughput(self) -> float:
        """Parties per second over the whole command."""
        return self.parties / self.seconds if self.seconds else 0.0


def ours(work: Work, parties: int, folder: Path, options: Sequence[str] = ()) -> Result:
    """`resolver screen` as a user runs it, start-up, reading and writing included."""
    out = folder / "ours"
    asked = ["screen", str(work.parties), "--list", str(work.listed), "--out", str(out), "--quiet"]
    first = {"XDG_CACHE_HOME": str(folder / "cache")}  # nothing is kept of the lists yet, as on a first run
    ran = run([*RESOLVER, *asked, *options], folder=folder, environment=first)
    if ran.exit_code:
        return Result("resolver", parties, note=f"failed: {ran.message}")
    hits = pd.read_csv(out / "hits.csv", dtype=str, keep_default_na=False)
    hits = hits.rename(columns={"party_id": "id"}).assign(score=hits["match_weight"].astype(float))
    return _judged(Result("resolver", parties, ran.seconds, ran.cpu, ran.memory), hits, work, parties)


def peer(name: str, work: Work, parties: int, folder: Path, python: str) -> Result:
    """One of PEERS in the interpreter that has it; skipped with a word when it is not installed there."""
    probe = run([python, "-c", f"import pandas, {name}"], folder=folder)
    if probe.exit_code:
        return Result(name, parties, note=f"skipped: {name} is not installed for {python}")
    out, limit = folder / f"{name}.csv", min(parties, PEERS[name])
    module = f"benchmarks.speed.peers.{name}_peer"
    ran = run(
        [python, "-m", module, str(work.listed.parent), str(out), str(limit)],
        folder=folder,
        environment={"PYTHONPATH": str(REPOSITORY)},
    )
    if ran.exit_code:
        return Result(name, parties, note=f"failed: {ran.message}")
    spent = json.loads(Path(f"{out}.json").read_text(encoding="utf-8"))
    more = parties / spent["parties"] - 1
    note = f"seconds projected from {limit:,} parties" if more else ""
    seconds, cpu = ran.seconds + more * spent["work"], ran.cpu + more * spent["cpu"]
    pairs = pd.read_csv(out, dtype={"id": str, "listing_id": str})
    return _judged(Result(name, parties, seconds, cpu, ran.memory, note=note), pairs, work, limit)


def _judged(ran: Result, pairs: pd.DataFrame, work: Work, limit: int) -> Result:
    """The result with its recall over the listed ones among the first `limit` parties."""
    asked = set(pd.read_csv(work.parties, usecols=["id"], dtype=str, nrows=limit)["id"])
    truth = pd.read_csv(work.truth, dtype=str)
    truth = truth[truth["id"].isin(asked)]
    wanted = set(zip(truth["id"], truth["listing_id"], strict=True))
    best = pairs.sort_values("score", ascending=False, kind="stable").drop_duplicates("id")
    found, first = (
        len(wanted & set(zip(table["id"], table["listing_id"], strict=True))) / max(1, len(wanted))
        for table in (pairs, best)
    )
    return replace(ran, found=found, first=first, pairs_per_party=len(pairs) / limit)
