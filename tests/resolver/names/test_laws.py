"""Laws of the canonical name: nothing raises, nothing is empty without a reason, doing it again changes nothing."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from resolver.model import NAMES, TOKENS
from resolver.names import canonicalise, describe_tokens, explain_name
from resolver.names.canonical import canonical_name
from resolver.names.fold import fold_text, split_words
from resolver.names.readings import MOST_ALTERNATES, alternates
from resolver.names.skeleton import romanise, skeleton
from resolver.names.tables import read_table

FORMS = sorted(row["form"] for row in read_table("legal_forms"))
LETTERS = "абвгдежзийклмнопрстуфхцчшщыьэюяАБВГДabcdefghiklmnoprstuvzABCDEFGH"
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=14)
NAMES_LIKE = st.lists(
    st.one_of(WORDS, st.sampled_from(FORMS), st.sampled_from(["«", '"', "-", "&", "№ 5", "61-й"]))
)
TEXTS = st.one_of(st.text(max_size=80), NAMES_LIKE.map(" ".join))
CYRILLIC_WORDS = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщыэюя", min_size=3, max_size=12)


@settings(max_examples=400)
@given(TEXTS)
def test_nothing_raises_and_empty_has_a_reason(text: str) -> None:
    name = canonical_name(text)
    assert bool(name.tokens) == (name.empty_reason == "")
    assert name.empty_reason in {"", "only_legal_form", "no_letters", "empty", "placeholder"}
    assert all(name.tokens)
    assert explain_name(text)[0].value == text
    for row in describe_tokens(name.tokens).to_pylist():
        assert row["skeleton"]
        assert row["skeleton"] not in row["alternates"]
        assert len(row["alternates"]) <= MOST_ALTERNATES
        assert row["bits"] >= 0


@given(st.lists(TEXTS, max_size=5))
def test_tables_keep_their_columns(texts: list[str]) -> None:
    names = canonicalise(texts)
    assert names.schema == NAMES
    assert names["text"].to_pylist() == texts
    assert describe_tokens(names["key_core"].to_pylist()).schema == TOKENS


@given(TEXTS)
@example("N:0")
@example("A:A:A%µ")
@example("A « s a b de c v")
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded
    words = split_words(folded)
    assert split_words(" ".join(words)) == words


@given(NAMES_LIKE.map(" ".join))
@example("B к")
@example("ф osakeyhtiö")
@example("61-й rD")
def test_the_exact_key_of_an_exact_key_is_itself(text: str) -> None:
    key = canonical_name(text).key_exact
    again = canonical_name(key)
    if again.repairs:  # letters of two scripts look alike once capitals and accents are gone: read once more
        key, again = again.key_exact, canonical_name(again.key_exact)
    assert again.key_exact == key


@given(TEXTS, st.sampled_from([str.upper, str.title, lambda text: f"  {text}  ", lambda text: f"«{text}»"]))
def test_outer_signs_and_capitals_do_not_raise(text: str, change) -> None:  # type: ignore[no-untyped-def]
    assert canonical_name(change(text)).text == change(text)


@given(CYRILLIC_WORDS)
def test_scripts_of_equal_words_meet(word: str) -> None:
    latin = romanise(word)
    assert {skeleton(word), *alternates(word)} & {skeleton(latin), *alternates(latin)}


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_tokens_need_nothing_else(word: str) -> None:
    """A token described by itself says the same as within a name."""
    name = canonical_name(f"{word} kratonvekt")
    for token in name.tokens:
        assert describe_tokens([token]).to_pylist() == describe_tokens([token, token]).to_pylist()[:1]
