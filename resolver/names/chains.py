"""Abbreviations that are words of trade only in a row of them: MAK IML DIS TIC PAZ SAN is makina imalat, dış ticaret,
pazarlama, sanayi, but Mak, San and Den are names elsewhere.

In: the tree of phrases, on which `grown` grows the rows; out of it `IN_A_ROW` where one ends, whose meaning `said` tells.
A row is two words of tables/chain_words.csv and more, one of them at least no word of another language (kind "word" or
"abbreviation", not "weak"), and one an abbreviation: full words are concepts by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from resolver.names.sequences import END, Tree
from resolver.names.tables import read_table

IN_A_ROW = "..."
"""The value of the tree where a row may end, in place of a concept."""


def grown(tree: Tree) -> Tree:
    """The tree with rows of any length beside its phrases, which keep their branches; raises nothing. A row goes on in a
    circle: such a tree cannot be compared with another one, nor kept."""
    unsure: Tree = {}
    sure: Tree = {END: [IN_A_ROW]}
    for state in (unsure, sure):
        for words in _rows():
            _grow(state, words, sure if state is sure or _is_sure(words) else unsure)
    begun = dict(tree)
    for words in _rows():
        _graft(begun, words, sure if _is_sure(words) else unsure)
    return begun


def said(words: Sequence[str]) -> str:
    """The concepts of a row of words by their exact spelling, those of two words first; "" where no abbreviation is among
    them or a word is none of a row."""
    found, at, abbreviated = [], 0, False
    rows = _rows()
    while at < len(words):
        length = 2 if tuple(words[at : at + 2]) in rows and at + 2 <= len(words) else 1
        kind, concept = rows.get(tuple(words[at : at + length]), ("", ""))
        if not concept:
            return ""
        abbreviated |= kind != "word"
        found.append(concept)
        at += length
    return " ".join(found) if abbreviated else ""


def is_weak(word: str) -> bool:
    """Whether a word of rows is a name elsewhere: Turkish firms bear their own name in front (DEN LOJISTIK)."""
    kind, _ = _rows().get((word,), ("", ""))
    return kind == "weak"


@cache
def _rows() -> dict[tuple[str, ...], tuple[str, str]]:
    """Kind and concepts of every entry by its words."""
    return {
        tuple(row["spelling"].split()): (row["kind"], row["concept"]) for row in read_table("chain_words")
    }


def _is_sure(words: tuple[str, ...]) -> bool:
    return _rows()[words][0] != "weak"


def _grow(tree: Tree, words: tuple[str, ...], goes_on: Tree) -> None:
    """A branch to where a row goes on; that of two words which are in a row by themselves is there already."""
    if len(words) > 1 and words[:1] not in _rows():
        tree = tree.setdefault(words[0], {})
    if len(words) == 1 or words[:1] not in _rows():
        tree[words[-1]] = goes_on


def _graft(root: Tree, words: tuple[str, ...], goes_on: Tree) -> None:
    """The branches of rows that begin with `words`, beside those of phrases; one word alone is no row."""
    if len(words) > 1:
        if words[:1] not in _rows():
            pair: Tree = {words[1]: goes_on}
            root[words[0]] = _both(root.get(words[0], {}), pair)
        return
    behind = {edge: branch for edge, branch in goes_on.items() if edge != END}
    root[words[0]] = _both(root.get(words[0], {}), behind)


def _both(phrases: Tree, rows: Tree) -> Tree:
    """The branches of two trees; what ends in both is the phrase."""
    joined = dict(phrases)
    for edge, branch in rows.items():
        if edge not in phrases:
            joined[edge] = branch
        elif edge != END:
            joined[edge] = _both(phrases[edge], branch)
    return joined
