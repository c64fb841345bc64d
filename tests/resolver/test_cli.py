"""The command line as users script against it: commands, files, exit codes, one line for every mistake."""

from __future__ import annotations

import csv
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import click
import pyarrow.parquet as pq
import pytest
from click.testing import Result

from resolver import model
from resolver.cli import main
from resolver.config import PRESETS, Config
from resolver.samples import SamplePaths

from .conftest import Invoke

PARTIES = """\
name,country,note
ООО «Вестрокон»,RU,a listed firm in Russian
"=cmd|' /C calc'!A0 LUMIRAD AO",,a cell that a spreadsheet would run
TO ORDER,,nobody
,,
Prairie Bakery Cooperative,US,an innocent
"""
BOMB = """<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<sdnList><sdnEntry><uid>1</uid><lastName>&c;</lastName></sdnEntry></sdnList>"""
NO_ENTRIES = """<?xml version="1.0"?><sdnList><publshInformation><Publish_Date>01/01/2026</Publish_Date>
<Record_Count>0</Record_Count></publshInformation></sdnList>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, samples: SamplePaths) -> Path:
    """Good and bad files side by side."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "parties.csv").write_text(PARTIES, encoding="utf-8")
    (folder / "other.csv").write_text("firm;land\nVESTROKON LLC;RU\n", encoding="utf-8")
    (folder / "no_names.csv").write_text("weight,value\n12,300\n", encoding="utf-8")
    (folder / "page.html").write_text("<!doctype html><html><body>Sign in</body></html>", encoding="utf-8")
    (folder / "bomb.xml").write_text(BOMB, encoding="utf-8")
    (folder / "no_entries.xml").write_text(NO_ENTRIES, encoding="utf-8")
    (folder / "cut.xml").write_bytes(samples.ofac.read_bytes()[:9000])
    (folder / "empty.csv").write_bytes(b"")
    (folder / "table.csv").write_text("listing_id,name\n1,VESTROKON LLC\n", encoding="utf-8")
    (folder / "bad.toml").write_text("match_threshold = 'high'\n", encoding="utf-8")
    (folder / "bad.json").write_text("{}", encoding="utf-8")
    (folder / "model.toml").write_text(f"model = '{folder / 'bad.json'}'\n", encoding="utf-8")
    (folder / "a_file").write_text("in the way", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(folder: Path, invoke: Invoke, samples: SamplePaths) -> Path:
    """The output folder of `resolver resolve`, in every format."""
    out = folder / "resolved"
    words = ["--format", "csv,parquet", "--format", "jsonl,ftm,senzing,graphml"]
    result = invoke("resolve", folder / "parties.csv", "--list", samples.ofac, "--out", out, *words)
    assert result.exit_code == 0, result.stderr
    return out


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def the_error(result: Result) -> str:
    """The one line that says what was wrong; nothing like a traceback beside it."""
    lines = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1, result.stderr
    assert result.stderr.splitlines()[-1] == lines[0]
    assert "Traceback" not in result.output
    assert "internal error" not in lines[0]
    return lines[0]


BAD_PARTIES = {
    "missing.csv": "no such file",
    ".": "directory",
    "no_names.csv": "weight",
    "page.html": "HTML",
    "empty.csv": "empty",
    "bomb.xml": "XML",
}


@pytest.mark.parametrize("name", BAD_PARTIES)
def test_bad_parties(name: str, folder: Path, samples: SamplePaths, invoke: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = invoke("screen", folder / name, "--list", samples.ofac, "--out", out)
    assert result.exit_code == 3
    assert BAD_PARTIES[name] in the_error(result)
    assert Path(name).name in result.stderr
    assert not out.exists()


BAD_LISTS = {
    "missing.xml": (3, "no such file"),
    ".": (3, "folder"),
    "page.html": (3, "HTML"),
    "bomb.xml": (3, "DOCTYPE"),
    "cut.xml": (3, "cut.xml"),
    "no_entries.xml": (3, "no_entries.xml"),
    "empty.csv": (3, "empty"),
    "no_names.csv": (3, "no_names.csv"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_bad_lists(name: str, folder: Path, invoke: Invoke, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = invoke("screen", folder / "parties.csv", "--list", folder / name, "--out", out)
    code, text = BAD_LISTS[name]
    assert result.exit_code == code, result.output
    assert text in the_error(result)
    assert not out.exists()


def test_a_list_that_was_never_fetched(
    folder: Path, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVER_HOME", str(tmp_path / "home"))
    result = invoke("screen", folder / "parties.csv", "--list", "ofac-sdn", "--out", tmp_path / "out")
    assert result.exit_code == 4
    assert "resolver lists update ofac-sdn" in the_error(result)


def test_a_list_that_is_too_old(folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path) -> None:
    words = ["--list", samples.ofac, "--out", tmp_path / "out", "--max-age", "30", "--as-of", "2030-01-01"]
    result = invoke("screen", folder / "parties.csv", *words)
    assert result.exit_code == 4
    assert "--max-age 30" in the_error(result)


BAD_USAGE: dict[str, tuple[list[str], str]] = {
    "no_parties": ([], "PARTIES"),
    "columns_shape": (["--columns", "name"], "name=consignee"),
    "columns_twice": (["--columns", "name=name,name=country"], "twice"),
    "columns_field": (["--columns", "firm=name"], "firm"),
    "columns_heading": (["--columns", "name=nowhere"], "nowhere"),
    "threshold_high": (["--threshold", "1.5"], "--threshold 1.5"),
    "threshold_zero": (["--threshold", "0"], "--threshold 0"),
    "threshold_nan": (["--threshold", "nan"], "--threshold nan"),
    "threshold_text": (["--threshold", "high"], "high"),
    "preset": (["--preset", "lax"], "strict"),
    "format": (["--format", "xls"], "parquet"),
    "format_empty": (["--format", ","], "csv"),
    "encoding": (["--encoding", "utf-9"], "cp1251"),
    "memory": (["--memory", "lots"], "4GB"),
    "memory_zero": (["--memory", "0GB"], "4GB"),
    "as_of": (["--as-of", "yesterday"], "2026-07-11"),
    "jobs": (["--jobs", "0"], "--jobs"),
    "band": (["--band", "none"], "possible"),
    "option": (["--nonsense"], "--nonsense"),
    "config_missing": (["--config", "nowhere.toml"], "nowhere.toml"),
    "config_type": (["--config", "bad.toml"], "match_threshold"),
    "model": (["--config", "model.toml"], "bad.json"),
}


@pytest.mark.parametrize("case", BAD_USAGE)
def test_bad_usage(
    case: str,
    folder: Path,
    invoke: Invoke,
    samples: SamplePaths,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(folder)
    words, text = BAD_USAGE[case]
    parties = [] if case == "no_parties" else ["parties.csv"]
    result = invoke("screen", *parties, "--list", samples.ofac, "--out", tmp_path / "out", *words)
    assert result.exit_code == 2, result.output
    assert text in the_error(result)
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written(folder: Path, invoke: Invoke, samples: SamplePaths) -> None:
    for out in (folder / "a_file", folder / "a_file" / "deeper"):
        result = invoke("screen", folder / "parties.csv", "--list", samples.ofac, "--out", out)
        assert result.exit_code == 2
        assert "a_file" in the_error(result)
    assert (folder / "a_file").read_text(encoding="utf-8") == "in the way"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_without_permission(
    folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    result = invoke("screen", folder / "parties.csv", "--list", samples.ofac, "--out", locked / "out")
    assert result.exit_code == 2
    assert "locked" in the_error(result)


def test_a_failed_run_leaves_the_former_one(folder: Path, invoke: Invoke, run: Path) -> None:
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    result = invoke("resolve", folder / "parties.csv", "--list", folder / "cut.xml", "--out", run)
    assert result.exit_code == 3
    assert {path.name: path.read_bytes() for path in run.iterdir()} == before


def test_errors_and_events_as_json(
    folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    bad = invoke("screen", "nowhere.csv", "--list", samples.ofac, "--out", tmp_path, "--log-format=json")
    event = json.loads(bad.stderr)
    assert (event["event"], event["exit_code"], bad.exit_code) == ("error", 3, 3)
    words = ["--list", samples.ofac, "--out", tmp_path / "out", "--log-format", "json"]
    good = invoke("screen", folder / "parties.csv", *words)
    events = [json.loads(line) for line in good.stderr.splitlines()]
    assert [event["event"] for event in events] == ["input", "finished"]
    assert events[0]["columns"] == {"name": "name", "country": "country"}


def test_a_defect_is_one_line_and_a_traceback_on_request(
    folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("no reason")

    monkeypatch.setattr("resolver.pipeline.screen", broken)
    words = ["screen", folder / "parties.csv", "--list", samples.ofac, "--out", tmp_path / "out"]
    result = invoke(*words, "--quiet")
    assert result.exit_code == 70
    assert result.stderr.splitlines() == [
        "error: internal error: ZeroDivisionError: no reason; run again with -v and report the traceback"
    ]
    assert "Traceback" in invoke(*words, "-v").stderr
    assert not (tmp_path / "out").exists()


def test_what_resolve_leaves(run: Path) -> None:
    tables = ("hits", "clusters", "entities", "rows")
    more = {f"{name}.csv" for name in ("possible", "links", "diagnostics")}
    assert more <= {path.name for path in run.iterdir()}
    written = {f"{table}.{suffix}" for table in tables for suffix in ("csv", "parquet", "jsonl")}
    others = {"run.json", "report.html", "entities.ftm.json", "senzing.jsonl", "entities.graphml"}
    assert written | others <= {path.name for path in run.iterdir()}
    for table in tables:
        columns = getattr(model, table.upper()).names
        rows = rows_of(run / f"{table}.csv")
        assert list(rows[0]) == columns
        assert pq.read_table(run / f"{table}.parquet").column_names == columns
        lines = (run / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(rows) == pq.read_table(run / f"{table}.parquet").num_rows


def test_rows_and_hits(run: Path, folder: Path) -> None:
    rows = rows_of(run / "rows.csv")
    assert [row["outcome"] for row in rows] == [
        "screened",
        "screened",
        "placeholder",
        "placeholder",
        "screened",
    ]
    assert {row["source_file"] for row in rows} == {str(folder / "parties.csv")}
    first = rows_of(run / "hits.csv")[0]
    assert (first["source_row"], first["kind"], first["band"]) == ("1", "same", "match")
    assert first["primary_name"] == "VESTROKON LLC"
    assert first["entity_id"] in {row["entity_id"] for row in rows_of(run / "entities.csv")}
    evidence = json.loads(first["evidence"])
    assert sum(part["bits"] for part in evidence.values()) == pytest.approx(
        float(first["match_weight"]), abs=0.01
    )


def test_the_run_record(run: Path, folder: Path) -> None:
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    (read,) = record["inputs"]
    assert read["columns"] == {"name": "name", "country": "country"}
    assert read["rows"] == 5
    assert len(read["sha256"]) == len(record["lists"][0]["sha256"]) == 64
    assert record["configuration"]["preset"] == "standard"
    assert record["model"]["version"]
    assert record["counts"]["hits"] == len(rows_of(run / "hits.csv"))


def test_fail_on_and_band(folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path) -> None:
    words = ["screen", folder / "parties.csv", "--list", samples.ofac, "--quiet"]
    assert invoke(*words, "--out", tmp_path / "a", "--fail-on", "match").exit_code == 1
    assert invoke(*words, "--out", tmp_path / "b", "--band", "match").exit_code == 0
    assert {row["band"] for row in rows_of(tmp_path / "b" / "hits.csv")} == {"match"}
    none = invoke("explain", "--run", tmp_path / "b", "--row", "5").stdout
    assert f"reached the band match (probability {Config().match_threshold})" in none
    innocent = tmp_path / "innocent.csv"
    innocent.write_text("name\nPrairie Bakery Cooperative\n", encoding="utf-8")
    words[1] = innocent
    assert invoke(*words, "--out", tmp_path / "c", "--fail-on", "possible").exit_code == 0


def test_screen_makes_no_entities(folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path) -> None:
    result = invoke("screen", folder / "parties.csv", "--list", samples.ofac, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "hits.csv",
        "rows.csv",
        "run.json",
        "report.html",
    }
    assert {row["entity_id"] for row in rows_of(tmp_path / "out" / "hits.csv")} == {""}
    assert "5 rows: 3 screened, 2 placeholder, 0 unreadable" in result.stderr
    assert "columns used: country, name" in result.stderr
    assert result.stdout == ""


def test_dedupe_needs_no_list(folder: Path, invoke: Invoke, tmp_path: Path) -> None:
    twice = tmp_path / "twice.csv"
    twice.write_text("name\nВестрокон ООО\nVESTROKON LLC\nPrairie Bakery\n", encoding="utf-8")
    result = invoke("dedupe", twice, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    clusters = {row["party_name"]: row["entity_id"] for row in rows_of(tmp_path / "out" / "clusters.csv")}
    assert clusters["Вестрокон ООО"] == clusters["VESTROKON LLC"] != clusters["Prairie Bakery"]
    assert not (tmp_path / "out" / "hits.csv").exists()


def test_standard_input_columns_and_several_files(
    folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    words = ["--list", samples.ofac, "--list", folder / "table.csv", "--quiet"]
    piped = invoke(
        "screen", "-", folder / "other.csv", *words, "--out", tmp_path / "a", stdin=PARTIES.encode("utf-16")
    )
    assert piped.exit_code == 0, piped.stderr
    assert piped.stderr == ""
    hits = rows_of(tmp_path / "a" / "hits.csv")
    assert {(hit["source_file"], hit["list"]) for hit in hits} >= {
        ("standard input", samples.ofac.name),
        (str(folder / "other.csv"), "table.csv"),
    }
    mapped = invoke(
        "screen",
        folder / "parties.csv",
        *words,
        "--out",
        tmp_path / "b",
        "--columns",
        "name=note,country=country",
    )
    assert mapped.exit_code == 0
    assert {row["band"] for row in rows_of(tmp_path / "b" / "hits.csv")} == set()


def test_two_lists_of_one_name_are_told_apart(folder: Path, invoke: Invoke, tmp_path: Path) -> None:
    other = tmp_path / "table.csv"
    other.write_text("listing_id,name\n1,ООО Вестрокон\n", encoding="utf-8")
    words = ["--list", folder / "table.csv", "--list", other, "--out", tmp_path / "out"]
    assert invoke("screen", folder / "parties.csv", *words).exit_code == 0
    lists = {hit["list"] for hit in rows_of(tmp_path / "out" / "hits.csv")}
    assert lists == {str(folder / "table.csv"), str(other)}


def test_safe_csv(folder: Path, invoke: Invoke, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("listing_id,name\n7,=cmd LUMIRAD AO\n", encoding="utf-8")
    invoke("screen", folder / "parties.csv", "--list", listed, "--out", tmp_path / "out", "--safe-csv")
    cells = [cell for row in rows_of(tmp_path / "out" / "hits.csv") for cell in row.values()]
    assert any(cell.startswith("'=") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_the_same_run_twice_and_with_shuffled_rows(
    folder: Path, invoke: Invoke, samples: SamplePaths, tmp_path: Path
) -> None:
    header, *lines = samples.manifest.read_text(encoding="utf-8").splitlines()[:121]
    manifest = tmp_path / "manifest.csv"
    runs = []
    for name, order in (("a", lines), ("b", lines), ("c", lines[::-1])):
        manifest.write_text("\n".join([header, *order]) + "\n", encoding="utf-8")
        words = ["--list", samples.ofac, "--list", samples.eu, "--out", tmp_path / name, "--quiet"]
        assert invoke("resolve", manifest, *words).exit_code == 0
        runs.append({p.name: p.read_bytes() for p in (tmp_path / name).glob("*.csv")})
    assert runs[0] == runs[1]
    records = [json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8")) for name in "ab"]
    for record in records:
        del record["execution"]
    assert records[0] == records[1]
    for table in ("hits.csv", "clusters.csv", "entities.csv"):
        straight, turned = (content_of(tmp_path / name / table, len(lines)) for name in "ac")
        assert straight == turned, table


def content_of(path: Path, rows: int) -> list[tuple[str, ...]]:
    """The rows of a table without what names a row, and `source_row` counted from the other end in folder
    c.
    """
    found = []
    for row in rows_of(path):
        if path.parent.name == "c" and "source_row" in row:
            row["source_row"] = str(rows + 1 - int(row["source_row"]))
        found.append(tuple(value for name, value in row.items() if name != "party_id"))
    return sorted(found)


def test_a_registry_keeps_the_ids(invoke: Invoke, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("name,country\nВестрокон ООО,RU\nPrairie Bakery,US\n", encoding="utf-8")
    second.write_text("name,country\nVESTROKON LLC,RU\nKvazarika JSC,RU\n", encoding="utf-8")
    clusters = {}
    for manifest in (first, second):
        words = ["--out", tmp_path / manifest.stem, "--registry", tmp_path / "registry", "--quiet"]
        result = invoke("dedupe", manifest, *words)
        assert result.exit_code == 0, result.stderr
        clusters |= {
            r["party_name"]: r["entity_id"] for r in rows_of(tmp_path / manifest.stem / "clusters.csv")
        }
    assert clusters["Вестрокон ООО"] == clusters["VESTROKON LLC"]
    assert len(set(clusters.values())) == 3
    shown = invoke("registry", "show", tmp_path / "registry")
    assert "2 runs" in shown.stdout


def test_a_failed_run_leaves_the_registry(
    invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "names.csv").write_text("name\nVestrokon\n", encoding="utf-8")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("resolver.report.write_report_page", broken)
    words = ["--out", tmp_path / "out", "--registry", tmp_path / "registry"]
    assert invoke("dedupe", tmp_path / "names.csv", *words).exit_code == 70
    assert not (tmp_path / "registry" / "CURRENT").exists()
    assert not (tmp_path / "out").exists()


def test_demo(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("demo", "--out", tmp_path / "demo")
    assert result.exit_code == 0, result.stderr
    assert "Files in" in result.stderr
    assert len(rows_of(tmp_path / "demo" / "rows.csv")) == 390
    assert rows_of(tmp_path / "demo" / "hits.csv")


def test_compare_prints_a_table(invoke: Invoke) -> None:
    result = invoke("compare", "SIS DOO", "Sis d.o.o.")
    assert result.exit_code == 0
    (row,) = csv.DictReader(result.stdout.splitlines())
    assert (row["left"], row["right"], row["band"], row["kind"]) == ("SIS DOO", "Sis d.o.o.", "match", "same")
    assert result.stderr == ""


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
def test_compare_files(suffix: str, invoke: Invoke, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_bytes("left\tright\tmine\nВестрокон\tVESTROKON LLC\t1\n\tA\t2\n".encode("cp1251"))
    out = tmp_path / f"scored.{suffix}"
    result = invoke("compare", "--pairs", pairs, "--out", out)
    assert result.exit_code == 0, result.stderr
    read = {"csv": rows_of, "parquet": lambda p: pq.read_table(p).to_pylist(), "jsonl": json_lines}[suffix]
    first, second = read(out)
    assert (first["mine"], first["band"], second["band"]) == ("1", "match", "none")
    assert second["note"].startswith("left: ")


def json_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


BAD_PAIRS = {
    "missing.csv": (None, "no such file"),
    "one.csv": ("left,other\na,b\n", "right"),
    "ragged.csv": ("left,right\na,b,c\n", "row 1"),
    "empty.csv": ("", "empty"),
    "page.csv": ("<!doctype html><html></html>", "HTML"),
    "headings.csv": ("left,right\n", "no pairs"),
}


@pytest.mark.parametrize("name", BAD_PAIRS)
def test_bad_pairs(name: str, invoke: Invoke, tmp_path: Path) -> None:
    content, text = BAD_PAIRS[name]
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    result = invoke("compare", "--pairs", tmp_path / name)
    assert result.exit_code == 3, result.output
    assert text in the_error(result)
    assert result.stdout == ""


@pytest.mark.parametrize("words", [[], ["one"], ["a", "b", "c"], ["a", "b", "--pairs", "x.csv"]])
def test_compare_usage(words: list[str], invoke: Invoke) -> None:
    result = invoke("compare", *words)
    assert result.exit_code == 2
    assert "LEFT and RIGHT" in the_error(result)


def test_compare_into_a_folder(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("compare", "a", "b", "--out", tmp_path)
    assert result.exit_code == 2
    assert "name a file" in the_error(result)


def test_a_reader_that_goes_away() -> None:
    program = [sys.executable, "-m", "resolver", "explain", "ООО «Вестрокон»"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_explain_a_name_and_a_pair(invoke: Invoke) -> None:
    assert "вестрокон" in invoke("explain", "ООО «Вестрокон»").stdout
    text = invoke("explain", "ООО «Вестрокон»", "VESTROKON LLC", "--listed-country", "RU").stdout
    assert "match weight" in text
    assert "A run would look at this pair, proposed by: " in text
    standard = PRESETS["standard"]
    limits = f"(match from {standard.match}, possible from {standard.possible}; preset standard)"
    assert f"band match, kind same {limits}" in text
    assert "+1 doubles the odds" in text
    never = invoke("explain", "Prairie Bakery", "VESTROKON LLC").stdout
    assert "A run would not look at this pair" in never
    assert "no hit (" in never
    assert f"is under {standard.possible} (" in never
    assert (
        " more)\n  not in the party's name: vestrokon\n  not in the listed name: prairie, bakery\n  most"
        in never
    )
    assert invoke("explain", "A", "B", "--party-country", "Россия").exit_code == 0
    nowhere = invoke("explain", "A", "B", "--party-country", "Nowhere")
    assert nowhere.exit_code == 2
    assert "--party-country 'Nowhere' is no country" in the_error(nowhere)
    no_firm = "never a match: the party's text names no firm"
    assert f"{no_firm} (to order)" in invoke("explain", "TO ORDER", "VESTROKON LLC").stdout
    assert f"{no_firm} (only legal form)" in invoke("explain", "ООО", "LLC").stdout
    assert "the listed text names no firm" in invoke("explain", "VESTROKON LLC", "TO ORDER").stdout


def test_explain_a_row(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    text = invoke("explain", "--run", run, "--row", "1").stdout
    assert "VESTROKON LLC" in text
    assert "match weight" in text
    assert "placeholder" in invoke("explain", "--run", run, "--row", "3").stdout
    none = invoke("explain", "--run", run, "--row", "5").stdout
    assert (
        f"No hit: no listed name reached the band possible (probability {Config().possible_threshold})"
        in none
    )
    for suffix in ("parquet", "jsonl"):
        only = tmp_path / suffix
        only.mkdir()
        for file in (*(f"{table}.{suffix}" for table in ("rows", "hits", "clusters")), "run.json"):
            (only / file).write_bytes((run / file).read_bytes())
        assert invoke("explain", "--run", only, "--row", "1").stdout == text
    (only / "run.json").write_text("{}", encoding="utf-8")
    assert invoke("explain", "--run", only, "--row", "1").exit_code == 3
    (only / "run.json").unlink()
    without = invoke("explain", "--run", only, "--row", "1").stdout
    band = f"match from {Config().match_threshold:g}"
    assert band in text and band not in without
    assert without.splitlines()[-3:] == text.splitlines()[-3:]


def test_explain_an_entity(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    hits = rows_of(run / "hits.csv")
    text = invoke("explain", "--run", run, "--entity", hits[0]["entity_id"]).stdout
    assert "1 x ООО «Вестрокон»" in text
    assert "VESTROKON LLC" in text
    unknown = invoke("explain", "--run", run, "--entity", "E-NOWHERE")
    assert unknown.exit_code == 2
    assert "E-NOWHERE" in the_error(unknown)


def test_explain_usage(run: Path, invoke: Invoke, tmp_path: Path) -> None:
    beyond = invoke("explain", "--run", run, "--row", "99")
    assert beyond.exit_code == 2
    assert "row 99" in the_error(beyond)
    nothing = invoke("explain", "--run", tmp_path, "--row", "1")
    assert nothing.exit_code == 3
    assert str(tmp_path) in the_error(nothing)
    nowhere = invoke("explain", "--run", tmp_path / "nowhere", "--row", "1")
    assert (nowhere.exit_code, "does not exist" in the_error(nowhere)) == (3, True)
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    other = invoke("explain", "--run", tmp_path, "--row", "1")
    assert (other.exit_code, "damaged: it has no column source_file" in the_error(other)) == (3, True)
    for words in ([], ["--run", run], ["--row", "1"], ["a", "b", "c"]):
        assert invoke("explain", *words).exit_code == 2


def test_train(invoke: Invoke, tmp_path: Path) -> None:
    names = [
        f"{a} {b}" for a in ("Vega", "Orion", "Altair", "Lyra") for b in ("Trade", "Metal", "Agro", "Tekhno")
    ]
    pairs = [(name, f"{name} LLC", 1) for name in names * 4]
    pairs += [(name, other, 0) for name in names for other in names if name != other]
    file = tmp_path / "labelled.csv"
    lines = [f"{left},{right},{label}" for left, right, label in pairs]
    file.write_text("\n".join(["left,right,label", *lines]) + "\n", encoding="utf-8")
    result = invoke("train", "--pairs", file, "--out", tmp_path / "model.json")
    assert result.exit_code == 0, result.stderr
    settings = tmp_path / "settings.toml"
    settings.write_text(f"model = '{tmp_path / 'model.json'}'\n", encoding="utf-8")
    scored = invoke("compare", "Deneb Trade", "Deneb Trade LLC", "--config", settings)
    assert scored.exit_code == 0, scored.stderr
    assert float(next(csv.DictReader(scored.stdout.splitlines()))["score"]) > 0.5


BAD_LABELS = {
    "left,right\na,b\n": "label",
    "left,right,label\na,b,maybe\n": "row 1",
    "left,right,label\na,b,1\nc,d,0\n": "at least",
}


@pytest.mark.parametrize("content", BAD_LABELS)
def test_bad_labels(content: str, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "labelled.csv").write_text(content, encoding="utf-8")
    result = invoke("train", "--pairs", tmp_path / "labelled.csv", "--out", tmp_path / "model.json")
    assert result.exit_code == 3
    assert BAD_LABELS[content] in the_error(result)
    assert f"error: {tmp_path / 'labelled.csv'}: " in result.stderr
    assert not (tmp_path / "model.json").exists()


def commands(group: click.Group, path: str = "") -> dict[str, click.Command]:
    """Every command, groups included: "lists update" -> its command."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found[f"{path}{name}"] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{path}{name} ")
    return found


def test_the_contract_of_commands() -> None:
    contract = {"demo", "resolve", "screen", "dedupe", "compare", "explain", "lists"}
    contract |= {f"lists {name}" for name in ("update", "import", "show", "diff", "verify")}
    assert contract <= set(commands(main))


COMMON = {"--columns", "--band", "--threshold", "--format", "--config", "--jobs", "--memory", "--as-of"}
COMMON |= {"--fail-on", "--quiet", "-v", "--log-format", "--out", "--encoding", "--preset", "--max-age"}


@pytest.mark.parametrize("verb", ["screen", "resolve", "dedupe"])
def test_the_contract_of_options(verb: str) -> None:
    options = {name for parameter in main.commands[verb].params for name in parameter.opts}
    assert options >= COMMON
    assert ("--list" in options) == (verb != "dedupe")


@pytest.mark.parametrize("path", commands(main))
def test_every_command_and_option_has_help(path: str) -> None:
    command = commands(main)[path]
    assert (command.help or "").strip()
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_as_a_program(tmp_path: Path) -> None:
    program = [sys.executable, "-c", "from resolver.cli import main; main()"]
    shown = subprocess.run([*program, "--version"], capture_output=True, text=True, check=False)
    assert shown.stdout.startswith("resolver, version ")
    bad = subprocess.run([*program, "screen", "x.csv"], capture_output=True, text=True, check=False)
    assert bad.returncode == 2
    assert len(bad.stderr.splitlines()) == 1
    heavy = "{'pandas', 'duckdb', 'numba', 'sklearn', 'splink', 'pyarrow'}"
    loaded = f"import sys, resolver.cli; print({heavy} & set(sys.modules))"
    light = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert light.stdout.strip() == "set()"
