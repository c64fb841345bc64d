"""What French, Italian and Irish write onto the beginning of a word hides no word of the lexicon."""

from __future__ import annotations

import pytest

from resolver.names.onsets import with_onsets
from resolver.names.vocabulary import know


@pytest.mark.parametrize(
    ("word", "language", "written"),
    [
        ("tionscal", "ga", ["thionscal", "dtionscal"]),
        ("cuideachta", "ga", ["chuideachta", "gcuideachta"]),
        ("foireann", "ga", ["fhoireann", "bhfoireann"]),
        ("seirbhis", "ga", ["sheirbhis", "tseirbhis"]),
        ("eitliocht", "ga", ["heitliocht", "neitliocht", "teitliocht"]),
        ("laoch", "ga", []),
        ("industrie", "fr", ["lindustrie", "dindustrie"]),
        ("helicoptere", "fr", ["lhelicoptere", "dhelicoptere"]),
        ("banque", "fr", []),
        ("ente", "it", []),  # dente, another word
        ("industria", "de", []),
        ("energ*", "fr", ["lenerg*", "denerg*"]),
    ],
)
def test_spellings_with_what_is_written_onto_them(word: str, language: str, written: list[str]) -> None:
    assert with_onsets(word, language) == written


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("lindustrie", "industrial"),
        ("dellindustria", "industrial"),
        ("larmée", "army"),
        ("dtionscail", "industrial"),
        ("gcuideachta", "company"),
        ("heolaíochta", "scientific"),
    ],
)
def test_they_are_the_word(word: str, concept: str) -> None:
    assert know(word).concept == concept


@pytest.mark.parametrize(
    "name", ["lester", "lallemand", "larabi", "loiseau", "dellacqua", "daigle", "davion", "narain"]
)
def test_names_that_only_look_so_are_none(name: str) -> None:
    assert know(name).concept == ""
