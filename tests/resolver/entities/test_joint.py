"""What two clusters say together: the evidence, either way round, and the model that weighs it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.entities.calling import Words, bearers_of
from resolver.entities.joint import (
    LEVELS,
    NAMES,
    NOBODY,
    Joint,
    Link,
    Question,
    Side,
    evidence_of,
    joint_model,
    levels_of,
    read_joint,
    save_joint,
    told_by,
)
from resolver.entities.near import Near

LANGUAGES = {"mill": 1, "bank": 1, "usine": 2}
LINK = Link(Near(1.5, 0.7, 0x21, 0.6, False), 0.5, 0, 1)  # words_shared 1, best_word 2


def as_words(texts):
    """A name per text; words with a capital are telling."""
    split = [text.split() for text in texts]
    flat = [word for words in split for word in words]
    return Words(
        name=np.arange(len(texts), dtype=np.int64),
        offset=np.cumsum([0, *map(len, split)]).astype(np.int64),
        word=np.unique(flat, return_inverse=True)[1].astype(np.int64),
        main=np.ones(len(flat), dtype=np.bool_),
        telling=np.array([word[0].isupper() for word in flat], dtype=np.bool_),
        language=np.array([LANGUAGES.get(words[-1], -1) for words in split], dtype=np.int32),
    )


def evidence(one, other, elsewhere=(), countries=("", ""), forms=("", ""), swapped=False):
    words = as_words([*one, *other, *elsewhere])
    nodes = (range(len(one)), range(len(one), len(one) + len(other)))
    sides = [
        Side(told_by(mine, words), frozenset(country.split()), frozenset(form.split()), 20.0)
        for mine, country, form in zip(nodes, countries, forms, strict=True)
    ]
    bearers = bearers_of(words)
    found = evidence_of(*(reversed(sides) if swapped else sides), LINK, bearers)
    return dict(zip(NAMES, found, strict=True))


def test_the_rarest_telling_word_of_both():
    found = evidence(
        ["Anta Berg mill", "Anta mill"], ["Anta Berg usine"], elsewhere=["Anta bank", "x Anta", "y Berg"]
    )
    assert (found["others"], found["others_second"]) == (1, 2)  # Berg, then Anta
    assert (found["bear_fewer"], found["bear_more"]) == (0.5, 1.0)
    none = evidence(["Anta mill"], ["Berg mill"])
    assert (none["others"], none["bear_fewer"]) == (NOBODY, 0.0)


def test_words_of_most_names_and_words_of_ones_own():
    found = evidence(["Anta mill", "Anta mill co", "Anta mill"], ["Anta usine"])
    assert (found["core"], found["core_share"]) == (1, 0.5)
    assert (found["own_fewer"], found["own_more"]) == (
        1,
        1,
    )  # mill here, usine there; "co" is not of most names
    assert evidence(["Anta"], ["Anta usine"])["own_fewer"] == 0


def test_sizes_countries_forms_and_languages():
    found = evidence(["Anta mill", "A mill"], ["Anta usine"], countries=("RU", "RU BY"), forms=("LLC", "JSC"))
    assert (found["fewer_names"], found["more_names"]) == (1, 2)
    assert (found["country"], found["form"], found["language"]) == (1, 2, 2)
    assert evidence(["Anta"], ["Anta mill"])["language"] == 0


def test_what_the_best_pair_says():
    found = evidence(["Anta"], ["Anta mill"])
    assert (found["best_words_shared"], found["best_best_word"], found["best_share"]) == (1, 2, 0)


text = st.lists(st.sampled_from(["Anta", "Berg", "mill", "usine", "x"]), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(text, min_size=1, max_size=4), st.lists(text, min_size=1, max_size=4), st.lists(text, max_size=3)
)
def test_evidence_is_the_same_either_way_round(one, other, elsewhere):
    found = evidence(one, other, elsewhere)
    assert found == evidence(one, other, elsewhere, swapped=True)
    assert 0 < joint_model().probability(tuple(found.values())) < 1


def test_levels_begin_at_their_edges():
    assert levels_of(tuple(edges[0] for edges in LEVELS.values())) == [1] * len(LEVELS)
    assert levels_of(tuple(edges[-1] for edges in LEVELS.values())) == [
        len(edges) for edges in LEVELS.values()
    ]
    assert levels_of((-1.0,) * len(LEVELS)) == [0] * len(LEVELS)


def test_answers_of_trees_are_added_up():
    tree = (Question(0, 1, 1, 2, 0.0), Question(-1, 0, 0, 0, -2.0), Question(-1, 0, 0, 0, 1.0))
    low, high = ((value,) + (0.0,) * (len(NAMES) - 1) for value in (0.1, 0.5))
    model = Joint(0.5, (tree, tree))
    assert [round(model.probability(one), 4) for one in (low, high)] == [0.0293, 0.9241]


def test_a_model_is_read_as_it_was_written(tmp_path):
    save_joint(joint_model(), tmp_path / "joint.json", {"made": "2026-01-01"})
    written = (tmp_path / "joint.json").read_text(encoding="utf-8")
    assert read_joint(written) == joint_model()
    with pytest.raises(ValueError, match="train it again"):
        read_joint(json.dumps(json.loads(written) | {"evidence": ["best"]}))


@pytest.mark.parametrize("name", ["best", "binding", "mean"])
def test_a_better_link_never_speaks_against(name):
    """Whatever else is said: 300 drawn answers to all questions."""
    at, rng = NAMES.index(name), np.random.default_rng(1)
    gained = []
    for _ in range(300):
        drawn = [float(rng.choice((edges[0] - 1, *edges))) for edges in LEVELS.values()]
        rising = [[*drawn[:at], value, *drawn[at + 1 :]] for value in (0.0, *LEVELS[name])]
        found = [joint_model().probability(tuple(one)) for one in rising]
        assert found == sorted(found)
        gained.append(found[-1] - found[0])
    assert max(gained) > 0.0
