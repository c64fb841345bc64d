"""Languages of names: what letters and words say, and what says nothing."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from resolver.matching.encode import Faces, distinct_tokens, encode_names, encode_tokens
from resolver.matching.listed import distinct_names
from resolver.matching.within_languages import CYRILLIC, LANGUAGES, UNKNOWN, languages_of, votes_of
from resolver.names import canonicalise, describe_tokens


def arrays(texts):
    """The names as arrays, in the order of their texts."""
    table = distinct_names(canonicalise(texts, jobs=1)).table
    described = describe_tokens(distinct_tokens(table))
    return encode_names(table, described, encode_tokens(described, Faces(), grow=True), {})


def language(text):
    found = languages_of(arrays([text]))[0]
    return "" if found == UNKNOWN else LANGUAGES[found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stowarzyszenie Miłośników Wędkarstwa Łabędź", "pl"),
        ("Távközlési és Fejlesztő Vállalat Őrség", "hu"),
        ("Gesellschaft für die Förderung der Vestrokon", "de"),
        ("State Research Institute of the Vestrokon", "en"),
        ("Lunokhod Vestrokon", ""),
    ],
)
def test_words_and_letters_tell(text, expected):
    assert language(text) == expected


def test_a_cyrillic_word_is_of_no_latin_language():
    assert set(votes_of("завод")) <= CYRILLIC


def test_a_word_of_several_languages_tells_each_of_them_less():
    shared, sole = votes_of("de"), votes_of("and")
    assert len(shared) > 1
    assert max(shared.values()) < sole["en"]


def test_no_names_pass():
    assert len(languages_of(arrays([]))) == 0


def test_every_row_of_the_table_is_whole():
    text = (resources.files("resolver.matching") / "data" / "languages.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({(row["kind"], row["sign"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["kind"] in ("letter", "word")
        assert row["sign"] == row["sign"].casefold() and row["source"]
        assert set(row["languages"].split("|")) <= set(LANGUAGES)
        assert row["kind"] == "word" or len(row["sign"]) == 1
