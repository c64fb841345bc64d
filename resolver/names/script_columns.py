"""The column of scripts of NAMES: from the scripts that the words of each text have, as bits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

SCRIPT_NAMES = (
    "latin",
    "cyrillic",
    "greek",
    "armenian",
    "arabic",
    "georgian",
    "hangul",
    "han",
    "other",
    "mixed",
)
"""The scripts of letters; the bit of each is its place."""


def scripts_of(bits: npt.NDArray[np.int64]) -> pa.Array:
    """The script of each text: the one bit it has, "mixed" for several, "none" for none."""
    number = np.full(1 << len(SCRIPT_NAMES), SCRIPT_NAMES.index("mixed"), dtype=np.int64)
    number[0] = len(SCRIPT_NAMES)
    number[1 << np.arange(len(SCRIPT_NAMES))] = np.arange(len(SCRIPT_NAMES))
    return pa.array([*SCRIPT_NAMES, "none"], pa.string()).take(pa.array(number[bits]))
