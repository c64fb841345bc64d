"""Sequences of words in a tree: legal forms and phrases are found in a name by walking it once.

An entry's word is an edge by its exact spelling ("llc", "с") or, where the entry is a long one, by its stem with a
tilde before it ("~obshestv"), so that every inflection and romanisation takes the same edge.
"""

from __future__ import annotations

from typing import Any

Tree = dict[str, Any]
END = ""
"""The edge that holds an entry's value."""


def plant(tree: Tree, edges: list[str], value: object) -> None:
    """Add an entry; the first one planted on the same edges stays."""
    for edge in edges:
        tree = tree.setdefault(edge, {})
    tree.setdefault(END, value)


def step(tree: Tree, exact: str, stem: str) -> Tree | None:
    """The branch that a word leads to, by its spelling or else by its stem."""
    return tree.get(exact) or tree.get("~" + stem)
