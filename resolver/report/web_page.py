"""report.html: one page to read a run on, without a network, a server or anything but itself.

Enter: the run record and the tables. Leaves: the text of the page. Every value of the user's or a list's is
escaped and stripped of control characters; a content security policy allows no script but the page's own and
no request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa

from resolver.report.explanation import probability_text
from resolver.report.folder import staged
from resolver.report.summary import OUTCOMES, age_text, short_names
from resolver.report.text_table import count, printable
from resolver.report.web_detail import text
from resolver.report.web_hits import WordsOfHits, hits_section
from resolver.report.wording import CONCEPT_LEGEND, LEGEND

SHOWN_HITS = 1000
SHOWN_ENTITIES = 50
TITLE = "Watchlist screening"


def write_report_page(
    out: Path,
    record: Mapping[str, Any],
    tables: Mapping[str, pa.Table],
    *,
    listings: pa.Table | None = None,
    words: WordsOfHits | None = None,
    limit: int = SHOWN_HITS,
) -> Path:
    """Write report.html into `out`, with the `limit` strongest distinct hits. Raises UnwritableOutput.

    `tables` are those of the run, and "parties"; `listings` is what they were compared with. Where the last two are
    there, a hit shows countries, addresses and numbers of both sides; with `words` (shown hits -> the words of each), also
    which words met.
    """
    with staged(out) as folder:
        page = render_report_page(record, tables, listings=listings, words=words, limit=limit)
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
    return out / "report.html"


def render_report_page(
    record: Mapping[str, Any],
    tables: Mapping[str, pa.Table],
    *,
    listings: pa.Table | None = None,
    words: WordsOfHits | None = None,
    limit: int = SHOWN_HITS,
) -> str:
    """The page as text."""
    script = _asset("page.js")
    parts = {
        "title": TITLE,
        "subtitle": _subtitle(record),
        "cards": _cards(record, tables),
        "lists": _lists(record),
        "inputs": _inputs(record),
        "settings": _settings(record),
        "hits": hits_section(
            tables.get("hits"),
            limit=limit,
            parties=tables.get("parties"),
            listings=listings,
            words=words,
            settings=record.get("configuration"),
        ),
        "entities": _entities(tables),
        "legend": "".join(f"<li>{escape(line)}</li>" for line in (*LEGEND, CONCEPT_LEGEND)),
        "style": _asset("page.css"),
        "script_hash": _policy_hash(script),
        "script": script,
    }
    return fill(_asset("page.html"), parts)


def fill(template: str, parts: Mapping[str, str]) -> str:
    """`template` with each {{name}} replaced, in one pass: a value that looks like a marker stays a value."""
    pieces = template.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, rest = piece.split("}}", 1)
        filled += [parts[name], rest]
    return "".join(filled)


def _asset(name: str) -> str:
    return resources.files("resolver.report").joinpath("page", name).read_text(encoding="utf-8")


def _policy_hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def html_table(header: Iterable[tuple[str, bool]], rows: Iterable[Iterable[str]]) -> str:
    """A table; `header` holds (title, numeric?), `rows` hold cells that are HTML already.

    Each cell bears its title too: on a narrow screen the cells of a row stand one below the other.
    """
    columns = list(header)
    classes = [' class="number"' if numeric else "" for _, numeric in columns]
    head = "".join(
        f"<th{kind}>{escape(title)}</th>" for (title, _), kind in zip(columns, classes, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{kind} data-title="{escape(title)}">{cell}</td>'
            for cell, kind, (title, _) in zip(row, classes, columns, strict=True)
        )
        + "</tr>\n"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>'


def _subtitle(record: Mapping[str, Any]) -> str:
    facts = [
        f"version {record.get('version', '')}",
        f"model {(record.get('model') or {}).get('version', '')}",
        f"configuration {str(record.get('configuration_sha256', ''))[:12]}",
    ]
    started = record.get("execution", {}).get("started", "")
    return " · ".join(text(fact) for fact in [*facts, *([f"started {started}"] if started else [])])


def _settings(record: Mapping[str, Any]) -> str:
    """Which thresholds were in force, and what was measured at them."""
    chosen = record.get("configuration", {})
    if not record.get("lists") or "match_threshold" not in chosen:
        return ""
    match, possible = chosen["match_threshold"], chosen["possible_threshold"]
    lines = [f"Probability from {match:g}: match; from {possible:g}: possible."]
    if record.get("options", {}).get("band") == "match":
        lines.append("Hits of the band possible were left out on request.")
    lines.append(_measured(record.get("measured", {}).get("preset", record.get("measured", {}))))
    return f'<p class="quiet settings">{escape(" ".join(filter(None, lines)))}</p>'


def _measured(figures: Mapping[str, Any]) -> str:
    """The figures of the preset in words; nothing where there are none."""
    if "found" not in figures:
        return f"Not measured: {figures['none']}." if "none" in figures else ""
    return (
        f"Measured at these thresholds (preset {figures['name']}; names alone, without country or number): "
        f"{figures['found']:.1%} of misspelt and respelt listed names are found, {figures['found_in_match']:.1%} as "
        f"match; of 1,000 firms on no list {figures['alerts']:.0f} alert, {figures['alerts_in_match']:.1f} as match."
    )


def _cards(record: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> str:
    outcomes = dict.fromkeys(OUTCOMES, 0)
    for item in record.get("inputs") or []:
        for outcome, number in item.get("outcomes", {}).items():
            outcomes[outcome] = outcomes.get(outcome, 0) + number
    rows = sum(outcomes.values())
    bands = _hits_by_band(record)
    cards = [("", rows, "rows read", ", ".join(f"{n:,} {name}" for name, n in outcomes.items()))]
    if "entities" in tables:
        members = tables["clusters"].num_rows if "clusters" in tables else 0
        cards.append(("", tables["entities"].num_rows, "entities", f"of {members:,} parties"))
    if "hits" in tables:
        cards.append(("match", bands.get("match", 0), "hits: match", "to be reviewed first"))
        cards.append(("possible", bands.get("possible", 0), "hits: possible", "to be reviewed next"))
    return "".join(
        f'<div class="card {kind}"><b>{number:,}</b>{label}<br><span>{note}</span></div>'
        for kind, number, label, note in cards
    )


def _hits_by_band(record: Mapping[str, Any]) -> dict[str, int]:
    bands: dict[str, int] = {}
    for key, number in (record.get("counts", {}).get("hits_by_band_and_kind") or {}).items():
        band = key.split("/")[0]
        bands[band] = bands.get(band, 0) + number
    return bands


def _lists(record: Mapping[str, Any]) -> str:
    started = record.get("execution", {}).get("started", "")
    header = [("Source", False), ("Published", False), ("Entries", True), ("Names", True), ("Excluded", True)]
    rows = [
        [
            text(item["source"]) + _notes(item),
            text(age_text(item["published"], started).removeprefix("published ")),
            f"{item['entries']:,}",
            f"{item['names']:,}",
            f"{len(item.get('excluded') or []):,}",
        ]
        for item in record.get("lists") or []
    ]
    return html_table(header, rows) if rows else "<p>No list was used.</p>"


def _notes(item: Mapping[str, Any]) -> str:
    """The hash of a list, its warnings and what it does not contain."""
    lines = [f'SHA-256 <span class="mono">{escape(str(item.get("sha256", ""))[:16])}…</span>']
    lines += [f"Warning: {text(warning)}" for warning in item.get("warnings") or []]
    lines += [f"Does not contain: {text(missing)}" for missing in item.get("does_not_contain") or []]
    return "".join(f"<small>{line}</small>" for line in lines)


def _inputs(record: Mapping[str, Any]) -> str:
    header = [("File", False), ("Rows", True), *((outcome.title(), True) for outcome in OUTCOMES)]
    names = short_names([item["file"] for item in record.get("inputs") or []])
    rows = [
        [
            f'<span title="{escape(printable(item["file"]))}">{text(names[item["file"]])}</span>'
            + _reasons(item),
            f"{item.get('rows', 0):,}",
            *(f"{item.get('outcomes', {}).get(outcome, 0):,}" for outcome in OUTCOMES),
        ]
        for item in record.get("inputs") or []
    ]
    return html_table(header, rows)


def _reasons(item: Mapping[str, Any]) -> str:
    reasons = sorted((item.get("reasons") or {}).items(), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"<small>{number:,} × {text(reason)}</small>" for reason, number in reasons[:8])


def _entities(tables: Mapping[str, pa.Table]) -> str:
    table = tables.get("entities")
    if table is None:
        return ""
    order = [("best_score", "descending"), ("size", "descending"), ("entity_id", "ascending")]
    first = table.sort_by(order).slice(0, SHOWN_ENTITIES).to_pylist()
    header = [("Entity", False), ("Parties", True), ("Countries", False), ("Strongest listing", False)]
    header += [("Score", True), ("Weakest link", True)]
    rows = [_entity_row(row) for row in first]
    total = count(table.num_rows, "entity")
    note = f"The {len(first)} with the strongest hits, of {total}; all are in the table of entities."
    return f'<section><h2>Entities</h2><p class="quiet">{note}</p>{html_table(header, rows)}</section>'


def _entity_row(row: Mapping[str, Any]) -> list[str]:
    listing = ""
    if row["best_listing_id"]:
        identity = f"{row['best_list']} {row['best_listing_id']}, {row['best_band']}"
        listing = f"{text(row['best_listed_name'])}<small>{text(identity)}</small>"
    return [
        f'{text(row["name"])}<small class="mono">{text(row["entity_id"])}</small>',
        f"{row['size']:,}",
        text(row["countries"]),
        listing,
        escape(probability_text(row["best_score"])) if listing else "",
        escape(probability_text(row["weakest_link"])) if row["size"] > 1 else "",
    ]
