"""The cyclic garbage collector rests while many small records are made.

Each of its rounds walks through all that lives, and a chunk of names makes none of the cycles that it looks for:
half of the time of a chunk went there. Nor does it walk through all of them once when the rest is over, as it would
at the next new object: what was made is put among the old objects, as if it had.
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
            _grow_old()
            gc.enable()


def _grow_old() -> None:
    """Put all objects among the old ones, which are looked through seldom; where somebody keeps some apart from these for
    good, he would get them back, and nothing is done."""
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
