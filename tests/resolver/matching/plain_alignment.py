"""The plain twin of the compiled alignment: run with NUMBA_DISABLE_JIT=1, it prints features of random
pairs as .npy.

NUMBA_DISABLE_JIT=1 python plain_alignment.py SEED NAMES > features.npy
"""

from __future__ import annotations

import io
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import numpy.typing as npt

from resolver.matching.alignment import align


def features(seed: int, number: int) -> npt.NDArray[np.float32]:
    """Features of every pair of random names of two seeds."""
    toy = _toy()
    party, listed = toy.sides(toy.random_names(seed, number), toy.random_names(seed + 1000, number))
    return align(party, listed, *toy.every_pair(number, number), party.tokens.bits)


def _toy():  # type: ignore[no-untyped-def]
    """The module beside this one, found by its path: the folder is no package."""
    spec = spec_from_file_location("toy_language", Path(__file__).parent / "toy.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    out = io.BytesIO()
    np.save(out, features(int(sys.argv[1]), int(sys.argv[2])))
    sys.stdout.buffer.write(out.getvalue())
