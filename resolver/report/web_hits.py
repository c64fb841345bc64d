"""The hits of report.html: a list to work off, filtered and sorted in the browser.

Enter: the hits, and the parties and listings that they stand between. Leaves: HTML. Hits of the same name, listing and
evidence are shown once, with their rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.database import connected
from resolver.report.explanation import probability_text
from resolver.report.summary import short_names
from resolver.report.text_table import printable
from resolver.report.verdict import agreement, band_reason, kind_reason
from resolver.report.web_detail import Facts, detail, text
from resolver.report.words import Words

SHOWN_ROWS = 6
WordsOfHits = Callable[[Sequence[Facts]], Sequence[Words]]

# One row per distinct hit, strongest first, with the first places it stands in.
GROUPED_HITS = """
SELECT party_name, list, listing_id, listing_type, listed_name, primary_name, alias_quality, programs, kind,
       band, entity_id, evidence_number, proposed_by, score, match_weight, ofac_reference_score,
       count(*) AS mentions,
       list({'file': source_file, 'row': source_row, 'role': party_role, 'party_id': party_id}
            ORDER BY source_file, source_row, party_id)[1:$places] AS places
FROM hits
GROUP BY ALL
ORDER BY score DESC NULLS LAST, match_weight DESC, party_name, list, listing_id, entity_id, evidence_number
LIMIT $hits
"""

SORTINGS = {
    "order": "strongest first",
    "party": "by party",
    "listed": "by listed name",
    "row": "by file and row",
}


def hits_section(
    hits: pa.Table | None,
    *,
    limit: int,
    parties: pa.Table | None = None,
    listings: pa.Table | None = None,
    words: WordsOfHits | None = None,
    settings: Facts | None = None,
) -> str:
    """The filterable part of the page; says how many of all hits it shows. `settings` is the configuration of the run:
    with it, a hit says why it is in its band. `words` tells of hits which words met."""
    if hits is None or hits.num_rows == 0:
        return "<p>No party of the input reached a band.</p>"
    groups = [group | {"why": _why(group, settings)} for group in strongest_hits(hits, limit=limit)]
    if words is not None:
        groups = [group | {"words": found} for group, found in zip(groups, words(groups), strict=True)]
    shown = sum(group["mentions"] for group in groups)
    note = f"{len(groups):,} distinct hits, standing for {shown:,} of {hits.num_rows:,} hits in all"
    if shown < hits.num_rows:
        note += ": the strongest ones; the others are in the table of hits"
    names = short_names(sorted({place["file"] for group in groups for place in group["places"]}))
    of_party, of_listing = _first_parties(groups, parties), _listings(groups, listings)
    body = "\n".join(
        _hit(
            group,
            i,
            of_party.get(group["places"][0]["party_id"], {}),
            of_listing.get(_entry(group), {}),
            names,
        )
        for i, group in enumerate(groups)
    )
    return f'<p class="quiet">{note}.</p>\n{_filters(groups)}\n<div class="hits">\n{body}\n</div>'


def strongest_hits(hits: pa.Table, *, limit: int) -> list[dict[str, Any]]:
    """Up to `limit` distinct hits with `mentions` (how many rows) and `places` (the first of them)."""
    evidence = hits["evidence"].combine_chunks()
    numbered = hits.drop_columns(["evidence"]).append_column("evidence_number", evidence.indices)
    numbered = numbered.filter(pa.array(_may_be_shown(numbered, limit)))
    with connected() as connection:
        connection.register("hits", numbered)
        relation = connection.sql(GROUPED_HITS, params={"hits": limit, "places": SHOWN_ROWS})
        rows: list[dict[str, Any]] = relation.to_arrow_table().to_pylist()
    return [row | {"evidence": evidence.dictionary[row.pop("evidence_number")].as_py()} for row in rows]


def _may_be_shown(numbered: pa.Table, limit: int) -> npt.NDArray[np.bool_]:
    """The rows that score no less than the weakest of `limit` hits of different evidence: enough for as many distinct hits.
    To group a million hits takes a gigabyte."""
    score = pc.fill_null(numbered["score"], -1.0).to_numpy()
    order = np.argsort(-score, kind="stable")
    _, first = np.unique(numbered["evidence_number"].to_numpy()[order], return_index=True)
    least = score[order[np.sort(first)[limit - 1]]] if len(first) > limit else -np.inf
    shown: npt.NDArray[np.bool_] = score >= least
    return shown


def _why(group: Facts, settings: Facts | None) -> str:
    known = settings is not None and "match_threshold" in settings and group["score"] is not None
    reasons = [band_reason(group["band"], group["score"], settings)] if settings and known else []
    return "; ".join([*reasons, kind_reason(group["kind"], group["evidence"], group["listing_type"])])


def _first_parties(
    groups: Iterable[Mapping[str, Any]], parties: pa.Table | None
) -> dict[str, dict[str, Any]]:
    """party_id -> the party in the first place of each hit."""
    if parties is None:
        return {}
    wanted = pa.table({"party_id": sorted({group["places"][0]["party_id"] for group in groups})})
    found = wanted.join(parties.select(["party_id"]).append_column("at", _places(parties)), "party_id")
    return {row["party_id"]: row for row in parties.take(found["at"].drop_null()).to_pylist()}


def _listings(
    groups: Iterable[Mapping[str, Any]], listings: pa.Table | None
) -> dict[tuple[str, str], dict[str, Any]]:
    """(list, listing_id) -> the listing of each hit."""
    if listings is None:
        return {}
    entries = sorted({_entry(group) for group in groups})
    wanted = pa.table({"list": [a for a, _ in entries], "listing_id": [b for _, b in entries]})
    keys = ["list", "listing_id"]
    found = wanted.join(listings.select(keys).append_column("at", _places(listings)), keys)
    return {
        (row["list"], row["listing_id"]): row for row in listings.take(found["at"].drop_null()).to_pylist()
    }


def _places(table: pa.Table) -> pa.Array:
    return pa.array(range(table.num_rows), pa.int64())


def _entry(group: Mapping[str, Any]) -> tuple[str, str]:
    return group["list"], group["listing_id"]


def _filters(groups: list[dict[str, Any]]) -> str:
    choices = "".join(
        _choice(name, sorted({group[name] for group in groups})) for name in ("band", "kind", "list")
    )
    order = "".join(f'<option value="{name}">{title}</option>' for name, title in SORTINGS.items())
    return (
        '<form class="filters"><input name="words" type="search" placeholder="Filter by name, list, row, country"'
        f' aria-label="Filter by words">{choices}<select name="sort" aria-label="Order">{order}</select>'
        '<button type="button" name="open">Open all</button><output></output></form>'
    )


def _choice(name: str, values: Iterable[str]) -> str:
    options = "".join(
        f'<option value="{escape(printable(value))}">{escape(printable(value))}</option>' for value in values
    )
    title = {"list": "every list", "band": "every band", "kind": "every kind"}[name]
    return f'<select name="{name}" aria-label="{name}"><option value="">{title}</option>{options}</select>'


def _hit(
    group: Mapping[str, Any],
    order: int,
    party: Mapping[str, Any],
    listing: Mapping[str, Any],
    names: dict[str, str],
) -> str:
    data = " ".join(f'data-{name}="{escape(printable(group[name]))}"' for name in ("band", "kind", "list"))
    first = group["places"][0]
    keys = f'data-order="{order}" data-row="{escape(printable(first["file"]))} {first["row"]:012d}"'
    band = "match" if group["band"] == "match" else "possible"
    marks = "".join(f'<span class="mark">{escape(mark)}</span>' for mark in agreement(group))
    cells = [
        f'<span><span class="score">{escape(probability_text(group["score"]))}</span><small>{_bits(group)}</small></span>',
        f'<span><span class="chip {band}">{escape(group["band"])}</span>'
        f"<small>{escape(group['kind'])}</small></span>",
        f'<span><span class="name party">{text(group["party_name"])}</span>'
        f"<small>{_first_place(group, names)}</small></span>",
        f'<span><span class="name listed">{text(group["listed_name"])}</span>'
        f"<small>{text(group['list'])} {text(group['listing_id'])}</small>{marks}</span>",
    ]
    inside = detail(group, party, listing, _all_places(group, names))
    return f'<details class="hit" {data} {keys}><summary>{"".join(cells)}</summary>{inside}</details>'


def _bits(group: Mapping[str, Any]) -> str:
    return "" if group["match_weight"] is None else f"{group['match_weight']:+.1f} bits"


def _first_place(group: Mapping[str, Any], names: Mapping[str, str]) -> str:
    place, more = group["places"][0], group["mentions"] - 1
    others = f" and {more:,} more" if more else ""
    return f"{text(place['role'] or 'party')} in row {place['row']} of {text(names[place['file']])}{others}"


def _all_places(group: Mapping[str, Any], names: Mapping[str, str]) -> str:
    places = [
        f"{names[place['file']]} row {place['row']} {place['role']}".strip() for place in group["places"]
    ]
    more = group["mentions"] - len(places)
    return text("; ".join(places)) + (f" and {more:,} more" if more else "")
