"""What can be set for a run: thresholds and their presets, sizes, limits.

Defaults first, then a TOML file, then options.

Thresholds are match probabilities; what each preset finds and costs was measured: docs/accuracy.md.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from resolver.errors import UsageError

# Sizes that DuckDB understands, zero left out.
MEMORY = re.compile(r"\s*(?=[\d.]*[1-9])\d+(\.\d+)?\s*[KMGT]i?B\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Lowest match probability of each band."""

    match: float
    possible: float


# strict: what a payment filter stops; standard: what a screening team reads; wide: what an investigator
# reads.
PRESETS = {
    "strict": Thresholds(match=0.9, possible=0.5),
    "standard": Thresholds(match=0.55, possible=0.1),
    "wide": Thresholds(match=0.34, possible=0.05),
}


@dataclass(frozen=True, slots=True)
class Config:
    """The effective configuration of a run; every field stands in run.json."""

    preset: str = "standard"
    match_threshold: float = PRESETS["standard"].match
    possible_threshold: float = PRESETS["standard"].possible
    contains_alerts: bool = True  # a name that holds a listed one is reported, whatever its probability
    cluster_threshold: float = 0.9
    weak_alias_alone: bool = False  # may a weak alias by itself reach the band `match`? (OFAC FAQ 122 to 125)
    model: str = ""  # a model file of the user's own; "" is the shipped one
    slice_names: int = 50_000  # distinct names compared at a time: bounds the memory
    jobs: int = 0  # 0: all cores
    memory: str = "1GB"  # DuckDB's limit
    as_of: str = ""
    max_age_days: int = 0  # 0: any age
    keep_lists: bool = True  # what is made of the lists stays in the user's cache folder

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for run.json."""
        return asdict(self)


def processes(config: Config) -> int:
    """How many processes a run takes: `jobs`, or as many as there are cores that it may use. No result depends on it."""
    if config.jobs:
        return config.jobs
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def with_preset(config: Config, preset: str) -> Config:
    """The configuration with the thresholds of a preset."""
    if preset not in PRESETS:
        raise UsageError(f"preset {preset!r} is not known; choose one of {', '.join(PRESETS)}")
    chosen = PRESETS[preset]
    return replace(config, preset=preset, match_threshold=chosen.match, possible_threshold=chosen.possible)


def read_config(path: Path) -> Config:
    """A TOML file with keys of `Config`; `preset` is applied first. UsageError names the wrong key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"configuration {path} cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"configuration {path} is not TOML: {error}") from error
    try:
        base = with_preset(Config(), str(raw.pop("preset", "standard")))
        return checked(_applied(base, raw))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _applied(base: Config, values: dict[str, Any]) -> Config:
    known = {f.name: type(getattr(base, f.name)) for f in fields(base)}
    for key, value in values.items():
        if key not in known:
            raise UsageError(f"{key!r} is not a setting; known are {', '.join(sorted(known))}")
        wanted = known[key]
        number = wanted is float and isinstance(value, int) and not isinstance(value, bool)
        if not number and type(value) is not wanted:
            raise UsageError(f"{key} = {value!r} must be of type {wanted.__name__}")
    return replace(base, **values)


def checked(config: Config) -> Config:
    """The configuration, or UsageError when its values contradict each other."""
    for name in ("match_threshold", "possible_threshold", "cluster_threshold"):
        value = getattr(config, name)
        if not 0 < value <= 1:
            raise UsageError(f"{name} = {value} must be above 0 and at most 1")
    if config.possible_threshold > config.match_threshold:
        possible, match = config.possible_threshold, config.match_threshold
        raise UsageError(f"possible_threshold {possible} is above match_threshold {match}")
    if config.slice_names < 1 or config.jobs < 0 or config.max_age_days < 0:
        raise UsageError("slice_names must be at least 1; jobs and max_age_days at least 0")
    if not MEMORY.fullmatch(config.memory):
        raise UsageError(f"memory (--memory) = {config.memory!r} must be a size such as 500MB or 4GB")
    if config.as_of:
        _require_date(config.as_of)
    return config


def _require_date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"as_of (--as-of) = {text!r} is not a date; write it as 2026-07-11") from None
