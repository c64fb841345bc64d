"""The cyclic garbage collector rests while many small records are made.

Each of its rounds walks through all that lives, and a chunk of names makes none of the cycles that it looks for:
half of the time of a chunk went there. Nor does it walk through all of them once when the rest is over, as it would
at the next new object: what was made is put among the old objects, as if it had.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

FEW, MANY = 5_000, 1_000_000
"""Objects that a round looks through in .1 ms, and those that 400,000 names make, in 16 s; then looking through all takes .1
to .3 s. Rounds start anew to count with each time that objects are made old, so that without these two a program that asks
for a name now and then would never be rid of its own cycles."""

_grown_old = 0


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
    good, he would get them back, and nothing is done. What the rest of the program drops meanwhile becomes old with them:
    so few objects are left to the collector's own rounds, and after many it looks through all."""
    global _grown_old
    made = gc.get_count()[0]
    if made < FEW or gc.get_freeze_count():
        return
    gc.freeze()
    gc.unfreeze()
    _grown_old += made
    if _grown_old >= MANY:
        _grown_old = 0
        gc.collect()
