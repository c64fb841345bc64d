"""A small language of its own, so that these tests hold whatever the names package makes of real words.

A toy name is a text of words with blanks between them; what follows a "/" is its legal form ("ural
zavod/LLC"). A word is its own skeleton. CONCEPTS gives words a meaning, ALTERNATES other skeletons, digits
are numbers, and a word is the more telling the longer it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.matching.candidates import CandidateLimits, ListedIndex, index_listed
from resolver.matching.encode import Faces, NameArrays, distinct_tokens, encode_names, encode_tokens
from resolver.model import NAMES, TOKENS

CONCEPTS = {"zavod": "plant", "plant": "plant", "works": "plant", "torg": "trade", "trading": "trade"}
CYRILLIC_CONCEPTS = {"торг": "trade"}  # of no random name: skeletons are Latin
# Words of different meanings a few letters apart, of no random name either; the last two are forms of one word.
NEAR_CONCEPTS = {"leading": "lead", "leasing": "lease", "ministration": "office", "ministrative": "civil"}
ALTERNATES = {"himprom": ["kimprom"], "chimprom": ["himprom", "kimprom"]}
CLASSES = {"LLC": 0, "JSC": 1}


def names_table(texts: Sequence[str]) -> pa.Table:
    """NAMES rows of toy names."""
    return pa.Table.from_pylist([_name(text) for text in texts], schema=NAMES)


def _name(text: str) -> dict[str, object]:
    core, _, form = text.partition("/")
    words = core.split()
    meanings = sorted({"@" + CONCEPTS[w] if w in CONCEPTS else w for w in words})
    return {
        "text": text,
        "script": "latin",
        "tokens": words,
        "forms": [form] if form else [],
        "key_exact": text,
        "key_core": " ".join(words),
        "key_skeleton": " ".join(words),
        "key_sorted": " ".join(sorted(words)),
        "key_joined": "".join(words),
        "key_letters": "".join(words),
        "key_concepts": " ".join(meanings),
        "initials": "".join(word[0] for word in words),
        "repairs": [],
        "empty_reason": "" if words else "empty",
    }


def tokens_table(words: Sequence[str]) -> pa.Table:
    """TOKENS rows of toy words."""
    return pa.Table.from_pylist([_token(word) for word in words], schema=TOKENS)


def _token(word: str) -> dict[str, object]:
    return {
        "token": word,
        "skeleton": word,
        "alternates": ALTERNATES.get(word, []),
        "concept": (CONCEPTS | CYRILLIC_CONCEPTS | NEAR_CONCEPTS).get(word, ""),
        "consonants": "".join(c for c in word if c not in "aeiou"),
        "is_number": word.isdigit(),
        "bits": 4.0 if word in CONCEPTS else min(2.0 + 1.5 * len(word), 16.5),
        "weak": False,
    }


def encoded(texts: Sequence[str], faces: Faces, *, grow: bool) -> NameArrays:
    """One side of a comparison; `grow` for the listed one."""
    names = names_table(texts)
    described = tokens_table(distinct_tokens(names))
    return encode_names(names, described, encode_tokens(described, faces, grow=grow), dict(CLASSES))


def sides(parties: Sequence[str], listed: Sequence[str]) -> tuple[NameArrays, NameArrays]:
    """Party names and listed names that share their faces."""
    faces = Faces()
    right = encoded(listed, faces, grow=True)
    return encoded(parties, faces, grow=False), right


def indexed(
    parties: Sequence[str], listed: Sequence[str], limits: CandidateLimits | None = None
) -> tuple[NameArrays, ListedIndex]:
    """Party names and the index of the listed names."""
    faces = Faces()
    right = encoded(listed, faces, grow=True)
    index = index_listed(right, faces, limits or CandidateLimits())
    return encoded(parties, faces, grow=False), index


def every_pair(left: int, right: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """All combinations of rows."""
    grid = np.indices((left, right)).reshape(2, -1).astype(np.int64)
    return grid[0], grid[1]


def random_names(seed: int, number: int) -> list[str]:
    """Names of one to five words: invented, common, damaged, joined, numbers."""
    chance = np.random.default_rng(seed)
    syllables = ["ka", "ro", "vol", "ga", "tek", "no", "s", "mir", "ural", "va", "gon", "shi", "ben", "t"]
    words = ["".join(chance.choice(syllables, chance.integers(1, 5))) for _ in range(40)]
    words += [*CONCEPTS, *ALTERNATES, "7", "12", "2000"]
    return [
        " ".join(_damaged(chance, w) for w in chance.choice(words, chance.integers(1, 6)))
        for _ in range(number)
    ]


def _damaged(chance: np.random.Generator, word: str) -> str:
    if chance.random() < 0.6 or len(word) < 3:
        return word
    at = int(chance.integers(1, len(word) - 1))
    changes = [
        word[:at] + word[at + 1 :],
        word[:at] + "o" + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at],
        f"{word[:at]} {word[at:]}",
    ]
    return str(chance.choice(changes))
