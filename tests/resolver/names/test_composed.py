"""Words made of parts: their concepts, in any inflection, and what is no such word."""

from __future__ import annotations

import pytest

from resolver.names.canonical import canonical_name
from resolver.names.composed import NOTHING, composed_words
from resolver.names.tables import read_table


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Карматов авиаремонтный", ["карматов", "@aviation", "@repair"]),
        ("Карматов авиаремонтного", ["карматов", "@aviation", "@repair"]),
        ("Karmatov aviaremontnoe", ["karmatov", "@aviation", "@repair"]),
        ("Карматов микротехника", ["карматов", "@small", "@technology"]),
        ("Karmatov microtechnology", ["karmatov", "@small", "@technology"]),
        ("Карматов мотостроение", ["карматов", "@engine_building"]),
    ],
)
def test_a_word_is_the_concepts_of_its_parts(name: str, tokens: list[str]) -> None:
    assert canonical_name(name).tokens == tokens


@pytest.mark.parametrize("name", ["гидроприбор", "авиасервис", "электросистема", "мясопродукт"])
def test_names_of_firms_stay_whole(name: str) -> None:
    assert canonical_name(name).tokens == [name]


def test_one_meaning_has_all_its_spellings() -> None:
    words = {(word.first, word.last): word for word in composed_words()}
    assert ("latin", "microtechnology") in words["small", "technology"].spellings
    assert ("cyrillic", "микротехника") in words["small", "technology"].spellings
    assert words["wagon", NOTHING].concepts == "wagon"


def test_parts_are_first_or_last_and_of_known_concepts() -> None:
    known = {concept for row in read_table("lexicon") for concept in row["concept"].split()}
    rows = read_table("word_parts")
    assert {row["place"] for row in rows} == {"first", "last"}
    assert {row["concept"] for row in rows} - {NOTHING} <= known
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Karmatov Forschungszentrum", ["karmatov", "@nits"]),  # as @research @center
        ("Karmatov tutkimuskeskus", ["karmatov", "@nits"]),
        ("Karmatov lentokonetehdas", ["karmatov", "@aviation", "@plant"]),
        ("Karmatov forskningsinstitut", ["karmatov", "forskningsinstitut"]),  # known as a whole
        ("Karmatov Artilleriebrigade", ["karmatov", "@artillery", "@brigade"]),
        ("Karmatov suurtükiväebrigaad", ["karmatov", "@artillery", "@brigade"]),
        ("Karmatov kaablitehas", ["karmatov", "@cable", "@plant"]),
        ("Karmatov Journalistenverband", ["karmatov", "@journalist", "@association"]),
        ("Karmatov laserinstituutti", ["karmatov", "@laser", "@institute"]),
        ("Karmatov Schwarzmeerflotte", ["karmatov", "@black_sea", "@fleet"]),
    ],
)
def test_languages_that_write_all_compounds_as_one_word(name: str, tokens: list[str]) -> None:
    assert canonical_name(name).tokens == tokens


SHORTEST_PART = 4
"""Letters of a first part that is joined to many last ones: só|üzem, a Hungarian saltworks, would be soyuz by its sound."""


def test_parts_that_take_many_others_are_no_syllables() -> None:
    groups = {f"compound_{kind}" for kind in ("force", "goods", "mine", "science", "society", "transport")}
    firsts = [
        row["part"] for row in read_table("word_parts") if row["group"] in groups and row["place"] == "first"
    ]
    assert firsts
    assert min(map(len, firsts)) >= SHORTEST_PART


def test_a_word_that_leaves_a_part_unsaid_takes_it_from_no_other() -> None:
    assert canonical_name("Karmatov terästehdas").tokens == ["karmatov", "@steel", "@plant"]
    assert canonical_name("Karmatov machine industry").tokens == ["karmatov", "machine", "industry"]
