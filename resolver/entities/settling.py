"""IDs that last: which entity of today is which of yesterday.

Enters: the clusters of today as sets of members, and the ledger. Leaves: an ID per cluster and the changes. An entity goes
where its founder goes; a founder that is not among today's rows is represented by most of its members. Of several
entities that meet in one cluster the oldest keeps its ID, the others resolve to it for ever, unless they part again:
then they have their ID back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resolver.entities.identity import entity_id, founder


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows: entity of each member; of each ID its founder, birth, and the ID it stands for."""

    entity_of_member: Mapping[str, str]
    founder: Mapping[str, str]
    born: Mapping[str, int]
    now: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """`ids[i]` names cluster i. `given`: new IDs with their founder. `now` of every ID ever given. `changes` as
    (change, old, new), sorted."""

    ids: list[str]
    given: dict[str, str]
    now: dict[str, str]
    changes: list[tuple[str, str, str]]


def settle(clusters: Sequence[Sequence[str]], contents: Mapping[str, str], known: Known) -> Settled:
    """Name `clusters` (lists of members). `contents` gives the content of every member of them."""
    at = {member: number for number, members in enumerate(clusters) for member in members}
    claims = _claims(clusters, at, known)
    ids: list[str] = [""] * len(clusters)
    for number, claimed in claims.items():
        ids[number] = min(claimed, key=lambda one: (known.born[one], one))
    taken = set(known.founder)
    given: dict[str, str] = {}
    for number in (n for n in range(len(clusters)) if not ids[n]):
        ids[number] = _new_id(clusters[number], contents, known, taken, given)
    now = _resolutions(known, claims, ids)
    now |= {one: one for one in ids}
    return Settled(ids, given, now, _changes(clusters, known, ids, claims))


def _claims(clusters: Sequence[Sequence[str]], at: Mapping[str, int], known: Known) -> dict[int, list[str]]:
    """For each cluster the entities in force that go there."""
    places: dict[str, Counter[int]] = {}
    for number, members in enumerate(clusters):
        for member in members:
            if member in known.entity_of_member:
                places.setdefault(known.entity_of_member[member], Counter())[number] += 1
    found: dict[int, list[str]] = {}
    for entity, counted in places.items():
        home = at.get(known.founder[entity], -1)
        if home not in counted:
            home = min(counted, key=lambda number: (-counted[number], clusters[number][0]))
        found.setdefault(home, []).append(entity)
    return found


def _new_id(
    members: Sequence[str],
    contents: Mapping[str, str],
    known: Known,
    taken: set[str],
    given: dict[str, str],
) -> str:
    """A retired ID whose founder is here comes back; else the cluster founds one, named after a member."""
    for member in sorted(members, key=lambda m: (known.born.get("E-" + m[2:], 1 << 60), m)):
        own = "E-" + member[2:]
        if own in known.founder and known.founder[own] == member and known.now[own] != own:
            return own
    left = {contents[m]: m for m in members}
    while left:
        first = founder(left)
        own = entity_id(first)
        if own not in taken:
            taken.add(own)
            given[own] = left[first]
            return own
        del left[first]
    raise AssertionError("a cluster whose members all founded entities elsewhere")


def _resolutions(known: Known, claims: Mapping[int, list[str]], ids: list[str]) -> dict[str, str]:
    """What every ID of the ledger stands for."""
    step = dict(known.now)
    for number, claimed in claims.items():
        step |= dict.fromkeys(claimed, ids[number])
    step |= {one: one for one in ids}
    return {one: _end(one, step) for one in step}


def _end(one: str, step: Mapping[str, str]) -> str:
    while step.get(one, one) != one:
        one = step[one]
    return one


def _changes(
    clusters: Sequence[Sequence[str]], known: Known, ids: list[str], claims: Mapping[int, list[str]]
) -> list[tuple[str, str, str]]:
    merged = {("merged", one, ids[n]) for n, claimed in claims.items() for one in claimed if one != ids[n]}
    gone = {old: new for _, old, new in merged}
    parted: set[tuple[str, str, str]] = set()
    for number, members in enumerate(clusters):
        for old in {known.entity_of_member[m] for m in members if m in known.entity_of_member}:
            if ids[number] not in (old, gone.get(old)):
                parted.add(("split", old, ids[number]))
    return sorted(merged | parted)
