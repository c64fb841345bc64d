"""Runs a program as a process of its own and measures all of it: seconds on the wall, peak memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KILOBYTES_IN_GIGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Ran:
    """Seconds on the wall and seconds of all cores; `memory` is the largest resident size of one process, in
    gigabytes; `message` the last line said."""

    seconds: float
    cpu: float
    memory: float
    exit_code: int
    message: str


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str] | None = None) -> Ran:
    """Runs `command`; its output goes to log.txt of `folder`. Never raises for a program that fails."""
    log = folder / "log.txt"
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}
        )
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return Ran(
        seconds,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / KILOBYTES_IN_GIGABYTE,
        process.returncode,
        lines[-1] if lines else "",
    )
