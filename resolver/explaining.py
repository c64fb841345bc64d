"""Explain a pair: what each name became, which channels propose it, and the weights of its score, in text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from resolver.comparing import compare_pairs
from resolver.config import Config
from resolver.errors import UnreadableInput, UsageError
from resolver.names import explain_name
from resolver.report import render_explanation


def explain_pair(party: str, listed: str, party_country: str, listed_country: str, config: Config) -> str:
    """The explanation of any pair, also below every threshold."""
    frame = pd.DataFrame(
        {
            "left": [party],
            "right": [listed],
            "left_country": [party_country],
            "right_country": [listed_country],
        }
    )
    row = compare_pairs(frame, config).iloc[0]
    parts = [_name_steps("party", party), _name_steps("listed", listed)]
    if not row["evidence"]:
        return "\n\n".join([*parts, f"No score: {row['note'] or 'one of the names holds no words'}."])
    verdict = f"band {row['band']}" + (f", kind {row['kind']}" if row["kind"] else "")
    match, possible = config.match_threshold, config.possible_threshold
    limits = f"match from {match:g}, possible from {possible:g} ({config.preset})"
    channels = row["proposed_by"].replace("given", "").strip("|").replace("|", ", ")
    proposed = (
        f"A run would propose this pair by: {channels}."
        if channels
        else ("A run would not propose this pair: no channel of candidates connects the two names.")
    )
    return "\n\n".join([*parts, proposed, render_explanation(row["evidence"]), f"{verdict} ({limits})"])


def explain_text(text: str) -> str:
    """What one name becomes, step by step."""
    return _name_steps("name", text)


def _name_steps(side: str, text: str) -> str:
    lines = [f"{side}: {text}"]
    lines += [f"  {s.step:<22}{s.value}" + (f"   ({s.note})" if s.note else "") for s in explain_name(text)]
    return "\n".join(lines)


def explain_row(run_dir: Path, row: int, source_file: str | None) -> str:
    """Every hit of one input row of a run, or why it has none."""
    every_row = _run_table(run_dir, "rows")
    rows = _of_row(every_row, row, source_file)
    if rows.empty:
        known = every_row.groupby("source_file").size() if not every_row.empty else {}
        shown = ", ".join(f"{name} ({size} rows)" for name, size in sorted(known.items())) or "none"
        raise UsageError(f"row {row} is not in this run; its input files: {shown}")
    files = sorted(set(rows["source_file"]))
    if len(files) > 1:
        raise UsageError(
            f"row {row} stands in several input files; add --file with one of: {', '.join(files)}"
        )
    head = [
        f"{r.source_file}, row {r.source_row}: {r.outcome}" + (f" ({r.reason})" if r.reason else "")
        for r in rows.itertuples()
    ]
    hits = _of_row(_run_table(run_dir, "hits"), row, source_file)
    if hits.empty:
        head.append("No hit. To see why a certain listed name is none: resolver explain PARTY LISTED")
    return "\n\n".join([*head, *(_hit_text(hit) for hit in hits.to_dict("records"))])


def _hit_text(hit: dict[str, Any]) -> str:
    channels = hit["proposed_by"].replace("|", ", ")
    lines = [
        f"{hit['party_name']} ({hit['party_role'] or 'party'})",
        f"  is in band {hit['band']} (kind {hit['kind']}) with {hit['listed_name']}",
        f"  list {hit['list']}, listing {hit['listing_id']} ({hit['listing_type']})",
        f"  {hit['alias_quality']} name of {hit['primary_name']}; programmes: {hit['programs'] or 'none given'}",
        f"  proposed by {channels}; emulated OFAC search score {hit['ofac_reference_score']}",
    ]
    return "\n".join([*lines, render_explanation(hit["evidence"])])


def _of_row(table: pd.DataFrame, row: int, source_file: str | None) -> pd.DataFrame:
    if table.empty:
        return table
    chosen = table[table["source_row"] == row]
    return chosen[chosen["source_file"] == source_file] if source_file else chosen


def _run_table(run_dir: Path, name: str) -> pd.DataFrame:
    """A table of a finished run, in whichever format it was written."""
    for suffix, read in (("parquet", pd.read_parquet), ("csv", _read_csv), ("jsonl", _read_lines)):
        path = run_dir / f"{name}.{suffix}"
        if path.is_file():
            return read(path)
    raise UnreadableInput(
        f"{run_dir} holds no {name} table; give the --out folder of a run of `resolver screen` or `resolve`"
    )


def _read_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, dtype={"party_id": str, "listing_id": str})


def _read_lines(path: Path) -> pd.DataFrame:
    """JSON lines; an empty text was written as null, and a table without rows has no columns left."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return pd.DataFrame(
        [{name: "" if value is None else value for name, value in row.items()} for row in rows]
    )
