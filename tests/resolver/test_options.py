"""Options of the command line as settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from resolver.config import PRESETS, Config
from resolver.errors import UsageError
from resolver.options import column_mapping, configuration, encoding, formats

KNOWN = ("csv", "parquet", "jsonl")


def test_no_options_are_the_defaults() -> None:
    assert configuration({}) == Config()


def test_options_overrule_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("jobs = 3\nmemory = '1GB'\n", encoding="utf-8")
    config = configuration({"config_file": tmp_path / "settings.toml", "memory": "3GB", "jobs": None})
    assert (config.jobs, config.memory) == (3, "3GB")


def test_a_preset_overrules_the_thresholds_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("match_threshold = 0.7\n", encoding="utf-8")
    config = configuration({"config_file": tmp_path / "settings.toml", "preset": "strict"})
    assert config.match_threshold == PRESETS["strict"].match


@pytest.mark.parametrize("threshold", [0.1, 0.9, 1.0])
def test_a_threshold_is_the_lowest_probability_of_a_hit(threshold: float) -> None:
    config = configuration({"threshold": threshold})
    expected = (threshold, max(threshold, Config().match_threshold))
    assert (config.possible_threshold, config.match_threshold) == expected


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.1, float("nan"), float("inf")])
def test_thresholds_that_are_no_probabilities(threshold: float) -> None:
    with pytest.raises(UsageError, match="--threshold"):
        configuration({"threshold": threshold})


def test_columns() -> None:
    assert column_mapping(None) is None
    assert column_mapping("name=consignee, country = dest") == {"name": "consignee", "country": "dest"}
    assert column_mapping("name=a=b") == {"name": "a=b"}


@pytest.mark.parametrize("text", ["", "name", "name=", "=x", "name=a,", "name=a,name=b"])
def test_columns_that_say_nothing(text: str) -> None:
    with pytest.raises(UsageError, match="--columns"):
        column_mapping(text)


def test_formats() -> None:
    assert formats(["csv,jsonl", "parquet", " csv "], KNOWN) == ["csv", "jsonl", "parquet"]
    for given in (["xls"], [""], [","]):
        with pytest.raises(UsageError, match="--format"):
            formats(given, KNOWN)


def test_encodings() -> None:
    assert encoding(None) is None
    assert encoding("cp1251") == "cp1251"
    with pytest.raises(UsageError, match="--encoding"):
        encoding("utf-9")
