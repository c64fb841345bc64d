import errno
import json
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchlists import load
from watchlists.arrow import SCHEMA, from_table, to_table
from watchlists.errors import UnavailableList, UnreadableList
from watchlists.locking import NoLocks, exclusive
from watchlists.model import Address, Identifier, ListedName, Listing, Relation
from watchlists.store import find_stored, source_folder, stored_snapshots
from watchlists.updating import import_file
from watchlists.verifying import verify

SAMPLES = Path(__file__).parent / "samples"
WORDS = st.text(alphabet="abc Яя'\x1f", max_size=6)
LISTINGS = st.lists(
    st.builds(
        Listing,
        listing_id=WORDS,
        type=st.sampled_from(["entity", "vessel"]),
        names=st.lists(st.builds(ListedName, WORDS, st.sampled_from(["primary", "weak"])), max_size=3).map(
            tuple
        ),
        programs=st.lists(WORDS, max_size=2).map(tuple),
        addresses=st.lists(st.builds(Address, WORDS, WORDS), max_size=2).map(tuple),
        identifiers=st.lists(st.builds(Identifier, WORDS, WORDS), max_size=2).map(tuple),
        relations=st.lists(st.builds(Relation, WORDS), max_size=2).map(tuple),
        remarks=WORDS,
    ),
    max_size=5,
).map(tuple)


@settings(max_examples=50)
@given(LISTINGS)
def test_listings_come_back_from_a_table_as_they_went_in(listings: tuple[Listing, ...]) -> None:
    assert from_table(to_table(listings)) == listings
    doubled = pa.concat_tables([to_table(listings), to_table(listings)])
    assert from_table(doubled) == listings * 2


def test_a_table_of_an_older_version_takes_defaults_and_of_a_newer_one_is_read_without_its_news() -> None:
    [one] = [Listing("1", "entity", (ListedName("Alpha", "primary", "name"),), facts=("x: y",))]
    table = to_table((one,))
    short = pa.array([[{"text": "Alpha", "quality": "primary"}]])
    old = table.drop_columns(["facts", "remarks"]).set_column(2, "names", short)
    assert from_table(old) == (Listing("1", "entity", (ListedName("Alpha", "primary"),)),)
    new = table.append_column("not_invented_yet", pa.array(["?"]))
    assert from_table(new) == (one,)
    assert table.schema == SCHEMA


def test_a_snapshot_is_read_back_whole(tmp_path: Path) -> None:
    for name in ("sdn_advanced.xml", "eu_1_1.xml", "csl.json"):
        source = import_file(SAMPLES / name, home=tmp_path).source
        assert load(source, home=tmp_path).listings == load(SAMPLES / name).listings


def test_a_snapshot_of_a_newer_program_is_refused_in_words(tmp_path: Path) -> None:
    folder = import_file(SAMPLES / "un.xml", home=tmp_path).stored.folder
    record = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    (folder / "snapshot.json").write_text(json.dumps(record | {"schema": 99}), encoding="utf-8")
    with pytest.raises(UnreadableList, match="newer version"):
        load("un", home=tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "{not json"])
def test_a_damaged_record_is_refused_in_words(tmp_path: Path, text: str) -> None:
    folder = import_file(SAMPLES / "un.xml", home=tmp_path).stored.folder
    (folder / "snapshot.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableList, match=r"snapshot\.json"):
        load("un", home=tmp_path)


def test_verify_finds_what_was_changed_on_disk(tmp_path: Path) -> None:
    stored = import_file(SAMPLES / "sdn.csv", home=tmp_path).stored
    assert all(finding.holds for finding in verify(stored))
    table = pq.read_table(stored.folder / "listings.parquet")
    pq.write_table(table.slice(1), stored.folder / "listings.parquet")
    bad = {finding.check for finding in verify(stored) if not finding.holds}
    assert {"entries", "names"} <= bad
    (stored.folder / "listings.parquet").write_bytes(b"PAR1")
    (stored.folder / "raw" / "sdn.csv.gz").write_bytes(b"\x1f\x8b")
    assert {f.check for f in verify(stored) if not f.holds} == {"hash of the raw file", "listings"}
    with pytest.raises(UnreadableList, match=r"listings.parquet is damaged \([^/]*\); delete the folder"):
        load("ofac-sdn", home=tmp_path)


WRITE = """import sys, pathlib, watchlists.store as store
from watchlists.updating import import_file
fill = store._fill
def slow(work, *rest):
    fill(work, *rest)
    print("filled", flush=True)
    import time; time.sleep(60)
store._fill = slow
import_file(pathlib.Path(sys.argv[1]), home=pathlib.Path(sys.argv[2]))"""


def test_a_writer_killed_in_the_middle_leaves_the_last_good_snapshot(tmp_path: Path) -> None:
    import_file(SAMPLES / "sdn.csv", home=tmp_path)
    command = [sys.executable, "-c", WRITE, str(SAMPLES / "sdn.xml"), str(tmp_path)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert writer.stdout and writer.stdout.readline() == "filled\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    folder = source_folder("ofac-sdn", home=tmp_path)
    assert len(list(folder.glob(".writing-*"))) == 1
    assert [one.record["format"] for one in stored_snapshots("ofac-sdn", home=tmp_path)] == ["ofac-csv"]
    assert load("ofac-sdn", home=tmp_path).format == "ofac-csv"
    outcome = import_file(SAMPLES / "sdn.xml", home=tmp_path)  # the lock went with the process
    assert outcome.change == "new"
    assert list(folder.glob(".writing-*")) == []


def test_a_held_lock_is_waited_for_and_then_reported(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path / "x"),
        pytest.raises(UnavailableList, match="another process"),
        exclusive(tmp_path / "x", wait=0.2),
    ):
        pass
    with exclusive(tmp_path / "x", wait=0.2):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_file_system_without_locks_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(_descriptor: int, _how: int) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    monkeypatch.setattr("fcntl.flock", without)
    with pytest.raises(NoLocks, match="no locks"), exclusive(tmp_path / "x"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_another_error_of_a_lock_keeps_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_descriptor: int, _how: int) -> None:
        raise PermissionError(errno.EACCES, "held by another machine")

    monkeypatch.setattr("fcntl.flock", refused)
    with pytest.raises(UnavailableList, match="another process"), exclusive(tmp_path / "x", wait=0.2):
        pass


def test_nothing_here_is_said_with_the_way_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(UnavailableList, match="lists import FILE"):
        find_stored("nothing", home=tmp_path)


def test_the_same_snapshot_is_the_same_bytes(tmp_path: Path) -> None:
    one = import_file(SAMPLES / "sdn.xml", home=tmp_path / "a").stored
    other = import_file(SAMPLES / "sdn.xml", home=tmp_path / "b").stored
    for name in ("listings.parquet", "raw/sdn.xml.gz"):
        assert (one.folder / name).read_bytes() == (other.folder / name).read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are Unicode")
def test_a_name_of_a_file_that_is_no_text(tmp_path: Path) -> None:
    """As archives of other systems unpack them."""
    path = tmp_path / "list\udcff.csv"
    path.write_text("listing_id,name\n1,VEGA LLC\n")
    import_file(path, source="mine", home=tmp_path)
    assert load("mine", home=tmp_path).listings[0].primary_name == "VEGA LLC"
    assert all(finding.holds for finding in verify(find_stored("mine", home=tmp_path)))
