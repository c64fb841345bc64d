# mypy: disable-error-code="untyped-decorator,misc"
"""Names by their letters, wherever the blanks stand: how many slips apart two whole names are.

Enters: candidate pairs. Leaves: for each the number of slips (a letter lost, added, changed or swapped) that make one name
of the other, and how many letters they have. Compiled; `slips_between.py_func` is the plain twin (cache: see `alignment`).
`alignment` asks word by word and believes few slips in a short or common word; a whole name of twenty letters with one or
two slips is that name more often than not (train half).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
from numba import njit

from resolver.matching.compiled import in_parts
from resolver.matching.encode import NameArrays
from resolver.matching.letter_rows import letter_rows
from resolver.matching.word_similarity import edit_distance

Joined = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]
SLIPS = 2  # most that are told apart; SLIPS + 1 stands for all others
WIDTH = 96  # letters; of longer names nothing is said
LETTER_NUMBERS = 128  # of ASCII
WITH_FORMS = "key_exact"
WAYS = ("key_joined", "key_letters", WITH_FORMS)
"""What is compared: the name as its sounds are written; its letters as they are written, since a slip of the pen (x for c,
th for ht) is several of the sounds; and those with the legal form, since a form with a slip is not always seen as one."""


def slips_apart(
    party: NameArrays,
    listed: NameArrays,
    p_index: npt.NDArray[np.int64],
    l_index: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Slips (0 to SLIPS + 1) between the letters of each pair, the fewest of WAYS, and the letters that the name has: of
    the longer one, but where only the names with their forms are so near (a slip in a form makes words of it), of the
    shorter one."""
    sounds = _joined(party, WAYS[0]), _joined(listed, WAYS[0])
    p_letters, l_letters = sounds[0][1][p_index], sounds[1][1][l_index]
    letters = np.maximum(p_letters, l_letters)
    slips = _slips_between(p_index, l_index, *sounds)
    for way in WAYS[1:]:
        rows = np.flatnonzero(slips > 1)
        fewer = _slips_between(p_index[rows], l_index[rows], _joined(party, way), _joined(listed, way))
        nearer = rows[fewer < slips[rows]]
        slips[rows] = np.minimum(slips[rows], fewer)
        if way == WITH_FORMS:
            letters[nearer] = np.minimum(p_letters, l_letters)[nearer]
    return slips, letters


def _slips_between(
    p_index: npt.NDArray[np.int64], l_index: npt.NDArray[np.int64], p: Joined, q: Joined
) -> npt.NDArray[np.uint8]:
    """Slips of each pair, SLIPS + 1 for more and for names longer than WIDTH."""
    slips = np.full(len(p_index), SLIPS + 1, dtype=np.uint8)
    in_parts(slips_between, len(p_index), p_index, l_index, *p, *q, slips)
    return slips


def _joined(names: NameArrays, way: str) -> Joined:
    """Letters (names, WIDTH) and length of each name, which is 0 where it is not written in Latin letters."""
    texts = pc.replace_substring(names.table[way].combine_chunks(), " ", "")
    return letter_rows(pc.if_else(pc.string_is_ascii(texts), texts, ""), WIDTH)


@njit(cache=True, nogil=True)
def slips_between(
    start: int, stop: int, p_index: Any, l_index: Any, p: Any, p_length: Any, q: Any, q_length: Any, out: Any
) -> None:
    """Slips of pairs `start` to `stop`, where few are possible."""
    rows = np.zeros((3, WIDTH + 1), dtype=np.int32)
    counts = np.zeros(LETTER_NUMBERS, dtype=np.int32)
    for k in range(start, stop):
        i, j = p_index[k], l_index[k]
        n, m = p_length[i], q_length[j]
        if abs(n - m) <= SLIPS and min(n, m) > 0 and max(n, m) <= WIDTH:
            a, n, b, m = _inner(p[i], n, q[j], m)
            if _may_agree(a, n, b, m, counts):
                out[k] = min(edit_distance(a, n, b, m, SLIPS, rows), SLIPS + 1)


@njit(cache=True)
def _inner(a: Any, n: int, b: Any, m: int) -> Any:
    """Both names without the beginning and the end that they share."""
    head = 0
    while head < min(n, m) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(n, m) - head and a[n - 1 - tail] == b[m - 1 - tail]:
        tail += 1
    return a[head : n - tail], n - head - tail, b[head : m - tail], m - head - tail


@njit(cache=True)
def _may_agree(a: Any, n: int, b: Any, m: int, counts: Any) -> bool:
    """Whether the numbers of each letter admit so few slips: a change of a letter moves two of them. `counts` is zero before
    and after."""
    for k in range(n):
        counts[a[k]] += 1
    for k in range(m):
        counts[b[k]] -= 1
    apart = 0
    for k in range(n):
        apart += abs(counts[a[k]])
        counts[a[k]] = 0
    for k in range(m):
        apart += abs(counts[b[k]])
        counts[b[k]] = 0
    return apart <= 2 * SLIPS
