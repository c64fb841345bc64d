"""What the options of the command line mean, checked before any work begins, in messages that name the options."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from resolver.config import Config, checked, read_config, with_preset
from resolver.errors import UsageError


def configuration(options: Mapping[str, Any]) -> Config:
    """Defaults, then the file of --config, then single options. UsageError for what cannot be used."""
    config = read_config(options["config_file"]) if options.get("config_file") else Config()
    if options.get("preset"):
        config = with_preset(config, options["preset"])
    if options.get("threshold") is not None:
        config = _with_threshold(config, float(options["threshold"]))
    changes = {
        "jobs": options.get("jobs"),
        "memory": options.get("memory"),
        "as_of": options.get("as_of"),
        "max_age_days": options.get("max_age"),
    }
    return checked(replace(config, **{name: value for name, value in changes.items() if value is not None}))


def _with_threshold(config: Config, lowest: float) -> Config:
    if not 0 < lowest <= 1:
        raise UsageError(f"--threshold {lowest:g} is no probability; give a number above 0 and at most 1")
    highest = max(lowest, config.match_threshold)
    return replace(config, possible_threshold=lowest, match_threshold=highest, contains_alerts=False)


def column_mapping(text: str | None) -> dict[str, str] | None:
    """ "name=consignee,country=dest" as a mapping of fields to columns; None for none."""
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    if any(not field.strip() or not column.strip() for field, _, column in pairs):
        raise UsageError(f"--columns {text!r} must look like name=consignee,country=dest")
    fields = [field.strip() for field, _, _ in pairs]
    if twice := sorted({field for field in fields if fields.count(field) > 1}):
        raise UsageError(f"--columns {text!r} gives {', '.join(twice)} twice")
    return {field.strip(): column.strip() for field, _, column in pairs}


def formats(given: Sequence[str], known: Sequence[str]) -> list[str]:
    """The formats of one or several --format options, each once, commas allowed."""
    chosen = list(dict.fromkeys(part.strip() for one in given for part in one.split(",") if part.strip()))
    if unknown := [name for name in chosen if name not in known]:
        raise UsageError(f"--format {unknown[0]} is not known; choose from {', '.join(known)}")
    if not chosen:
        raise UsageError(f"--format is empty; choose from {', '.join(known)}")
    return chosen


def encoding(name: str | None) -> str | None:
    """The encoding of --encoding, when Python knows it."""
    try:
        codecs.lookup(name or "utf-8")
    except LookupError:
        raise UsageError(f"--encoding {name} is not known; try utf-8, cp1251 or utf-16") from None
    return name
