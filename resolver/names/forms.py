"""Legal forms: where they stand in a name, and their class.

Reads tables/legal_forms.csv. Long forms are met by stems in any inflection or romanisation, anywhere in the name, also
cut off by the end of the field; short forms by exact spelling, where their row says that they may stand (first, last,
ends, anywhere). A doubtful short form (TOO, AT, SA) is left alone when a sure one is there, and where it is part of a
known other phrase (tables/lookalikes.csv) or of a hyphenated word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from resolver.names import skeleton, stems
from resolver.names.sequences import END, Tree, plant, step
from resolver.names.tables import read_table
from resolver.names.vocabulary import Word

SHORTEST_CUT = 0.6
"""Share of a long form's letters that must be there for it to count as cut off by the end of the field."""


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the table."""

    form: str
    form_class: str
    position: str
    certainty: str

    @property
    def is_sure(self) -> bool:
        """Whether the spelling means nothing else."""
        return self.certainty != "doubtful"


@dataclass(frozen=True, slots=True)
class Span:
    """A form found in words[start:end]."""

    start: int
    end: int
    form: Form


@cache
def tree() -> Tree:
    """All forms, long ones by stems and short ones by spelling; short ones also with blanks (l l c)."""
    planted: Tree = {}
    for row in read_table("legal_forms"):
        form = Form(row["form"], row["class"], row["position"], row["certainty"])
        words = row["form"].split()
        if row["kind"] == "long":
            plant(planted, [_edge(word) for word in words], form)
        else:
            plant(planted, [skeleton.unaccented(word) for word in words], form)
            if len(words) == 1 and 2 <= len(row["form"]) <= 5:
                spaced = Form(row["form"], row["class"], "ends", row["certainty"])
                plant(planted, list(row["form"]), spaced)
    return planted


def _edge(word: str) -> str:
    return "~" + stems.cut_ending(skeleton.skeleton(word))


def starts_form(word: Word) -> bool:
    """True when a form may begin with this word."""
    return step(tree(), word.exact, word.stem) is not None


def find_spans(words: list[Word]) -> list[Span]:
    """Every longest form in the words, wherever it stands, from left to right without overlap."""
    spans: list[Span] = []
    at = 0
    while at < len(words):
        span = _longest(words, at)
        if span:
            spans.append(span)
        at = span.end if span else at + 1
    return spans


def _longest(words: list[Word], start: int) -> Span | None:
    branch: Tree | None = tree()
    found: Span | None = None
    at = start
    while branch is not None and at < len(words):
        branch = step(branch, words[at].exact, words[at].stem)
        at += 1
        if branch and END in branch:
            found = Span(start, at, branch[END])
    if branch is not None and at == len(words) and found is None and at - start >= 2:
        return _cut_off(words, start, branch)
    return found


def _cut_off(words: list[Word], start: int, branch: Tree) -> Span | None:
    return None


def taken_off(words: list[Word], spans: list[Span]) -> list[Span]:
    """Those of the spans that are legal forms of this name and not words of it."""
    taken: list[Span] = []
    left, right = 0, len(words)
    pending = list(spans)
    while pending and pending[0].start == left and pending[0].form.position != "last":
        left = pending[0].end
        taken.append(pending.pop(0))
    while pending and pending[-1].end == right and pending[-1].form.position != "first":
        right = pending[-1].start
        taken.append(pending.pop())
    taken += [span for span in pending if span.form.position == "anywhere"]
    return sorted(taken, key=lambda span: span.start)


__all__ = ["Form", "Span", "find_spans", "starts_form", "taken_off", "tree"]
