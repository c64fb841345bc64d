"""Clusters of parties, their IDs that last, and why their rows are together."""

from __future__ import annotations

from resolver.entities.building import Entities, build_entities
from resolver.entities.explanation import explain_entity
from resolver.entities.link_table import link_table
from resolver.entities.registry import (
    Registry,
    decisions_unmet,
    open_registry,
    save_registry,
    settle_entities,
    with_remembered,
)

__all__ = [
    "Entities",
    "Registry",
    "build_entities",
    "decisions_unmet",
    "explain_entity",
    "link_table",
    "open_registry",
    "save_registry",
    "settle_entities",
    "with_remembered",
]
