"""Legal forms: where they stand in a name, and their class.

Reads tables/legal_forms.csv. Long forms are met by stems in any inflection or romanisation, with one typing
error in a long word, also cut off by the end of the field; short ones by exact spelling; each only where its
row says: first, last, ends, anywhere, or "seldom first" (last, and first where no other form stands: LTD
KALA).

How sure a spelling is: `sure`; `doubtful` (TOO, AT, SA: left alone when a sure one is there, when it is
written like a word in a text that has capitals to spare, in the phrases of tables/lookalikes.csv, and beside
nothing but short words); `apart` (I/S, i.s., but never IS). A part of a hyphenated word (Ала-Тоо) is no
form, unless it is a sure one and the only one (GAZPROM-LLC). Doubtful words are never a whole name taken off.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from resolver.names import appearance, skeleton, stems
from resolver.names.fold import fold_text
from resolver.names.form_rows import form_rows
from resolver.names.kept import kept
from resolver.names.letter_names import join_names
from resolver.names.sequences import Tree, all_values, plant, step, values
from resolver.names.tables import read_table

if TYPE_CHECKING:
    from resolver.names.vocabulary import Word

CUT_ANYWHERE = (9, 0.55)
"""Letters, and share of a long form's letters, that must be there for it to count as cut off at the end of a text."""

CUT_IN_A_WORD = (8, 0.4)
"""The same where the cut goes through a word (LIMITED LI): complete words may be part of the name itself."""

CUT_IN_FULL_FIELD = (7, 0.3)
"""The same in a text of as many characters as customs fields have: there a cut is likely."""

FULL_FIELD = range(33, 37)
"""Characters at which manifests cut names (three quarters of Moldova's names have 33 to 36;
docs/names.md)."""

FEWEST_MISTYPED = 14
"""Letters that must be there of a form that is both cut and begins with a typing error."""

SHORTEST_REST = {"LLC": 3, "JSC": 3}
SHORTEST_REST_ELSE = 4
"""Letters of the longest other word beside a doubtful form, by its class: "SAP SA" has one, "LA SA" has
none."""


WHOLE = frozenset({"co", "ag", "sa", "ao", "oy"})
"""Short forms that begin words of longer ones: behind PRODUCTION or LIMITED LIABILITY they are not cut."""

STATE = "STATE"
"""The class of what is no legal form but the state of a firm (in liquidation): taken off, and none of a name's classes."""

_TITLES = frozenset({"corporation", "company"})
"""English forms that are part of a name as often: PAO stays a form beside them (PAO UNITED AIRCRAFT CORPORATION), AO, which
may be initials, beside those of its own language only (AO GORNAYA KOMPANIYA, but A.O. SMITH CORPORATION)."""

_AT_FRONT = frozenset({"first", "ends", "seldom first"})
_AT_BACK = frozenset({"last", "ends", "seldom first"})


class Form(NamedTuple):
    """One row of the table."""

    form: str
    form_class: str
    position: str
    certainty: str
    is_long: bool
    is_romanised: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether the spelling means nothing else."""
        return self.certainty == "sure"

    @property
    def is_own_title(self) -> bool:
        """Whether this is a word for any firm in a language of Cyrillic letters, romanised or not (kompaniya)."""
        return self.form_class == "COMPANY" and (self.is_romanised or not self.form.isascii())

    def may_stand(self, *, first: bool, last: bool) -> bool:
        """Whether the row allows the form at this place of the name."""
        position = self.position
        if position == "anywhere":
            return True
        if last and position in _AT_BACK:
            return True
        return first and position in _AT_FRONT


class Span(NamedTuple):
    """words[start:end] is one of `forms`, the sure ones first."""

    start: int
    end: int
    forms: tuple[Form, ...]

    def at_place(self, *, first: bool, last: bool) -> Form | None:
        """The form that may stand at this place, or None."""
        for form in self.forms:
            if form.may_stand(first=first, last=last):
                return form
        return None


Found = tuple[Span, Form]

_COUNTRY = Form("country", STATE, "last", "sure", False)
"""Three letters for a country behind the form of a firm (CERES SHIPPING LTD-HKG), which shipping databases add."""


@kept
def tree() -> Tree:
    """All forms: long ones by stems; short ones by spelling, single letters joined and words apart (l l
    c)."""
    planted: Tree = {}
    for row in form_rows():
        long, certainty = row["kind"] == "long", row["certainty"]
        romanised = row["language"].endswith("-latn")
        folded = join_names(fold_text(row["form"]))  # as texts are mended: эл эл си
        for words in _spellings(folded, long):
            edges = [_stem_edge(word) if long else word for word in words]
            certain = "doubtful" if certainty == "sure" and _is_guess(words, folded) else certainty
            plant(planted, edges, Form(row["form"], row["class"], row["position"], certain, long, romanised))
        if long:
            plain = [skeleton.unaccented(word) for word in folded.split()]
            plant(
                planted, plain, Form(row["form"], row["class"], row["position"], certainty, long, romanised)
            )
    return planted


def _spellings(form: str, long: bool) -> list[list[str]]:
    words = form.replace("'", "").split()
    found = [words]
    if all(len(word) == 1 for word in words) and len(words) > 1:
        found.append(["".join(words)])
    if not long and len(words) == 1 and 2 <= len(form) <= 5:
        found.append(list(form))
    return found


def _is_guess(words: list[str], form: str) -> bool:
    """Two letters that the row writes apart, joined, or the reverse: S A of SA, SA of S.A."""
    return len("".join(words)) == 2 and words != form.split()


def _stem_edge(word: str) -> str:
    return "~" + stems.cut_ending(skeleton.skeleton(word))


def is_form(word: Word) -> bool:
    """Whether the word alone is a legal form somewhere (LTD, ООО)."""
    return bool(values(step([tree()], word.spelling, word.exact)))


def find_spans(words: list[Word], *, is_full: bool = False) -> list[Span]:
    """Every longest form in the words, wherever it stands, from left to right without overlap. `is_full`: the text is as
    long as customs fields are, so that a form at its end may well be cut."""
    spans: list[Span] = []
    at = 0
    while at < len(words):
        span = _longest(words, at, is_full) if words[at].form_branches else None
        if span:
            spans.append(span)
        at = span.end if span else at + 1
    return spans


def _longest(words: list[Word], start: int, is_full: bool) -> Span | None:
    branches, before = list(words[start].form_branches), [tree()]
    found: Span | None = None
    at = start + 1
    while True:
        ended = values(branches)
        if start == 0 and at < len(words):  # LLC SPC is a form behind a name, LLC one before it too
            ended = [form for form in ended if form.position != "last"]
        if ended and _is_believed(words, start, at):
            found = Span(start, at, tuple(sorted(ended, key=lambda form: not form.is_sure)))
        if not branches or at == len(words):
            break
        before = branches
        branches = step(branches, *words[at].edges, *words[at].respelled)
        at += 1
    if at < len(words) or (found and found.end == at) or words[-1].exact in WHOLE:
        return found
    if branches:
        if _ends_in_form(words, start, is_full):
            return found
        return _cut_off(words, start, branches, CUT_IN_FULL_FIELD if is_full else CUT_ANYWHERE) or found
    below = _beginning_with(before, words[-1])
    return _cut_off(words, start, below, CUT_IN_FULL_FIELD if is_full else CUT_IN_A_WORD) or found


def _ends_in_form(words: list[Word], start: int, is_full: bool) -> bool:
    """Whether a complete form stands at the end, so that nothing is cut (INTERNATIONAL COMPANY LIMITED)."""
    later = [at for at in range(start + 1, len(words)) if words[at].form_branches]
    return any(_longest(words, at, is_full) for at in later)


def _is_believed(words: list[Word], start: int, end: int) -> bool:
    """One word with a typing error is a form at the very end only, behind a name."""
    word = words[start]
    if (
        not word.respelled
        or end - start > 1
        or (start > 0 and end == len(words))
        or not word.spelling.isalpha()
    ):
        return True  # digits for letters (5ARL, J5C) leave no doubt
    return bool(values(step([tree()], *words[start].edges)))


def _beginning_with(branches: list[Tree], word: Word) -> list[Tree]:
    """The branches whose edge begins with what is left of a word that the end of the field cut."""
    cut = left_of(word)
    return [branch[edge] for branch in branches for edge in branch if edge.startswith(cut)]


def left_of(word: Word) -> tuple[str, str]:
    """How an edge begins of which the end of the field left no more than this word."""
    return word.exact or word.spelling, "~" + word.skeleton


def _cut_off(words: list[Word], start: int, branches: list[Tree], least: tuple[int, float]) -> Span | None:
    """The long form that the words from `start` to the end are the beginning of, when enough of it is there."""
    letters = sum(len(word.skeleton) for word in words[start:])
    fewest, share = least
    if letters < (FEWEST_MISTYPED if words[start].respelled else fewest) or len(words) - start < 2:
        return None
    possible = [form for branch in branches for form in all_values(branch) if form.is_long]
    possible = [form for form in possible if letters >= share * len(form.form.replace(" ", ""))]
    if not possible:
        return None
    shortest = min(possible, key=lambda form: (len(form.form), form.form))
    return Span(start, len(words), (Form(shortest.form, shortest.form_class, "anywhere", "sure", True),))


def taken_off(words: list[Word], text: str) -> list[Found]:
    """The legal forms of this name, in order: not the words that only look like one."""
    if before := appearance.without_country(words, text):
        found = _taken_off(words[:-1], before, is_full=False)
        is_behind = (
            bool(found) and found[-1][0].end == len(words) - 1 and found[-1][1].form_class != "COMPANY"
        )
        if is_behind and not _is_all(words[:-1], found):
            return [*found, (Span(len(words) - 1, len(words), (_COUNTRY,)), _COUNTRY)]
    return _taken_off(words, text, is_full=len(text) in FULL_FIELD)


def _taken_off(words: list[Word], text: str, *, is_full: bool) -> list[Found]:
    """`taken_off` of words behind which no country is marked."""
    spans = [_allowed(span, text) for span in find_spans(words, is_full=is_full)]
    if len(spans) == 1 and "-" not in text and (plain := _plain(words, spans[0])):
        return plain
    found = _placed(words, [span for span in spans if span.forms])
    while found and not _is_all(words, found):
        kept = [pair for pair in found if not _is_lookalike(words, pair, found, text)]
        if len(kept) == len(found):
            break
        found = _placed(words, [span for span, _ in kept])
    if not _is_all(words, found):
        return found
    return [pair for pair in found if _may_be_alone(*pair)]  # SPE OU is a firm called SPE


def _may_be_alone(span: Span, form: Form) -> bool:
    """Whether a text of nothing else is a form and no name: LLC, In Liquidation, AO or TOO, but not SPA, AB or Defunct."""
    is_known = form.is_sure or (form.is_romanised and form.form_class in SHORTEST_REST)
    return is_known and (form.form_class != STATE or span.end - span.start > 1)


def _plain(words: list[Word], span: Span) -> list[Found]:
    """The one form of an ordinary name, when nothing about it needs thought."""
    form = span.at_place(first=span.start == 0, last=span.end == len(words))
    if form is None or not form.is_sure or form.position == "seldom first" or form.form_class == STATE:
        return []
    return [] if appearance.is_in_phrase(words, span.start, span.end) else [(span, form)]


def _allowed(span: Span, text: str) -> Span:
    """The span without those spellings that count only when their letters are written apart, and are not."""
    if span.forms[0].is_sure and len(span.forms) == 1:
        return span
    kept = [f for f in span.forms if f.form in _pairs() or not _is_joined(f, text)]
    return Span(span.start, span.end, tuple(kept))


def _is_joined(form: Form, text: str) -> bool:
    """Whether a form counts only with its letters apart, and they are not."""
    return form.certainty == "apart" and not appearance.is_written_apart(form.form, text)


@cache
def _pairs() -> dict[str, frozenset[str]]:
    """Forms that are doubtful in front, and behind which sure ones they leave no doubt."""
    return {row["front"]: frozenset(row["back"].split("|")) for row in read_table("form_pairs")}


def _is_paired(span: Span, form: Form, found: list[Found]) -> bool:
    """Whether a form stands in front and one behind that tells it from a word: SC KALA SRL, TOO KALA LLP."""
    backs = _pairs().get(form.form, frozenset()) if span.start == 0 else frozenset()
    return any(other.form in backs and behind.start >= span.end for behind, other in found)


def _is_all(words: list[Word], found: list[Found]) -> bool:
    """Whether nothing but forms is there; a known phrase of two of them (Limited Too) is something else."""
    if any(appearance.is_in_phrase(words, span.start, span.end) for span, form in found if not form.is_sure):
        return False
    return len(words) == sum(span.end - span.start for span, _ in found)


def _is_lookalike(words: list[Word], pair: Found, found: list[Found], text: str) -> bool:
    span, form = pair
    within = words[span.start : span.end]
    if appearance.is_in_phrase(words, span.start, span.end):
        return True
    if "-" in text and not form.is_long and appearance.is_part_of_compound(within, text):
        return not form.is_sure or len(found) > 1 or appearance.is_like_a_word(within, text)
    is_seldom = form.position == "seldom first" and _has_words_behind(words, span, found)
    if is_seldom and _is_word_in_front(words, pair, found):
        return True
    if form.is_sure or _is_paired(span, form, found):
        return False
    if _is_joined(form, text):
        return True
    if _is_dotted_in_front(pair):
        return False
    others = [pair for pair in found if not _says_nothing_of(form, pair[1])]
    if any(other.is_sure or other_span.start > span.start for other_span, other in others):
        return True
    if appearance.is_like_a_word(within, text):
        return True
    return _has_no_rest(words, span, form)


def _says_nothing_of(form: Form, other: Form) -> bool:
    """Whether a doubtful form may be one beside a sure one: a state of the firm, or a title beside a romanised form."""
    if STATE in (form.form_class, other.form_class):
        return True
    if not (form.is_romanised and form.form_class in SHORTEST_REST):
        return False
    return other.is_own_title or (len(form.form) > 2 and other.form in _TITLES)  # not SP, AO


def _has_words_behind(words: list[Word], span: Span, found: list[Found]) -> bool:
    """Whether anything but further forms stands behind a form: nothing does in KALA LTD OOO."""
    forms_behind = sum(other.end - other.start for other, _ in found if other.start >= span.end)
    return len(words) - span.end > forms_behind


def _is_dotted_in_front(pair: Found) -> bool:
    """Whether a form stands in front with its letters apart: S.C. KALA S.R.L."""
    _, form = pair
    return form.certainty == "apart" and form.position == "first"


def _has_no_rest(words: list[Word], span: Span, form: Form) -> bool:
    """Too little beside a doubtful form: short words only, or, behind a Western one, ordinary words only."""
    rest = [*words[: span.start], *words[span.end :]]
    if span.end < len(words) and not form.is_romanised and words[span.start].script == "latin":
        rest = [word for word in rest if not word.concept]
    return max((len(word.exact) for word in rest), default=0) < SHORTEST_REST.get(
        form.form_class, SHORTEST_REST_ELSE
    )


def _is_word_in_front(words: list[Word], pair: Found, found: list[Found]) -> bool:
    """A form that is seldom first is none where another form stands behind it, or in a known phrase."""
    span, _ = pair
    behind = any(other.start > span.end for other, _ in found)
    if max(len(word.exact) for word in words[span.end :]) < SHORTEST_REST_ELSE:
        return True
    return behind or appearance.is_in_phrase(words, span.start, span.end)


def _placed(words: list[Word], spans: list[Span]) -> list[Found]:
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
