"""Words parted and numbered by compiled passes equal those that Python parts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.names.fold import LONGEST_TEXT
from resolver.names.parting import part_texts
from resolver.names.word_index import WordIndex, WordsSaid, words_said
from tests.resolver.names.test_parting import TEXTS

PLAIN = st.text(alphabet="aBcSrntdhoNMxeyij0159 ..--__&;'`\"?/#\t\n\x1c\x7f", max_size=14)
"""Plain letters, and every sign by which one of the patterns of `fold.mend` begins or ends among them."""


def parted(texts: list[str]) -> list[list[str]]:
    words, text = part_texts(texts)
    return by_text(words, text.tolist(), len(texts))


def indexed(index: WordIndex, known: list[str], texts: list[str]) -> list[list[str]]:
    said: WordsSaid = words_said(texts)
    number, new = index.numbers(said)
    known += new
    return by_text([known[one] for one in number.tolist()], said.text.tolist(), len(texts))


def by_text(words: list[str], text: list[int], texts: int) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(texts)]
    for word, at in zip(words, text, strict=True):
        found[at].append(word)
    return found


@settings(max_examples=500)
@given(st.lists(st.one_of(TEXTS, PLAIN), max_size=6))
def test_texts_parted_by_letters_equal_texts_parted_by_python(texts: list[str]) -> None:
    assert indexed(WordIndex([]), [], texts) == parted(texts)


def test_a_text_as_long_as_is_read_is_cut_and_no_other() -> None:
    texts = ["a" * (LONGEST_TEXT + 9), "b " * LONGEST_TEXT, "c", "c d e f g", "", "&amp;"]
    assert indexed(WordIndex([]), [], texts) == parted(texts)


def test_a_word_keeps_its_number_and_each_has_its_own() -> None:
    known = ["kraton", "завод"]
    index = WordIndex(known)
    texts = [f"{'abc'[at % 3]}{at} kraton ЗАВОД" for at in range(9000)]
    assert indexed(index, known, texts) == parted(texts)
    assert indexed(index, known, texts[::-1]) == parted(texts[::-1])
    assert len(set(known)) == len(known) == index.known == 9002
