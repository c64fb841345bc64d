"""Names by columns equal names one by one, whatever they are; what is learned together equals what is made singly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names import columns, readings, skeleton, vocabulary, word_store
from resolver.names.batch import plain_table_of, table_of
from resolver.names.canonical import canonical_name
from resolver.names.columns import table_by_columns
from resolver.names.form_memory import FormMemory
from resolver.names.tables import read_table
from resolver.names.texts import Memory
from resolver.names.word_store import WordStore

FORMS = sorted(row["form"] for row in read_table("legal_forms"))
WORDS_OF_FORMS = sorted({word for form in FORMS for word in form.split()} | set("abckmnprstvx"))
LOOKALIKES = sorted(row["phrase"] for row in read_table("lookalikes"))
PHRASES = sorted({text for row in read_table("lexicon") for text in row["spellings"].split("|")})
WORDS_OF_PHRASES = sorted(
    {*(word for text in PHRASES if " " in text for word in text.split()), "kratin", "of"}
)
PLACEHOLDERS = sorted(row["text"] for row in read_table("placeholders"))
KNOWN = st.sampled_from([*FORMS, *LOOKALIKES, *PHRASES, *PLACEHOLDERS])
MARKS = st.sampled_from(["-", "&", "№ 5", "61-й", ".", "/", "«", '"', "'", "\n", "OOO", "АО", "I/S", "i.s."])
LETTERS = st.text(alphabet="абвдеклмнорстухшьюяАВКОРabcdehilmnoprstuvxyzABCSTQ0158", min_size=1, max_size=13)
PIECES = st.one_of(LETTERS, KNOWN, KNOWN.map(str.upper), KNOWN.map(str.title), MARKS)
NAMES_LIKE = st.builds(str.join, st.sampled_from([" ", "-", ". "]), st.lists(PIECES, max_size=5))
TEXTS = st.one_of(NAMES_LIKE, NAMES_LIKE.map(str.upper), st.text(max_size=40))


@settings(max_examples=200)
@given(st.lists(TEXTS, max_size=12))
def test_columns_equal_the_plain_twin(texts: list[str]) -> None:
    assert table_of(texts).to_pylist() == plain_table_of(texts).to_pylist()


def test_columns_equal_the_plain_twin_for_what_the_tables_hold() -> None:
    names = [f"{first} {last}" for first, last in zip(FORMS, PHRASES, strict=False)]
    names += [f"Kratin {form.upper()}" for form in FORMS] + [f"{form} КРАТИН" for form in FORMS]
    names += [f"KRATIN {text.upper()} TRADING" for text in (*LOOKALIKES, *PHRASES)] + PLACEHOLDERS
    assert table_of(names).equals(plain_table_of(names))


@pytest.mark.parametrize("sign", ["\u094d", "\u0e48", "\u09bc"])
def test_signs_without_a_letter_are_words_of_their_own(sign: str) -> None:
    """Of such a word nothing is left without its signs."""
    texts = [
        f"Kala Vala {sign} LLC",
        f"LLC {sign}",
        f"{sign} (KVM)",
        f"Kala Limited Liability {sign}",
        "Vala LLC",
    ]
    assert table_by_columns(texts).to_pylist() == [canonical_name(text)._asdict() for text in texts]
    assert table_by_columns(["Kala LLC"])["tokens"][0].as_py() == ["kala"]


def test_keys_that_need_thought() -> None:
    names = [
        "OCEAN LLC",
        "ОКЕАН",
        "CENTRAL ELECTION COMMISSION CEC KRATIN",
        "CEC CENTRAL ELECTION COMMISSION KRATIN",
    ]
    names += [
        "KRATIN VESTOR LUMIGO NADIR KVLN",
        "TRADING COMPANY",
        "COMPANY",
        "TRADE TRADE",
        "KVLN KRATIN VESTOR LUMIGO NADIR",
    ]
    assert table_of(names).equals(plain_table_of(names))


def test_a_word_that_is_said_twice() -> None:
    names = [
        "КВАДРОН (KVADRON LLC)",
        "KVADRON KVADRON KVADRON",
        "BO BO",
        "ТОРГОВЫЙ ДОМ КВАДРОН TRADING HOUSE",
    ]
    names += ["KVADRON VESTOR КВАДРОН ВЕСТОР", "KVADRON", "KVADRON НПО KVADRON"]
    table = table_of(names)
    assert table.equals(plain_table_of(names))
    assert list(map(len, table["tokens"].to_pylist())) == [1, 1, 2, 2, 2, 1, 2]


def test_names_of_one_look_share_their_forms_and_others_do_not() -> None:
    names = ["KRATIN TOO", "VESTOR TOO", "Kratin Too", "KRATIN-TOO", "TOO KRATIN", "KRATIN T.O.O."]
    assert table_of(names).equals(plain_table_of(names))


def test_a_country_behind_a_form_tells() -> None:
    """LTD HKG and LTD-HKG have the same telling words; what parts them is the look."""
    names = [
        f"{name} {form}{mark}{code}{behind}"
        for name in ("KRATIN", "Kratin", "A-B KRATIN", "TOO", "")
        for form in ("LTD", "Ltd", "SA", "CO", "GMBH AND CO KG", "A/S")
        for mark in ("-", " ", " - ", ".-")
        for code in ("HKG", "Pan", "XYZ")
        for behind in ("", ".", " LTD", " (IN LIQUIDATION)")
    ]
    assert table_of(names).to_pylist() == plain_table_of(names).to_pylist()
    assert table_of(["KRATIN VESTOR LTD HKG", "KRATIN VESTOR LTD-HKG"])["forms"].to_pylist() == [[], ["LLC"]]


def test_initials_tell_only_where_a_form_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Single letters begin forms (n v, b v): names of other initials have the same legal forms for all that."""
    monkeypatch.setattr(columns, "_memory", Memory(WordStore(), FormMemory(columns.SIGNS_KEPT)))
    names = [f"IP KRATIN {one} {other}" for one in "ABDMNRV" for other in "KMNV"]
    table = table_of(names)
    assert table.equals(plain_table_of(names))
    assert len(columns._memory.gone) < len(names) // 2
    assert table_of(["KRATIN N V", "KRATIN N M"])["forms"].to_pylist() == [["JSC"], []]


@given(
    st.lists(st.lists(st.sampled_from(WORDS_OF_FORMS), max_size=4).map(" ".join), max_size=8),
    st.integers(1, 40),
)
def test_words_of_forms_in_any_order(texts: list[str], length: int) -> None:
    texts = [f"Kratin {text}"[: 8 + length] for text in texts]
    assert table_of(texts).to_pylist() == plain_table_of(texts).to_pylist()


@given(st.lists(st.lists(st.sampled_from(WORDS_OF_PHRASES), max_size=5).map(" ".join), max_size=8))
def test_words_of_phrases_in_any_order(texts: list[str]) -> None:
    assert table_of(texts).to_pylist() == plain_table_of(texts).to_pylist()


@settings(max_examples=200)
@given(st.lists(LETTERS.map(str.lower), max_size=20))
def test_learning_together_changes_nothing(words: list[str]) -> None:
    latin = [skeleton.romanise(word) for word in words]
    skeleton._sounds.clear()
    singly = [skeleton.skeleton_of_latin(word) for word in latin]
    skeleton.learn(latin)
    assert [skeleton.skeleton_of_latin(word) for word in latin] == singly
    readings._alternates.clear()
    alone = [readings.alternates(word) for word in words]
    readings._alternates.clear()
    readings.learn(words)
    assert [readings.alternates(word) for word in words] == alone


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"KRATIN {form.upper()}" for form in FORMS[:60]]
    whole = table_of(names)
    monkeypatch.setattr(columns, "SIGNS_KEPT", 8)
    for module in (word_store, vocabulary):
        monkeypatch.setattr(module, "WORDS_KEPT", 8)
    monkeypatch.setattr(skeleton, "SOUNDS_KEPT", 8)
    monkeypatch.setattr(readings, "WORDS_KEPT", 8)
    assert table_of(names).equals(whole)
    assert table_of(names[:5]).equals(whole.slice(0, 5))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("OOO GAVRILOV I SOKOLOV", "gavrilov sokolov"),
        ("Kratin Menedzhment i Konsalting, OOO", "kratin menedzhment konsalting"),
        ("IP KRATIN I V", "kratin i v"),  # initials
        ("OOO I KRATIN", "i kratin"),
        ("KRATIN I LLC", "kratin i"),  # a numeral
        ("AGAT I K OOO", "agat i k"),
    ],
)
def test_i_between_two_words_joins_them(text: str, tokens: str) -> None:
    assert canonical_name(text).tokens == tokens.split()
    assert table_by_columns([text, "KALA"])["tokens"][0].as_py() == tokens.split()
