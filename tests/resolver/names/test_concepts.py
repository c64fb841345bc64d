"""Names that mean the same share a concept key, words that only look alike do not, and words tell what they should."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from resolver.names.background import shares
from resolver.names.canonical import canonical_name
from resolver.names.tables import read_table
from resolver.names.tokens import describe_token
from resolver.names.vocabulary import know

with Path(__file__).with_name("concept_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["left"], row["right"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("left", "right"), CASES)
def test_one_meaning_is_one_key(left: str, right: str) -> None:
    assert canonical_name(left).key_concepts == canonical_name(right).key_concepts


@pytest.mark.parametrize(
    "word",
    [
        "econ",
        "garden",
        "stalin",
        "politex",
        "энергомашбанк",
        "metallinvest",
        "severgaz",
        "краснов",
        "медведев",
        "siemens",
        "timmer",
        "kirke",
        "gilda",
        "madeira",
        "klaas",
        "boren",
        "bakar",
        "balta",
        "genie",
        "russu",
        "torok",
        "winning",
        "zahar",
    ],
)
def test_words_that_only_begin_like_a_concept_are_none(word: str) -> None:
    assert know(word).concept == ""


@pytest.mark.parametrize(
    "word",
    [
        "nella",
        "nello",
        "ved",
        "ning",
        "aux",
        "till",
        "fran",
        "inom",
        "seka",
        "sur",
        "pie",
        "die",
        "sulla",
        "ale",
    ],
)
def test_joining_words_that_are_names_or_words_elsewhere_stay(word: str) -> None:
    """Nella and Fran are first names, Ning one of China, AUX a brand, SUR YAPI a builder, VED foreign trade in Russian."""
    assert not know(word).is_stop
    assert canonical_name(f"{word} trading").tokens[0] == word


@pytest.mark.parametrize(
    "word",
    [
        "elias",
        "khalsa",
        "daulat",
        "lane",
        "soma",
        "kira",
        "zachary",
        "georgia",
        "muse",
        "urus",
        "елиас",
        "кира",
    ],
)
def test_words_that_sound_like_one_of_an_eu_language_keep_their_own_key(word: str) -> None:
    """Ελλάς, lääne, σώμα, κύρια, ζάχαρη, γεωργία, musée: read by sound, as words in Cyrillic letters are."""
    assert know(word).key[:1] != "@"


@pytest.mark.parametrize(
    "word",
    [
        "волков",
        "орлов",
        "старостин",
        "boulanger",
        "commerzbank",
        "françois",
        "modry",
        "nemeth",
        "pierre",
        "sapporo",
        "savini",
        "sevan",
    ],
)
def test_names_stay_names_beside_the_words_of_the_eu_list(word: str) -> None:
    """Vlkov, orlov and starosta, boulangerie, Kommerzbank, français, modri, német, pierres, sapper, šāviņi, sevanje."""
    assert know(word).concept == ""
    assert know(word).key[:1] != "@"


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("vojenského", "military"),
        ("geologických", "geology"),
        ("vojaškega", "military"),
        ("vojnog", "military"),
        ("Turbinovich", ""),
    ],
)
def test_cases_of_slavic_adjectives_are_endings_and_patronymics_none(word: str, concept: str) -> None:
    assert know(word.lower()).concept == concept


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("trade house", 3.5, 6),
        ("logistics", 3.5, 6),
        ("group", 1, 2),  # a kind of enterprise
        ("shipping", 5, 7),
        ("electronics", 5, 7),
        ("moscow", 6.5, 8),
        ("shenzhen", 6.5, 8),
        ("orion", 8, 10),
        ("kormaltin", 15, 17),
    ],
)
def test_information_of_ordinary_words(name: str, least: float, most: float) -> None:
    tokens = canonical_name(name).tokens
    assert least <= sum(describe_token(token)[6] for token in tokens) <= most


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ООО Океан", "Ocean LLC"),
        ("Elemento Limited", "JSC Element"),
        ("Объединение Карматов", "Объединенный Карматов"),
        ("Народный банк Карматов", "Национальный банк Карматов"),
        ("НПФ Рубин", "RPE Sapfir"),
        ("ООО Нефтетехнологии Карматов", "Petroengineering Karmatov LLC"),
        ("Кит Логистика", "China Logistics"),
        ("Поларис Трейдинг", "Полярная торговля"),
        ("Виктория Трейдинг", "Победа Трейдинг"),
        ("San Karmatov Trading", "Karmatov Industrial Trading"),
        ("Pet Karmatov", "Oil Karmatov"),
        ("Niroo Karmatov", "Karmatov Forces"),
        ("Zaporozhye NPP Karmatov", "НПП Карматов"),
        ("НПП Карматов", "Karmatov Nuclear Power Plant"),
        ("НПО Карматов", "Karmatov Research and Production Company"),
        ("НПЦ Карматов", "Karmatov Bank"),
        ("CHOSON KARMATOV U'NHAENG", "CHOSON KARMATOV MUYOK"),
        ("Sarafi Karmatov", "Sherkat-e Karmatov"),
        ("CETC 91", "CETC 92"),
        ("CASIC Karmatov", "CASC Karmatov"),
    ],
)
def test_names_of_strangers_keep_their_keys_apart(left: str, right: str) -> None:
    assert canonical_name(left).key_concepts != canonical_name(right).key_concepts


def test_families_are_of_known_concepts_and_one_step_deep() -> None:
    known = {concept for row in read_table("lexicon") for concept in row["concept"].split()}
    rows = read_table("key_families")
    families = {row["family"] for row in rows}
    assert {row["concept"] for row in rows} | families <= known
    assert not families & {row["concept"] for row in rows}


def test_shares_are_shares() -> None:
    assert all(0 < share <= 1 for share in shares().values())
