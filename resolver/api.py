"""The same verbs as the command line, for Python: tables in, tables out.

Parties are a pandas DataFrame or an Arrow table with the columns of a manifest (`name` at least), or paths
of files; lists are names of sources, paths, or `watchlists.model.Snapshot`. Results are pandas DataFrames
with the columns of `resolver.model`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from resolver import pipeline
from resolver.config import Config, checked, processes, with_preset
from resolver.errors import UsageError
from resolver.loading import List, load_lists
from resolver.model import plain_schema
from resolver.options import country, distinct_inputs
from watchlists.model import Snapshot

if TYPE_CHECKING:
    import pandas as pd

Lists = Sequence[List]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What `resolve` returns."""

    hits: pd.DataFrame
    clusters: pd.DataFrame
    entities: pd.DataFrame


def screen(
    parties: Any,
    lists: Lists,
    *,
    columns: Mapping[str, str] | None = None,
    preset: str | None = None,
    config: Config | None = None,
) -> pd.DataFrame:
    """Hits (columns of `resolver.model.HITS`) of each party against the lists, best first within a party."""
    return Screener(lists, preset=preset, config=config).screen(parties, columns=columns)


class Screener:
    """Lists read and prepared once, to be screened against any number of times: for a service, or a notebook.

    Takes what `screen` takes, and raises what it raises; may be asked from several threads, one after the other.
    """

    def __init__(self, lists: Lists, *, preset: str | None = None, config: Config | None = None) -> None:
        self._config = _configured(config, preset)
        self._listed = pipeline.prepare(_snapshots(lists, self._config), self._config, pipeline.Story())
        self._lock = threading.Lock()

    def screen(self, parties: Any, *, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Hits of each party, as `screen` gives them."""
        with self._lock:
            given = _parties(parties, columns, self._config)
            story = pipeline.screen(given, self._listed, self._config, pipeline.Story())
            return _frame(story.tables["hits"])


def dedupe(
    parties: Any,
    *,
    columns: Mapping[str, str] | None = None,
    preset: str | None = None,
    config: Config | None = None,
) -> pd.DataFrame:
    """Clusters (columns of `resolver.model.CLUSTERS`) of the parties."""
    chosen = _configured(config, preset)
    story = pipeline.dedupe(_parties(parties, columns, chosen), chosen, pipeline.Story())
    return story.tables["clusters"].to_pandas()


def resolve(
    parties: Any,
    lists: Lists,
    *,
    columns: Mapping[str, str] | None = None,
    preset: str | None = None,
    config: Config | None = None,
) -> Resolved:
    """Both at once: entities, and the listings that each is, or may be."""
    chosen = _configured(config, preset)
    listed = pipeline.prepare(_snapshots(lists, chosen), chosen, pipeline.Story())
    story = pipeline.resolve(_parties(parties, columns, chosen), listed, chosen, pipeline.Story())
    return Resolved(*(_frame(story.tables[name]) for name in ("hits", "clusters", "entities")))


def compare(
    left: str | Sequence[str] | pd.DataFrame | pa.Table,
    right: str | Sequence[str] | None = None,
    *,
    preset: str | None = None,
    config: Config | None = None,
) -> pd.DataFrame:
    """Score name pairs: two names, two equally long sequences, or a table with columns left and right.

    Returns the input columns and band, kind, score, match_weight, evidence, proposed_by,
    ofac_reference_score, note; band is "none" below the lower threshold.
    """
    from resolver.comparing import compare_pairs
    from resolver.pair_files import pairs_frame

    given = left.to_pandas() if isinstance(left, pa.Table) else left
    return compare_pairs(pairs_frame(given, right), _configured(config, preset))


def explain(
    party: str,
    listed: str | None = None,
    *,
    party_country: str = "",
    listed_country: str = "",
    preset: str | None = None,
    config: Config | None = None,
) -> str:
    """Why two names are, or are not, taken for one firm: the weights of any pair, also below every threshold.

    Of one name alone: what it becomes, step by step. Countries are codes or names. Raises UsageError for a country
    that is none.
    """
    from resolver.explaining import explain_pair, explain_text

    if listed is None:
        return explain_text(party)
    countries = country(party_country, "party_country"), country(listed_country, "listed_country")
    return explain_pair(party, listed, *countries, _configured(config, preset))


def _frame(table: pa.Table) -> pd.DataFrame:
    """The table as pandas has it: texts are texts, not categories, also where they are kept once."""
    return table.cast(plain_schema(table.schema)).to_pandas()


def _configured(config: Config | None, preset: str | None) -> Config:
    base = config or Config()
    return checked(with_preset(base, preset) if preset else base)


def _snapshots(lists: Lists, config: Config) -> list[Snapshot]:
    return load_lists([lists] if isinstance(lists, str | os.PathLike | Snapshot) else lists, config)


def _parties(parties: Any, columns: Mapping[str, str] | None, config: Config) -> pa.Table:
    import pandas as pd

    from resolver.intake import from_table, read_parties

    if isinstance(parties, pa.Table | pd.DataFrame):
        return from_table(parties, columns=columns, jobs=processes(config)).parties
    paths = [parties] if isinstance(parties, str | os.PathLike) else parties
    if not isinstance(paths, list | tuple) or not all(isinstance(path, str | os.PathLike) for path in paths):
        raise UsageError(
            f"parties are a DataFrame, an Arrow table or paths of files, not {type(parties).__name__}; "
            'names alone are a DataFrame with the column "name"'
        )
    inputs, _ = distinct_inputs([os.fspath(path) for path in paths])
    return read_parties(inputs, columns=columns, jobs=processes(config)).parties
