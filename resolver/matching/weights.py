"""The shipped model: prior and, for each comparison, m and u of each level. Read from and written to JSON.

m: share of true pairs that reach the level; u: share of false candidate pairs. A level's match weight is
log2(m / u) bits. `resolver.matching.training` estimates them; `data/model.json` carries its card (what it was
estimated on, when, with which figures).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from resolver.errors import UsageError
from resolver.matching.comparisons import COMPARISONS, Comparison


@dataclass(frozen=True, slots=True)
class Model:
    """`m` and `u`: comparison -> a probability per level. `prior` is that of a candidate pair."""

    version: str
    prior: float
    m: dict[str, tuple[float, ...]]
    u: dict[str, tuple[float, ...]]
    card: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over everything that decides a score."""
        return sha256(json.dumps([self.prior, self.m, self.u], sort_keys=True).encode()).hexdigest()

    @property
    def prior_bits(self) -> float:
        """The prior as a match weight."""
        return float(np.log2(self.prior / (1 - self.prior)))

    def weights(self, comparison: str) -> npt.NDArray[np.float64]:
        """Match weight in bits of each level of a comparison."""
        weights: npt.NDArray[np.float64] = np.log2(
            np.array(self.m[comparison]) / np.array(self.u[comparison])
        )
        return weights


def load_model(path: Path | None = None, comparisons: tuple[Comparison, ...] = COMPARISONS) -> Model:
    """The shipped model, or a user's own one. UsageError when it does not fit the comparisons."""
    file = path or resources.files("resolver.matching") / "data" / "model.json"
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        model = Model(
            raw["version"],
            float(raw["prior"]),
            {name: tuple(map(float, c["m"])) for name, c in raw["comparisons"].items()},
            {name: tuple(map(float, c["u"])) for name, c in raw["comparisons"].items()},
            raw.get("card", {}),
        )
    except OSError as error:
        raise UsageError(f"model file {file} cannot be read: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"model file {file} holds no model ({error!r}); give a file written by `resolver train`"
        raise UsageError(message) from error
    _check(model, str(file), comparisons)
    return model


def save_model(model: Model, path: Path, comparisons: tuple[Comparison, ...] = COMPARISONS) -> None:
    """Write `model` so that `load_model` reads it back."""
    described = {
        c.name: {"levels": list(c.levels), "m": list(model.m[c.name]), "u": list(model.u[c.name])}
        for c in comparisons
    }
    raw = {"version": model.version, "prior": model.prior, "comparisons": described, "card": model.card}
    path.write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _check(model: Model, where: str, comparisons: tuple[Comparison, ...]) -> None:
    if not 0 < model.prior < 1:
        raise UsageError(f"model file {where}: the prior must lie between 0 and 1, not at {model.prior:g}")
    for comparison in comparisons:
        for side, values in (("m", model.m), ("u", model.u)):
            levels = values.get(comparison.name, ())
            if len(levels) == len(comparison.levels) and all(0 < value <= 1 for value in levels):
                continue
            raise UsageError(
                f"model file {where}: comparison {comparison.name!r} needs {len(comparison.levels)} values "
                f"of {side} above 0 and at most 1, one per level; train it again with `resolver train`"
            )
