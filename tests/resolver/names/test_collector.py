"""The collector rests, and what was made meanwhile is not walked through afterwards."""

from __future__ import annotations

import gc
import weakref

import pytest

from resolver.names import collector
from resolver.names.collector import collector_paused


def test_what_was_made_within_is_old_afterwards() -> None:
    rounds: list[str] = []
    gc.enable()
    with collector_paused():
        made = [[number] for number in range(10_000)]
        assert not gc.isenabled()
        gc.callbacks.append(lambda phase, _: rounds.append(phase))
    further = [[number] for number in range(10)]
    gc.callbacks.pop()
    assert gc.isenabled()
    assert not rounds and len(further) == 10
    assert any(one is made[-1] for one in gc.get_objects(generation=2))


def test_what_is_kept_apart_for_good_stays_there() -> None:
    gc.enable()
    gc.freeze()
    try:
        with collector_paused():
            made = [[]]
        assert gc.get_freeze_count() > 0 and made == [[]]
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(("made", "times"), [(10, 3_000), (collector.FEW, 300)])
def test_a_program_is_rid_of_its_own_cycles_however_often_it_pauses(made: int, times: int) -> None:
    class Cycle:
        me: Cycle

    dropped: list[weakref.ref[Cycle]] = []
    gc.enable()
    for _ in range(times):
        cycle = Cycle()
        cycle.me = cycle
        dropped.append(weakref.ref(cycle))
        del cycle
        with collector_paused():
            _ = [[number] for number in range(made)]
    assert sum(one() is not None for one in dropped) < len(dropped) / 1.2


def test_may_be_nested_and_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with collector_paused(), collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
