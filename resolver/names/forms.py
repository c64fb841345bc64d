"""Legal forms: where they stand in a name, and their class.

Reads tables/legal_forms.csv. Long forms are met by stems in any inflection or romanisation, also cut off by the end
of the field; short ones by exact spelling; each only where its row says (first, last, ends, anywhere).

A doubtful short form (TOO, AT, SA) is left alone when a sure one is there, when it is written like a word in a text
that has capitals to spare, and in the phrases of tables/lookalikes.csv. A part of a hyphenated word (Ала-Тоо) is no
form, unless it is a sure one and the only one (GAZPROM-LLC).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from resolver.names import appearance, skeleton, stems
from resolver.names.sequences import Tree, plant, step, values
from resolver.names.tables import read_table
from resolver.names.vocabulary import Word

CUT_ANYWHERE = (9, 0.55)
"""Letters, and share of a long form's letters, that must be there for it to count as cut off at the end of a text."""

CUT_IN_FULL_FIELD = (7, 0.3)
"""The same in a text of as many characters as customs fields have: there a cut is likely."""

FULL_FIELD = range(33, 37)
"""Characters at which manifests cut names (three quarters of Moldova's names have 33 to 36; docs/names.md)."""

SHORTEST_GLUED = 4
"""Letters that a name must have besides the legal form that is glued to it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One row of the table."""

    form: str
    form_class: str
    position: str
    is_sure: bool
    is_long: bool

    def may_stand(self, *, first: bool, last: bool) -> bool:
        """Whether the row allows the form at this place of the name."""
        if self.position == "anywhere":
            return True
        return (first and self.position in ("first", "ends")) or (last and self.position in ("last", "ends"))


@dataclass(frozen=True, slots=True)
class Span:
    """words[start:end] is one of `forms`, the sure ones first."""

    start: int
    end: int
    forms: tuple[Form, ...]

    def at_place(self, *, first: bool, last: bool) -> Form | None:
        """The form that may stand at this place, or None."""
        return next((form for form in self.forms if form.may_stand(first=first, last=last)), None)


@cache
def tree() -> Tree:
    """All forms: long ones by stems; short ones by spelling, single letters joined and words apart (l l c)."""
    planted: Tree = {}
    for row in read_table("legal_forms"):
        sure, long = row["certainty"] == "sure", row["kind"] == "long"
        form = Form(row["form"], row["class"], row["position"], sure, long)
        for words in _spellings(row["form"], long):
            edges = [_stem_edge(word) if long else word for word in words]
            apart = len(words) == len(row["form"]) == 2
            plant(planted, edges, Form(row["form"], row["class"], row["position"], sure and not apart, long))
        if long:
            plant(planted, [skeleton.unaccented(word) for word in row["form"].split()], form)
    return planted


def _spellings(form: str, long: bool) -> list[list[str]]:
    words = form.replace("'", "").split()
    found = [words]
    if all(len(word) == 1 for word in words) and len(words) > 1:
        found.append(["".join(words)])
    if not long and len(words) == 1 and 2 <= len(form) <= 5:
        found.append(list(form))
    return found


def _stem_edge(word: str) -> str:
    return "~" + stems.cut_ending(skeleton.skeleton(word))


@cache
def _glued(side: str) -> tuple[str, ...]:
    rows = [row["form"] for row in read_table("glued_forms") if row["side"] == side]
    return tuple(sorted(rows, key=lambda form: (-len(form), form)))


def glued_front(word: str) -> tuple[str, ...]:
    """LLCGAZPROM -> ("llc", "gazprom"), or () when no form is glued to the front of the word."""
    for form in _glued("front"):
        if word.startswith(form) and len(word) - len(form) >= SHORTEST_GLUED:
            return form, word[len(form) :]
    return ()


def glued_back(word: str) -> tuple[str, ...]:
    """GAZPROMLLC -> ("gazprom", "llc"), or ()."""
    for form in _glued("back"):
        if word.endswith(form) and len(word) - len(form) >= SHORTEST_GLUED:
            return word[: -len(form)], form
    return ()


def find_spans(words: list[Word], *, is_full: bool = False) -> list[Span]:
    """Every longest form in the words, wherever it stands, from left to right without overlap.

    `is_full`: the text is as long as customs fields are, so that a form at its end may well be cut.
    """
    spans: list[Span] = []
    at = 0
    while at < len(words):
        span = _longest(words, at, is_full) if words[at].starts_form else None
        if span:
            spans.append(span)
        at = span.end if span else at + 1
    return spans


def _longest(words: list[Word], start: int, is_full: bool) -> Span | None:
    branches, at, found = [tree()], start, None
    while branches and at < len(words):
        before = branches
        branches = step(branches, *words[at].edges)
        if not branches and at == len(words) - 1:
            return _cut_off(words, start, _beginning_with(before, words[at]), is_full) or found
        at += 1
        if ended := values(branches):
            found = Span(start, at, tuple(sorted(ended, key=lambda form: not form.is_sure)))
    if branches and at == len(words) and (found is None or found.end < at):
        return _cut_off(words, start, branches, is_full) or found
    return found


def _beginning_with(branches: list[Tree], word: Word) -> list[Tree]:
    """The branches whose edge by stem begins with what is left of a word that the end of the field cut."""
    cut = "~" + word.skeleton
    return [branch[edge] for branch in branches for edge in branch if edge.startswith(cut)]


def _cut_off(words: list[Word], start: int, branches: list[Tree], is_full: bool) -> Span | None:
    """The long form that the words from `start` to the end are the beginning of, when enough of it is there."""
    letters = sum(len(word.skeleton) for word in words[start:])
    fewest, share = CUT_IN_FULL_FIELD if is_full else CUT_ANYWHERE
    if letters < fewest or len(words) - start < 2:
        return None
    possible = [form for branch in branches for form in _forms_below(branch) if form.is_long]
    possible = [form for form in possible if letters >= share * len(form.form.replace(" ", ""))]
    if not possible:
        return None
    shortest = min(possible, key=lambda form: (len(form.form), form.form))
    return Span(start, len(words), (Form(shortest.form, shortest.form_class, "anywhere", True, True),))


def _forms_below(branch: Tree) -> list[Form]:
    found = values([branch])
    for edge, below in branch.items():
        if edge:
            found += _forms_below(below)
    return found


def taken_off(words: list[Word], text: str) -> list[tuple[Span, Form]]:
    """The legal forms of this name, in order: not the words that only look like one."""
    found = _placed(words, find_spans(words, is_full=len(text) in FULL_FIELD))
    while found and not _is_all(words, found):
        kept = [pair for pair in found if not _is_lookalike(words, pair, found, text)]
        if len(kept) == len(found):
            break
        found = _placed(words, [span for span, _ in kept])
    return found


def _is_all(words: list[Word], found: list[tuple[Span, Form]]) -> bool:
    """Whether nothing but forms is there; a known phrase of two of them (Limited Too) is something else."""
    if any(appearance.is_in_phrase(words, span.start, span.end) for span, form in found if not form.is_sure):
        return False
    return len(words) == sum(span.end - span.start for span, _ in found)


def _is_lookalike(
    words: list[Word], pair: tuple[Span, Form], found: list[tuple[Span, Form]], text: str
) -> bool:
    span, form = pair
    within = words[span.start : span.end]
    if "-" in text and not form.is_long and appearance.is_part_of_compound(within, text):
        return not form.is_sure or len(found) > 1 or appearance.is_like_a_word(within, text)
    if form.is_sure:
        return False
    if any(other.is_sure or other_span.start > span.start for other_span, other in found):
        return True
    return appearance.is_like_a_word(within, text) or appearance.is_in_phrase(words, span.start, span.end)


def _placed(words: list[Word], spans: list[Span]) -> list[tuple[Span, Form]]:
    """Spans at either end, again and again, and those inside that may stand anywhere."""
    pending, taken = list(spans), []
    left, right = 0, len(words)
    while pending and pending[0].start == left:
        form = pending[0].at_place(first=True, last=pending[0].end == right)
        if form is None:
            break
        left = pending[0].end
        taken.append((pending.pop(0), form))
    while pending and pending[-1].end == right:
        form = pending[-1].at_place(first=pending[-1].start == left, last=True)
        if form is None:
            break
        right = pending[-1].start
        taken.append((pending.pop(), form))
    inside = [(span, span.at_place(first=False, last=False)) for span in pending]
    taken += [(span, form) for span, form in inside if form]
    return sorted(taken, key=lambda pair: pair[0].start)
