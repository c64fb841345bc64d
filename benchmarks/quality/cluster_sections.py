"""The parts of the quality benchmark that deduplicate: each clusters one set of rows and returns its table and figures."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.quality.clusters import (
    alias_parties,
    all_alias_parties,
    cluster_figures,
    unseen_firms,
    unseen_precision,
    word_sharing,
)
from benchmarks.quality.entity_list import controlled_parties, entries
from benchmarks.quality.registry import make_registry
from benchmarks.quality.setting import Section, Setting

if TYPE_CHECKING:
    import pandas as pd

STRANGERS = 10_000  # innocents among the names of listed organisations
REGISTRY_ROWS = 100_000
KEPT = ("precision", "word_recall", "rare_recall", "b_f1", "wrong_merges")  # figures for the baseline


def listed_clusters(of: Setting) -> Section:
    """The names of listed organisations pooled with innocents, deduplicated by name and country."""
    parties = alias_parties(of.snapshots, of.half, strangers=of.size(STRANGERS))
    parties = _sampled(of, parties)
    found = _entities(parties[["id", "name", "country"]])
    figures = cluster_figures(parties["truth"], found)
    figures |= word_sharing(parties, found)
    lines = _merge_lines(parties, found) if of.half == "train" else ()
    title = f"Clusters: names of listed organisations and innocents ({len(parties)} rows)"
    section = _cluster_section(title, "clusters", figures, KEPT, lines)
    return replace(section, table=_by_definition(figures))


def all_listed_clusters(of: Setting) -> Section:
    """The names of both halves in one file, whichever half is asked for, where siblings of different halves meet: all of
    them, and those of firms that no model was estimated on."""
    import pandas as pd

    parties = _sampled(of, all_alias_parties(of.snapshots, strangers=of.size(STRANGERS)))
    unseen = unseen_firms(of.snapshots, parties)
    found = _entities(parties[["id", "name", "country"]])
    figures = cluster_figures(parties["truth"], found) | word_sharing(parties, found)
    blind = figures | word_sharing(parties, found, only=unseen)
    blind["precision"] = unseen_precision(parties["truth"], found, unseen)
    title = f"Clusters: all listed names and innocents ({len(parties)} rows)"
    section = _cluster_section(title, "all_listed", figures, KEPT, ())
    of_unseen = _by_definition(blind)[["precision", "of pairs", "of firms"]]
    table = pd.concat([_by_definition(figures), of_unseen.rename("{}, firms not seen".format)])
    return replace(section, table=table)


def controlled_clusters(of: Setting) -> Section:
    """The names of the firms of the US Entity List among innocents, deduplicated by name and country."""
    parties = controlled_parties(of.snapshots, of.half, entries(of.folder), strangers=of.size(STRANGERS) // 2)
    found = _entities(parties[["id", "name", "country"]])
    figures = cluster_figures(parties["truth"], found) | word_sharing(parties, found)
    lines = _merge_lines(parties, found) if of.half == "train" else ()
    title = f"Clusters: names of the US Entity List and innocents ({len(parties)} rows)"
    section = _cluster_section(title, "controlled", figures, KEPT, lines)
    return replace(section, table=_by_definition(figures))


def _by_definition(figures: dict[str, float]) -> pd.DataFrame:
    """The same clusters in two rows: recall of the pairs that share a distinctive word, and of those that share a rare one,
    by which other matchers were measured too (docs/entities.md)."""
    import pandas as pd

    plain = {
        name: value
        for name, value in figures.items()
        if not name.endswith(("word_recall", "firm_recall", "rare_recall"))
    }
    by = {
        "distinctive words": ("word_recall", "firm_recall"),
        "rare words": ("rare_recall", "rare_firm_recall"),
    }
    rows = {
        row: plain | {"of pairs": figures[pairs], "of firms": figures[firms]}
        for row, (pairs, firms) in by.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def registry_clusters(of: Setting) -> Section:
    """The synthetic registry, deduplicated by name, country, city and tax number."""
    registry = make_registry(of.size(REGISTRY_ROWS), seed=2 if of.half == "test" else 1)
    found = _entities(registry[["id", "name", "country", "city", "tax_id"]])
    figures = cluster_figures(registry["truth"], found)
    title = f"Clusters: synthetic registry ({len(registry)} rows)"
    return _cluster_section(title, "registry", figures, ("precision", "recall", "b_f1"), ())


def _sampled(of: Setting, parties: pd.DataFrame) -> pd.DataFrame:
    """The rows of the first firms, twice as many as the sample."""
    if of.sample is None:
        return parties
    kept = set(parties["truth"].drop_duplicates().head(2 * of.sample))
    return parties[parties["truth"].isin(kept)].reset_index(drop=True)


def _entities(parties: pd.DataFrame) -> pd.Series[str]:
    """The entity of each row of `parties`, in their order; a row without one is its own."""
    import resolver

    clusters = resolver.dedupe(parties).drop_duplicates("party_id").set_index("party_id")["entity_id"]
    return parties["id"].map(clusters).fillna(parties["id"])


def _cluster_section(
    title: str, name: str, figures: dict[str, float], kept: tuple[str, ...], lines: tuple[str, ...]
) -> Section:
    import pandas as pd

    table = pd.DataFrame([figures], index=[name])
    return Section(title, table, {f"{name}/{one}": figures[one] for one in kept}, lines)


def _merge_lines(parties: pd.DataFrame, found: pd.Series[str]) -> tuple[str, ...]:
    """Clusters that hold two firms: their names, at most six, for at most forty clusters."""
    firms = parties.groupby(found.to_numpy())["truth"].transform("nunique")
    wrong = parties[firms > 1].assign(cluster=found[firms > 1]).groupby("cluster")
    return tuple(f"  {rows['name'].drop_duplicates().head(6).tolist()}" for _, rows in islice(wrong, 40))
