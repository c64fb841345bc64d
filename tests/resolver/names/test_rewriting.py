"""Patterns of the tables as masks: what they say, and what is refused."""

from __future__ import annotations

import sys

import pytest

from resolver.names import readings, rewriting, skeleton, stems
from resolver.names.rewriting import END, LETTERS, Alternative, NotARule, alternatives, rules_of


def mask(letters: str) -> int:
    return sum(1 << LETTERS.index(letter) for letter in letters)


def test_letters_classes_and_ends_are_masks() -> None:
    assert alternatives("a[bc]$") == [Alternative((), (mask("a"), mask("bc")), (END,))]
    assert alternatives("^sch(?=[aou])") == [
        Alternative((END,), (mask("s"), mask("c"), mask("h")), (mask("aou"),))
    ]
    (one,) = alternatives("x[^y]{2}")
    assert one.letters[1] == one.letters[2]
    assert one.letters[1] & mask("y") == 0
    assert one.letters[1] & END == 0


def test_groups_and_missing_letters_are_written_out_in_the_order_in_which_they_are_tried() -> None:
    assert alternatives("h(?:au|o?u)") == [*alternatives("hau"), *alternatives("hou"), *alternatives("hu")]
    assert alternatives("v[ae]i?$") == [*alternatives("v[ae]i$"), *alternatives("v[ae]$")]


@pytest.mark.parametrize("pattern", ["a+", "a*b", "(a)b", r"\d", "", "a.b", "a(?=b)c", "x(?!ab|cd)"])
def test_other_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(NotARule):
        rules_of([[(pattern, "x")]])


def test_letters_that_no_romanised_word_has_make_no_rule() -> None:
    assert alternatives("ü|u") == alternatives("u")


def test_every_table_is_made_of_rules() -> None:
    """Nothing would be wrong otherwise, but every word would be rewritten pattern by pattern."""
    assert skeleton.sound_rules() is not None
    assert stems._loan_rules() is not None
    assert readings._rules("latin_readings") is not None


def test_few_words_and_foreign_ones_are_not_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting, "_words_so_far", rewriting.WORTH_LOADING)
    monkeypatch.setattr(rewriting, "are_passes_loaded", lambda: False)
    many = ["kraton"] * rewriting.MANY
    assert rewriting.may_be_rewritten(many)
    assert not rewriting.may_be_rewritten(many[1:])
    monkeypatch.setattr(rewriting, "are_passes_loaded", lambda: True)
    assert rewriting.may_be_rewritten(many[: rewriting.A_FEW])
    assert not rewriting.may_be_rewritten(many[1 : rewriting.A_FEW])
    assert not rewriting.may_be_rewritten([*many, "кратон"])
    assert not rewriting.may_be_rewritten([*many, "k" * (rewriting.LONGEST + 1)])


def test_what_is_compiled_waits_for_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting, "_words_so_far", 0)
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    many = ["kraton"] * rewriting.WORTH_COMPILING
    assert not rewriting.may_be_rewritten(many)
    monkeypatch.setitem(sys.modules, "numba", pytest)
    assert rewriting.may_be_rewritten(many)
    monkeypatch.setattr(rewriting, "_words_so_far", 0)
    rewriting.expect_many()
    assert rewriting.may_be_rewritten(many[: rewriting.MANY])
