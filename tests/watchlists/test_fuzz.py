"""Damaged files of every form: no crash and no hang, only the declared errors.

Bytes are cut, doubled, flipped, moved and mixed with what parsers stumble over, by a seeded generator. Each
run tries a few dozen files a form; FUZZ_SECONDS=600 goes on that long for each, and -rP prints how many it tried.
"""

import gzip
import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.resolver.intake.manifests import write_workbook
from watchlists import read_file
from watchlists.errors import WatchlistError
from watchlists.readers.ofac_remarks import read_remarks
from watchlists.readers.prose import numbers_in_prose

SAMPLES = Path(__file__).parent / "samples"
PARTS = ("alt.csv", "add.csv", "sdn_comments.csv")
FILES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix != ".md" and path.name not in PARTS)
SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
TRIES = 40  # of each form in a usual run
SLOWEST = 5.0  # seconds of the processor for one small file: beyond it a reader hangs
STUMBLES = [
    *(
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"<?xml",
        b"</",
        b'"',
        b"'",
        b";",
        b",",
        b"\t",
        b"\n",
        b"\r\n",
    ),
    *(
        b"\x00",
        b"\x1a",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xf0\x9f",
        b"-0- ",
        b"{",
        b"}",
        b"[",
        b"]",
        b"null",
    ),
    *(
        b"1e999",
        b"-1",
        b"true",
        b"\\u0000",
        b"\\ud800",
        b"99999999999999999999",
        b"A" * 5000,
        b"[" * 2000,
        b'""""',
    ),
]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """One to four random injuries."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 2, 8, 64, 1024)))
        injury = chance.randrange(6)
        if injury == 0:
            del data[start:end]
        elif injury == 1:
            data[start:start] = chance.choice(STUMBLES)
        elif injury == 2:
            data[start:end] = chance.choice(STUMBLES)
        elif injury == 3:
            data[start:start] = data[start:end] * chance.randint(1, 5)
        elif injury == 4 and start < len(data):
            data[start] ^= 1 << chance.randrange(8)
        else:
            del data[start:]
    return bytes(data)


def seeds(form: str) -> Iterator[int]:
    """One seed a damaged file: TRIES of them, or as many as SECONDS allow."""
    started, tried = time.monotonic(), 0
    while tried < TRIES if not SECONDS else time.monotonic() - started < SECONDS:
        yield tried
        tried += 1
    print(f"{form}: {tried} damaged files in {time.monotonic() - started:.0f} s")


def try_to_read(path: Path) -> None:
    started = time.process_time()
    try:
        assert read_file(path).listings
    except WatchlistError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 600
    assert time.process_time() - started < SLOWEST


@pytest.mark.parametrize("name", FILES)
def test_damaged_files(name: str, tmp_path: Path) -> None:
    content = (SAMPLES / name).read_bytes()
    for seed in seeds(name):
        chance = random.Random(f"{name} {seed}")
        data = damaged(content, chance)
        (tmp_path / name).write_bytes(damaged(gzip.compress(data), chance) if seed % 8 == 7 else data)
        try_to_read(tmp_path / name)


@pytest.mark.parametrize("name", PARTS)
def test_damaged_companions(name: str, tmp_path: Path) -> None:
    for part in ("sdn.csv", *PARTS):
        shutil.copy(SAMPLES / part, tmp_path / part)
    content = (SAMPLES / name).read_bytes()
    for seed in seeds(name):
        (tmp_path / name).write_bytes(damaged(content, random.Random(seed)))
        try_to_read(tmp_path / "sdn.csv")


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_damaged_tables(form: str, tmp_path: Path) -> None:
    rows = [["listing_id", "name"], ["1", "A"], ["2", "B"]]
    if form == "xlsx":
        write_workbook(tmp_path / "whole", {"S": rows})
    else:
        pq.write_table(pa.table({"listing_id": ["1", "2"], "name": ["A", "B"]}), tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    for seed in seeds(f"own table as {form}"):
        (tmp_path / "x").write_bytes(damaged(content, random.Random(seed)))
        try_to_read(tmp_path / "x")


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    try_to_read(path)


@settings(max_examples=200)
@given(st.text(max_size=80), st.booleans())
def test_any_remarks_and_any_prose(text: str, entity: bool) -> None:
    read_remarks(text, entity=entity)
    numbers_in_prose(text, label="x")
