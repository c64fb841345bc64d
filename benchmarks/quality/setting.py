"""What every part of the quality benchmark needs, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.quality.truth import Half, Key, one_firm
from watchlists.model import Snapshot

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Setting:
    """What every part needs: the organisations of the lists, which of them are one firm, a half, a size."""

    snapshots: tuple[Snapshot, ...]
    half: Half
    folder: Path
    sample: int | None = None
    firms: Mapping[Key, frozenset[Key]] = field(default_factory=dict)

    def size(self, full: int) -> int:
        """The size of a set: `full`, or the sample when that is smaller."""
        return full if self.sample is None else min(full, self.sample)

    def sampled(self, frame: pd.DataFrame) -> pd.DataFrame:
        """At most `sample` rows, drawn with a fixed seed."""
        if self.sample is None or len(frame) <= self.sample:
            return frame
        return frame.sample(self.sample, random_state=1).reset_index(drop=True)


@dataclass(frozen=True)
class Section:
    """A table for people, figures for the baseline by name, and lines to learn from (train half only).

    `measured` is what the package says of itself in run.json (benchmarks/quality/measured.py).
    """

    title: str
    table: pd.DataFrame
    figures: dict[str, float]
    lines: tuple[str, ...] = ()
    measured: dict[str, Any] = field(default_factory=dict)


def setting(snapshots: tuple[Snapshot, ...], half: Half, folder: Path, sample: int | None) -> Setting:
    """A setting with the firms worked out."""
    return Setting(snapshots, half, folder, sample, one_firm(snapshots))
