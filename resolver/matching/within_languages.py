"""In which language a name is written, as far as its words tell: a word that stays the same in several is a proper one.

Enters: the distinct words of one file and the names made of them. Leaves: the number of a language for each name, -1 where
its words do not tell. Refuses to be a language detector: names are three words long, and a wrong guess costs little.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from scipy import sparse

from resolver.matching.encode import NameArrays
from resolver.names.tables import read_table

Ints = npt.NDArray[np.int32]

# Those of which languages.csv has letters or small words. Others (Chinese, Arabic) come romanised, and tell nothing.
LANGUAGES = (
    *(
        "be",
        "bg",
        "cs",
        "da",
        "de",
        "en",
        "es",
        "et",
        "fi",
        "fr",
        "ga",
        "hr",
        "hu",
        "it",
        "kk",
        "lt",
        "lv",
        "mt",
    ),
    *("nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "uz"),
)
CYRILLIC = frozenset({"be", "bg", "kk", "ru", "uk", "uz"})
NUMBER = {language: number for number, language in enumerate(LANGUAGES)}
# Votes. A letter that one alphabet alone has tells more than a word (loans); shared ones are divided.
LETTER, WORD, LEAST = 1.5, 1.0, 0.5
SHORTEST_BEGINNING = 4
UNKNOWN = -1


def languages_of(names: NameArrays) -> Ints:
    """The language with the most votes of each name (ties: the first of LANGUAGES), UNKNOWN under LEAST votes."""
    if not len(names):
        return np.empty(0, np.int32)
    shape = (len(names), len(names.tokens.text))
    held = sparse.csr_matrix((np.ones(len(names.token), np.float32), names.token, names.offset), shape=shape)
    votes = (held @ _votes(names.tokens.text)).toarray()
    best = votes.argmax(axis=1).astype(np.int32)
    sure = votes.max(axis=1) >= LEAST
    return np.where(sure, best, np.int32(UNKNOWN)).astype(np.int32)


def _votes(words: list[str]) -> sparse.csr_matrix:
    """Votes of each word for each language, shape (words, LANGUAGES)."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, word in enumerate(words):
        for language, value in votes_of(word).items():
            rows.append(row)
            columns.append(NUMBER[language])
            values.append(value)
    data = np.array(values, dtype=np.float32)
    return sparse.csr_matrix((data, (rows, columns)), shape=(len(words), len(LANGUAGES)))


def votes_of(word: str) -> dict[str, float]:
    """What one folded word says: its letters, and the languages whose company names have it."""
    letters, words, beginnings = _signs()
    found: dict[str, float] = {}
    for letter in () if word.isascii() else sorted(set(word)):
        for language in letters.get(letter, ()):
            found[language] = found.get(language, 0.0) + LETTER / len(letters[letter])
    known = words.get(word) or _by_beginning(word, beginnings)
    for language in known:
        found[language] = found.get(language, 0.0) + WORD / len(known)
    if any("Ѐ" <= letter <= "ԯ" for letter in word):
        return {language: value for language, value in found.items() if language in CYRILLIC}
    return found


def _by_beginning(word: str, beginnings: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    for length in range(len(word) - 1, SHORTEST_BEGINNING - 1, -1):
        if word[:length] in beginnings:
            return beginnings[word[:length]]
    return ()


Table = dict[str, tuple[str, ...]]


@cache
def _signs() -> tuple[Table, Table, Table]:
    """Languages by letter, by word, and by the beginning of a word."""
    letters: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    for row in _read():
        table = letters if row["kind"] == "letter" else words
        table.setdefault(row["sign"], set()).update(row["languages"].split("|"))
    for spelling, language in _known_words():
        table = beginnings if spelling.endswith("*") else words
        table.setdefault(spelling.removesuffix("*"), set()).add(language)
    return _fixed(letters), _fixed(words), _fixed(beginnings)


def _fixed(table: dict[str, set[str]]) -> Table:
    known = {sign: tuple(sorted(languages & set(NUMBER))) for sign, languages in table.items()}
    return {sign: languages for sign, languages in known.items() if languages}


def _known_words() -> list[tuple[str, str]]:
    """(word, language) of the concepts' spellings and the long legal forms, which the names stage knows."""
    spellings = [
        (spelling, row["language"])
        for row in read_table("lexicon")
        if row["kind"] != "abbreviation"
        for spelling in row["spellings"].split("|")
    ]
    spellings += [
        (row["form"], row["language"]) for row in read_table("legal_forms") if row["kind"] == "long"
    ]
    return [
        (word.casefold(), language)
        for spelling, language in spellings
        for word in spelling.split()
        if not word.startswith("@")
    ]


def _read() -> list[dict[str, str]]:
    text = (resources.files("resolver.matching") / "data" / "languages.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
