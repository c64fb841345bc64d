"""Which keys of a name stay in its concept key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import lexicon
from resolver.names.canonical import canonical_name
from resolver.names.tables import read_table
from resolver.names.telling_keys import IMPLIED, RULES, telling

CONCEPTS = [
    "@company",
    "@federal",
    "@plant",
    "@oil_refinery",
    "@oil",
    "@holding",
    "@ministry",
    "@iranian",
    "@institute",
]
WORDS = ["kratin", "vestor", "pd", "ao", "vsk", "i", "2"]
KEYS = st.sets(st.sampled_from([*CONCEPTS, "@research", *WORDS]))


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
        ("Кратинский НПЗ", "Kratin Refinery"),  # a refinery is a plant
        ("НИИ Кратин Минобороны России", "Kratin Research Institute"),
        ("Центр техники и связи", "Center of Equipment and Communications"),
        ("TSENTR TEKHNIKI I SVYAZI", "Center of Equipment and Communications"),
        ("Институт физики и оптики Кратин Вестор", "Iranian Kratin Vestor Institute of Physics and Optics"),
        ("АО ВСК", "VSK JSC"),
        ("ООО Маяк", "Mayak LLC"),
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
        ("АО ВСК", "ООО ВСК"),  # lone initialisms of two forms
        ("Star LLC", "Star JSC"),  # an ordinary word of two forms
        ("Маяк", "Mak"),
        ("Институт оптики", "Iranian Institute of Optics"),  # too little stays
    ],
)
def test_names_that_stay_apart(left: str, right: str) -> None:
    assert canonical_name(left).key_concepts != canonical_name(right).key_concepts


def test_of_keys_that_imply_each_other_one_stays() -> None:
    def implying(key: str) -> set[str]:
        found: set[str] = set()
        waiting = [key]
        while waiting:
            new = set(IMPLIED.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found

    assert [key for key in IMPLIED if key in implying(key)] == []


def test_every_implied_concept_is_known_and_has_another_key() -> None:
    known = {concept for row in read_table("lexicon") for concept in row["concept"].split()}
    for row in read_table("implied_concepts"):
        assert {row["concept"], row["implied"]} <= known
        assert lexicon.key_of(row["concept"]) != lexicon.key_of(row["implied"])


def test_every_optional_concept_is_known_and_of_a_rule() -> None:
    known = {concept for row in read_table("lexicon") for concept in row["concept"].split()}
    rows = read_table("optional_concepts")
    assert {row["concept"] for row in rows} <= known
    assert {row["beside"] for row in rows} == {"any", "few", "parent", "many"}
