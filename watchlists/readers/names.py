"""Which of a listing's names stands first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchlists.model import ListedName


def primary_first(names: Sequence[ListedName]) -> tuple[ListedName, ...]:
    """The names with the primary one first: the one so marked, else the first strong one, else the first.

    Every further name that was marked primary becomes strong; the order of the others stays the publisher's.
    """
    ranks = {"primary": 0, "strong": 1, "weak": 2}
    first = min(range(len(names)), key=lambda position: (ranks[names[position].quality], position))
    head = replace(names[first], quality="primary", kind="name")
    rest = (*names[:first], *names[first + 1 :])
    return (head, *(replace(name, quality="strong") if name.quality == "primary" else name for name in rest))
