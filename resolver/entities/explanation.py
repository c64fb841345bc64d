"""Why the rows of one entity are together: as text for people, as GraphML for Gephi."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.entities.building import Entities
from resolver.entities.diagnostics import entity_graphml, entity_text, view_entity
from resolver.errors import UsageError


@dataclass(frozen=True, slots=True)
class EntityExplanation:
    """The same facts twice."""

    text: str
    graphml: str


def explain_entity(entities: Entities, entity_id: str) -> EntityExplanation:
    """Spellings, links, bridges of an entity, and what was near and left out. UsageError when there is no such ID."""
    try:
        view = view_entity(
            entities.graph,
            entities.clustering.cluster,
            entities.id_of_node,
            entities.clustering.refused,
            entity_id,
        )
    except KeyError as error:
        message = f"no entity {entity_id} in this run; entities.csv has the IDs"
        raise UsageError(message) from error
    return EntityExplanation(entity_text(entities.graph, view), entity_graphml(entities.graph, view))
