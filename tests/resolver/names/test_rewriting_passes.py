"""Words rewritten by compiled rules equal words rewritten pattern by pattern."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names import readings, rewriting, rewriting_passes, skeleton, stems
from resolver.names.fold import fold_text, split_words
from resolver.names.rewriting import Rules, rules_of
from resolver.names.tables import read_table

SPELLINGS = [text for row in read_table("lexicon") for text in row["spellings"].split("|")]
LATIN = sorted({skeleton.romanise(word) for text in SPELLINGS for word in split_words(fold_text(text))})
WORDS = st.one_of(
    st.text(alphabet="aeioutskhzgvnrlcjwyx09SCZT", max_size=14),
    st.sampled_from(LATIN),
    st.builds(
        str.__add__, st.sampled_from(LATIN), st.sampled_from(["ouse", "tse", "zh", "ton", "gas", "ieia"])
    ),
)
PATTERNS = (
    "ou",
    "^ch(?=[rl])",
    "(?<=[aeiou])s(?![aeiou])",
    "(?<!s)ts$",
    "(?<=ar)ch(?!in)|^ch",
    "e(?:is|s)h?n$",
    "aa",
)


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=100)
@given(words=st.lists(WORDS, max_size=9), means=st.sampled_from(["", "x", "zh"]))
def test_a_rule_does_what_its_pattern_does(pattern: str, words: list[str], means: str) -> None:
    rules = rules_of([[(pattern, means)]])
    assert rewriting_passes.rewritten(words, rules) == [re.sub(pattern, means, word) for word in words]


def sound_rules() -> tuple[Rules, Rules, int]:
    rules = skeleton.sound_rules()
    assert rules is not None
    return rules


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=9))
def test_skeletons_are_those_of_single_words(words: list[str]) -> None:
    assert rewriting_passes.sounds(words, *sound_rules()) == list(map(skeleton._sound, words))


def plain_readings(word: str) -> tuple[str, ...]:
    others = map(skeleton.skeleton, readings._respelled(word, "latin_readings"))
    return readings._first_ones(word, others)


@settings(max_examples=300)
@given(st.lists(WORDS.map(str.lower), max_size=9))
def test_readings_are_those_of_single_words(words: list[str]) -> None:
    rules = readings._rules("latin_readings")
    assert rules is not None
    found, counts = rewriting_passes.readings(words, *rules, sound_rules(), readings.MOST_ALTERNATES)
    ends = [sum(counts[: at + 1]) for at in range(len(counts))]
    told = [tuple(found[end - count : end]) for end, count in zip(ends, counts, strict=True)]
    assert told == list(map(plain_readings, words))


def test_words_of_the_tables_go_by_rules_and_are_what_they_are_singly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rewriting, "_words_so_far", rewriting.WORTH_LOADING)
    words = [word for word in LATIN if 0 < len(word) <= rewriting.LONGEST]
    assert rewriting.may_be_rewritten(words)
    assert skeleton.sounds_of_latin(words) == list(map(skeleton._sound, words))
    assert stems.loan_sounds(words) == list(map(stems.loan_sound, words))


@settings(max_examples=300)
@given(st.lists(WORDS.map(str.lower), max_size=9))
def test_loan_sounds_are_those_of_single_stems(words: list[str]) -> None:
    rules = stems._loan_rules()
    assert rules is not None
    assert rewriting_passes.rewritten(words, rules) == list(map(stems.loan_sound, words))
