"""Words that are known as they stand."""

from resolver.names import lexicon
from resolver.names.known_words import (
    CONTRASTS,
    LANGUAGES,
    PLACE,
    PLACES_DIFFER,
    UNKNOWN,
    known_words,
    place_contrasts,
)
from resolver.names.own_words import HAN, NAMES, OWN, SYLLABLES
from resolver.names.tables import read_table
from resolver.names.vocabulary import know


def known(word: str) -> tuple[int, int]:
    meant = know(word)
    numbers, languages = known_words([word], [meant.concept], [meant.skeleton])
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
    assert {row["kind"] for row in rows} == set(PLACES_DIFFER)
    assert len({row["concept"] for row in rows}) == len(rows)


def test_every_unit_is_a_concept() -> None:
    concepts = {word.concept for word in lexicon.single_words(syllabic=True)} | lexicon.phrase_concepts()
    rows = read_table("units")
    assert {row["concept"] for row in rows} <= concepts
    assert all(row["source"] for row in rows)
    assert len({row["concept"] for row in rows}) == len(rows)


def test_countries_and_other_places_are_contrasts_of_their_own() -> None:
    words = ["tehran", "shenzhen", "iran", "syrien", "kraton", "plant"]
    concepts = ["tehran", "shenzhen", "iranian", "syrian", "", "plant"]
    town, other, country, another, *none = place_contrasts(concepts, known_words(words, concepts, words)[1])
    assert town == other == PLACES_DIFFER["place"]
    assert country == another == PLACES_DIFFER["country"]
    assert none == [0, 0]


def test_a_phrase_is_known_in_every_language_and_so_is_a_word_of_all() -> None:
    phrase = known_words(["@printing"], ["printing"], ["printing"])
    for word in ("shipping", "завод", "aero"):
        assert int(phrase[1][0]) & known(word)[1] & LANGUAGES
    assert int(phrase[0][0]) == known("printing")[0]


def test_a_surname_is_one_in_both_letters_and_genders() -> None:
    number, kind = known("иванов")
    assert kind == NAMES
    assert known("ivanova") == (number, NAMES)
    assert known("иванишин") != (number, NAMES)


def test_chinese_syllables_are_numbered_as_the_south_hears_them() -> None:
    for one, same, other in (("haishun", "haisun", "haishan"), ("baozhang", "baozan", "baozhong")):
        number, kind = known(one)
        assert kind == SYLLABLES
        assert known(same)[0] == number
        assert known(other)[0] != number
    assert known("金龙")[1] == HAN
    assert known("panama")[1] & OWN == known("lanvik")[1] & OWN == 0


def test_a_chinese_word_has_its_own_meaning_and_others_that_of_their_family() -> None:
    assert known("航空")[0] != known("航天")[0]
    assert known("aviation")[0] == known("aerospace")[0]


def test_opposites_share_a_bit_that_no_language_has() -> None:
    north, south, four, new = (known(word)[1] & CONTRASTS for word in ("северный", "south", "4", "new"))
    assert north == south != 0
    assert len({north, four, new}) == 3
    assert (LANGUAGES | CONTRASTS) & OWN == LANGUAGES & CONTRASTS == 0
    assert known("@nothing")[1] & CONTRASTS == 0


def test_every_contrast_is_of_concepts() -> None:
    concepts = {word.concept for word in lexicon.single_words(syllabic=True)}
    rows = read_table("contrasts")
    named = [concept for row in rows for concept in row["concepts"].split("|")]
    assert set(named) <= concepts
    assert len(set(named)) == len(named)
    assert all(row["source"] for row in rows + read_table("own_names"))
    assert len(rows) <= 8  # bits of CONTRASTS
    assert known("gobi")[1] <= LANGUAGES
