"""Names and tokens as arrays."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from resolver.matching.encode import (
    FACES,
    LETTERS,
    Faces,
    count_listed_information,
    encode_tokens,
    plain_faces,
)
from resolver.matching.word_similarity import SHORT

from .toy import encoded, names_table, random_names, sides, tokens_table


def words_of(names, row: int) -> list[str]:
    token = names.token[names.offset[row] : names.offset[row + 1]]
    return [names.tokens.text[t] for t in token]


def test_tokens_of_a_name_in_order() -> None:
    texts = ["ural vagon zavod", "", "zavod ural"]
    names = encoded(texts, Faces(), grow=True)
    assert len(names) == 3
    assert [words_of(names, row) for row in range(3)] == [text.split() for text in texts]
    assert names.tokens.text == sorted(names.tokens.text)


def test_faces_are_shared_by_both_sides() -> None:
    party, listed = sides(["himprom works nobody"], ["chimprom zavod"])
    p = dict(zip(party.tokens.text, party.tokens.faces.tolist(), strict=True))
    t = dict(zip(listed.tokens.text, listed.tokens.faces.tolist(), strict=True))
    assert p["works"][0] == t["zavod"][0] >= 0, "one concept"
    assert p["works"][1] == -1, "a skeleton that no listed word has"
    assert set(p["himprom"][1:]) & set(t["chimprom"][1:]) - {-1}, "an alternate spelling"
    assert p["nobody"] == [-1] * FACES


def test_unknown_faces_do_not_grow_the_listed_numbering() -> None:
    faces = Faces()
    encoded(["alfa beta"], faces, grow=True)
    before = dict(faces.numbers)
    encoded(["gamma delta"], faces, grow=False)
    assert faces.numbers == before
    assert faces.number("gamma", grow=False) == -1


def test_letters_are_padded_and_cut() -> None:
    long = "a" * (LETTERS + 5)
    names = encoded([f"abc {long}"], Faces(), grow=True)
    assert names.tokens.length.tolist() == [3, LETTERS] or names.tokens.length.tolist() == [LETTERS, 3]
    short = names.tokens.text.index("abc")
    assert bytes(names.tokens.letters[short]).rstrip(b"\0") == b"abc"


def test_no_letter_is_cut_in_two() -> None:
    long = "@общество_с_ограниченной_ответственностью"
    names = encoded([long], Faces(), grow=True)
    letters = bytes(names.tokens.letters[0][: names.tokens.length[0]])
    assert long.startswith(letters.decode())
    assert LETTERS - 2 < names.tokens.length[0] <= LETTERS


def test_letter_bags_bound_the_edit_distance() -> None:
    names = encoded(["volga vogla xyz"], Faces(), grow=True)
    bag = dict(zip(names.tokens.text, names.tokens.bag.tolist(), strict=True))
    assert bag["volga"] == bag["vogla"]
    assert (bag["volga"] ^ bag["xyz"]).bit_count() == 8


def test_forms_as_bits() -> None:
    names = encoded(["alfa/LLC", "alfa", "alfa/JSC"], Faces(), grow=True)
    assert names.forms.tolist() == [1, 0, 2]


def test_a_form_of_the_state_is_no_other_form_than_a_joint_stock_company() -> None:
    names = encoded(["a/SUE", "a/JSC", "a/INST", "a/LLC"], Faces(), grow=True)
    enterprise, company, institution, other = names.forms.tolist()
    assert enterprise & company
    assert institution & company
    assert enterprise & institution
    assert not (enterprise | institution) & other


def test_more_than_31_classes_of_forms_share_the_last_bit() -> None:
    names = encoded([f"alfa/F{n}" for n in range(40)], Faces(), grow=True)
    assert (names.forms > 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_information_never_grows_by_what_the_lists_hold(seed: int) -> None:
    names = encoded(random_names(seed, 60), Faces(), grow=True)
    counted = count_listed_information(names, np.arange(len(names), dtype=np.int32))
    assert (counted.bits <= names.tokens.bits).all()
    assert counted.bits.dtype == np.float32


def test_a_word_of_many_listings_tells_less() -> None:
    texts = [f"orbita firm{n}xyz" for n in range(2000)] + ["kometa"]
    names = encoded(texts, Faces(), grow=True)
    counted = count_listed_information(names, np.arange(len(names), dtype=np.int32))
    bits = dict(zip(counted.text, counted.bits.tolist(), strict=True))
    assert bits["orbita"] < 5 < bits["kometa"]


def test_aliases_of_one_listing_count_once() -> None:
    texts = [f"kometa branch{n}q" for n in range(2000)]
    names = encoded(texts, Faces(), grow=True)
    counted = count_listed_information(names, np.zeros(len(names), dtype=np.int32))
    at = counted.text.index("kometa")
    assert counted.bits[at] == names.tokens.bits[at]


def test_names_table_is_kept() -> None:
    texts = ["b", "a"]
    assert encoded(texts, Faces(), grow=True).table.equals(names_table(texts))


@pytest.mark.parametrize("seed", range(3))
def test_words_of_parties_have_the_numbers_of_the_plain_twin(seed: int) -> None:
    faces = Faces()
    encoded([*random_names(seed, 60), "himprom bcdf kimprom"], faces, grow=True)
    words = [*random_names(seed + 1, 60), "chimprom bcd bcdf kmprm торг 東方 works abcdefghij"]
    described = tokens_table(sorted({word for text in words for word in text.split("/")[0].split()}))
    made = encode_tokens(described, faces, grow=False)
    numbers, consonants = plain_faces(described, faces, grow=False)
    assert (made.faces == numbers).all()
    assert (made.consonants == consonants).all()
    assert (numbers >= 0).any()
    assert (consonants >= 0).any()
    short = made.length <= SHORT
    spelt = [faces.number("=" + word, grow=False) for word in made.text]
    assert made.spelt[short].tolist() == np.array(spelt)[short].tolist()


def test_many_faces_are_known_as_one_is() -> None:
    faces = Faces()
    for face in ("alfa", "beta", "@plant"):
        faces.number(face, grow=True)
    faces.numbers["%brk"] = 1
    asked = ["beta", "gamma", "%brk", "", "alfa"]
    assert faces.known(pa.array(asked)).tolist() == [faces.number(face, grow=False) for face in asked]
    faces.number("gamma", grow=True)
    assert faces.known(pa.array(["gamma"])).tolist() == [faces.number("gamma", grow=False)]
