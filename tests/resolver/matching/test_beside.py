"""What a child is asked for matching is what this process would say, and nothing is lost where it cannot answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pytest

from resolver import child_processes
from resolver.matching.beside import answers, ready_beside, reference_beside
from resolver.matching.comparisons import COMPARISONS, Levels
from resolver.matching.reference_score import reference_scores
from resolver.matching.splink_model import score_patterns
from resolver.matching.weights import load_model
from resolver.messages import of_task

PARTY = pa.chunked_array([["OOO Vestrokon", "Kvazar 19", "", "ТОО Вестрокон"]])
LISTED = pa.chunked_array([["Vestrokon LLC", "Quasar", "Vestrokon LLC", "Вестрокон"]])
SCORES = ["match_weight", "match_probability"]


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    """One child serves the tests of this file."""
    child_processes.start(1)
    yield
    for child in child_processes._children:
        child_processes.discard(child)
    child_processes._children.clear()


def patterns(many: int = 50) -> Levels:
    chance = np.random.default_rng(5)
    columns = [chance.integers(0, len(one.levels), many) for one in COMPARISONS]
    return np.stack(columns, axis=1).astype(np.uint8)


def test_a_child_scores_as_this_process_does() -> None:
    model, asked = load_model(), patterns()
    with child_processes.lent() as child:
        assert child is not None
        found = ready_beside(model, child)(asked)
    plain = score_patterns(asked, model)
    assert found.num_rows == 50
    assert found.select(SCORES).equals(plain.select(SCORES))


def test_without_a_child_this_process_scores() -> None:
    found = ready_beside(load_model(), None)(patterns(3))
    assert found.select(SCORES).equals(score_patterns(patterns(3), load_model()).select(SCORES))


def test_a_child_that_was_made_ready_and_not_asked_is_ready_for_more() -> None:
    with child_processes.lent() as child:
        ready_beside(load_model(), child)
    assert reference_beside(PARTY, LISTED).equals(reference_scores(PARTY, LISTED))
    with child_processes.lent() as child:
        assert ready_beside(load_model(), child)(patterns(7)).num_rows == 7


def test_a_child_knows_the_score_of_ofac(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = reference_scores(PARTY, LISTED)

    def nothing(*_: pa.ChunkedArray) -> pa.Array:
        raise AssertionError("the child was to be asked")

    monkeypatch.setattr("resolver.matching.beside.reference_scores", nothing)
    assert reference_beside(PARTY, LISTED).equals(expected)


def test_a_child_that_is_busy_is_not_waited_for() -> None:
    with child_processes.lent() as child:
        assert child is not None
        assert reference_beside(PARTY, LISTED).equals(reference_scores(PARTY, LISTED))


@pytest.mark.parametrize("when", ["before it is told", "before it is asked"])
def test_a_child_that_dies_costs_a_warning(when: str) -> None:
    model, asked = load_model(), patterns(5)
    child_processes.start(1)
    with child_processes.lent() as child:
        assert child is not None
        if when == "before it is told":
            child.process.kill()
            child.process.wait()
        ask = ready_beside(model, child)
        child.process.kill()
        with pytest.warns(RuntimeWarning, match="ended too early"):
            found = ask(asked)
    assert found.select(SCORES).equals(score_patterns(asked, model).select(SCORES))
    child_processes.start(1)


def test_a_child_that_dies_over_the_names_costs_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def lent_and_killed() -> Iterator[child_processes.Child | None]:
        with child_processes.lent() as child:
            assert child is not None
            child.process.kill()
            yield child

    child_processes.start(1)
    monkeypatch.setattr("resolver.matching.beside.lent", lent_and_killed)
    with pytest.warns(RuntimeWarning, match="ended too early"):
        assert reference_beside(PARTY, LISTED).equals(reference_scores(PARTY, LISTED))
    child_processes.start(1)


def test_what_was_made_ready_is_let_go_of_with_the_answer() -> None:
    tasks = answers()
    with pytest.raises(IndexError):
        tasks["scores"](of_task("scores", pa.table({one.name: pa.array([0]) for one in COMPARISONS})))
