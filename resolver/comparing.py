"""Compare given name pairs: what `resolver compare` and `resolver.compare` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.config import Config
from resolver.intake.listings import listing_tables
from resolver.matching.hits import build_hits
from resolver.matching.joining import join
from resolver.matching.linking import Links, Pairs
from resolver.matching.listed import ListedSide
from resolver.matching.pairs import link_given, prepare_given
from resolver.matching.weights import Model
from resolver.model import PARTIES
from resolver.names.countries import country_code
from resolver.names.placeholders import placeholder_reason
from resolver.names.segments import Segmentation, segment_many
from resolver.pipeline import model_of
from watchlists.model import Address, Identifier, ListedName, Listing, Snapshot

if TYPE_CHECKING:
    import pandas as pd

RESULTS = ("band", "kind", "score", "match_weight", "evidence", "proposed_by", "ofac_reference_score")
COLUMNS = (*RESULTS, "note")
IDENTIFIERS = ("tax_id", "registration_id", "lei", "imo")


def compare_pairs(pairs: pd.DataFrame, config: Config) -> pd.DataFrame:
    """`pairs` with the columns RESULTS and note, row for row."""
    return with_results(pairs, best_hits(pairs, config))


def with_results(pairs: pd.DataFrame, best: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """`pairs` with what `best_hits` found of them, and a note where nothing was to be found."""
    rows = [best.get(str(i), {}) for i in range(len(pairs))]
    results = {name: [row.get(name, _empty(name)) for row in rows] for name in RESULTS}
    notes = [_note(left, right) for left, right in zip(pairs["left"], pairs["right"], strict=True)]
    out = pairs.assign(**results, note=notes)
    out.loc[(out["band"] == "") | (out["note"] != ""), ["band", "kind"]] = ["none", ""]
    return out


def _empty(column: str) -> Any:
    return 0.0 if column in {"score", "match_weight", "ofac_reference_score"} else ""


def _note(left: str, right: str) -> str:
    """Why a pair has no score: one side names no firm."""
    from resolver.names import canonicalise

    for side, text in (("left", left), ("right", right)):
        reason = placeholder_reason(text) or canonicalise([text])["empty_reason"][0].as_py()
        if reason:
            return f"{side}: {reason}"
    return ""


def best_hits(pairs: pd.DataFrame, config: Config) -> dict[str, dict[str, Any]]:
    """Best hit of each pair as a row of HITS, by the number of its row: a left field may name several firms."""
    parties, owner = _left_parties(pairs, segment_many(pairs["left"].tolist()))
    if not parties.num_rows:
        return {}
    model = model_of(config)
    listed, links = _linked(pairs, parties, owner, model, config)
    wanted = {(f"{i}:{n}", _listing_id(i)): str(i) for n, i in enumerate(owner)}
    best: dict[str, dict[str, Any]] = {}
    for hit in build_hits(links, parties, listed, model, config).to_pylist():
        row = wanted.get((hit["party_id"], hit["listing_id"]))
        if row is not None and hit["score"] > best.get(row, {"score": -1.0})["score"]:
            best[row] = hit
    return best


def _linked(
    pairs: pd.DataFrame, parties: pa.Table, owner: list[int], model: Model, config: Config
) -> tuple[ListedSide, Links]:
    listings, names = listing_tables([_right_list(pairs)])
    position = {listing: key for key, listing in enumerate(listings["listing_id"].to_pylist())}
    listing = np.array([position[_listing_id(i)] for i in owner], dtype=np.int64)
    listed = prepare_given(listings, names, config)
    return listed, link_given(parties, listed, np.arange(len(owner)), listing, model, config)


def link_frame(pairs: pd.DataFrame, model: Model, config: Config) -> tuple[Pairs, npt.NDArray[np.int64]]:
    """Scored pairs and the row of `pairs` that each stands for; rows without words on a side are left out."""
    parties, owner = _left_parties(pairs, segment_many(pairs["left"].tolist()))
    listed, links = _linked(pairs, parties, owner, model, config)
    party, found = join(links.contexts.of_party, links.pairs.context)
    row = np.array(owner, dtype=np.int64)[party]
    listing = listed.listed_names["listing_key"].to_numpy()[links.pairs.listed_row[found]]
    own = np.array([int(i) for i in listed.listings["listing_id"].to_pylist()])[listing] == row
    return links.pairs.take(found[own]), row[own]


def _left_parties(pairs: pd.DataFrame, segmented: list[Segmentation]) -> tuple[pa.Table, list[int]]:
    from resolver.names.identifiers import normalise_all

    rows: list[dict[str, Any]] = []
    owner: list[int] = []
    for i, (record, found) in enumerate(zip(pairs.to_dict("records"), segmented, strict=True)):
        given = [
            v
            for kind in IDENTIFIERS
            for v in normalise_all(
                kind, record.get(f"left_{kind}", ""), country_code(record.get("left_country", ""))
            )
        ]
        for party in found.parties:
            numbers = [
                {"kind": v.kind, "scheme": v.scheme, "value": v.value, "valid": v.valid}
                for v in (*given, *party.identifiers)
            ]
            texts = dict.fromkeys(PARTIES.names, "")
            texts |= {"party_role": party.role, "raw_name": record["left"], "party_name": party.name}
            country = country_code(record.get("left_country", "")) or party.country
            rows.append(
                {
                    **texts,
                    "party_id": f"{i}:{len(owner)}",
                    "source_row": i + 1,
                    "country": country,
                    "identifiers": numbers,
                }
            )
            owner.append(i)
    return pa.Table.from_pylist(rows, schema=PARTIES), owner


def _listing_id(row: int) -> str:
    return f"{row:09d}"


def _only_party(found: Segmentation) -> str:
    return found.parties[0].name if len(found.parties) == 1 else ""


def _right_list(pairs: pd.DataFrame) -> Snapshot:
    """Each right name as a listing of its own, under the firm that the text names too (TO ORDER OF X; X, 14 KING
    STREET): the better of both counts."""
    firms = [_only_party(found) for found in segment_many(pairs["right"].tolist())]
    listings = tuple(
        Listing(
            _listing_id(i),
            record.get("right_type", "") or "entity",
            tuple(
                ListedName(text, "primary", "name")
                for text in dict.fromkeys((record["right"], firm or record["right"]))
            ),
            addresses=(Address(country=country_code(record.get("right_country", ""))),),
            identifiers=tuple(
                Identifier(kind, record[f"right_{kind}"], country_code(record.get("right_country", "")))
                for kind in IDENTIFIERS
                if record.get(f"right_{kind}")
            ),
        )
        for i, (record, firm) in enumerate(zip(pairs.to_dict("records"), firms, strict=True))
    )
    return Snapshot("pairs", "", "", "", listings)
