"""Clusters of parties, their IDs that last, and why their rows are together."""

from __future__ import annotations

from resolver.entities.building import Entities, build_entities
from resolver.entities.explanation import explain_entity

__all__ = ["Entities", "build_entities", "explain_entity"]
