"""Scores by Splink: the one module that imports it.

A Fellegi-Sunter score depends only on the levels that a pair reaches. So each distinct vector of levels (a
*pattern*) is scored once, as a record of its own, and pairs look their pattern up: the same numbers as scoring
every pair, for thousands of patterns instead of millions of pairs. Nothing here is undocumented in Splink 5: the
comparisons read columns of the two inputs, and the blocking rule pairs each pattern with its own row.
"""

from __future__ import annotations

import logging
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker

from resolver.matching.comparisons import COMPARISONS, Comparison, Levels
from resolver.matching.weights import Model

# Splink multiplies probabilities, so a level that no pair of one kind reached may not be zero.
NEVER = 1e-12


def score_patterns(
    patterns: Levels, model: Model, comparisons: tuple[Comparison, ...] = COMPARISONS
) -> pa.Table:
    """Match weight (bits) and probability of each row of `patterns`, shape (patterns, comparisons).

    Returns columns match_weight, match_probability and mw_<comparison> (bits), a row per pattern, in order.
    """
    columns = {f"level_{c.name}": patterns[:, i].astype(np.int16) for i, c in enumerate(comparisons)}
    numbers = np.arange(len(patterns))
    left = pa.table({"pattern": numbers, **columns})
    right = pa.table({"pattern": numbers, **{name: np.zeros(len(patterns), np.int16) for name in columns}})
    with duckdb.connect(":memory:") as connection:
        api = DuckDBAPI(connection)
        inputs = [
            api.register(left, dataset_display_name="a_patterns"),
            api.register(right, dataset_display_name="b_patterns"),
        ]
        settings = _settings(model, comparisons)
        # Ours are the same every time and held by tests; Splink's check of them takes longer than the scoring.
        linker = Linker(inputs, settings, validate_settings=False, log_level=logging.ERROR)
        predicted = linker.inference.predict()
        names = ["match_weight", "match_probability", *(f"mw_{c.name}" for c in comparisons)]
        chosen = ", ".join(f'"{name}"' for name in names)
        table = f'SELECT {chosen} FROM "{predicted.physical_name}" ORDER BY pattern_l'
        return connection.sql(table).to_arrow_table()


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
