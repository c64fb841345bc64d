"""The words of an explanation."""

from __future__ import annotations

import pytest

from resolver import explain
from resolver.matching.comparisons import COMPARISONS
from resolver.report.wording import label, plain_level


@pytest.mark.parametrize(
    ("comparison", "level", "plain"),
    [
        ("edits", "under 0.3 bits of edits, 18 bits or more", "none, in a name of 18 bits or more"),
        (
            "edits",
            "3.7 to 5.2 bits of edits, under 9 bits",
            "3.7 to 5.2 bits of edits, in a name of under 9 bits",
        ),
        ("edits", "under 0.3 bits", "none"),
        (
            "spelling",
            "translated, 11 to 18 bits",
            "by meaning (translated, or a common word misspelt), in a name of 11 to 18 bits",
        ),
        ("whole_name", "words left over", "not all words agree"),
        (
            "whole_name",
            "all words agree, 13 to 17 bits",
            "all telling words agree, in a name of 13 to 17 bits",
        ),
        ("words_extra", "under 0.5 bits", "none"),
        ("spelling", "same words, under 11 bits", "sound by sound, in a name of under 11 bits"),
        ("words_found", "under 4 bits", "hardly any (under 4 bits)"),
        ("words_found", "4 to 7 bits", "4 to 7 bits"),
        ("legal_form", "different class, telling name", "different class, telling name"),
        ("legal_form", "none on one side", "none, or one that tells nothing, on one side"),
        ("identifiers", "none shared", "none to compare (no valid number of one kind on both sides)"),
        ("identifiers", "different of one kind", "different of one kind"),
        ("unheard_of", "some level", "some level"),
        (
            "words_met",
            "2 words, 9 to 13 bits the best word",
            "2 words, rarest word 9 to 13 bits",
        ),
        (
            "coverage",
            "0.985 of the listed name or more, 13 bits the best word or more",
            "0.985 of the listed name or more, rarest word 13 bits or more",
        ),
        (
            "words_missing",
            "under 0.5 bits, 22 bits found or more",
            "none, beside 22 bits or more in common",
        ),
        (
            "own_words",
            "under 4 bits of the listed name's, 12 bits of the party's or more",
            "listed under 4 bits, party 12 bits or more",
        ),
    ],
)
def test_levels(comparison: str, level: str, plain: str) -> None:
    assert plain_level(comparison, level) == plain


def test_no_two_comparisons_share_a_name_and_no_two_levels_their_words() -> None:
    assert len({label(one.name) for one in COMPARISONS}) == len(COMPARISONS)
    for one in COMPARISONS:
        assert len({plain_level(one.name, level) for level in one.levels}) == len(one.levels)


def test_opposites_are_not_said_to_be_numbers() -> None:
    said = explain("Severny Kranovy Zavod", "Yuzhny Kranovy Zavod")
    assert "most against it: numbers and opposites" in said
