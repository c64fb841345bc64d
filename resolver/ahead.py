"""What a command begins before it loads its libraries: the child processes that a large run will want.

A second of loading on each side goes by at the same time then. Only the standard library is loaded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from resolver import child_processes
from resolver.config import processes
from resolver.options import configuration

BYTES_A_PROCESS = 2_000_000
"""Bytes of manifests that give one process enough to do: some 20,000 rows of a hundred letters (`batch.SMALLEST_SHARE`)."""


def start_children(options: Mapping[str, Any]) -> None:
    """Start the further processes of a run whose files (`parties`) hold so many names that they will be wanted.

    Raises UsageError for options that no run could use.
    """
    paths = [Path(name) for name in options["parties"]]
    size = sum(path.stat().st_size for path in paths if path.is_file())
    wanted = min(processes(configuration(options)), size // BYTES_A_PROCESS)
    if wanted > 1:
        child_processes.start(wanted - 1)
