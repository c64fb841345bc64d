"""What a command begins before it loads its libraries: the child processes that a large run will want, one of which reads
the lists.

A second of loading on each side goes by at the same time then. Only the standard library is loaded before they start.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resolver import child_processes
from resolver.config import processes
from resolver.options import configuration

if TYPE_CHECKING:
    from resolver.reading import Reading

BYTES_A_PROCESS = 2_000_000
"""Bytes of manifests that give one process enough to do: some 20,000 rows of a hundred letters (`batch.SMALLEST_SHARE`)."""


def begin(options: Mapping[str, Any]) -> Reading | None:
    """Start the further processes of a run, and let one read its lists, if it has any.

    Raises UsageError for options that no run could use.
    """
    start_children(options)
    if not options["lists"]:
        return None
    from resolver.reading import Reading

    return Reading(options["lists"], configuration(options))


def start_children(options: Mapping[str, Any]) -> None:
    """Start the further processes of a run whose files (`parties`) hold so many names that they will be wanted.

    Raises UsageError for options that no run could use.
    """
    paths = [Path(name) for name in options["parties"]]
    size = sum(path.stat().st_size for path in paths if path.is_file())
    wanted = min(processes(configuration(options)), size // BYTES_A_PROCESS)
    if wanted > 1:
        child_processes.start(wanted - 1)
