"""The rows of legal forms: the table, and its forms in other words that say the same.

In: tables/legal_forms.csv, form_words.csv (what translators put for a word: society with limited responsibility) and
form_abbreviations.csv (long forms in abbreviated words: LIM. LIABILITY COMP., об-во с огр. отв.; what "&" stands for in any
form: GMBH AND CO KG). Out: rows of the first table's columns; a form in other words is what the form itself is, where the
table does not know it already. Abbreviated Cyrillic ones are met in romanisation too, as long forms are.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import NamedTuple

from resolver.names.tables import read_table

FEWEST_WORDS, MOST_WORDS = 2, 4
"""Words of a long form that is abbreviated: one word cut short is too easily another one, and longer forms are rare."""

AND = "&"
"""Stands for a word in short forms, too."""


@cache
def form_rows() -> tuple[dict[str, str], ...]:
    """The rows of the table, then those of the forms in other words, then those of the abbreviated forms."""
    rows = list(read_table("legal_forms"))
    known = {row["form"] for row in rows}
    for row in tuple(rows):
        rows += [row | {"form": form} for form in _new(_reworded(row), known)]
    for row in tuple(rows):
        kind = "long" if row["script"] == "Cyrl" else "short"
        rows += [row | {"form": form, "kind": kind} for form in _new(_abbreviated(row), known)]
    return tuple(rows)


def _new(forms: list[str], known: set[str]) -> list[str]:
    """The forms that are not yet known, each once; they are known from then on."""
    new = [form for form in dict.fromkeys(forms) if form not in known]
    known.update(new)
    return new


def _reworded(row: dict[str, str]) -> list[str]:
    """A sure long English form in all the words that translators put for its own, one changed at least."""
    if (row["kind"], row["certainty"], row["language"]) != ("long", "sure", "en"):
        return []
    words = row["form"].split()
    choices = [(word, *_others(word, words)) for word in words]
    return [" ".join(chosen) for chosen in product(*choices)][1:]


def _others(word: str, words: list[str]) -> list[str]:
    """What is put for a word of a form that has these words."""
    found = (others for others, beside in _interchanged().get(word, ()) if beside.issubset(words))
    return [other for others in found for other in others]


@cache
def _interchanged() -> dict[str, list[tuple[list[str], frozenset[str]]]]:
    """Word -> what is put for it, and the words that must be beside it."""
    found: dict[str, list[tuple[list[str], frozenset[str]]]] = {}
    for row in read_table("form_words"):
        told = row["others"].split("|"), frozenset(row["beside"].split())
        found.setdefault(row["word"], []).append(told)
    return found


class _Abbreviation(NamedTuple):
    """What a word is abbreviated to; `begins`: words of the shortest form that may begin with it. TAN LIM CO is no limited
    company called Tan."""

    text: str
    begins: int = FEWEST_WORDS


@cache
def _abbreviations() -> dict[str, tuple[_Abbreviation, ...]]:
    found: dict[str, tuple[_Abbreviation, ...]] = {}
    for row in read_table("form_abbreviations"):
        told = (_Abbreviation(text, int(row["begins"])) for text in row["abbreviations"].split("|"))
        found[row["word"]] = (*found.get(row["word"], ()), *told)
    return found


def _abbreviated(row: dict[str, str]) -> list[str]:
    """A sure long form with its words abbreviated in every way, one at least; of a short one only "&" is."""
    words = row["form"].split()
    is_long = row["kind"] == "long"
    if row["certainty"] != "sure" or not FEWEST_WORDS <= len(words) <= MOST_WORDS + words.count(AND):
        return []
    choices = [
        (_Abbreviation(word), *(_abbreviations().get(word, ()) if is_long or word == AND else ()))
        for word in words
    ]
    ways = [chosen for chosen in product(*choices) if chosen[0].begins <= len(words)]
    return [" ".join(one.text for one in chosen) for chosen in ways[1:]]
