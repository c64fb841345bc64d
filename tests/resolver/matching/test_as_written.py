"""Fields that are listed names word for word."""

from __future__ import annotations

import pyarrow as pa

from resolver.intake import from_table
from resolver.matching.as_written import as_listed, folded_texts, form_word, forms_as_words
from resolver.names import canonicalise
from resolver.names.fold import fold_text, split_words

LISTED = folded_texts(pa.chunked_array([["Granit Bank JSC Belgrade", "Kvazar, OOO"]]))


def test_texts_are_folded_together_as_they_are_singly() -> None:
    texts = ["Granit Bank, JSC", "—", "Ромашка «ООО»", "A.B.C. Trade", "", "GRANIT  BANK JSC", "x" * 3000]
    singly = {" ".join(split_words(fold_text(text))) for text in texts}
    assert folded_texts(pa.chunked_array([texts])) == singly
    assert folded_texts(pa.chunked_array([["Granit"]])) == {"granit"}
    assert folded_texts(pa.chunked_array([[]], pa.string())) == frozenset()


def names(*fields: str) -> list[str]:
    parties = from_table(pa.table({"name": list(fields)})).parties
    return as_listed(parties, LISTED)["party_name"].to_pylist()


def test_a_listed_name_keeps_the_city_that_it_ends_in() -> None:
    assert names("GRANIT BANK JSC  BELGRADE") == ["GRANIT BANK JSC  BELGRADE"]


def test_another_field_loses_it() -> None:
    assert names("GRANIT STROY JSC BELGRADE") == ["GRANIT STROY JSC"]


def test_rows_of_several_firms_are_left_alone() -> None:
    found = names("LLC VOLGA ON BEHALF OF KVAZAR OOO", "KVAZAR OOO", "")
    assert found == ["LLC VOLGA", "KVAZAR OOO", "KVAZAR OOO"]


def test_no_parties_and_no_lists() -> None:
    assert names() == []
    parties = from_table(pa.table({"name": ["KVAZAR OOO, MOSCOW"]})).parties
    assert as_listed(parties, frozenset()).equals(parties)


def test_a_legal_form_is_a_word_only_where_a_list_holds_just_that() -> None:
    names = canonicalise(["LLC", "ASC", "Kvazar LLC", "otwarta spółka akcyjna"])
    every = forms_as_words(names)
    words = [[form_word("llc")], ["@asc"], ["kvazar"], ["@otwarta_spolka_akcyjna"]]
    assert every["tokens"].to_pylist() == words
    assert every.schema == names.schema
    known = forms_as_words(names, {form_word("asc")})
    assert known["tokens"].to_pylist() == [[], ["@asc"], ["kvazar"], []]
    assert known["empty_reason"].to_pylist() == ["only_legal_form", "", "", "only_legal_form"]
    assert forms_as_words(names, frozenset()).equals(names)
