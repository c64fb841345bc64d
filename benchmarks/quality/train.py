"""Estimate the shipped model on the train half: `python -m benchmarks.quality.train OUT.json [--lists DIR]`.

Enters: the real lists and the generators of this folder. Leaves: a model file with its card. Candidate pairs come
from four kinds of query, all of the train half: aliases held out of their listing, manipulated main
names, Cyrillic names against Latin-only lists, and names on no list (innocents and hard negatives). A pair is true when the
listing is the query's, or the same firm on another list. Countries are simulated, since a truth made of lists
would always agree with itself (see `_country_states`).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.quality import innocents, matrix, truth
from resolver.intake.listings import listing_tables
from resolver.matching.alignment import FEATURES, HOW_INITIALS
from resolver.matching.comparisons import POSITION, Levels
from resolver.matching.encode import NameArrays, distinct_tokens, encode_names, encode_tokens
from resolver.matching.linking import candidate_levels, name_weight
from resolver.matching.listed import ListedSide, distinct_names, prepare_listed
from resolver.matching.training import Labelled, estimate
from resolver.matching.weights import Model, save_model
from resolver.names import canonicalise, describe_tokens
from resolver.names.background import bits
from resolver.names.segments import segment_many
from watchlists.model import Snapshot

INNOCENTS, HARD, PER_MANIPULATION = 10_000, 3_000, 150
ACRONYMS = 500  # one ordinary firm in twenty is called by three or four letters: an estimate
# Assumed, not measured: half of the manifest rows name no country; of the others a listed firm is named with
# its listed country in eight of ten. Innocent names have the country of their pattern.
COUNTRY_GIVEN, COUNTRY_AGREES = 0.5, 0.8
ONE_LETTER, SHORT_WORD = 1_500, (4, 8)  # names, and the letters of their changed word
OTHER_FORM, COMMON_BITS = (
    {"LLC": "AG", "JSC": "GmbH"},
    9.0,
)  # class of form, spelling of the other; bits of a common word
# Assumed: a manifest names a firm by its initials alone far more seldom than the aliases of lists (and a matrix that
# tries initials as often as typos) do; a pair that met so counts as 0.15 pairs.
INITIALS_RATE = 0.15
# Share of the lexicon's rarer meanings (from so many bits on) that half of the training does not know. An estimate: with it
# the keys of the train half's Cyrillic names agree as often as those of fresh names do (two in three).
FORGOTTEN, FORGETTABLE_BITS = 0.25, 6.0
# Each ordinary innocent stands for two: a batch of parties holds more of them than this training set. Names made to
# mislead are far rarer in a batch than here.
ORDINARY_WEIGHT, HARD_WEIGHT = 2.0, 0.2


def collect(folder: Path, seed: int = 1) -> Labelled:
    """Levels and labels of the candidate pairs of all train queries."""
    lists = truth.organisations(truth.read_lists(folder))
    asked = truth.train_queries(lists)
    full, latin = _side(lists), _side(truth.latin_only(lists))
    cyrillic = truth.cyrillic_queries(lists, "train", folder)
    manipulated = matrix.matrix_queries(lists, "train", each=PER_MANIPULATION, folder=folder)
    off_list = _off_list(lists)
    parts = [
        _labelled(asked, _side(truth.held_out(lists, asked)), lists, seed),
        _labelled(manipulated, full, lists, seed),
    ]
    for queries, side in ((cyrillic, latin), (off_list, full)):
        halved = queries.assign(weight=queries.get("weight", 1.0) / 2)
        parts += [_labelled(halved, side, lists, seed, forgetful=forgetful) for forgetful in (False, True)]
    return Labelled(
        np.concatenate([p.levels for p in parts]),
        np.concatenate([p.true for p in parts]),
        np.concatenate([p.count for p in parts]),
    )


def _off_list(lists: tuple[Snapshot, ...]) -> pd.DataFrame:
    keys = innocents.listed_keys(lists)
    ordinary, _ = innocents.off_list(innocents.innocents("train", INNOCENTS), keys)
    hard = innocents.hard_negatives(lists, "train", HARD)
    close = pd.concat([hard, _one_letter_apart(lists, ordinary["name"]), _of_another_form(lists)])
    short, _ = innocents.off_list(innocents.acronyms("train", ACRONYMS), keys)
    ordinary = pd.concat([ordinary, short])
    found = pd.concat([ordinary.assign(weight=ORDINARY_WEIGHT), close.assign(weight=HARD_WEIGHT)])
    return found.reset_index(drop=True).assign(truth_source="", truth_listing_id="")


def _one_letter_apart(lists: tuple[Snapshot, ...], ordinary: Iterable[str], seed: int = 1) -> pd.DataFrame:
    """Listed names of the train half with a short word replaced by another real word one letter from it.

    Hengda and Hongda, port and sport: a typo looks just so, and only words that exist show how often it is none.
    """
    half = truth.halves(lists)
    listed = [
        name.text.upper()
        for key, one in sorted(truth.by_key(lists).items())
        if half[key] == "train"
        for name in one.names[:2]
        if truth.is_latin(name.text)
    ]
    words = Counter(
        w for text in (*listed, *map(str.upper, ordinary)) for w in set(text.split()) if w.isalpha()
    )
    short = sorted(w for w in words if SHORT_WORD[0] <= len(w) <= SHORT_WORD[1])
    near: dict[str, list[str]] = defaultdict(list)
    for word in short:
        for key in {word[:i] + "*" + word[i + 1 :] for i in range(len(word))}:
            near[key].append(word)
    rng = random.Random(f"letter/{seed}")
    found: dict[str, str] = {}
    for text in rng.sample(listed, len(listed)):
        telling = min((w for w in text.split() if w in words), key=lambda w: (words[w], w), default="")
        others = sorted(
            {o for i in range(len(telling)) for o in near[telling[:i] + "*" + telling[i + 1 :]]} - {telling}
        )
        if others and len(found) < ONE_LETTER:
            found.setdefault(" ".join(rng.choice(others) if w == telling else w for w in text.split()), text)
    return pd.DataFrame({"query_id": list(found), "name": list(found), "country": ""})


def _of_another_form(lists: tuple[Snapshot, ...]) -> pd.DataFrame:
    """Listed names of the train half that are nothing but common words, as a firm of the other form bears them.

    Deutsche Bank AG and Deutsche Bank GmbH are two firms: where identifiers speak (OFAC, EU), nine of nine pairs of one
    name and two classes of form have different numbers.
    """
    half = truth.halves(lists)
    texts = sorted(
        {n.text for k, one in truth.by_key(lists).items() if half[k] == "train" for n in one.names}
    )
    names = canonicalise([text for text in texts if truth.is_latin(text)])
    bits = dict(
        zip(distinct_tokens(names), describe_tokens(distinct_tokens(names))["bits"].to_pylist(), strict=True)
    )
    found = set()
    for tokens, forms in zip(names["tokens"].to_pylist(), names["forms"].to_pylist(), strict=True):
        spelt = not any(token.startswith("@") for token in tokens)
        if (
            spelt
            and tokens
            and forms
            and forms[0] in OTHER_FORM
            and max(map(bits.__getitem__, tokens)) < COMMON_BITS
        ):
            found.add(f"{' '.join(tokens)} {OTHER_FORM[forms[0]]}".upper())
    return pd.DataFrame({"query_id": sorted(found), "name": sorted(found), "country": ""})


def _side(lists: Sequence[Snapshot]) -> ListedSide:
    return prepare_listed(*listing_tables(lists), jobs=2)


def _encoded(names: pa.Table, side: ListedSide, *, forgetful: bool) -> NameArrays:
    """The names encoded; `forgetful`: as if the lexicon did not know some of its rarer meanings.

    The lexicon was written on the train half and knows nearly all of its translations: to it a word left over in another
    script would look like another firm's. Fresh names hold words that it does not know.
    """
    described = describe_tokens(distinct_tokens(names))
    if forgetful:
        described, names = _forgotten(described, names)
    tokens = encode_tokens(described, side.faces, grow=False)
    return encode_names(names, described, tokens, dict(side.form_classes))


def _forgotten(described: pa.Table, names: pa.Table) -> tuple[pa.Table, pa.Table]:
    """TOKENS without the meanings that are forgotten, NAMES without the keys that such words would have given."""
    rows = described.to_pylist()
    lost = set()
    for row in rows:
        if row["concept"] and row["bits"] >= FORGETTABLE_BITS and _is_forgotten(row["concept"]):
            lost.add(row["token"])
            row |= {"concept": "", "bits": bits("", row["skeleton"])}
    without = [lost.isdisjoint(tokens) for tokens in names["tokens"].to_pylist()]
    column = names.column_names.index("key_concepts")
    keys = pc.if_else(pa.array(without), names["key_concepts"].combine_chunks(), "")
    return pa.Table.from_pylist(rows, schema=described.schema), names.set_column(
        column, names.schema.field(column), keys
    )


def _is_forgotten(concept: str) -> bool:
    return random.Random(f"forgotten/{concept}").random() < FORGOTTEN


def _labelled(
    asked: pd.DataFrame, side: ListedSide, lists: tuple[Snapshot, ...], seed: int, *, forgetful: bool = False
) -> Labelled:
    """The best name pair of each (query, listing), as the features rank them, with its label."""
    names = [segment_many([text])[0] for text in asked["name"]]
    texts = [s.parties[0].name if s.parties else "" for s in names]
    distinct = distinct_names(canonicalise(texts, jobs=1))
    proposed, features, levels = candidate_levels(_encoded(distinct.table, side, forgetful=forgetful), side)
    query, pair = _join(distinct.position, proposed.party)
    inside, row = _join(proposed.listed[pair], side.row_name)
    query, pair = query[inside], pair[inside]
    listing = side.listed_names["listing_key"].to_numpy()[row]
    order = np.lexsort((-name_weight(features[pair]), listing, query))
    query, listing, pair = query[order], listing[order], pair[order]
    first = np.concatenate([[True], (query[1:] != query[:-1]) | (listing[1:] != listing[:-1])])
    query, listing, pair = query[first], listing[first], pair[first]
    true = _is_true(asked, side, lists, query, listing)
    chosen = levels[pair].copy()
    chosen[:, POSITION["country"]] = _country_states(asked, side, query, listing, true, seed)
    kept = true | ~_same_name(chosen, features[pair])
    weight = np.where(true & _by_initials(features[pair]), INITIALS_RATE, 1.0)
    if "weight" in asked:
        weight = weight * asked["weight"].to_numpy()[query]
    return Labelled(chosen[kept], true[kept], weight[kept])


def _by_initials(features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    how = features[:, FEATURES.index("how")].astype(np.int32)
    met: npt.NDArray[np.bool_] = (how & HOW_INITIALS) > 0
    return met


def _same_name(levels: Levels, features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Pairs whose words are all the same, in sound and not in translation; common words only where the forms agree.

    A name on no list that happens to be a listed one (ALBATROS, RESURS) is no error of the comparison: nothing in
    the names tells the firms apart, and a screener must see it. As false pairs they would teach the model to
    hide short listed names.
    """
    translated = features[:, FEATURES.index("translated")] > 0
    whole = (levels[:, POSITION["whole_name"]] > 0) & (features[:, FEATURES.index("edits")] == 0)
    same: npt.NDArray[np.bool_] = whole & ~translated & (levels[:, POSITION["legal_form"]] < 3)
    return same


def _join(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], ...]:
    from resolver.matching.candidates import join

    return join(left, right)


def _is_true(
    asked: pd.DataFrame,
    side: ListedSide,
    lists: tuple[Snapshot, ...],
    query: npt.NDArray[np.int64],
    listing: npt.NDArray[np.int64],
) -> npt.NDArray[np.bool_]:
    firms = truth.same_firm(lists)
    keys = list(zip(side.listings["list"].to_pylist(), side.listings["listing_id"].to_pylist(), strict=True))
    position = {key: i for i, key in enumerate(keys)}
    truths = zip(asked["truth_source"], asked["truth_listing_id"], strict=True)
    right = {
        (q, position[other])
        for q, key in enumerate(truths)
        for other in (*firms.get(key, ()), key)
        if other in position
    }
    return np.array(
        [pair in right for pair in zip(query.tolist(), listing.tolist(), strict=True)], dtype=np.bool_
    )


def _country_states(
    asked: pd.DataFrame,
    side: ListedSide,
    query: npt.NDArray[np.int64],
    listing: npt.NDArray[np.int64],
    true: npt.NDArray[np.bool_],
    seed: int,
) -> npt.NDArray[np.uint8]:
    """Level of the comparison `country`: 0 not known, 1 same, 2 different.

    False pairs: as query and listing say. True ones would always agree, since the query has its country from
    the listing; COUNTRY_AGREES of them do.
    """
    rng = np.random.default_rng(seed)
    given = rng.random(len(asked)) < COUNTRY_GIVEN
    moved = rng.random(len(asked)) >= COUNTRY_AGREES
    countries = [frozenset(c) for c in side.listings["countries"].to_pylist()]
    named = asked["country"].tolist()
    states = [
        0
        if not (given[q] and named[q] and countries[i])
        else 2
        if t and moved[q]
        else 1
        if named[q] in countries[i]
        else 2
        for q, i, t in zip(query.tolist(), listing.tolist(), true.tolist(), strict=True)
    ]
    return np.array(states, dtype=np.uint8)


def _card(labelled: Labelled) -> dict[str, object]:
    return {
        "made": date.today().isoformat(),
        "pairs": len(labelled.true),
        "true_pairs": int(labelled.true.sum()),
        "data": "train half of the organisations of OFAC SDN, OFAC consolidated, EU FSF and UK lists: held-out aliases, "
        "manipulated names, Cyrillic names against Latin lists; generated innocents and hard negatives",
        "assumed": "weights of identifiers and type; how often countries are given and agree",
    }


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lists", type=Path)
    parser.add_argument("--version", default="1")
    given = parser.parse_args()
    random.seed(1)
    labelled = collect(truth.lists_folder(given.lists))
    model: Model = estimate(labelled, version=given.version, card=_card(labelled))
    save_model(model, given.out)


if __name__ == "__main__":
    main()
