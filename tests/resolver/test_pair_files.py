"""Pairs from files and frames."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from resolver.errors import UnreadableInput, UsageError
from resolver.pair_files import pairs_frame, read_pairs

TEXT = 'left;right;label\nООО «Ромашка»;ROMASHKA LLC;1\n"А; Б";A B;0\n\n;;\n'
EXPECTED = [("ООО «Ромашка»", "ROMASHKA LLC", "1"), ("А; Б", "A B", "0")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_text_files(encoding: str, delimiter: str, tmp_path: Path) -> None:
    text = TEXT.replace('"А; Б"', "А; Б").replace("; ", "\0").replace(";", delimiter).replace("\0", "; ")
    text = text if delimiter != ";" else TEXT
    (tmp_path / "pairs.txt").write_bytes(text.encode(encoding))
    assert list(read_pairs(tmp_path / "pairs.txt").itertuples(index=False, name=None)) == EXPECTED


@pytest.mark.parametrize("heading", ["left,right", "Left,RIGHT", '"left","right"', "\ufeffleft,right"])
def test_headings(heading: str, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(f"{heading}\na,b\n", encoding="utf-8")
    assert read_pairs(tmp_path / "pairs.csv").to_dict("records") == [{"left": "a", "right": "b"}]


def test_parquet_keeps_texts_and_fills_what_is_missing(tmp_path: Path) -> None:
    frame = pd.DataFrame({"left": ["a", None], "right": ["b", "c"], "left_tax_id": [7707083893, None]})
    frame.astype({"left_tax_id": "Int64"}).to_parquet(tmp_path / "pairs.parquet")
    found = read_pairs(tmp_path / "pairs.parquet")
    assert found["left"].tolist() == ["a", ""]
    assert found["left_tax_id"].tolist() == ["7707083893", ""]


def test_short_rows_are_filled(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("left,right,left_country\na,b\n", encoding="utf-8")
    assert read_pairs(tmp_path / "pairs.csv").to_dict("records") == [
        {"left": "a", "right": "b", "left_country": ""}
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"left,right\na,b,c\n", "row 1 has 3 cells"),
        (b'left,right\na,b\n"c,d\n', "row 2: a quotation mark"),
        (b"left,left,right\na,b,c\n", "more than one column"),
        (b"party,listed\na,b\n", "no column called left or right; columns found: party, listed"),
        (b"left,right\n", "no pairs"),
        (b"", "empty"),
        (b"%PDF-1.4", "PDF"),
        ("left,right\nА,Б\nВ,Г\nД,Е".encode() + b"\xd0\n", "row 3: holds bytes that are no text in utf-8"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_bad_files(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_bytes(content)
    with pytest.raises(UnreadableInput, match=message):
        read_pairs(tmp_path / "pairs.csv")


def test_names_and_sequences() -> None:
    assert pairs_frame("a", "b").to_dict("records") == [{"left": "a", "right": "b"}]
    assert pairs_frame(["a", "b"], ("c", "d"))["right"].tolist() == ["c", "d"]
    with pytest.raises(UsageError, match="2 left names and 1 right names"):
        pairs_frame(["a", "b"], "c")


def test_frames() -> None:
    frame = pd.DataFrame({"left": ["a", None], "right": ["b", 7], "weight": [1.5, None]}, index=[4, 9])
    assert pairs_frame(frame, None).to_dict("records") == [
        {"left": "a", "right": "b", "weight": "1.5"},
        {"left": "", "right": "7", "weight": ""},
    ]
    with pytest.raises(UnreadableInput, match="right"):
        pairs_frame(frame[["left"]], None)
