"""What matching leaves to a child interpreter that has nothing to do: Splink's scores, and the emulation of OFAC's.

Both are a second of Python each in a large run, in which the threads of this process would only wait for one another. In: a
model and patterns, or pairs of names. Out: what `splink_model` and `reference_score` give here: a child that is not there or
ends early changes nothing but the time. `resolver.serving` is the other side.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from resolver.child_processes import Child, discard, lent, warn_of_ended
from resolver.matching.comparisons import COMPARISONS, Levels
from resolver.matching.reference_score import reference_scores
from resolver.matching.splink_model import Ask, ready_to_score, score_patterns
from resolver.matching.weights import Model
from resolver.messages import of_task, question, read_table, write_table

MODEL, SCORES, REFERENCE = "model", "scores", "reference"
"""What a child is asked: to make Splink ready for a model (no answer), to score patterns by it, to score pairs of names."""

Answer = Callable[[pa.Table], pa.Table | None]


def ready_beside(model: Model, child: Child | None) -> Ask:
    """`ready_to_score`, by a child that is the caller's until the question is answered, or here where there is none."""
    if child is None:
        return ready_to_score(model)
    said = json.dumps([model.version, model.prior, model.m, model.u])
    is_told = _told(child, question(MODEL, [said]))

    def ask(patterns: Levels) -> pa.Table:
        answer = _answer_of(child, _as_table(patterns)) if is_told else None
        if answer is None:
            _let_go(child)
            return score_patterns(patterns, model)
        return answer

    return ask


def reference_beside(party_names: pa.ChunkedArray, listed_names: pa.ChunkedArray) -> pa.Array:
    """`reference_scores`, by a child where one is free."""
    with lent() as child:
        if child is None:
            return reference_scores(party_names, listed_names)
        names = pa.table({"party": party_names, "listed": listed_names})
        answer = _answer_of(child, of_task(REFERENCE, names))
        if answer is None:
            _let_go(child)
            return reference_scores(party_names, listed_names)
        return answer["score"].combine_chunks()


def answers() -> dict[str, Answer]:
    """What a child does for each of its tasks; it holds what was made ready from one to the next."""
    held: list[Ask] = []

    def make_ready(asked: pa.Table) -> None:
        version, prior, m, u = json.loads(asked["text"][0].as_py())
        held[:] = [ready_to_score(Model(version, prior, m, u))]

    def scores(asked: pa.Table) -> pa.Table:
        patterns = np.stack([asked[c.name].to_numpy() for c in COMPARISONS], axis=1)
        return held.pop()(patterns).select(["match_weight", "match_probability"])

    def reference(asked: pa.Table) -> pa.Table:
        return pa.table({"score": reference_scores(asked["party"], asked["listed"])})

    return {MODEL: make_ready, SCORES: scores, REFERENCE: reference}


def _as_table(patterns: Levels) -> pa.Table:
    columns = {c.name: pa.array(patterns[:, at]) for at, c in enumerate(COMPARISONS)}
    return of_task(SCORES, pa.table(columns))


def _told(child: Child, asked: pa.Table) -> bool:
    """Whether a child could be told something."""
    try:
        write_table(child.asks, asked)
    except OSError:
        return False
    return True


def _answer_of(child: Child, asked: pa.Table) -> pa.Table | None:
    """What a child says to a question; None where it does not."""
    try:
        return read_table(child.answers) if _told(child, asked) else None
    except (OSError, EOFError, pa.ArrowInvalid):
        return None


def _let_go(child: Child) -> None:
    discard(child)
    warn_of_ended()
