"""Raw text -> folded lower-case words in their own script.

NFKC, HTML entities, case, quotes, apostrophes, dotted initials (О.О.О. -> ооо), № and No. before a number,
ordinal endings after one (61-й, 61st -> 61). Hyphens split. Chinese is simplified. Accents are kept; nothing is romanised
and no word is judged.
"""

from __future__ import annotations

import html
import re
import string
import unicodedata
from functools import cache

from resolver.names.han import simplified
from resolver.names.letter_names import join_names
from resolver.names.tables import read_table

LONGEST_TEXT = 4000
"""Characters of a text that are read: ten times the longest name seen, so that a hostile cell costs
little."""

BETWEEN = "\0"
"""Between texts that are folded together (`resolver.names.parting`): no rule of this module reads across it."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_GLUE = "'’ʼ`´ʻʹʺ‘ˈ′ʾʿˊ\u00ad\u061c\u0640"
_VANISHES = re.compile(
    f"[{_GLUE}\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0300-\u036f\u0483-\u0489\u064b-\u065f]"
)
LOST_LETTER = re.compile(r"[?\ufffd](?<=[^\W\d_].)[?\ufffd]?(?=[^\W\d_])", re.DOTALL)
"""What stands for a letter that an encoding has lost (VEKT?R): a word with a letter less is nearer to it than two words. It
begins with the sign, by which it is found many times faster than by what must stand before."""

_INSIDE_WORD = re.compile(r"(?<=\w)·(?=\w)")
_HARD_SIGN = re.compile(r"(?<!\w)(?:ob|pod|raz|s|v|iz|ot|pred|nad|bez|mezh|ad|in|kon|sub)[\"”](?=[eyij])")
"""A quotation mark for ъ after a prefix: OB”YEDINENNAYA; elsewhere it is a quotation mark."""

_SEPARATOR = re.compile(r"[^\w&\0 \u0900-\u0eff]|_")
"""A sign that becomes a blank; blanks, which most of them are, need no change."""

_ASCII = str.maketrans(dict.fromkeys(string.punctuation, " ") | {"'": None, "`": None, "&": "&"})
"""Sign by sign, so that `translate` takes its fast way; blanks go around "&" before."""

_WORDS_BEHIND = "|".join(
    re.escape(row["written"]) for row in read_table("written_words") if row["kind"] == "word_behind"
)
"""How phrases begin whose first word, of one letter, is no initial of the ones before: D.O.O. U STEČAJU."""

_INITIALS = re.compile(rf"(?<![^\W_])[^\W\d_](?:\.(?:[ ](?!{_WORDS_BEHIND}))?[^\W\d_])+\.?(?![^\W_])")
MAY_BE_INITIALS = re.compile(r"\.[ ]?[^\W\d_](?![^\W_])")
"""A glance that begins with a letter of its own, by which it is found many times faster."""

MAY_BE_CONTRACTED = tuple(re.compile(rf"{sign}[ ]?[^\W\d_](?![^\W_])") for sign in "-/&")
"""Glances at a contraction (`written_words.csv`: з-д is завод, r&d research and development), each of which begins with a
sign of its own."""

MAY_BE_SPACED = re.compile(r"[^\w\0][^\W\d_][^\w\0]+[^\W\d_][^\w\0]+[^\W\d_](?![^\W_])")
"""A glance that begins with a sign; before what it finds a further letter must stand."""

_APART = r"[^\w&\0\u0900-\u0eff'`]"
"""A sign that parts words."""

_SPACED = re.compile(rf"(?<![^\W_])[^\W\d_](?:{_APART}+[^\W\d_]){{3,}}(?![^\W_])")
"""A word whose letters stand apart (S P E T S S T A L, S-P-E-T-S): four letters and more, since three are initials as
often."""

_PARTS_WORDS = re.compile(_APART)

MAY_BE_ORNAMENT = re.compile(r"[-–—]ъ(?!\w)")
"""A hard sign behind a hyphen, which firms add to look old (Коммерсант-Ъ): no sound and no word."""

MAY_BE_GLUED_COMPANY = re.compile(r"\.(?<=[^\W\d_]co\.),")
"""A glance that begins with a sign."""

_GLUED_COMPANY = re.compile(r"co\.,(?<=[^\W\d_]{4}co\.,)[ ]?(?=l(?:td|imited)(?![^\W_]))")
"""Co., Ltd. behind a word that has lost its blank (BEARINGCO.,LTD): without its dot and comma it may be Texaco Ltd."""

_NUMBER_SIGN = re.compile(r"(?<![^\W_])(?:(?:№|no|nr|n|num)(?:[^\w\0]|_)*)+(?=\d+(?![^\W_]))")
_DIGIT = re.compile("[0-9]")
_MAY_BE_SIGNED = re.compile(r"[№onrm](?:[^\w\0]|_)*\d|\d[\s-]{0,3}[srntйяеыаогмх]")
"""A glance at what stands before and behind a number, before the two rules are tried."""

_ORDINAL = re.compile(
    r"(?<![^\W_])(\d+)(?:[\s-]{0,3}(?:st|nd|rd|th)|\s?-\s?(?:й|я|е|ый|ий|ая|ое|ой|го|ого|му|ти|х))+(?![^\W_])"
)


def fold_text(text: str) -> str:
    """`text` in lower case, NFKC, entities decoded; punctuation still stands. Idempotent."""
    text = text[:LONGEST_TEXT]
    if "&" in text and ";" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text.lower() if text.isascii() else fold_letters(text)


def fold_letters(text: str) -> str:
    """`fold_text` of letters without entities, however many."""
    text = text.replace("’‘", "’ ‘")  # two quoted names; a sign within a word vanishes
    text = _nfkc(text).casefold().replace("ѐ", "е")
    return simplified(_nfkc(_VANISHES.sub("", text)))


def _nfkc(text: str) -> str:
    """A text, or several with BETWEEN between them, in NFKC; most are."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return BETWEEN.join(
        one if unicodedata.is_normalized("NFKC", one) else unicodedata.normalize("NFKC", one)
        for one in text.split(BETWEEN)
    )


def split_words(folded: str) -> list[str]:
    """The words of a folded text, in order; "&" counts as a word, other punctuation does not."""
    return without_punctuation(mend(folded.replace(BETWEEN, " "))).split()


def mend(folded: str) -> str:
    """A folded text with its initials joined, also as they are spoken (Джи Ти Эм), what stands beside numbers off and
    signs within words mended."""
    folded = folded.replace("_", " ")
    if "." in folded and MAY_BE_INITIALS.search(folded):
        folded = _INITIALS.sub(_join_initials, folded)
    if any(glance.search(folded) for glance in MAY_BE_CONTRACTED):
        folded = _contracted().sub(lambda found: _contractions()[found[0].replace(" ", "")], folded)
    if MAY_BE_SPACED.search(folded):
        folded = _SPACED.sub(_join_spaced, folded)
    if "ъ" in folded:
        folded = MAY_BE_ORNAMENT.sub("", folded)
    if "co.," in folded:
        folded = _GLUED_COMPANY.sub(" co ", folded)
    if '"' in folded or "”" in folded:
        folded = _HARD_SIGN.sub(lambda found: found[0][:-1], folded)
    if has_signed_number(folded):
        folded = _mend_numbers(folded)
    if "?" in folded or "\ufffd" in folded:
        folded = LOST_LETTER.sub("", folded)
    return folded if folded.isascii() else join_names(_INSIDE_WORD.sub("", folded))


def without_punctuation(folded: str) -> str:
    """The words with blanks between them; what stands between joined texts is left."""
    if "&" in folded:
        folded = folded.replace("&", " & ")
    return folded.translate(_ASCII) if folded.isascii() else _SEPARATOR.sub(" ", folded)


def has_signed_number(folded: str) -> bool:
    """Whether a sign or an ending may stand beside a number (№ 5, 61st)."""
    return _DIGIT.search(folded) is not None and _MAY_BE_SIGNED.search(folded) is not None


def _mend_numbers(folded: str) -> str:
    return _ORDINAL.sub(r"\1", _NUMBER_SIGN.sub("", folded))


@cache
def _contractions() -> dict[str, str]:
    """What is written for a word -> the word."""
    return {
        row["written"]: row["means"] for row in read_table("written_words") if row["kind"] == "contraction"
    }


@cache
def _contracted() -> re.Pattern[str]:
    written = "|".join("[ ]?".join(map(re.escape, one)) for one in _contractions())
    return re.compile(rf"(?<![^\W_])(?:{written})(?![^\W_])")


@cache
def _forms_apart() -> tuple[str, ...]:
    """Legal forms that stay words of their own among letters that stand apart."""
    return tuple(row["written"] for row in read_table("written_words") if row["kind"] == "form_apart")


def _join_initials(found: re.Match[str]) -> str:
    """О.О.О. -> ооо, but not "a.b. smith" of single blanks only: the dots must be there."""
    return found[0].replace(".", "").replace(" ", "") + " "


def _join_spaced(found: re.Match[str]) -> str:
    """S P E T S, or S-P-E-T-S, as one word, a legal form before or behind it as another."""
    word = _PARTS_WORDS.sub("", found[0])
    for form in _forms_apart():
        if word.startswith(form):
            return f"{form} {word[len(form) :]}"
        if word.endswith(form):
            return f"{word[: -len(form)]} {form}"
    return word
