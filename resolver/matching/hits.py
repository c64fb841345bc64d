"""Scored links -> HITS: the band, the kind, and the evidence that a reader can check.

Enters: `Links`, PARTIES, the listed side, model and configuration. Leaves: the HITS table, one row per (party,
listing), entity_id still empty.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.config import Config
from resolver.matching import context
from resolver.matching.candidates import channel_names, join
from resolver.matching.comparisons import COMPARISONS, POSITION, extends, holds_listed_name
from resolver.matching.linking import Links, Pairs
from resolver.matching.listed import ListedSide
from resolver.matching.reference_score import ofac_reference_score
from resolver.matching.weights import Model
from resolver.model import HITS


def kinds(pairs: Pairs) -> npt.NDArray[np.str_]:
    """`contains` where the party's name says more than the listed one and no identifier makes them one."""
    identified = pairs.levels[:, POSITION["identifiers"]] == 1
    return np.where(extends(pairs.features) & ~identified, "contains", "same")


def bands(pairs: Pairs, quality: npt.NDArray[np.int64], config: Config) -> npt.NDArray[np.str_]:
    """`match`, `possible` or "" (no band). A weak alias alone stays `possible` unless the configuration says so; a
    name that holds a listed one is `possible` at least, since an alert need not be an identity."""
    alone = (quality == context.QUALITIES["weak"]) & (pairs.levels[:, POSITION["identifiers"]] != 1)
    capped = alone & (not config.weak_alias_alone)
    match = (pairs.probability >= config.match_threshold) & ~capped
    alert = holds_listed_name(pairs.features) & config.contains_alerts
    possible = (pairs.probability >= config.possible_threshold) | alert
    return np.where(match, "match", np.where(possible, "possible", ""))


def build_hits(links: Links, parties: pa.Table, listed: ListedSide, model: Model, config: Config) -> pa.Table:
    """The HITS rows of every party, in the order of the parties, best score first."""
    pairs = links.pairs
    quality = context.alias_rank(listed.listed_names)[pairs.listed_row]
    band = bands(pairs, quality, config)
    kind = kinds(pairs)
    evidence = [_evidence(links, listed, model, i) for i in range(len(pairs.context))]
    party, pair = join(links.contexts.of_party, pairs.context)
    order = np.lexsort((pairs.listed_row[pair], -pairs.probability[pair], party))
    party, pair = party[order], pair[order]
    rows, listing_rows = listed.listed_names, listed.listings
    name_row = pa.array(pairs.listed_row[pair])
    listing = rows["listing_key"].take(name_row)
    columns: dict[str, Any] = {
        c: parties[c].take(pa.array(party))
        for c in ("source_file", "source_row", "party_id", "party_role", "party_name")
    }
    columns |= {
        c: listing_rows[c].take(listing)
        for c in ("list", "listing_id", "listing_type", "primary_name", "programs")
    }
    columns |= {c: rows[c].take(name_row) for c in ("listed_name", "alias_quality")}
    columns |= {
        "entity_id": pa.array([""] * len(pair), pa.string()),
        "kind": pa.array(kind[pair].tolist(), pa.string()),
        "band": pa.array(band[pair].tolist(), pa.string()),
        "score": pairs.probability[pair],
        "match_weight": pairs.weight[pair],
        "evidence": pa.array([evidence[i] for i in pair.tolist()], pa.string()),
        "proposed_by": pa.array([channel_names(int(c)) for c in pairs.channels[pair]], pa.string()),
    }
    columns["ofac_reference_score"] = [
        ofac_reference_score(a, b)
        for a, b in zip(columns["party_name"].to_pylist(), columns["listed_name"].to_pylist(), strict=True)
    ]
    return pa.table({name: columns[name] for name in HITS.names}).cast(HITS)


def _evidence(links: Links, listed: ListedSide, model: Model, row: int) -> str:
    """JSON: prior and each comparison with its bits, its level and what it compared; the bits add up."""
    pairs = links.pairs
    shown = _shown_values(links, listed, row)
    found: dict[str, Any] = {"prior": {"bits": round(model.prior_bits, 4)}}
    for number, comparison in enumerate(COMPARISONS):
        level = int(pairs.levels[row, number])
        party, other = shown.get(comparison.name, shown["words"])
        found[comparison.name] = {
            "bits": round(float(model.weights(comparison.name)[level]), 4),
            "level": comparison.levels[level],
            "party": party,
            "listed": other,
        }
    return json.dumps(found, ensure_ascii=False)


def _shown_values(links: Links, listed: ListedSide, row: int) -> dict[str, tuple[str, str]]:
    ctx, listed_row = int(links.pairs.context[row]), int(links.pairs.listed_row[row])
    name = int(links.contexts.name[ctx])
    listed_name = int(listed.row_name[listed_row])
    listing = listed.listed_names["listing_key"][listed_row].as_py()
    words = [_joined(table, "tokens", at) for table, at in _sides(links, listed, name, listed_name)]
    forms = [_joined(table, "forms", at) for table, at in _sides(links, listed, name, listed_name)]
    countries = " ".join(listed.listings["countries"][listing].as_py())
    numbers = " ".join(i["value"] for i in listed.listings["identifiers"][listing].as_py())
    return {
        "words": (words[0], words[1]),
        "legal_form": (forms[0], forms[1]),
        "country": (links.contexts.country[ctx].as_py(), countries),
        "identifiers": (links.contexts.identifiers_text(ctx), numbers),
        "type": ("", listed.listings["listing_type"][listing].as_py()),
    }


def _sides(links: Links, listed: ListedSide, name: int, listed_name: int) -> tuple[tuple[pa.Table, int], ...]:
    return (links.names, name), (listed.names.table, listed_name)


def _joined(table: pa.Table, column: str, row: int) -> str:
    return " ".join(table[column][row].as_py())
