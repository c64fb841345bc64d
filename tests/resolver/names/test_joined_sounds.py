"""Names as whole letters, wherever their blanks stand: compounds meet their parts, initials stay as they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import rewriting
from resolver.names.canonical import canonical_name
from resolver.names.columns import table_by_columns
from resolver.names.joined_sounds import joined_sound, learn
from resolver.names.skeleton import skeleton
from resolver.names.tables import read_table
from resolver.names.tokens import describe_token, described

with (Path(__file__).parent / "joined_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))

PARTS = [row["pattern"] for row in read_table("joined_sounds") if row["pattern"].isalpha()]
WORDS = st.lists(st.sampled_from([*PARTS, "trade", "spec", "gas", "авиа", "сс", "с", "7"]), min_size=1).map(
    "".join
)


@pytest.mark.parametrize("case", CASES, ids=[case["left"] for case in CASES])
def test_whole_names(case: dict[str, str]) -> None:
    left, right = (canonical_name(case[side]).key_joined for side in ("left", "right"))
    assert (left == right) == (case["same"] == "yes"), f"{left} and {right}: {case['why']}"


def test_a_part_of_a_compound_is_a_reading_of_its_word() -> None:
    assert skeleton("спецтехнотрейд") in describe_token("spectehnotrade")[2]
    assert described(["spectehnotrade"])["alternates"][0].as_py()[0] == skeleton("спецтехнотрейд")


@given(words=st.lists(WORDS))
def test_many_words_have_the_sounds_of_single_ones(words: list[str]) -> None:
    sounds = [skeleton(word) for word in words]
    assert learn(words) == (sounds, list(map(joined_sound, words, sounds)))


def test_compiled_rules_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [left + right for left in (*PARTS, "спец", "air") for right in (*PARTS, "", "gas", "line")]
    sounds = [skeleton(word) for word in words]
    plain = list(map(joined_sound, words, sounds))
    assert any(one != other for one, other in zip(plain, sounds, strict=True))
    monkeypatch.setattr(rewriting, "may_be_rewritten", lambda words: True)
    assert learn(words) == (sounds, plain)


@given(names=st.lists(st.lists(WORDS).map(" ".join)))
def test_columns_say_letters_once_as_single_names_do(names: list[str]) -> None:
    found = table_by_columns(names)["key_joined"].to_pylist()
    assert found == [canonical_name(name).key_joined for name in names]
