"""Given pairs: score each left name against its right name, proposed or not, above every threshold or below.

Enters: PARTIES of the left names, LISTINGS and LISTED_NAMES of the right ones, and which belongs to which. Leaves:
`Links` with a row for every pair that has words on both sides. Words count as much as in ordinary company
names: one pair of a file does not change the score of another.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.config import Config, processes
from resolver.matching import candidates, context
from resolver.matching.joining import join
from resolver.matching.linking import Comparing, Links, compare_slice, scored
from resolver.matching.listed import ListedSide, encode_party_names, party_names, prepare_listed
from resolver.matching.weights import Model

Indices = npt.NDArray[np.int64]
EVERYTHING = -1e9  # bits: below every score


def prepare_given(listings: pa.Table, listed_names: pa.Table, config: Config) -> ListedSide:
    """The right-hand names, with the information of the background alone."""
    return prepare_listed(listings, listed_names, jobs=processes(config), from_background=True)


def link_given(
    parties: pa.Table, listed: ListedSide, party: Indices, listing: Indices, model: Model, config: Config
) -> Links:
    """Score every (party[k], listing[k]); all names of the listing are compared and the best one stays."""
    names = party_names(parties["party_name"], listed, jobs=processes(config))
    contexts = context.distinct_contexts(parties, names.position, listed.facts)
    encoded = encode_party_names(names.table, listed)
    i, row = join(listing, listed.listed_names["listing_key"].to_numpy())
    asked = candidates.unite(
        [(names.position[party[i]], listed.row_name[row], candidates.GIVEN)], len(listed.names)
    )
    found = candidates.propose(encoded, listed.index)
    proposed = _channels_of(asked, found, len(listed.names))
    against = Comparing(contexts, contexts.by_name(), listed, model, EVERYTHING, alerts=True)
    pairs = scored(compare_slice(encoded, 0, proposed, against), against)
    wanted = np.unique(contexts.of_party[party] * len(listed.facts.type) + listing)
    held = (
        pairs.context * len(listed.facts.type)
        + listed.listed_names["listing_key"].to_numpy()[pairs.listed_row]
    )
    links = Links(pairs, contexts, names.table, len(asked.party), len(names.table))
    return replace(links, pairs=pairs.take(np.isin(held, wanted)))


def _channels_of(
    asked: candidates.Candidates, found: candidates.Candidates, width: int
) -> candidates.Candidates:
    """The asked pairs, each with the channels that would have proposed it by themselves."""
    code, known = asked.party * width + asked.listed, found.party * width + found.listed
    at = np.minimum(np.searchsorted(known, code), max(len(known) - 1, 0))
    channels = asked.channels.copy()
    if len(known):
        hit = known[at] == code
        channels[hit] |= found.channels[at[hit]]
    return candidates.Candidates(asked.party, asked.listed, channels)
