import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from resolver.cli_lists import lists

SAMPLES = Path(__file__).parent.parent / "watchlists" / "samples"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RESOLVER_HOME", str(tmp_path / "home"))

    def run_lists(*arguments: str | Path) -> Result:
        return CliRunner().invoke(lists, [str(argument) for argument in arguments])

    return run_lists


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    text = (SAMPLES / "sdn.xml").read_text(encoding="utf-8")
    text = text.replace("Building 2", "Building 3").replace("03/02/2026", "04/02/2026")
    (tmp_path / "sdn_new.xml").write_text(text, encoding="utf-8")
    return tmp_path / "sdn_new.xml"


def test_import_show_verify_diff(run, changed: Path) -> None:
    first = run("import", SAMPLES / "sdn.xml")
    assert first.exit_code == 0
    assert first.stdout.startswith("ofac-sdn: new; published 2026-03-02, 5 entries, 8 names, SHA-256 ")
    assert run("import", changed).exit_code == 0
    shown = run("show", "ofac-sdn")
    assert "5 entries (1 aircraft, 2 entity, 1 individual, 1 vessel), 8 names" in shown.stdout
    assert "does not contain: firms that listed persons own to 50 % or more" in shown.stdout
    assert run("verify").stdout.count("sound, 10 checks") == 2
    compared = run("diff", "ofac-sdn")
    assert compared.exit_code == 0
    assert compared.stdout.splitlines() == [
        "MOD 90001 entity AKTSIONERNOE OBSHCHESTVO ZVEZDNY PRIBOR",
        "    addresses: - ul. Nesushchestvuyushchaya, d. 1, Building 2, 000001 Moscow, RU",
        "    addresses: + ul. Nesushchestvuyushchaya, d. 1, Building 3, 000001 Moscow, RU",
    ]
    assert compared.stderr.splitlines() == ["2026-03-02 -> 2026-04-02: 0 added, 1 changed, 0 removed"]
    assert run("diff", "ofac-sdn", "2026-03-31", "2026-04-30").stdout == compared.stdout


def test_diff_of_two_files_in_each_format(run, changed: Path, tmp_path: Path) -> None:
    rows = list(
        csv.DictReader(run("diff", SAMPLES / "sdn.xml", changed, "--format", "csv").stdout.splitlines())
    )
    assert [(row["action"], row["field"], row["removed"] != "") for row in rows] == [
        ("MOD", "addresses", True),
        ("MOD", "addresses", False),
    ]
    text = changed.read_text(encoding="utf-8").replace("ul. Nesu", "=ul. Nesu")
    changed.write_text(text, encoding="utf-8")
    safe = run("diff", SAMPLES / "sdn.xml", changed, "--format", "csv", "--safe-csv").stdout.splitlines()
    assert [row["added"][:6] for row in csv.DictReader(safe)] == ["", "'=ul. "]
    assert run("diff", SAMPLES / "sdn.xml", changed, "--safe-csv").exit_code == 2
    out = tmp_path / "diff.json"
    assert run("diff", SAMPLES / "sdn.xml", changed, "--format", "json", "--out", out).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))[0]["changes"][0]["field"] == "addresses"


def test_show_names_every_source_and_whether_it_is_here(run) -> None:
    run("import", SAMPLES / "own_list.csv")
    text = run("show").stdout
    assert "eu-fsf: not here" in text
    assert "resolver lists update eu-fsf" in text
    assert "own_list: without a publication date" in text
    assert "kremlin-linked: " in text
    records = {record["source"]: record for record in json.loads(run("show", "--format", "json").stdout)}
    assert records["own_list"]["entries"] == 2
    assert records["uk"]["entries"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "wanted"),
    [
        (["update", "no-such"], 4, "no source of that name"),
        (["update", "kremlin-linked"], 4, "is not downloaded"),
        (["update", "eu-fsf"], 4, "RESOLVER_EU_FSF_TOKEN"),
        (["import", "missing.xml"], 3, "no such file"),
        (["import", SAMPLES / "alt.csv"], 3, "alt part"),
        (["import", SAMPLES / "un.xml", "--published", "soon"], 2, "not a date"),
        (["import", SAMPLES / "un.xml", "--fetched", "2999-01-01"], 2, "yet to come"),
        (["show", "no-such"], 4, "no source of that name"),
        (["verify", "uk"], 4, "no snapshot"),
        (["diff", "uk"], 4, "two are needed"),
        (["diff", "a", "b", "c", "d"], 2, "two files"),
        (["diff", "missing.xml", "also.xml"], 3, "no such file"),
    ],
)
def test_errors_are_one_line_with_the_right_exit_code(
    run, arguments, code: int, wanted: str, monkeypatch
) -> None:
    monkeypatch.delenv("RESOLVER_EU_FSF_TOKEN", raising=False)
    result = run(*arguments)
    assert result.exit_code == code
    assert wanted in result.stderr
    assert "Traceback" not in result.output
    if code != 2:
        assert len(result.stderr.strip().splitlines()) == 1
        assert result.stderr.startswith("error: ")


def test_verify_of_a_damaged_snapshot_ends_with_3(run, tmp_path: Path) -> None:
    run("import", SAMPLES / "un.xml")
    [raw] = (tmp_path / "home").rglob("un.xml.gz")
    shutil.copy(SAMPLES / "README.md", raw)
    result = run("verify", "un")
    assert result.exit_code == 3
    assert "damaged" in result.stdout and "hash of the raw file" in result.stdout


def test_update_goes_on_after_a_failure_and_ends_with_its_code(run, tmp_path: Path, monkeypatch) -> None:
    import http.server
    import threading

    handler = type(
        "Handler",
        (http.server.SimpleHTTPRequestHandler,),
        {
            "__init__": lambda self, *a: http.server.SimpleHTTPRequestHandler.__init__(
                self, *a, directory=str(SAMPLES)
            ),
            "log_message": lambda self, *a: None,
        },
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    (tmp_path / "home").mkdir()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    (tmp_path / "home" / "sources.toml").write_text(
        f'[gone]\nurl = "{base}/gone.xml"\n[here]\nurl = "{base}/un.xml"\nformats = ["un-xml"]\n',
        encoding="utf-8",
    )
    try:
        result = run("update", "gone", "here")
        again = run("update", "here")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert result.exit_code == 4
    assert result.stderr.startswith("error: gone: 127.0.0.1 answers 404")
    assert result.stdout.startswith("here: new; published 2026-03-02, 2 entries, 6 names")
    assert again.stdout.startswith("here: unchanged; ")
