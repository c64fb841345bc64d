"""How the peers read the work and write what they found."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

# Given the list and the parties: a function that does the parties, made while the set-up clock runs.
Prepare = Callable[[pd.DataFrame], Callable[[pd.DataFrame], pd.DataFrame]]


def run(prepare: Prepare) -> None:
    """Runs a peer on the files of the command line (FOLDER OUT LIMIT); writes its pairs and seconds."""
    folder, out, limit = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    started = time.perf_counter()
    listed = pd.read_csv(folder / "listed.csv", dtype=str, keep_default_na=False)
    parties = pd.read_csv(folder / "parties.csv", dtype=str, keep_default_na=False, nrows=limit)
    search = prepare(listed)
    ready, ready_cpu = time.perf_counter(), time.process_time()
    pairs = search(parties)
    work, cpu = time.perf_counter() - ready, time.process_time() - ready_cpu
    seconds = {"setup": ready - started, "work": work, "cpu": cpu, "parties": len(parties)}
    pairs[["id", "listing_id", "score"]].to_csv(out, index=False)
    Path(f"{out}.json").write_text(json.dumps(seconds), encoding="utf-8")
