"""The hits of report.html: each with the answers that a reviewer asks for and the evidence in bits.

Enter: the hits. Leaves: HTML. Hits of the same name, listing and evidence are shown once, with their rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import PurePath
from typing import Any

import duckdb
import pyarrow as pa

from resolver.report.explanation import Step, match_probability, probability_text, shown_steps, waterfall
from resolver.report.text_table import printable

SHOWN_ROWS = 6

# One row per distinct hit, strongest first, with the first places it stands in.
GROUPED_HITS = """
SELECT party_name, list, listing_id, listing_type, listed_name, primary_name, alias_quality, programs, kind,
       band, entity_id, evidence, proposed_by, score, match_weight, ofac_reference_score,
       count(*) AS mentions,
       list({'file': source_file, 'row': source_row, 'role': party_role}
            ORDER BY source_file, source_row, party_id)[1:$places] AS places
FROM hits
GROUP BY ALL
ORDER BY score DESC NULLS LAST, match_weight DESC, party_name, list, listing_id, entity_id, evidence
LIMIT $hits
"""


def text(value: object) -> str:
    """Any value as HTML text: escaped, on one line, isolated from the direction of what stands around it."""
    return f"<bdi>{escape(printable(str(value)))}</bdi>"


def hits_section(hits: pa.Table | None, *, limit: int) -> str:
    """The filterable part of the page; says how many of all hits it shows."""
    if hits is None or hits.num_rows == 0:
        return "<p>No party of the input reached a band.</p>"
    groups = strongest_hits(hits, limit=limit)
    shown = sum(group["mentions"] for group in groups)
    note = f"{len(groups):,} distinct hits, standing for {shown:,} of {hits.num_rows:,} hits in all"
    if shown < hits.num_rows:
        note += ": the strongest ones; the others are in hits.csv"
    body = "\n".join(_hit(group) for group in groups)
    return f'<p class="quiet">{note}.</p>\n{_filters(groups)}\n<div class="hits">\n{body}\n</div>'


def strongest_hits(hits: pa.Table, *, limit: int) -> list[dict[str, Any]]:
    """Up to `limit` distinct hits with `mentions` (how many rows) and `places` (the first of them)."""
    with duckdb.connect() as connection:
        connection.register("hits", hits)
        relation = connection.sql(GROUPED_HITS, params={"hits": limit, "places": SHOWN_ROWS})
        rows: list[dict[str, Any]] = relation.to_arrow_table().to_pylist()
    return rows


def _filters(groups: list[dict[str, Any]]) -> str:
    choices = "".join(
        _choice(name, sorted({group[name] for group in groups})) for name in ("band", "kind", "list")
    )
    return (
        '<form class="filters"><input name="words" type="search" placeholder="Filter by name, list, row"'
        f' aria-label="Filter by words">{choices}<output></output></form>'
    )


def _choice(name: str, values: Iterable[str]) -> str:
    options = "".join(
        f'<option value="{escape(printable(value))}">{escape(printable(value))}</option>' for value in values
    )
    label = {"list": "every list", "band": "every band", "kind": "every kind"}[name]
    return f'<select name="{name}" aria-label="{name}"><option value="">{label}</option>{options}</select>'


def _hit(group: Mapping[str, Any]) -> str:
    data = " ".join(f'data-{name}="{escape(printable(group[name]))}"' for name in ("band", "kind", "list"))
    band = "match" if group["band"] == "match" else "possible"
    cells = [
        f'<span class="score">{escape(probability_text(group["score"]))}<small>{_bits(group)}</small></span>',
        f'<span><span class="chip {band}">{escape(group["band"])}</span>'
        f"<small>{escape(group['kind'])}</small></span>",
        f'<span><span class="name">{text(group["party_name"])}</span>'
        f"<small>{_first_place(group)}</small></span>",
        f'<span><span class="name">{text(group["listed_name"])}</span>'
        f"<small>{text(group['list'])} {text(group['listing_id'])}</small></span>",
    ]
    return f'<details class="hit" {data}><summary>{"".join(cells)}</summary>{_detail(group)}</details>'


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"


def _bits(group: Mapping[str, Any]) -> str:
    return "" if group["match_weight"] is None else f"{group['match_weight']:+.1f} bits"


def _first_place(group: Mapping[str, Any]) -> str:
    place, more = group["places"][0], group["mentions"] - 1
    others = f" and {more:,} more" if more else ""
    return f"{text(place['role'])} in row {place['row']} of {text(PurePath(place['file']).name)}{others}"


def _places(group: Mapping[str, Any]) -> str:
    places = [f"{place['file']} row {place['row']} {place['role']}".strip() for place in group["places"]]
    more = group["mentions"] - len(places)
    return text("; ".join(places)) + (f" and {more:,} more" if more else "")


def _detail(group: Mapping[str, Any]) -> str:
    facts = [
        ("Rows", _places(group)),
        ("Entity", text(group["entity_id"] or "–")),
        ("List", f"{text(group['list'])}, entry {text(group['listing_id'])}"),
        ("Programmes", text(group["programs"])),
        ("Type", text(group["listing_type"])),
        ("Name that matched", f"{text(group['listed_name'])} ({text(group['alias_quality'])})"),
        ("Primary name", text(group["primary_name"])),
        ("Found through", text(str(group["proposed_by"]).replace("|", ", "))),
        ("OFAC search, emulated", _number(group["ofac_reference_score"], 1)),
    ]
    rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in facts)
    bars = _waterfall(shown_steps(waterfall(group["evidence"])))
    return f'<div class="detail"><dl class="facts">{rows}</dl>{bars}</div>'


def _waterfall(steps: list[Step]) -> str:
    if not steps:
        return ""
    sums = [0.0, *(step.after for step in steps)]
    low, span = min(sums), max(max(sums) - min(sums), 1e-9)
    weight = steps[-1].after
    total = (
        f'<div class="step total"><span>match weight</span><span class="bits">{weight:+.2f}</span>'
        f"<span></span><span>probability {escape(probability_text(match_probability(weight)))}</span></div>"
    )
    return "".join(_step(step, low, span) for step in steps) + total


def _step(step: Step, low: float, span: float) -> str:
    start, end = sorted((step.before, step.after))
    left, width = 100 * (start - low) / span, 100 * (end - start) / span
    against = " against" if step.bits < 0 else ""
    bar = f'<span class="bar{against}" style="left:{left:.2f}%;width:{width:.2f}%"></span>'
    compared = f"{text(step.party or '–')} ~ {text(step.listed or '–')}" if step.party or step.listed else ""
    level = text(step.level) if step.level else ("before any comparison" if step.name == "prior" else "")
    return (
        f'<div class="step"><span>{text(step.name.replace("_", " "))}</span>'
        f'<span class="bits">{step.bits:+.2f}</span><span class="track">{bar}</span>'
        f"<span>{level}<small>{compared}</small></span></div>"
    )
