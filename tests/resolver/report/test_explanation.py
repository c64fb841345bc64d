"""The waterfall of a hit: what is shown adds up."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.report import legend, render_explanation
from resolver.report.explanation import match_probability, shown_steps, waterfall

BITS = st.floats(-60, 60, allow_nan=False)


@given(st.dictionaries(st.sampled_from(["prior", "name", "country", "address"]), BITS, min_size=1))
def test_the_steps_add_up_to_the_match_weight(bits: dict[str, float]) -> None:
    steps = waterfall({name: {"bits": value} for name, value in bits.items()})
    assert math.isclose(steps[-1].after, sum(bits.values()), abs_tol=1e-6)
    assert all(step.after == following.before for step, following in pairwise(steps))
    assert not bits.get("prior") or steps[0].name == "prior"


@given(st.dictionaries(st.sampled_from(["prior", "name", "form", "edits", "type"]), st.floats(-0.1, 0.1)))
def test_the_steps_as_shown_add_up_to_the_same(bits: dict[str, float]) -> None:
    steps = waterfall({name: {"bits": value} for name, value in bits.items()})
    assert math.isclose(sum(s.bits for s in shown_steps(steps)), sum(s.bits for s in steps), abs_tol=1e-9)


def test_the_same_values_are_shown_once() -> None:
    values = {"bits": 2.0, "party": "ООО А", "listed": "A LLC"}
    assert render_explanation({"name": values, "words": values}).count("ООО А") == 1


def test_a_comparison_without_values_of_its_own_is_of_those_of_the_first() -> None:
    evidence = {
        "prior": {"bits": -7.0},
        "words": {"bits": 2.0, "party": "ООО А", "listed": "A LLC"},
        "whole": {"bits": 5.0},
        "country": {"bits": 1.0, "party": "", "listed": "KG"},
    }
    values = {step.name: (step.party, step.listed) for step in waterfall(evidence)}
    words = ("ООО А", "A LLC")
    assert values == {"prior": ("", ""), "whole": words, "words": words, "country": ("", "KG")}


@given(BITS)
def test_probability_and_its_opposite_add_up_to_one(bits: float) -> None:
    assert math.isclose(match_probability(bits) + match_probability(-bits), 1.0)


@pytest.mark.parametrize(("bits", "expected"), [(0, 0.5), (1, 2 / 3), (-1, 1 / 3), (2000, 1.0), (-2000, 0.0)])
def test_probability_of_bits(bits: float, expected: float) -> None:
    assert math.isclose(match_probability(bits), expected)


def test_the_text_names_values_levels_and_the_sum() -> None:
    evidence = (
        '{"prior": {"bits": -7}, "name": {"bits": 9, "party": "ООО А", "listed": "A LLC", "level": "agree"}}'
    )
    text = render_explanation(evidence)
    assert all(
        part in text
        for part in ("prior", "-7.00", "+9.00", "ООО А", "A LLC", "agree", "+2.00 bits", "0.8000")
    )


def test_the_probability_is_that_of_the_table_where_it_is_known() -> None:
    evidence = {"name": {"bits": 1.0}}
    assert "= probability 0.6667" in render_explanation(evidence)
    assert "= probability 0.6668" in render_explanation(evidence, score=0.66678)


def test_the_sign_of_a_meaning_is_explained_wherever_it_stands() -> None:
    plain, concept = {"name": {"bits": 1.0, "party": "a"}}, {"name": {"bits": 1.0, "listed": "@plant"}}
    assert "@plant" not in legend(plain)
    assert "@plant is" in legend(plain, concept)


def test_certainty_is_never_claimed() -> None:
    assert ">0.9999" in render_explanation({"name": {"bits": 80.0}})
    assert "<0.0001" in render_explanation({"name": {"bits": -80.0}})


def test_names_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in render_explanation({"name": {"bits": 1.0, "party": "\x1b[31mred", "listed": "x"}})


@pytest.mark.parametrize("evidence", ["", "{}", {}])
def test_no_evidence_is_said(evidence: str | dict[str, object]) -> None:
    assert render_explanation(evidence) == "no comparison was made\n"  # type: ignore[arg-type]


@pytest.mark.parametrize(("met", "told"), [("0", "no word met"), ("2", "sound by sound")])
def test_how_words_agree_is_not_said_where_none_did(met: str, told: str) -> None:
    evidence = {
        "prior": {"bits": -8.0},
        "words_met": {"bits": -0.6, "level": f"{met} words, under 9 bits the best word"},
        "spelling": {"bits": 0.1, "level": "same words, under 11 bits"},
    }
    assert f"{told}, in a name of under 11 bits" in render_explanation(evidence)
