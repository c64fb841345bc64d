"""Words as they enter initialisms, as arrays: fields of `encode.TokenArrays` (`resolver.names.initialisms` says what is in
them)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from resolver.names.initialisms import LONGEST, LONGEST_SHARE, SHARES, in_russian, shares, spelt_by

READINGS = 2
"""Of a word as an initialism."""


def initial_codes(plain: pa.Array, concepts: list[str], skeletons: list[str]) -> dict[str, Any]:
    """`spells`, `shares` and `in_russian` of words without accents, each with its concept and its skeleton."""
    words = plain.to_pylist()
    brought = list(map(shares, words, concepts, skeletons))
    russian = list(map(in_russian, brought, concepts))
    return {
        "spells": _rows(list(map(spelt_by, words)), READINGS, LONGEST),
        "shares": _rows(brought, SHARES, LONGEST_SHARE),
        "in_russian": tuple(pa.array([one[at] for one in russian], pa.string()) for at in range(2)),
    }


def _rows(codes: list[tuple[str, ...]], many: int, longest: int) -> npt.NDArray[np.uint8]:
    """Up to `many` texts of each word as letters, zeros behind each, shape (words, many, longest + 1)."""
    distinct = list(dict.fromkeys(codes))
    place = {texts: at for at, texts in enumerate(distinct)}
    padded = [text.ljust(longest + 1, "\0") for texts in distinct for text in (*texts, *[""] * many)[:many]]
    letters = np.frombuffer("".join(padded).encode("ascii"), dtype=np.uint8)
    rows: npt.NDArray[np.uint8] = letters.reshape(len(distinct), many, longest + 1)
    return rows[[place[texts] for texts in codes]]


def codes_as_texts(codes: npt.NDArray[np.uint8]) -> npt.NDArray[np.bytes_]:
    """The texts of such rows, shape (words, many)."""
    texts: npt.NDArray[np.bytes_] = np.ascontiguousarray(codes).view(f"S{codes.shape[-1]}")[..., 0]
    return texts
