"""The parts of the quality benchmark: each screens one set of names and returns its table and its figures.

Nothing is printed here and nothing decided: baseline.py compares the figures with the frozen ones.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.quality import measure
from benchmarks.quality.cluster_sections import (
    all_listed_clusters,
    controlled_clusters,
    listed_clusters,
    registry_clusters,
)
from benchmarks.quality.innocents import acronyms, hard_negatives, innocents, listed_keys, off_list
from benchmarks.quality.matrix import COMBINED, matrix_queries
from benchmarks.quality.measured import LISTED_SHARE, calibration_figures, preset_figures
from benchmarks.quality.setting import Section, Setting
from benchmarks.quality.truth import (
    by_key,
    checked_pairs,
    cyrillic_queries,
    held_out,
    latin_only,
    listed_names,
    queries,
)
from watchlists.model import Snapshot

if TYPE_CHECKING:
    import pandas as pd

INNOCENTS = 20_000  # names
HARD = 3_000  # names
ACRONYMS = 2_000  # names
EACH = 400  # names per manipulation
PRESETS = ("strict", "standard", "wide")
PRESET_COLUMNS = ["in match", "alerts", "precision", "in a band", "alerts ", "precision "]
PAIR_COLUMNS = ["left_list", "left_id", "right_list", "right_id", "same"]
LOWEST = 1e-9  # probability: every candidate pair is returned


def _asked(
    of: Setting, title: str, asked: pd.DataFrame, lists: tuple[Snapshot, ...]
) -> tuple[Section, pd.DataFrame]:
    marked = measure.mark(asked, measure.screen(asked, lists), of.firms)
    found = measure.outcomes(asked, marked)
    lines = measure.examples(found, of.snapshots, asked) if of.half == "train" else []
    return Section(title, measure.shares(found), {}, tuple(lines)), found


def exact_names(of: Setting) -> Section:
    """Every listed name of the half as it stands: all belong in `match`."""
    part, _ = _asked(
        of,
        "Exact names of listed organisations",
        of.sampled(listed_names(of.snapshots, of.half)),
        of.snapshots,
    )
    return Section(
        part.title, part.table, {"exact/match": float(part.table.at["primary", "match"])}, part.lines
    )


def matrix(of: Setting) -> Section:
    """The auditor's matrix against the full lists."""
    asked = matrix_queries(of.snapshots, of.half, each=of.size(EACH), folder=of.folder)
    part, found = _asked(of, "Manipulated names (matrix)", asked, of.snapshots)
    single = found[found["class"] != COMBINED]
    figures = {f"matrix/{kind}": float(value) for kind, value in part.table["found"].items() if kind != "all"}
    figures["matrix/single"] = float((single["band"] != "none").mean())
    return Section(part.title, part.table, figures, part.lines)


def cyrillic(of: Setting) -> Section:
    """Cyrillic names against the lists without anything but Latin."""
    asked = of.sampled(cyrillic_queries(of.snapshots, of.half, of.folder))
    part, found = _asked(of, "Cyrillic names against Latin lists", asked, latin_only(of.snapshots))
    table = part.table
    sounding = found[found["class"] != "cyrillic_other"]
    table.loc["romanisable"] = measure.shares(sounding).loc["all"]
    figures = {
        f"cyrillic/{row}/{column}": float(table.at[row, column])
        for row in ("romanisable", "all")
        for column in ("found", "first")
    }
    return Section(part.title, table, figures, part.lines)


def aliases(of: Setting) -> Section:
    """One name of each firm, held out of the lists, asked of the firm's other names."""
    asked = queries(of.snapshots, of.half)
    lists = held_out(of.snapshots, asked)
    part, _ = _asked(of, "Held-out aliases", of.sampled(asked), lists)
    figures = {
        f"aliases/{row}": float(part.table.at[row, "found"])
        for row in part.table.index
        if row.startswith("latin_")
    }
    return Section(
        part.title, part.table, figures | {"aliases/all": float(part.table.at["all", "found"])}, part.lines
    )


def across_lists(of: Setting) -> Section:
    """Hand-checked pairs: each name of the left listing, asked of the list of the right; the best counts."""
    import pandas as pd

    asked = _names_across(of)
    parts = []
    for source, rows in asked.groupby("truth_source"):
        hits = measure.screen(rows, [s for s in of.snapshots if s.source == source])
        parts.append(measure.outcomes(rows, measure.mark(rows, hits, {})))
    found = pd.concat(parts).assign(pair=lambda rows: rows["query_id"].str.rsplit("-", n=1).str[0])
    best = found.sort_values(["match_weight", "query_id"], ascending=[False, True]).drop_duplicates("pair")
    table = measure.shares(best).drop(index="all")
    figures = {"across/same": table.at["same", "found"], "across/other_in_match": table.at["other", "match"]}
    return Section("The same firm across lists (hand-checked pairs)", table, figures)


def _names_across(of: Setting) -> pd.DataFrame:
    """A query per name of the left listing of each pair; ids of one pair share all but their end."""
    import pandas as pd

    listings = by_key(of.snapshots)
    pairs = checked_pairs(of.snapshots, of.half)[PAIR_COLUMNS].itertuples(index=False, name=None)
    rows = [
        (f"across-{i}-{j}", name.text, right_list, right_id, "same" if same else "other")
        for i, (left_list, left_id, right_list, right_id, same) in enumerate(pairs)
        for j, name in enumerate(listings[left_list, left_id].names)
        if name.quality != "weak"
    ]
    return pd.DataFrame(rows, columns=["query_id", "name", "truth_source", "truth_listing_id", "class"])


def innocent_names(of: Setting) -> Section:
    """Plausible names on no list, against all organisations: false alerts of 1,000."""
    frame, dropped = off_list(innocents(of.half, of.size(INNOCENTS)), listed_keys(of.snapshots))
    hits = measure.screen(frame, of.snapshots)
    table = measure.alerts(frame, hits)
    figures = {f"innocents/{band}": float(table.at["all", band]) for band in ("match", "possible")}
    title = f"Innocent names, alerts of 1,000 ({dropped} names left out: they are listed)"
    return Section(title, table, figures, _alert_lines(of, hits, 40))


def hard_names(of: Setting) -> Section:
    """Near neighbours of listed names that are other firms: false alerts of 1,000."""
    frame = hard_negatives(of.snapshots, of.half, of.size(HARD))
    hits = measure.screen(frame, of.snapshots)
    table = measure.alerts(frame, hits)
    return Section(
        "Hard negatives, alerts of 1,000",
        table,
        {"hard/match": float(table.at["all", "match"])},
        _alert_lines(of, hits, 60),
    )


def acronym_names(of: Setting) -> Section:
    """Firms called by three or four letters that are on no list: false alerts of 1,000."""
    frame, dropped = off_list(acronyms(of.half, of.size(ACRONYMS)), listed_keys(of.snapshots))
    hits = measure.screen(frame, of.snapshots)
    table = measure.alerts(frame, hits)
    title = f"Acronyms, alerts of 1,000 ({dropped} names left out: they are listed)"
    figures = {"acronyms/match": float(table.at["all", "match"])}
    return Section(title, table, figures, _alert_lines(of, hits, 40))


def _alert_lines(of: Setting, hits: pd.DataFrame, most: int) -> tuple[str, ...]:
    if of.half != "train":
        return ()
    strongest = hits.sort_values("match_weight", ascending=False, kind="stable").drop_duplicates("party_id")
    picked = strongest.sort_values("party_id").head(most).sort_values("match_weight", ascending=False)
    return tuple(
        f"  {r.band} {r.score:.4f} {r.party_name!r} <> {r.listed_name!r}" for r in picked.itertuples()
    )


def labelled_pairs(of: Setting) -> Section:
    """Pairs of company names written for this benchmark: precision, recall and F1 of both bands."""
    import pandas as pd

    import resolver

    pairs = pd.read_csv(Path(__file__).with_name("pairs.csv"), dtype=str, keep_default_na=False)
    pairs = pairs[pairs["half"] == of.half].reset_index(drop=True)
    scored = resolver.compare(pairs[["left", "right"]])
    actual = list(pairs["same"] == "1")
    bands = list(scored["band"])
    rows = {
        "match": measure.f1([b == "match" for b in bands], actual),
        "match or possible": measure.f1([b in ("match", "possible") for b in bands], actual),
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["precision", "recall", "f1"])
    best = float(table["f1"].max())
    lines = _pair_lines(pairs, scored) if of.half == "train" else ()
    return Section(f"Labelled pairs ({len(pairs)})", table, {"pairs/f1": best}, lines)


def _pair_lines(pairs: pd.DataFrame, scored: pd.DataFrame) -> tuple[str, ...]:
    rows = zip(pairs.itertuples(), scored["band"], scored["score"], strict=True)
    return tuple(
        f"  same={row.same} {band or 'none'} {score:.4f} {row.left!r} <> {row.right!r}"
        for row, band, score in rows
        if (band == "match") != (row.same == "1")
    )


def calibration(of: Setting) -> Section:
    """All candidate pairs of held-out aliases and as many innocents: is a probability what it says?"""
    import pandas as pd

    asked = queries(of.snapshots, of.half)
    lists = held_out(of.snapshots, asked)
    asked = of.sampled(asked)
    strangers, _ = off_list(innocents(of.half, len(asked)), listed_keys(of.snapshots))
    both = pd.concat([asked, strangers], ignore_index=True)
    marked = measure.mark(both, measure.screen(both, lists, threshold=LOWEST), of.firms)
    table, error = measure.reliability(marked)
    wrong = marked[~marked["right"]]
    sure = float((wrong["score"] > 0.99).mean())
    return Section(
        "Calibration on held-out candidate pairs",
        table,
        {"calibration/error": error, "calibration/wrong_above_99": sure},
        measured=calibration_figures(table, error, sure),
    )


def presets(of: Setting) -> Section:
    """The presets side by side: what they find of the matrix, what they cost, how precise they are."""
    import pandas as pd

    asked = matrix_queries(of.snapshots, of.half, each=of.size(EACH) // 4, folder=of.folder)
    asked = asked[asked["class"] != COMBINED]
    strangers, _ = off_list(innocents(of.half, of.size(INNOCENTS) // 2), listed_keys(of.snapshots))
    rows = {}
    for name in PRESETS:
        found = measure.outcomes(
            asked, measure.mark(asked, measure.screen(asked, of.snapshots, preset=name), of.firms)
        )
        cost = measure.alerts(strangers, measure.screen(strangers, of.snapshots, preset=name)).loc["all"]
        rows[name] = _preset_row(measure.shares(found).loc["all"], cost)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=PRESET_COLUMNS)
    return Section(
        "Presets (single manipulations; innocents)",
        table,
        {},
        measured=preset_figures(rows, len(asked), len(strangers)),
    )


def _preset_row(found: pd.Series[float], cost: pd.Series[float]) -> list[float]:
    """Shares found, alerts of 1,000, and precision when LISTED_SHARE of the parties are listed."""
    row = []
    for share, alerts in (
        (found["match"], cost["match"]),
        (found["found"], cost["match"] + cost["possible"]),
    ):
        right = LISTED_SHARE * share
        row += [share, alerts, right / max(1e-9, right + (1 - LISTED_SHARE) * alerts / 1000)]
    return row


SECTIONS: dict[str, Callable[[Setting], Section]] = {
    "exact": exact_names,
    "matrix": matrix,
    "cyrillic": cyrillic,
    "aliases": aliases,
    "across": across_lists,
    "innocents": innocent_names,
    "hard": hard_names,
    "acronyms": acronym_names,
    "pairs": labelled_pairs,
    "calibration": calibration,
    "presets": presets,
    "clusters": listed_clusters,
    "all_listed": all_listed_clusters,
    "controlled": controlled_clusters,
    "registry": registry_clusters,
}
