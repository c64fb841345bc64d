"""Estimate the model of pairs within a file on the train half: `python -m benchmarks.quality.train_within OUT.json`.

Enters: the real lists and the generators of this folder. Leaves: a model file with its card. One file is made of the
names of the train half of the listed organisations, manipulated main names of them, and innocents, another of the train
half of the Entity List; candidate pairs are those that a run would compare, and a pair is true when both names are of one
group of listings. Countries are partly simulated, because a list repeats its own country for every alias.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from benchmarks.quality import innocents, matrix, truth
from benchmarks.quality.clusters import SIBLINGS, alias_parties, is_listed
from benchmarks.quality.entity_list import controlled_parties, entries
from resolver.matching.comparisons import Levels
from resolver.matching.training import Design, Labelled, estimate
from resolver.matching.weights import save_model
from resolver.matching.within import extra_of
from resolver.matching.within_candidates import WithinLimits, propose_within
from resolver.matching.within_comparisons import ASSUMED, DIRECTION, POSITION, WITHIN
from resolver.matching.within_levels import compared
from resolver.matching.within_names import prepare_within
from resolver.model import PARTIES
from resolver.names.segments import segment_many
from watchlists.model import Snapshot

DESIGN = Design(WITHIN, DIRECTION, ASSUMED)
INNOCENTS, HARD, PER_MANIPULATION = 30_000, 6_000, 150
# Assumed, not measured: both rows name a country in half of the pairs; two rows of one firm then name the same one in
# 19 of 20 (the rest are branches, agents and slips). Strangers agree as often as the made names do.
COUNTRY_GIVEN, COUNTRY_AGREES = 0.5, 0.95
# Firms with more names count as so many: docs/entities.md has what 6, 10, 20 and 40 give where siblings meet.
MOST_NAMES = 10
# Share of pairs of one name that are two firms, by level of `whole_name`. Listings of one name and country whose
# identifiers can be compared: 67 equal and 20 different (23 %) with the same form, the 20 nearly all initialisms and names
# of common words; 0 equal and 9 different with another form (docs/entities.md). The steps by bits are judgement: names
# under 11 bits (initialisms, two common words) hold nearly all of the 23 %, longer ones the rest.
HOMONYMS = (0.0, 0.3, 0.2, 0.15, 0.04, 0.03, 0.02, 0.01, 0.01)
HOMONYMS_OF_OTHER_FORM = 0.9
DIFFERENT_FORM = 2  # level of `legal_form`
STRANGERS_AGREE = 0.3  # strangers of one name that also share a country


def train_parties(lists: tuple[Snapshot, ...], folder: Path) -> pd.DataFrame:
    """id, name, country, truth of the rows of the made file."""
    aliases = alias_parties(lists, "train", INNOCENTS)
    asked = matrix.matrix_queries(lists, "train", each=PER_MANIPULATION, folder=folder)
    groups = truth.groups(lists)
    keys = zip(asked["truth_source"], asked["truth_listing_id"], strict=True)
    damaged = pd.DataFrame(
        {
            "id": asked["query_id"],
            "name": asked["name"],
            "country": asked["country"],
            "truth": ["-".join(groups[key]) for key in keys],
        }
    )
    hard = innocents.hard_negatives(lists, "train", HARD)
    strangers = pd.DataFrame(
        {"id": hard["query_id"], "name": hard["name"], "country": "", "truth": hard["query_id"]}
    )
    return pd.concat([aliases, damaged, strangers], ignore_index=True)


def parties_table(rows: pd.DataFrame) -> pa.Table:
    """id, name, country as PARTIES: the first firm that each name holds."""
    empty = {"string": "", "int64": 0}
    columns: dict[str, Sequence[object]] = {
        field.name: [empty.get(str(field.type), [])] * len(rows) for field in PARTIES
    }
    distinct = list(dict.fromkeys(rows["name"]))
    first = {
        text: s.parties[0].name if s.parties else ""
        for text, s in zip(distinct, segment_many(distinct), strict=True)
    }
    segmented = [first[text] for text in rows["name"]]
    columns |= {
        "party_id": rows["id"].tolist(),
        "source_row": list(range(1, len(rows) + 1)),
        "raw_name": rows["name"].tolist(),
        "party_name": segmented,
        "country": rows["country"].tolist(),
    }
    return pa.table([pa.array(columns[f.name], f.type) for f in PARTIES], schema=PARTIES)


def collect(lists: tuple[Snapshot, ...], folder: Path, seed: int = 1) -> Labelled:
    """Levels and labels of the candidate pairs of distinct names: of the lists of `truth` among innocents, and, in a file of
    its own, of the Entity List. No pair of both: the one truth does not know all firms of the other."""
    files = train_parties(lists, folder), controlled_parties(lists, "train", entries(folder))
    parts = [_of_file(rows, seed + at) for at, rows in enumerate(files)]
    return Labelled(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("levels", "true", "count"))
    )


def _of_file(rows: pd.DataFrame, seed: int) -> Labelled:
    parties = parties_table(rows)
    side = prepare_within(parties, jobs=1)
    proposed = propose_within(side.names, extra_of(parties, side), WithinLimits())
    firm, country = _facts_of_names(rows, side.name_of_party, len(side.names))
    left, right = proposed.left, proposed.right
    levels, _ = compared(side.names, side.spread, left, right)
    true = _share(firm, left, right)
    keep = true | ~_one_name(levels)
    left, right, levels, true = left[keep], right[keep], levels[keep], true[keep]
    levels[:, POSITION["country"]] = _countries(country, left, right, true, seed)
    print(f"{len(rows)} rows, {len(side.names)} names, {len(true)} pairs, {true.sum()} true")
    count = _count(firm, frozenset(rows["truth"][is_listed(rows)]), left, right, true)
    return _with_homonyms(Labelled(levels, true, count), seed)


def _with_homonyms(labelled: Labelled, seed: int) -> Labelled:
    """Strangers with one name, which no list teaches: for each pair of one name as many as HOMONYMS says."""
    whole, form = (labelled.levels[:, POSITION[c]] for c in ("whole_name", "legal_form"))
    rate = np.where(form == DIFFERENT_FORM, HOMONYMS_OF_OTHER_FORM, np.array(HOMONYMS)[whole])
    rows = np.flatnonzero(labelled.true & (whole > 0))
    levels = labelled.levels[rows].copy()
    rng = np.random.default_rng(seed + 1)
    given, agree = rng.random(len(rows)) < COUNTRY_GIVEN, rng.random(len(rows)) < STRANGERS_AGREE
    levels[:, POSITION["country"]] = np.where(given, np.where(agree, 1, 2), 0)
    odds = rate[rows] / (1 - rate[rows])
    return Labelled(
        np.concatenate([labelled.levels, levels]),
        np.concatenate([labelled.true, np.zeros(len(rows), dtype=np.bool_)]),
        np.concatenate([labelled.count, labelled.count[rows] * odds]),
    )


def _one_name(levels: Levels) -> npt.NDArray[np.bool_]:
    """All words agree. Two made firms with one name in two scripts, or a firm that two lists hold under other
    names, are no strangers by any truth that we have: such pairs teach nothing."""
    same: npt.NDArray[np.bool_] = levels[:, POSITION["whole_name"]] > 0
    return same


def _count(
    firm: list[frozenset[str]],
    listed: frozenset[str],
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    true: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """A firm with sixty translated names has 1,770 pairs: they count as much as those of MOST_NAMES names. Two `listed`
    firms count SIBLINGS times."""
    size = Counter(one for firms in firm for one in firms)
    held = [
        max((size[f] for f in firm[i] & firm[j]), default=1)
        for i, j in zip(left.tolist(), right.tolist(), strict=True)
    ]
    share = np.minimum(1.0, MOST_NAMES / np.array(held))
    of_list = np.array([not firms.isdisjoint(listed) for firms in firm])
    strangers = np.where(of_list[left] & of_list[right], SIBLINGS, 1.0)
    count: npt.NDArray[np.float64] = np.where(true, share, strangers)
    return count


def _facts_of_names(
    rows: pd.DataFrame, name_of_party: npt.NDArray[np.int64], names: int
) -> tuple[list[frozenset[str]], npt.NDArray[np.object_]]:
    """The firms that bear each name, and its first country."""
    firms: list[set[str]] = [set() for _ in range(names)]
    country = np.full(names, "", dtype=object)
    for name, firm, where in zip(name_of_party.tolist(), rows["truth"], rows["country"], strict=True):
        firms[name].add(firm)
        country[name] = country[name] or where
    return [frozenset(f) for f in firms], country


def _share(
    firm: list[frozenset[str]], left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return np.array([not firm[i].isdisjoint(firm[j]) for i, j in pairs], dtype=np.bool_)


def _countries(
    country: npt.NDArray[np.object_],
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    true: npt.NDArray[np.bool_],
    seed: int,
) -> npt.NDArray[np.uint8]:
    """Level of `country`: of strangers as made, of one firm as assumed, not known in half of both."""
    rng = np.random.default_rng(seed)
    given = (rng.random(len(true)) < COUNTRY_GIVEN) & (country[left] != "") & (country[right] != "")
    agrees = np.where(true, rng.random(len(true)) < COUNTRY_AGREES, country[left] == country[right])
    states: npt.NDArray[np.uint8] = np.where(given, np.where(agrees, 1, 2), 0).astype(np.uint8)
    return states


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lists", type=Path)
    given = parser.parse_args()
    folder = truth.lists_folder(given.lists)
    labelled = collect(truth.organisations(truth.read_lists(folder)), folder)
    card = {
        "made": date.today().isoformat(),
        "pairs": len(labelled.true),
        "true_pairs": int(labelled.true.sum()),
        "data": "one file of the train half: names of the organisations of OFAC SDN, OFAC consolidated, EU FSF and UK "
        "lists by connected groups, manipulated main names, generated innocents and hard negatives; another file of names "
        "of the train half of the US Entity List and innocents; a pair of two listed firms counts twice, since a half "
        "holds a quarter of them",
        "assumed": "weights of identifiers; how often countries are given and agree; how often strangers bear one name",
    }
    save_model(estimate(labelled, version="within-1", card=card, of=DESIGN), given.out, WITHIN)


if __name__ == "__main__":
    main()
