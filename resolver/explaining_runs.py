"""Explain what a finished run found, from the files that it left: the hits of a row, the rows of an entity."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

import pandas as pd

from resolver.errors import UnreadableInput, UsageError
from resolver.matching.words_met import words_of_hits
from resolver.model import CLUSTERS, ENTITIES, HITS, ROWS
from resolver.report import (
    TABLE_FORMATS,
    Words,
    agreement,
    band_reason,
    kind_reason,
    legend,
    render_explanation,
    render_words,
)
from resolver.report.explanation import probability_text
from resolver.report.text_table import count

COLUMNS = {
    "rows": ROWS.names,
    "hits": HITS.names,
    "clusters": CLUSTERS.names,
    "entities": ENTITIES.names,
    "links": ("entity_id", "spelling", "other_spelling", "score", "identifier_shared"),
    "possible": ("entity_id", "other_entity_id", "score", "reason"),
    "diagnostics": ("entity_id", "spellings", "links", "density", "bridges"),
}
"""What is read of each table."""
MOST_LINES = 40  # of each kind, in the explanation of an entity


def explain_row(run_dir: Path, row: int, source_file: str | None) -> str:
    """Every hit of one input row of a run, or why it has none."""
    every_row = _run_table(run_dir, "rows")
    source_file = _full_name(every_row, source_file)
    rows = _of_row(every_row, row, source_file)
    if rows.empty:
        known = every_row.groupby("source_file").size() if not every_row.empty else {}
        shown = ", ".join(f"{name} ({count(size, 'row')})" for name, size in sorted(known.items())) or "none"
        of = f" of {source_file}" if source_file else ""
        raise UsageError(f"row {row}{of} is not in this run; its input files: {shown}")
    files = sorted(set(rows["source_file"]))
    if len(files) > 1:
        raise UsageError(
            f"row {row} stands in several input files; add --file with one of: {', '.join(files)}"
        )
    head = [
        f"{r.source_file}, row {r.source_row}: {r.outcome}" + (f" ({r.reason})" if r.reason else "")
        for r in rows.itertuples()
    ]
    parts = ["\n".join([*head, *_members(_of_row(_table_if_any(run_dir, "clusters"), row, source_file))])]
    if not _has_table(run_dir, "hits"):
        return "\n\n".join([*parts, "This run compared with no list; --entity ID explains an entity."])
    hits = _of_row(_run_table(run_dir, "hits"), row, source_file)
    if hits.empty:
        parts.append(_no_hit(run_dir))
        return "\n\n".join(parts)
    settings = _settings(run_dir)
    records = hits.to_dict("records")
    texts = [
        _hit_text(hit, words, settings).rstrip("\n")
        for hit, words in zip(records, words_of_hits(records), strict=True)
    ]
    return "\n\n".join([*parts, *texts, legend(*hits["evidence"])])


def _no_hit(run_dir: Path) -> str:
    """Below which threshold everything stayed, as far as the run tells; with --band match it wrote no other hits."""
    band = _part_of_record(run_dir, "options").get("band", "possible")
    limit = _settings(run_dir).get(f"{band}_threshold")
    none = "" if limit is None else f": no listed name reached the band {band} (probability {limit:g})"
    return f"No hit{none}.\nTo see why a certain listed name is none: resolver explain PARTY LISTED"


def _full_name(rows: pd.DataFrame, given: str | None) -> str | None:
    """The input file as the run calls it: by its whole path, or by its name where only one file has it."""
    if not given or rows.empty:
        return given
    named = [file for file in set(rows["source_file"]) if PurePath(file).name == given]
    return named[0] if len(named) == 1 else given


def _members(members: pd.DataFrame) -> list[str]:
    """The parties of a row, each with its entity."""
    return [
        f"  {party.party_name} ({party.party_role or 'party'}) belongs to {party.entity_id}"
        for party in members.itertuples()
    ]


def explain_entity(run_dir: Path, entity_id: str) -> str:
    """Why the rows of an entity are together, what it may be on a list, and what was near and left out."""
    entities = _run_table(run_dir, "entities")
    found = entities[entities["entity_id"] == entity_id].to_dict("records") if not entities.empty else []
    if not found:
        raise UsageError(f"{entity_id} is no entity of this run; the IDs stand in {run_dir}/entities.*")
    entity = found[0]
    head = [
        f"{entity_id}: {entity['name']}",
        f"  {count(entity['size'], 'row')}; countries: {entity['countries'] or 'none given'}",
        f"  weakest link on the strongest tree: {probability_text(entity['weakest_link'])}",
    ]
    parts = [
        "\n".join(head + _diagnosis(run_dir, entity_id)),
        _spellings(_of_entity(run_dir, "clusters", entity_id)),
        _links(_of_entity(run_dir, "links", entity_id)),
        _listings(_of_entity(run_dir, "hits", entity_id)),
        _neighbours(run_dir, entity_id, dict(zip(entities["entity_id"], entities["name"], strict=True))),
    ]
    return "\n\n".join(part for part in parts if part)


def _of_entity(run_dir: Path, table: str, entity_id: str) -> pd.DataFrame:
    """Rows of a table that speak of an entity; none where the run left no such table."""
    rows = _table_if_any(run_dir, table)
    return rows[rows["entity_id"] == entity_id] if not rows.empty else rows


def _diagnosis(run_dir: Path, entity_id: str) -> list[str]:
    return [
        f"  {count(row.spellings, 'spelling')}, {count(row.links, 'link')} (density {row.density:.3f}), "
        f"{count(row.bridges, 'bridge')}"
        for row in _of_entity(run_dir, "diagnostics", entity_id).itertuples()
    ]


def _spellings(members: pd.DataFrame) -> str:
    names = members["party_name"].value_counts().reset_index().sort_values(["count", "party_name"])
    lines = [
        f"  {row.count_} x {row.party_name}" for row in names.rename(columns={"count": "count_"}).itertuples()
    ]
    return _listed("Spellings", lines[::-1])


def _links(links: pd.DataFrame) -> str:
    lines = [
        f"  {probability_text(row.score)}  {row.spelling}  =  {row.other_spelling}"
        + ("  (identifier shared)" if str(row.identifier_shared).lower() == "true" else "")
        for row in links.itertuples()
    ]
    return _listed("Links that hold it together, weakest first", lines)


def _listings(hits: pd.DataFrame) -> str:
    if hits.empty:
        return "Listings\n  none"
    best = hits.sort_values(["score", "list", "listing_id"], ascending=[False, True, True])
    best = best.drop_duplicates(["list", "listing_id"])
    lines = [
        f"  {probability_text(row.score)}  {row.band}, {row.kind}: {row.listed_name} ({row.list} {row.listing_id})"
        for row in best.itertuples()
    ]
    return _listed("Listings", lines)


def _neighbours(run_dir: Path, entity_id: str, names: dict[str, str]) -> str:
    lines = []
    for pair in _table_if_any(run_dir, "possible").itertuples():
        if entity_id in (pair.entity_id, pair.other_entity_id):
            other = pair.other_entity_id if pair.entity_id == entity_id else pair.entity_id
            lines.append(
                f"  {probability_text(pair.score)}  {names.get(other, other)} ({other}): {pair.reason}"
            )
    return _listed("Near, and left out", lines)


def _listed(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    more = [f"  and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    return "\n".join([title, *lines[:MOST_LINES], *more])


def _settings(run_dir: Path) -> dict[str, Any]:
    """The configuration of a run."""
    return _part_of_record(run_dir, "configuration")


def _part_of_record(run_dir: Path, part: str) -> dict[str, Any]:
    """A part of the record of a run; empty where somebody took the tables alone."""
    path = run_dir / "run.json"
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))[part])
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadableInput(f"{path} is damaged: {error}") from error


def _hit_text(hit: dict[str, Any], words: Words, settings: dict[str, Any]) -> str:
    channels = hit["proposed_by"].replace("|", ", ")
    why = [f"  {hit['band']}: {band_reason(hit['band'], hit['score'], settings)}"] if settings else []
    lines = [
        f"{hit['party_name']} ({hit['party_role'] or 'party'})",
        f"  is in band {hit['band']} (kind {hit['kind']}) with {hit['listed_name']}",
        f"  list {hit['list']}, listing {hit['listing_id']} ({hit['listing_type']})",
        f"  {_quality(hit['alias_quality'])} of {hit['primary_name']}; programmes: {hit['programs'] or 'none given'}",
        *why,
        f"  {hit['kind']}: {kind_reason(hit['kind'], hit['evidence'], hit['listing_type'])}",
        f"  beside the name: {', '.join(agreement(hit)) or 'nothing that agrees or differs'}",
        f"  proposed by {channels}; emulated OFAC search score {hit['ofac_reference_score']}",
        render_words(words),
    ]
    return "\n".join([*lines, render_explanation(hit["evidence"], score=hit["score"])])


def _quality(alias_quality: str) -> str:
    return "primary name" if alias_quality == "primary" else f"{alias_quality} alias"


def _of_row(table: pd.DataFrame, row: int, source_file: str | None) -> pd.DataFrame:
    if table.empty:
        return table
    chosen = table[table["source_row"] == row]
    return chosen[chosen["source_file"] == source_file] if source_file else chosen


def _has_table(run_dir: Path, name: str) -> bool:
    return any((run_dir / f"{name}.{suffix}").is_file() for suffix in TABLE_FORMATS)


def _table_if_any(run_dir: Path, name: str) -> pd.DataFrame:
    """A table of a finished run; without rows and columns where the run left none of that name."""
    return _run_table(run_dir, name) if _has_table(run_dir, name) else pd.DataFrame()


def _run_table(run_dir: Path, name: str) -> pd.DataFrame:
    """A table of a finished run, in whichever format it was written."""
    for suffix, read in (("parquet", pd.read_parquet), ("csv", _read_csv), ("jsonl", _read_lines)):
        path = run_dir / f"{name}.{suffix}"
        if path.is_file():
            try:
                return _whole(read(path), name, path)
            except (ValueError, OSError) as error:
                raise UnreadableInput(f"{path} is damaged: {error}") from error
    if not run_dir.is_dir():
        what = "is a file" if run_dir.exists() else "does not exist"
        raise UnreadableInput(f"{run_dir} {what}; give the --out folder of a run")
    makers = "`resolver resolve` or `dedupe`" if name == "entities" else "`resolver screen` or `resolve`"
    raise UnreadableInput(
        f"{run_dir} holds no {name} table; give the --out folder of a run of {makers} with --format csv, "
        "parquet or jsonl"
    )


def _whole(table: pd.DataFrame, name: str, path: Path) -> pd.DataFrame:
    """`table`, if it has the columns that a run writes; JSON lines of no rows have none."""
    missing = [column for column in COLUMNS[name] if column not in table.columns]
    if missing and not (table.empty and path.suffix == ".jsonl"):
        raise UnreadableInput(f"{path} is damaged: it has no column {missing[0]}")
    return table


def _read_csv(path: Path) -> pd.DataFrame:
    texts = (
        "party_id",
        "listing_id",
        "party_name",
        "name",
        "spelling",
        "other_spelling",
        "entity_id",
        "listed_name",
    )
    return pd.read_csv(path, keep_default_na=False, dtype=dict.fromkeys(texts, str))


def _read_lines(path: Path) -> pd.DataFrame:
    """JSON lines; an empty text was written as null, and a table without rows has no columns left."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return pd.DataFrame(
        [{name: "" if value is None else value for name, value in row.items()} for row in rows]
    )
