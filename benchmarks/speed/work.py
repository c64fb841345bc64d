"""Generated work: a watchlist and a file of parties, with the truth beside them.

Nothing of it is real: firms come from the synthetic registry of benchmarks.quality. A fifth of the parties
are listed firms, spelled as clerks spell; the others are strangers made by the same habits, so generic words
repeat as they do in trade records.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from anyascii import anyascii

from benchmarks.quality.innocents import SCHEMES
from benchmarks.quality.registry import Firm, firms, spell

if TYPE_CHECKING:
    import pandas as pd

LISTED_SHARE = 0.2  # of the parties
SECOND_NAME = 0.6  # of the listings have an alias


@dataclass(frozen=True)
class Work:
    """Three files: listing_id, name, country; id, name, country; id, listing_id (listed parties only)."""

    listed: Path
    parties: Path
    truth: Path


def make_work(folder: Path, *, parties: int, listed: int, repetition: int = 1, seed: int = 1) -> Work:
    """Writes a watchlist of `listed` names and `parties` rows, each name about `repetition` times."""
    import pandas as pd

    rng = random.Random(f"work/{seed}/{listed}")
    work = Work(folder / "listed.csv", folder / "parties.csv", folder / "truth.csv")
    source = firms(rng)
    on_list, names = _watchlist(rng, source, listed)
    pd.DataFrame(names, columns=["listing_id", "name", "country"]).to_csv(work.listed, index=False)
    distinct = max(1, parties // repetition)
    chosen = rng.choices(on_list, k=int(distinct * LISTED_SHARE))
    rows = [_party_row(rng, firm, firm.truth) for firm in chosen]
    rows += [_party_row(rng, next(source), "") for _ in range(distinct - len(rows))]
    table = _repeated(pd.DataFrame(rows, columns=["name", "country", "listing_id"]), parties, seed)
    table[["id", "name", "country"]].to_csv(work.parties, index=False)
    table.loc[table["listing_id"] != "", ["id", "listing_id"]].to_csv(work.truth, index=False)
    return work


def _watchlist(
    rng: random.Random, source: Iterator[Firm], count: int
) -> tuple[list[Firm], list[tuple[str, str, str]]]:
    """Firms until their names are `count`."""
    on_list: list[Firm] = []
    names: list[tuple[str, str, str]] = []
    while len(names) < count:
        on_list.append(next(source))
        names += _listed_rows(rng, on_list[-1])
    return on_list, names[:count]


def _listed_rows(rng: random.Random, firm: Firm) -> list[tuple[str, str, str]]:
    """One name or two, in capitals with the legal form, as lists have them."""
    text = anyascii(SCHEMES[0].translate(firm.text)) if firm.latin_forms else firm.text
    names = {rng.choice(firm.latin_forms or firm.forms).format(text).upper()}
    if rng.random() < SECOND_NAME:
        names.add(spell(rng, firm))
    return [(firm.truth, name, firm.country) for name in sorted(names)]


def _party_row(rng: random.Random, firm: Firm, listing_id: str) -> tuple[str, str, str]:
    return spell(rng, firm), firm.country, listing_id


def _repeated(distinct: pd.DataFrame, rows: int, seed: int) -> pd.DataFrame:
    """`rows` rows in random order, every distinct one at least once."""
    import pandas as pd

    more = distinct.sample(max(0, rows - len(distinct)), replace=True, random_state=seed)
    table = pd.concat([distinct, more]).sample(frac=1.0, random_state=seed)
    return table.assign(id=[f"p{i}" for i in range(len(table))])
