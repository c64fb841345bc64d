"""How good clusters are: pairwise and B-cubed precision and recall, and entities with a wrong merge.

Two truths: the names of listed organisations pooled over the lists with innocents between them
(`alias_parties`), and the synthetic registry. Clusters come from `resolver.dedupe`, from names and countries
alone unless columns say more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

from benchmarks.quality.folding import core, is_cyrillic, is_latin
from benchmarks.quality.innocents import ALL_FORMS, MADE, innocents, listed_keys, off_list
from benchmarks.quality.romanisable import GENERIC, GENERIC_LETTERS, distinctive_words, romanised
from benchmarks.quality.truth import (
    Half,
    by_key,
    connected,
    country_of,
    halves,
    one_firm,
)
from watchlists.model import Snapshot

if TYPE_CHECKING:
    import pandas as pd

PARTY_COLUMNS = ["id", "name", "country", "truth"]
FEW = 3  # firms; a word that more of them bear tells nobody apart
# Of the pairs of two listed firms, siblings among them, a half holds a quarter; of the pairs of names of one firm, a half.
# Where a model is estimated on a half, a pair of two listed firms counts SIBLINGS times.
SIBLINGS = 2.0
RARE = 10  # names of the pool; a word that more of them hold is not rare (an easier definition than FEW: large alias groups
# count with their rarest words alone)


def alias_parties(snapshots: tuple[Snapshot, ...], half: Half, strangers: int = 10_000) -> pd.DataFrame:
    """Strong names (Latin, Cyrillic) of the organisations of a half, and innocents, as PARTY_COLUMNS.

    `truth` is the group of listings that are one firm (a shared name or identifier, nearly the same sound on
    two lists, or judged so by hand), or the innocent's own id.
    """
    import pandas as pd

    parts = [_listed_parties(snapshots, (half,)), strange_parties(snapshots, half, strangers)]
    return pd.concat(parts, ignore_index=True)


def all_alias_parties(snapshots: tuple[Snapshot, ...], strangers: int = 10_000) -> pd.DataFrame:
    """The same of both halves in one file, where siblings of different halves meet; innocents of the test half."""
    import pandas as pd

    parts = [_listed_parties(snapshots, ("train", "test")), strange_parties(snapshots, "test", strangers)]
    return pd.concat(parts, ignore_index=True)


def _listed_parties(snapshots: tuple[Snapshot, ...], wanted: tuple[Half, ...]) -> pd.DataFrame:
    """Strong names of the organisations of these halves, as PARTY_COLUMNS."""
    import pandas as pd

    listings, half_by_key = by_key(snapshots), halves(snapshots)
    rows = [
        (f"{'-'.join(key)}-{i}", name.text, country_of(listings[key]), "-".join(group))
        for key, group in sorted(connected(one_firm(snapshots)).items())
        if half_by_key[key] in wanted
        for i, name in enumerate(listings[key].names)
        if name.quality != "weak" and (is_latin(name.text) or is_cyrillic(name.text))
    ]
    return pd.DataFrame(rows, columns=PARTY_COLUMNS)


def is_listed(parties: pd.DataFrame) -> pd.Series[bool]:
    """Which rows are names of listed firms: an innocent's truth is its own id."""
    return parties["truth"] != parties["id"]


def strange_parties(snapshots: tuple[Snapshot, ...], half: Half, count: int) -> pd.DataFrame:
    """Innocents of a half, each a firm of its own, as PARTY_COLUMNS."""
    others, _ = off_list(distinct_by_sound(innocents(half, count)), listed_keys(snapshots))
    rows = others[["query_id", "name", "country", "query_id"]]
    return rows.set_axis(PARTY_COLUMNS, axis=1)


def cluster_figures(truth: pd.Series[str], found: pd.Series[str]) -> dict[str, float]:
    """Pairwise precision, recall and F1, B-cubed ones, and the share of found clusters that hold two firms.

    Linear in the rows: works on the counts of (firm, cluster). Only clusters of two rows and more count for
    `wrong_merges`. `largest_wrong` is the largest cluster with two firms in rows; `most_strangers` the most rows of one
    cluster that are not of the firm with most rows there.
    """
    import pandas as pd

    cells = (
        pd.DataFrame({"truth": list(truth), "found": list(found)}).value_counts().rename("n").reset_index()
    )
    by_truth, by_found = cells.groupby("truth")["n"].sum(), cells.groupby("found")["n"].sum()
    together = _pairs(cells["n"])
    precision, recall = together / max(1.0, _pairs(by_found)), together / max(1.0, _pairs(by_truth))
    weight = cells["n"] ** 2
    rows = float(cells["n"].sum())
    b_precision = float((weight / cells["found"].map(by_found)).sum()) / rows
    b_recall = float((weight / cells["truth"].map(by_truth)).sum()) / rows
    firms = cells.groupby("found")["truth"].nunique()[by_found > 1]
    strangers = by_found - cells.groupby("found")["n"].max()
    return {
        "precision": precision,
        "recall": recall,
        "f1": _mean(precision, recall),
        "b_precision": b_precision,
        "b_recall": b_recall,
        "b_f1": _mean(b_precision, b_recall),
        "wrong_merges": float((firms > 1).mean()) if len(firms) else 0.0,
        "largest_wrong": float(by_found[firms[firms > 1].index].max()) if (firms > 1).any() else 0.0,
        "most_strangers": float(strangers.max()) if len(strangers) else 0.0,
    }


def _pairs(counts: pd.Series[int]) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _mean(one: float, other: float) -> float:
    return 2 * one * other / max(1e-12, one + other)


def word_sharing_recall(
    parties: pd.DataFrame, found: pd.Series[str], linked: frozenset[tuple[str, ...]] = frozenset()
) -> float:
    """`word_recall` of `word_sharing`."""
    return word_sharing(parties, found, linked)["word_recall"]


def unseen_firms(snapshots: tuple[Snapshot, ...], parties: pd.DataFrame) -> frozenset[str]:
    """The firms of `parties` that no model was estimated on: all but those of the train half."""
    return frozenset(parties["truth"]) - frozenset(_listed_parties(snapshots, ("train",))["truth"])


def unseen_precision(truth: pd.Series[str], found: pd.Series[str], unseen: frozenset[str]) -> float:
    """The share of the pairs of rows of `unseen` firms in one cluster that is one firm. A pair with a firm that is none of
    them counts half: it is as much a fault of that firm."""
    import pandas as pd

    cells = (
        pd.DataFrame({"truth": list(truth), "found": list(found)}).value_counts().rename("n").reset_index()
    )
    is_unseen = cells["truth"].isin(unseen)
    of_all, of_seen, of_unseen = (
        _pairs(some.groupby("found")["n"].sum()) for some in (cells, cells[~is_unseen], cells[is_unseen])
    )
    mixed = of_all - of_seen - of_unseen
    return _pairs(cells[is_unseen]["n"]) / max(1.0, of_unseen + mixed / 2)


def word_sharing(
    parties: pd.DataFrame,
    found: pd.Series[str],
    linked: frozenset[tuple[str, ...]] = frozenset(),
    only: frozenset[str] | None = None,
) -> dict[str, float]:
    """Of the true pairs of distinct names that share a distinctive word by sound, the share kept together: `word_recall`
    of all pairs, `firm_recall` as the mean over the firms that have such pairs; `rare_recall` and `rare_firm_recall` the
    same of the pairs that share a rare word.

    Distinctive is a word of four letters and more that is none of the generic ones and that at most FEW firms of all
    `parties` bear, in any of the usual romanisations; rare one, as it is written, that at most RARE names of theirs hold.
    `linked` pairs of clusters (sorted) count as together; `only`: of these firms, among all. A firm with sixty translated
    names has 1,770 pairs, one with two names one: the figures differ.
    """
    cluster = dict(zip(parties["id"], found, strict=True))

    def kept(pairs: set[tuple[str, str]]) -> list[bool]:
        ends = ((cluster[left], cluster[right]) for left, right in pairs)
        return [a == b or (min(a, b), max(a, b)) in linked for a, b in ends]

    def asked(words_of: Callable[[str], set[str]], bearer: str, most: int) -> list[list[bool]]:
        pairs = _pairs_by_firm(parties, words_of, bearer, most)
        return [kept(one) for firm, one in pairs.items() if one and (only is None or firm in only)]

    distinctive, rare = asked(_words, "truth", FEW), asked(_written_words, "name", RARE)
    word_recall, firm_recall = _shares(distinctive)
    rare_recall, rare_firm_recall = _shares(rare)
    return {
        "word_recall": word_recall,
        "firm_recall": firm_recall,
        "rare_recall": rare_recall,
        "rare_firm_recall": rare_firm_recall,
    }


def _shares(kept: list[list[bool]]) -> tuple[float, float]:
    """Share of all pairs, and the mean of each firm's share."""
    firms = [sum(one) / len(one) for one in kept]
    return sum(map(sum, kept)) / max(1, sum(map(len, kept))), sum(firms) / max(1, len(firms))


def _pairs_by_firm(
    parties: pd.DataFrame, words_of: Callable[[str], set[str]], bearer: str, most: int
) -> dict[str, set[tuple[str, str]]]:
    """By firm its pairs of ids whose names share a word that at most `most` bearers (values of that column) have."""
    words = {name: words_of(name) for name in parties["name"].unique()}
    bearers: dict[str, set[str]] = defaultdict(set)
    for name, one in zip(parties["name"], parties[bearer], strict=True):
        for word in words[name]:
            bearers[word].add(one)
    few = {name: {word for word in held if len(bearers[word]) <= most} for name, held in words.items()}
    return {str(firm): _sharing_pairs(rows, few) for firm, rows in parties.groupby("truth")}


def _words(name: str) -> set[str]:
    return {word for spelling in romanised(name) for word in distinctive_words(spelling)}


def _written_words(name: str) -> set[str]:
    return {word for word in core(name).split() if len(word) >= GENERIC_LETTERS and word not in GENERIC}


def _sharing_pairs(rows: pd.DataFrame, telling: dict[str, set[str]]) -> set[tuple[str, str]]:
    by_word: dict[str, list[str]] = defaultdict(list)
    for row in rows.drop_duplicates("name").itertuples():
        for word in telling[row.name]:
            by_word[word].append(row.id)
    return {pair for ids in by_word.values() for pair in combinations(sorted(ids), 2)}


def distinct_by_sound(strangers: pd.DataFrame) -> pd.DataFrame:
    """Innocents without those that another one equals by sound, legal forms aside, or that were made as the same name
    (`innocents.MADE`): two spellings of one name. Schemes of romanisation are too many for a rule of sound alone (мех is
    mekh and mex), and the generator knows what it wrote.
    """
    forms = {
        word
        for texts in ALL_FORMS
        for text in texts
        for word in romanised(text.replace("{}", " "))[0].split()
    }
    keys = ["".join(w for w in romanised(name)[0].split() if w not in forms) for name in strangers["name"]]
    same = strangers.assign(key=keys)["key"].duplicated() | strangers[MADE].duplicated()
    return strangers[~same].reset_index(drop=True)


def second_level(
    parties: pd.DataFrame, found: pd.Series[str], possible: pd.DataFrame, least: float
) -> dict[str, float]:
    """Pairs of rows that are one entity, or stand in two that are possibly the same (kind `same`, a score of `least` or
    more): precision, and recall of the true pairs that share a distinctive word.

    `possible` has entity_id, other_entity_id, score, kind. Counts rows by (entity, firm); no pair of rows is made.
    """
    import pandas as pd

    chosen = possible[(possible["kind"] == "same") & (possible["score"] >= least)]
    linked = {
        tuple(sorted(pair)) for pair in chosen[["entity_id", "other_entity_id"]].itertuples(index=False)
    }
    firms = {
        entity: rows.value_counts()
        for entity, rows in pd.Series(list(parties["truth"])).groupby(list(found), sort=True)
    }
    said = sum(_pairs(pd.Series([count.sum()])) for count in firms.values())
    right = sum(_pairs(count) for count in firms.values())
    for one, other in sorted(linked):
        said += float(firms[one].sum() * firms[other].sum())
        right += float(firms[one].mul(firms[other], fill_value=0).sum())
    recall = word_sharing(parties, found, frozenset(linked))
    return {"precision": right / max(1.0, said), **recall, "pairs": said}


def main() -> None:
    """`python -m benchmarks.quality.clusters --half train`: both levels, for a row of least scores. `--half both`: all
    listed names in one file, half of which the models have seen."""
    import argparse

    from benchmarks.quality.truth import lists_folder, organisations, read_lists

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--half", choices=["train", "test", "both"], default="test")
    parser.add_argument("--lists")
    given = parser.parse_args()
    lists = organisations(read_lists(lists_folder(given.lists)))
    parties = all_alias_parties(lists) if given.half == "both" else alias_parties(lists, given.half)
    clusters, possible = _deduplicated(parties[["id", "name", "country"]])
    found = parties["id"].map(clusters.drop_duplicates("party_id").set_index("party_id")["entity_id"])
    found = found.fillna(parties["id"])
    figures = cluster_figures(parties["truth"], found)
    print("same", {**figures, **word_sharing(parties, found)})
    for least in (0.21, 0.5, 0.7, 0.8):
        print(f"same or possibly the same from {least}", second_level(parties, found, possible, least))


def _deduplicated(parties: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """clusters.csv and possible.csv of `resolver dedupe`."""
    import subprocess
    import sys
    import tempfile
    from pathlib import Path

    import pandas as pd

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parties.to_csv(folder / "parties.csv", index=False)
        columns = "id=id,name=name,country=country"
        asked = [
            "dedupe",
            str(folder / "parties.csv"),
            "--columns",
            columns,
            "--out",
            str(folder / "out"),
            "--quiet",
        ]
        subprocess.run([sys.executable, "-c", "from resolver.cli import main; main()", *asked], check=True)
        tables = [
            pd.read_csv(folder / "out" / f"{table}.csv", keep_default_na=False)
            for table in ("clusters", "possible")
        ]
    return tables[0], tables[1]


if __name__ == "__main__":
    main()
