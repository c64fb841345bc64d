"""What a run says of itself and refuses at its rims: inputs, options, results, standard output."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from resolver.alone import alone_in
from resolver.config import PRESETS
from resolver.matching.measured import read_measured
from resolver.matching.weights import load_model
from resolver.samples import SamplePaths

from .conftest import Invoke

PROGRAM = [sys.executable, "-m", "resolver"]


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    """A manifest of two rows."""
    path = tmp_path / "parties.csv"
    path.write_text("name,country\nООО «Вестрокон»,RU\nTO ORDER,\n", encoding="utf-8")
    return path


@pytest.fixture
def figures_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measured figures, taken for those of the model and presets as they are: whether they are is tested beside
    `resolver.matching.measured`."""
    content = read_measured()
    presets = {
        name: figures | {"match_threshold": PRESETS[name].match, "possible_threshold": PRESETS[name].possible}
        for name, figures in content["presets"].items()
    }
    fresh = content | {"model_sha256": load_model().digest, "presets": presets}
    monkeypatch.setattr("resolver.matching.measured.read_measured", lambda: fresh)


def record_of(out: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return record


@pytest.mark.usefixtures("figures_of_today")
def test_the_record_says_how_it_was_called_and_what_was_measured(
    parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    words = ["--list", samples.ofac, "--band", "match", "--columns", "name=name", "--safe-csv"]
    assert invoke("screen", parties, *words, "--out", tmp_path / "a").exit_code == 0
    record = record_of(tmp_path / "a")
    assert record["command"] == ["resolver", "screen", str(parties), *map(str, words)]
    assert record["options"] == {
        "band": "match",
        "columns": "name=name",
        "formats": ["csv"],
        "safe_csv": True,
    }
    preset = record["measured"]["preset"]
    assert preset["name"] == "standard"
    assert 0 < preset["found_in_match"] <= preset["found"] <= 1
    assert preset["alerts_in_match"] <= preset["alerts"]
    assert record["measured"]["calibration"]["reliability"]
    for name, file in record["outputs"].items():
        content = (tmp_path / "a" / name).read_bytes()
        assert file == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert set(record["outputs"]) == {"hits.csv", "rows.csv"}


@pytest.mark.usefixtures("figures_of_today")
def test_thresholds_of_ones_own_have_no_figures(
    parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    words = ["--list", samples.ofac, "--threshold", "0.4", "--out", tmp_path / "a"]
    assert invoke("screen", parties, *words).exit_code == 0
    assert "none" in record_of(tmp_path / "a")["measured"]["preset"]
    assert "Not measured" in (tmp_path / "a" / "report.html").read_text(encoding="utf-8")


def test_the_figures_are_those_of_the_presets() -> None:
    assert set(read_measured()["presets"]) == {"strict", "standard", "wide"}


def test_a_file_named_twice_is_read_once(
    parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = invoke("screen", parties, "parties.csv", "--list", samples.ofac, "--out", tmp_path / "a")
    assert "warning: parties.csv was named twice" in result.stderr
    with (tmp_path / "a" / "rows.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_a_run_never_replaces_what_it_reads(invoke: Invoke, samples: SamplePaths, tmp_path: Path) -> None:
    earlier = tmp_path / "entities.csv"
    earlier.write_text("name\nООО «Вестрокон»\n", encoding="utf-8")
    result = invoke("screen", earlier, "--list", samples.ofac, "--out", tmp_path)
    assert result.exit_code == 2
    assert "entities.csv would be replaced" in result.stderr
    assert earlier.read_text(encoding="utf-8").startswith("name\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [("name\n", "holds no rows"), ("name\nTO ORDER\n", "no row of it names a firm")],
)
def test_a_file_that_screens_nobody_is_said_so(
    content: str, told: str, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text(content, encoding="utf-8")
    result = invoke("screen", empty, "--list", samples.ofac, "--out", tmp_path / "a")
    assert result.exit_code == 0
    assert told in result.stderr
    assert any(told in warning for warning in record_of(tmp_path / "a")["warnings"])


def test_options_about_lists_do_nothing_in_dedupe(parties: Path, invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("dedupe", parties, "--out", tmp_path / "a", "--fail-on", "match", "--as-of", "2026-01-01")
    warned = [line for line in result.stderr.splitlines() if "has no effect" in line]
    assert [line.split()[1] for line in warned] == ["--as-of", "--fail-on"]
    assert "has no effect" not in invoke("dedupe", parties, "--out", tmp_path / "b").stderr


def test_a_row_of_a_run_without_lists(parties: Path, invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("dedupe", parties, "--out", tmp_path / "a").exit_code == 0
    text = invoke("explain", "--run", tmp_path / "a", "--row", "1", "--file", "parties.csv").stdout
    assert "ООО «Вестрокон» (party) belongs to E-" in text
    assert "compared with no list" in text


def test_a_memory_limit_that_is_too_low(
    parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    result = invoke(
        "screen", parties, "--list", samples.ofac, "--out", tmp_path / "a", "--memory", "200KB", "--quiet"
    )
    assert result.exit_code == 2
    assert "give more with --memory" in result.stderr


def test_the_name_of_a_file_steers_no_terminal(
    parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    hostile = parties.rename(tmp_path / "red\x1b[31m\u202e.csv")
    out = tmp_path / "out\x1b[31m"
    stderr = invoke("screen", hostile, "--list", samples.ofac, "--out", out).stderr
    assert "red··[31m" in stderr.replace("\x1b", "·") or "red·[31m" in stderr
    assert not {"\x1b", "\u202e"} & set(stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_standard_output_that_takes_nothing() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, "explain", "A"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "internal" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--out", "pairs.csv"], "is the file that is read"),
        (["--out", "scores.xlsx"], "must end in .csv, .parquet or .jsonl"),
        (["--out", "."], "is a folder"),
    ],
)
def test_where_scores_may_go(
    words: list[str], told: str, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pairs.csv").write_text("left,right\nA,B\n", encoding="utf-8")
    result = invoke("compare", "--pairs", "pairs.csv", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert Path("pairs.csv").read_text(encoding="utf-8") == "left,right\nA,B\n"


@pytest.mark.parametrize("out", ["pairs.csv", ".", "nowhere/model.json"])
def test_where_a_model_may_go(
    out: str, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pairs.csv").write_text("left,right,label\nA,B,1\n", encoding="utf-8")
    result = invoke("train", "--pairs", "pairs.csv", "--out", out)
    assert result.exit_code == 2
    assert "internal" not in result.stderr
    assert Path("pairs.csv").read_text(encoding="utf-8") == "left,right,label\nA,B,1\n"


def test_compare_says_which_columns_it_replaces_and_escapes(invoke: Invoke, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("left,right,score,=1+1\n=VESTROKON,VESTROKON,7,x\n", encoding="utf-8")
    result = invoke("compare", "--pairs", pairs, "--safe-csv", "--out", tmp_path / "scores.csv")
    assert "stand in place of its columns score" in result.stderr
    written = (tmp_path / "scores.csv").read_text(encoding="utf-8")
    assert written.startswith("left,right,score,'=1+1,")
    assert "'=VESTROKON,VESTROKON,0.9" in written
    printed = invoke("compare", "--pairs", pairs, "--safe-csv").stdout
    assert printed == (tmp_path / "scores.csv").read_text(encoding="utf-8")


def test_countries_of_pairs_may_be_named_in_words(invoke: Invoke, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    rows = ["Вестрокон,VESTROKON,Россия,Russia", "Вестрокон,VESTROKON,RU,RU"]
    pairs.write_text("\n".join(["left,right,left_country,right_country", *rows]) + "\n", encoding="utf-8")
    scored = list(csv.DictReader(invoke("compare", "--pairs", pairs).stdout.splitlines()))
    assert scored[0]["match_weight"] == scored[1]["match_weight"]
    assert json.loads(scored[0]["evidence"])["country"]["level"] == "same"


@pytest.mark.parametrize("words", [["screen", "", "--list", "l"], ["screen", "p", "--list", ""]])
def test_empty_names_are_no_folder(
    words: list[str], parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    given = [{"l": str(samples.ofac), "p": str(parties)}.get(word, word) for word in words]
    result = invoke(*given, "--out", tmp_path / "a")
    assert result.exit_code == 2
    assert "is empty" in result.stderr


@pytest.mark.parametrize("option", ["--out", "--config"])
def test_empty_paths_are_no_folder(option: str, parties: Path, invoke: Invoke, samples: SamplePaths) -> None:
    words = ["screen", parties, "--list", samples.ofac, "--out", "never", option, ""]
    result = invoke(*words)
    assert result.exit_code == 2
    assert "the path is empty" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
def test_names_of_files_in_another_encoding(samples: SamplePaths, invoke: Invoke, tmp_path: Path) -> None:
    manifest = os.fsencode(tmp_path) + "/отчёт.csv".encode("cp1251")
    Path(os.fsdecode(manifest)).write_text("name\nООО «Вестрокон»\n", encoding="utf-8")
    out = os.fsencode(tmp_path) + b"/out\xff"
    words = ["screen", os.fsdecode(manifest), "--list", samples.ofac, "--out", os.fsdecode(out)]
    for _ in range(2):  # into a new folder, and into one that is there
        done = invoke(*words)
        assert done.exit_code == 0, done.stderr
    record = json.loads(Path(os.fsdecode(out + b"/run.json")).read_text(encoding="utf-8"))
    assert record["inputs"][0]["file"].endswith("\ufffd.csv")


def test_output_is_utf8_whatever_the_locale() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*PROGRAM, "explain", "ООО Эмма"], capture_output=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert "ООО Эмма" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("fails", ["write_report_page", "write_tables"])
def test_page_and_tables_are_written_both_or_none(
    fails: str,
    parties: Path,
    invoke: Invoke,
    samples: SamplePaths,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    monkeypatch.setattr(f"resolver.report.{fails}", full)
    done = invoke("screen", parties, "--list", samples.ofac, "--out", out)
    assert done.exit_code == 2
    assert "No space left on device" in done.stderr
    assert not out.exists() or not list(out.iterdir())


def test_two_runs_on_one_registry(
    parties: Path, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits; while the first is at work it writes nothing."""
    monkeypatch.setattr("resolver.alone.WAIT", 0.0)
    words = ["dedupe", parties, "--registry", tmp_path / "registry", "--out", tmp_path / "out"]
    with alone_in(tmp_path / "registry"):
        refused = invoke(*words)
    assert (refused.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "another run is writing it" in refused.stderr
    assert invoke(*words).exit_code == 0


def test_a_full_registry_is_not_taken_for_the_results(
    parties: Path, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("resolver.entities.ledger._write_table", full)
    words = ["dedupe", parties, "--registry", tmp_path / "registry", "--out", tmp_path / "out"]
    refused = invoke(*words)
    assert (refused.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert refused.stderr.splitlines()[-1] == (
        f"error: registry {tmp_path / 'registry'} cannot be written: No space left on device"
    )


def test_standard_input_that_cannot_be_kept(
    parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", full)
    refused = invoke("screen", "-", "--list", samples.ofac, "--out", tmp_path / "out")
    assert refused.exit_code == 2
    assert "standard input cannot be kept in" in refused.stderr
    assert "No space left on device; set TMPDIR" in refused.stderr


def test_too_little_memory_is_no_defect(
    parties: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starved(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("resolver.pipeline.screen", starved)
    refused = invoke("screen", parties, "--list", samples.ofac, "--out", tmp_path / "out")
    assert refused.exit_code == 2
    assert refused.stderr.splitlines()[-1].startswith("error: the memory of this machine is too little")


def test_what_a_killed_run_left_goes_and_is_said(parties: Path, invoke: Invoke, tmp_path: Path) -> None:
    left = tmp_path / "out" / ".partial-killed_0"
    left.mkdir(parents=True)
    (left / ".of-a-run").touch()
    (left / "hits.csv").touch()
    (tmp_path / "out" / "notes.txt").touch()
    done = invoke("dedupe", parties, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert f"{left}: half-written files of a run that was killed, which have been removed" in done.stderr
    assert "notes.txt" in {path.name for path in (tmp_path / "out").iterdir()}
    assert not left.exists()


def test_a_registry_in_the_folder_of_the_results_is_refused(
    parties: Path, invoke: Invoke, tmp_path: Path
) -> None:
    """The run would wait for itself, with all its work done, and give up."""
    out = tmp_path / "out"
    done = invoke("dedupe", parties, "--out", out, "--registry", tmp_path / "x" / ".." / "out")
    assert done.exit_code == 2
    assert "is the folder of --out; give the registry one of its own" in done.stderr
    assert not out.exists()
