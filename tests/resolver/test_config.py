"""Settings: defaults, presets, TOML files, and one line for every value that cannot be."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from resolver.config import PRESETS, Config, checked, processes, read_config, with_preset
from resolver.errors import UsageError


def written(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder / "settings.toml"


def test_defaults_are_valid_and_those_of_the_preset() -> None:
    config = checked(Config())
    assert with_preset(config, config.preset) == config


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_are_valid(preset: str) -> None:
    assert checked(with_preset(Config(), preset)).preset == preset


def test_presets_widen() -> None:
    strict, standard, wide = (PRESETS[name] for name in ("strict", "standard", "wide"))
    assert strict.match > standard.match > wide.match
    assert strict.possible > standard.possible > wide.possible


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    text = 'preset = "wide"\nmatch_threshold = 0.7\njobs = 3\nmemory = "500MB"\nas_of = "2026-07-11"\n'
    expected = replace(
        with_preset(Config(), "wide"), match_threshold=0.7, jobs=3, memory="500MB", as_of="2026-07-11"
    )
    assert read_config(written(tmp_path, text)) == expected


def test_a_whole_number_is_a_threshold_too(tmp_path: Path) -> None:
    assert read_config(written(tmp_path, "match_threshold = 1\n")).match_threshold == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("treshold = 0.5\n", "treshold"),
        ("match_threshold = 'high'\n", "match_threshold"),
        ("match_threshold = true\n", "match_threshold"),
        ("jobs = 1.5\n", "jobs"),
        ("weak_alias_alone = 1\n", "weak_alias_alone"),
        ("match_threshold = 1.5\n", "match_threshold"),
        ("possible_threshold = 0\n", "possible_threshold"),
        ("match_threshold = 0.5\npossible_threshold = 0.6\n", "above"),
        ("cluster_threshold = nan\n", "cluster_threshold"),
        ("slice_names = 0\n", "slice_names"),
        ("memory = '2 potatoes'\n", "memory"),
        ("memory = '0 GB'\n", "memory"),
        ("as_of = '11.07.2026'\n", "2026-07-11"),
        ("preset = 'lax'\n", "strict"),
        ("match_threshold = \n", "TOML"),
        ("[table]\n", "table"),
    ],
)
def test_what_cannot_be(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=message):
        read_config(written(tmp_path, text))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "nowhere.toml", tmp_path, tmp_path / "settings.toml"):
        with pytest.raises(UsageError, match=path.name):
            read_config(path)


@pytest.mark.parametrize("memory", ["4GB", "500MB", "0.5GB", "1 TiB", "2gb"])
def test_sizes_of_memory(memory: str) -> None:
    assert checked(replace(Config(), memory=memory)).memory == memory


def test_every_setting_stands_in_the_run_record() -> None:
    assert set(Config().as_dict()) == {field.name for field in fields(Config)}


def test_processes_are_those_asked_for_or_all_cores_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes(Config(jobs=3)) == 3
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 2, 5, 7}, raising=False)
    assert processes(Config()) == 4
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert processes(Config()) == 1
