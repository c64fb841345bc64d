"""Which words of two names met: what people are told is what the alignment did."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.intake.listings import listing_tables
from resolver.matching.aligned_words import similarities
from resolver.matching.alignment import align
from resolver.matching.listed import encode_party_names, party_names, prepare_listed
from resolver.matching.words_met import WordsMet, words_met
from resolver.names.canonical import canonical_name

from .lists import listing, snapshot

CASES = pd.read_csv(Path(__file__).with_name("words_met_cases.csv"), dtype=str, keep_default_na=False)
WORD = st.sampled_from(["kraton", "kratan", "vektor", "ural", "uralvektor", "zavod", "plant", "trade", "61"])
NAME = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


def shown(found: WordsMet) -> list[str]:
    met = "|".join("~".join((one.party, one.listed, one.means)) for one in found.met)
    return [met, " ".join(found.party_left), " ".join(found.listed_left)]


def test_cases() -> None:
    found = words_met(list(zip(CASES["party"], CASES["listed"], strict=True)))
    assert list(map(shown, found)) == CASES[["met", "party_left", "listed_left"]].values.tolist()


def test_no_pair_at_all() -> None:
    assert words_met([]) == []


@given(st.lists(st.tuples(NAME, NAME), min_size=1, max_size=4))
def test_every_word_is_told_once(pairs: list[tuple[str, str]]) -> None:
    """Every one that the name says: a word that repeats another is none of its own."""
    for (party, listed), found in zip(pairs, words_met(pairs), strict=True):
        ours = [word for one in found.met for word in one.party.split()] + list(found.party_left)
        theirs = [word for one in found.met for word in one.listed.split()] + list(found.listed_left)
        assert len(ours) == len(canonical_name(party).tokens)
        assert len(theirs) == len(canonical_name(listed).tokens)


@pytest.mark.parametrize(
    ("party", "listed"), [("VRATON TRADE 61", "KRATON ZAVOD 61"), ("URAL VEKTOR", "URALVEKTOR BANK")]
)
def test_what_is_told_adds_up_to_the_features_of_a_run(party: str, listed: str) -> None:
    side = prepare_listed(*listing_tables([snapshot(listing(1, listed))]), from_background=True)
    names = party_names(pa.chunked_array([[party]]), side)
    arrays = encode_party_names(names.table, side)
    zero = np.zeros(1, dtype=np.int64)
    features = align(arrays, side.names, zero, zero, arrays.tokens.bits)
    (alike,) = similarities(arrays, side.names, [(0, 0)])
    bits = side.names.tokens.bits[side.names.words_of(0)]
    assert features[0, 1] == pytest.approx(bits[alike.listed == 0].sum())
    assert features[0, 0] == pytest.approx(bits[alike.listed > 0].sum())
