"""The plain twin of the compiled alignment: run with NUMBA_DISABLE_JIT=1, it takes pairs of random names as .npy, a row
(seed, party, listed) each, and prints their features as .npy.

NUMBA_DISABLE_JIT=1 python plain_alignment.py NAMES < pairs.npy > features.npy
"""

from __future__ import annotations

import io
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import numpy.typing as npt

from resolver.matching.alignment import align


def every_pair(seeds: range, number: int) -> npt.NDArray[np.int64]:
    """(seed, party, listed) of every two names, `number` a side for each seed."""
    left, right = _toy().every_pair(number, number)
    return np.concatenate([np.stack([np.full(len(left), seed), left, right], axis=1) for seed in seeds])


def features(pairs: npt.NDArray[np.int64], number: int) -> npt.NDArray[np.float32]:
    """Features of pairs of random names, a row each."""
    toy, found = _toy(), []
    for seed in np.unique(pairs[:, 0]).tolist():
        left, right = (np.ascontiguousarray(side) for side in pairs[pairs[:, 0] == seed, 1:].T)
        party, listed = toy.sides(toy.random_names(seed, number), toy.random_names(seed + 1000, number))
        found.append(align(party, listed, left, right, party.tokens.bits))
    return np.concatenate(found)


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
    np.save(out, features(np.load(io.BytesIO(sys.stdin.buffer.read())), int(sys.argv[1])))
    sys.stdout.buffer.write(out.getvalue())
