"""What the benchmark of lasting entities counts."""

from __future__ import annotations

import pandas as pd

from benchmarks.speed.lasting import agreement, moved_untouched


def entities(**of_member: str) -> pd.Series:
    return pd.Series(of_member)


BEFORE = entities(a="A", b="A", c="C", d="D", e="D")


def test_what_moves_beside_a_new_row_is_no_fault() -> None:
    now = entities(a="A", b="N", c="C", d="D", e="D", n="N")
    assert moved_untouched(BEFORE, now, pd.Series(["n"])) == (2, 0, 0)


def test_what_leaves_or_enters_an_entity_without_a_new_row_is_counted() -> None:
    now = entities(a="A", b="A", c="C", d="D", e="C", n="A")
    assert moved_untouched(BEFORE, now, pd.Series(["n"])) == (2, 1, 1)
    assert moved_untouched(BEFORE, entities(a="A", b="C", c="C", d="D", e="D", n="A"), pd.Series(["n"])) == (
        2,
        0,
        1,
    )


def test_clusterings_agree_by_companions_not_by_ids() -> None:
    other = entities(a="X", b="X", c="Y", d="Z", e="Z")
    assert agreement(BEFORE, other)[:2] == (5, 0)
    found = agreement(BEFORE, entities(a="X", b="X", c="Z", d="Z", e="W"))
    assert found == (5, 3, 2, 2, 1)
    assert found.f1 == 0.5
