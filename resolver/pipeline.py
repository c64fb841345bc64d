"""The story of a run: parties and lists in; hits, entities and counts out.

    intake -> names -> matching -> entities -> report

Stages take tables and return tables. Files and the network are the business of `resolver.cli` and
`resolver.api`; clock and memory are read here, at the rim, and stand in run.json only.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from resolver.config import Config, processes
from resolver.matching.as_written import as_listed
from resolver.matching.hits import build_hits
from resolver.matching.linking import Links, link
from resolver.matching.listed import ListedSide
from resolver.matching.weights import Model, load_model
from resolver.names import canonicalise_while
from resolver.preparing import prepared_lists
from watchlists.model import Snapshot

if TYPE_CHECKING:
    from resolver.entities import Entities, Registry
    from resolver.matching.within import Edges
    from resolver.model import Compared

Report = Callable[[str, int, int], None]  # stage, done, total


@dataclass(slots=True)
class Story:
    """What happened so far: tables to be written, counts and seconds per stage.

    `registry` keeps entities from run to run; it is the state before the run, then the one after it (not yet
    written), in which this run is called `label`.
    """

    report: Report = field(default=lambda _stage, _done, _total: None)
    tables: dict[str, pa.Table] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    listings: pa.Table | None = None
    registry: Registry | None = None
    label: str = ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage and announce it."""
        self.report(name, 0, 0)
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def prepare(snapshots: Sequence[Snapshot], config: Config, story: Story) -> ListedSide:
    """The lists, ready to be screened against any number of times."""
    with story.stage("lists"):
        return prepared_lists(snapshots, config)


def names_ahead(
    parties: pa.Table, config: Config, story: Story, goes_on: Callable[[], bool]
) -> pa.Table | None:
    """NAMES rows of party names, as many as are made while nothing is wrong with the lists (`goes_on`)."""
    if not goes_on():
        return None
    with story.stage("names"):
        return canonicalise_while(goes_on, parties["party_name"].to_pylist(), jobs=processes(config))


def screen(
    parties: pa.Table, listed: ListedSide, config: Config, story: Story, known: pa.Table | None = None
) -> Story:
    """Link each party to the listings that it is, or may be; `known` are names that were made ahead."""
    _screen(parties, listed, config, story, known)
    return story


def _screen(
    parties: pa.Table, listed: ListedSide, config: Config, story: Story, known: pa.Table | None
) -> pa.Table:
    """`screen`; leaves the parties under the names that were compared."""
    model = model_of(config)
    links, parties = _link(parties, listed, model, config, story, known)
    with story.stage("hits"):
        story.tables["hits"] = build_hits(links, parties, listed, model, config)
    del links
    pa.default_memory_pool().release_unused()  # what is written next wants the memory
    return parties


def dedupe(parties: pa.Table, config: Config, story: Story) -> Story:
    """Cluster the parties into entities."""
    _cluster(parties, None, config, story)
    return story


def resolve(
    parties: pa.Table, listed: ListedSide, config: Config, story: Story, known: pa.Table | None = None
) -> Story:
    """Both: entities, and the listings that each is, or may be; `known` are names that were made ahead."""
    parties = _screen(parties, listed, config, story, known)
    _cluster(parties, story.tables["hits"], config, story)
    return story


def model_of(config: Config) -> Model:
    """The model that the configuration names."""
    return load_model(Path(config.model) if config.model else None)


def _link(
    parties: pa.Table,
    listed: ListedSide,
    model: Model,
    config: Config,
    story: Story,
    known: pa.Table | None,
) -> tuple[Links, pa.Table]:
    """The links, and the parties under the names that were compared."""
    with story.stage("matching"):
        parties = as_listed(parties, listed.texts)
        links = link(
            parties,
            listed,
            model,
            config,
            lambda done, total: story.report("matching", done, total),
            known=known,
        )
    story.listings = listed.listings
    story.counts |= {
        "listings": listed.listings.num_rows,
        "listed_names": listed.listed_names.num_rows,
        "distinct_listed_names": len(listed.names),
        "distinct_party_names": links.distinct_names,
        "candidate_pairs": links.candidate_pairs,
    }
    return links, parties


def _cluster(parties: pa.Table, hits: pa.Table | None, config: Config, story: Story) -> None:
    from resolver.entities import link_table

    cluster = _built if story.registry is None else _remembered
    built = cluster(parties, hits, config, story)
    with story.stage("entities"):
        story.tables |= {
            "clusters": built.clusters,
            "entities": built.entities,
            "possible": built.possible,
            "links": link_table(built.graph, built.clustering.cluster, built.id_of_node),
            "diagnostics": built.diagnostics,
        }
        if built.hits is not None:
            story.tables["hits"] = built.hits


def _built(parties: pa.Table, hits: pa.Table | None, config: Config, story: Story) -> Entities:
    """The entities of this run by itself."""
    from resolver.entities import build_entities

    edges = _pairs_within(parties, config, story)
    with story.stage("entities"):
        return build_entities(parties, edges, hits, config, listings=story.listings)


def _remembered(parties: pa.Table, hits: pa.Table | None, config: Config, story: Story) -> Entities:
    """The entities of this run together with those that the registry remembers, under their lasting IDs."""
    from resolver.entities import decisions_unmet, settle_entities, with_remembered

    if story.registry is None:
        raise ValueError("no registry was opened")
    run = with_remembered(story.registry, parties)
    edges = _pairs_within(run.parties, config, story, story.registry.ledger.compared)
    with story.stage("entities"):
        built, story.registry = settle_entities(
            story.registry, run, edges, hits, config, label=story.label, listings=story.listings
        )
    story.warnings.extend(decisions_unmet(story.registry))
    return built


def _pairs_within(parties: pa.Table, config: Config, story: Story, earlier: Compared | None = None) -> Edges:
    from resolver.matching.within import link_within

    def report(done: int, total: int) -> None:
        story.report("pairs within", done, total)

    with story.stage("pairs within"):
        return link_within(parties, config, report, earlier=earlier)


def peak_memory() -> int:
    """Bytes of the largest resident set of this process so far."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage hands the peak of the starting process down to the started one
        line = next(
            line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")
        )
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
