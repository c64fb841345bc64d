"""Where legal forms stand in a text that is not yet a clean name: the anchors by which segmentation cuts.

Simpler than `resolver.names.forms` on purpose: it asks "may a name end or begin here?", not "is this the
form of this firm?". Doubtful short forms (AT, SA, TOO, Co) count only for the second question and are left
out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resolver.names.form_rows import form_rows
from resolver.names.kept import kept
from resolver.names.phrases import PhraseTable, keys_of
from resolver.names.word_keys import key_words, word_key

_LONGEST_FORM = 12  # words: a longer text is more than a legal form
_CLOSING_CLASSES = frozenset({"LLC", "JSC", "SUE", "IP"})
_ORDINARY_WORDS = frozenset(
    {"company", "corporation", "enterprise", "concern", "компания", "корпорация", "предприятие"}
)


class FormSpan(NamedTuple):
    """words[start:end] is a legal form.

    `leads`: forms of its kind usually stand before the name (ООО, OOO). `closes`: a name is complete with
    it, so that a place behind it is an address; "Corporation" and "Company" are words of names as well.
    `ends`: a name does not go on behind it (Ltd, GmbH, S.r.l.), while LLC and JSC may stand before the name
    as well.
    """

    start: int
    end: int
    leads: bool
    closes: bool
    ends: bool


def _leads(row: dict[str, str]) -> bool:
    """Forms in Cyrillic letters or in romanised Cyrillic stand first as a rule."""
    return row["script"] == "Cyrl" or row["language"].endswith("-latn")


def _closes(row: dict[str, str]) -> bool:
    return row["class"] in _CLOSING_CLASSES and row["form"].split()[-1] not in _ORDINARY_WORDS


@kept
def _sure_forms() -> PhraseTable[tuple[bool, bool, bool]]:
    rows = [row for row in form_rows() if row["certainty"] == "sure"]
    elsewhere = {
        word_key(row["form"]) for row in rows if _leads(row) or row["position"] in {"first", "anywhere"}
    }
    return PhraseTable(
        (row["form"], (_leads(row), _closes(row), _closes(row) and word_key(row["form"]) not in elsewhere))
        for row in rows
    )


@kept
def _all_forms() -> PhraseTable[bool]:
    return PhraseTable((row["form"], True) for row in form_rows())


@kept
def _form_words() -> frozenset[str]:
    return frozenset(key for row in form_rows() for key in keys_of(row["form"]))


def form_spans(keys: Sequence[str]) -> list[FormSpan]:
    """The sure legal forms among the words of these keys, left to right."""
    return [FormSpan(start, end, *kind) for start, end, kind in _sure_forms().find(keys)]


def leading_forms_end(keys: Sequence[str]) -> int:
    """The first word behind the legal forms, doubtful ones too, with which a text begins."""
    place, forms = 0, _all_forms()
    while place < len(keys) and (found := forms.at(keys, place)) is not None:
        place += found[1]
    return place


def holds_legal_form(keys: Sequence[str]) -> bool:
    """Whether a legal form stands among the words, with at least one word beside it."""
    found = _sure_forms().find(keys)
    return bool(found) and sum(end - start for start, end, _ in found) < len(keys)


def may_be_only_form(words: Iterable[str]) -> bool:
    """Whether a name whose key has these words may be nothing but a legal form."""
    return _form_words().issuperset(words)


def only_legal_form(name: str) -> bool:
    """Whether a name is nothing but a legal form ("ООО", "LLC"): reported, and never a match."""
    if not may_be_only_form(key_words(name)):
        return False  # most names
    keys = keys_of(name)
    found = _all_forms().find(keys) if len(keys) <= _LONGEST_FORM else []
    return bool(keys) and sum(end - start for start, end, _ in found) == len(keys)
