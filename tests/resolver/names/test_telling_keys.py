"""Which keys of a name stay in its concept key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.canonical import canonical_name
from resolver.names.telling_keys import RULES, telling

KEYS = st.sets(
    st.sampled_from(
        ["@company", "@federal", "@plant", "@holding", "kratin", "vestor", "pd", "ao", "vsk", "2"]
    )
)


@given(KEYS)
def test_never_leaves_none_of_some_and_is_idempotent(keys: set[str]) -> None:
    kept = telling(keys)
    assert kept <= keys
    assert bool(kept) == bool(keys)
    assert telling(kept) == kept


def test_a_rule_never_asks_for_less_of_more_keys() -> None:
    assert all(1 <= rule.with_long <= rule.others for rule in RULES)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("МКБ «Кратин» имени академика П. Д. Лугинова", "MKB Kratin named after Luginov"),
        ("Белкратнафтахім завод", "Belkratneftekhim plant"),
        ("Концерн Кратин-Вестор", "Kratin-Vestor corporation"),
        ("Акционерное общество Кратин (АО Кратин)", "Kratin JSC"),
        ("Государственное предприятие Кратин Вестор Завод", "Kratin Vestor Plant Group"),
    ],
)
def test_names_that_meet(left: str, right: str) -> None:
    assert canonical_name(left).key_concepts == canonical_name(right).key_concepts


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("VSC", "VSK"),  # initials of different words
        ("Кратин Холдинг", "Kratin LLC"),  # too little stays
        ("Kratin ABC", "Kratin XYZ"),
        ("61 Plant", "62 Plant"),
        ("Kratin", "Kratina Or"),
        ("Кратин Групп", "Kratin LLC"),  # too little stays
    ],
)
def test_names_that_stay_apart(left: str, right: str) -> None:
    assert canonical_name(left).key_concepts != canonical_name(right).key_concepts
