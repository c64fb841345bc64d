"""Spread of words over a file, against a plain twin."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.matching.within_languages import languages_of
from resolver.matching.within_spread import (
    COUNTED_FACES,
    SPREAD_FEATURES,
    TELLING_BITS,
    TELLING_LETTERS,
    spread_features,
    spread_of,
    words_of_names,
)
from tests.resolver.matching.test_within_languages import arrays

WORDS = ["vestrokon", "lunokhod", "zarnitsyn", "őrség", "łabędź", "trading"]


def features(names, left, right):
    found = spread_features(names, spread_of(names), np.array([left]), np.array([right]))[0]
    return dict(zip(SPREAD_FEATURES, found.tolist(), strict=True))


def plain_holders(names, left, right):
    """Names of one language that hold the rarest telling word of two names; words are met as they stand."""
    tokens, language = names.tokens, languages_of(names)
    held = [names.token[a:b].tolist() for a, b in zip(names.offset, names.offset[1:], strict=False)]
    counts = []
    for token in set(held[left]) & set(held[right]):
        if tokens.bits[token] < TELLING_BITS or tokens.length[token] < TELLING_LETTERS:
            continue
        if tokens.faces[token, 0] < 0:
            face = tokens.faces[token, COUNTED_FACES.start]
            bearers = [n for n, own in enumerate(held) if face in tokens.faces[own, COUNTED_FACES]]
            counts.append(max(Counter(language[bearers].tolist()).values()))
    return min(counts, default=0)


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True), min_size=2, max_size=9)
)
def test_holders_equal_their_plain_twin(drawn):
    names = arrays([" ".join(words) for words in drawn])
    for left in range(len(names)):
        for right in range(left + 1, len(names)):
            assert features(names, left, right)["holders"] == plain_holders(names, left, right)


def test_another_name_with_the_word_makes_it_less_rare():
    texts = ["Vestrokon Trading", "Vestrokon Logistics"]
    few, many = arrays(texts), arrays([*texts, "Vestrokon Steel", "Vestrokon Timber"])
    assert features(few, 0, 1)["holders"] == 2
    at = [many.table["text"].to_pylist().index(text) for text in texts]
    assert features(many, min(at), max(at))["holders"] == 4


def test_a_word_that_stays_while_others_are_translated_is_counted_by_languages():
    texts = ["Gesellschaft für Vestrokon", "Przedsiębiorstwo Łódzkie Vestrokon", "State Society of Vestrokon"]
    names = arrays(texts)
    assert features(names, 0, 1)["languages"] == 3


def test_words_that_each_side_keeps_for_itself_are_counted():
    texts = [f"Vestrokon {own} {word}" for own in ("Lunokhod", "Zarnitsyn") for word in ("Łódź", "Őrség")]
    names = arrays(texts)
    at = {text: n for n, text in enumerate(names.table["text"].to_pylist())}
    apart = features(names, *sorted((at[texts[0]], at[texts[3]])))
    together = features(names, *sorted((at[texts[0]], at[texts[1]])))
    assert apart["left_on_both"] == 2
    assert together["left_on_both"] == 0


def test_concepts_are_no_telling_words():
    names = arrays(["Trading Logistics", "Trading Shipping"])
    assert features(names, 0, 1)["holders"] == 0


def test_words_of_names_are_equal_where_words_can_be_met():
    names = arrays(["Lunokhod", "Vestrokon Trading", "Вестрокон"])
    found = words_of_names(names, spread_of(names))
    rows = [slice(a, b) for a, b in zip(found.offset, found.offset[1:], strict=False)]
    telling = [set(found.word[at][found.telling[at]].tolist()) for at in rows]
    assert [int(found.main[at].sum()) for at in rows] == np.diff(names.offset).tolist()
    assert telling[1] & telling[2]
    assert not telling[0] & telling[1]
    assert found.offset[-1] == len(found.word) == len(found.main) == len(found.telling)
