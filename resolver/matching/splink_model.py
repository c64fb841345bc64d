"""Scores by Splink: the one module that imports it.

A Fellegi-Sunter score depends only on the levels that a pair reaches. So each distinct vector of levels (a
*pattern*) is scored once, as a record of its own, and pairs look their pattern up: the same numbers as scoring
every pair, for thousands of patterns instead of millions of pairs. Nothing here is undocumented in Splink 5: the
comparisons read columns of the two inputs, and the blocking rule pairs each pattern with its own row.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from resolver.database import connected
from resolver.matching.comparisons import COMPARISONS, Comparison, Levels
from resolver.matching.weights import Model

# Splink multiplies probabilities, so a level that no pair of one kind reached may not be zero.
NEVER = 1e-12

SIDES = ("a_patterns", "b_patterns")
Ask = Callable[[Levels], pa.Table]
"""Levels to scores, as `score_patterns`."""


def score_patterns(
    patterns: Levels, model: Model, comparisons: tuple[Comparison, ...] = COMPARISONS
) -> pa.Table:
    """Match weight (bits) and probability of each row of `patterns`, shape (patterns, comparisons).

    Returns columns match_weight, match_probability and mw_<comparison> (bits), a row per pattern, in order.
    """
    return _open(model, comparisons)(patterns)


def ready_to_score(model: Model, comparisons: tuple[Comparison, ...] = COMPARISONS) -> Ask:
    """`score_patterns` of one model, to be asked once. Splink has been asked for the scores of no pattern by then: what it
    makes of the model, two thirds of the time of an answer, is made beside other work."""
    return _open(model, comparisons, ahead=True)


def _open(model: Model, comparisons: tuple[Comparison, ...], *, ahead: bool = False) -> Ask:
    # half a second of loading, which a large run spends beside the comparing of names
    from splink import DuckDBAPI, Linker

    connection = connected()
    columns = ", ".join(f'"level_{c.name}" SMALLINT' for c in comparisons)
    for side in SIDES:
        connection.execute(f'CREATE TABLE "{side}" (pattern BIGINT, {columns})')
    api = DuckDBAPI(connection)
    inputs = [api.register(side, dataset_display_name=side) for side in SIDES]
    # Ours are the same every time and held by tests; Splink's check of them takes longer than the scoring.
    linker = Linker(inputs, _settings(model, comparisons), validate_settings=False, log_level=logging.ERROR)
    if ahead:
        linker.inference.predict()
        linker.table_management.invalidate_cache()  # type: ignore[no-untyped-call]

    def ask(patterns: Levels) -> pa.Table:
        with connection:
            _fill(connection, patterns, comparisons)
            predicted = linker.inference.predict()
            names = ["match_weight", "match_probability", *(f"mw_{c.name}" for c in comparisons)]
            chosen = ", ".join(f'"{name}"' for name in names)
            table = f'SELECT {chosen} FROM "{predicted.physical_name}" ORDER BY pattern_l'
            return connection.sql(table).to_arrow_table()

    return ask


def _fill(connection: Any, patterns: Levels, comparisons: tuple[Comparison, ...]) -> None:
    """Each pattern on the left, and a row of its own for it on the right."""
    numbers, names = np.arange(len(patterns)), [f"level_{c.name}" for c in comparisons]
    of_left = {name: patterns[:, i].astype(np.int16) for i, name in enumerate(names)}
    of_right = dict.fromkeys(names, np.zeros(len(patterns), np.int16))
    for side, columns in zip(SIDES, (of_left, of_right), strict=True):
        connection.register("given", pa.table({"pattern": numbers, **columns}))
        connection.execute(f'INSERT INTO "{side}" SELECT * FROM given')
        connection.unregister("given")


def _settings(model: Model, comparisons: tuple[Comparison, ...]) -> dict[str, Any]:
    return {
        "link_type": "link_only",
        "unique_id_column_name": "pattern",
        "probability_two_random_records_match": model.prior,
        "blocking_rules_to_generate_predictions": ["l.pattern = r.pattern"],
        "comparisons": [_comparison(c.name, c.levels, model) for c in comparisons],
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": False,
    }


def _comparison(name: str, levels: tuple[str, ...], model: Model) -> dict[str, Any]:
    described: list[dict[str, Any]] = [
        {
            "sql_condition": f'"level_{name}_l" = {number}',
            "label_for_charts": label,
            "m_probability": max(model.m[name][number], NEVER),
            "u_probability": max(model.u[name][number], NEVER),
        }
        for number, label in enumerate(levels)
    ]
    never = {
        "sql_condition": "ELSE",
        "label_for_charts": "none",
        "m_probability": NEVER,
        "u_probability": NEVER,
    }
    return {
        "output_column_name": name,
        "comparison_description": name,
        "comparison_levels": [*described, never],
    }
