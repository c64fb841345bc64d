"""Words learned together have the records of words made singly; a glance at many words misses none that matters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names import (
    learning,
    mending,
    near_words,
    readings,
    respellings,
    skeleton,
    stems,
    telling_keys,
    token_store,
    vocabulary,
)
from resolver.names.canonical import Token
from resolver.names.fold import fold_text, split_words
from resolver.names.tables import read_table

SPELLINGS = sorted({text for row in read_table("lexicon") for text in row["spellings"].split("|")})
FORMS = sorted({row["form"] for row in read_table("legal_forms")})
KNOWN = sorted({word for text in (*SPELLINGS, *FORMS) for word in split_words(fold_text(text))})
LETTERS = "abcdehiknorstuvwyzабвегиклнорстуыья\u00fc\u00e90158"
WORDS = st.one_of(
    st.text(alphabet=LETTERS, min_size=1, max_size=14),
    st.sampled_from(KNOWN),
    st.sampled_from(
        [
            "rostokrain",
            "kiberstal",
            "severnaya",
            "masharn",
            "vvestrokon",
            "\u534e\u817e",
            "xx",
            "0015",
            "\u0441\u044f\u043c\u044d\u043d\u044c",
        ]
    ),
)


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A known word with one letter lost, added, changed or exchanged."""
    word = draw(st.sampled_from(KNOWN))
    at, letter = draw(st.integers(0, len(word) - 1)), draw(st.sampled_from(LETTERS))
    before, behind = word[:at], word[at + 1 :]
    exchanged = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return draw(
        st.sampled_from([before + behind, before + letter + word[at:], before + letter + behind, exchanged])
    )


FOLDED = st.one_of(WORDS, slips()).filter(bool)


@settings(max_examples=300)
@given(st.lists(FOLDED, max_size=20, unique=True))
def test_words_learned_together_equal_words_made_singly(words: list[str]) -> None:
    readings._alternates.clear()
    together = learning.records_of(words)
    readings._alternates.clear()
    assert together == [vocabulary.made(word) for word in words]


def test_all_words_of_the_tables_are_learned_alike() -> None:
    assert learning.records_of(KNOWN) == [vocabulary.made(word) for word in KNOWN]


@settings(max_examples=200)
@given(st.lists(FOLDED, max_size=20))
def test_name_stems_are_those_of_single_names(words: list[str]) -> None:
    sounds = skeleton.skeletons(words)
    assert stems.name_stems(sounds) == list(map(stems.name_stem, sounds))


@settings(max_examples=200)
@given(st.lists(FOLDED.filter(str.isalpha), max_size=20))
def test_no_slip_is_cleared_by_the_glance(words: list[str]) -> None:
    sounds = skeleton.skeletons(words)
    asked = list(zip(words, sounds, strict=True))
    assert mending.are_slips(words, sounds) == [mending.meant(*one) != "" for one in asked]
    assert respellings.are_respelled(words, sounds) == [
        respellings.respelled(*one, ()) != () for one in asked
    ]


def test_near_words_are_seen_whichever_letter_is_left_out() -> None:
    words = near_words.NearWords(["kraton", "vestor"], letters=9)
    assert words.may_be(["kraton", "kratonu", "akraton", "krazton", "vestorr"]).all()
    assert not words.may_be(["kratin", "lumigo", "", "kratonuu"]).any()


@settings(max_examples=200)
@given(
    st.lists(
        st.one_of(FOLDED, st.sampled_from(["@steel", "@cyber.steel", "007", "ssa", "aeio"])), max_size=20
    )
)
def test_keys_lose_their_vowels_together_as_they_do_singly(keys: list[str]) -> None:
    store = token_store.TokenStore()
    store.places([Token(key, key, key, key[:1]) for key in keys])
    columns = store.columns.keys
    told = columns.text.to_pylist()
    assert [told[at] for at in columns.bare.tolist()] == list(map(telling_keys.bare, told))
    assert [bool(has) for has in columns.traits & token_store.HAS_VOWELS] == [
        telling_keys.bare(key) != key for key in told
    ]
