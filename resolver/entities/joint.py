"""What all names of two clusters say together, and how likely it makes them one firm.

Enters: the words of two clusters, who else bears them, and the pairs between them. Leaves: `Evidence` and, by the shipped
model (`data/joint.json`: trees of four questions whose answers are added up, made by
`python -m benchmarks.quality.train_joint`), a probability. A pair of names knows its two names only; two clusters know also
which word all their names bear, whether anybody else bears it, and what each insists on.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp
from pathlib import Path
from typing import NamedTuple

from resolver.entities.calling import UNKNOWN_LANGUAGE, Bearers, Words
from resolver.entities.near import Near
from resolver.entities.said import SAID, levels_said

# Share of the names of a cluster that bear a word of its core.
CORE = 0.7
NOBODY = 1_000  # stands for "names elsewhere" where no telling word is shared
UNKNOWN, SAME, DIFFERENT = 0.0, 1.0, 2.0

_SHARES = (0.3, 0.5, 0.7, 0.95)
_OTHERS = (1, 2, 3, 5, 9, 17, 33, 100)
# Name of a piece of evidence -> where its levels begin; the model asks for levels.
LEVELS: dict[str, tuple[float, ...]] = {
    "best": (0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95),  # probability of the best pair between the two
    "binding": (0.1, 0.3, 0.5, 0.7, 0.8, 0.9),  # of the best pair of which neither name contains the other
    "mean": (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75),  # of all pairs; those not linked count as 0
    "nearer_fewer": (
        1,
        2,
        4,
    ),  # other clusters to which one has a pair at least as good, on the side with fewer such
    "nearer_more": (1, 2, 4, 8),
    "fewer_names": (2, 3, 5, 9),  # spellings of the smaller cluster
    "more_names": (2, 3, 5, 9, 17),
    "others": _OTHERS,  # names elsewhere that bear the telling word of both that fewest bear
    "others_second": _OTHERS,  # the same of the next
    "bear_fewer": _SHARES,  # share of the names that bear that word, on the side where fewer do
    "bear_more": _SHARES,
    "core": (1, 2, 3, 4, 6),  # words of the core of both
    "core_share": (0.2, 0.34, 0.5, 0.7, 0.9),  # their share of the longer core
    "own_fewer": (
        1,
        2,
        3,
        5,
    ),  # words of the core of one that the other does not know, on the side with fewer
    "own_more": (1, 2, 3, 5),
    "country": (SAME, DIFFERENT),
    "form": (SAME, DIFFERENT),
    "language": (SAME, DIFFERENT),
    "bits": (12, 15, 18, 22, 27, 34),  # of the name that tells least
    # What the comparisons of the two names of the best pair say.
    **{f"best_{name}": tuple(range(1, levels)) for name, levels in SAID.items()},
}
NAMES = tuple(LEVELS)
_OTHERS_AT, _MEAN_AT, _EDITS_AT = (NAMES.index(name) for name in ("others", "mean", "best_edits"))

Evidence = tuple[float, ...]  # in the order of LEVELS


class Told(NamedTuple):
    """What the names of one cluster say: for each word how many of them bear it."""

    names: frozenset[int]
    held: Counter[int]
    telling: Counter[int]
    core: frozenset[int]
    languages: frozenset[int]


class Side(NamedTuple):
    """One of two clusters."""

    told: Told
    countries: frozenset[str]
    forms: frozenset[str]
    bits: float


class Link(NamedTuple):
    """What stands between two clusters, and how many others have with either a pair at least as good."""

    near: Near
    mean: float
    nearer_fewer: int
    nearer_more: int


def told_by(nodes: Iterable[int], words: Words) -> Told:
    """What the names of some nodes say."""
    names = frozenset(int(words.name[node]) for node in nodes)
    held: Counter[int] = Counter()
    telling: Counter[int] = Counter()
    main: Counter[int] = Counter()
    for name in names:
        at = slice(int(words.offset[name]), int(words.offset[name + 1]))
        word = words.word[at]
        held.update(set(word.tolist()))
        telling.update(set(word[words.telling[at]].tolist()))
        main.update(set(word[words.main[at]].tolist()))
    core = frozenset(word for word, count in main.items() if count >= CORE * len(names))
    languages = frozenset(int(words.language[name]) for name in names) - {UNKNOWN_LANGUAGE}
    return Told(names, held, telling, core, languages)


def evidence_of(one: Side, other: Side, link: Link, bearers: Bearers) -> Evidence:
    """The evidence between two clusters; the same either way round."""
    a, b = one.told, other.told
    shared = _shared(a, b, bearers)
    others, least, most = shared[0] if shared else (NOBODY, 0.0, 0.0)
    own = sorted((_unknown(a.core, b), _unknown(b.core, a)))
    sizes = sorted((len(a.names), len(b.names)))
    return (
        link.near.best,
        link.near.binding,
        *link[1:],
        *sizes,
        others,
        shared[1][0] if len(shared) > 1 else NOBODY,
        least,
        most,
        len(a.core & b.core),
        len(a.core & b.core) / max(1, len(a.core), len(b.core)),
        *own,
        _agree(one.countries, other.countries),
        _agree(one.forms, other.forms),
        _agree(a.languages, b.languages),
        min(one.bits, other.bits),
        *levels_said(link.near.said),
    )


def may_chain(evidence: Evidence) -> bool:
    """Whether no telling word is borne by both, and the two names of the best pair meet by a slip: a name one letter from a
    second one, which is one letter from a third."""
    return evidence[_OTHERS_AT] == NOBODY and evidence[_EDITS_AT] > 0


def _shared(a: Told, b: Told, bearers: Bearers) -> list[tuple[int, float, float]]:
    """(names elsewhere that bear it, smaller share, larger share) of the two rarest telling words of both."""
    own = a.names | b.names
    found = []
    for word in a.telling.keys() & b.telling.keys():
        shares = sorted((a.telling[word] / len(a.names), b.telling[word] / len(b.names)))
        held = bearers[word]
        found.append((len(held) - len(held & own), -shares[0], -shares[1]))
    return [(others, -least, -most) for others, least, most in sorted(found)[:2]]


def _unknown(core: frozenset[int], other: Told) -> int:
    return sum(1 for word in core if word not in other.held)


def _agree(one: frozenset[str] | frozenset[int], other: frozenset[str] | frozenset[int]) -> float:
    if not one or not other:
        return UNKNOWN
    return SAME if one & other else DIFFERENT


class Question(NamedTuple):
    """Is the level of a piece of evidence at least so much? `no` and `yes` are places of the next question or answer."""

    evidence: int
    level: int
    no: int
    yes: int
    answer: float  # log odds, where there is nothing to ask (evidence -1)


Tree = tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Answers of all trees are added up; they and `base` are log odds."""

    base: float
    trees: tuple[Tree, ...]

    def probability(self, evidence: Evidence) -> float:
        """How likely two clusters are one firm."""
        levels = levels_of(evidence)
        return 1 / (1 + exp(-self.base - sum(_answer(tree, levels) for tree in self.trees)))

    def of_one(self, evidence: Evidence, linkage: float) -> float:
        """The same, but 0 where a slip may only be a link of a chain: the mean of all pairs, which a chain has not, is under
        `linkage`."""
        return 0.0 if may_chain(evidence) and evidence[_MEAN_AT] < linkage else self.probability(evidence)


def levels_of(evidence: Evidence) -> list[int]:
    """The level of each piece of evidence."""
    return [bisect_right(edges, value) for edges, value in zip(LEVELS.values(), evidence, strict=True)]


def _answer(tree: Tree, levels: list[int]) -> float:
    at = tree[0]
    while at.evidence >= 0:
        at = tree[at.yes if levels[at.evidence] >= at.level else at.no]
    return at.answer


@cache
def joint_model() -> Joint:
    """The shipped model."""
    file = resources.files("resolver.entities") / "data" / "joint.json"
    return read_joint(file.read_text(encoding="utf-8"))


def read_joint(text: str) -> Joint:
    """A model from JSON. ValueError when it asks for other evidence than LEVELS."""
    raw = json.loads(text)
    if raw["evidence"] != list(NAMES):
        raise ValueError("the model of clusters asks for other evidence; train it again")
    trees = tuple(tuple(Question(*question) for question in tree) for tree in raw["trees"])
    return Joint(float(raw["base"]), trees)


def save_joint(model: Joint, path: Path, card: dict[str, object]) -> None:
    """Write `model` so that `read_joint` reads it back."""
    trees = ",\n".join(json.dumps([list(question) for question in tree]) for tree in model.trees)
    head = {"evidence": NAMES, "base": model.base, "card": card}
    text = json.dumps(head, indent=1, ensure_ascii=False)[:-2]
    path.write_text(f'{text},\n "trees": [\n{trees}\n ]\n}}\n', encoding="utf-8")
