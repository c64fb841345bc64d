"""Candidate channels: joins against their plain twins, and which channel finds what."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.matching import candidates
from resolver.matching.candidates import (
    CHANNELS,
    Candidates,
    channel_names,
    join,
    number_strings,
    propose,
    unite,
)
from resolver.matching.encode import Faces, NameArrays
from resolver.matching.joining import sorted_join

from .toy import encoded, indexed, random_names

KEYS = st.lists(st.integers(-1, 6), max_size=12)


def plain_join(left: list[int], right: list[int]) -> list[tuple[int, int]]:
    return [(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a == b and a >= 0]


@given(KEYS, KEYS)
def test_join_is_the_plain_join(left: list[int], right: list[int]) -> None:
    i, j = join(np.array(left, dtype=np.int64), np.array(right, dtype=np.int64))
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == plain_join(left, right)


@pytest.mark.parametrize("top", [5, 300, 10**12])
def test_join_is_the_sorted_join_however_far_apart_the_keys_are(top: int) -> None:
    chance = np.random.default_rng(top)
    left, right = chance.integers(-1, top, 400), np.repeat(chance.integers(-1, top, 100), 2)
    left = np.concatenate([left, right[:50], [top + 1]])
    for made, plain in zip(join(left, right), sorted_join(left, right), strict=True):
        assert np.array_equal(made, plain)
    assert len(join(left, right)[0]) >= 50


TEXTS = st.lists(st.sampled_from(["", "a", "b", "ab", "ба"]), max_size=8)


@given(TEXTS, TEXTS)
def test_numbers_of_strings_are_equal_where_the_strings_are(left: list[str], right: list[str]) -> None:
    a, b = (pa.chunked_array([pa.array(side, pa.string())]) for side in (left, right))
    x, y = number_strings(a, b)
    assert [n == -1 for n in [*x, *y]] == [not text for text in [*left, *right]]
    for text, number in zip(left, x, strict=True):
        for other, second in zip(right, y, strict=True):
            assert (number == second >= 0) == (text == other != "")


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.sampled_from([1, 2, 4, 32])), max_size=20)


@given(PAIRS)
def test_unite_keeps_every_pair_once_with_all_its_channels(pairs: list[tuple[int, int, int]]) -> None:
    found = [(np.array([p]), np.array([q]), channel) for p, q, channel in pairs]
    found.append((np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), 1))
    united = unite(found, listed_names=5)
    expected: dict[tuple[int, int], int] = {}
    for p, q, channel in pairs:
        expected[p, q] = expected.get((p, q), 0) | channel
    seen = list(zip(united.party.tolist(), united.listed.tolist(), united.channels.tolist(), strict=True))
    assert seen == [(p, q, bits) for (p, q), bits in sorted(expected.items())]


def test_channel_names() -> None:
    assert channel_names(0) == ""
    for place, name in enumerate(CHANNELS):
        assert channel_names(1 << place) == name
    assert channel_names(candidates.EXACT | candidates.GRAMS) == "exact|grams"


def channels_of(party: str, listed: str, *others: str) -> set[str]:
    """The channels that propose this pair among other listed names."""
    names, index = indexed([party], [listed, *others])
    found = propose(names, index)
    at = np.flatnonzero(found.listed == 0)
    return set(channel_names(int(found.channels[at[0]])).split("|")) if len(at) else set()


OTHERS = ("kvartal invest", "severnaya kometa", "tri kita", "yugstroy", "almaznaya gran")


@pytest.mark.parametrize(
    ("party", "listed", "channel"),
    [
        ("volga zavod", "volga zavod", "exact"),
        ("zavod volga", "volga zavod", "exact"),
        ("volga plant", "works volga", "exact"),
        ("uralvagon", "ural vagon", "exact"),
        ("severostal zavod", "severostal", "grams"),
        ("tehnoproekt street forty two moscow city region", "tehnoproekt", "rare_word"),
        ("tehnoprokt holding", "tehnoproekt", "fuzzy_word"),
        ("wega", "vega", "short_name"),
        ("wegga", "vegga", "short_name"),
        ("urvz", "ural region vagon zavod", "initials"),
        ("ural region vagon zavod", "urvz", "initials"),
        ("ksmz", "kama stal motor plant", "initials"),
        ("kama stal motor plant", "ksmz", "initials"),
        ("himprom", "chimprom", "rare_word"),
    ],
)
def test_a_channel_finds_its_class(party: str, listed: str, channel: str) -> None:
    assert channel in channels_of(party, listed, *OTHERS)


@pytest.mark.parametrize(
    ("party", "listed"),
    [
        ("volga", "kometa"),
        ("trading", "severnaya kometa"),
        ("uz", "ural zavod"),
        ("ksz", "kama stal plant"),
        ("", "volga"),
        ("volga", ""),
    ],
)
def test_no_channel_proposes_strangers(party: str, listed: str) -> None:
    assert channels_of(party, listed, *OTHERS) == set()


def test_common_words_propose_nothing_by_themselves() -> None:
    listed = [f"sirius {word}" for word in random_names(5, 200)]
    party, index = indexed(["sirius qqqqwwww"], listed)
    found = propose(party, index)
    assert not (found.channels & candidates.RARE_WORD).any()


def pairs(found: Candidates) -> set[tuple[int, int]]:
    return set(zip(found.party.tolist(), found.listed.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_every_name_proposes_itself(seed: int) -> None:
    names = sorted(set(random_names(seed, 150)))
    party, index = indexed(names, names)
    assert {(i, i) for i in range(len(names))} <= pairs(propose(party, index))


@pytest.mark.parametrize("seed", range(3))
def test_parties_do_not_change_each_others_candidates(seed: int) -> None:
    listed, names = random_names(seed, 120), random_names(seed + 50, 40)
    party, index = indexed(names, listed)
    together = pairs(propose(party, index))
    for row in range(0, len(names), 7):
        alone, same_index = indexed([names[row]], listed)
        assert {(row, q) for _, q in pairs(propose(alone, same_index))} == {
            p for p in together if p[0] == row
        }


def test_no_parties_and_no_lists() -> None:
    for parties, listed in (([], ["volga"]), (["volga"], [])):
        party, index = indexed(parties, listed)
        assert len(propose(party, index).party) == 0


def plain_consonant_key(names: NameArrays, row: int) -> str:
    held = sorted(number for number in names.tokens.consonants[names.words_of(row)].tolist() if number >= 0)
    return " ".join(map(str, held)) if len(held) > 1 else ""


def test_consonant_keys_are_the_plain_ones() -> None:
    names = encoded([*random_names(5, 60), "ORNTL CMMRC BANK", "", "bank"], Faces(), grow=True)
    every = [plain_consonant_key(names, row) for row in range(len(names))]
    assert candidates._consonant_keys(names).to_pylist() == every
    assert len(set(every)) > 10
    for rows in ([3, 4, 60], []):
        asked = candidates._consonant_keys(names, np.array(rows, dtype=np.int64)).to_pylist()
        assert asked == [every[row] for row in rows]
