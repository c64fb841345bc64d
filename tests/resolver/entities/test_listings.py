"""Contexts that are one listing are linked; what their names say of one another stays what it is."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from resolver.entities.listings import with_listing_links

from .test_clustering import SAYS, graph


def test_a_link_of_one_listing_keeps_what_the_names_say():
    """Nodes 0 and 1 are one listing for certain and their names are linked weakly; 0 and 2 are it, and no names are."""
    facts = [{"list ofac": ["7"]}] * 3
    made = graph(3, [(0, 1, 0.4, "says")], facts=facts)
    hits = pa.table(
        {
            "list": ["ofac"] * 3,
            "listing_id": ["7"] * 3,
            "score": [0.9, 0.8, 0.7],
            "kind": ["same"] * 3,
            "band": ["match"] * 3,
        }
    )
    parties = np.arange(3)
    linked = with_listing_links(made, parties, hits, parties, None)
    pairs = zip(linked.left.tolist(), linked.right.tolist(), strict=True)
    told = dict(
        zip(pairs, zip(linked.probability.round(2).tolist(), linked.said.tolist(), strict=True), strict=True)
    )
    assert told[0, 1] == (0.72, SAYS["says"])
    assert told[0, 2] == (0.63, 0)
