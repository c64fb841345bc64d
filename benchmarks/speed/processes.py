"""Runs a program as a process of its own and measures all of it: seconds on the wall, peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KILOBYTES_IN_GIGABYTE = 1024 * 1024
_MEASURED = Path(__file__).with_name("measured.py")


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
    told = subprocess.run(
        [sys.executable, "-I", str(_MEASURED), str(log), *command],
        stdout=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        check=True,
    )
    used = json.loads(told.stdout)
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return Ran(
        used["seconds"],
        used["cpu"],
        used["kilobytes"] / KILOBYTES_IN_GIGABYTE,
        used["exit_code"],
        lines[-1] if lines else "",
    )
