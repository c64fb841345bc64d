"""Abbreviations mean words of trade in a row of them; alone, and beside names, they are names."""

from __future__ import annotations

import pytest

from resolver.names import chains, lexicon
from resolver.names.canonical import canonical_name
from resolver.names.tables import read_table


@pytest.mark.parametrize(
    "name",
    [
        "San Marino Pet Shop",
        "Kim San Trading",
        "Kim Dan San",
        "Med Den Pet",
        "San Jose Met",
        "Pet Ins Ltd",
        "Paz San Martin",
        "Den Haag Paz",
        "Dan Tur",
        "Muh Tas Dan",
        "Hav End",
        "ООО Сан Мак Нак",
        "Паз Сан",
    ],
)
def test_words_that_are_names_elsewhere_stay_words(name: str) -> None:
    assert not any(token.startswith("@") for token in canonical_name(name).tokens)


@pytest.mark.parametrize(
    ("words", "concepts"),
    [
        ("ins taah san tic", "construction construction industrial trade"),
        ("paz dis tic san", "marketing foreign_trade industrial"),
        ("mak iml ith ihr", "machine_building import_export"),
        ("makina sanayi", ""),  # full words mean what they mean
        ("makina kormaltin san", ""),
    ],
)
def test_what_a_row_says(words: str, concepts: str) -> None:
    assert chains.said(words.split()) == concepts


def test_phrases_keep_their_meaning_beside_rows() -> None:
    assert canonical_name("Karmatov Ithalat Ihracat").tokens == ["karmatov", "@import_export"]
    assert canonical_name("Karmatov Insaat Malzemeleri Dis Tic").tokens[1:] == [
        "@building_materials",
        "@foreign_trade",
    ]


def test_a_word_in_the_midst_ends_a_row() -> None:
    tokens = canonical_name("Teks San Kormaltin Mak Tic").tokens
    assert tokens == ["@textile", "@industrial", "kormaltin", "@machinery", "@trade"]


def test_the_tree_of_phrases_is_not_changed() -> None:
    tree = {"san": {"tic": {"": ["industrial trade"]}}}
    grown = chains.grown(tree)
    assert tree == {"san": {"tic": {"": ["industrial trade"]}}}
    assert grown["san"]["tic"][""] == ["industrial trade"]
    assert grown["san"]["tic"]["paz"][""] == [chains.IN_A_ROW]


def test_every_concept_of_the_table_is_known() -> None:
    known = {concept for row in read_table("lexicon") for concept in row["concept"].split()}
    rows = read_table("chain_words")
    assert {concept for row in rows for concept in row["concept"].split()} <= known
    assert {row["kind"] for row in rows} == {"abbreviation", "weak", "word"}
    assert len({row["spelling"] for row in rows}) == len(rows)
    assert not lexicon.is_stop("san")
