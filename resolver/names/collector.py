"""The cyclic garbage collector rests while many small records are made.

Each of its rounds walks through all that lives, and a chunk of names makes none of the cycles that it looks for:
half of the time of a chunk went there.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Within, no cycle is looked for; afterwards as before. May be nested."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
