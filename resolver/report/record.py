"""run.json: what was run, on what, with what, and what came out of it.

Enter: the facts of a run. Leaves: a record with sorted keys. All that depends on the clock or the machine
lies in its part "execution"; the rest is the same bytes for the same inputs, lists, configuration and
command.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa

from resolver.report.folder import staged
from watchlists.model import Listing, Snapshot

DISTRIBUTION = "watchlist-resolver"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the pipeline knows at its end.

    `lists` are those of `describe_list`.
    `inputs` holds one mapping per file, with the keys "file" (as in the column source_file) and "sha256" and
    whatever intake found out (encoding, delimiter, header row, column mapping). `counts` are the counts per
    stage that cannot be read off the tables (distinct names, candidate pairs). `seconds` is per stage;
    `started` and `finished` are ISO 8601; `peak_memory` is in bytes. `options` are those of the command line that
    decide the results and are no part of the configuration; `measured` are the figures of the thresholds in force.
    """

    command: Sequence[str]
    configuration: Mapping[str, Any]
    model: Mapping[str, Any]
    lists: Sequence[Mapping[str, Any]]
    inputs: Sequence[Mapping[str, Any]]
    tables: Mapping[str, pa.Table]
    options: Mapping[str, Any] = field(default_factory=dict)
    measured: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    started: str = ""
    finished: str = ""
    peak_memory: int = 0


def build_run_record(facts: RunFacts) -> dict[str, Any]:
    """The content of run.json, plain JSON values only."""
    return {
        "version": version(),
        "libraries": library_versions(),
        "command": list(facts.command),
        "options": dict(facts.options),
        "configuration": dict(facts.configuration),
        "configuration_sha256": configuration_hash(facts.configuration),
        "model": dict(facts.model),
        "measured": dict(facts.measured),
        "lists": [dict(one) for one in facts.lists],
        "inputs": _describe_inputs(facts),
        "counts": {**count_results(facts.tables), **facts.counts},
        "warnings": list(facts.warnings),
        "execution": {
            "started": facts.started,
            "finished": facts.finished,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "seconds": {stage: round(seconds, 3) for stage, seconds in facts.seconds.items()},
            "peak_memory_bytes": facts.peak_memory,
        },
    }


def write_run_record(out: Path, record: Mapping[str, Any]) -> Path:
    """Write `record` as run.json into `out`: sorted keys, two blanks of indent. Raises UnwritableOutput."""
    text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    with staged(out) as folder:
        (folder / "run.json").write_text(text, encoding="utf-8", newline="\n")
    return out / "run.json"


def describe_files(files: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Name of each result -> its size and SHA-256: whether it is still what the run wrote can be checked later."""
    return {path.name: {"bytes": path.stat().st_size, "sha256": _digest(path)} for path in sorted(files)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def version() -> str:
    """The installed version of this tool, or "0" when it runs from a folder that was never installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0"


def library_versions() -> dict[str, str]:
    """Name -> installed version of every library that this tool declares for running."""
    try:
        declared = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return {}
    names = sorted(_requirement_name(line) for line in declared if "extra ==" not in line)
    return {name: metadata.version(name) for name in names}


def _requirement_name(requirement: str) -> str:
    """ "rapidfuzz<4,>=3.14" -> "rapidfuzz"."""
    end = next((i for i, letter in enumerate(requirement) if letter in "<>=!~;[ ("), len(requirement))
    return requirement[:end]


def configuration_hash(configuration: Mapping[str, Any]) -> str:
    """SHA-256 of the configuration in canonical JSON: equal settings have equal hashes, in whatever order."""
    canonical = json.dumps(configuration, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def describe_list(snapshot: Snapshot) -> dict[str, Any]:
    """One list as run.json shows it: whence, of which date, how many entries and names, what was left out."""
    return {
        "source": snapshot.source,
        "publisher": snapshot.publisher,
        "format": snapshot.format,
        "published": snapshot.published,
        "retrieved": snapshot.retrieved,
        "sha256": snapshot.sha256,
        "declared_entries": snapshot.declared_entries,
        **_count_names(snapshot.listings),
        "excluded": [{"where": item.where, "reason": item.reason} for item in snapshot.excluded],
        "warnings": list(snapshot.warnings),
        "does_not_contain": list(snapshot.does_not_contain),
        "extra": dict(snapshot.extra),
    }


def _count_names(listings: Sequence[Listing]) -> dict[str, Any]:
    qualities = Counter(name.quality for listing in listings for name in listing.names)
    names = qualities.total()
    return {
        "entries": len(listings),
        "types": dict(Counter(listing.type for listing in listings)),
        "names": names,
        "aliases": names - len(listings),
        "names_by_quality": dict(qualities),
    }


def _describe_inputs(facts: RunFacts) -> list[dict[str, Any]]:
    rows = facts.tables.get("rows")
    outcomes = count_outcomes(rows) if rows is not None else {}
    return [{**outcomes.get(given["file"], _no_rows()), **given} for given in facts.inputs]


def _no_rows() -> dict[str, Any]:
    return {"rows": 0, "outcomes": {}, "reasons": {}}


def count_outcomes(rows: pa.Table) -> dict[str, dict[str, Any]]:
    """source_file -> its rows, how they ended, and why those that were not screened were not."""
    grouped = rows.group_by(["source_file", "outcome", "reason"]).aggregate([([], "count_all")]).to_pylist()
    result: dict[str, dict[str, Any]] = {}
    for group in grouped:
        file = result.setdefault(group["source_file"], _no_rows())
        file["rows"] += group["count_all"]
        _add(file["outcomes"], group["outcome"], group["count_all"])
        if group["reason"]:
            _add(file["reasons"], group["reason"], group["count_all"])
    return result


def _add(counts: dict[str, int], key: str, number: int) -> None:
    counts[key] = counts.get(key, 0) + number


def count_results(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """Rows of each table of the run, and the hits by band and kind ("match/same": 12)."""
    counts: dict[str, Any] = {name: table.num_rows for name, table in tables.items()}
    if "hits" in tables:
        grouped = tables["hits"].group_by(["band", "kind"]).aggregate([([], "count_all")]).to_pylist()
        counts["hits_by_band_and_kind"] = {f"{g['band']}/{g['kind']}": g["count_all"] for g in grouped}
    return counts
