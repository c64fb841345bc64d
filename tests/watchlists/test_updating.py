"""Every kind of broken feed against a server of this machine: the last good snapshot must go on serving."""

import gzip
import json
import logging
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from watchlists import load
from watchlists.errors import UnavailableList, UnusableSetting, WatchlistError
from watchlists.fetch import Limits
from watchlists.store import last_check, source_folder, stored_snapshots
from watchlists.updating import Checks, import_file, update

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Publisher:
    """A publisher on this machine, which remembers what it was asked.

    `answers` are given one after the other; the last one stays.
    """

    answers: list[Answer]
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    def url(self, path: str = "/list.xml") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving(*answers: Answer) -> Iterator[Publisher]:
    publisher = Publisher(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.requests.append(
                (self.path, {key.lower(): value for key, value in self.headers.items()})
            )
            answer = publisher.answers.pop(0) if len(publisher.answers) > 1 else publisher.answers[0]
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    publisher.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def body(content: bytes, *, status: int = 200, **headers: str) -> Answer:
    """An answer with a body; header names are written with underscores."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def status(code: int, **headers: str) -> Answer:
    """An answer without a body."""
    return body(b"", status=code, **headers)


def cut_off(content: bytes) -> Answer:
    """Promises more than it sends."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(content) * 2))
        request.end_headers()
        request.wfile.write(content)
        request.close_connection = True

    return answer


def write_sources(home: Path, publisher: Publisher, *lines: str, url: str = "") -> None:
    """A source `fiction` of this publisher in the user's own sources.toml."""
    home.mkdir(parents=True, exist_ok=True)
    text = [f'[fiction]\ntitle = "A made-up list"\nurl = "{url or publisher.url()}"', *lines]
    (home / "sources.toml").write_text("\n".join(text) + "\n", encoding="utf-8")


SAMPLES = Path(__file__).parent / "samples"
SDN = (SAMPLES / "sdn.xml").read_bytes()
QUICK = Limits(connect=2, read=2, whole=10, tries=2, first_pause=0.01, max_bytes=4 << 20)
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><sdnList>&b;</sdnList>'


def entries(count: int, *, published: str = "03/02/2026") -> bytes:
    rows = "".join(
        f"<sdnEntry><uid>{n}</uid><lastName>FIRM {n}</lastName><sdnType>Entity</sdnType></sdnEntry>"
        for n in range(count)
    )
    head = f"<publshInformation><Publish_Date>{published}</Publish_Date></publshInformation>"
    return f"<sdnList>{head}{rows}</sdnList>".encode()


def packed_bomb(request: BaseHTTPRequestHandler) -> None:
    """Ten gigabytes of zeros in ten megabytes of gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    piece = bytes(1 << 24)
    for _ in range(640):
        request.wfile.write(packer.compress(piece))
    request.wfile.write(packer.flush())


BROKEN: dict[str, tuple[Answer, str]] = {
    "html with status 200": (body(b"<!DOCTYPE html><html><body>down</body></html>"), "HTML page"),
    "empty": (body(b""), "empty"),
    "half a file": (body(SDN[: len(SDN) // 2]), "not whole XML"),
    "breaks off": (cut_off(SDN[:500]), "broke off"),
    "wrong encoding": (body(SDN.replace(b">LLC<", b">\xcc\xee\xf1\xea\xe2\xe0<")), "not whole XML"),
    "entity bomb": (body(BOMB), "DOCTYPE"),
    "external entity": (
        body(b'<!DOCTYPE sdnList SYSTEM "http://127.0.0.1:9/x.dtd"><sdnList/>'),
        "DOCTYPE",
    ),
    "ten gigabytes of zeros in gzip": (packed_bomb, "more than 4 MiB"),
    "damaged gzip": (body(b"\x1f\x8bnonsense", Content_Encoding="gzip"), "damaged compressed"),
    "redirect to another host": (status(302, Location="http://evil.example/sdn.xml"), "not the publisher"),
    "redirect to a file": (status(302, Location="file:///etc/passwd"), "not the publisher"),
    "redirect without end": (status(302, Location="/again"), "redirected more than"),
    "shrunk": (body(entries(5)), "shrunk from 20 to 5 entries"),
    "older": (body(entries(20, published="01/01/2020")), "older than what is here"),
    "fewer than declared": (body(SDN.replace(b">5<", b">6<")), "counts 6 entries, the file has 5"),
    "another list": (body((SAMPLES / "un.xml").read_bytes()), "the file is un-xml, not ofac-xml"),
    "a filtered export": (body((SAMPLES / "sdn_enhanced.xml").read_bytes()), "is ofac-enhanced, not"),
    "error 500": (status(500), "answers 500, 2 times"),
    "error 403": (status(403), "answers 403"),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_feed_is_refused_and_the_last_good_snapshot_serves(case: str, home: Path) -> None:
    answer, wanted = BROKEN[case]
    with serving(body(entries(20)), answer) as publisher:
        write_sources(home, publisher, 'formats = ["ofac-xml"]')
        assert update("fiction", home=home, limits=QUICK).change == "new"
        with pytest.raises(UnavailableList) as refusal:
            update("fiction", home=home, limits=QUICK)
    message = str(refusal.value)
    assert wanted in message
    assert "the snapshot of 2026-03-02 still serves" in message
    assert message.startswith("fiction: ") and "\n" not in message
    assert refusal.value.exit_code == 4
    assert len(load("fiction", home=home).listings) == 20
    assert [path.name for path in source_folder("fiction", home=home).glob(".fetching-*")] == []


def test_unchanged_by_etag_and_by_content(home: Path) -> None:
    with serving(body(SDN, ETag='"one"'), status(304), body(SDN, ETag='"two"')) as publisher:
        write_sources(home, publisher)
        assert update("fiction", home=home).change == "new"
        assert last_check("fiction", home=home)["etag"] == '"one"'
        assert update("fiction", home=home).change == "unchanged"
        assert update("fiction", home=home).change == "unchanged"
    assert "if-none-match" not in publisher.requests[0][1]
    assert publisher.requests[1][1]["if-none-match"] == '"one"'
    assert len(stored_snapshots("fiction", home=home)) == 1


def test_a_passing_failure_is_tried_again(home: Path) -> None:
    with serving(status(503, Retry_After="0"), cut_off(SDN[:100]), body(SDN)) as publisher:
        write_sources(home, publisher)
        outcome = update("fiction", home=home, limits=Limits(tries=3, first_pause=0.01))
    assert outcome.change == "new"
    assert len(publisher.requests) == 3


def test_a_redirect_within_the_publisher_and_to_an_allowed_host(home: Path) -> None:
    with serving(body(SDN)) as storage, serving(status(307, Location="/there"), body(SDN)) as publisher:
        write_sources(home, publisher)
        assert update("fiction", home=home, limits=QUICK).change == "new"
        publisher.answers = [status(302, Location=f"http://localhost:{storage.port}/there?signature=s")]
        with pytest.raises(UnavailableList, match="not the publisher"):
            update("fiction", home=home, limits=QUICK)
        write_sources(home, publisher, 'redirect_hosts = ["localhost"]')
        assert update("fiction", home=home, limits=QUICK).change == "unchanged"


def test_packed_answers_and_packed_files(home: Path) -> None:
    packed = gzip.compress(SDN)
    with serving(body(packed, Content_Encoding="gzip"), body(packed)) as publisher:
        write_sources(home, publisher)
        first = update("fiction", home=home)
        second = update("fiction", home=home)
    assert first.stored.record["entries"] == second.stored.record["entries"] == 5


def test_the_token_is_sent_and_never_shown(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "s3cr3t-t0ken"
    monkeypatch.setenv("FICTION_TOKEN", secret)
    caplog.set_level(logging.DEBUG)
    with serving(
        body(SDN), status(403), cut_off(SDN[:99]), status(302, Location="/x?token=" + secret)
    ) as publisher:
        write_sources(
            home, publisher, 'token_env = "FICTION_TOKEN"', url=publisher.url("/list?token={token}")
        )
        update("fiction", home=home, limits=QUICK)
        messages = []
        for _ in range(3):
            with pytest.raises(UnavailableList) as refusal:
                update("fiction", home=home, limits=QUICK)
            messages.append(str(refusal.value))
    assert publisher.requests[0][0] == f"/list?token={secret}"
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert secret not in caplog.text + "".join(messages)
    assert secret.encode() not in kept
    monkeypatch.delenv("FICTION_TOKEN")
    with pytest.raises(UnavailableList, match="environment variable FICTION_TOKEN"):
        update("fiction", home=home)


def test_no_network_says_what_to_do(home: Path) -> None:
    with serving(body(SDN)) as publisher:
        write_sources(home, publisher)
    with pytest.raises(UnavailableList) as refusal:
        update("fiction", home=home, limits=QUICK)
    assert "no connection to 127.0.0.1" in str(refusal.value)
    assert "resolver lists import FILE --source fiction" in str(refusal.value)


def test_force_takes_what_was_refused(home: Path) -> None:
    with serving(body(entries(20)), body(entries(5))) as publisher:
        write_sources(home, publisher)
        update("fiction", home=home)
        assert update("fiction", home=home, checks=Checks(force=True)).change == "new"
    assert len(load("fiction", home=home).listings) == 5


def test_a_share_may_be_set(home: Path) -> None:
    with serving(body(entries(20)), body(entries(12))) as publisher:
        write_sources(home, publisher)
        update("fiction", home=home)
        with pytest.raises(UnavailableList, match="by more than 20%"):
            update("fiction", home=home)
        assert update("fiction", home=home, checks=Checks(max_shrink=0.5)).change == "new"


UPDATE = """import sys, pathlib
from watchlists.updating import update
print(update("fiction", home=pathlib.Path(sys.argv[1])).change)"""


def test_two_updates_at_once_leave_one_whole_snapshot(home: Path) -> None:
    with serving(body(entries(2000), ETag='"x"')) as publisher:
        write_sources(home, publisher)
        command = [sys.executable, "-c", UPDATE, str(home)]
        workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        changes = sorted(worker.communicate(timeout=60)[0].strip() for worker in workers)
    assert changes == ["new", "unchanged"]
    assert len(stored_snapshots("fiction", home=home)) == 1
    assert len(load("fiction", home=home).listings) == 2000


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("sdn.xml", "ofac-sdn"),
        ("sdn.csv", "ofac-sdn"),
        ("sdn_advanced.xml", "ofac-sdn-advanced"),
        ("eu_1_1.xml", "eu-fsf"),
        ("uk.csv", "uk"),
        ("un.xml", "un"),
        ("csl.csv", "us-csl"),
        ("opensanctions.csv", "opensanctions"),
        ("own_list.csv", "own_list"),
    ],
)
def test_import_tells_the_source_from_the_file(name: str, source: str, home: Path) -> None:
    outcome = import_file(SAMPLES / name, home=home)
    assert (outcome.source, outcome.change) == (source, "new")
    assert import_file(SAMPLES / name, home=home).change == "unchanged"
    assert load(source, home=home).source == source


def test_import_asks_when_the_source_cannot_be_told(home: Path, tmp_path: Path) -> None:
    (tmp_path / "download.xml").write_bytes(SDN)
    with pytest.raises(UnavailableList, match="--source"):
        import_file(tmp_path / "download.xml", home=home)
    assert import_file(tmp_path / "download.xml", source="ofac-sdn", home=home).change == "new"
    with pytest.raises(UnavailableList, match="part of this program"):
        import_file(SAMPLES / "own_list.csv", source="kremlin-linked", home=home)
    with pytest.raises(UnusableSetting, match="not a name for a source"):
        import_file(SAMPLES / "own_list.csv", source="../x", home=home)


def test_a_file_without_a_date_needs_one_beside_dated_snapshots(home: Path) -> None:
    import_file(SAMPLES / "sdn.csv", home=home)  # without a date, and nothing else here: it serves
    assert load("ofac-sdn", home=home).format == "ofac-csv"
    import_file(SAMPLES / "sdn.xml", home=home)
    assert load("ofac-sdn", home=home).format == "ofac-xml"
    (home / "sdn.csv").write_bytes((SAMPLES / "sdn.csv").read_bytes().replace(b"LLC", b"JSC"))
    with pytest.raises(UnavailableList, match="--published"):
        import_file(home / "sdn.csv", home=home)
    import_file(home / "sdn.csv", home=home, published="2026-03-03")
    assert load("ofac-sdn", home=home).format == "ofac-csv"


def test_as_of_takes_the_list_of_that_day(home: Path, tmp_path: Path) -> None:
    for count, published in ((20, "03/02/2026"), (10, "01/05/2025"), (30, "06/01/2026")):
        (tmp_path / "sdn.xml").write_bytes(entries(count, published=published))
        import_file(tmp_path / "sdn.xml", home=home)
    assert len(load("ofac-sdn", home=home).listings) == 30
    assert len(load("ofac-sdn", as_of="2026-05-31", home=home).listings) == 20
    assert len(load("ofac-sdn", as_of="2025-01-05", home=home).listings) == 10
    with pytest.raises(UnavailableList, match="the oldest here is of 2025-01-05"):
        load("ofac-sdn", as_of="2024-12-31", home=home)
    with pytest.raises(UnusableSetting, match="not a date"):
        load("ofac-sdn", as_of="yesterday", home=home)


def test_a_stale_list_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "sdn.xml").write_bytes(entries(3, published="01/05/2020"))
    with pytest.raises(UnavailableList, match="more than --max-age 30"):
        load(tmp_path / "sdn.xml", max_age_days=30, home=home)
    import_file(tmp_path / "sdn.xml", home=home)
    with pytest.raises(UnavailableList, match=r"published or confirmed 2020-01-05.* or import a newer file"):
        load("ofac-sdn", max_age_days=30, home=home)  # carried over today by hand: that confirms nothing
    today = datetime.now(UTC).date().isoformat()
    import_file(tmp_path / "sdn.xml", fetched="2020-02-01", home=home)
    with pytest.raises(UnavailableList, match="published or confirmed 2020-02-01"):
        load("ofac-sdn", max_age_days=30, home=home)
    import_file(tmp_path / "sdn.xml", fetched=today, home=home)
    assert load("ofac-sdn", max_age_days=30, home=home).published == "2020-01-05"  # its publisher's still
    with pytest.raises(UnavailableList, match="its date is not in the file"):
        load(SAMPLES / "sdn.csv", max_age_days=30, home=home)
    assert any(
        "age was not checked" in text for text in load(SAMPLES / "own_list.csv", max_age_days=1).warnings
    )


def test_an_older_file_fetched_today_does_not_confirm_a_newer_one(home: Path, tmp_path: Path) -> None:
    today = datetime.now(UTC).date().isoformat()
    for published, fetched in (("01/05/2020", ""), ("01/05/2019", today)):
        (tmp_path / "sdn.xml").write_bytes(entries(3, published=published))
        import_file(tmp_path / "sdn.xml", fetched=fetched, home=home)
    with pytest.raises(UnavailableList, match="confirmed 2020-01-05"):
        load("ofac-sdn", max_age_days=30, home=home)


def test_a_fetched_list_is_confirmed_by_its_publisher(home: Path) -> None:
    with serving(body(entries(3, published="01/05/2020"))) as publisher:
        write_sources(home, publisher)
        update("fiction", home=home, limits=QUICK)
    assert load("fiction", max_age_days=30, home=home).published == "2020-01-05"


def test_a_source_that_is_not_here_says_what_to_do(home: Path) -> None:
    with pytest.raises(UnavailableList, match="resolver lists update uk"):
        load("uk", home=home)


def test_a_wrong_sources_file_is_one_line(home: Path) -> None:
    home.mkdir()
    for text in ("[x", "x = 1", "[x]\nurll = 'y'"):
        (home / "sources.toml").write_text(text, encoding="utf-8")
        with pytest.raises(WatchlistError, match=r"sources\.toml"):
            load("uk", home=home)


def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnusableSetting, match="cannot be written"):
        import_file(SAMPLES / "sdn.xml", home=tmp_path / "file")
    with pytest.raises(UnusableSetting, match="cannot be written"):
        update("un", home=tmp_path / "file", limits=QUICK)


def test_snapshot_json_says_what_was_read(home: Path) -> None:
    stored = import_file(SAMPLES / "sdn.xml", home=home).stored
    record = json.loads((stored.folder / "snapshot.json").read_text(encoding="utf-8"))
    assert record["entries_by_type"] == {"aircraft": 1, "entity": 2, "individual": 1, "vessel": 1}
    assert record["names_by_quality"] == {"primary": 5, "strong": 2, "weak": 1}
    assert record["names_by_type"] == {"aircraft": 1, "entity": 5, "individual": 1, "vessel": 1}
    assert record["declared_entries"] == 5
    assert record["files"] == [{"name": "sdn.xml.gz", "packed": False, "bytes": len(SDN)}]
    assert gzip.decompress((stored.folder / "raw" / "sdn.xml.gz").read_bytes()) == SDN
    assert any("50 %" in text for text in record["does_not_contain"])
