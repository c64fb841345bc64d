"""Names by columns: the fast twin of `resolver.names.canonical`, for many texts at once.

Most names hold nothing that needs thought. Their words are numbered, the legal forms of names that are alike
(`resolver.names.form_signs`) are looked for once, and the columns of NAMES are joined by Arrow from the numbers of
their words. The other names (look-alike letters, glued forms, fields that may name nobody, forms whose reading
hangs on capitals or hyphens) go through `canonical_name` one by one. A test holds that both give the same table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.model import NAMES
from resolver.names import forms
from resolver.names.canonical import (
    LONGEST_PLACEHOLDER,
    CanonicalName,
    Token,
    canonical_name,
    is_abbreviation,
    make_tokens,
    places_of_forms,
)
from resolver.names.fold import split_texts
from resolver.names.form_columns import Signs, WordSigns, signs_of
from resolver.names.form_signs import (
    LONGEST_TOLD,
    Look,
    forms_apart,
    is_doubtful,
    look_of,
    tells,
    tells_behind,
)
from resolver.names.placeholders import placeholder_reason
from resolver.names.readings import learn
from resolver.names.script_columns import SCRIPT_NAMES, scripts_of
from resolver.names.sequences import END
from resolver.names.token_columns import joined, token_columns
from resolver.names.vocabulary import WORDS_KEPT, Word, know

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SIGNS_KEPT = 1 << 16
"""Rows of signs whose legal forms are remembered: a million trade names have fewer; about 30 MB at the most."""

# What is to be known of a word before its name can be made by columns, as bits.
(
    STOP,
    FRONT,
    BACK,
    PLACEHOLDER,
    TWIN,
    MENDED,
    FORM,
    APART,
    DOUBTFUL,
    ABBREVIATION,
    FOREIGN,
    SURE,
    TELLS,
    BEHIND,
) = (1 << at for at in range(14))
SCRIPTS = 14  # the bits from here on are the scripts
"""The place of the first bit of a script."""

_SCRIPT_BIT = {"none": 0} | {name: 1 << (SCRIPTS + at) for at, name in enumerate(SCRIPT_NAMES)}


class Known(NamedTuple):
    """A word as the columns need it: `traits` are the bits above, `sign` the number of its spelling where it may tell of
    forms, `alone` its tokens where no phrase goes on.

    `apart` are the forms that begin with it and count only when they are written apart, `goes_on` the edges by which
    a phrase goes on that begins with it.
    """

    word: Word
    traits: int
    sign: int
    apart: tuple[str, ...]
    alone: tuple[Token, ...]
    goes_on: frozenset[str]


_known: dict[str, Known] = {}


def _vocabulary(words: Collection[str]) -> list[Known]:
    """What the columns need of the words; what is new among them is learned together."""
    new = [word for word in words if word not in _known]
    if new:
        if len(_known) >= WORDS_KEPT:
            _known.clear()
            _gone.clear()  # its keys are numbers of words
            new = list(words)
        learn(new)
        _known.update((word, _make_known(word, at)) for at, word in enumerate(new, len(_known)))
    return [_known[word] for word in words]


def _make_known(raw: str, number: int) -> Known:
    word = know(raw)
    apart = forms_apart(word) if word.form_branches else ()
    traits = (
        STOP * word.is_stop
        | FRONT * bool(word.glued_front)
        | BACK * bool(word.glued_back)
        | PLACEHOLDER * word.starts_placeholder
        | TWIN * bool(word.twin)
        | MENDED * (word.spelling != raw)
        | FORM * bool(word.form_branches)
        | APART * bool(apart)
        | DOUBTFUL * (bool(word.form_branches) and is_doubtful(word))
        | ABBREVIATION * (word.is_stop and is_abbreviation(word))
        | FOREIGN * (not raw.isascii())
        | SURE * (not word.twin and not (word.form_branches and forms.is_form(word)))
        | TELLS * tells(word)
        | BEHIND * tells_behind(word)
        | _SCRIPT_BIT[word.script]
    )
    if not word.phrase_branches:
        alone = (Token(word.spelling, word.skeleton, word.key, word.initial),)
        return Known(word, traits, number, apart, alone, frozenset())
    goes_on = frozenset(edge for branch in word.phrase_branches for edge in branch)
    return Known(word, traits, number, apart, tuple(make_tokens([word])), goes_on - {END})


class _Texts(NamedTuple):
    """Some texts as numbers: words of text i are `word[start[i]:start[i + 1]]`, places in `vocabulary`."""

    texts: Sequence[str]
    vocabulary: list[Known]
    word: Ints
    start: Ints
    traits: Ints  # of each word of the vocabulary


def table_by_columns(texts: Sequence[str]) -> pa.Table:
    """The rows of NAMES of some texts, in their order."""
    read = _read(texts)
    cores = _cores(read, _plain(read))
    tokens = _tokens(read, cores)
    told = np.bincount(tokens.text, minlength=len(texts)) > 0  # the others are empty, and why is to be said
    return _in_order(read, cores._replace(plain=cores.plain & told), tokens)


def _read(texts: Sequence[str]) -> _Texts:
    split = split_texts(texts)
    flat = list(chain.from_iterable(split))
    number = {word: at for at, word in enumerate(dict.fromkeys(flat))}
    vocabulary = _vocabulary(number.keys())
    start = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, split), np.int64, len(split)), out=start[1:])
    word = np.fromiter(map(number.__getitem__, flat), np.int64, len(flat))
    traits = np.fromiter((one.traits for one in vocabulary), np.int64, len(vocabulary))
    return _Texts(texts, vocabulary, word, start, traits)


def _plain(read: _Texts) -> Flags:
    """The texts of which nothing is to be asked but the words themselves and the legal forms among them."""
    length = np.diff(read.start)
    plain = length > 0
    traits = read.traits[read.word]
    held, first, last = _either(read, traits), np.zeros_like(length), np.zeros_like(length)
    first[plain], last[plain] = traits[read.start[:-1][plain]], traits[read.start[1:][plain] - 1]
    plain &= (held & MENDED == 0) & (first & FRONT == 0) & (last & BACK == 0)
    plain &= ~((held & FOREIGN > 0) & (held & TWIN > 0)) | _keeps_its_letters(read, held)
    for at in np.flatnonzero(plain & (first & PLACEHOLDER > 0) & (length <= LONGEST_PLACEHOLDER)).tolist():
        plain[at] = placeholder_reason(read.texts[at]) == ""
    return plain


def _keeps_its_letters(read: _Texts, held: Ints) -> Flags:
    """The texts in which no word of look-alike letters is taken for one of the other script: all words are of one
    script, or there are sure ones of both."""
    latin, cyrillic = _SCRIPT_BIT["latin"], _SCRIPT_BIT["cyrillic"]
    sure = _either(read, np.where(read.traits & SURE > 0, read.traits, 0)[read.word])
    scripts = held >> SCRIPTS << SCRIPTS
    kept: Flags = ((sure & latin > 0) & (sure & cyrillic > 0)) | (scripts == latin) | (scripts == cyrillic)
    return kept


def _either(read: _Texts, bits: Ints) -> Ints:
    """The bits that any word of a text has, for each text."""
    held = np.zeros(len(read.texts), dtype=np.int64)
    filled = np.diff(read.start) > 0
    if filled.any():
        held[filled] = np.bitwise_or.reduceat(bits, read.start[:-1][filled])
    return held


class _Cores(NamedTuple):
    """Which texts are `plain` after all, which of the words are of the name proper, and the classes of its forms."""

    plain: Flags
    core: Flags  # of each word of the texts
    classes: list[tuple[str, ...]]  # of each text


Gone = tuple[tuple[int, ...], tuple[str, ...]]  # which of the telling words are of forms, classes
_gone: dict[tuple[Look, bytes], Gone] = {}


def _cores(read: _Texts, plain: Flags) -> _Cores:
    """The legal forms off, once for all names of the same signs and look."""
    plain, core = plain.copy(), np.ones(len(read.word), dtype=np.bool_)
    classes: list[tuple[str, ...]] = [()] * len(plain)
    signs = signs_of(read.word, read.start, _word_signs(read))
    held = _either(read, np.where(signs.told, read.traits[read.word], 0)).tolist()
    drop: list[int] = []
    for at in np.flatnonzero(plain).tolist():
        if not held[at] & FORM:
            continue
        gone = _gone_from(read, signs, at, held[at])
        if gone is None:
            plain[at] = False
        else:
            first = signs.first_place[at]
            drop += [first + one for one in gone[0]]
            classes[at] = gone[1]
    core[signs.place[drop]] = False
    return _Cores(plain & _have_a_core(read, core), core, classes)


def _word_signs(read: _Texts) -> WordSigns:
    count = len(read.vocabulary)
    letters = np.fromiter((len(one.word.exact) for one in read.vocabulary), np.int64, count).clip(
        max=LONGEST_TOLD
    )
    concept = np.fromiter((one.word.concept != "" for one in read.vocabulary), np.bool_, count)
    return WordSigns(
        tells=read.traits & TELLS > 0,
        tells_behind=read.traits & BEHIND > 0,
        number=np.fromiter((one.sign for one in read.vocabulary), np.int64, count),
        letters=letters,
        own_letters=np.where(concept, 0, letters),
    )


def _gone_from(read: _Texts, signs: Signs, at: int, held: int) -> Gone | None:
    """What is taken off text `at`, whose telling words hold these bits; None when it must be looked at by itself."""
    text = read.texts[at]
    if "-" in text or held & APART or (held & DOUBTFUL and not (text.isupper() or text.islower())):
        look = _look(read, signs, at, held)
        if look is None:
            return None
    else:
        look = (len(text) in forms.FULL_FIELD, False)
    key = (look, signs.codes[signs.first_code[at] : signs.first_code[at + 1]])
    if (gone := _gone.get(key)) is None and (gone := _sought(read, signs, at)) is not None:
        if len(_gone) >= SIGNS_KEPT:
            _gone.clear()
        _gone[key] = gone
    return gone


def _look(read: _Texts, signs: Signs, at: int, held: int) -> Look | None:
    told = signs.place[signs.first_place[at] : signs.first_place[at + 1]]
    telling = [read.vocabulary[one] for one in read.word[told].tolist()]
    apart = [form for one in telling for form in one.apart]
    return look_of(read.texts[at], [one.word for one in telling], apart, doubtful=held & DOUBTFUL > 0)


def _sought(read: _Texts, signs: Signs, at: int) -> Gone | None:
    """The forms of text `at`, found by `resolver.names.forms`; None if a word of them should not tell."""
    begin, end = read.start[at], read.start[at + 1]
    words = [read.vocabulary[one].word for one in read.word[begin:end].tolist()]
    places, classes = places_of_forms(words, read.texts[at])
    told = signs.place[signs.first_place[at] : signs.first_place[at + 1]] - begin
    number = {place: one for one, place in enumerate(told.tolist())}
    if not places <= number.keys():
        return None
    return tuple(sorted(number[place] for place in places)), tuple(classes)


def _have_a_core(read: _Texts, core: Flags) -> Flags:
    """The texts with a word that is of no form, whose first one is no joining word that abbreviates a phrase."""
    text = np.repeat(np.arange(len(read.texts)), np.diff(read.start))[core]
    have = np.zeros(len(read.texts), dtype=np.bool_)
    have[text] = True
    first = np.ones(len(text), dtype=np.bool_)
    first[1:] = text[1:] != text[:-1]
    have[text[first & (read.traits[read.word[core]] & ABBREVIATION > 0)]] = False
    return have


class _Tokens(NamedTuple):
    """The tokens of the plain texts: `token[k]` is a place in `vocabulary` and belongs to text `text[k]`."""

    vocabulary: list[Token]
    token: Ints
    text: Ints


def _tokens(read: _Texts, cores: _Cores) -> _Tokens:
    """Words without stop words as tokens, by their own or, where a phrase goes on, by `make_tokens`."""
    text = np.repeat(np.arange(len(read.texts)), np.diff(read.start))
    core = cores.core & cores.plain[text]
    told = core & (read.traits[read.word] & STOP == 0)
    silent = np.ones(len(read.texts), dtype=np.bool_)
    silent[text[told]] = False
    kept = told | (core & silent[text])
    phrased = _phrased(read, read.word[kept], text[kept])
    vocabulary, first, count = _alone(read)
    single = kept & ~phrased[text]
    times = count[read.word[single]]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    token, owner = [np.repeat(first[read.word[single]], times) + within], [np.repeat(text[single], times)]
    for at in np.flatnonzero(phrased).tolist():
        words = slice(read.start[at], read.start[at + 1])
        made = make_tokens([read.vocabulary[one].word for one in read.word[words][core[words]].tolist()])
        token.append(np.arange(len(vocabulary), len(vocabulary) + len(made)))
        owner.append(np.full(len(made), at))
        vocabulary += made
    return _by_text(vocabulary, np.concatenate(token), np.concatenate(owner))


def _by_text(vocabulary: list[Token], token: Ints, text: Ints) -> _Tokens:
    order = np.argsort(text, kind="stable")
    return _Tokens(vocabulary, token[order], text[order])


def _alone(read: _Texts) -> tuple[list[Token], Ints, Ints]:
    """The tokens of the words by themselves: all of them, and for each word its first one and how many it has."""
    count = np.fromiter((len(one.alone) for one in read.vocabulary), np.int64, len(read.vocabulary))
    return [token for one in read.vocabulary for token in one.alone], np.cumsum(count) - count, count


def _phrased(read: _Texts, word: Ints, text: Ints) -> Flags:
    """The texts with two words in a row of which the second goes on with a phrase that the first begins."""
    found = np.zeros(len(read.texts), dtype=np.bool_)
    begins = np.fromiter((bool(one.goes_on) for one in read.vocabulary), np.bool_, len(read.vocabulary))

    def may_go_on(left: int, right: int) -> bool:
        return not read.vocabulary[left].goes_on.isdisjoint(read.vocabulary[right].word.edges)

    at = np.flatnonzero((text[1:] == text[:-1]) & begins[word[:-1]])
    pairs, which = np.unique(word[at] * len(begins) + word[at + 1], return_inverse=True)
    goes_on = np.fromiter((may_go_on(*divmod(pair, len(begins))) for pair in pairs.tolist()), np.bool_)
    found[text[at[goes_on[which]]]] = True
    return found


def _in_order(read: _Texts, cores: _Cores, tokens: _Tokens) -> pa.Table:
    """The plain rows by columns, the others one by one, in the order of the texts."""
    others = np.flatnonzero(~cores.plain)
    rows = rows_table([canonical_name(read.texts[at]) for at in others.tolist()])
    if len(others) == len(read.texts):
        return rows
    table = _plain_rows(read, cores, tokens)
    if not len(others):
        return table
    place = np.empty(len(read.texts), dtype=np.int64)
    place[cores.plain], place[others] = np.arange(len(table)), len(table) + np.arange(len(others))
    return pa.concat_tables([table, rows]).take(pa.array(place)).combine_chunks()


def _plain_rows(read: _Texts, cores: _Cores, tokens: _Tokens) -> pa.Table:
    """The rows of NAMES of the plain texts."""
    plain = np.flatnonzero(cores.plain)
    row = np.full(len(read.texts), -1, dtype=np.int64)
    row[plain] = np.arange(len(plain))
    owner = row[np.repeat(np.arange(len(read.texts)), np.diff(read.start))]
    words, core = np.flatnonzero(owner >= 0), np.flatnonzero((owner >= 0) & cores.core)
    exact = pa.array([one.word.exact for one in read.vocabulary], pa.string())
    sound = pa.array([one.word.skeleton for one in read.vocabulary], pa.string())
    classes = [cores.classes[at] for at in plain.tolist()]
    columns = token_columns(tokens.vocabulary, tokens.token, row[tokens.text], len(plain)) | {
        "text": pa.array([read.texts[at] for at in plain.tolist()], pa.string()),
        "script": _scripts(read, plain),
        "forms": pa.array(classes, NAMES.field("forms").type),
        "key_exact": joined(exact, read.word[words], owner[words], len(plain), " "),
        "key_joined": joined(sound, read.word[core], owner[core], len(plain), ""),
        "repairs": pa.array([()] * len(plain), NAMES.field("repairs").type),
        "empty_reason": pa.array([""] * len(plain), pa.string()),
    }
    return pa.table([columns[name] for name in NAMES.names], schema=NAMES)


def _scripts(read: _Texts, plain: Ints) -> pa.Array:
    """The script of each plain text: that of its words, "mixed" when they have several, "none" when none has one."""
    bits = _either(read, read.traits[read.word] >> SCRIPTS)[plain]
    return scripts_of(bits)


def rows_table(names: Sequence[CanonicalName]) -> pa.Table:
    """Names as rows of NAMES."""
    columns = list(zip(*names, strict=True)) if names else [() for _ in NAMES]
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, NAMES, strict=True)],
        schema=NAMES,
    )
