"""Party segmentation: one field of a manifest -> the firms that it names, each with its role.

What enters is the text of a field; what leaves is `Segmentation`. A field may name several firms ("A LLC ON
BEHALF OF B LLC"), carry an address, a phone or a tax number behind the name, or say that nobody is named
("TO ORDER"). When it is not clear where a name ends the text stays in the name: a glued address costs a
little score, a lost word of the name costs the match. Nothing is respelled: names are slices of the field,
blanks collapsed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from resolver.names.address_marks import trigger_words, words_of_kind
from resolver.names.addresses import may_hold_address, split_address
from resolver.names.contacts import cut_contacts, may_hold_contact
from resolver.names.enumerations import has_word_of_its_own, may_be_several, split_by_marks
from resolver.names.form_spans import form_spans, holds_legal_form, may_be_only_form, only_legal_form
from resolver.names.identifiers import IdentifierValue, find_in_text
from resolver.names.mojibake import may_be_spoilt, restored
from resolver.names.payments import payment_party
from resolver.names.phrases import Words, keys_of, telling_word
from resolver.names.placeholders import may_be_placeholder, placeholder_reason
from resolver.names.roles import letters_of_roles, role_phrases, spelt_roles, split_by_roles
from resolver.names.tables import read_table
from resolver.names.word_keys import key_words, key_words_together


class SegmentedParty(NamedTuple):
    """One firm of a field. `role` is "" for the field's own role, else to_order_of, on_behalf_of,
    care_of, ..."""

    role: str
    name: str
    address: str = ""
    city: str = ""
    country: str = ""
    identifiers: tuple[IdentifierValue, ...] = ()


class Segmentation(NamedTuple):
    """The firms of one field; none when it is a placeholder, and then `reason` says which kind.

    `bare`: one of them is nothing but a legal form.
    """

    parties: tuple[SegmentedParty, ...]
    placeholder: bool = False
    reason: str = ""
    bare: bool = False


_EDGES = " \t,;:.-–—/|\\"
_BEFORE_NAME = _EDGES.replace(".", "") + ")]"
_BEHIND_NAME = _EDGES.replace(".", "") + "(["
_COMMAS = re.compile(r"\s?,(?:\s?,)+")  # where several numbers stood
_OPENING = {")": "(", "]": "[", "”": '“„‟”"', "»": '«»"'}
"""What opens, in some language, what a mark at the end closes: “Kala”, „Kala”, ”Kala”."""


def _trim(text: str) -> str:
    """Blanks and loose marks at the ends off; a closing dot of an abbreviation, paired brackets and quotes
    stay."""
    trimmed = " ".join(text.split()).lstrip(_BEFORE_NAME).rstrip(_BEHIND_NAME)
    if ", ," in trimmed:
        trimmed = _COMMAS.sub(",", trimmed)
    while trimmed and trimmed[-1] in _OPENING and not set(_OPENING[trimmed[-1]]).intersection(trimmed[:-1]):
        trimmed = trimmed[:-1].rstrip(_EDGES)
    return trimmed


_LONG_NUMBER = re.compile(r"\d(?:[0-9A-Za-z]{4}|(?<=[0-9A-Za-z]{4}\d)|[\d .-]{5}\d)")


_GLUED_LABEL = re.compile(
    r"(?<![^\W_])(?:(ИНН|INN|КПП|KPP|КИО|KIO|ОГРН|OGRN|ОГРНИП|БИН|BIN|БСН|BSN|ИИН|IIN|ЖСН|УНП|UNP|СТИР|STIR|ПИНФЛ|PINFL"
    r"|ЄДРПОУ|ЕДРПОУ|EDRPOU|VOEN|ВОЕН|IDNO|VKN|TIN)(?=\d{8})|(IMO)(?=\d{7}\b))",
    re.IGNORECASE,
)
"""Words for a number that clerks and banks write without a blank: INN7701000000."""

_HOLLOW_BRACKETS = re.compile(r"[(\[]\s*(?:CODE|ID|NO|NR|№|КОД|НОМЕР)?[\s,;:/.]*[)\]]", re.IGNORECASE)
"""What is left of brackets around a number: ROMASHKA (INN 7701000000)."""


def _cut_identifiers(text: str) -> tuple[str, tuple[IdentifierValue, ...]]:
    if _LONG_NUMBER.search(text) is None:
        return text, ()
    text = _GLUED_LABEL.sub(r"\g<0> ", text)
    found = find_in_text(text)
    rest, behind = [], 0
    for _, start, end in found:
        if start >= behind:
            rest.append(text[behind:start])
        behind = max(behind, end)
    rest.append(text[behind:])
    return _HOLLOW_BRACKETS.sub("", ", ".join(rest)), tuple(
        dict.fromkeys(identifier for identifier, _, _ in found)
    )


def _is_name(text: str) -> bool:
    return text[:1].isalnum() or any(map(str.isalnum, text))


def _party(role: str, words: Words) -> SegmentedParty:
    text = words.text
    rest, identifiers = _cut_identifiers(text)
    rest = cut_contacts(rest)
    split = split_address(words if rest == text else Words(rest))
    name = _trim(split.name)
    if not _is_name(name):
        name = next(filter(_is_name, map(_trim, (rest, text))), text)
    return SegmentedParty(role, name, _trim(split.address), split.city, split.country, identifiers)


def _tidy(text: str) -> str:
    """Read in the encoding in which it was written, HTML entities decoded, compatibility characters (full width, ligatures)
    made plain, control characters off."""
    plain = text if text.isascii() else _with_plain_letters(restored(text))
    if "&" in plain and ";" in plain:
        plain = html.unescape(plain)
    return (
        plain if plain.isprintable() else "".join(c if c.isprintable() or c == "\n" else " " for c in plain)
    )


def _with_plain_letters(text: str) -> str:
    if "№" not in text:
        return unicodedata.normalize("NFKC", text)
    return "№".join(unicodedata.normalize("NFKC", part) for part in text.split("№"))


def _segment_closely(words: Words) -> Segmentation:
    """The firms of a tidy text that is no placeholder as a whole."""
    text = words.text
    parties: list[SegmentedParty] = []
    reasons: list[str] = []
    for role, first, behind in split_by_roles(words.keys):
        start = 0 if first == 0 else words.spans[first][0]
        end = words.spans[behind][0] if behind < len(words.keys) else len(text)
        for part in split_by_marks(text[start:end]):
            whole = part == text
            reason = "" if whole else placeholder_reason(part)
            if reason:
                reasons.append(reason)
            else:
                parties.append(_party(role, words if whole else Words(part)))
    if not parties:
        return Segmentation((), True, reasons[0] if reasons else "no firm named")
    bare = any(only_legal_form(party.name) for party in parties)
    return Segmentation(tuple(dict.fromkeys(parties) if len(parties) > 1 else parties), bare=bare)


@cache
def _triggers() -> frozenset[str]:
    common = words_of_kind("common")
    phrases = [row["phrase"] for row in read_table("roles")]
    phrases += [row["words"] for row in read_table("address_words") if row["kind"] == "person"]
    words = trigger_words() | frozenset(telling_word(phrase, common) for phrase in phrases)
    return frozenset(word for word in words if len(word) > 1) | {"WWW", "HTTP", "HTTPS"}


LONGEST_FIELD = 1000
"""Characters up to which a field is taken apart. A longer one is no field of a form; it stays whole, as one name."""

_MARKS = re.compile(r"[;|\n@/\d](?:(?<!\d)|[\d\s()./-]{3,}\d|(?<=\s\d)[A-Z]{2}(?![^\W_]))")
"""Marks between firms, long numbers, and what a British postcode ends in."""


def _may_hold_more(text: str, words: Sequence[str]) -> bool:
    """Whether a text, and the words of its key, could be more than one plain name; most end here."""
    if _MARKS.search(text) is not None or not _triggers().isdisjoint(words):
        return True
    if not letters_of_roles().isdisjoint(words) and any(role in " ".join(words) for role in spelt_roles()):
        return True
    return may_be_several(text, words)


_BEHIND_LABEL = {"colon": r"\s*:", "glued": r"\s*:?", "none": r"(?=\s)", "form": r"(?=\s)", "firm": r"(?=\s)"}


@cache
def _labels(*marks: str) -> re.Pattern[str]:
    """The words of a form that clerks copy into its field, at the start of a text."""
    rows = [row for row in read_table("field_labels") if row["mark"] in marks]
    rows.sort(key=lambda row: -len(row["label"]))
    told = [re.escape(row["label"]) + _BEHIND_LABEL[row["mark"]] for row in rows]
    return re.compile(rf"\s*(?:{'|'.join(told)})\s*(?=\S)", re.IGNORECASE)


@cache
def _first_words_of_bare_labels() -> frozenset[str]:
    """The keys of the first words of the labels behind which no colon stands."""
    return frozenset(keys_of(row["label"])[0] for row in read_table("field_labels") if row["mark"] != "colon")


@cache
def _letters_of_bare_labels() -> frozenset[str]:
    """Their first letters."""
    return frozenset(row["label"][0] for row in read_table("field_labels") if row["mark"] != "colon")


def _without_label(text: str) -> str:
    if ":" not in text and text.lstrip()[:1].upper() not in _letters_of_bare_labels():
        return text
    return _label_off(text)


def _label_off(text: str) -> str:
    """The text without the label before it; where no colon stands, a firm with a legal form must follow."""
    if found := _labels("colon", "glued", "none").match(text):
        return text[found.end() :]
    for mark in ("form", "firm"):
        if (found := _labels(mark).match(text)) and _is_labelled(text[found.end() :], mark):
            return text[found.end() :]
    return text


def _is_labelled(text: str, mark: str) -> bool:
    """Whether a text is a firm, and its first word by itself no part of the name."""
    words = Words(text)
    if not holds_legal_form(words.keys):
        return False
    of_forms = {place for span in form_spans(words.keys) for place in range(span.start, span.end)}
    own = (text[begin:end] for place, (begin, end) in enumerate(words.spans) if place not in of_forms)
    return mark == "form" or has_word_of_its_own(own)


def segment(text: str) -> Segmentation:
    """The firms that one field names.

    Never raises; every text with a letter or digit that is no placeholder gives at least one party with a
    name.
    """
    tidy = payment_party(_without_label(_tidy(text)))
    words = key_words(tidy)
    reason = placeholder_reason(tidy) if may_be_placeholder(words) else ""
    if reason:
        return Segmentation((), True, reason)
    if len(tidy) <= LONGEST_FIELD and _may_hold_more(tidy, words):
        return _segment_closely(Words(tidy, words))
    name = _trim(tidy)
    bare = may_be_only_form(words) and only_legal_form(name)
    return Segmentation((SegmentedParty("", name),), bare=bare)


_EASY = re.compile(r"[A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žЀ-ҁҊ-ӿ .,()«»\"-]+")
"""Letters and signs that tidying leaves as they are, and none of those that speak for more than a name."""


class PlainName(NamedTuple):
    """A field that is one name and nothing else; `bare`: it is nothing but a legal form."""

    name: str
    bare: bool


def plain_names(texts: Sequence[str]) -> list[PlainName | None]:
    """What `segment` says of texts that are easily seen to be plain names, as most are; None for the others.

    The keys of many texts are made at once: of one they cost more than all that is asked of them.
    """
    found: list[PlainName | None] = [None] * len(texts)
    easy = [
        at
        for at, text in enumerate(texts)
        if len(text) <= LONGEST_FIELD and _EASY.fullmatch(text) and not may_be_spoilt(text)
    ]
    ascii_only = [at for at in easy if texts[at].isascii()]
    others = [at for at in easy if not texts[at].isascii()]
    for places in (ascii_only, others):
        keys = key_words_together([texts[at] for at in places])
        for at, words in zip(places, keys, strict=True):
            found[at] = _plain_name(texts[at], words)
    return found


def _may_be_cut(easy: Words) -> bool:
    """Whether an easy text, which has no digits, may be parted or lose something. Its words are those of its key."""
    return bool(role_phrases().find(easy.keys)) or may_hold_contact(easy.text) or may_hold_address(easy)


def _plain_name(text: str, words: list[str]) -> PlainName | None:
    """An easy text as a name, by the words of its key."""
    if may_be_placeholder(words) or words[0] in _first_words_of_bare_labels():
        return None
    if not letters_of_roles().isdisjoint(words):
        return None
    if not _triggers().isdisjoint(words) and _may_be_cut(Words(text, words)):
        return None
    if may_be_several(text, words):
        return None
    is_trim = text[0].isalnum() and text[-1].isalnum() and "  " not in text and ", ," not in text
    name = text if is_trim else _trim(text)
    return PlainName(name, may_be_only_form(words) and only_legal_form(name))


def segment_many(texts: Iterable[str]) -> list[Segmentation]:
    """`segment` of each text, in order."""
    return [segment(text) for text in texts]
