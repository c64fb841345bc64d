"""Names by columns: the fast twin of `resolver.names.canonical`, for many texts at once.

Most names hold nothing that needs thought. Their words are numbered, the legal forms of names that are alike
(`resolver.names.form_signs`) are looked for once, and the columns of NAMES are joined by Arrow from the numbers of
their words. The other names (glued forms, fields that may name nobody, initials of their own) go through `canonical_name`
one by one. A test holds that both give the same table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import contains
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.model import NAMES
from resolver.names.articles import comes_off
from resolver.names.canonical import (
    LONGEST_PLACEHOLDER,
    CanonicalName,
    canonical_name,
    places_of_forms,
)
from resolver.names.form_columns import Signs, Singly, signs_of, singly, to_go_on
from resolver.names.form_memory import Answers, FormMemory, Gone, Keys, offsets, ranges
from resolver.names.form_signs import goes_on
from resolver.names.looks import looks
from resolver.names.one_script import in_one_script
from resolver.names.own_initials import FEWEST, SIGNS, without_initials
from resolver.names.phrase_columns import asked_once, phrases_of
from resolver.names.placeholders import placeholder_reason
from resolver.names.script_columns import scripts_of
from resolver.names.splicing import spliced
from resolver.names.texts import Memory, Texts, traits_of
from resolver.names.token_columns import joined, joined_once, said_once, token_columns
from resolver.names.token_store import TokenColumns, flags_of
from resolver.names.word_store import (
    ABBREVIATION,
    ARTICLE,
    BACK,
    FORM,
    FRONT,
    OWN,
    PLACEHOLDER,
    SCRIPTS,
    STOP,
    WordStore,
)

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SIGNS_KEPT = 1 << 16
"""Rows of signs whose legal forms are remembered: a million trade names have fewer; about 30 MB at the most."""

_memory = Memory(WordStore(), FormMemory(SIGNS_KEPT))


def table_by_columns(texts: Sequence[str]) -> pa.Table:
    """The rows of NAMES of some texts, in their order."""
    raw = _read(texts)
    read = in_one_script(raw)
    cores = _cores(read, _plain(read) & ~_may_be_glued(raw))
    tokens = _tokens(read, cores)
    told = np.bincount(tokens.text, minlength=len(texts)) > 0  # the others are empty, and why is to be said
    return _in_order(read, cores._replace(plain=cores.plain & told), tokens)


def _read(texts: Sequence[str]) -> Texts:
    memory = _remembered()
    word, start, vocabulary = memory.words.words_of(texts)
    return Texts(texts, memory, vocabulary, word, start, traits_of(vocabulary, word, start), {})


def _remembered() -> Memory:
    """What this process has learned, nothing again when the words are too many."""
    global _memory
    if _memory.words.is_full():
        _memory = Memory(WordStore(), FormMemory(SIGNS_KEPT))
    return _memory


def _plain(read: Texts) -> Flags:
    """The texts of which nothing is to be asked but the words themselves and the legal forms among them."""
    length = np.diff(read.start)
    plain = length > 0
    first, _ = _outer(read)
    for at in np.flatnonzero(plain & (first & PLACEHOLDER > 0) & (length <= LONGEST_PLACEHOLDER)).tolist():
        plain[at] = placeholder_reason(read.texts[at]) == ""
    for at in np.flatnonzero(plain & _may_hold_initials(read.texts)).tolist():
        plain[at] = without_initials(read.texts[at])[1] == ""
    return plain & ~_have_initials(read)


def _may_be_glued(raw: Texts) -> Flags:
    """The texts that begin or end with a word that a legal form is glued to, as they are written."""
    first, last = _outer(raw)
    glued: Flags = (first & FRONT > 0) | (last & BACK > 0)
    return glued


def _outer(read: Texts) -> tuple[Ints, Ints]:
    """The bits of the first and of the last word of each text, none where it has no word."""
    filled = np.diff(read.start) > 0
    first, last = np.zeros((2, len(filled)), dtype=np.int64)
    first[filled], last[filled] = (
        read.traits[read.start[:-1][filled]],
        read.traits[read.start[1:][filled] - 1],
    )
    return first, last


def _may_hold_initials(texts: Sequence[str]) -> Flags:
    found: Flags = np.logical_or.reduce([flags_of(map(contains, texts, repeat(sign))) for sign in SIGNS])
    return found


def _have_initials(read: Texts) -> Flags:
    """The texts whose last word may repeat the first letters of all others (`own_initials.place_of_initials`): of as many
    letters, of which the first one is theirs."""
    counted = np.flatnonzero(read.traits & (FORM | STOP) == 0)
    begin = np.searchsorted(counted, read.start)
    count = np.diff(begin)
    asked = np.flatnonzero(count > FEWEST)
    word = read.word[counted]
    initial, length = read.vocabulary.initial[word], read.vocabulary.length[word]
    first, last = begin[:-1][asked], begin[1:][asked] - 1
    found = np.zeros(len(read.texts), dtype=np.bool_)
    found[asked] = (initial[last] == initial[first]) & (length[last] == count[asked] - 1)
    return found


class _Cores(NamedTuple):
    """Which texts are `plain` after all, which of the words are of the name proper, and the classes of its forms, as a place
    in `classes`."""

    plain: Flags
    core: Flags  # of each word of the texts
    class_of: Ints  # of each text
    classes: list[tuple[str, ...]]


def _cores(read: Texts, plain: Flags) -> _Cores:
    """The legal forms off, once for all names of the same signs and look."""
    plain, core = plain.copy(), np.ones(len(read.word), dtype=np.bool_)
    signs = _signs(read)
    held = read.either(np.where(signs.told, read.traits, 0))
    asked = np.flatnonzero(plain & (held & FORM > 0))
    each = singly(read.word, read.start, signs)
    look = looks(read, signs, each, asked, held)
    answers, place = _gone_from(read, signs, each, asked, look)
    alone, asked, place = asked[place < 0], asked[place >= 0], place[place >= 0]
    count, gone = answers.words_gone(place)
    core[signs.place[np.repeat(signs.first_place[asked], count) + gone]] = False
    class_of = np.zeros(len(plain), dtype=np.int64)
    class_of[asked] = answers.class_of[place]
    classes = list(answers.classes)
    for at in alone.tolist():
        places, own = _forms_in(read, each, at)
        core[[each.start[at] + one for one in places]] = False
        class_of[at] = len(classes)
        classes.append(tuple(own))
    return _Cores(plain & _have_a_core(read, core), core, class_of, classes)


def _signs(read: Texts) -> Signs:
    """The words that tell, by which of two words in a row the second goes on with a form of the first."""
    signs, edges, words = read.vocabulary.signs(), read.vocabulary.form_goes_on, read.vocabulary.words
    at = to_go_on(read.word, read.start, signs)
    goes = asked_once(read.word[at], read.word[at + 1], lambda one, other: goes_on(edges[one], words[other]))
    return signs_of(read.word, read.start, signs, at[goes])


def _gone_from(read: Texts, signs: Signs, each: Singly, asked: Ints, look: Ints) -> tuple[Answers, Ints]:
    """What is taken off each of the asked texts, as a place in the answers; -1 when it must be looked at by itself."""
    length = np.diff(signs.first_code)[asked]
    keys = Keys(look, signs.codes[ranges(signs.first_code[asked], length)], offsets(length))
    known = read.memory.gone
    answers = known.answers
    place = np.where(look < 0, -1, answers.places(keys))
    unknown = np.flatnonzero((place < 0) & (look >= 0))
    if not len(unknown):
        return answers, place
    found = dict(_sought_for(read, each, asked, keys, unknown))
    first = np.array(list(found), dtype=np.int64)
    answers = known.with_further(keys.only(first), list(found.values()))
    return answers, np.where(look < 0, -1, answers.places(keys))


def _sought_for(
    read: Texts, each: Singly, asked: Ints, keys: Keys, unknown: Ints
) -> Iterator[tuple[int, Gone]]:
    """The forms of the first text of each unknown key that tells what is gone. Of two keys that share a number the second
    stays unknown: its texts are looked at by themselves."""
    seen: set[int] = set()
    numbers = keys.only(unknown).numbers().tolist()
    for at, text, number in zip(unknown.tolist(), asked[unknown].tolist(), numbers, strict=True):
        if number not in seen and (gone := _sought(read, each, text)) is not None:
            seen.add(number)
            yield at, gone


def _sought(read: Texts, each: Singly, at: int) -> Gone | None:
    """The forms of text `at`, found by `resolver.names.forms`; None if a word of them should not tell."""
    places, classes = _forms_in(read, each, at)
    number = {place: one for one, place in enumerate(each.places(at))}
    if not places <= number.keys():
        return None
    return tuple(sorted(number[place] for place in places)), tuple(classes)


def _forms_in(read: Texts, each: Singly, at: int) -> tuple[set[int], list[str]]:
    """The places of the words of forms in text `at`, and the classes of the forms."""
    known = read.vocabulary.words
    return places_of_forms([known[one] for one in each.words(at)], read.texts[at])


def _have_a_core(read: Texts, core: Flags) -> Flags:
    """The texts with a word that is of no form, whose first one is no joining word that abbreviates a phrase."""
    text = read.text()[core]
    have = np.zeros(len(read.texts), dtype=np.bool_)
    have[text] = True
    first = np.ones(len(text), dtype=np.bool_)
    first[1:] = text[1:] != text[:-1]
    have[text[first & (read.traits[core] & ABBREVIATION > 0)]] = False
    return have


class _Tokens(NamedTuple):
    """The tokens of the plain texts: `token[k]` is a place in `columns` and belongs to text `text[k]`."""

    columns: TokenColumns
    token: Ints
    text: Ints


def _tokens(read: Texts, cores: _Cores) -> _Tokens:
    """Words without stop words as tokens: those of phrases, and what the others say by themselves."""
    text = read.text()
    core = cores.core & cores.plain[text]
    told = core & (read.traits & STOP == 0)
    silent = np.ones(len(read.texts), dtype=np.bool_)
    silent[text[told]] = False
    kept = _without_articles(read, told | (core & silent[text]), text)
    at = np.flatnonzero(kept)
    phrases = phrases_of(read, read.word[at], text[at])
    made, which, count = phrases.tokens()
    of_phrases, columns = read.memory.words.phrase_tokens(made)
    single = np.ones(len(at), dtype=np.bool_)
    single[phrases.words()] = False
    word = read.word[at[single]]
    times = read.vocabulary.token_count[word]
    alone = ranges(read.vocabulary.first_token[word], times)
    place = np.concatenate([np.repeat(at[single], times), np.repeat(at[phrases.begin], count)])
    order = np.argsort(place, kind="stable")
    token, texts = np.concatenate([alone, of_phrases[which]])[order], text[place[order]]
    once = said_once(columns, token, texts)
    return _Tokens(columns, token[once], texts[once])


def _without_articles(read: Texts, kept: Flags, text: Ints) -> Flags:
    """The kept words that are no articles, as `articles.without_articles` has it."""
    at = np.flatnonzero(kept)
    traits = read.traits[at]
    have_own = np.zeros(len(read.texts), dtype=np.bool_)
    have_own[text[at[traits & OWN > 0]]] = True
    asked = np.flatnonzero((traits[:-1] & ARTICLE > 0) & (text[at[1:]] == text[at[:-1]]))
    words, number = read.vocabulary.words, read.word[at]
    asked_of = zip(number[asked].tolist(), number[asked + 1].tolist(), text[at[asked]].tolist(), strict=True)
    gone = flags_of(
        comes_off(words[one].exact, words[other].exact, read.texts[which], bool(have_own[which]))
        for one, other, which in asked_of
    )
    kept[at[asked[gone]]] = False
    return kept


def _in_order(read: Texts, cores: _Cores, tokens: _Tokens) -> pa.Table:
    """The plain rows by columns, the others one by one, in the order of the texts."""
    others = np.flatnonzero(~cores.plain)
    rows = rows_table([canonical_name(read.texts[at]) for at in others.tolist()])
    if len(others) == len(read.texts):
        return rows
    table = _plain_rows(read, cores, tokens)
    if not len(others):
        return table
    return spliced(table, rows, others - np.arange(len(others)))


def _plain_rows(read: Texts, cores: _Cores, tokens: _Tokens) -> pa.Table:
    """The rows of NAMES of the plain texts."""
    plain = np.flatnonzero(cores.plain)
    row = np.full(len(read.texts), -1, dtype=np.int64)
    row[plain] = np.arange(len(plain))
    owner = row[read.text()]
    words, core = np.flatnonzero(owner >= 0), np.flatnonzero((owner >= 0) & cores.core)
    class_of = cores.class_of[plain]
    classes = [cores.classes[at] for at in class_of.tolist()]
    forms_of = pa.array(cores.classes, NAMES.field("forms").type)
    bare = read.memory.words.bare_keys
    columns = token_columns(tokens.columns, tokens.token, row[tokens.text], classes, bare) | {
        "text": pa.array([read.texts[at] for at in plain.tolist()], pa.string()),
        "script": _scripts(read, plain),
        "forms": forms_of.take(pa.array(class_of)),
        "key_exact": joined(read.vocabulary.exact, read.word[words], owner[words], len(plain), " "),
        "key_joined": joined_once(
            read.vocabulary.joined, read.vocabulary.edges, read.word[core], owner[core], len(plain)
        ),
        "key_letters": joined(read.vocabulary.exact, read.word[core], owner[core], len(plain), ""),
        "repairs": _repairs(read, row, len(plain)),
        "empty_reason": pa.array([""] * len(plain), pa.string()),
    }
    return pa.table([columns[name] for name in NAMES.names], schema=NAMES)


def _scripts(read: Texts, plain: Ints) -> pa.Array:
    """The script of each plain text: that of its words, "mixed" when they have several, "none" when none has one."""
    return scripts_of(read.either(read.traits >> SCRIPTS)[plain])


def _repairs(read: Texts, row: Ints, rows: int) -> pa.Array:
    """What was mended of the texts of each row."""
    repairs: list[Sequence[str]] = [()] * rows
    for text, mended in read.repairs.items():
        if row[text] >= 0:
            repairs[row[text]] = mended
    return pa.array(repairs, NAMES.field("repairs").type)


def rows_table(names: Sequence[CanonicalName]) -> pa.Table:
    """Names as rows of NAMES."""
    columns = list(zip(*names, strict=True)) if names else [() for _ in NAMES]
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, NAMES, strict=True)],
        schema=NAMES,
    )
