"""Compiled loops take all cores, one loop at a time.

Two slices of names are compared at once (`linking`); numba's own pool of threads, where no other is installed, ends the
process when two threads of Python enter it together."""

from __future__ import annotations

from threading import Lock

ALL_CORES = Lock()
"""Held while a compiled loop runs on all cores."""
