"""What opens under a hit of report.html: party and listing side by side, and the bits as a waterfall.

Enter: a hit (a row of resolver.model.HITS, with the places it stands in) and what is known of its party and of its
listing. Leaves: HTML. The side-by-side answers a reviewer's questions in their order: which list, what kind of entry,
which name, which identifiers agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from html import escape
from typing import Any

from resolver.report.explanation import Step, match_probability, probability_text, shown_steps, waterfall
from resolver.report.text_table import printable
from resolver.report.wording import label, plain_level
from resolver.report.words import rows_of_words

LEVELS_KEPT = 1 << 12
MOST_VALUES = 12  # of one cell: a listing may have a hundred addresses
Facts = Mapping[str, Any]


def text(value: object) -> str:
    """Any value as HTML text: escaped, on one line, isolated from the direction of what stands around it."""
    return f"<bdi>{escape(printable(str(value)))}</bdi>"


def detail(hit: Facts, party: Facts, listing: Facts, places: str) -> str:
    """The inside of one hit. `party` and `listing` are rows of PARTIES and LISTINGS, or empty where not known."""
    evidence = shown_steps(waterfall(hit["evidence"]))
    return f'<div class="detail">{_side_by_side(hit, party, listing, places)}{_waterfall(evidence, hit["score"])}</div>'


def _side_by_side(hit: Facts, party: Facts, listing: Facts, places: str) -> str:
    rows = [
        ("Name", _party_name(hit, party), f"{text(hit['listed_name'])} ({_quality(hit)})"),
        *_words(hit),
        ("Main name", "", text(hit["primary_name"])),
        (
            "Stands in",
            places,
            f"{text(hit['list'])}, entry {text(hit['listing_id'])} ({text(hit['listing_type'])})",
        ),
        ("Programmes", "", text(hit["programs"]) if hit["programs"] else ""),
        ("Country", _values([party.get("country")]), _values(listing.get("countries"))),
        ("City", _values([party.get("city")]), _values(listing.get("cities"))),
        ("Address", _values([party.get("address")]), _values(listing.get("addresses"))),
        ("Numbers", _numbers(party), _numbers(listing)),
        ("Shipment", _shipment(party), ""),
        ("Entity", text(hit["entity_id"]) if hit["entity_id"] else "", ""),
    ]
    body = "".join(
        f'<tr><th scope="row">{title}</th><td>{left or "–"}</td><td>{right or "–"}</td></tr>'
        for title, left, right in rows
        if left or right
    )
    found = f"Found through {text(str(hit['proposed_by']).replace('|', ', '))}"
    score = hit["ofac_reference_score"]
    emulated = "" if score is None else f"; OFAC's own search would score about {score:.1f} of 100"
    head = '<tr><th></th><th scope="col">Party</th><th scope="col">Listed</th></tr>'
    why = f"{escape(hit['why'])}. " if hit.get("why") else ""
    why = why[:1].upper() + why[1:]
    note = f'<p class="quiet">{why}{found}{emulated}.</p>'
    return f'<table class="sides"><thead>{head}</thead><tbody>{body}</tbody></table>{note}'


def _words(hit: Facts) -> list[tuple[str, str, str]]:
    """Which words met, and which are left over; nothing where nobody told."""
    rows = rows_of_words(hit["words"]) if "words" in hit else []
    return [(title, text(left) if left else "", text(right) if right else "") for title, left, right in rows]


def _party_name(hit: Facts, party: Facts) -> str:
    raw = party.get("raw_name") or ""
    whole = f"<small>field: {text(raw)}</small>" if raw and raw != hit["party_name"] else ""
    return text(hit["party_name"]) + whole


def _quality(hit: Facts) -> str:
    quality = hit["alias_quality"]
    return "primary name" if quality == "primary" else f"{escape(quality)} alias"


def _values(values: Iterable[Any] | None) -> str:
    known = [str(value) for value in values or () if value]
    more = f" and {len(known) - MOST_VALUES} more" if len(known) > MOST_VALUES else ""
    return "; ".join(text(value) for value in known[:MOST_VALUES]) + more


def _numbers(of: Facts) -> str:
    return _values(
        f"{number['scheme'] or number['kind']} {number['value']}"
        + ("" if number["valid"] else " (check digit wrong)")
        for number in of.get("identifiers") or ()
    )


def _shipment(party: Facts) -> str:
    origin, destination = party.get("origin"), party.get("destination")
    way = f"{origin or '?'} → {destination or '?'}" if origin or destination else ""
    goods = f"HS {party['hs_code']}" if party.get("hs_code") else ""
    return _values([party.get("date"), goods, way])


def _waterfall(steps: list[Step], score: float | None) -> str:
    """The bars and their sum, with the probability of the hit: that of the sum can differ in the fourth decimal."""
    if not steps:
        return ""
    sums = [0.0, *(step.after for step in steps)]
    low, span = min(sums), max(max(sums) - min(sums), 1e-9)
    weight = steps[-1].after
    probability = match_probability(weight) if score is None else score
    total = (
        f'<div class="step total"><span>match weight</span><span class="bits">{weight:+.2f}</span>'
        f"<span></span><span>probability {escape(probability_text(probability))}</span></div>"
    )
    return "".join(_step(step, low, span) for step in steps) + total


def _step(step: Step, low: float, span: float) -> str:
    start, end = sorted((step.before, step.after))
    left, width = 100 * (start - low) / span, 100 * (end - start) / span
    against = " against" if step.bits < 0 else ""
    bar = f'<span class="bar{against}" style="left:{left:.2f}%;width:{width:.2f}%"></span>'
    compared = f"{text(step.party or '–')} ~ {text(step.listed or '–')}" if step.party or step.listed else ""
    return (
        f'<div class="step"><span>{_label(step.name)}</span>'
        f'<span class="bits">{step.shown_bits:+.2f}</span><span class="track">{bar}</span>'
        f"<span>{_level(step.name, step.level)}<small>{compared}</small></span></div>"
    )


@cache
def _label(name: str) -> str:
    return text(label(name))


@lru_cache(maxsize=LEVELS_KEPT)
def _level(name: str, level: str) -> str:
    """A level as people read it: a page says the same ones thousands of times."""
    plain = plain_level(name, level)
    return text(plain) if plain else ""
