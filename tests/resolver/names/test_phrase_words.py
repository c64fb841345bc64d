"""Of which words a phrase is said to consist, by the numbers of their meanings."""

import pytest

from resolver.names.known_words import UNKNOWN, meanings
from resolver.names.phrase_words import LONGEST, WORDINGS, phrase_words, words_of


def wordings(concept: str) -> set[frozenset[int]]:
    (rows,) = words_of(meanings([concept]))
    return {frozenset(row[row >= 0].tolist()) for row in rows if (row >= 0).any()}


@pytest.mark.parametrize(
    ("concept", "words"),
    [
        ("biomedical", ["medical", "biological"]),
        ("foreign_trade", ["foreign", "trade"]),
        ("power_plant", ["energy", "heat", "plant"]),
    ],
)
def test_a_phrase_consists_of_the_meanings_of_its_words(concept: str, words: list[str]) -> None:
    assert frozenset(meanings(words).tolist()) in wordings(concept)


@pytest.mark.parametrize("concept", ["plant", "volga", "", "no such concept"])
def test_a_word_that_is_no_phrase_consists_of_nothing(concept: str) -> None:
    assert wordings(concept) == set()


def test_no_wording_holds_its_own_meaning_or_one_twice() -> None:
    table = phrase_words()
    assert table.shape[1:] == (WORDINGS, LONGEST)
    assert (table[-1] == UNKNOWN).all()
    for meaning, rows in enumerate(table[:-1]):
        for row in rows:
            words = row[row >= 0].tolist()
            assert len({meaning, *words}) == len(words) + 1 or not words
            assert len(words) != 1
