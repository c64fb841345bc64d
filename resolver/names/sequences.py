"""Sequences of words in a tree: legal forms and phrases are found in a name by walking it once.

An entry's word is an edge by its exact spelling ("llc") or, in entries that are inflected, by its stem with a
tilde before it ("~obshestv"), so that every inflection and romanisation takes the same edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Tree = dict[str, Any]

END = ""
"""The edge that holds the list of an entry's values."""


def plant(tree: Tree, edges: Iterable[str], value: object) -> None:
    """Add an entry; several values may end on the same edges, in the order of planting."""
    for edge in edges:
        tree = tree.setdefault(edge, {})
    tree.setdefault(END, []).append(value)


def plant_once(tree: Tree, edges: Sequence[str], value: object) -> None:
    """Add an entry where the tree has none."""
    branches = [tree]
    for edge in edges:
        branches = step(branches, edge)
    if not values(branches):
        plant(tree, edges, value)


def step(branches: list[Tree], *edges: str) -> list[Tree]:
    """The branches that a word leads to, by any of its edges."""
    if len(branches) == 1:
        branch = branches[0]
        return [branch[edge] for edge in edges if edge in branch]
    return [branch[edge] for edge in edges for branch in branches if edge in branch]


def first_step(tree: Tree, edges: Iterable[str]) -> tuple[Tree, ...]:
    """`step` from the root of a tree."""
    return tuple([tree[edge] for edge in edges if edge in tree])


def values(branches: list[Tree]) -> list[Any]:
    """What ends here."""
    if len(branches) == 1:
        return list(branches[0].get(END, ()))
    return [value for branch in branches if END in branch for value in branch[END]]


def all_values(branch: Tree) -> Iterator[Any]:
    """What ends here or anywhere below, which is no circle."""
    yield from values([branch])
    for edge, below in branch.items():
        if edge != END:
            yield from all_values(below)
