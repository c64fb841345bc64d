"""Which of a listing's names stands first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from watchlists.model import ListedName

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANKS = {"primary": 0, "strong": 1, "weak": 2}


def primary_first(names: Sequence[ListedName]) -> tuple[ListedName, ...]:
    """The names with the primary one first: the one so marked, else the first strong one, else the first.

    Every further name that was marked primary becomes strong; the order of the others stays the publisher's.
    """
    first = min(range(len(names)), key=lambda position: _RANKS[names[position].quality])
    head = names[first]
    if (head.quality, head.kind) != ("primary", "name"):
        head = ListedName(head.text, "primary", "name", head.script, head.language)
    if len(names) == 1:
        return (head,)
    rest = (*names[:first], *names[first + 1 :])
    return (head, *(replace(name, quality="strong") if name.quality == "primary" else name for name in rest))
