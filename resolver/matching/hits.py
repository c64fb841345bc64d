"""Scored links -> HITS: the band, the kind, and the evidence that a reader can check.

Enters: `Links`, PARTIES, the listed side, model and configuration. Leaves: the HITS table, one row per (party,
listing), entity_id still empty.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.config import Config
from resolver.matching import context
from resolver.matching.beside import reference_beside
from resolver.matching.candidates import channel_names
from resolver.matching.comparisons import POSITION, extends, holds_listed_name
from resolver.matching.evidence import evidence_texts
from resolver.matching.joining import join
from resolver.matching.linking import Links, Pairs
from resolver.matching.listed import ListedSide
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
        "proposed_by": _proposed_by(pairs.channels[pair]),
    }
    names = columns["party_name"], columns["listed_name"]
    with ThreadPoolExecutor(1) as pool:
        reference = pool.submit(reference_beside, *names)
        columns["evidence"] = evidence_texts(links, listed, model, pair)
        columns["ofac_reference_score"] = reference.result()
    return pa.table({name: columns[name] for name in HITS.names}).cast(HITS)


def _proposed_by(channels: npt.NDArray[np.uint16]) -> pa.Array:
    masks, place = np.unique(channels, return_inverse=True)
    return pa.array([channel_names(mask) for mask in masks.tolist()], pa.string()).take(pa.array(place))
