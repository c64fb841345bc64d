"""Words learned together have the records of words made singly; a glance at many words misses none that matters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names import (
    background,
    compounds,
    form_signs,
    forms,
    glances,
    glued,
    learning,
    letter_names,
    lexicon,
    mending,
    near_words,
    readings,
    respellings,
    rewriting,
    script,
    skeleton,
    stems,
    telling_keys,
    token_store,
    vocabulary,
)
from resolver.names.canonical import Token, needs_more
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


EDGES = forms.tree().keys() | lexicon.phrases().keys()
FOLDED = st.one_of(WORDS, slips()).filter(bool)


@settings(max_examples=200)
@given(st.lists(FOLDED, max_size=20, unique=True))
def test_words_learned_together_equal_words_made_singly(words: list[str]) -> None:
    readings._alternates.clear()
    together = learning.records_of(words)
    readings._alternates.clear()
    assert together == [vocabulary.made(word) for word in words]


@pytest.mark.parametrize("words_so_far", [-(10**9), rewriting.WORTH_LOADING])
def test_all_words_of_the_tables_are_learned_alike(
    monkeypatch: pytest.MonkeyPatch, words_so_far: int
) -> None:
    """Without what is compiled, and with it."""
    monkeypatch.setattr(rewriting, "_words_so_far", words_so_far)
    readings._alternates.clear()
    skeleton._sounds.clear()
    assert learning.records_of(KNOWN) == [vocabulary.made(word) for word in KNOWN]


@settings(max_examples=120)
@given(st.lists(FOLDED, max_size=20))
def test_name_stems_are_those_of_single_names(words: list[str]) -> None:
    sounds = skeleton.skeletons(words)
    assert stems.name_stems(sounds) == list(map(stems.name_stem, sounds))


@settings(max_examples=120)
@given(st.lists(FOLDED.filter(lambda word: word.isalpha() or learning._is_mixed(word)), max_size=20))
def test_no_slip_is_cleared_by_the_glance(words: list[str]) -> None:
    sounds = skeleton.skeletons(words)
    asked = list(zip(words, sounds, strict=True))
    exact, stem = list(map(skeleton.unaccented, words)), list(map(stems.cut_ending, sounds))
    questions = glances.questions(words, exact, sounds, stem)
    slips, respelt = (
        [one & (bit | glances.MISREAD) != 0 for one in questions] for bit in (glances.SLIP, glances.RESPELT)
    )
    assert mending.all_meant(words, sounds, slips) == [mending.meant(*one) for one in asked]
    assert respellings.are_respelled(words, sounds, respelt) == [
        respellings.respelled(*one, ()) != () for one in asked
    ]


@settings(max_examples=120)
@given(st.lists(FOLDED, max_size=20))
def test_glances_at_many_words_say_what_is_said_of_each(words: list[str]) -> None:
    records = list(map(vocabulary.made, words))
    sounds = skeleton.skeletons(words)
    stem = list(map(stems.cut_ending, sounds))
    exact = list(map(skeleton.unaccented, words))
    scripts = list(map(script.script_of_word, words))
    asked = list(zip(exact, sounds, stem, scripts, strict=True))
    for one, spelling, of_word in zip(
        glances.questions(words, exact, sounds, stem), words, asked, strict=True
    ):
        assert one & glances.CONCEPT or lexicon.concept_of_word(*of_word) == ""
        assert one & glances.KEY or lexicon.key_of_sound(of_word[1]) == ""
        assert one & glances.EDGE or not {spelling, of_word[0], "~" + of_word[2]} & EDGES
    assert glued.are_glued(exact) == [glued.front(one) + glued.back(one) != () for one in exact]
    assert letter_names.are_initials(words) == [
        not word.isascii() and letter_names.initials_of(word) != "" for word in words
    ]
    assert script.twins(words) == list(map(script.twin, words))
    assert compounds.meanings(sounds) == list(map(compounds.meaning, sounds))
    assert vocabulary.start_placeholders(words) == list(map(vocabulary.starts_placeholder, words))
    assert vocabulary.initials_of(words, sounds, scripts) == list(
        map(vocabulary.initial_of, words, sounds, scripts)
    )
    assert background.bits_of_words(sounds) == [background.bits("", sound) for sound in sounds]
    assert skeleton.consonants_of(sounds) == list(map(skeleton.consonants, sounds))
    columns = zip(*[(one.exact, one.skeleton, one.edges, one.respelled) for one in records], strict=True)
    told = list(form_signs.tell_behind(*columns)) if records else []
    assert told == list(map(form_signs.tells_behind, records))


def test_most_words_are_asked_nothing() -> None:
    """Else the glance would be in vain, though nothing would be wrong."""
    consonants = "bcdfghjklmnpqrstvwxz"
    words = [f"{one}rato{other}imel" for one in consonants for other in consonants]
    sounds = skeleton.skeletons(words)
    questions = glances.questions(words, words, sounds, list(map(stems.cut_ending, sounds)))
    assert sum(map(bool, questions)) < len(words) / 4


def test_near_words_are_seen_whichever_letter_is_left_out() -> None:
    words = near_words.NearWords(["kraton", "vestor"], letters=9)
    assert words.may_be(["kraton", "kratonu", "akraton", "krazton", "vestorr"]).all()
    assert not words.may_be(["kratin", "lumigo", "", "kratonuu"]).any()


def test_a_shared_flag_makes_no_word_near() -> None:
    table = [f"kraton{at}" for at in range(9_000)]
    words = near_words.NearWords(table, letters=12)
    assert not words.may_be([f"vestor{at}" for at in range(9_000)]).any()
    assert words.may_be(table).all()


@settings(max_examples=120)
@given(
    st.lists(
        st.one_of(FOLDED, st.sampled_from(["@steel", "@cyber.steel", "007", "ssa", "aeio"])), max_size=20
    )
)
def test_keys_lose_their_vowels_together_as_they_do_singly(keys: list[str]) -> None:
    store = token_store.TokenStore()
    store.places([Token(key, key, key, key[:1]) for key in keys])
    told = store.columns.keys.text.to_pylist()
    for asked in (np.arange(len(told))[::2], np.arange(len(told)).repeat(2)):
        places, columns = store.bare(asked)
        assert columns.text.take(places).to_pylist() == [telling_keys.bare(told[at]) for at in asked]
    assert store.columns.keys is columns
    assert len(set(columns.text.to_pylist())) == len(columns.text) == len(columns.traits)


@settings(max_examples=120)
@given(
    st.lists(st.one_of(FOLDED, st.sampled_from(["@steel", "@plant", "007", "i", "ssa", "oao"])), max_size=20)
)
def test_bits_of_keys_are_what_telling_keys_say_of_each(keys: list[str]) -> None:
    traits = token_store._traits(keys).tolist()
    for key, bits in zip(keys, traits, strict=True):
        assert bool(bits & token_store.LONG) == telling_keys.is_long(key)
        assert bool(bits & token_store.ALONE) == needs_more(key)
        for at, rule in enumerate(telling_keys.RULES):
            assert bool(bits & token_store.LEFT_OUT << at) == rule.leaves(key)
