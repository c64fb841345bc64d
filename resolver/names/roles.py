"""Phrases that name another party's role (on behalf of, notify, formerly), and how they part a field.

In: the keys of the words of a field (`resolver.names.word_keys`). Out: stretches of words, each with its role. A row of
tables/roles.csv says when its phrase is believed: "for" parts no firm that has it in its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from resolver.names.form_spans import form_spans, holds_legal_form
from resolver.names.phrases import PhraseTable, keys_of
from resolver.names.tables import read_table


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A row of roles.csv: `names` says on which side the firm with the role stands.

    `strength` says when the phrase is believed: sure (always), start (at the start of the field), between
    (with words on both sides), names (two words or a legal form on both sides), firms (and a form on one of them), behind
    form (or firms), forms (on both sides), notified (forms, or behind "to order of"), two forms (one
    right before; behind "c/o" forms).
    """

    role: str
    names: str
    strength: str


@cache
def role_phrases() -> PhraseTable[RolePhrase]:
    """The rows of the table, by their phrase."""
    return PhraseTable(
        (row["phrase"], RolePhrase(row["role"], row["names"], row["strength"])) for row in read_table("roles")
    )


Chunk = tuple[str, int, int]  # role, first word, word behind the last


def _may_be_firm(keys: Sequence[str]) -> bool:
    return len(keys) > 1 or holds_legal_form(keys)


def _are_firms(before: Sequence[str], after: Sequence[str]) -> bool:
    """A legal form on one side, two words or a form on the other."""
    some_form = holds_legal_form(before) or holds_legal_form(after)
    return some_form and _may_be_firm(before) and _may_be_firm(after)


def _ends_in_form(keys: Sequence[str]) -> bool:
    return holds_legal_form(keys) and form_spans(keys)[-1].end == len(keys)


def _closes(keys: Sequence[str]) -> bool:
    """Whether words end with a form that closes a name: LLC, but not COMPANY (KALA COMPANY FOR TRADE LLC)."""
    spans = form_spans(keys)
    return holds_legal_form(keys) and spans[-1].closes and spans[-1].end == len(keys)


_LONGEST_OPENING = 4  # words of a firm up to its form


def _opens(keys: Sequence[str]) -> bool:
    """Whether words begin with a short firm: its form in front or soon behind."""
    head = keys[:_LONGEST_OPENING]
    return holds_legal_form(head) and form_spans(head)[0].closes


def _believed(phrase: RolePhrase, role: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a phrase parts two firms here, or is part of a name ("Drive Through Coffee LLC")."""
    match phrase.strength:
        case "sure":
            return True
        case "start":
            return not before
        case "between":
            return bool(before and after)
        case "firms":
            return _are_firms(before, after)
        case "behind form":
            return bool(after) and (_ends_in_form(before) or _are_firms(before, after))
        case "names":
            return bool(after) and (_ends_in_form(before) or (_may_be_firm(before) and _may_be_firm(after)))
        case "notified" if role == "to_order_of":
            return bool(after)
        case "two forms" if role != "care_of":
            return _closes(before) and _opens(after)
        case _:
            return holds_legal_form(before) and holds_legal_form(after)


def split_by_roles(keys: Sequence[str]) -> list[Chunk]:
    """The stretches of words between role phrases, each with the role that the phrases give it."""
    chunks: list[Chunk] = []
    begin, role = 0, ""
    for start, end, phrase in role_phrases().find(keys):
        is_nobodys = phrase.names == "previous" and begin == start
        if is_nobodys or _is_within_letters(keys, begin, start, end):
            continue
        if not _believed(phrase, role, keys[begin:start], keys[end:]):
            continue
        chunks.append((phrase.role if phrase.names == "previous" else role, begin, start))
        begin, role = end, phrase.role if phrase.names == "next" else ""
    chunks.append((role, begin, len(keys)))
    return [chunk for chunk in chunks if chunk[1] < chunk[2]]


def _is_within_letters(keys: Sequence[str], begin: int, start: int, end: int) -> bool:
    """Whether a role of single letters is part of a name that is spelt out (R.A.K.A. LLC), and not behind a form (S.A.)."""
    if end - start < 2 or not all(map(_is_letter, keys[start:end])):
        return False
    beside = [*keys[max(begin, start - 1) : start], *keys[end : end + 1]]
    return any(map(_is_letter, beside)) and not _ends_in_form(keys[begin:start])


@cache
def spelt_roles() -> tuple[str, ...]:
    """The roles that are letters without strokes between them (A.K.A., C O), as they stand in the key of a text."""
    phrases = (keys_of(row["phrase"]) for row in read_table("roles"))
    spelt = {f" {' '.join(keys)} " for keys in phrases if len(keys) > 1 and all(map(_is_letter, keys))}
    return tuple(sorted(spelt))


def _is_letter(key: str) -> bool:
    return len(key) == 1 and key.isalpha()


@cache
def letters_of_roles() -> frozenset[str]:
    """Of each of them a letter that stands by itself in few names; A is an article."""
    return frozenset(max(set(role.split()) - {"A"}) for role in spelt_roles())
