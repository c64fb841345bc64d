"""The rows of legal forms: the table, and its long forms in abbreviated words (LIM. LIABILITY COMP., об-во с огр. отв.).

In: tables/legal_forms.csv and tables/form_abbreviations.csv. Out: rows of the former's columns; an abbreviated form is what
its long form is, where the table does not know it already. Cyrillic ones are met in romanisation too, as long forms are.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import NamedTuple

from resolver.names.tables import read_table

FEWEST_WORDS, MOST_WORDS = 2, 4
"""Words of a long form that is abbreviated: one word cut short is too easily another one, and longer forms are rare."""


@cache
def form_rows() -> tuple[dict[str, str], ...]:
    """The rows of the table, then those of the abbreviated forms."""
    rows = list(read_table("legal_forms"))
    known = {row["form"] for row in rows}
    for row in tuple(rows):
        for form in _abbreviated(row):
            if form not in known:
                known.add(form)
                rows.append(row | {"form": form, "kind": "long" if row["script"] == "Cyrl" else "short"})
    return tuple(rows)


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
    """A sure long form with its words abbreviated in every way, one at least."""
    words = row["form"].split()
    if row["kind"] != "long" or row["certainty"] != "sure" or not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return []
    choices = [(_Abbreviation(word), *_abbreviations().get(word, ())) for word in words]
    ways = [chosen for chosen in product(*choices) if chosen[0].begins <= len(words)]
    return [" ".join(one.text for one in chosen) for chosen in ways[1:]]
