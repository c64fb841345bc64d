"""What the options of the command line mean, checked before any work begins, in messages that name the options."""

from __future__ import annotations

import codecs
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from resolver.config import Config, checked, read_config, with_preset
from resolver.errors import UsageError
from resolver.readable import readable

# What has no meaning where nothing is compared with a list.
LIST_OPTIONS = ("band", "preset", "threshold", "as_of", "max_age", "fail_on")
# What decides the content of the results and is no setting of the pipeline: it stands in run.json beside those.
RECORDED = ("columns", "encoding", "formats", "safe_csv", "band", "fail_on", "registry")
TABLE_ENDINGS = (".csv", ".parquet", ".jsonl")
STANDARD_INPUT = "-"


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


def recorded(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that run.json names beside the configuration, as plain values; those not given are left out."""
    given = {name: options.get(name) for name in RECORDED}
    plain = {name: _plain(value) for name, value in given.items()}
    return {name: value for name, value in plain.items() if value not in (None, False)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return readable(str(value)) if isinstance(value, str | Path) else value


def without_effect(given: Collection[str]) -> list[str]:
    """The options given to a run without lists that change nothing in it."""
    return [f"--{name.replace('_', '-')}" for name in LIST_OPTIONS if name in given]


def distinct_inputs(parties: Sequence[str]) -> tuple[list[str], list[str]]:
    """The inputs, each file once, and those that were named again: a row must not be counted twice."""
    first: dict[str, str] = {}
    again = []
    for name in parties:
        if not name:
            raise UsageError("the name of an input file is empty")
        file = name if name == STANDARD_INPUT else os.path.realpath(name)
        if file in first:
            again.append(name)
        first.setdefault(file, name)
    return list(first.values()), again


def keep_apart(inputs: Iterable[str | Path], out: Path, written: Collection[str]) -> None:
    """UsageError when a run would replace or remove one of its own inputs: `written` are names in `out`."""
    for name in inputs:
        path = Path(name)
        if path.name in written and os.path.realpath(path.parent) == os.path.realpath(out):
            raise UsageError(f"{path} would be replaced by a result of that name; name another --out")


def registry_apart(registry: Path, out: Path) -> None:
    """UsageError for one folder as registry and for results: a run holds its registry while it moves the results in."""
    if os.path.realpath(registry) == os.path.realpath(out):
        raise UsageError(f"--registry {registry} is the folder of --out; give the registry one of its own")


def table_file(out: Path, inputs: Iterable[Path]) -> Path:
    """The file of --out for a table. UsageError for a folder, an unknown ending, or one of the inputs."""
    if out.is_dir():
        raise UsageError(f"--out {out} is a folder; name a file")
    if out.suffix not in TABLE_ENDINGS:
        raise UsageError(f"--out {out} must end in {', '.join(TABLE_ENDINGS[:-1])} or {TABLE_ENDINGS[-1]}")
    for path in inputs:
        if os.path.realpath(path) == os.path.realpath(out):
            raise UsageError(f"--out {out} is the file that is read; name another")
    return out


def model_file(out: Path, pairs: Path) -> Path:
    """The file of --out for a model. UsageError where none can be written, or where the pairs stand."""
    if out.is_dir():
        raise UsageError(f"--out {out} is a folder; name a file")
    if not out.parent.is_dir():
        raise UsageError(f"{out.parent} is no folder; --out must name a file in an existing one")
    if os.path.realpath(out) == os.path.realpath(pairs):
        raise UsageError(f"--out {out} is the file that is read; name another")
    return out


def country(name: str, option: str) -> str:
    """The ISO code of a country given by code or name; "" for none. UsageError for what is no country."""
    from resolver.names.countries import country_code

    code = country_code(name)
    if name.strip() and not code:
        raise UsageError(f"{option} {name!r} is no country; give its ISO code, such as RU")
    return code


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
