"""The fast parting of many texts equals the plain one of each."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names.fold import LONGEST_TEXT, fold_text, split_words
from resolver.names.parting import part_texts

SIGNS = st.sampled_from(
    [
        *"no5٥№.&;\0'`\"”_-·?\ufffd\x01\n\t жйxABＡＢ…",
        "st",
        "th",
        "№ 5",
        "а.б.",
        "об”е",
        "&amp;",
        "&#10;",
        "61-й",
        "з-д",
        " б в г д",
        " o o o",
        "rongco.,",
        "-ъ",
        "’‘",
        "ltd",
    ]
)
TEXTS = st.one_of(st.lists(SIGNS, max_size=9).map("".join), st.text(max_size=20))


def parted(texts: list[str]) -> list[list[str]]:
    words, text = part_texts(texts)
    found: list[list[str]] = [[] for _ in texts]
    for word, at in zip(words, text.tolist(), strict=True):
        found[at].append(word)
    return found


def singly(texts: list[str]) -> list[list[str]]:
    return [split_words(fold_text(text)) for text in texts]


@settings(max_examples=500)
@given(st.lists(TEXTS, max_size=6))
def test_texts_parted_together_equal_texts_parted_singly(texts: list[str]) -> None:
    assert parted(texts) == singly(texts)


def test_no_rule_reads_across_the_texts() -> None:
    texts = [
        "Завод №",
        "5",
        "о.",
        "о.о.",
        "No",
        "61",
        "st",
        "61",
        "-й",
        "ob”",
        "edinenie",
        "a·",
        "b",
        "ＡＢ.",
        "c.",
    ]
    assert parted(texts) == singly(texts)
    assert parted(texts[::-1]) == singly(texts[::-1])


def test_a_sign_that_stands_for_a_lost_letter_parts_no_word() -> None:
    assert parted(["VEKT?R LLC", "В\ufffdктор? Да", "A ? B", "5?6", "??????"]) == [
        ["vektr", "llc"],
        ["вктор", "да"],
        ["a", "b"],
        ["5", "6"],
        [],
    ]


def test_letters_that_stand_apart_are_one_word() -> None:
    assert parted(
        [
            "S P E T S LLC",
            "О О О С П Е Ц",
            "KRATON L L C",
            "A B C TRADE",
            "KRATON A L L C",
            "S-P-E-T-S",
            "A, B & C, D",
        ]
    ) == [
        ["spets", "llc"],
        ["ооо", "спец"],
        ["kraton", "l", "l", "c"],
        ["a", "b", "c", "trade"],
        ["kraton", "a", "llc"],
        ["spets"],
        ["a", "b", "&", "c", "d"],
    ]


def test_a_contracted_plant_is_a_plant() -> None:
    assert parted(
        [
            "МЕХ.З-Д КРАТОН",
            "З-ДАНИЕ",
            "Я З-Д - Б",
            "З / Д КРАТОН",
            "Т/Д КРАТОН",
            "T/D KRATON",
            "ИП КРАТОН Т Д",
        ]
    ) == [
        ["мех", "завод", "кратон"],
        ["з", "дание"],
        ["я", "завод", "б"],
        ["завод", "кратон"],
        ["тд", "кратон"],
        ["td", "kraton"],
        ["ип", "кратон", "т", "д"],
    ]
    assert parted(["KRATON T/DE", "AT/D KRATON", "T-D KRATON"]) == [
        ["kraton", "t", "de"],
        ["at", "d", "kraton"],
        ["t", "d", "kraton"],
    ]


def test_a_text_that_loses_its_other_letters_is_parted_like_any_of_ascii() -> None:
    texts = ["а.б. №٥", "№ 5", "\x0161-й", "61-йn", "Ｋ\x01raton", "\x01ж"]
    assert parted(texts) == singly(texts)
    assert parted(texts)[2] == ["\x0161"]


def test_texts_that_hold_what_stands_between_are_parted_singly() -> None:
    texts = ["a\0b", "ж\0й", "R&amp;D", "x" * (LONGEST_TEXT + 9) + " y", "", "Кратон"]
    assert parted(texts) == singly(texts)
    assert part_texts([]).words == []
