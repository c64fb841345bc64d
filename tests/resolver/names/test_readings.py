"""Skeletons and their alternates: one word in two spellings meets, two words do not."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import iuliia
import pytest

from resolver.names.fold import fold_text, split_words
from resolver.names.readings import MOST_ALTERNATES, alternates
from resolver.names.skeleton import skeleton
from resolver.names.tables import read_table

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
GERMAN = "a b w g d e jo sch s i i k l m n o p r s t u f ch z tsch sch schtsch  y  e ju ja"
FRENCH = "a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch  y  e iou ia"
# Russian letters as the press of a country writes them, and the share of words that must meet (Hungarian ш is a plain s, and
# stays apart).
OF_THE_PRESS = {
    "Croatian": ("a b v g d e jo ž z i j k l m n o p r s t u f h c č š šč  i  e ju ja", 0.97),
    "Danish": ("a b v g d e jo zj z i j k l m n o p r s t u f kh ts tj sj sjtj  y  e ju ja", 0.97),
    "Dutch": ("a b v g d e jo zj z i j k l m n o p r s t oe f ch ts tsj sj sjtsj  y  e joe ja", 0.97),
    "Estonian": ("a b v g d e jo ž z i j k l m n o p r s t u f hh ts tš š štš  õ  e ju ja", 0.97),
    "Finnish": ("a b v g d e jo ž z i j k l m n o p r s t u f h ts tš š štš  y  e ju ja", 0.97),
    "Hungarian": ("a b v g d e jo zs z i j k l m n o p r sz t u f h c cs s scs  i  e ju ja", 0.85),
    "Polish": ("a b w g d e jo ż z i j k l m n o p r s t u f ch c cz sz szcz  y  e ju ja", 0.97),
    "Romanian": ("a b v g d e io j z i i k l m n o p r s t u f h ț ci ș șci  î  e iu ia", 0.95),
    "Spanish": ("a b v g d e io zh z i i k l m n o p r s t u f j ts ch sh shch  y  e yu ya", 0.97),
    "Swedish": ("a b v g d e jo zj z i j k l m n o p r s t u f ch ts tj sj sjtj  y  e ju ja", 0.97),
}
SCHEMES = (
    "ALA_LC", "BGN_PCGN", "BS_2979", "GOST_16876", "GOST_52535", "GOST_7034", "GOST_779", "GOST_779_ALT",
    "ICAO_DOC_9303", "ISO_9_1968", "MVD_310", "SCIENTIFIC", "TELEGRAM", "UNGEGN_1987", "WIKIPEDIA", "YANDEX_MAPS",
)  # fmt: skip


def faces(text: str) -> set[str]:
    return {face for word in split_words(fold_text(text)) for face in (skeleton(word), *alternates(word))}


def russian_words() -> list[str]:
    """The Russian words of the lexicon: ordinary words of company names."""
    rows = (row for row in read_table("lexicon") if row["language"] == "ru")
    words = {word for row in rows for word in re.findall("[а-яё]{3,}", row["spellings"])}
    return sorted(words)


def shares(romanise: Callable[[str], str]) -> float:
    words = russian_words()
    return sum(bool(faces(word) & faces(romanise(word))) for word in words) / len(words)


def by_letters(latin: str) -> Callable[[str], str]:
    table = dict(zip(RUSSIAN, latin.split(" "), strict=True))
    return lambda word: "".join(table.get(letter, letter) for letter in word)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_romanisation_schemes_meet(scheme: str) -> None:
    assert shares(getattr(iuliia, scheme).translate) >= 0.97


def test_german_and_french_meet() -> None:
    assert shares(by_letters(GERMAN)) >= 0.92
    assert shares(by_letters(FRENCH)) >= 0.97


@pytest.mark.parametrize("language", OF_THE_PRESS)
def test_spellings_of_the_press_meet(language: str) -> None:
    letters, least = OF_THE_PRESS[language]
    assert shares(by_letters(letters)) >= least


def test_spellings_of_one_word_meet() -> None:
    with Path(__file__).with_name("same_sound.csv").open(encoding="utf-8", newline="") as file:
        apart = [row for row in csv.DictReader(file) if not faces(row["left"]) & faces(row["right"])]
    assert not apart


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("SSA", "SA"),
        ("ЗАРЯ", "ЗОРЯ"),
        ("ВОЛГА", "ВОЛЬВО"),
        ("A330", "ABBO"),
        ("T34", "ТЗЧ"),
        ("МИР", "МОР"),
        ("K2", "KZ"),
        ("ZHENG", "CHENG"),
        ("CHONGQING", "ZHONGQING"),
        ("JING", "XING"),
        ("CHANG", "JIANG"),
        ("JET", "HET"),
        ("JAMES", "HAMES"),
        ("CHERRY", "JERRY"),
        ("ZOE", "ZOO"),
        ("POET", "PUT"),
        ("NICOLAS", "NIKOL"),
        ("INFOTECS", "INFOTECH"),
        ("MOD", "MODJ"),
        ("DJAMAL", "DAMAL"),
    ],
)
def test_different_words_stay_apart(left: str, right: str) -> None:
    assert not faces(left) & faces(right)


@pytest.mark.parametrize(
    "code", ["A330", "T-34", "11420", "K2", "ISO9001", "B2B", "GOST7", "VEKTOR1", "МИГ29", "СУ-57"]
)
def test_codes_are_not_read_as_words(code: str) -> None:
    assert all(skeleton(word) in faces(word) for word in split_words(fold_text(code)))
    assert not any(face.isalpha() for face in faces(code) if any(map(str.isdigit, code)) and len(face) > 3)


def test_no_word_has_more_alternates_than_are_read() -> None:
    words = [word for row in read_table("lexicon") for word in row["spellings"].replace("|", " ").split()]
    assert max(len(alternates(word)) for word in words) <= MOST_ALTERNATES


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("сёдзи", "shoji"),  # Japanese by Polivanov
        ("мицубиси", "mitsubishi"),
        ("матти", "machi"),
        ("цайсвальд", "zeisswald"),  # German ei, eu
        ("кройцнагель", "kreuznagel"),
        ("тиҷорат", "тиджорат"),  # Tajik
        ("гёрлинген", "gorlingen"),  # German and Turkish ö
        ("ракаўскі", "раковскi"),  # Belarusian
        ("xezerçay", "hezerchay"),
    ],
)
def test_readings_of_other_languages(left: str, right: str) -> None:
    assert faces(left) & faces(right)


@pytest.mark.parametrize("word", ["москва", "система", "сименс", "актив"])
def test_only_whole_words_of_japanese_syllables(word: str) -> None:
    assert not any("sh" in face or "ch" in face for face in alternates(word))
