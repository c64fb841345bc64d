"""The alignment kernel: against its plain twin, against rapidfuzz, and the laws that it claims."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from resolver.matching import alignment, left_over, word_similarity
from resolver.matching.alignment import FEATURES, align
from resolver.matching.word_records import records_of
from resolver.matching.word_similarity import edit_distance

from . import plain_alignment
from .toy import every_pair, random_names, sides

LONG = "severny volga institut zelen"  # with a further word long enough to have met the end of a field
COLUMN = {name: i for i, name in enumerate(FEATURES)}
Row = dict[str, float]


def aligned(party: str, listed: str) -> Row:
    """The features of one pair."""
    left, right = sides([party], [listed])
    zero = np.zeros(1, dtype=np.int64)
    row = align(left, right, zero, zero, left.tokens.bits)[0]
    return dict(zip(FEATURES, row.tolist(), strict=True))


def bits(text: str) -> float:
    """Information of the words of a toy name."""
    left, _ = sides([text], [text])
    return float(left.tokens.bits[left.token].sum())


def test_the_compiled_kernel_equals_its_plain_twin() -> None:
    pairs = plain_alignment.every_pair(range(1, 3), 45)
    found = plain_alignment.features(pairs, 45)
    script = Path(plain_alignment.__file__)
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    given = io.BytesIO()
    np.save(given, pairs)
    plain = subprocess.run(
        [sys.executable, str(script), "45"],
        input=given.getvalue(),
        capture_output=True,
        check=True,
        env=environment,
    )
    np.testing.assert_allclose(found, np.load(io.BytesIO(plain.stdout)), rtol=1e-5, atol=1e-4)


def test_words_that_cannot_meet_are_not_alike() -> None:
    left, right = sides(random_names(3, 150), random_names(4, 150))
    party, listed = (records_of(side.tokens, side.tokens.bits) for side in (left, right))
    rows = np.zeros((3, 66), dtype=np.int32)
    ended = met = 0
    for p in party:
        for t in listed:
            alike, _ = word_similarity.word_similarity(p, t, False, rows)
            met += alike > 0
            if word_similarity.cannot_meet(p, t):
                ended += 1
                assert alike == 0
    assert met > 0
    assert ended > met


WORDS = st.text(alphabet="abcs", max_size=12)


@given(WORDS, WORDS, st.integers(0, 4))
def test_edit_distance_is_that_of_rapidfuzz(a: str, b: str, limit: int) -> None:
    x, y = (np.frombuffer(text.encode(), dtype=np.uint8) for text in (a, b))
    found = edit_distance(x, len(a), y, len(b), limit, np.zeros((3, 66), dtype=np.int32))
    assert min(found, limit + 1) == min(OSA.distance(a, b), limit + 1)


def test_limits_and_costs_of_edits_follow_the_length() -> None:
    limits = [word_similarity.edit_limit(n) for n in range(30)]
    costs = [word_similarity.edit_cost(n) for n in range(3, 30)]
    assert limits == sorted(limits)
    assert limits[3] == 0
    assert costs == sorted(costs, reverse=True)
    assert all(0 < cost < 1 for cost in costs)


@pytest.fixture(scope="module")
def names() -> list[str]:
    return sorted(set(random_names(7, 80)))


@pytest.fixture(scope="module")
def table(names: list[str]) -> npt.NDArray[np.float32]:
    """Every name against every name, shape (party, listed, feature)."""
    left, right = sides(names, names)
    rows = align(left, right, *every_pair(len(names), len(names)), left.tokens.bits)
    return rows.reshape(len(names), len(names), len(FEATURES))


def test_a_name_against_itself_is_the_maximum(names: list[str], table: npt.NDArray[np.float32]) -> None:
    matched = table[:, :, COLUMN["matched"]]
    own = np.array([bits(name) for name in names])
    np.testing.assert_allclose(np.diagonal(matched), own, rtol=1e-5)
    assert (matched <= own[None, :] + 1e-3).all(), "no party finds more in a listed name than it holds"
    for name in ("listed_left", "party_left", "edits", "listed_left_best", "party_left_best"):
        assert (np.diagonal(table[:, :, COLUMN[name]]) == 0).all(), name
    assert (np.diagonal(table[:, :, COLUMN["extent"]]) == 1).all()
    assert (np.diagonal(table[:, :, COLUMN["listed_words"]]) == [len(n.split()) for n in names]).all()


def test_values_stay_in_their_ranges(names: list[str], table: npt.NDArray[np.float32]) -> None:
    assert np.isfinite(table).all()
    assert (table >= 0).all()
    assert (table[:, :, COLUMN["numbers"]] <= 3).all()
    assert (table[:, :, COLUMN["extent"]] <= 1 + 1e-6).all()
    assert (table[:, :, COLUMN["matched_words"]] <= table[:, :, COLUMN["listed_words"]]).all()
    own = np.array([bits(name) for name in names])
    assert (table[:, :, COLUMN["listed_left"]] <= own[None, :] + 1e-3).all()
    assert (table[:, :, COLUMN["party_left"]] <= own[:, None] + 1e-3).all()


def test_words_are_compared_as_words_not_in_order() -> None:
    for one, other in (("volga neft", "neft volga"), ("alfa beta gamma", "gamma alfa beta")):
        assert aligned(one, other) == aligned(one, one)


def test_what_is_left_over_changes_sides_with_the_names() -> None:
    there, back = aligned("volga neft", "volga"), aligned("volga", "volga neft")
    assert there["party_left"] == back["listed_left"] == pytest.approx(bits("neft"))
    assert there["listed_left"] == back["party_left"] == 0
    assert there["matched"] == back["matched"] == pytest.approx(bits("volga"))


@pytest.mark.parametrize(
    ("party", "listed", "how"),
    [
        ("tehnoproekt", "tehnoproect", alignment.HOW_EDIT),
        ("works", "zavod", alignment.HOW_CONCEPT),
        ("himprom", "chimprom", alignment.HOW_ALTERNATE),
        ("ural vagon", "uralvagon", alignment.HOW_JOINED),
        ("uralvagon", "ural vagon", alignment.HOW_JOINED),
        (
            "iia sibo",
            "asibo",
            alignment.HOW_JOINED,
        ),  # a glide that a longer word does not keep (Jia Sibo, Jiasibo)
        ("ksininbo", "ksin iin bo", alignment.HOW_JOINED),
        ("urvz", "ural region vagon zelen", alignment.HOW_INITIALS),
        ("ural region vagon zelen", "urvz", alignment.HOW_INITIALS),
        ("ksz tumanit", "kama stal plant tumanit", alignment.HOW_INITIALS),
        ("kama stal plant tumanit", "tumanit ksz", alignment.HOW_INITIALS),
        (f"{LONG} tehnopro", f"{LONG} tehnoproektnost", alignment.HOW_TRUNCATED),
        ("thnprkt", "tehnoproekt", alignment.HOW_CONSONANTS),
        ("tahnapraakt", "tehnoproekt", alignment.HOW_VOWELS),
        ("arndf", "arendof", alignment.HOW_CONSONANTS),  # two edits apart, but nothing is gone except vowels
    ],
)
def test_by_which_means_words_meet(party: str, listed: str, how: int) -> None:
    row = aligned(party, listed)
    assert int(row["how"]) & how
    assert row["listed_left"] == 0
    assert 0 < row["matched"] <= bits(listed) + 1e-4


@pytest.mark.parametrize(
    ("party", "listed", "met"),
    [
        ("tsk tumanit", "tumanit torg stal/COMPANY", True),
        ("tumanit torg stal/COMPANY", "tsk tumanit", True),
        ("tk tumanit", "tumanit torg/COMPANY", True),
        ("tk tumanit", "tumanit torg", False),  # no company came off
        ("tm tumanit", "tumanit torg/COMPANY", False),
        ("tk tumanit", "torg tumanit stal/COMPANY", False),  # not all that is left
    ],
)
def test_the_last_initial_may_stand_for_a_company_that_came_off(party: str, listed: str, met: bool) -> None:
    assert bool(int(aligned(party, listed)["how"]) & alignment.HOW_INITIALS) is met


@pytest.mark.parametrize(
    ("party", "listed"), [("sport", "port"), ("vega", "vera"), ("abc", "abd"), ("12", "13")]
)
def test_short_words_and_numbers_do_not_meet_cheaply(party: str, listed: str) -> None:
    row = aligned(party, listed)
    assert row["matched"] == 0 or row["edits"] > 0.35 * bits(
        listed
    )  # a lost letter costs less than a changed one


def test_letters_that_optical_readers_confuse_cost_less_than_others() -> None:
    misread, mistyped = aligned("rfiko", "reiko"), aligned("rsiko", "reiko")
    assert 0 < misread["edits"] < mistyped["edits"]


@pytest.mark.parametrize(
    ("one", "other", "surplus"),
    [
        ("tumanit", "kama stal tumanit", left_over.SURPLUS_IN_FRONT),
        ("tumanit", "tumanit stal", left_over.SURPLUS_BEHIND),
        ("kama tumanit", "kama stal tumanit", left_over.SURPLUS_BETWEEN),
        ("tumanit", "kama tumanit stal", left_over.SURPLUS_BETWEEN),
        ("kama tumanit", "tumanit stal", left_over.SURPLUS_NONE),  # on both sides
        ("kama tumanit", "tumanit kama", left_over.SURPLUS_NONE),
        ("tumanit", "volga", left_over.SURPLUS_NONE),
    ],
)
def test_where_the_words_stand_that_one_name_alone_has_left_over(one: str, other: str, surplus: int) -> None:
    assert aligned(one, other)["surplus"] == surplus
    assert aligned(other, one)["surplus"] == surplus


@pytest.mark.parametrize(
    ("party", "listed", "translatable"),
    [
        ("volga магнит", "volga motors", "motors"),  # the lexicon may not know the one for the other
        ("volga motors", "volga магнит", "motors"),
        ("volga магнит", "volga works", "works"),  # a word without a meaning, one with
        ("volga торг", "volga works", ""),  # of two known meanings it is known that they differ
        ("volga motors", "volga sever", ""),  # one script
        ("volga магнит", "volga", ""),  # nothing that it could be a translation of
        ("volga магнит", "neva магнит", ""),  # the words of two scripts have met
        ("volga 12 магнит", "volga 13", ""),  # numbers are not translated
    ],
)
def test_words_left_over_in_two_scripts_may_be_translations(
    party: str, listed: str, translatable: str
) -> None:
    told = bits(translatable) if translatable else 0.0
    assert aligned(party, listed)["translatable"] == pytest.approx(told)


@pytest.mark.parametrize(
    ("party", "listed", "apart"),
    [
        ("leading", "leasing", True),  # two known words
        ("leading", "leazing", False),  # a slip that makes no word
        ("leadink", "leasing", False),
        ("ministration", "ministrative", False),  # forms of one word
        ("works", "zavod", False),  # one meaning
    ],
)
def test_a_slip_that_makes_another_known_word_is_told(party: str, listed: str, apart: bool) -> None:
    row = aligned(f"volga {party}", f"volga {listed}")
    assert bool(int(row["how"]) & alignment.HOW_KNOWN) is apart
    assert row["listed_left"] == 0
    assert (row["edits"] > 0) is (party != "works")


def test_a_short_name_was_not_cut() -> None:
    assert not int(aligned("volga tehnopro", "volga tehnoproektnost")["how"]) & alignment.HOW_TRUNCATED


def test_an_equal_word_is_never_taken_by_a_near_one() -> None:
    row = aligned("tehnoproekt tehnoproect", "tehnoproect tehnoproekt")
    assert row["edits"] == 0
    assert row["matched"] == pytest.approx(bits("tehnoproekt tehnoproect"))


@pytest.mark.parametrize(
    ("party", "listed", "state"),
    [
        ("volga", "volga", alignment.NUMBERS_NONE),
        ("volga 7", "volga 7", alignment.NUMBERS_AGREE),
        ("volga 7", "volga", alignment.NUMBERS_ONE_SIDE),
        ("volga", "volga 7", alignment.NUMBERS_ONE_SIDE),
        ("volga 7", "volga 12", alignment.NUMBERS_CONFLICT),
        ("volga 7 12", "volga 12", alignment.NUMBERS_AGREE),
    ],
)
def test_numbers(party: str, listed: str, state: int) -> None:
    assert aligned(party, listed)["numbers"] == state


def test_pairs_do_not_touch_each_other() -> None:
    names = random_names(11, 30)
    left, right = sides(names, names)
    p, q = every_pair(len(names), len(names))
    together = align(left, right, p, q, left.tokens.bits)
    order = np.random.default_rng(0).permutation(len(p))
    np.testing.assert_array_equal(align(left, right, p[order], q[order], left.tokens.bits), together[order])


def test_no_pairs_and_no_words() -> None:
    left, right = sides(["", "volga"], ["volga", ""])
    none = np.empty(0, dtype=np.int64)
    assert align(left, right, none, none, left.tokens.bits).shape == (0, len(FEATURES))
    rows = align(left, right, *every_pair(2, 2), left.tokens.bits)
    assert rows[0].tolist()[COLUMN["matched"]] == 0
    assert np.isfinite(rows).all()
