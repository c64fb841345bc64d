"""Two known words are two words, one of them with a slip is one: cases of places and of words of trade.

`expected` is what a careful person would answer (see tests/golden/README.md); `open`: why a case does not hold yet.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resolver import api
from resolver.matching.aligned_words import similarities
from resolver.matching.alignment import FEATURES, HOW_APART
from resolver.matching.comparisons import LETTERS, POSITION, name_levels
from resolver.matching.encode import Faces, NameArrays, distinct_tokens, encode_names, encode_tokens
from resolver.matching.word_similarity import HOW_KNOWN
from resolver.names import canonicalise, describe_tokens

CASES = pd.read_csv(Path(__file__).with_name("known_words.csv"), dtype=str, keep_default_na=False)
BANDS = {
    "none": {"none"},
    "not_match": {"none", "possible"},
    "possible": {"possible", "match"},
    "match": {"match"},
}


def test_cases() -> None:
    found = api.compare(CASES["party"].tolist(), CASES["listed"].tolist())
    holds = [band in BANDS[said] for band, said in zip(found["band"], CASES["expected"], strict=True)]
    assert CASES[(CASES["open"] == "") & ~np.array(holds)].values.tolist() == []
    assert CASES[(CASES["open"] != "") & np.array(holds)].values.tolist() == [], "no longer open"


def sides(party: str, listed: str) -> tuple[NameArrays, NameArrays]:
    faces = Faces()
    theirs = _side(listed, faces, grow=True)  # first: words of parties get the numbers of listed ones
    return _side(party, faces, grow=False), theirs


def _side(text: str, faces: Faces, *, grow: bool) -> NameArrays:
    names = canonicalise([text], jobs=1)
    described = describe_tokens(distinct_tokens(names))
    return encode_names(names, described, encode_tokens(described, faces, grow=grow), {})


@pytest.mark.parametrize(
    ("party", "listed", "meets"),
    [
        ("guangzhou", "hangzhou", False),  # two places
        ("shanxi", "shaanxi", False),  # of one sound
        ("hunan", "хайнань", False),  # in two scripts
        ("hangzou", "hangzhou", True),  # a slip
        ("tomsk", "томский", True),
        ("shipping", "chipping", False),  # two words of one language that a reading makes one
        ("shipping", "shippping", True),
        ("engine", "engineer", True),  # forms of one word
        ("konserni", "concern", True),  # words of two languages
    ],
)
def test_two_known_words_do_not_meet(party: str, listed: str, meets: bool) -> None:
    ours, theirs = sides(party, listed)
    (found,) = similarities(ours, theirs, [(0, 0)])
    assert bool(found.listed[0] > 0) is meets


def test_no_slip_between_whole_names_is_seen_where_words_are_known_to_be_two() -> None:
    row = np.zeros((1, len(FEATURES)), dtype=np.float32)
    row[0, FEATURES.index("listed_left")] = row[0, FEATURES.index("party_left")] = 7.0
    forms = np.zeros(1, dtype=np.int32)
    said = []
    for how in (0, HOW_KNOWN, HOW_APART):
        row[0, FEATURES.index("how")] = how
        slips = np.ones(1, dtype=np.uint8), np.array([LETTERS[-1]])
        no = np.zeros(1, dtype=np.bool_)
        said.append(name_levels(row, forms, forms, no, *slips, no)[0, POSITION["letters"]] > 0)
    assert said == [True, True, False]
