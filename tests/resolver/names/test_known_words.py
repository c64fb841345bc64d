"""Words that are known as they stand."""

from resolver.names import lexicon
from resolver.names.known_words import PLACE, UNKNOWN, known_words
from resolver.names.tables import read_table
from resolver.names.vocabulary import know


def known(word: str) -> tuple[int, int]:
    numbers, languages = known_words([word], [know(word).concept])
    return int(numbers[0]), int(languages[0])


def test_all_spellings_of_a_place_are_one_place() -> None:
    number, languages = known("guangzhou")
    assert number != UNKNOWN
    assert languages & PLACE
    for word in ("гуанчжоу", "гуанчжоуская", "广州"):
        assert known(word)[0] == number
        assert known(word)[1] & PLACE
    assert known("hangzhou")[0] not in (number, UNKNOWN)


def test_a_word_of_trade_is_known_in_the_languages_that_write_it_so() -> None:
    shipping, bearings, zavod = known("shipping"), known("bearings"), known("завод")
    assert shipping[1] & bearings[1]
    assert not shipping[1] & PLACE
    assert not shipping[1] & zavod[1]
    assert known("bearing")[0] == bearings[0]


def test_what_only_looks_like_a_known_word_is_not_known() -> None:
    for word in ("guangzou", "reserach", "kraton"):
        assert known(word) == (UNKNOWN, 0)


def test_every_place_is_a_concept() -> None:
    concepts = {word.concept for word in lexicon.single_words(syllabic=True)}
    rows = read_table("place_concepts")
    assert {row["concept"] for row in rows} <= concepts | {"black_sea"}
    assert all(row["source"] for row in rows)
    assert len({row["concept"] for row in rows}) == len(rows)
