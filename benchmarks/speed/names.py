"""`python -m benchmarks.speed.names`: distinct names a second through canonicalise and describe_tokens.

Names are those of generated parties (benchmarks.speed.work), each once. Every number of processes is measured in a
fresh interpreter, tables read, what is compiled loaded in all of them (a run needs numba for its comparisons anyway, and the
further ones load while it reads its files) and nothing remembered: the one-process path is the plain twin of the others.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import click
import pandas as pd
import pyarrow.compute as pc

from benchmarks.speed.work import make_work
from resolver import child_processes
from resolver.messages import question, read_table, write_table
from resolver.names import canonicalise, describe_tokens
from resolver.names.worker import warm_up


@click.command(help=__doc__)
@click.option("--names", type=click.IntRange(min=1_000), default=200_000, show_default=True)
@click.option("--jobs", "jobs_list", type=int, multiple=True, default=(1, 2), show_default=True)
def main(*, names: int, jobs_list: tuple[int, ...]) -> None:
    """A line per number of processes."""
    with tempfile.TemporaryDirectory(prefix="names") as folder:
        path = Path(folder) / "names.json"
        path.write_text(json.dumps(distinct_names(Path(folder), names)), encoding="utf-8")
        for jobs in jobs_list:
            click.echo(fresh_measurement(path, jobs))


def distinct_names(folder: Path, count: int) -> list[str]:
    """`count` distinct names of generated parties, fewer when the generator repeats itself."""
    work = make_work(folder, parties=count + count // 4, listed=count // 4)
    return list(dict.fromkeys(pd.read_csv(work.parties, dtype=str)["name"].dropna()))[:count]


def fresh_measurement(path: Path, jobs: int) -> str:
    """The line of `measure` from an interpreter of its own."""
    code = f"from benchmarks.speed.names import measure; print(measure({str(path)!r}, {jobs}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def measure(path: str, jobs: int) -> str:
    """Names a second of wall time, with the words and the processor time of this process beside it."""
    if jobs > 1:
        child_processes.start(jobs - 1)  # as a run does before it reads its files
    texts = json.loads(Path(path).read_text(encoding="utf-8"))
    warm_up()
    wait_for_children()
    wall, processor = time.perf_counter(), time.process_time()
    table = canonicalise(texts, jobs=jobs)
    words = pc.unique(table["tokens"].combine_chunks().flatten()).to_pylist()
    describe_tokens(words)
    seconds, used = time.perf_counter() - wall, time.process_time() - processor
    return (
        f"{jobs} process{'es' if jobs > 1 else ''}: {len(texts):,} names of {len(words):,} words in {seconds:.2f} s,"
        f" {len(texts) / seconds:,.0f} names/s; {used:.2f} s of processor time here"
    )


def wait_for_children() -> None:
    """Return when the further processes have loaded what they work with: each has answered a question."""
    with ExitStack() as stack:
        while (child := stack.enter_context(child_processes.lent())) is not None:
            write_table(child.asks, question("segments", ["Kraton"]))
            for _ in range(2):
                read_table(child.answers)


if __name__ == "__main__":
    main()
