"""Legal forms: taken off where they are one, left where they only look like one, and their class kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import appearance, forms, glued
from resolver.names.canonical import canonical_name, repaired, split_forms
from resolver.names.fold import fold_text, split_words
from resolver.names.tables import read_table

HERE = Path(__file__).parent
GOLDEN = HERE.parents[1] / "golden"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(HERE / "form_cases.csv"), ids=lambda row: row["name"][:40])
def test_case(row: dict[str, str]) -> None:
    core, classes = core_of(row["name"])
    assert core == row["core"]
    assert set(row["forms"].split()) <= set(classes)
    assert row["forms"] or not classes


def core_of(text: str) -> tuple[str, list[str]]:
    words, _ = repaired(split_words(fold_text(text)), text)
    core, classes = split_forms(words, text)
    return " ".join(word.spelling for word in core), classes


def test_golden_forms() -> None:
    cases = rows(GOLDEN / "forms.csv")
    wrong = [row["name"] for row in cases if row["expected_form"] not in canonical_name(row["name"]).forms]
    assert not wrong


def test_golden_lookalikes_stay() -> None:
    lost = []
    for row in rows(GOLDEN / "lookalikes.csv"):
        words, _ = repaired(split_words(fold_text(row["name"])), row["name"])
        core = " ".join(f"{word.spelling} {word.exact}" for word in split_forms(words, row["name"])[0])
        lost += [row["name"] for word in row["must_keep"].split() if word not in core]
    assert not lost


@pytest.mark.parametrize("text", ["LLC", "ООО", "JSC", "Ltd.", "Общество с ограниченной ответственностью"])
def test_a_form_alone_is_reported(text: str) -> None:
    name = canonical_name(text)
    assert name.tokens == []
    assert name.empty_reason == "only_legal_form"


@pytest.mark.parametrize("text", ["SPA", "AB", "IS", "AG", "sue"])
def test_a_doubtful_form_alone_is_a_name(text: str) -> None:
    name = canonical_name(text)
    assert name.tokens
    assert name.forms == []


@pytest.mark.parametrize("text", ["N/A", "TO ORDER", "SAME AS CONSIGNEE"])
def test_placeholders_are_no_names(text: str) -> None:
    assert canonical_name(text).empty_reason == "placeholder"


def test_every_row_of_the_table_can_be_met() -> None:
    """Behind or before an invented name, each form is taken off or gives way to a longer one."""
    missed = []
    for row in read_table("legal_forms"):
        if row["certainty"] == "apart":
            continue
        name = "кратонвект" if row["script"] == "Cyrl" else "kratonvekt"
        texts = (f"{row['form']} {name}", f"{name} {row['form']}")
        classes = [canonical_name(text).forms for text in texts]
        tokens = [canonical_name(text).tokens for text in texts]
        if not any(classes) and not (row["class"] == forms.STATE and [name] in tokens):
            missed.append(row["form"])
    assert not missed


def test_there_are_enough_forms() -> None:
    table = read_table("legal_forms")
    assert len({row["form"] for row in table}) >= 1500
    assert len({row["jurisdiction"] for row in table}) >= 60


@pytest.mark.parametrize(
    "word",
    [
        "qingdao",
        "bilbao",
        "kakao",
        "importacao",
        "transacao",
        "портао",
        "zhongmao",
        "unlimited",
        "toolltd"[:4],
    ],
)
def test_innocent_words_are_not_parted(word: str) -> None:
    assert glued.front(word) == glued.back(word) == ()


def test_a_cut_form_counts_in_a_full_field() -> None:
    assert forms.FULL_FIELD.start <= 35 < forms.FULL_FIELD.stop
    assert canonical_name("ROMASHKA EXPORT TRADING JOINT STOCK").forms == ["JSC"]


@given(
    st.lists(st.sampled_from(["s", "A", "c", "ı", "K", "ſ", "I", "sa", "С", "Kratin", "ltd"]), max_size=6),
    st.sampled_from([" ", ".", "/", ". ", "-", ""]),
)
def test_letters_apart_of_several_forms(parts: list[str], between: str) -> None:
    text, forms = between.join(parts), ["sa", "i s", "ca", "as", "ск", "kı", "ac", "sac", "ik"]
    wanted = [appearance.is_written_apart(form, text) for form in forms]
    assert appearance.are_written_apart(forms, text) == wanted
