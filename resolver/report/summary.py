"""The end of a run in a screenful: lists and their age, rows and how they ended, hits, where the files are.

Enter: the run record and the tables. Leaves: text for a terminal. The age of a list is counted from the start
of the run as the record has it, so that no clock is read here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from resolver.report.explanation import probability_text
from resolver.report.text_table import count, lay_out, printable

OUTCOMES = ("screened", "placeholder", "unreadable")
BANDS = ("match", "possible")
KINDS = ("same", "contains", "owned")
TOP_COLUMNS = ("source_row", "party_name", "listed_name", "list", "kind", "band", "match_weight", "score")

LOOKED_AT = 100
"""Hits that are looked at for each one that is shown, since a name may have many; if these do not do, so many times more."""


def summary(
    record: Mapping[str, Any],
    tables: Mapping[str, pa.Table],
    *,
    files: Sequence[Path] = (),
    top: int = 10,
    width: int = 100,
) -> str:
    """What a user reads first. `files` are the paths written, `top` hits are shown, `width` is in columns."""
    hits = tables.get("hits")
    parts = [
        _lists_part(record, width),
        _inputs_part(record),
        _entities_part(tables),
        _hits_part(hits) if hits is not None else [],
        _top_part(hits, top, width) if hits is not None else [],
        _files_part(files),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def list_age(published: str, started: str) -> int | None:
    """Whole days from publication to the start of the run (ISO 8601), None where either is not known."""
    try:
        return (date.fromisoformat(started[:10]) - date.fromisoformat(published[:10])).days
    except ValueError:
        return None


def age_text(published: str, started: str) -> str:
    """ "published 2026-07-30, 3 days old", or what of that is known."""
    if not published:
        return "publication date not given"
    days = list_age(published, started)
    if days is None or days < 0:
        return f"published {published[:10]}"
    return f"published {published[:10]}, {count(days, 'day')} old"


def _lists_part(record: Mapping[str, Any], width: int) -> list[str]:
    lists = record.get("lists") or []
    if not lists:
        return []
    started = record.get("execution", {}).get("started", "")
    rows = [
        [
            str(item["source"]),
            count(item["entries"], "entry"),
            count(item["names"], "name"),
            _excluded_text(item),
            age_text(item["published"], started),
        ]
        for item in lists
    ]
    columns = lay_out([""] * 5, rows, width=width, numeric=[False, True, True, False, False])
    return ["Lists", *columns[1:]]


def _excluded_text(item: Mapping[str, Any]) -> str:
    number = len(item.get("excluded") or [])
    return f"{number:,} excluded" if number else "none excluded"


def _inputs_part(record: Mapping[str, Any]) -> list[str]:
    inputs = record.get("inputs") or []
    lines = ["Rows"] if inputs else []
    names = short_names([item["file"] for item in inputs])
    for item in inputs:
        outcomes = item.get("outcomes", {})
        ended = ", ".join(f"{outcomes.get(outcome, 0):,} {outcome}" for outcome in OUTCOMES)
        lines.append(f"  {printable(names[item['file']])}: {count(item.get('rows', 0), 'row')}: {ended}")
        reasons = sorted(item.get("reasons", {}).items(), key=lambda pair: (-pair[1], pair[0]))
        lines += [f"    {number:,}  {printable(reason)}" for reason, number in reasons[:5]]
    return lines


def short_names(files: Sequence[str]) -> dict[str, str]:
    """Path of each file -> its name without folders, where no other file has the same."""
    counts = Counter(PurePath(file).name for file in files)
    return {file: PurePath(file).name if counts[PurePath(file).name] == 1 else file for file in files}


def _entities_part(tables: Mapping[str, pa.Table]) -> list[str]:
    if "entities" not in tables:
        return []
    members = tables["clusters"].num_rows if "clusters" in tables else 0
    entities = tables["entities"].num_rows
    return ["Entities", f"  {count(members, 'party')} in {count(entities, 'entity')}"]


def _hits_part(hits: pa.Table) -> list[str]:
    if hits.num_rows == 0:
        return ["Hits", "  none"]
    grouped = hits.group_by(["band", "kind"]).aggregate([([], "count_all")]).to_pylist()
    found = {(group["band"], group["kind"]): group["count_all"] for group in grouped}
    kinds = [kind for kind in KINDS if any(key[1] == kind for key in found)]
    rows = [[band, *(f"{found.get((band, kind), 0):,}" for kind in kinds)] for band in BANDS]
    parties = len(hits.column("party_id").unique())
    lines = [f"Hits: {hits.num_rows:,}, on {count(parties, 'party')}"]
    return lines + lay_out(["", *kinds], rows, width=80, numeric=[False, *(True for _ in kinds)])


def _top_part(hits: pa.Table, top: int, width: int) -> list[str]:
    if hits.num_rows == 0 or top < 1:
        return []
    first = _strongest(hits, top)
    rows = [[_cell(name, row[name]) for name in TOP_COLUMNS] for row in first]
    header = ["row", "party", "listed name", "list", "kind", "band", "bits", "score"]
    title = f"Strongest hits ({len(rows)} of {hits.num_rows:,}, one per name)"
    return [title, *lay_out(header, rows, width=width, numeric=[True, *([False] * 5), True, True])]


def _strongest(hits: pa.Table, top: int) -> list[dict[str, Any]]:
    """The best-scored hits, one for each name of a party."""
    order = [("score", "descending"), ("match_weight", "descending")]
    order += [(name, "ascending") for name in ("source_file", "source_row", "party_id", "list", "listing_id")]
    slim = hits.select([*TOP_COLUMNS, "source_file", "party_id", "listing_id"])
    count = LOOKED_AT * top
    while True:
        best = slim.take(pc.select_k_unstable(slim, count, order))
        chosen = _one_per_name(best, top)
        if len(chosen) == top or len(best) == len(hits):
            return chosen
        count *= LOOKED_AT


def _one_per_name(hits: pa.Table, top: int) -> list[dict[str, Any]]:
    """The first hit of each of the first `top` names of parties; no more of the table becomes Python than that takes."""
    chosen: dict[str, dict[str, Any]] = {}
    for batch in hits.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            chosen.setdefault(row["party_name"], row)
            if len(chosen) == top:
                return list(chosen.values())
    return list(chosen.values())


def _cell(name: str, value: Any) -> str:
    if name == "score":
        return probability_text(value)
    return f"{value:.1f}" if name == "match_weight" else str(value)


def _files_part(files: Sequence[Path]) -> list[str]:
    if not files:
        return []
    folders = sorted({str(path.parent) for path in files})
    return [
        f"Files in {printable(folder)}: "
        + ", ".join(path.name for path in files if str(path.parent) == folder)
        for folder in folders
    ]
