"""The collector rests, and what was made meanwhile is not walked through afterwards."""

from __future__ import annotations

import gc

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


def test_may_be_nested_and_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with collector_paused(), collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
