"""The Arabic article is no part of a name that has a word of its own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.articles import are_own, articles, is_own
from resolver.names.canonical import canonical_name
from resolver.names.columns import table_by_columns
from resolver.names.vocabulary import know

with (Path(__file__).parent / "article_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))
WORDS = st.sampled_from(
    [*articles(), "noor", "rahmat", "vorund", "trading", "llc", "bank", "of", "7", "Noo", "ойл"]
)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['left']} / {case['right']}" for case in CASES])
def test_articles(case: dict[str, str]) -> None:
    left, right = (canonical_name(case[side]).tokens for side in ("left", "right"))
    assert (left == right) == (case["same"] == "yes"), f"{left} and {right}: {case['why']}"


@given(st.lists(st.lists(WORDS, max_size=6).map(" ".join), min_size=1, max_size=8))
def test_names_by_columns_and_one_by_one_agree(names: list[str]) -> None:
    assert table_by_columns(names).to_pylist() == [canonical_name(name)._asdict() for name in names]


def test_own_words_together_are_those_singly() -> None:
    words = [
        know(word) for word in ("el", "noor", "muhammad", "trading", "a1b", "and", "орион", "kv", "завод")
    ]
    columns = ([getattr(word, name) for word in words] for name in ("is_stop", "exact", "concept"))
    assert are_own(*columns) == [is_own(word) for word in words]
